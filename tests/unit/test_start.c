/*
 * Going on from a model on new text: which words there are, what they start from, and what stays as
 * it is. The words are counted by hand; rows are compared with those of the model, bit by bit.
 */
#include "sample.h"

#include <math.h>

#include "base/rng.h"

static const char *const text_path[] = {"text.txt"};

/* dim may be NULL. */
static kith_config *configure(const char *dim)
{
    kith_error err;
    kith_option_table tables[4];
    kith_config *c = NULL;
    const size_t n = kith_train_options(tables);
    check_ok(kith_config_new(tables, n, &c, &err));
    if (dim != NULL)
        check_ok(kith_config_set(c, "dim", dim, &err));
    check_ok(kith_config_set(c, "threads", "1", &err));
    check_ok(kith_config_set(c, "min-count", "2", &err));
    check_ok(kith_config_set(c, "checkpoint", "part.ckpt", &err));
    return c;
}

/* Options and values, "output" among them, up to NULL. */
static kith_status train(const char *const *pairs, const kith_watch *watch, kith_error *err)
{
    kith_config *c = configure("12");
    const char *output = "out.kith";
    kith_status status = KITH_OK;
    for (; *pairs != NULL && status == KITH_OK; pairs += 2)
        if (strcmp(pairs[0], "output") == 0)
            output = pairs[1];
        else
            status = kith_config_set(c, pairs[0], pairs[1], err);
    if (status == KITH_OK)
        status = kith_train(c, text_path, 1, output, watch, NULL, err);
    kith_config_free(c);
    return status;
}

static kith_vectors *open_model(const char *path)
{
    kith_error err;
    kith_vectors *v = NULL;
    check_ok(kith_vectors_open(path, NULL, &v, &err));
    return v;
}

/* `tokens` words from `first` on, the lower the more frequent. */
static void write_text(unsigned first, unsigned words, uint64_t tokens)
{
    FILE *f = fopen("text.txt", "w");
    assert_non_null(f);
    for (uint64_t i = 0; i < tokens; i++) {
        const uint32_t most = 1 + kith_rng_below(kith_rng_at(1, i), words);
        fprintf(f, "w%u%c", first + kith_rng_below(kith_rng_at(2, i), most),
                i % 12 == 11 ? '\n' : ' ');
    }
    assert_int_equal(fclose(f), 0);
}

/* A model of w0..w29, and then a text of w20..w49. */
static void make_model(const char *const *pairs)
{
    kith_error err;
    write_text(0, 30, 20000);
    check_ok(train(pairs, NULL, &err));
    write_text(20, 30, 20000);
}

static uint64_t row_of(const kith_vectors *v, unsigned word)
{
    char name[16];
    snprintf(name, sizeof name, "w%u", word);
    return kith_vectors_find(v, name, strlen(name));
}

static bool same_row(const kith_vectors *a, const kith_vectors *b, unsigned word)
{
    const uint64_t i = row_of(a, word), j = row_of(b, word);
    assert_true(i != UINT64_MAX && j != UINT64_MAX);
    return memcmp(kith_vectors_row(a, i), kith_vectors_row(b, j), 12 * sizeof(float)) == 0;
}

/* Are exactly the words from..to - 1 there? */
static void expect_words(const char *path, unsigned from, unsigned to)
{
    kith_vectors *v = open_model(path);
    for (unsigned word = 0; word < 60; word++)
        assert_int_equal(row_of(v, word) != UINT64_MAX, word >= from && word < to);
    assert_int_equal(kith_vectors_rows(v), to - from);
    for (uint64_t i = 1; i < kith_vectors_rows(v); i++)
        assert_true(kith_vectors_count(v, i) <= kith_vectors_count(v, i - 1));
    kith_vectors_free(v);
}

static void words_are_those_of_the_model_of_the_text_or_of_both(void **state)
{
    (void)state;
    kith_error err;
    make_model((const char *[]){"output", "m.kith", NULL});
    check_ok(train((const char *[]){"init", "m.kith", "init-vocab", "old", NULL}, NULL, &err));
    expect_words("out.kith", 0, 30);
    check_ok(train((const char *[]){"init", "m.kith", "init-vocab", "new", NULL}, NULL, &err));
    expect_words("out.kith", 20, 50);
    check_ok(train((const char *[]){"init", "m.kith", NULL}, NULL, &err));
    expect_words("out.kith", 0, 50);
    kith_vectors *m = open_model("m.kith"), *v = open_model("out.kith");
    for (unsigned word = 0; word < 20; word++) { /* not in the text: they are never inputs */
        assert_true(same_row(m, v, word));
        assert_int_equal(kith_vectors_count(v, row_of(v, word)), 0);
    }
    kith_vectors_free(m);
    kith_vectors_free(v);
}

