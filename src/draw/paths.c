/*
 * Contours by marching triangles: in each triangle of a grid the field is taken as a plane, whose
 * contour is a line between two edges. Squares would have ambiguous cases.
 */
#include "draw/paths.h"

#include <math.h>

#include "draw/frame.h"

enum { GRID = 30, PLOT_WIDTH = 510, PLOT_HEIGHT = 255, TOP = 24, BOTTOM = 32 };

typedef struct vertex {
    double x, y, height;
} vertex;

static vertex vertex_at(const kith_field *f, size_t column, size_t row)
{
    const double x = f->x_least + (f->x_most - f->x_least) * (double)column / GRID;
    const double y = f->y_least + (f->y_most - f->y_least) * (double)row / GRID;
    return (vertex){x, y, f->height(x, y)};
}

typedef struct canvas {
    kith_svg svg;
    kith_axis x, y;
} canvas;

/* Where the contour crosses the edge a-b, which it does. */
static void put_crossing(canvas *c, const vertex *a, const vertex *b, double level, bool first)
{
    const double share = (level - a->height) / (b->height - a->height);
    const double x = kith_axis_place(&c->x, a->x + share * (b->x - a->x));
    const double y = kith_axis_place(&c->y, a->y + share * (b->y - a->y));
    if (first)
        kith_svg_path_move(&c->svg, x, y);
    else
        kith_svg_path_to(&c->svg, x, y);
}

static void cut_triangle(canvas *c, const vertex corner[3], double level)
{
    bool first = true;
    for (size_t i = 0; i < 3; i++) {
        const vertex *a = &corner[i], *b = &corner[(i + 1) % 3];
        if ((a->height < level) == (b->height < level))
            continue;
        put_crossing(c, a, b, level, first);
        first = false;
    }
}

static void draw_contour(canvas *c, const kith_field *f, double level)
{
    kith_svg_path_begin(&c->svg, "contour", KITH_SVG_INK, 0);
    for (size_t row = 0; row < GRID; row++)
        for (size_t column = 0; column < GRID; column++) {
            const vertex low = vertex_at(f, column, row), high = vertex_at(f, column + 1, row + 1);
            const vertex right = vertex_at(f, column + 1, row),
                         left = vertex_at(f, column, row + 1);
            cut_triangle(c, (const vertex[]){low, right, high}, level);
            cut_triangle(c, (const vertex[]){low, high, left}, level);
        }
    kith_svg_path_end(&c->svg, NULL);
}

static kith_axis fit(double least, double most, double from, double to)
{
    const kith_range range = {least, most, true};
    kith_axis a;
    kith_axis_fit(&a, &range, &(kith_axis_wish){KITH_LINEAR, 6, false, false});
    a.from = from;
    a.to = to;
    return a;
}

kith_status kith_paths_draw(const kith_field *field, const char *title, const kith_series *path,
                            size_t paths, const char *output, kith_error *err)
{
    const double width = KITH_LEFT + PLOT_WIDTH + 16 + KITH_LEGEND_WIDTH;
    const double legend = (double)paths * KITH_LEGEND_LINE;
    canvas c;
    KITH_TRY(kith_svg_begin(&c.svg, output, width, TOP + fmax(PLOT_HEIGHT, legend) + BOTTOM, title,
                            err));
    c.x = fit(field->x_least, field->x_most, KITH_LEFT, KITH_LEFT + PLOT_WIDTH);
    c.y = fit(field->y_least, field->y_most, TOP + PLOT_HEIGHT, TOP);
    kith_frame_draw(&c.svg, &c.x, &c.y, NULL, NULL);
    for (size_t i = 0; i < field->levels; i++)
        draw_contour(&c, field, field->level[i]);
    for (size_t i = 0; i < paths; i++) {
        kith_series_draw(&c.svg, &path[i], &c.x, &c.y);
        kith_legend_draw(&c.svg, width - KITH_LEGEND_WIDTH, TOP + 4, i,
                         &(kith_legend){path[i].name, path[i].colour, path[i].dash});
    }
    return kith_svg_end(&c.svg, err);
}
