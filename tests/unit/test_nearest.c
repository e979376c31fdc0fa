/* Neighbours against a full sort of double cosines. */
#include "made_vectors.h"

/* Each row's cosine with the weighted sum of unit vectors; NaN for the terms' own rows. */
static void oracle(const kith_vectors *v, const kith_query *q, double *score)
{
    const uint64_t dim = v->input.dim;
    double sum[512] = {0};
    for (size_t t = 0; t < q->terms; t++) {
        const float *row = kith_vectors_row(v, q->term[t].row);
        double square = 0;
        for (uint64_t i = 0; i < dim; i++)
            square += (double)row[i] * row[i];
        for (uint64_t i = 0; i < dim && square > 0; i++)
            sum[i] += q->term[t].weight * row[i] / sqrt(square);
    }
    for (uint64_t i = 0; i < v->input.rows; i++)
        score[i] = made_cosine(kith_vectors_row(v, i), sum, dim);
    for (size_t t = 0; t < q->terms && !q->include_inputs; t++)
        score[q->term[t].row] = NAN;
}

/* A batch of sums of one to three words, their own rows left out of every other query. */
static void check_case(uint64_t rows, uint64_t dim, size_t count, size_t k, unsigned threads,
                       const char *isa)
{
    kith_error err = {0};
    kith_vectors *v = made_random(rows, dim, rows * 100 + dim);
    kith_search *s = NULL;
    check_ok(kith_search_new(v, threads, isa, 0, &s, &err));
    kith_term *term = calloc(count * 3, sizeof *term);
    kith_query *query = calloc(count, sizeof *query);
    kith_hit *hits = calloc(count * k + 1, sizeof *hits);
    size_t *found = calloc(count, sizeof *found);
    double *score = calloc(rows, sizeof *score);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < 3; j++)
            term[3 * i + j] = (kith_term){(i * 7 + j * 5) % rows, j == 1 ? -0.5F : 1};
        query[i] = (kith_query){&term[3 * i], 1 + i % 3, i % 2 == 1};
    }
    check_ok(kith_search_nearest(s, query, count, k, hits, found, &err));
    for (size_t i = 0; i < count; i++) {
        oracle(v, &query[i], score);
        made_check_hits(hits + i * k, found[i], score, rows, k, 1e-5);
    }
    free(score);
    free(found);
    free(hits);
    free(query);
    free(term);
    kith_search_free(s);
    kith_vectors_free(v);
}

static void every_dimension_and_isa_agrees_with_sorting(void **state)
{
    (void)state;
    const char *isa[] = {"base", NULL};
    for (size_t i = 0; i < 2; i++)
        for (uint64_t dim = 1; dim <= 80; dim += i == 0 ? 7 : 3)
            check_case(60 + dim, dim, 5, 10, 1, isa[i]);
}

static void threads_and_pieces_agree_with_sorting(void **state)
{
    (void)state;
    const unsigned threads[] = {1, 2, 7};
    for (size_t i = 0; i < 3; i++)
        check_case(9001, 3, 3, 25, threads[i], NULL);
}

static void batches_of_every_size_agree_with_sorting(void **state)
{
    (void)state;
    const size_t count[] = {1, 2, 3, 4, 5, 63, 64, 65, 255, 256, 257, 300};
    for (size_t i = 0; i < sizeof count / sizeof *count; i++)
        check_case(90, 20, count[i], 4, 2, NULL);
}

static void more_asked_for_than_there_are_gives_all(void **state)
{
    (void)state;
    check_case(1, 4, 1, 3, 1, NULL);
    check_case(7, 4, 3, 100, 2, NULL);
    check_case(40, 9, 2, 40, 7, NULL);
}

static void no_answers_asked_for_gives_none(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(9, 3, 1);
    kith_search *s = NULL;
    check_ok(kith_search_new(v, 1, NULL, 0, &s, &err));
    const kith_term term = {0, 1};
    const kith_query query = {&term, 1, false};
    size_t found = 7;
    check_ok(kith_search_nearest(s, &query, 1, 0, NULL, &found, &err));
    assert_int_equal(found, 0);
    check_ok(kith_search_nearest(s, NULL, 0, 5, NULL, NULL, &err));
    kith_search_free(s);
    kith_vectors_free(v);
}

