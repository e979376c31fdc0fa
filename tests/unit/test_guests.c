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

static void a_word_of_whose_n_grams_nothing_is_known_is_unknown(void **state)
{
    (void)state;
    kith_vectors *v = with_grams(), *plain = made_vectors(NULL, 2, 3);
    assert_int_equal(kith_vectors_ask(plain, "unheard", 7), UINT64_MAX);
    assert_int_equal(kith_vectors_ask(v, "</s>", 4), UINT64_MAX);
    memset(v->grams.own_row, 0, (size_t)(v->grams.row.rows * v->grams.row.stride * 4));
    assert_int_equal(kith_vectors_ask(v, "unheard", 7), UINT64_MAX);
    assert_true(kith_vectors_grams(v).most > 0 && kith_vectors_grams(plain).most == 0);
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

/* The pairs file knows two words, one and none; of the analogies one has an unknown answer. */
static void evaluation_makes_words_of_n_grams_where_asked(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = with_grams();
    kith_search *s = NULL;
    kith_pairs_report pairs;
    kith_analogy_report report;
    check_write_text("pairs.txt", "king queen 3\nkings queen 2\nkings queens 1\n");
    check_write_text("questions.txt", "king queen a-b 2*x\nkings queens a-b 2*x\n"
                                      "king queen a-b other\n");
    check_ok(kith_search_new(v, 1, NULL, 0, &s, &err));
    check_ok(kith_eval_pairs(v, "pairs.txt", &(kith_pairs_options){.case_sensitive = true}, &pairs,
                             &err));
    assert_true(pairs.pairs == 1 && pairs.missing == 2);
    check_ok(
        kith_eval_pairs(v, "pairs.txt", &(kith_pairs_options){.use_grams = true}, &pairs, &err));
    assert_true(pairs.pairs == 3 && pairs.missing == 0);
    const uint64_t kings = kith_vectors_ask(v, "kings", 5),
                   queens = kith_vectors_ask(v, "queens", 6);
    const double cosine[] = {made_cosine_rows(v, 0, 1), made_cosine_rows(v, kings, 1),
                             made_cosine_rows(v, kings, queens)};
    const double mean = (cosine[0] + cosine[1] + cosine[2]) / 3;
    double square = 0;
    for (int i = 0; i < 3; i++)
        square += (cosine[i] - mean) * (cosine[i] - mean);
    check_near(pairs.pearson, (cosine[0] - cosine[2]) / sqrt(2 * square), 1e-6);
    check_ok(kith_eval_analogies(s, "questions.txt", &(kith_analogy_options){.use_grams = true},
                                 &report, &err));
    assert_true(report.total.asked == 2 && report.total.missing == 1);
    kith_analogy_report_clear(&report);
    check_ok(
        kith_eval_analogies(s, "questions.txt", &(kith_analogy_options){.top = 0}, &report, &err));
    assert_true(report.total.asked == 1 && report.total.missing == 2);
    kith_analogy_report_clear(&report);
    kith_search_free(s);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_word_is_the_same_guest_and_stays_in_its_place),
        cmocka_unit_test(a_word_of_whose_n_grams_nothing_is_known_is_unknown),
        cmocka_unit_test(evaluation_makes_words_of_n_grams_where_asked),
        cmocka_unit_test(guests_ask_and_do_not_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