/* A learning rate that moves no float tells what the rows were at the start. */
static void words_start_from_the_rows_of_a_model_of_any_format(void **state)
{
    (void)state;
    kith_error err;
    static const char *const files[] = {"m.kith", "m.ftbin", "m.vec", "m.bin"};
    make_model((const char *[]){"output", "m.kith", NULL});
    kith_vectors *m = open_model("m.kith");
    check_ok(kith_vectors_save(m, "m.vec", NULL, KITH_BAD_WORD_ERROR, &err));
    check_ok(kith_vectors_save(m, "m.bin", NULL, KITH_BAD_WORD_ERROR, &err));
    check_ok(kith_vectors_save(m, "m.ftbin", NULL, KITH_BAD_WORD_ERROR, &err));
    for (size_t f = 0; f < 4; f++) {
        check_ok(train((const char *[]){"init", files[f], "lr", "1e-12", NULL}, NULL, &err));
        kith_vectors *v = open_model("out.kith");
        for (unsigned word = 0; word < 30; word++)
            check_near_floats(kith_vectors_row(v, row_of(v, word)),
                              kith_vectors_row(m, row_of(m, word)), 12, 1e-7);
        for (unsigned word = 0; f < 2 && word < 30; word++) /* files with output vectors */
            check_near_floats(v->output.at + row_of(v, word) * v->output.stride,
                              m->output.at + row_of(m, word) * m->output.stride, 12, 1e-7);
        kith_vectors_free(v);
    }
    kith_vectors_free(m);
}

static void n_grams_start_from_the_model_too(void **state)
{
    (void)state;
    kith_error err;
    static const char *const files[] = {"m.kith", "m.ftbin"};
    make_model((const char *[]){"output", "m.kith", "maxn", "4", "bucket", "50", NULL});
    kith_vectors *m = open_model("m.kith");
    check_ok(kith_vectors_save(m, "m.ftbin", NULL, KITH_BAD_WORD_ERROR, &err));
    for (size_t f = 0; f < 2; f++) {
        check_ok(train(
            (const char *[]){"init", files[f], "lr", "1e-12", "maxn", "4", "bucket", "50", NULL},
            NULL, &err));
        kith_vectors *v = open_model("out.kith");
        for (unsigned word = 0; word < 30; word++)
            check_near_floats(kith_vectors_row(v, row_of(v, word)),
                              kith_vectors_row(m, row_of(m, word)), 12, 1e-6);
        kith_vectors_free(v);
    }
    kith_vectors_free(m);
}

static double cosine(const float *a, const float *b)
{
    double ab = 0, aa = 0, bb = 0;
    for (int i = 0; i < 12; i++) {
        ab += (double)a[i] * (double)b[i];
        aa += (double)a[i] * (double)a[i];
        bb += (double)b[i] * (double)b[i];
    }
    return ab / sqrt(aa * bb);
}

static void words_with_new_n_grams_start_in_the_direction_of_the_model(void **state)
{
    (void)state;
    kith_error err;
    make_model((const char *[]){"output", "m.kith", NULL});
    check_ok(
        train((const char *[]){"init", "m.kith", "lr", "1e-12", "maxn", "4", "bucket", "50", NULL},
              NULL, &err));
    kith_vectors *m = open_model("m.kith"), *v = open_model("out.kith");
    assert_true(kith_vectors_grams(v).most > 0);
    for (unsigned word = 0; word < 30; word++)
        assert_true(cosine(kith_vectors_row(v, row_of(v, word)),
                           kith_vectors_row(m, row_of(m, word))) > 0.97);
    kith_vectors_free(m);
    kith_vectors_free(v);
}

static void dimension_and_n_grams_are_those_of_the_model(void **state)
{
    (void)state;
    kith_error err;
    make_model((const char *[]){"output", "m.kith", "maxn", "4", "bucket", "50", "dim", "9", NULL});
    kith_config *c = configure(NULL);
    check_ok(kith_config_set(c, "init", "m.kith", &err));
    check_ok(kith_train(c, text_path, 1, "out.kith", NULL, NULL, &err));
    kith_vectors *v = open_model("out.kith");
    assert_int_equal(kith_vectors_dim(v), 9);
    assert_non_null(strstr(kith_vectors_config(v), "dim 9\n"));
    assert_non_null(strstr(kith_vectors_config(v), "maxn 4\nbucket 50\n"));
    kith_vectors_free(v);
    check_ok(kith_config_set(c, "maxn", "0", &err));
    check_ok(kith_train(c, text_path, 1, "out.kith", NULL, NULL, &err));
    v = open_model("out.kith");
    assert_false(kith_vectors_grams(v).most > 0);
    kith_vectors_free(v);
    kith_config_free(c);
}

