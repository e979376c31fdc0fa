/* Schedules: the closed form at chosen points, and names. */
#include "check.h"

#include "nn/schedule.h"

static kith_pace pace_of(const char *name, double lr)
{
    kith_error err;
    kith_pace pace = {.lr = lr};
    check_ok(kith_schedule_find(name, &pace.schedule, &err));
    assert_string_equal(pace.schedule->name, name);
    return pace;
}

static void linear_falls_to_a_ten_thousandth(void **state)
{
    (void)state;
    const kith_pace pace = pace_of("linear", 0.025);
    static const double table[][2] = {{0, 0.025},    {0.25, 0.01875},  {0.5, 0.0125},
                                      {0.9, 0.0025}, {0.9999, 2.5e-6}, {0.99995, 2.5e-6},
                                      {1, 2.5e-6}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        check_near(kith_pace_at(&pace, table[i][0]), table[i][1], 1e-15);
}

static void constant_stays(void **state)
{
    (void)state;
    const kith_pace pace = pace_of("constant", 0.3);
    for (int i = 0; i <= 10; i++)
        check_near(kith_pace_at(&pace, i / 10.0), 0.3, 0);
}

static void an_unknown_name_lists_those_there_are(void **state)
{
    (void)state;
    kith_error err;
    const kith_schedule *s;
    static const char *const unknown[] = {"", "Linear", "linea", "cosine"};
    for (size_t i = 0; i < 4; i++)
        check_fails_with(kith_schedule_find(unknown[i], &s, &err), KITH_ERR_USAGE,
                         "linear constant");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(linear_falls_to_a_ten_thousandth),
        cmocka_unit_test(constant_stays),
        cmocka_unit_test(an_unknown_name_lists_those_there_are),
    };
    return cmocka_run_group_tests_name("nn/schedule", tests, NULL, NULL);
}
