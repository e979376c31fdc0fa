/*
 * A whole training run from text to file: what is written, when it is refused, and that nothing is
 * lost when it is stopped or cannot be saved.
 */
#include "sample.h"

#include <unistd.h>

#include "base/rng.h"

static const char *const text_path[] = {"text.txt"};

/* A text of 40 words in sentences, long enough for some rounds. */
static void write_text(const char *path, uint64_t seed)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (uint64_t i = 0; i < 60000; i++) {
        const uint64_t bits = kith_rng_at(seed, i);
        const uint64_t word = kith_rng_below(bits, 20) + 20 * (i / 12 % 2);
        fprintf(f, "w%u%c", (unsigned)word, i % 12 == 11 ? '\n' : ' ');
    }
    assert_int_equal(fclose(f), 0);
}

static kith_config *configure(const char *const *pairs)
{
    kith_error err;
    kith_option_table tables[4];
    kith_config *c = NULL;
    const size_t n = kith_train_options(tables);
    check_ok(kith_config_new(tables, n, &c, &err));
    check_ok(kith_config_set(c, "dim", "12", &err));
    check_ok(kith_config_set(c, "epochs", "3", &err));
    check_ok(kith_config_set(c, "threads", "1", &err));
    for (; pairs != NULL && *pairs != NULL; pairs += 2)
        check_ok(kith_config_set(c, pairs[0], pairs[1], &err));
    return c;
}

static kith_status train(const char *const *pairs, const char *output, const kith_watch *watch,
                         kith_train_report *report, kith_error *err)
{
    kith_config *c = configure(pairs);
    const kith_status status = kith_train(c, text_path, 1, output, watch, report, err);
    kith_config_free(c);
    return status;
}

static void same_files(const char *a, const char *b, bool same)
{
    size_t na = 0, nb = 0;
    char *at = check_read_file(a, &na), *bt = check_read_file(b, &nb);
    if (same)
        assert_int_equal(na, nb);
    assert_true((na == nb && memcmp(at, bt, na) == 0) == same);
    free(at);
    free(bt);
}

/* Stops the training, not the reading, after so many calls. */
typedef struct stopper {
    int calls, stop_at;
} stopper;

static bool stop_training(void *self, const kith_progress *p)
{
    stopper *s = self;
    return strcmp(p->phase, "train") != 0 || ++s->calls < s->stop_at;
}

static void the_same_seed_and_one_thread_give_the_same_bytes(void **state)
{
    (void)state;
    kith_error err;
    write_text("text.txt", 1);
    check_ok(train(NULL, "a.kith", NULL, NULL, &err));
    check_ok(train(NULL, "b.kith", NULL, NULL, &err));
    check_ok(train((const char *[]){"seed", "2", NULL}, "c.kith", NULL, NULL, &err));
    same_files("a.kith", "b.kith", true);
    same_files("a.kith", "c.kith", false);
}

static void the_model_holds_words_counts_matrices_and_configuration(void **state)
{
    (void)state;
    kith_error err;
    kith_vectors *v = NULL;
    kith_section *section = NULL;
    size_t sections = 0;
    kith_train_report report;
    write_text("text.txt", 1);
    check_ok(train((const char *[]){"loss", "ns+hs", "save-vocab", "words.txt", "log", "log.ndjson",
                                    "valid", "0.1", NULL},
                   "m.kith", NULL, &report, &err));
    check_ok(kith_vectors_open("m.kith", NULL, &v, &err));
    assert_int_equal(kith_vectors_rows(v), 40);
    assert_int_equal(kith_vectors_dim(v), 12);
    uint64_t tokens = 0;
    for (uint64_t i = 0; i < 40; i++)
        tokens += kith_vectors_count(v, i);
    assert_int_equal(tokens, 60000);
    check_contains(kith_vectors_config(v), "loss ns+hs\n");
    check_contains(kith_vectors_config(v), "dim 12\n");
    assert_null(strstr(kith_vectors_config(v), "m.kith"));
    kith_vectors_free(v);
    check_ok(kith_file_sections("m.kith", true, &section, &sections, &err));
    unsigned found = 0;
    for (size_t i = 0; i < sections; i++)
        found += strcmp(section[i].name, "input") == 0 || strcmp(section[i].name, "output") == 0 ||
                 (strcmp(section[i].name, "inner") == 0 && section[i].shape[0] == 39);
    assert_int_equal(found, 3);
    free(section);
    assert_true(isfinite(report.loss) && isfinite(report.valid_loss));
    char *log = check_read_file("log.ndjson", NULL), *words = check_read_file("words.txt", NULL);
    check_contains(log, "{\"epoch\":3,");
    assert_int_equal(words[0], 'w');
    free(log);
    free(words);
}

