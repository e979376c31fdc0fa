/*
 * Intervals against numbers worked elsewhere: Wilson's as the roots of (p - right / asked)^2 =
 * z^2 p (1 - p) / asked by bisection, correlations by the formula in another language.
 */
#include "check.h"

static void shares_lie_between_the_roots(void **state)
{
    (void)state;
    static const struct {
        uint64_t right, asked;
        double low, high;
    } table[] = {{2, 2, 0.34238022750665303, 1},
                 {0, 5, 0, 0.43448246478317487},
                 {15, 20, 0.531299122381256, 0.8881382985923344},
                 {7000, 10000, 0.6909429132462644, 0.7089034874054648}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const kith_interval got = kith_share_interval(table[i].right, table[i].asked);
        check_near(got.low, table[i].low, 1e-12);
        check_near(got.high, table[i].high, 1e-12);
    }
    assert_true(isnan(kith_share_interval(0, 0).low));
}

static void correlations_lie_between_their_bounds(void **state)
{
    (void)state;
    static const struct {
        double r;
        uint64_t pairs;
        bool ranks;
        double low, high;
    } table[] = {{0.5, 30, false, 0.17043136511180007, 0.7289585563883555},
                 {0.5, 30, true, 0.1481321833905542, 0.7395031949196345},
                 {-0.83, 200, true, -0.8740654398530525, -0.7723884033646207},
                 {0.99, 4, false, 0.5958503751082064, 0.9998005975312159},
                 {1, 9, true, 1, 1}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const kith_interval got =
            kith_correlation_interval(table[i].r, table[i].pairs, table[i].ranks);
        check_near(got.low, table[i].low, 1e-12);
        check_near(got.high, table[i].high, 1e-12);
    }
    assert_true(isnan(kith_correlation_interval(0.5, 3, false).low));
    assert_true(isnan(kith_correlation_interval(NAN, 30, false).high));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_lie_between_the_roots),
        cmocka_unit_test(correlations_lie_between_their_bounds),
    };
    return cmocka_run_group_tests_name("query/interval", tests, NULL, NULL);
}
