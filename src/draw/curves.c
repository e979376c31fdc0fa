/* Curves in panels; see curves.h. */
#include "draw/curves.h"

#include <math.h>

#include "draw/frame.h"

enum {
    TOP = 40,     /* above a panel: its name */
    PLOT = 250,   /* height of a panel's plot */
    BOTTOM = 48,  /* below the last row: the name of x */
    BETWEEN = 24, /* below the others: tick labels */
    DOTTED = 16,  /* curves of at most so many points show each of them, */
    CROWD = 2,    /* unless there are more curves than this */
    X_TICKS = 10,
    Y_TICKS = 6
};

/* Width of a panel's plot, and of the picture. */
static double plot_width(const kith_curves *c)
{
    return c->columns == 2 ? 307 : 510;
}

static double width(const kith_curves *c)
{
    return (double)c->columns * (KITH_LEFT + plot_width(c)) + 16 + KITH_LEGEND_WIDTH;
}

static size_t row_count(const kith_curves *c)
{
    return (c->panels + c->columns - 1) / c->columns;
}

static double x_at(const kith_series *s, size_t i)
{
    return s->x[i * s->stride];
}

static double y_at(const kith_series *s, size_t i)
{
    return s->y[i * s->stride];
}

static bool is_there(const kith_series *s, size_t i)
{
    return i < s->points && kith_range_takes(x_at(s, i)) && kith_range_takes(y_at(s, i));
}

static void fit_x(const kith_curves *c, kith_axis *x)
{
    const kith_axis_wish wish = {KITH_LINEAR, X_TICKS, c->whole_x, false};
    kith_range range = {0, 0, false};
    for (size_t p = 0; p < c->panels; p++)
        for (size_t k = 0; k < c->panel[p].count; k++)
            for (size_t i = 0; i < c->panel[p].series[k].points; i++)
                kith_range_add(&range, x_at(&c->panel[p].series[k], i));
    kith_axis_fit(x, &range, &wish);
}

static void add_values(kith_range *range, const kith_panel *p)
{
    for (size_t k = 0; k < p->count; k++)
        for (size_t i = 0; i < p->series[k].points; i++)
            kith_range_add(range, y_at(&p->series[k], i));
}

static void fit_y(const kith_curves *c, size_t row, kith_axis *y)
{
    kith_range range = {0, 0, false};
    for (size_t i = row * c->columns; i < (row + 1) * c->columns && i < c->panels; i++)
        add_values(&range, &c->panel[i]);
    const bool wide = range.any && range.least > 0 && range.most >= 100 * range.least;
    const kith_axis_wish wish = {wide ? KITH_LOGARITHMIC : KITH_LINEAR, Y_TICKS, false, true};
    kith_axis_fit(y, &range, &wish);
    y->to = (double)row * (TOP + PLOT + BETWEEN) + TOP;
    y->from = y->to + PLOT;
}

void kith_series_draw(kith_svg *s, const kith_series *c, const kith_axis *x, const kith_axis *y)
{
    bool joined = false;
    kith_svg_path_begin(s, "line", c->colour, c->dash);
    for (size_t i = 0; i < c->points; i++) {
        const bool there = is_there(c, i);
        if (there) {
            const double px = kith_axis_place(x, x_at(c, i)), py = kith_axis_place(y, y_at(c, i));
            if (joined)
                kith_svg_path_to(s, px, py);
            else
                kith_svg_path_move(s, px, py);
        }
        joined = there;
    }
    kith_svg_path_end(s, c->name);
}

static void draw_dots(kith_svg *s, const kith_series *c, bool each, const kith_axis *x,
                      const kith_axis *y)
{
    for (size_t i = 0; i < c->points; i++) {
        const bool alone = (i == 0 || !is_there(c, i - 1)) && !is_there(c, i + 1);
        if (is_there(c, i) && (alone || each))
            kith_svg_mark(s, c->colour, 0, kith_axis_place(x, x_at(c, i)),
                          kith_axis_place(y, y_at(c, i)), alone ? 3.5 : 2.5);
    }
}

static void draw_panel(kith_svg *s, const kith_curves *c, size_t place, kith_axis *x)
{
    const kith_panel *p = &c->panel[place];
    const size_t row = place / c->columns, column = place % c->columns;
    kith_axis y;
    fit_y(c, row, &y);
    x->from = (double)column * (KITH_LEFT + plot_width(c)) + KITH_LEFT;
    x->to = x->from + plot_width(c);
    kith_frame_draw(s, x, &y, row + 1 == row_count(c) ? c->x_name : NULL, p->name);
    for (size_t k = 0; k < p->count; k++) {
        kith_series_draw(s, &p->series[k], x, &y);
        draw_dots(s, &p->series[k], p->count <= CROWD && p->series[k].points <= DOTTED, x, &y);
    }
}

void kith_legend_draw(kith_svg *s, double left, double top, size_t i, const kith_legend *entry)
{
    const kith_spot at = kith_legend_entry(s, left, top, i, entry->name);
    kith_svg_path_begin(s, "line", entry->colour, entry->dash);
    kith_svg_path_move(s, at.x - 14, at.y);
    kith_svg_path_to(s, at.x + 14, at.y);
    kith_svg_path_end(s, entry->name);
}

kith_status kith_curves_draw(const kith_curves *c, const char *path, kith_error *err)
{
    const double plots = (double)row_count(c) * (TOP + PLOT + BETWEEN) - BETWEEN + BOTTOM;
    const double legend = TOP + (double)c->entries * KITH_LEGEND_LINE + BOTTOM;
    kith_svg s;
    kith_axis x;
    KITH_TRY(kith_svg_begin(&s, path, width(c), fmax(plots, legend), c->title, err));
    fit_x(c, &x);
    for (size_t i = 0; i < c->panels; i++)
        draw_panel(&s, c, i, &x);
    for (size_t i = 0; i < c->entries; i++)
        kith_legend_draw(&s, width(c) - KITH_LEGEND_WIDTH, TOP + 4, i, &c->legend[i]);
    return kith_svg_end(&s, err);
}