/* The pairs of one list, then those of another. */
static const char *const *joined(const char *all[32], const char *const *a, const char *const *b)
{
    size_t n = 0;
    while (*a != NULL)
        all[n++] = *a++;
    while (*b != NULL)
        all[n++] = *b++;
    all[n] = NULL;
    return all;
}

static void cancelled_and_resumed_equals_uninterrupted(void **state)
{
    (void)state;
    kith_error err;
    static const char *const runs[][9] = {
        {NULL},
        {"optim", "adagrad"},
        {"optim", "adam", "schedule", "cosine"},
        {"optim", "nag"},
        {"schedule", "plateau:factor=0.5,patience=1"},
        {"maxn", "4", "bucket", "500"},
        {"maxn", "4", "bucket", "500", "arch", "cbow", "loss", "hs"},
        {"maxn", "4", "bucket", "500", "optim", "adam", "loss", "hs"}};
    static const char *const epochs[] = {"epochs", "10", NULL};
    static const char *const begins[] = {"epochs", "10", "checkpoint", "part.ckpt", NULL};
    static const char *const goes_on[] = {"epochs", "10",        "checkpoint", "part.ckpt",
                                          "resume", "part.ckpt", NULL};
    write_text("text.txt", 1);
    for (size_t o = 0; o < sizeof runs / sizeof *runs; o++) {
        const char *all[3][32];
        const char *const *plain = joined(all[0], runs[o], epochs);
        const char *const *first = joined(all[1], runs[o], begins);
        const char *const *resumed = joined(all[2], runs[o], goes_on);
        stopper s = {0, 1};
        const kith_watch watch = {stop_training, &s};
        kith_train_report report;
        check_ok(train(plain, "whole.kith", NULL, NULL, &err));
        kith_status status = train(first, "part.kith", &watch, &report, &err);
        int stops = 0;
        for (; status == KITH_CANCELLED && stops < 5; stops++) {
            assert_string_equal(report.checkpoint, "part.ckpt");
            assert_false(check_file_exists("part.kith"));
            s.calls = 0;
            status = train(resumed, "part.kith", stops < 3 ? &watch : NULL, &report, &err);
        }
        assert_int_equal(status, KITH_OK);
        assert_true(stops > 0);
        same_files("whole.kith", "part.kith", true);
        assert_int_equal(remove("part.kith"), 0);
    }
}

/* What is asked of the file is made of the same rows. */
static void a_model_with_n_grams_holds_their_rows_and_its_words_are_their_means(void **state)
{
    (void)state;
    kith_error err;
    kith_vectors *v = NULL;
    write_text("text.txt", 1);
    check_ok(
        train((const char *[]){"maxn", "4", "bucket", "500", NULL}, "n.kith", NULL, NULL, &err));
    check_ok(kith_vectors_open("n.kith", NULL, &v, &err));
    assert_true(v->grams.how.least == 3 && v->grams.how.most == 4 && v->grams.how.buckets == 500);
    assert_int_equal(v->grams.own.rows, 40);
    assert_true(v->grams.row.rows > 40 && v->grams.row.rows < 200);
    for (uint64_t row = 0; row < 40; row++) {
        size_t bytes = 0;
        const char *word = kith_vectors_word(v, row, &bytes);
        const float *own = v->grams.own.at + row * v->grams.own.stride;
        for (uint64_t i = 0; i < 12; i++)
            assert_true(kith_vectors_row(v, row)[i] == sample_gram_mean(v, own, word, bytes, i));
    }
    assert_int_equal(kith_vectors_ask(v, "w12w", 4), 40);
    kith_vectors_free(v);
}

enum { STEMS = 24 };

/* Three syllables that name a stem, no two stems with the same. */
static void put_stem(char stem[8], unsigned i)
{
    static const char first[] = "bdfgklmn", vowel[] = "aeiou";
    snprintf(stem, 8, "%c%c%c%c%c%c", first[i % 8], vowel[i % 5], first[i / 8], vowel[i / 5],
             first[(i * 5 + 3) % 8], vowel[(i * 2 + 1) % 5]);
}

/*
 * Sentences about one thing each: forms of its word, and two words that go with it. Each form takes
 * any of four endings; "-est" is not among them.
 */
