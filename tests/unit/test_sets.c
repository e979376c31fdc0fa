/* Words taken together, against sums of unit vectors in double. */
#include "made_vectors.h"

/* sum [dim]: the weighted sum of the unit vectors. */
static void sum_of(const kith_vectors *v, const kith_term *term, size_t terms, double *sum)
{
    for (uint64_t i = 0; i < v->input.dim; i++)
        sum[i] = 0;
    for (size_t t = 0; t < terms; t++) {
        const float *row = kith_vectors_row(v, term[t].row);
        double square = 0;
        for (uint64_t i = 0; i < v->input.dim; i++)
            square += (double)row[i] * row[i];
        for (uint64_t i = 0; i < v->input.dim && square > 0; i++)
            sum[i] += term[t].weight * row[i] / sqrt(square);
    }
}

static void two_sets_have_the_cosine_of_their_sums(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(30, 17, 3);
    for (uint64_t n = 0; n < 20; n++) {
        const kith_term x[3] = {{n, 1}, {n + 1, 2}, {n + 5, -0.5F}}, y[2] = {{n + 2, 1}, {n, 1}};
        double sx[17], sy[17], got;
        float fx[17];
        sum_of(v, x, 3, sx);
        sum_of(v, y, 2, sy);
        for (int i = 0; i < 17; i++)
            fx[i] = (float)sx[i];
        check_ok(kith_query_similarity(v, x, 3, y, 2, &got, &err));
        check_near(got, made_cosine(fx, sy, 17), 1e-6);
    }
    kith_vectors_free(v);
}

static void a_set_of_zeros_has_no_cosine(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(30, 5, 3);
    const kith_term zero = {10, 1}, one = {1, 1};
    double got;
    check_ok(kith_query_similarity(v, &zero, 1, &one, 1, &got, &err));
    check_near(got, 0, 0);
    kith_vectors_free(v);
}

static void centrality_is_the_cosine_with_the_sum(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(30, 17, 3);
    const kith_term term[4] = {{1, 1}, {2, 1}, {4, 1}, {9, 1}};
    double sum[17], got[4];
    sum_of(v, term, 4, sum);
    check_ok(kith_query_centrality(v, term, 4, got, &err));
    for (size_t t = 0; t < 4; t++)
        check_near(got[t], made_cosine(kith_vectors_row(v, term[t].row), sum, 17), 1e-6);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_sets_have_the_cosine_of_their_sums),
        cmocka_unit_test(a_set_of_zeros_has_no_cosine),
        cmocka_unit_test(centrality_is_the_cosine_with_the_sum),
    };
    return cmocka_run_group_tests_name("query/sets", tests, NULL, NULL);
}
