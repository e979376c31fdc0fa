/* Ranks and correlation worked by hand. */
#include "query/rank.h"

#include "check.h"

static void equal_values_share_their_mean_rank(void **state)
{
    (void)state;
    kith_error err = {0};
    const double value[7] = {3, 1, 3, 2, 3, 9, 1};
    const double expected[7] = {5, 1.5, 5, 3, 5, 7, 1.5};
    double rank[7];
    check_ok(kith_rank(value, 7, rank, &err));
    for (size_t i = 0; i < 7; i++)
        check_near(rank[i], expected[i], 0);
    check_ok(kith_rank(value, 0, rank, &err));
}

/* deviations -2 -1 0 1 2 and 0 -2 0 1 1: sums 10, 6, and products 0 + 2 + 0 + 1 + 2 = 5 */
static void correlation_is_exact_by_hand(void **state)
{
    (void)state;
    const double x[5] = {1, 2, 3, 4, 5}, y[5] = {12, 10, 12, 13, 13};
    const double down[5] = {-1, -2, -3, -4, -5};
    check_near(kith_correlation(x, y, 5), 5 / sqrt(10.0 * 6), 1e-15);
    check_near(kith_correlation(x, x, 5), 1, 1e-15);
    check_near(kith_correlation(x, down, 5), -1, 1e-15);
}

static void without_variation_there_is_no_correlation(void **state)
{
    (void)state;
    const double x[3] = {1, 2, 3}, same[3] = {4, 4, 4};
    assert_true(isnan(kith_correlation(x, same, 3)));
    assert_true(isnan(kith_correlation(same, x, 3)));
    assert_true(isnan(kith_correlation(x, x, 1)));
    assert_true(isnan(kith_correlation(x, x, 0)));
}

static void a_common_offset_costs_no_digits(void **state)
{
    (void)state;
    const double x[3] = {1e9, 1e9 + 1, 1e9 + 2}, y[3] = {-1e9, -1e9 + 1, -1e9};
    check_near(kith_correlation(x, y, 3), 0, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_values_share_their_mean_rank),
        cmocka_unit_test(correlation_is_exact_by_hand),
        cmocka_unit_test(without_variation_there_is_no_correlation),
        cmocka_unit_test(a_common_offset_costs_no_digits),
    };
    return cmocka_run_group_tests_name("query/rank", tests, NULL, NULL);
}