static void equal_rows_come_lower_row_first(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(5000, 33, 2);
    for (uint64_t i = 100; i < 5000; i += 700)
        memcpy(made_row(v, i), made_row(v, 5), 33 * sizeof(float));
    kith_search *s = NULL;
    check_ok(kith_search_new(v, 7, NULL, 0, &s, &err));
    const kith_term term = {5, 1};
    const kith_query query = {&term, 1, false};
    kith_hit hits[7];
    size_t found;
    check_ok(kith_search_nearest(s, &query, 1, 7, hits, &found, &err));
    for (size_t i = 0; i < 7; i++) {
        check_near(hits[i].score, 1, 1e-6);
        assert_int_equal(hits[i].row, 100 + 700 * i);
    }
    kith_search_free(s);
    kith_vectors_free(v);
}

static void a_zero_query_is_equally_far_from_all(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(50, 6, 3);
    kith_search *s = NULL;
    check_ok(kith_search_new(v, 2, NULL, 0, &s, &err));
    const kith_term term[2] = {{1, 1}, {1, -1}};
    const kith_query query = {term, 2, false};
    kith_hit hits[3];
    size_t found;
    check_ok(kith_search_nearest(s, &query, 1, 3, hits, &found, &err));
    assert_int_equal(found, 3);
    assert_int_equal(hits[0].row, 0);
    assert_int_equal(hits[1].row, 2);
    assert_int_equal(hits[2].row, 3);
    check_near(hits[0].score, 0, 0);
    kith_search_free(s);
    kith_vectors_free(v);
}

static void vectors_from_anywhere_agree_with_sorting(void **state)
{
    (void)state;
    enum { ROWS = 400, DIM = 13, ASKED = 300, K = 6 };
    static float vector[ASKED * DIM];
    static kith_hit hits[ASKED * K];
    size_t found[ASKED];
    kith_error err = {0};
    kith_vectors *v = made_random(ROWS, DIM, 8);
    kith_search *s = NULL;
    for (size_t i = 0; i < ASKED * DIM; i++)
        vector[i] = 5 * made_number(9, i);
    check_ok(kith_search_new(v, 2, NULL, 0, &s, &err));
    check_ok(kith_search_vectors(s, vector, ASKED, K, hits, found, &err));
    for (size_t i = 0; i < ASKED; i++) {
        double wide[DIM], score[ROWS];
        for (size_t d = 0; d < DIM; d++)
            wide[d] = vector[i * DIM + d];
        for (uint64_t row = 0; row < ROWS; row++)
            score[row] = made_cosine(kith_vectors_row(v, row), wide, DIM);
        made_check_hits(hits + i * K, found[i], score, ROWS, K, 1e-5);
    }
    kith_search_free(s);
    kith_vectors_free(v);
}

static void a_row_that_is_not_there_is_refused(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(9, 3, 1);
    kith_search *s = NULL;
    check_ok(kith_search_new(v, 1, NULL, 0, &s, &err));
    const kith_term term = {9, 1};
    const kith_query query = {&term, 1, false};
    kith_hit hit;
    size_t found;
    check_fails_with(kith_search_nearest(s, &query, 1, 1, &hit, &found, &err), KITH_ERR_USAGE,
                     "row 9");
    kith_search_free(s);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_dimension_and_isa_agrees_with_sorting),
        cmocka_unit_test(threads_and_pieces_agree_with_sorting),
        cmocka_unit_test(batches_of_every_size_agree_with_sorting),
        cmocka_unit_test(more_asked_for_than_there_are_gives_all),
        cmocka_unit_test(no_answers_asked_for_gives_none),
        cmocka_unit_test(equal_rows_come_lower_row_first),
        cmocka_unit_test(a_zero_query_is_equally_far_from_all),
        cmocka_unit_test(vectors_from_anywhere_agree_with_sorting),
        cmocka_unit_test(a_row_that_is_not_there_is_refused),
    };
    return cmocka_run_group_tests_name("query/nearest", tests, NULL, NULL);
}
