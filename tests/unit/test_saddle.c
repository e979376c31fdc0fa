/* Optimisers on a saddle: the first steps by hand, and where the contours stand. */
#include "draw_help.h"

#include "draw/paths.h"

static kith_status saddle(const char *optim, size_t steps, kith_error *err)
{
    return kith_plot_saddle(&optim, 1, steps, "a.svg", err);
}

/*
 * 64..574 across is -1.2..1.2, 279..24 upwards is -0.4..0.8: 212.5 pixels a unit. SGD at 0.1 goes
 * from (-1, 0.01) to (-0.8, 0.012) and (-0.64, 0.0144).
 */
static void plain_steps_go_down_the_gradient(void **state)
{
    (void)state;
    kith_error err;
    check_ok(saddle("sgd:lr=0.1", 2, &err));
    check_well_formed("a.svg");
    check_file_has("a.svg", "d=\"M106.5 191.88L149 191.45L183 190.94\"><title>sgd:lr=0.1</title>");
}

/* The same to Polyak's second step: -0.8 + 0.5 * 0.2 + 0.1 * 1.6 = -0.54. */
static void momentum_keeps_half_of_the_step_before(void **state)
{
    (void)state;
    kith_error err;
    check_ok(saddle("momentum:lr=0.1,momentum=0.5", 2, &err));
    check_file_has("a.svg", "d=\"M106.5 191.88L149 191.45L204.25 ");
}

static void a_path_ends_at_the_edge_of_the_picture(void **state)
{
    (void)state;
    kith_error err;
    check_ok(saddle("sgd:lr=0.1", 1000, &err));
    check_file_has_times("a.svg", "nan", 0);
    check_file_has("a.svg", " 24\"><title>sgd:lr=0.1</title>");
    check_ok(saddle("sgd:lr=1000", 1000, &err));
    check_well_formed("a.svg");
    check_file_has("a.svg", "d=\"M106.5 191.88L574 ");
}

static void what_cannot_be_walked_is_refused(void **state)
{
    (void)state;
    kith_error err;
    check_fails_with(saddle("sgd", 10, &err), KITH_ERR_USAGE, "as sgd:lr=0.01");
    check_fails_with(saddle("sdg", 10, &err), KITH_ERR_USAGE, "sgd");
    check_fails(saddle("sgd:lr=0.1", 1000000, &err), KITH_ERR_USAGE);
    check_fails(kith_plot_saddle(NULL, 0, 1, "a.svg", &err), KITH_ERR_USAGE);
    const char *optim = "adam";
    check_fails(kith_plot_saddle(&optim, 1, 1, "no/a.svg", &err), KITH_ERR_CREATE);
}

static double slope(double x, double y)
{
    (void)y;
    return x;
}

/* The contour of x at 0.26 is a straight line, 64 + 0.26 * 510 across, through all 30 rows of
 * triangles. */
static void a_plane_has_straight_contours(void **state)
{
    (void)state;
    kith_error err;
    const double level = 0.26;
    const kith_field field = {slope, 0, 1, 0, 1, &level, 1};
    check_ok(kith_paths_draw(&field, "t", NULL, 0, "a.svg", &err));
    check_well_formed("a.svg");
    check_file_has_times("a.svg", "M196.6 ", 60);
    check_file_has_times("a.svg", "L196.6 ", 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_steps_go_down_the_gradient),
        cmocka_unit_test(momentum_keeps_half_of_the_step_before),
        cmocka_unit_test(a_path_ends_at_the_edge_of_the_picture),
        cmocka_unit_test(what_cannot_be_walked_is_refused),
        cmocka_unit_test(a_plane_has_straight_contours),
    };
    return cmocka_run_group_tests_name("task/saddle", tests, NULL, NULL);
}
