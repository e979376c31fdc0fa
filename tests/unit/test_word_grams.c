/* The rows that a vocabulary's n-grams get, against a list made by hand. */
#include "check.h"

#include "embed/word_grams.h"
#include "vec/grams.h"

static kith_words words_of(const char *const *word, size_t count)
{
    kith_error err;
    kith_words words = {0};
    for (size_t i = 0; i < count; i++) {
        uint64_t id;
        bool added;
        check_ok(kith_words_add(&words, word[i], strlen(word[i]), &id, &added, &err));
    }
    return words;
}

/* <ab> has <ab and ab>; <aaaa> has <aa, twice aaa, and aa>; <abab> has <ab, aba, bab and ab>. */
static void rows_count_from_the_first_word_and_equal_n_grams_share_one(void **state)
{
    (void)state;
    static const char *const word[] = {"ab", "aaaa", "x", "abab"};
    static const uint32_t expected[] = {0, 1, 2, 3, 3, 4, 5, 0, 1, 6, 7};
    kith_error err;
    kith_word_grams g;
    kith_words words = words_of(word, 4);
    check_ok(kith_word_grams_init(&g, &(kith_subwords){3, 3, 1000003}, &words, &err));
    static const uint64_t start[] = {0, 2, 6, 7, 11};
    assert_memory_equal(g.start, start, sizeof start);
    assert_memory_equal(g.row, expected, sizeof expected);
    assert_int_equal(g.rows, 8);
    assert_int_equal(g.most, 4);
    size_t placed = 0;
    for (size_t i = 0; i < 1000003; i++)
        placed += g.place[i] != KITH_NO_GRAM;
    assert_int_equal(placed, 8);
    kith_word_grams_clear(&g);
    kith_words_clear(&words);
}

static void words_too_short_have_none(void **state)
{
    (void)state;
    static const char *const word[] = {"ab", "abc"};
    kith_error err;
    kith_word_grams g;
    kith_words words = words_of(word, 2);
    check_ok(kith_word_grams_init(&g, &(kith_subwords){5, 6, 3}, &words, &err));
    assert_true(g.start[1] == 0 && g.start[2] == 1);
    assert_int_equal(g.rows, 1);
    kith_word_grams_clear(&g);
    kith_words_clear(&words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_count_from_the_first_word_and_equal_n_grams_share_one),
        cmocka_unit_test(words_too_short_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
