/*
 * Optimisers on a saddle, x^2 - y^2: two weights, no data. All start at the same place a little
 * beside the ridge, where the gradient leads to the saddle point and hardly away from it; what a
 * rule makes of the small slope is what tells it from the others.
 */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "draw/paths.h"
#include "draw/svg.h"
#include "nn/param.h"

enum { MOST_STEPS = 100000 };

static const double start_x = -1, start_y = 0.01;
static const double least_x = -1.2, most_x = 1.2, least_y = -0.4, most_y = 0.8;

static double height(double x, double y)
{
    return x * x - y * y;
}

typedef struct walk {
    const kith_kern *kern;
    kith_optim optim;
    kith_param weights; /* [1][2]: x and y */
    kith_real *direction;
    double *x, *y; /* [steps + 1] */
    size_t points;
} walk;

static bool is_inside(double x, double y)
{
    return x >= least_x && x <= most_x && y >= least_y && y <= most_y;
}

/* The part of a..b within least..most, as a share; a is within. */
static double share_inside(double a, double b, double least, double most)
{
    if (b < least)
        return (least - a) / (b - a);
    return b > most ? (most - a) / (b - a) : 1;
}

/* Adds where the walk has come; false where it has left the picture, or is no number. */
static bool add_point(walk *w, double x, double y)
{
    const bool inside = is_inside(x, y);
    if (!isfinite(x) || !isfinite(y))
        return false;
    if (!inside) {
        const double ax = w->x[w->points - 1], ay = w->y[w->points - 1];
        const double share =
            fmin(share_inside(ax, x, least_x, most_x), share_inside(ay, y, least_y, most_y));
        x = ax + share * (x - ax);
        y = ay + share * (y - ay);
    }
    w->x[w->points] = x;
    w->y[w->points++] = y;
    return inside;
}

static void walk_on(walk *w, size_t steps)
{
    kith_real *at = kith_param_row(&w->weights, 0);
    at[0] = (kith_real)start_x;
    at[1] = (kith_real)start_y;
    add_point(w, start_x, start_y);
    for (uint64_t step = 1; step <= steps; step++) {
        const kith_hyper h = kith_optim_at(&w->optim, (double)w->optim.hyper.lr, step);
        w->direction[0] = -2 * at[0];
        w->direction[1] = 2 * at[1];
        kith_param_step(w->kern, &w->weights, 0, 1, w->direction, &h);
        kith_param_finish(w->kern, &w->weights, &h);
        const bool inside = add_point(w, (double)at[0], (double)at[1]);
        kith_param_resume(w->kern, &w->weights, &h);
        if (!inside)
            return;
    }
}

static kith_status begin(walk *w, const char *optim, size_t steps, kith_error *err)
{
    KITH_TRY(kith_kern_choose("base", &w->kern, err));
    KITH_TRY(kith_optim_parse(optim, strlen(optim), &w->optim, err));
    if (!(w->optim.hyper.lr > 0))
        return kith_fail(err, KITH_ERR_USAGE, "%s: expected a learning rate, as %s%slr=0.01", optim,
                         optim, strchr(optim, ':') != NULL ? "," : ":");
    KITH_TRY(kith_param_init(&w->weights, "weights", 1, 2, w->optim.rule, err));
    w->direction = kith_mem_new(w->weights.stride, sizeof *w->direction);
    w->x = kith_mem_new(steps + 1, sizeof *w->x);
    w->y = kith_mem_new(steps + 1, sizeof *w->y);
    if (w->direction == NULL || w->x == NULL || w->y == NULL)
        return kith_fail_memory(err, "a path", 2 * (steps + 1) * sizeof *w->x);
    return KITH_OK;
}

static void clear(walk *w)
{
    kith_param_clear(&w->weights);
    kith_mem_free(w->direction);
    kith_mem_free(w->x);
    kith_mem_free(w->y);
}

static kith_status draw(walk *walks, kith_series *path, const char *const *optims, size_t n,
                        size_t steps, const char *output, kith_error *err)
{
    static const double levels[] = {-0.5, -0.3, -0.15, -0.05, -0.01, 0.01,
                                    0.05, 0.15, 0.3,   0.5,   0.8,   1.1};
    const kith_field field = {.height = height,
                              .x_least = least_x,
                              .x_most = most_x,
                              .y_least = least_y,
                              .y_most = most_y,
                              .level = levels,
                              .levels = sizeof levels / sizeof *levels};
    for (size_t i = 0; i < n; i++) {
        KITH_TRY(begin(&walks[i], optims[i], steps, err));
        walk_on(&walks[i], steps);
        path[i] = (kith_series){.name = optims[i],
                                .colour = i,
                                .dash = i / KITH_SVG_COLOURS,
                                .x = walks[i].x,
                                .y = walks[i].y,
                                .points = walks[i].points,
                                .stride = 1};
    }
    return kith_paths_draw(&field, "Paths of optimisers over a saddle", path, n, output, err);
}

kith_status kith_plot_saddle(const char *const *optims, size_t n, size_t steps, const char *output,
                             kith_error *err)
{
    if (n == 0 || steps > MOST_STEPS)
        return kith_fail(err, KITH_ERR_USAGE, "expected an optimiser and at most %d steps",
                         MOST_STEPS);
    walk *walks = kith_mem_new(n, sizeof *walks);
    kith_series *path = kith_mem_new(n, sizeof *path);
    kith_status status = KITH_OK;
    if (walks == NULL || path == NULL)
        status = kith_fail_memory(err, "the paths", n * sizeof *walks);
    else
        status = draw(walks, path, optims, n, steps, output, err);
    for (size_t i = 0; i < n && walks != NULL; i++)
        clear(&walks[i]);
    kith_mem_free(walks);
    kith_mem_free(path);
    return status;
}
