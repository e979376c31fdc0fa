/* Analogies by pairs: every reading as terms, and what is no such question. */
#include "made_vectors.h"

static kith_vectors *words(void)
{
    static const char *const words[] = {"man", "king", "woman", "queen", "boy", "prince"};
    return made_vectors(words, 6, 2);
}

static void check_reads(const char *text, const kith_term *expected, size_t count)
{
    kith_error err = {0};
    kith_vectors *v = words();
    kith_term *term;
    size_t terms;
    check_ok(kith_query_proportion(v, text, &term, &terms, &err));
    assert_int_equal(terms, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(term[i].row, expected[i].row);
        check_near(term[i].weight, expected[i].weight, 0);
    }
    free(term);
    kith_vectors_free(v);
}

static void any_word_may_be_asked_for(void **state)
{
    (void)state;
    check_reads("man:king::woman:?", (kith_term[]){{0, -1}, {1, 1}, {2, 1}}, 3);
    check_reads("?:king::woman:queen", (kith_term[]){{1, 1}, {2, 1}, {3, -1}}, 3);
    check_reads("man:?::woman:queen", (kith_term[]){{0, 1}, {2, -1}, {3, 1}}, 3);
    check_reads(" man : king :: ? : queen ", (kith_term[]){{0, 1}, {1, -1}, {3, 1}}, 3);
}

static void more_pairs_share_the_step(void **state)
{
    (void)state;
    check_reads("man:king::boy:prince::woman:?",
                (kith_term[]){{0, -0.5F}, {1, 0.5F}, {4, -0.5F}, {5, 0.5F}, {2, 1}}, 5);
}

static void check_refused(const char *text, kith_status status, const char *part)
{
    kith_error err = {0};
    kith_vectors *v = words();
    kith_term *term;
    size_t terms;
    check_fails_with(kith_query_proportion(v, text, &term, &terms, &err), status, part);
    assert_null(term);
    kith_vectors_free(v);
}

static void what_is_no_such_question_is_refused(void **state)
{
    (void)state;
    check_refused("", KITH_ERR_USAGE, "A:B::C:?");
    check_refused("man:king::woman:queen", KITH_ERR_USAGE, "asked for");
    check_refused("man:?", KITH_ERR_USAGE, "A:B::C:?");
    check_refused("man:king::?:?", KITH_ERR_USAGE, "only one");
    check_refused("man:?::woman:?", KITH_ERR_USAGE, "only one");
    check_refused("man::woman:?", KITH_ERR_USAGE, "'man' is no pair");
    check_refused("man:king:x::woman:?", KITH_ERR_USAGE, "no pair");
    check_refused("man:king::", KITH_ERR_USAGE, "A:B::C:?");
    check_refused("man:king::wuman:?", KITH_NOT_FOUND, "did you mean \"woman\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_word_may_be_asked_for),
        cmocka_unit_test(more_pairs_share_the_step),
        cmocka_unit_test(what_is_no_such_question_is_refused),
    };
    return cmocka_run_group_tests_name("query/proportion", tests, NULL, NULL);
}