static void frozen_rows_keep_their_bits_and_others_move(void **state)
{
    (void)state;
    kith_error err;
    static const char *const ways[][6] = {
        {"arch", "skipgram", "loss", "ns", "optim", "sgd"},
        {"arch", "skipgram", "loss", "hs", "optim", "adagrad"},
        {"arch", "skipgram", "negatives-per", "pair", "optim", "adam:l2=1e-2"},
        {"arch", "cbow", "loss", "ns+hs", "optim", "sgd"},
        {"arch", "cbow", "cbow-sum", "true", "optim", "nag"},
        {"arch", "cbow", "loss", "softmax", "optim", "sgd"},
    };
    make_model((const char *[]){"output", "m.kith", NULL});
    kith_vectors *m = open_model("m.kith");
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        const char *const *w = ways[i];
        check_ok(train((const char *[]){"init", "m.kith", "freeze", "true", "threads", "2",
                                        "sample", "0", w[0], w[1], w[2], w[3], w[4], w[5], NULL},
                       NULL, &err));
        kith_vectors *v = open_model("out.kith");
        for (unsigned word = 0; word < 30; word++)
            if (!same_row(m, v, word))
                fail_msg("%s %s %s: w%u moved", w[1], w[3], w[5], word);
        check_ok(train((const char *[]){"init", "m.kith", w[0], w[1], w[2], w[3], w[4], w[5], NULL},
                       NULL, &err));
        kith_vectors *free_ones = open_model("out.kith");
        for (unsigned word = 20; word < 30; word++)
            assert_false(same_row(m, free_ones, word));
        kith_vectors_free(free_ones);
        kith_vectors_free(v);
    }
    kith_vectors_free(m);
}

static void new_words_learn_beside_frozen_ones(void **state)
{
    (void)state;
    kith_error err;
    make_model((const char *[]){"output", "m.kith", NULL});
    check_ok(train((const char *[]){"init", "m.kith", "freeze", "true", "epochs", "1", "output",
                                    "one.kith", NULL},
                   NULL, &err));
    check_ok(train((const char *[]){"init", "m.kith", "freeze", "true", "epochs", "2", NULL}, NULL,
                   &err));
    kith_vectors *a = open_model("one.kith"), *b = open_model("out.kith");
    for (unsigned word = 30; word < 50; word++)
        assert_false(same_row(a, b, word));
    kith_vectors_free(a);
    kith_vectors_free(b);
}

static void listed_words_stay_and_the_others_move(void **state)
{
    (void)state;
    kith_error err;
    kith_train_report report;
    make_model((const char *[]){"output", "m.kith", NULL});
    check_write_text("list", "w21\t5\nw40\nw5\nnowhere\nw27");
    kith_config *c = configure("12");
    check_ok(kith_config_set(c, "init", "m.kith", &err));
    check_ok(kith_config_set(c, "freeze-words", "list", &err));
    check_ok(kith_train(c, text_path, 1, "out.kith", NULL, &report, &err));
    assert_int_equal(report.started, 30);
    assert_int_equal(report.frozen, 3);
    assert_int_equal(report.freeze_unknown, 2);
    kith_vectors *m = open_model("m.kith"), *v = open_model("out.kith");
    for (unsigned word = 20; word < 30; word++)
        assert_int_equal(same_row(m, v, word), word == 21 || word == 27);
    kith_vectors_free(m);
    kith_vectors_free(v);
    check_ok(kith_config_set(c, "freeze-words", "absent", &err));
    check_fails_with(kith_train(c, text_path, 1, "out.kith", NULL, NULL, &err), KITH_ERR_INPUT,
                     "absent");
    kith_config_free(c);
}

static bool stop_training(void *self, const kith_progress *p)
{
    int *calls = self;
    return strcmp(p->phase, "train") != 0 || ++*calls < 1;
}

/* Stopped in its first round and resumed: the same bits as in one go. */
static void check_resumes(const char *name, const char *value)
{
    kith_error err;
    int calls = 0;
    const kith_watch watch = {.call = stop_training, .self = &calls};
#define RUN "init", "m.kith", "epochs", "20", name, value
    check_ok(train((const char *[]){RUN, "output", "whole.kith", NULL}, NULL, &err));
    check_fails(train((const char *[]){RUN, NULL}, &watch, &err), KITH_CANCELLED);
    check_ok(train((const char *[]){RUN, "resume", "part.ckpt", NULL}, NULL, &err));
    kith_vectors *a = open_model("whole.kith"), *b = open_model("out.kith");
    check_same_vectors(a, b);
    kith_vectors_free(a);
    kith_vectors_free(b);
}

