/* Counting within a memory limit, against an array of true counts. */
#include "check.h"
#include "text/tally.h"

enum { DISTINCT = 100000, TOKENS = 1000000 };

static uint64_t draw(uint64_t *x)
{
    *x = *x * 6364136223846793005u + 1442695040888963407u;
    return *x >> 33;
}

/* Word numbers with a long tail: most draws fall on few words. */
static uint32_t draw_word(uint64_t *x)
{
    const double u = (double)(draw(x) % (1 << 30)) / (1 << 30);
    return (uint32_t)(exp(u * log(DISTINCT)) - 1);
}

static size_t spell(uint32_t word, char text[32])
{
    return (size_t)snprintf(text, 32, "w%u", word);
}

static void count(kith_tally *t, const char *word, size_t bytes)
{
    kith_error err;
    const uint32_t hash = kith_tally_hash(t, word, bytes);
    kith_tally_entry *e = kith_tally_find(t, word, bytes, hash);
    if (e == NULL)
        check_ok(kith_tally_insert(t, word, bytes, hash, &e, &err));
    e->count++;
}

static uint64_t bytes_of(const kith_tally *t)
{
    return t->slots * sizeof *t->slot + t->room + t->spare_room * sizeof *t->spare;
}

static uint64_t count_of(const kith_tally *t, uint32_t word)
{
    char text[32];
    const size_t bytes = spell(word, text);
    const kith_tally_entry *e = kith_tally_find(t, text, bytes, kith_tally_hash(t, text, bytes));
    return e == NULL ? 0 : e->count;
}

static void without_a_limit_all_counts_are_exact(void **state)
{
    (void)state;
    kith_error err;
    kith_tally t;
    uint64_t *truth = calloc(DISTINCT, sizeof *truth);
    uint64_t x = 1;
    assert_non_null(truth);
    check_ok(kith_tally_init(&t, 0, &err));
    for (int i = 0; i < TOKENS; i++) {
        char text[32];
        const uint32_t word = draw_word(&x);
        truth[word]++;
        count(&t, text, spell(word, text));
    }
    uint64_t distinct = 0;
    for (uint32_t w = 0; w < DISTINCT; w++) {
        assert_int_equal(count_of(&t, w), truth[w]);
        distinct += truth[w] > 0;
    }
    assert_int_equal(t.live, distinct);
    assert_int_equal(t.ids, distinct);
    assert_int_equal(kith_tally_bound(&t), 0);
    kith_tally_clear(&t);
    free(truth);
}

static void pruned_counts_are_within_the_bound_and_the_memory_within_the_limit(void **state)
{
    (void)state;
    kith_error err;
    kith_tally t;
    uint64_t *truth = calloc(DISTINCT, sizeof *truth);
    uint64_t x = 2, most = 0, kept = 0, off = 0;
    assert_non_null(truth);
    check_ok(kith_tally_init(&t, KITH_TALLY_LEAST, &err));
    for (int i = 0; i < TOKENS; i++) {
        char text[32];
        const uint32_t word = draw_word(&x);
        truth[word]++;
        count(&t, text, spell(word, text));
        most = bytes_of(&t) > most ? bytes_of(&t) : most;
    }
    const uint64_t bound = kith_tally_bound(&t);
    assert_true(t.prunes > 1 && bound > 0 && bound < TOKENS / 1000);
    assert_true(most <= KITH_TALLY_LEAST);
    for (uint32_t w = 0; w < DISTINCT; w++) {
        const uint64_t got = count_of(&t, w);
        if (got > truth[w] || got + bound < truth[w])
            fail_msg("word %u: kept %llu of %llu, bound %llu", w, (unsigned long long)got,
                     (unsigned long long)truth[w], (unsigned long long)bound);
        kept += got;
        off += got != truth[w];
    }
    assert_true(off > 0);
    assert_int_equal(kept + t.pruned_tokens, TOKENS);
    assert_true(t.pruned_words >= t.prunes);
    kith_tally_clear(&t);
    free(truth);
}

static void no_two_words_in_the_table_share_an_id(void **state)
{
    (void)state;
    kith_error err;
    kith_tally t;
    uint64_t x = 3;
    check_ok(kith_tally_init(&t, KITH_TALLY_LEAST, &err));
    for (int i = 0; i < TOKENS / 4; i++) {
        char text[32];
        count(&t, text, spell((uint32_t)(draw(&x) % DISTINCT), text));
    }
    bool *seen = calloc(t.ids, sizeof *seen);
    assert_non_null(seen);
    uint64_t words = 0;
    for (const kith_tally_entry *e = NULL; (e = kith_tally_each(&t, e)) != NULL; words++) {
        assert_true(e->id < t.ids && !seen[e->id]);
        seen[e->id] = true;
    }
    assert_int_equal(words, t.live);
    assert_true(t.ids < DISTINCT); /* ids of pruned words were given out again */
    free(seen);
    kith_tally_clear(&t);
}

static void words_of_the_greatest_length_pass_through_the_least_table(void **state)
{
    (void)state;
    kith_error err;
    kith_tally t;
    char *word = calloc(KITH_TOKEN_MOST + KITH_TOKEN_PAD, 1);
    assert_non_null(word);
    check_ok(kith_tally_init(&t, 1, &err));
    for (int i = 0; i < 300; i++) {
        memset(word, 'a', KITH_TOKEN_MOST);
        word[KITH_TOKEN_MOST - 1] = (char)(i % 200);
        word[0] = (char)(i % 7);
        count(&t, word, KITH_TOKEN_MOST);
        assert_true(bytes_of(&t) <= KITH_TALLY_LEAST);
    }
    assert_true(t.pruned_words > 100);
    kith_tally_clear(&t);
    free(word);
}

static void entering_finds_what_counting_added(void **state)
{
    (void)state;
    kith_error err;
    kith_tally t;
    kith_tally_entry *e;
    bool added;
    check_ok(kith_tally_init(&t, 0, &err));
    count(&t, "seventeen bytes!!\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 17);
    check_ok(kith_tally_enter(&t, "seventeen bytes!!", 17, &e, &added, &err));
    assert_false(added);
    assert_int_equal(e->count, 1);
    check_ok(kith_tally_enter(&t, "seventeen bytes!?", 17, &e, &added, &err));
    assert_true(added);
    assert_int_equal(e->id, 1);
    kith_tally_clear(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_limit_all_counts_are_exact),
        cmocka_unit_test(pruned_counts_are_within_the_bound_and_the_memory_within_the_limit),
        cmocka_unit_test(no_two_words_in_the_table_share_an_id),
        cmocka_unit_test(words_of_the_greatest_length_pass_through_the_least_table),
        cmocka_unit_test(entering_finds_what_counting_added),
    };
    return cmocka_run_group_tests_name("text/tally", tests, NULL, NULL);
}
