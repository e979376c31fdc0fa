/* Products of cosines against the formula in double over every row. */
#include "made_vectors.h"

static double power(double cosine, double weight)
{
    return pow((1 + cosine) / 2, weight);
}

static void check_case(uint64_t rows, uint64_t dim, const float *weight, size_t terms,
                       unsigned threads, bool include)
{
    kith_error err = {0};
    kith_vectors *v = made_random(rows, dim, rows + dim);
    kith_search *s = NULL;
    kith_term term[4];
    kith_hit hits[7];
    size_t found;
    double *score = calloc(rows, sizeof *score), largest = 0;
    for (size_t t = 0; t < terms; t++)
        term[t] = (kith_term){(t * 5 + 1) % rows, weight[t]};
    for (uint64_t i = 0; i < rows; i++) {
        double above = 1, below = 1;
        bool given = false, divided = false;
        for (size_t t = 0; t < terms; t++) {
            const double c = made_cosine_rows(v, i, term[t].row);
            given = given || term[t].row == i;
            divided = divided || weight[t] < 0;
            *(weight[t] < 0 ? &below : &above) *= power(c, fabs((double)weight[t]));
        }
        score[i] = given && !include ? NAN : divided ? above / (below + 0.001) : above;
    }
    for (uint64_t i = 0; i < rows; i++)
        largest = score[i] > largest ? score[i] : largest;
    check_ok(kith_search_new(v, threads, NULL, 0, &s, &err));
    const kith_query query = {term, terms, include};
    check_ok(kith_search_product(s, &query, 7, hits, &found, &err));
    made_check_hits(hits, found, score, rows, 7, 1e-4 * (1 + largest));
    free(score);
    kith_search_free(s);
    kith_vectors_free(v);
}

static void sums_of_every_kind_agree_with_the_formula(void **state)
{
    (void)state;
    const float weight[][4] = {{1}, {1, -1}, {1, 1, -1}, {2, -0.5F, 1, -1.5F}, {0.5F, 0.5F, 3}};
    const size_t terms[] = {1, 2, 3, 4, 3};
    for (size_t i = 0; i < 5; i++)
        for (unsigned threads = 1; threads <= 7; threads += 3) {
            check_case(9, 2, weight[i], terms[i], threads, false);
            check_case(5000, 9, weight[i], terms[i], threads, i % 2 == 0);
        }
}

/* Opposite rows have a cosine of -1, or a little less by rounding: never a NaN. */
static void an_opposite_row_divides_by_no_zero(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(3, 50, 5);
    kith_search *s = NULL;
    for (uint64_t i = 0; i < 50; i++)
        made_row(v, 1)[i] = -made_row(v, 0)[i];
    check_ok(kith_search_new(v, 1, NULL, 0, &s, &err));
    const kith_term term[2] = {{2, 1}, {0, -1.5F}};
    const kith_query query = {term, 2, false};
    kith_hit hits[3];
    size_t found;
    check_ok(kith_search_product(s, &query, 3, hits, &found, &err));
    assert_int_equal(found, 1);
    assert_int_equal(hits[0].row, 1);
    check_near(hits[0].score, power(made_cosine_rows(v, 1, 2), 1) / 0.001, 1e-1);
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
    check_fails_with(kith_search_product(s, &query, 1, &hit, &found, &err), KITH_ERR_USAGE,
                     "row 9");
    kith_search_free(s);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_of_every_kind_agree_with_the_formula),
        cmocka_unit_test(an_opposite_row_divides_by_no_zero),
        cmocka_unit_test(a_row_that_is_not_there_is_refused),
    };
    return cmocka_run_group_tests_name("query/product", tests, NULL, NULL);
}
