/* Schedules: every name by its closed form at chosen points, warm-up, the plateau's state, names.
 */
#include "check.h"

#include "nn/schedule.h"

static kith_pace pace_of(const char *text, double lr)
{
    kith_error err;
    kith_pace pace = {.lr = lr};
    check_ok(kith_schedule_parse(text, strlen(text), &pace, &err));
    assert_true(pace.lr == lr);
    return pace;
}

/* Rates at 0, 1/4, 1/2, 3/4 and 1 of the run, for an initial rate of 1. */
typedef struct expectation {
    const char *text;
    double rate[5];
} expectation;

static const expectation expected[] = {
    {"linear", {1, 0.75, 0.5, 0.25, 1e-4}},
    {"linear:floor=0.3", {1, 0.75, 0.5, 0.3, 0.3}},
    {"constant", {1, 1, 1, 1, 1}},
    {"step", {1, 1, 0.1, 0.01, 0.001}},
    {"step:every=0.25,factor=0.5", {1, 0.5, 0.25, 0.125, 0.0625}},
    {"exp", {1, 0.31622776601683794, 0.1, 0.031622776601683794, 0.01}},
    {"exp:end=0.0625", {1, 0.5, 0.25, 0.125, 0.0625}},
    {"poly", {1, 0.5625, 0.25, 0.0625, 0}},
    {"poly:power=4,end=0.5", {1, 0.658203125, 0.53125, 0.501953125, 0.5}},
    {"cosine", {1, 0.85355339059327376, 0.5, 0.14644660940672624, 0}},
    {"cosine:end=0.2", {1, 0.88284271247461902, 0.6, 0.31715728752538098, 0.2}},
    {"inverse-t", {1, 0.30769230769230771, 0.18181818181818182, 0.12903225806451613, 0.1}},
    {"inverse-t:3", {1, 0.5714285714285714, 0.4, 0.30769230769230771, 0.25}},
    {"plateau", {1, 1, 1, 1, 1}},
    {"constant:warm=0.5", {0, 0.5, 1, 1, 1}},
    {"linear:warm=0.5", {0, 0.375, 0.5, 0.25, 1e-4}},
    {"cosine:end=0,warm=0.25", {0, 0.85355339059327376, 0.5, 0.14644660940672624, 0}},
};
enum { EXPECTED = sizeof expected / sizeof *expected };

static void every_schedule_follows_its_closed_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < EXPECTED; i++) {
        const kith_pace pace = pace_of(expected[i].text, 0.3);
        for (int at = 0; at <= 4; at++)
            check_near(kith_pace_at(&pace, at / 4.0), 0.3 * expected[i].rate[at], 1e-12);
    }
}

static void every_name_has_an_expectation(void **state)
{
    (void)state;
    for (size_t i = 0; kith_schedule_at(i) != NULL; i++) {
        size_t with = 0;
        for (size_t e = 0; e < EXPECTED; e++)
            with += pace_of(expected[e].text, 1).schedule == kith_schedule_at(i);
        if (with == 0)
            fail_msg("schedule %s is not tested", kith_schedule_at(i)->name);
    }
}

static void linear_falls_to_a_ten_thousandth(void **state)
{
    (void)state;
    const kith_pace pace = pace_of("linear", 0.025);
    static const double table[][2] = {{0.9, 0.0025}, {0.9999, 2.5e-6}, {0.99995, 2.5e-6}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        check_near(kith_pace_at(&pace, table[i][0]), table[i][1], 1e-15);
}

static void a_warm_up_in_steps_becomes_a_share_of_the_run(void **state)
{
    (void)state;
    kith_pace pace = pace_of("constant:warm=500", 1);
    kith_pace_set_steps(&pace, 2000);
    check_near(kith_pace_at(&pace, 0.125), 0.5, 1e-12);
    check_near(kith_pace_at(&pace, 0.3), 1, 1e-12);
    pace = pace_of("constant:warm=500", 1);
    kith_pace_set_steps(&pace, 100); /* longer than the run: it rises to its end */
    check_near(kith_pace_at(&pace, 0.5), 0.5, 1e-12);
    pace = pace_of("constant:warm=0.5", 1);
    kith_pace_set_steps(&pace, 100);
    check_near(kith_pace_at(&pace, 0.25), 0.5, 1e-12);
}

static void a_plateau_falls_when_nothing_improves_for_its_patience(void **state)
{
    (void)state;
    const kith_pace pace = pace_of("plateau:factor=0.5,patience=2", 1);
    kith_plateau plateau = {0};
    static const double score[] = {5, 4, 4, 3, 3.5, 3, 2, 9, 9, 9, 9};
    static const double left[] = {1, 1, 1, 1, 1, .5, .5, .5, .25, .25, .125};
    for (size_t i = 0; i < sizeof score / sizeof *score; i++) {
        kith_plateau_score(&plateau, &pace, score[i]);
        check_near(kith_plateau_left(&plateau, &pace), left[i], 1e-15);
    }
}

static void other_schedules_do_not_heed_scores(void **state)
{
    (void)state;
    const kith_pace pace = pace_of("linear", 1);
    kith_plateau plateau = {0};
    for (int i = 0; i < 100; i++)
        kith_plateau_score(&plateau, &pace, 1);
    check_near(kith_plateau_left(&plateau, &pace), 1, 0);
}

static void a_wrong_name_or_value_is_refused_with_what_is_right(void **state)
{
    (void)state;
    kith_error err;
    kith_pace pace = {.lr = 1};
    static const char *const unknown[] = {"", "Linear", "linea", "cosine-annealing"};
    for (size_t i = 0; i < 4; i++)
        check_fails_with(kith_schedule_parse(unknown[i], strlen(unknown[i]), &pace, &err),
                         KITH_ERR_USAGE, "linear constant step exp");
    check_fails_with(kith_schedule_parse("poly:speed=2", 12, &pace, &err), KITH_ERR_USAGE,
                     "power end warm");
    check_fails_with(kith_schedule_parse("step:every=0", 12, &pace, &err), KITH_ERR_USAGE, "every");
    assert_null(pace.schedule); /* what failed left it as it was */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_schedule_follows_its_closed_form),
        cmocka_unit_test(every_name_has_an_expectation),
        cmocka_unit_test(linear_falls_to_a_ten_thousandth),
        cmocka_unit_test(a_warm_up_in_steps_becomes_a_share_of_the_run),
        cmocka_unit_test(a_plateau_falls_when_nothing_improves_for_its_patience),
        cmocka_unit_test(other_schedules_do_not_heed_scores),
        cmocka_unit_test(a_wrong_name_or_value_is_refused_with_what_is_right),
    };
    return cmocka_run_group_tests_name("nn/schedule", tests, NULL, NULL);
}
