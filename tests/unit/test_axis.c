/* Axes: ticks a person would choose, and values where they belong. */
#include "check.h"

#include "draw/axis.h"

static kith_axis fit(double least, double most, kith_axis_wish wish)
{
    kith_range r = {0, 0, false};
    kith_axis a;
    kith_range_add(&r, least);
    kith_range_add(&r, most);
    kith_axis_fit(&a, &r, &wish);
    a.from = 100;
    a.to = 300;
    return a;
}

static void assert_labels(const kith_axis *a, const char *expected)
{
    char got[KITH_TICKS * KITH_REAL_CHARS] = "";
    for (size_t i = 0; i < a->ticks; i++) {
        strcat(got, i > 0 ? " " : "");
        strcat(got, a->label[i]);
    }
    assert_string_equal(got, expected);
}

static void linear_ticks_are_one_two_or_five_apart(void **state)
{
    (void)state;
    static const struct {
        double least, most;
        unsigned ticks;
        const char *labels;
    } cases[] = {
        {0, 1, 5, "0 0.2 0.4 0.6 0.8 1"},
        {0, 10, 10, "0 1 2 3 4 5 6 7 8 9 10"},
        {0.13, 0.42, 6, "0.15 0.2 0.25 0.3 0.35 0.4"},
        {-3, 3, 6, "-3 -2 -1 0 1 2 3"},
        {0, 0.3, 3, "0 0.1 0.2 0.3"},
        {1e-7, 3e-7, 2, "1e-7 2e-7 3e-7"},
        {0, 5e6, 5, "0 1e6 2e6 3e6 4e6 5e6"},
        {24e5, 26e5, 4, "2.4e6 2.45e6 2.5e6 2.55e6 2.6e6"},
        {-1e100, 1e100, 2, "-1e100 0 1e100"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const kith_axis a = fit(cases[i].least, cases[i].most,
                                (kith_axis_wish){KITH_LINEAR, cases[i].ticks, false, false});
        assert_labels(&a, cases[i].labels);
        assert_true(a.least == cases[i].least && a.most == cases[i].most);
    }
}

static void a_loose_axis_ends_at_ticks(void **state)
{
    (void)state;
    const kith_axis a = fit(0.13, 0.42, (kith_axis_wish){KITH_LINEAR, 6, false, true});
    assert_labels(&a, "0.1 0.15 0.2 0.25 0.3 0.35 0.4 0.45");
    check_near(a.least, 0.1, 0);
    check_near(a.most, 0.45, 0);
    const kith_axis exact = fit(0, 1, (kith_axis_wish){KITH_LINEAR, 5, false, true});
    assert_labels(&exact, "0 0.2 0.4 0.6 0.8 1");
}

static void epochs_have_ticks_at_whole_numbers(void **state)
{
    (void)state;
    const kith_axis_wish wish = {KITH_LINEAR, 10, true, false};
    kith_axis a = fit(1, 5, wish);
    assert_labels(&a, "1 2 3 4 5");
    a = fit(1, 2, wish);
    assert_labels(&a, "1 2");
    a = fit(1, 1, wish);
    assert_labels(&a, "0 1 2");
    a = fit(1, 100, wish);
    assert_labels(&a, "10 20 30 40 50 60 70 80 90 100");
}

static void logarithmic_ticks_are_decades_or_their_parts(void **state)
{
    (void)state;
    const kith_axis_wish tight = {KITH_LOGARITHMIC, 6, false, false},
                         loose = {KITH_LOGARITHMIC, 6, false, true};
    kith_axis a = fit(0.01, 1000, tight);
    assert_labels(&a, "0.01 0.1 1 10 100 1000");
    a = fit(0.3, 12, tight);
    assert_labels(&a, "0.5 1 2 5 10");
    a = fit(0.3, 12, loose);
    assert_labels(&a, "0.2 0.5 1 2 5 10 20");
    a = fit(3, 3e20, loose);
    assert_labels(&a, "1 10000 1e8 1e12 1e16 1e20 1e24");
    assert_true(a.least <= 3 && a.most >= 3e20);
    a = fit(1, 100, loose);
    assert_labels(&a, "1 2 5 10 20 50 100");
}

/* Half way is the mean, or the geometric mean. */
static void values_stand_where_they_belong(void **state)
{
    (void)state;
    const kith_axis linear = fit(2, 4, (kith_axis_wish){KITH_LINEAR, 5, false, false});
    check_near(kith_axis_place(&linear, 2), 100, 0);
    check_near(kith_axis_place(&linear, 4), 300, 0);
    check_near(kith_axis_place(&linear, 2.5), 150, 1e-12);
    const kith_axis log = fit(1, 10000, (kith_axis_wish){KITH_LOGARITHMIC, 5, false, false});
    check_near(kith_axis_place(&log, 100), 200, 1e-9);
    check_near(kith_axis_place(&log, 10), 150, 1e-9);
}

static void zero_and_less_have_no_logarithm(void **state)
{
    (void)state;
    const kith_axis_wish wish = {KITH_LOGARITHMIC, 5, false, true};
    assert_int_equal(fit(0, 10, wish).kind, KITH_LINEAR);
    assert_int_equal(fit(-1, 10, wish).kind, KITH_LINEAR);
    assert_int_equal(fit(1, 10, wish).kind, KITH_LOGARITHMIC);
}

static void any_range_becomes_an_axis(void **state)
{
    (void)state;
    static const double values[] = {0, 1, -1, 7, 1e-320, 1e-300, 1e15, 1e100, -1e100, 0.1, 1e-100};
    static const kith_axis_kind kinds[] = {KITH_LINEAR, KITH_LOGARITHMIC};
    enum { N = sizeof values / sizeof *values };
    for (unsigned i = 0; i < N * N * 8; i++) {
        const double low = values[i % N], high = values[i / N % N] * (1 - 1e-12 * (i & 1));
        const kith_axis a = fit(low, high,
                                (kith_axis_wish){kinds[i / N / N % 2], 2 + i % 11,
                                                 i / N / N / 2 % 2, i / N / N / 4 % 2});
        assert_true(a.least < a.most && isfinite(a.most - a.least));
        assert_true(a.ticks <= KITH_TICKS);
        assert_true(a.least <= fmin(low, high) && a.most >= fmax(low, high));
        for (size_t k = 0; k < a.ticks; k++) {
            const double at = kith_axis_place(&a, a.tick[k]);
            assert_true(at >= 100 - 1e-6 && at <= 300 + 1e-6);
        }
    }
}

static void an_empty_range_is_zero_to_one(void **state)
{
    (void)state;
    kith_range r = {0, 0, false};
    kith_axis a;
    kith_range_add(&r, NAN);
    kith_range_add(&r, INFINITY);
    kith_range_add(&r, -1e101);
    kith_axis_fit(&a, &r, &(kith_axis_wish){KITH_LINEAR, 5, false, true});
    assert_labels(&a, "0 0.2 0.4 0.6 0.8 1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(linear_ticks_are_one_two_or_five_apart),
        cmocka_unit_test(a_loose_axis_ends_at_ticks),
        cmocka_unit_test(epochs_have_ticks_at_whole_numbers),
        cmocka_unit_test(logarithmic_ticks_are_decades_or_their_parts),
        cmocka_unit_test(values_stand_where_they_belong),
        cmocka_unit_test(zero_and_less_have_no_logarithm),
        cmocka_unit_test(any_range_becomes_an_axis),
        cmocka_unit_test(an_empty_range_is_zero_to_one),
    };
    return cmocka_run_group_tests_name("draw/axis", tests, NULL, NULL);
}
