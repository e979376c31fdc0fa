/* Words that are asked about without being in the vocabulary. */
#include "made_vectors.h"
#include "sample.h"

#include "query/search.h"

static kith_vectors *with_grams(void)
{
    static const char *const words[] = {"king", "queen", "a-b", "2*x"};
    kith_vectors *v = made_vectors(words, 4, 6);
    for (uint64_t i = 0; i < 24; i++)
        made_row(v, i / 6)[i % 6] = made_number(1, i);
    sample_add_grams(v, 100, false, 3);
    return v;
}

static void the_same_word_is_the_same_guest_and_stays_in_its_place(void **state)
{
    (void)state;
    kith_vectors *v = with_grams();
    const uint64_t first = kith_vectors_ask(v, "kinglike", 8);
    const float *row = kith_vectors_row(v, first);
    assert_int_equal(first, 4);
    assert_int_equal(kith_vectors_ask(v, "king", 4), 0);
    for (unsigned i = 0; i < 1000; i++) {
        char word[16];
        const int bytes = snprintf(word, sizeof word, "word%u", i);
        assert_int_equal(kith_vectors_ask(v, word, (size_t)bytes), 5 + i);
    }
    assert_int_equal(kith_vectors_ask(v, "kinglike", 8), first);
    assert_ptr_equal(kith_vectors_row(v, first), row);
    size_t bytes = 0;
    assert_memory_equal(kith_vectors_word(v, first, &bytes), "kinglike", 8);
    assert_int_equal(bytes, 8);
    assert_int_equal(kith_vectors_rows(v), 4);
    assert_int_equal(kith_vectors_count(v, first), 0);
    kith_vectors_forget(v);
    assert_false(kith_vectors_has_row(v, first));
    assert_int_equal(kith_vectors_ask(v, "other", 5), 4);
    kith_vectors_free(v);
}

static void a_word_without_n_grams_is_unknown(void **state)
{
    (void)state;
    kith_vectors *v = with_grams(), *plain = made_vectors(NULL, 2, 3);
    assert_int_equal(kith_vectors_ask(plain, "unheard", 7), UINT64_MAX);
    assert_int_equal(kith_vectors_ask(v, "</s>", 4), UINT64_MAX);
    assert_true(kith_vectors_has_grams(v) && !kith_vectors_has_grams(plain));
    kith_vectors_forget(plain);
    kith_vectors_free(plain);
    kith_vectors_free(v);
}

/* Against the definition: the cosines of the rows with the guest's mean. */
static void guests_ask_and_do_not_answer(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = with_grams();
    kith_search *s = NULL;
    kith_term *terms = NULL;
    kith_hit hit[8];
    size_t count = 0, found = 0;
    check_ok(kith_search_new(v, 1, NULL, 0, &s, &err));
    check_ok(kith_query_parse(v, "queens - 2*kings + a-b", &terms, &count, &err));
    assert_int_equal(count, 3);
    assert_true(terms[0].row == 4 && terms[1].row == 5 && terms[2].row == 2);
    check_near(terms[1].weight, -2, 0);
    free(terms);
    check_ok(kith_query_parse(v, "queens", &terms, &count, &err));
    const kith_query query = {.term = terms, .terms = 1};
    check_ok(kith_search_nearest(s, &query, 1, 8, hit, &found, &err));
    double score[4];
    for (uint64_t i = 0; i < 4; i++)
        score[i] = made_cosine_rows(v, i, 4);
    made_check_hits(hit, found, score, 4, 8, 1e-6);
    check_near(kith_vectors_similarity(v, 4, 1), score[1], 1e-6);
    check_ok(kith_search_analogy(s, KITH_3COSADD, 4, 5, 0, false, 8, hit, &found, &err));
    assert_int_equal(found, 3);
    check_fails(kith_search_analogy(s, KITH_3COSADD, 4, 6, 0, false, 8, hit, &found, &err),
                KITH_ERR_USAGE);
    free(terms);
    kith_search_free(s);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_word_is_the_same_guest_and_stays_in_its_place),
        cmocka_unit_test(a_word_without_n_grams_is_unknown),
        cmocka_unit_test(guests_ask_and_do_not_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
