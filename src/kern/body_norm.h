/*
 * Normalisation passes over a batch and dropout (kern.h has the formulas).
 *
 * A column stands in one lane and is summed down the rows in their order; a row is summed lane by
 * lane in the order of its columns. So a statistic does not depend on how the batch is shared
 * between workers. Variances come from a second pass over deviations: the mean of squares minus the
 * squared mean cancels.
 */
#ifndef KITH_KERN_BODY_NORM_H
#define KITH_KERN_BODY_NORM_H

#include "kern/body_ids.h"
#include "kern/body_map.h"

KERN_INLINE vec norm_rate(const kith_norm *b, vec var)
{
    return b->eps_outside ? (kith_real)1 / (vsqrt(var) + b->eps)
                          : (kith_real)1 / vsqrt(var + b->eps);
}

/*
 * How strongly the deviations pull back on x: 1, but with eps outside the root the rate's own slope
 * is sharper by (sqrt(var) + eps) / sqrt(var). Equal inputs have no deviation to pull.
 */
KERN_INLINE vec norm_slope(const kith_norm *b, vec var, vec rate)
{
    if (!b->eps_outside)
        return splat(1);
    return select(var > (vec){0}, (kith_real)1 / (vsqrt(var) * rate), (vec){0});
}

/* y of `part` columns from j of all rows [from, to). */
KERN_INLINE void norm_write(const kith_norm *b, size_t j, size_t part, vec mean, vec rate,
                            size_t from, size_t to)
{
    const vec gain = load_part(b->gain + j, part), shift = load_part(b->shift + j, part);
    for (size_t r = from; r < to; r++) {
        const vec xhat = (load_part(b->x + r * b->ldx + j, part) - mean) * rate;
        store_part(b->y + r * b->ldy + j, xhat * gain + shift, part);
    }
}

static void norm_columns(const kith_norm *b, size_t from, size_t to)
{
    for (size_t j = from; j < to; j += LANES) {
        const size_t part = lanes_left(j, to);
        vec mean = {0}, var = {0};
        for (size_t r = 0; r < b->rows; r++)
            mean += load_part(b->x + r * b->ldx + j, part);
        mean /= (kith_real)b->rows;
        for (size_t r = 0; r < b->rows; r++) {
            const vec away = load_part(b->x + r * b->ldx + j, part) - mean;
            var += away * away;
        }
        var /= (kith_real)b->rows;
        const vec rate = norm_rate(b, var);
        store_part(b->mean + j, mean, part);
        store_part(b->var + j, var, part);
        store_part(b->rate + j, rate, part);
        norm_write(b, j, part, mean, rate, 0, b->rows);
    }
}

/* dx = gain rate (d - mean of d - xhat times the mean of d xhat). */
static void norm_columns_back(const kith_norm *b, size_t from, size_t to)
{
    for (size_t j = from; j < to; j += LANES) {
        const size_t part = lanes_left(j, to);
        const vec mean = load_part(b->mean + j, part), rate = load_part(b->rate + j, part);
        const vec slope = norm_slope(b, load_part(b->var + j, part), rate);
        vec sum_d = {0}, sum_g = {0};
        for (size_t r = 0; r < b->rows; r++) {
            const vec d = load_part(b->d + r * b->ldy + j, part);
            sum_d += d;
            sum_g += d * ((load_part(b->x + r * b->ldx + j, part) - mean) * rate);
        }
        store_part(b->d_shift + j, sum_d, part);
        store_part(b->d_gain + j, sum_g, part);
        const vec factor = load_part(b->gain + j, part) * rate;
        const vec mean_d = sum_d / (kith_real)b->rows;
        const vec pull = slope * rate * sum_g / (kith_real)b->rows;
        for (size_t r = 0; r < b->rows; r++) {
            const vec d = load_part(b->d + r * b->ldy + j, part);
            const vec away = load_part(b->x + r * b->ldx + j, part) - mean;
            store_part(b->dx + r * b->ldx + j, factor * (d - mean_d - away * pull), part);
        }
    }
}

static void norm_running(const kith_norm *b, kith_real pace, kith_real *mean, kith_real *var,
                         size_t from, size_t to)
{
    const kith_real unbias = (kith_real)b->rows / (kith_real)(b->rows - 1);
    MAP2(mean + from, b->mean + from, to - from, old, now, old + pace * (now - old));
    MAP2(var + from, b->var + from, to - from, old, now, old + pace * (unbias * now - old));
}

static void norm_rates(const kith_norm *b, size_t from, size_t to)
{
    MAP(b->rate + from, b->var + from, to - from, var, norm_rate(b, var));
}

