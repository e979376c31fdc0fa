/* Curves: every series is there, at the pixels its values ask for, with gaps where they lack. */
#include "draw_help.h"

#include "draw/curves.h"

enum { MOST = 8 };

typedef struct figure {
    double x[MOST], y[MOST];
    kith_series series;
    kith_panel panel;
    kith_legend legend;
    kith_curves curves;
} figure;

/* One series over x = 1, 2, .. */
static void set_up(figure *f, const double *y, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        f->x[i] = (double)(i + 1);
        f->y[i] = y[i];
    }
    f->series = (kith_series){"s", 0, 0, f->x, f->y, n, 1};
    f->panel = (kith_panel){"Loss", &f->series, 1};
    f->legend = (kith_legend){"s", 0, 0};
    f->curves = (kith_curves){.title = "t",
                              .x_name = "epoch",
                              .whole_x = true,
                              .panel = &f->panel,
                              .panels = 1,
                              .columns = 1,
                              .legend = &f->legend,
                              .entries = 1};
}

static void draw(const kith_curves *c, const char *path)
{
    kith_error err;
    check_ok(kith_curves_draw(c, path, &err));
    check_well_formed(path);
}

/*
 * The plot spans 64..574 across and 290..40 upwards; x = 1, 2, 3 are its ends and its middle. The
 * values 0, 1, 0.5 make the axis 0..1.
 */
static void values_become_the_pixels_of_their_place(void **state)
{
    (void)state;
    figure f;
    set_up(&f, (const double[]){0, 1, 0.5}, 3);
    draw(&f.curves, "a.svg");
    check_file_has("a.svg", "d=\"M64 290L319 40L574 165\"><title>s</title>");
    check_file_has("a.svg", "<circle class=\"mark c0\" cx=\"319\" cy=\"40\" r=\"2.5\"/>");
    check_file_has("a.svg", "x=\"56\" y=\"294\">0</text>");
    check_file_has("a.svg", "x=\"56\" y=\"44\">1</text>");
    check_file_has("a.svg", ">Loss</text>");
    check_file_has("a.svg", ">epoch</text>");
    check_file_has("a.svg", "viewBox=\"0 0 760 338\"");
}

/* From 1 to 10000 in decades: 100 is in the middle. */
static void a_factor_of_a_hundred_makes_the_axis_logarithmic(void **state)
{
    (void)state;
    figure f;
    set_up(&f, (const double[]){1, 100, 10000}, 3);
    draw(&f.curves, "a.svg");
    check_file_has("a.svg", "d=\"M64 290L319 165L574 40\"");
    set_up(&f, (const double[]){1, 2, 99}, 3);
    draw(&f.curves, "b.svg");
    check_file_has("b.svg", "y=\"294\">0</text>");
}

static void a_missing_value_is_a_gap(void **state)
{
    (void)state;
    figure f;
    set_up(&f, (const double[]){0, 1, NAN, 0, 1, -INFINITY}, 6);
    draw(&f.curves, "a.svg");
    check_file_has("a.svg", "d=\"M64 290L166 40M370 290L472 40\"");
    check_file_has_times("a.svg", "<circle", 4);
    check_file_has_times("a.svg", "nan", 0);
    check_file_has_times("a.svg", "inf", 0);
}

static void a_point_without_neighbours_is_a_dot(void **state)
{
    (void)state;
    figure f;
    set_up(&f, (const double[]){0, NAN, 1}, 3);
    draw(&f.curves, "a.svg");
    check_file_has("a.svg", "<circle class=\"mark c0\" cx=\"574\" cy=\"40\" r=\"3.5\"/>");
    set_up(&f, (const double[]){2}, 1);
    draw(&f.curves, "b.svg");
    check_file_has("b.svg", "<circle class=\"mark c0\" cx=\"319\" cy=\"165\" r=\"3.5\"/>");
}

static void nothing_to_draw_is_an_empty_plot(void **state)
{
    (void)state;
    figure f;
    set_up(&f, NULL, 0);
    draw(&f.curves, "a.svg");
    check_file_has_times("a.svg", "<circle", 0);
    set_up(&f, (const double[]){NAN, NAN}, 2);
    draw(&f.curves, "b.svg");
    check_file_has_times("b.svg", "<circle", 0);
    f.curves.panels = f.curves.entries = 0;
    draw(&f.curves, "c.svg");
}

/* The left plot spans 64..371, the right one 435..742; the axis of the row is that of both. */
static void panels_of_a_row_share_their_scale(void **state)
{
    (void)state;
    figure f, g;
    set_up(&f, (const double[]){0, 0.5}, 2);
    set_up(&g, (const double[]){0, 1}, 2);
    const kith_panel both[] = {f.panel, g.panel};
    f.curves.panel = both;
    f.curves.panels = f.curves.columns = 2;
    draw(&f.curves, "a.svg");
    check_file_has("a.svg", "d=\"M64 290L371 165\"");
    check_file_has("a.svg", "d=\"M435 290L742 40\"");
    f.curves.columns = 1;
    draw(&f.curves, "b.svg");
    check_file_has("b.svg", "d=\"M64 290L574 40\"");
    check_file_has("b.svg", "d=\"M64 604L574 354\"");
}

static void the_legend_names_every_series_and_makes_room(void **state)
{
    (void)state;
    enum { N = 30 };
    figure f;
    char name[N][64];
    kith_legend legend[N];
    set_up(&f, (const double[]){0, 1}, 2);
    for (size_t i = 0; i < N; i++) {
        snprintf(name[i], sizeof name[i], "run<%zu>", i);
        legend[i] = (kith_legend){name[i], i, i / 7};
    }
    legend[3].name = "\xce\xb1\xce\xb2\xce\xb3-a-name-that-is-far-too-long";
    f.curves.legend = legend;
    f.curves.entries = N;
    draw(&f.curves, "a.svg");
    check_file_has("a.svg", ">run&lt;0&gt;</text>");
    check_file_has("a.svg", ">run&lt;29&gt;</text>");
    check_file_has("a.svg", ">\xce\xb1\xce\xb2\xce\xb3-a-name-that-i\xe2\x80\xa6</text>");
    check_file_has("a.svg", "<title>\xce\xb1\xce\xb2\xce\xb3-a-name-that-is-far-too-long</title>");
    check_file_has("a.svg", "viewBox=\"0 0 760 658\"");
    check_file_has("a.svg", "<path class=\"line c1 d1\" d=\"M590 196L618 196\">");
}

static void the_same_curves_are_the_same_bytes(void **state)
{
    (void)state;
    figure f;
    set_up(&f, (const double[]){0.1, 0.7, 0.3}, 3);
    draw(&f.curves, "a.svg");
    draw(&f.curves, "b.svg");
    check_same_bytes("a.svg", "b.svg");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_become_the_pixels_of_their_place),
        cmocka_unit_test(a_factor_of_a_hundred_makes_the_axis_logarithmic),
        cmocka_unit_test(a_missing_value_is_a_gap),
        cmocka_unit_test(a_point_without_neighbours_is_a_dot),
        cmocka_unit_test(nothing_to_draw_is_an_empty_plot),
        cmocka_unit_test(panels_of_a_row_share_their_scale),
        cmocka_unit_test(the_legend_names_every_series_and_makes_room),
        cmocka_unit_test(the_same_curves_are_the_same_bytes),
    };
    return cmocka_run_group_tests_name("draw/curves", tests, NULL, NULL);
}