static void write_forms(void)
{
    static const char *const ending[] = {"", "s", "ing", "ed"};
    FILE *f = fopen("forms.txt", "w");
    char stem[8];
    assert_non_null(f);
    for (uint64_t i = 0; i < 12000; i++) {
        const uint64_t bits = kith_rng_at(5, i);
        put_stem(stem, (unsigned)(bits % STEMS));
        fprintf(f, "%s%s x%u %s%s y%u\n", stem, ending[bits >> 8 & 3], (unsigned)(bits % STEMS),
                stem, ending[bits >> 16 & 3], (unsigned)(bits % STEMS));
    }
    assert_int_equal(fclose(f), 0);
}

/* Is the nearest word to an unknown form of the stem another form of it, or a word beside it? */
static bool near_its_stem(const kith_search *s, const kith_vectors *v, unsigned i)
{
    kith_error err;
    kith_hit hit;
    char stem[8], word[16], beside[2][8];
    size_t found = 0, bytes = 0;
    put_stem(stem, i);
    const int length = snprintf(word, sizeof word, "%sest", stem);
    const kith_term term = {kith_vectors_ask(v, word, (size_t)length), 1};
    assert_true(term.row >= kith_vectors_rows(v) && term.row != UINT64_MAX);
    const kith_query query = {.term = &term, .terms = 1};
    check_ok(kith_search_nearest(s, &query, 1, 1, &hit, &found, &err));
    const char *nearest = kith_vectors_word(v, hit.row, &bytes);
    snprintf(beside[0], sizeof beside[0], "x%u", i);
    snprintf(beside[1], sizeof beside[1], "y%u", i);
    for (int b = 0; b < 2; b++)
        if (bytes == strlen(beside[b]) && memcmp(nearest, beside[b], bytes) == 0)
            return true;
    return bytes >= 6 && memcmp(nearest, stem, 6) == 0;
}

static void unknown_forms_are_near_the_words_of_their_stem(void **state)
{
    (void)state;
    static const char *const modes[][4] = {{"skipgram", "ns"}, {"cbow", "hs"}};
    write_forms();
    for (size_t m = 0; m < 2; m++) {
        kith_error err;
        kith_vectors *v = NULL;
        kith_search *s = NULL;
        static const char *const forms[] = {"forms.txt"};
        const char *pairs[] = {"arch",   modes[m][0], "loss",   modes[m][1], "maxn", "5",
                               "sample", "0",         "bucket", "20000",     NULL};
        kith_config *c = configure(pairs);
        check_ok(kith_train(c, forms, 1, "f.kith", NULL, NULL, &err));
        kith_config_free(c);
        check_ok(kith_vectors_open("f.kith", NULL, &v, &err));
        check_ok(kith_search_new(v, 1, NULL, 0, &s, &err));
        unsigned right = 0;
        for (unsigned i = 0; i < STEMS; i++)
            right += near_its_stem(s, v, i);
        assert_in_range(right, STEMS - 2, STEMS);
        kith_search_free(s);
        kith_vectors_free(v);
    }
}

static void a_checkpoint_of_another_run_is_refused(void **state)
{
    (void)state;
    kith_error err;
    stopper s = {0, 1};
    const kith_watch watch = {stop_training, &s};
    write_text("text.txt", 1);
    check_fails(train((const char *[]){"epochs", "30", NULL}, "x.kith", &watch, NULL, &err),
                KITH_CANCELLED);
    const char *other[] = {"epochs", "30", "dim", "13", "resume", "x.kith.ckpt", NULL};
    check_fails_with(train(other, "x.kith", NULL, NULL, &err), KITH_ERR_USAGE, "dim 12");
    const char *same[] = {"epochs", "30", "resume", "x.kith.ckpt", NULL};
    write_text("text.txt", 2);
    check_fails_with(train(same, "x.kith", NULL, NULL, &err), KITH_ERR_DATA, "the text");
    write_text("text.txt", 1);
    size_t size = 0;
    char *bytes = check_read_file("x.kith.ckpt", &size);
    check_write_file("x.kith.ckpt", bytes, size / 2);
    check_fails(train(same, "x.kith", NULL, NULL, &err), KITH_ERR_DATA);
    bytes[size / 3] ^= 1;
    check_write_file("x.kith.ckpt", bytes, size);
    check_fails(train(same, "x.kith", NULL, NULL, &err), KITH_ERR_DATA);
    free(bytes);
    check_fails(train((const char *[]){"resume", "absent.ckpt", NULL}, "x.kith", NULL, NULL, &err),
                KITH_ERR_INPUT);
    assert_false(check_file_exists("x.kith"));
}

