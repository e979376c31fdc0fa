/* Queries as text: what they parse to, what they stand for, and what is refused. */
#include "made_vectors.h"

static const char *const words[] = {"king", "man", "woman", "queen",       "rock-n-roll", "-",
                                    "2*3",  "c++", "a+b",   "caf\xC3\xA9", "parsi",       "paris"};
enum { WORDS = sizeof words / sizeof *words };

static void check_parse(const char *text, size_t count, const kith_term *expected)
{
    kith_error err = {0};
    kith_vectors *v = made_vectors(words, WORDS, 2);
    kith_term *terms;
    size_t got;
    check_ok(kith_query_parse(v, text, &terms, &got, &err));
    assert_int_equal(got, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(terms[i].row, expected[i].row);
        check_near(terms[i].weight, expected[i].weight, 0);
    }
    free(terms);
    kith_vectors_free(v);
}

static void check_refused(const char *text, kith_status status, const char *part)
{
    kith_error err = {0};
    kith_vectors *v = made_vectors(words, WORDS, 2);
    kith_term *terms = (kith_term *)&err;
    size_t count = 5;
    check_fails_with(kith_query_parse(v, text, &terms, &count, &err), status, part);
    assert_null(terms);
    assert_int_equal(count, 0);
    kith_vectors_free(v);
}

static void sums_of_words_parse_to_signed_terms(void **state)
{
    (void)state;
    check_parse("king", 1, (kith_term[]){{0, 1}});
    check_parse("king - man + woman", 3, (kith_term[]){{0, 1}, {1, -1}, {2, 1}});
    check_parse("  - king\t+  man ", 2, (kith_term[]){{0, -1}, {1, 1}});
    check_parse("+ king", 1, (kith_term[]){{0, 1}});
    check_parse("caf\xC3\xA9", 1, (kith_term[]){{9, 1}});
}

static void weights_stand_before_a_star(void **state)
{
    (void)state;
    check_parse("2*king + queen", 2, (kith_term[]){{0, 2}, {3, 1}});
    check_parse("king - 0.5*man", 2, (kith_term[]){{0, 1}, {1, -0.5F}});
    check_parse("-1.5*king", 1, (kith_term[]){{0, -1.5F}});
    check_parse("2*2*3", 1, (kith_term[]){{6, 2}});
}

static void what_is_in_the_vocabulary_as_it_stands_is_a_word(void **state)
{
    (void)state;
    check_parse("rock-n-roll", 1, (kith_term[]){{4, 1}});
    check_parse("-", 1, (kith_term[]){{5, 1}});
    check_parse("king - -", 2, (kith_term[]){{0, 1}, {5, -1}});
    check_parse("2*3", 1, (kith_term[]){{6, 1}});
    check_parse("c++ + a+b", 2, (kith_term[]){{7, 1}, {8, 1}});
}

static void an_unknown_word_is_told_with_its_neighbours_in_spelling(void **state)
{
    (void)state;
    check_refused("pariss", KITH_NOT_FOUND, "no word \"pariss\" in the vocabulary; did you mean ");
    check_refused("king + pariss", KITH_NOT_FOUND, "\"paris\"");
    check_refused("zzzzzzzz", KITH_NOT_FOUND, "no word \"zzzzzzzz\" in the vocabulary");
    check_refused("woman+queen+king", KITH_NOT_FOUND, "need spaces");
    check_refused("3*zzzzzzzz", KITH_NOT_FOUND, "no word \"zzzzzzzz\"");
    check_refused("king*2", KITH_NOT_FOUND, "no word \"king*2\"");
}

static void what_is_no_sum_is_refused(void **state)
{
    (void)state;
    check_refused("", KITH_ERR_USAGE, "without a word");
    check_refused(" \t ", KITH_ERR_USAGE, "without a word");
    check_refused("king +", KITH_ERR_USAGE, "follow");
    check_refused("king queen", KITH_ERR_USAGE, "before \"queen\"");
    check_refused("nan*king", KITH_NOT_FOUND, "no word");
    check_refused("1e39*king", KITH_NOT_FOUND, "no word");
    check_refused("2*", KITH_NOT_FOUND, "no word");
}

static void a_very_long_word_does_not_flood_the_message(void **state)
{
    (void)state;
    char text[5000];
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    check_refused(text, KITH_NOT_FOUND, "in the vocabulary");
}

static void a_query_is_the_weighted_sum_of_unit_vectors(void **state)
{
    (void)state;
    kith_vectors *v = made_vectors(words, WORDS, 2);
    memcpy(made_row(v, 0), (float[]){3, 4}, 8);
    memcpy(made_row(v, 1), (float[]){0, -5}, 8);
    const kith_term terms[3] = {{0, 2}, {1, -1}, {2, 7}};
    float sum[2] = {9, 9};
    kith_query_vector(v, terms, 3, sum);
    check_near(sum[0], 2 * 0.6, 1e-6);
    check_near(sum[1], 2 * 0.8 + 1, 1e-6);
    kith_query_vector(v, terms, 0, sum);
    check_near(sum[1], 0, 0);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_of_words_parse_to_signed_terms),
        cmocka_unit_test(weights_stand_before_a_star),
        cmocka_unit_test(what_is_in_the_vocabulary_as_it_stands_is_a_word),
        cmocka_unit_test(an_unknown_word_is_told_with_its_neighbours_in_spelling),
        cmocka_unit_test(what_is_no_sum_is_refused),
        cmocka_unit_test(a_very_long_word_does_not_flood_the_message),
        cmocka_unit_test(a_query_is_the_weighted_sum_of_unit_vectors),
    };
    return cmocka_run_group_tests_name("query/expression", tests, NULL, NULL);
}
