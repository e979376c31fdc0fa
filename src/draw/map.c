/*
 * The decision map: a plane of two features in the colours of the classes found there, and the
 * examples on it. The cells of a class are one path of runs, so that a fine grid stays a small file
 * and neighbours leave no seam.
 */
#include <math.h>

#include "draw/frame.h"

enum { PLOT = 430, TOP = 44, BOTTOM = 52, WIDTH = KITH_LEFT + PLOT + 20 + KITH_LEGEND_WIDTH };

static const char *name_or(const char *name, const char *standard)
{
    return name != NULL ? name : standard;
}

static bool is_range(double least, double most)
{
    return kith_range_takes(least) && kith_range_takes(most) && least < most;
}

static kith_status check(const kith_map *m, kith_error *err)
{
    if (!is_range(m->x_least, m->x_most) || !is_range(m->y_least, m->y_most))
        return kith_fail(err, KITH_ERR_USAGE, "a map of an empty range");
    if (m->columns == 0 || m->rows == 0)
        return kith_fail(err, KITH_ERR_USAGE, "a map of %zu x %zu cells", m->columns, m->rows);
    for (size_t i = 0; i < m->rows * m->columns; i++)
        if (m->cell[i] >= m->classes)
            return kith_fail(err, KITH_ERR_USAGE, "cell %zu of a map has class %u, expected 0..%zu",
                             i, (unsigned)m->cell[i], m->classes - 1);
    return KITH_OK;
}

static kith_axis fit(double least, double most, double from, double to)
{
    const kith_axis_wish wish = {KITH_LINEAR, 6, false, false};
    const kith_range range = {least, most, true};
    kith_axis a;
    kith_axis_fit(&a, &range, &wish);
    a.least = least;
    a.most = most;
    a.from = from;
    a.to = to;
    return a;
}

/* The pixel of edge i of n equal parts of an axis. */
static double edge(const kith_axis *a, size_t i, size_t n)
{
    return a->from + (a->to - a->from) * (double)i / (double)n;
}

static void draw_row(kith_svg *s, const kith_map *m, size_t row, uint32_t class, const kith_axis *x,
                     const kith_axis *y)
{
    const uint32_t *cell = m->cell + row * m->columns;
    const double top = edge(y, row + 1, m->rows), height = edge(y, row, m->rows) - top;
    for (size_t i = 0, end; i < m->columns; i = end) {
        for (end = i + 1; end < m->columns && cell[end] == cell[i];)
            end++;
        const double left = edge(x, i, m->columns);
        if (cell[i] == class)
            kith_svg_path_rect(s, left, top, edge(x, end, m->columns) - left, height);
    }
}

static void draw_zones(kith_svg *s, const kith_map *m, const kith_axis *x, const kith_axis *y)
{
    for (uint32_t class = 0; class < m->classes; class ++) {
        kith_svg_path_begin(s, "zone", class, 0);
        for (size_t row = 0; row < m->rows; row++)
            draw_row(s, m, row, class, x, y);
        kith_svg_path_end(s, m->class_name[class]);
    }
}

static void draw_points(kith_svg *s, const kith_map *m, const kith_axis *x, const kith_axis *y)
{
    for (size_t i = 0; i < m->points; i++) {
        const bool inside =
            m->x[i] >= x->least && m->x[i] <= x->most && m->y[i] >= y->least && m->y[i] <= y->most;
        const bool known = m->label[i] < m->classes;
        if (inside)
            kith_svg_mark(s, known ? m->label[i] : KITH_SVG_INK,
                          known ? m->label[i] % KITH_SVG_CROSS : KITH_SVG_CROSS,
                          kith_axis_place(x, m->x[i]), kith_axis_place(y, m->y[i]), 3.5);
    }
}

kith_status kith_plot_map(const kith_map *m, const char *output, kith_error *err)
{
    kith_svg s;
    KITH_TRY(check(m, err));
    const double height = fmax(TOP + PLOT, TOP + (double)m->classes * KITH_LEGEND_LINE) + BOTTOM;
    const kith_axis x = fit(m->x_least, m->x_most, KITH_LEFT, KITH_LEFT + PLOT);
    const kith_axis y = fit(m->y_least, m->y_most, TOP + PLOT, TOP);
    KITH_TRY(kith_svg_begin(&s, output, WIDTH, height, "Decision map", err));
    kith_frame_draw(&s, &x, &y, name_or(m->x_name, "x"), name_or(m->y_name, "y"));
    draw_zones(&s, m, &x, &y);
    draw_points(&s, m, &x, &y);
    for (size_t i = 0; i < m->classes; i++) {
        const kith_spot at =
            kith_legend_entry(&s, WIDTH - KITH_LEGEND_WIDTH, TOP + 4, i, m->class_name[i]);
        kith_svg_mark(&s, i, i % KITH_SVG_CROSS, at.x, at.y, 5);
    }
    return kith_svg_end(&s, err);
}