static void an_interrupted_run_resumes_exactly(void **state)
{
    (void)state;
    kith_error err;
    make_model((const char *[]){"output", "m.kith", NULL});
    check_resumes("init-vocab", "old");
    check_resumes("arch", "cbow");
    check_resumes("optim", "adam");
    check_write_text("stay", "w22\nw23\n");
    check_resumes("freeze-words", "stay");
    check_write_text("stay", "w22\n"); /* another list is another run */
    check_fails(train((const char *[]){"init", "m.kith", "epochs", "20", "freeze-words", "stay",
                                       "resume", "part.ckpt", NULL},
                      NULL, &err),
                KITH_ERR_DATA);
    check_resumes("freeze", "true");
    /* Another model has other rows to keep. */
    check_ok(train((const char *[]){"output", "m.kith", "seed", "2", NULL}, NULL, &err));
    check_fails(train((const char *[]){"init", "m.kith", "epochs", "20", "freeze", "true", "resume",
                                       "part.ckpt", NULL},
                      NULL, &err),
                KITH_ERR_DATA);
    make_model((const char *[]){"output", "m.kith", "maxn", "4", "bucket", "50", NULL});
    check_resumes("loss", "hs");
}

static void a_damaged_model_is_refused(void **state)
{
    (void)state;
    kith_error err;
    make_model((const char *[]){"output", "m.kith", NULL});
    kith_section *section = NULL;
    size_t count = 0;
    check_ok(kith_file_sections("m.kith", false, &section, &count, &err));
    FILE *f = fopen("m.kith", "r+b");
    assert_non_null(f);
    for (size_t i = 0; i < count; i++)
        if (strcmp(section[i].name, "input") == 0)
            assert_int_equal(fseek(f, (long)section[i].offset + 1, SEEK_SET), 0);
    assert_int_equal(fputc('x', f), 'x');
    assert_int_equal(fclose(f), 0);
    free(section);
    check_fails_with(train((const char *[]){"init", "m.kith", NULL}, NULL, &err), KITH_ERR_DATA,
                     "section input: expected checksum");
}

static void numbers_that_are_none_are_refused(void **state)
{
    (void)state;
    kith_error err;
    kith_vectors *v = NULL;
    check_write_text("text.txt", "a b a b a b\n");
    check_write_text("m.vec", "2 2\na 1 2\nb nan 1\n");
    check_ok(kith_vectors_open("m.vec", &(kith_open){.allow_nonfinite = true}, &v, &err));
    check_ok(kith_vectors_save(v, "m.kith", NULL, KITH_BAD_WORD_ERROR, &err));
    kith_vectors_free(v);
    check_fails_with(train((const char *[]){"init", "m.kith", "dim", "2", NULL}, NULL, &err),
                     KITH_ERR_DATA, "row 1 is not finite");
}

static void what_does_not_fit_is_refused_before_the_text_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *pairs[9], *says;
    } bad[] = {
        {{"init", "m.kith", "dim", "13"}, "the model has vectors of 12 numbers, --dim says 13"},
        {{"init", "m.kith", "maxn", "4", "freeze", "true"}, "words share their n-grams"},
        {{"freeze", "true"}, "--freeze needs --init"},
        {{"init-vocab", "old"}, "--init-vocab needs --init"},
        {{"init", "m.kith", "init-vocab", "old", "vocab", "v"}, "exclude each other"},
        {{"init", "g.kith", "maxn", "5", "bucket", "50"}, "--minn 3 --maxn 4 --bucket 50"},
    };
    kith_error err;
    make_model((const char *[]){"output", "m.kith", NULL});
    make_model((const char *[]){"output", "g.kith", "maxn", "4", "bucket", "50", NULL});
    assert_int_equal(remove("text.txt"), 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_fails_with(train(bad[i].pairs, NULL, &err), KITH_ERR_USAGE, bad[i].says);
    check_write_text("text.txt", "x y\nz\n");
    check_fails_with(
        train((const char *[]){"init", "m.kith", "init-vocab", "old", NULL}, NULL, &err),
        KITH_ERR_DATA, "none of 3 tokens is a known word");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_those_of_the_model_of_the_text_or_of_both),
        cmocka_unit_test(words_start_from_the_rows_of_a_model_of_any_format),
        cmocka_unit_test(n_grams_start_from_the_model_too),
        cmocka_unit_test(words_with_new_n_grams_start_in_the_direction_of_the_model),
        cmocka_unit_test(dimension_and_n_grams_are_those_of_the_model),
        cmocka_unit_test(frozen_rows_keep_their_bits_and_others_move),
        cmocka_unit_test(new_words_learn_beside_frozen_ones),
        cmocka_unit_test(listed_words_stay_and_the_others_move),
        cmocka_unit_test(an_interrupted_run_resumes_exactly),
        cmocka_unit_test(a_damaged_model_is_refused),
        cmocka_unit_test(numbers_that_are_none_are_refused),
        cmocka_unit_test(what_does_not_fit_is_refused_before_the_text_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
