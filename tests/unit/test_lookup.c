/* Words to rows with and without case. */
#include "query/lookup.h"

#include "made_vectors.h"

static uint64_t find(kith_lookup *l, const char *word)
{
    return kith_lookup_find(l, (kith_slice){word, strlen(word)});
}

static const char *const words[] = {"the", "Paris", "paris", "PARIS", "\xC3\xA9t\xC3\xA9", "Oslo"};

static void folding_takes_the_first_of_equal_words(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_vectors(words, 6, 1);
    kith_lookup l;
    check_ok(kith_lookup_init(&l, v, 0, true, &err));
    assert_int_equal(l.rows, 6);
    assert_int_equal(l.words.size, 4);
    assert_int_equal(find(&l, "paris"), 1);
    assert_int_equal(find(&l, "pArIs"), 1);
    assert_int_equal(find(&l, "oSLO"), 5);
    assert_int_equal(find(&l, "\xC3\xA9T\xC3\xA9"), 4);
    assert_true(find(&l, "\xC3\x89t\xC3\x89") == KITH_NO_WORD); /* ASCII only */
    assert_true(find(&l, "lima") == KITH_NO_WORD);
    assert_true(find(&l, "a word longer than all") == KITH_NO_WORD);
    assert_true(find(&l, "") == KITH_NO_WORD);
    kith_lookup_clear(&l);
    kith_vectors_free(v);
}

static void without_folding_each_word_is_itself(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_vectors(words, 6, 1);
    kith_lookup l;
    check_ok(kith_lookup_init(&l, v, 99, false, &err));
    assert_int_equal(find(&l, "paris"), 2);
    assert_int_equal(find(&l, "PARIS"), 3);
    assert_true(find(&l, "oslo") == KITH_NO_WORD);
    kith_lookup_clear(&l);
    kith_vectors_free(v);
}

static void only_the_first_rows_take_part(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_vectors(words, 6, 1);
    for (int fold = 0; fold < 2; fold++) {
        kith_lookup l;
        check_ok(kith_lookup_init(&l, v, 5, fold == 1, &err));
        assert_int_equal(find(&l, "the"), 0);
        assert_true(find(&l, "Oslo") == KITH_NO_WORD);
        kith_lookup_clear(&l);
    }
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folding_takes_the_first_of_equal_words),
        cmocka_unit_test(without_folding_each_word_is_itself),
        cmocka_unit_test(only_the_first_rows_take_part),
    };
    return cmocka_run_group_tests_name("query/lookup", tests, NULL, NULL);
}