static void norm_scale(const kith_norm *b, size_t from, size_t to)
{
    for (size_t j = 0; j < b->n; j += LANES) {
        const size_t part = lanes_left(j, b->n);
        norm_write(b, j, part, load_part(b->mean + j, part), load_part(b->rate + j, part), from,
                   to);
    }
}

/* The sum of a row's values, then of its squared deviations from `mean`. */
KERN_INLINE kith_real norm_sum(const kith_real *x, size_t n)
{
    vec all = {0};
    for (size_t j = 0; j < n; j += LANES)
        all += load_part(x + j, lanes_left(j, n));
    return sum(all);
}

KERN_INLINE kith_real norm_spread(const kith_real *x, size_t n, kith_real mean)
{
    vec all = {0};
    for (size_t j = 0; j < n; j += LANES) {
        const size_t part = lanes_left(j, n);
        const vec each = load_part(x + j, part) - mean;
        const vec away = load_part((const kith_real *)&each, part);
        all += away * away;
    }
    return sum(all);
}

static void norm_rows(const kith_norm *b, size_t from, size_t to)
{
    for (size_t r = from; r < to; r++) {
        const kith_real *x = b->x + r * b->ldx;
        const kith_real mean = norm_sum(x, b->n) / (kith_real)b->n;
        const kith_real var = norm_spread(x, b->n, mean) / (kith_real)b->n;
        const vec rate = norm_rate(b, splat(var));
        b->mean[r] = mean;
        b->var[r] = var;
        b->rate[r] = rate[0];
        for (size_t j = 0; j < b->n; j += LANES)
            norm_write(b, j, lanes_left(j, b->n), splat(mean), rate, r, r + 1);
    }
}

/* One row: the sums of g = gain d and of g xhat, then dx = rate (g - mean g - xhat mean g xhat). */
KERN_INLINE void norm_row_back(const kith_norm *b, size_t r)
{
    const kith_real *x = b->x + r * b->ldx, *d = b->d + r * b->ldy;
    const vec mean = splat(b->mean[r]), rate = splat(b->rate[r]);
    vec sum_g = {0}, sum_x = {0};
    for (size_t j = 0; j < b->n; j += LANES) {
        const size_t part = lanes_left(j, b->n);
        const vec g = load_part(b->gain + j, part) * load_part(d + j, part);
        sum_g += g;
        sum_x += g * ((load_part(x + j, part) - mean) * rate);
    }
    const vec mean_g = splat(sum(sum_g) / (kith_real)b->n);
    const vec pull = norm_slope(b, splat(b->var[r]), rate) * rate * (sum(sum_x) / (kith_real)b->n);
    for (size_t j = 0; j < b->n; j += LANES) {
        const size_t part = lanes_left(j, b->n);
        const vec g = load_part(b->gain + j, part) * load_part(d + j, part);
        const vec away = load_part(x + j, part) - mean;
        store_part(b->dx + r * b->ldx + j, rate * (g - mean_g - away * pull), part);
    }
}

static void norm_rows_back(const kith_norm *b, size_t from, size_t to)
{
    for (size_t r = from; r < to; r++)
        norm_row_back(b, r);
}

static void norm_rows_sums(const kith_norm *b, size_t from, size_t to)
{
    for (size_t j = from; j < to; j += LANES) {
        const size_t part = lanes_left(j, to);
        vec sum_d = {0}, sum_g = {0};
        for (size_t r = 0; r < b->rows; r++) {
            const vec d = load_part(b->d + r * b->ldy + j, part);
            const vec away = load_part(b->x + r * b->ldx + j, part) - b->mean[r];
            sum_d += d;
            sum_g += d * (away * b->rate[r]);
        }
        store_part(b->d_shift + j, sum_d, part);
        store_part(b->d_gain + j, sum_g, part);
    }
}

/* Draws for many elements at a time, two elements a draw: the low half is the even place's. */
static void dropout(kith_real *y, const kith_real *x, size_t n, uint64_t key, uint64_t first,
                    uint32_t drop, kith_real scale)
{
    enum { AT_ONCE = 128 };
    uint64_t bits[AT_ONCE / 2];
    for (size_t i = 0; i < n; i += AT_ONCE) {
        const size_t part = n - i < AT_ONCE ? n - i : AT_ONCE;
        draw(key, (first + i) / 2, (part + 1) / 2, bits);
        for (size_t j = 0; j < part; j++)
            y[i + j] = (uint32_t)(bits[j / 2] >> j % 2 * 32) < drop ? 0 : x[i + j] * scale;
    }
}

#endif