static void outputs_that_cannot_be_are_refused_before_the_work(void **state)
{
    (void)state;
    kith_error err;
    write_text("text.txt", 1);
    static const char *const outputs[][3] = {{"save-vocab", "no/such/words.txt", NULL},
                                             {"log", "no/such/log", NULL},
                                             {"checkpoint", "no/such/c.ckpt", NULL}};
    check_fails(train(NULL, "no/such/folder/m.kith", NULL, NULL, &err), KITH_ERR_CREATE);
    for (size_t i = 0; i < 3; i++)
        check_fails(train(outputs[i], "m2.kith", NULL, NULL, &err), KITH_ERR_CREATE);
    assert_false(check_file_exists("m2.kith"));
}

static void a_model_that_cannot_be_written_leaves_a_checkpoint(void **state)
{
    (void)state;
    kith_error err;
    write_text("text.txt", 1);
    if (!check_file_exists("/dev/full"))
        check_skip("no /dev/full here");
    const char *pairs[] = {"checkpoint", "kept.ckpt", NULL};
    kith_config *c = configure(pairs);
    const char *link = "full.kith";
    assert_int_equal(symlink("/dev/full", link), 0);
    check_fails_with(kith_train(c, text_path, 1, link, NULL, NULL, &err), KITH_ERR_IO, "kept.ckpt");
    kith_config_free(c);
    const char *again[] = {"resume", "kept.ckpt", NULL};
    check_ok(train(again, "saved.kith", NULL, NULL, &err));
    check_ok(train(NULL, "plain.kith", NULL, NULL, &err));
    same_files("saved.kith", "plain.kith", true);
}

static void one_word_is_refused_with_the_reason(void **state)
{
    (void)state;
    kith_error err;
    check_write_text("text.txt", "a a a a a a a a a a\n");
    check_fails_with(train(NULL, "m3.kith", NULL, NULL, &err), KITH_ERR_USAGE, "one word");
    check_write_text("text.txt", "");
    check_fails(train(NULL, "m3.kith", NULL, NULL, &err), KITH_ERR_DATA);
    check_write_text("text.txt", "a b c d\n");
    check_fails_with(train(NULL, "m3.kith", NULL, NULL, &err), KITH_ERR_DATA, "min-count");
    assert_false(check_file_exists("m3.kith"));
}

static void weights_that_are_no_numbers_are_never_written(void **state)
{
    (void)state;
    kith_error err;
    write_text("text.txt", 1);
    check_fails_with(train((const char *[]){"lr", "1000", NULL}, "m5.kith", NULL, NULL, &err),
                     KITH_NOT_FOUND, "lower --lr");
    check_write_text("text.txt", "a b c d e a b c d e a b c d e a b c d e a b c d e\n");
    for (int i = 0; i < 10; i++) {
        char lr[16];
        snprintf(lr, sizeof lr, "%d", 1 << i);
        const char *pairs[] = {"lr", lr, "epochs", "40", NULL};
        if (train(pairs, "m5.kith", NULL, NULL, &err) == KITH_OK) {
            kith_vectors *v = NULL;
            check_ok(kith_vectors_open("m5.kith", NULL, &v, &err));
            for (uint64_t r = 0; r < kith_vectors_rows(v); r++)
                for (uint64_t c = 0; c < kith_vectors_dim(v); c++)
                    assert_true(isfinite(kith_vectors_row(v, r)[c]));
            kith_vectors_free(v);
        }
    }
}

static void dimensions_beyond_the_memory_are_refused_with_an_estimate(void **state)
{
    (void)state;
    kith_error err;
    write_text("text.txt", 1);
    check_fails_with(
        train((const char *[]){"dim", "1000000000", NULL}, "m4.kith", NULL, NULL, &err),
        KITH_ERR_MEMORY, "MB");
    assert_false(check_file_exists("m4.kith"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_and_one_thread_give_the_same_bytes),
        cmocka_unit_test(the_model_holds_words_counts_matrices_and_configuration),
        cmocka_unit_test(cancelled_and_resumed_equals_uninterrupted),
        cmocka_unit_test(a_model_with_n_grams_holds_their_rows_and_its_words_are_their_means),
        cmocka_unit_test(unknown_forms_are_near_the_words_of_their_stem),
        cmocka_unit_test(a_checkpoint_of_another_run_is_refused),
        cmocka_unit_test(outputs_that_cannot_be_are_refused_before_the_work),
        cmocka_unit_test(a_model_that_cannot_be_written_leaves_a_checkpoint),
        cmocka_unit_test(one_word_is_refused_with_the_reason),
        cmocka_unit_test(weights_that_are_no_numbers_are_never_written),
        cmocka_unit_test(dimensions_beyond_the_memory_are_refused_with_an_estimate),
    };
    return cmocka_run_group_tests_name("file/session", tests, NULL, NULL);
}
