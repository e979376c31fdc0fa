/* The decision map: cells and points where they belong, and maps that cannot be. */
#include "draw_help.h"

static const char *const names[] = {"iris", "a & b"};
static const double x[] = {0, 4, 1, 9, NAN}, y[] = {0, 2, 1, 1, 1};
static const uint32_t label[] = {0, 1, 7, 0, 0};
/* Two rows of four cells, the lower one first. */
static const uint32_t cell[] = {0, 0, 1, 1, 1, 0, 1, 1};

static kith_map map(void)
{
    return (kith_map){.x_most = 4,
                      .y_most = 2,
                      .columns = 4,
                      .rows = 2,
                      .cell = cell,
                      .class_name = names,
                      .classes = 2,
                      .x_name = "petal <length>",
                      .points = 5,
                      .x = x,
                      .y = y,
                      .label = label};
}

/* The plot spans 64..494 across and 474..44 upwards, so a cell is 107.5 wide and 215 high. */
static void cells_are_runs_of_their_class(void **state)
{
    (void)state;
    kith_error err;
    const kith_map m = map();
    check_ok(kith_plot_map(&m, "a.svg", &err));
    check_well_formed("a.svg");
    check_file_has("a.svg", "<path class=\"zone c0 d0\" "
                            "d=\"M64 259H279V474H64zM171.5 44H279V259H171.5z\"><title>iris<");
    check_file_has(
        "a.svg",
        "<path class=\"zone c1 d0\" "
        "d=\"M279 259H494V474H279zM64 44H171.5V259H64zM279 44H494V259H279z\"><title>a &amp");
    check_file_has("a.svg", ">petal &lt;length&gt;</text>");
    check_file_has("a.svg", ">a &amp; b</text>");
}

static void points_have_the_mark_of_their_class(void **state)
{
    (void)state;
    kith_error err;
    const kith_map m = map();
    check_ok(kith_plot_map(&m, "a.svg", &err));
    check_file_has("a.svg", "<circle class=\"mark c0\" cx=\"64\" cy=\"474\" r=\"3.5\"/>");
    check_file_has("a.svg", "<path class=\"mark c1\" d=\"M490.92 40.92L");
    check_file_has_times("a.svg", "<path class=\"mark c6\"", 1);
    check_file_has_times("a.svg", "<circle", 2); /* one point and the legend: two are outside */
    check_ok(kith_plot_map(&m, "b.svg", &err));
    check_same_bytes("a.svg", "b.svg");
}

static void a_map_that_cannot_be_is_refused(void **state)
{
    (void)state;
    kith_error err;
    kith_map m = map();
    m.x_most = m.x_least;
    check_fails_with(kith_plot_map(&m, "a.svg", &err), KITH_ERR_USAGE, "empty range");
    m = map();
    m.y_least = NAN;
    check_fails_with(kith_plot_map(&m, "a.svg", &err), KITH_ERR_USAGE, "empty range");
    m = map();
    m.rows = 0;
    check_fails_with(kith_plot_map(&m, "a.svg", &err), KITH_ERR_USAGE, "4 x 0 cells");
    m = map();
    m.classes = 1;
    check_fails_with(kith_plot_map(&m, "a.svg", &err), KITH_ERR_USAGE,
                     "cell 2 of a map has class 1");
    assert_false(check_file_exists("a.svg"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_map_that_cannot_be_is_refused),
        cmocka_unit_test(cells_are_runs_of_their_class),
        cmocka_unit_test(points_have_the_mark_of_their_class),
    };
    return cmocka_run_group_tests_name("draw/map", tests, NULL, NULL);
}
