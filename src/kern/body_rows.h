/*
 * Logistic rows: the small matrix kernel under every embedding mode (kern.h has the formula).
 *
 * G stands as [blocks of 8 columns][m, padded to even][8], so that the weights and labels of a
 * block are one pattern repeated down the rows and the widest vector holds two rows. The dots of a
 * few rows by up to eight columns stay in registers; both updates are one pass over the rows, chunk
 * by chunk. The number of columns in a block is a compile-time constant in each variant
 * (by_columns).
 */
#ifndef KITH_KERN_BODY_ROWS_H
#define KITH_KERN_BODY_ROWS_H

#include <math.h>

#include "kern/simd.h"

#define COLS ((size_t)KITH_ROWS_BLOCK)

/* Input rows in one register block of dots, by the number of columns. */
#if KERN_BYTES == 64
#define ROWS_AT_ONCE(n) ((n) <= 6 ? 4 : 2)
#elif KERN_BYTES == 32
#define ROWS_AT_ONCE(n) ((n) <= 6 ? 2 : 1)
#else
#define ROWS_AT_ONCE(n) ((n) <= 4 ? 2 : 1)
#endif
#define MAX_ROWS_AT_ONCE 4

/* Calls f with the column count as a constant, 1..8. */
#define BY_COLUMNS(n, f, ...)                                                                      \
    switch (n) {                                                                                   \
    case 1:                                                                                        \
        f(1, __VA_ARGS__);                                                                         \
        break;                                                                                     \
    case 2:                                                                                        \
        f(2, __VA_ARGS__);                                                                         \
        break;                                                                                     \
    case 3:                                                                                        \
        f(3, __VA_ARGS__);                                                                         \
        break;                                                                                     \
    case 4:                                                                                        \
        f(4, __VA_ARGS__);                                                                         \
        break;                                                                                     \
    case 5:                                                                                        \
        f(5, __VA_ARGS__);                                                                         \
        break;                                                                                     \
    case 6:                                                                                        \
        f(6, __VA_ARGS__);                                                                         \
        break;                                                                                     \
    case 7:                                                                                        \
        f(7, __VA_ARGS__);                                                                         \
        break;                                                                                     \
    default:                                                                                       \
        f(8, __VA_ARGS__);                                                                         \
        break;                                                                                     \
    }

/* Puts the sums of `rows` x 8 accumulators into rows of G, `ld` apart. */
KERN_INLINE void store_sums(const size_t rows, const vec *acc, kith_real *g, size_t ld)
{
#pragma GCC unroll 16
    for (size_t i = 0; i < rows * COLS; i += LANES) {
        const vec sums = fold(acc + i);
        const kith_real *lane = (const kith_real *)&sums;
        if (LANES <= COLS)
            store(g + i / COLS * ld + i % COLS, sums);
        else if (ld == COLS)
            store(g + i, sums);
        else
            for (size_t k = 0; k * COLS < LANES && i / COLS + k < rows; k++)
                memcpy(g + (i / COLS + k) * ld, lane + k * COLS, COLS * sizeof *g);
    }
}

/* Dots of `rows` (constant) by `cols` (constant) rows, written as rows of 8. */
KERN_INLINE void dot_tile(const size_t rows, const size_t cols, kith_real *const *x,
                          kith_real *const *t, size_t width, kith_real *g, size_t ld)
{
    vec acc[MAX_ROWS_AT_ONCE * COLS + 8];
#pragma GCC unroll 40
    for (size_t i = 0; i < MAX_ROWS_AT_ONCE * COLS + 8; i++)
        acc[i] = (vec){0};
    for (size_t c = 0; c < width; c += LANES) {
        vec tv[COLS];
#pragma GCC unroll 8
        for (size_t j = 0; j < cols; j++)
            tv[j] = load(t[j] + c);
#pragma GCC unroll 4
        for (size_t i = 0; i < rows; i++) {
            const vec xv = load(x[i] + c);
#pragma GCC unroll 8
            for (size_t j = 0; j < cols; j++)
                acc[i * COLS + j] += xv * tv[j];
        }
    }
    store_sums(rows, acc, g, ld);
}

KERN_INLINE void dot_columns(const size_t cols, const kith_rows *r, size_t j, size_t ld)
{
    const size_t at_once = ROWS_AT_ONCE(cols);
    kith_real *const *t = r->t + j;
    kith_real *g = r->g + j;
    size_t i = 0;
    for (; i + at_once <= r->m; i += at_once)
        dot_tile(at_once, cols, r->x + i, t, r->width, g + i * ld, ld);
    if (at_once > 2 && i + 2 <= r->m) {
        dot_tile(2, cols, r->x + i, t, r->width, g + i * ld, ld);
        i += 2;
    }
    if (at_once > 1 && i < r->m)
        dot_tile(1, cols, r->x + i, t, r->width, g + i * ld, ld);
}

static void rows_dot(const kith_rows *r)
{
    const size_t ld = kith_rows_ld(r->n);
    size_t j = 0;
    for (; j < r->n; j += COLS)
        BY_COLUMNS(r->n - j, dot_columns, r, j, ld)
    if (j < ld)
        for (size_t i = 0; i < r->m; i++)
            memset(r->g + i * ld + j, 0, COLS * sizeof *r->g);
}

/*
 * Columns at i of a map over G: a row's own where rows are long, the 8 of the only block, repeated
 * to a whole vector, where they are short.
 */
KERN_INLINE vec pattern(const kith_real *column, size_t i, size_t ld)
{
    if (LANES <= COLS || ld > COLS)
        return loadu(column + i % ld);
    vec both;
    memcpy(&both, column, COLS * sizeof *column);
    memcpy((kith_real *)&both + LANES - COLS, column, COLS * sizeof *column);
    return both;
}

/* g[i][...] *= a[i] for each input row. */
KERN_INLINE void weigh_rows(kith_real *g, size_t ld, const kith_real *a, size_t m)
{
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < ld; j++)
            g[i * ld + j] *= a[i];
}

static void rows_residual(const kith_rows *r, kith_real scale)
{
    const size_t ld = kith_rows_ld(r->n);
    kith_real *g = r->g;
    for (size_t i = 0; i < r->m * ld; i += LANES) {
        const vec label = r->label_rows ? loadu(r->label + i) : pattern(r->label, i, ld);
        const vec miss = label - vsigmoid(load(g + i));
        store(g + i, scale * pattern(r->weight, i, ld) * miss);
    }
    if (r->x_weight != NULL)
        weigh_rows(g, ld, r->x_weight, r->m);
}

/* The labels of input row i. */
KERN_INLINE const kith_real *label_row(const kith_rows *r, size_t i)
{
    return r->label_rows ? r->label + i * kith_rows_ld(r->n) : r->label;
}

/* log(1 + e^z) without overflow. */
KERN_INLINE double softplus(double z)
{
    return (z > 0 ? z : 0) + log1p(exp(-fabs(z)));
}

static double rows_loss(const kith_rows *r)
{
    const size_t ld = kith_rows_ld(r->n);
    double loss = 0;
    for (size_t i = 0; i < r->m; i++) {
        const kith_real *dot = r->g + i * ld;
        double row = 0;
        for (size_t j = 0; j < r->n; j++)
            row +=
                (double)r->weight[j] * softplus(r->label[j] > 0 ? -(double)dot[j] : (double)dot[j]);
        loss += r->x_weight != NULL ? (double)r->x_weight[i] * row : row;
    }
    return loss;
}

/* Turns n logits into e^(z - max z), the padding into 0; returns their sum. */
KERN_INLINE double exp_row(kith_real *z, size_t n, size_t ld, kith_real most)
{
    double total = 0;
    for (size_t j = 0; j < ld; j += LANES) {
        const size_t part = ld - j < LANES ? ld - j : LANES;
        store_part(z + j, vexp(load_part(z + j, part) - most), part);
    }
    memset(z + n, 0, (ld - n) * sizeof *z);
    for (size_t j = 0; j < n; j++)
        total += (double)z[j];
    return total;
}

static void softmax(kith_real *z, size_t n)
{
    kith_real most = z[0];
    for (size_t j = 0; j < n; j++)
        most = z[j] > most ? z[j] : most;
    const kith_real total = (kith_real)exp_row(z, n, n, most);
    for (size_t j = 0; j < n; j++)
        z[j] /= total;
}

static double rows_softmax(const kith_rows *r, kith_real scale)
{
    const size_t ld = kith_rows_ld(r->n);
    double loss = 0;
    for (size_t i = 0; i < r->m; i++) {
        kith_real *z = r->g + i * ld, most = z[0];
        const kith_real *label = label_row(r, i);
        double hit = 0;
        for (size_t j = 0; j < r->n; j++)
            most = z[j] > most ? z[j] : most;
        for (size_t j = 0; j < r->n; j++)
            hit += (double)(label[j] * (z[j] - most));
        const double total = exp_row(z, r->n, ld, most);
        const kith_real weight = r->x_weight != NULL ? r->x_weight[i] : 1;
        const kith_real step = scale * weight, share = (kith_real)(1 / total);
        for (size_t j = 0; j < r->n; j++)
            z[j] = step * r->weight[j] * (label[j] - z[j] * share);
        loss += (double)weight * (log(total) - hit);
    }
    return loss;
}

/* Where one sweep reads from and writes to. */
typedef struct sweep {
    const kith_rows *r;
    kith_real *const *to_x, *const *to_t;
    bool add_x, add_t; /* start from the old row rather than from zero */
} sweep;

/* One chunk of one block of columns: xv[i] is the old chunk of row i, y[i] gathers its new one. */
KERN_INLINE void sweep_columns(const size_t cols, const sweep *s, size_t j, size_t c, kith_real *y)
{
    const kith_rows *r = s->r;
    const size_t ld = kith_rows_ld(r->n);
    const kith_real *g = r->g + j;
    vec old[COLS], now[COLS];
#pragma GCC unroll 8
    for (size_t k = 0; k < cols; k++) {
        old[k] = load(r->t[j + k] + c);
        now[k] = s->add_t ? old[k] : (vec){0};
    }
    for (size_t i = 0; i < r->m; i++, g += ld) {
        const vec xv = load(r->x[i] + c);
        vec even = load(y + i * LANES), odd = {0};
#pragma GCC unroll 8
        for (size_t k = 0; k < cols; k++) {
            if (k & 1)
                odd += g[k] * old[k];
            else
                even += g[k] * old[k];
            now[k] += g[k] * xv;
        }
        store(y + i * LANES, even + odd);
    }
#pragma GCC unroll 8
    for (size_t k = 0; k < cols; k++)
        store(s->to_t[j + k] + c, now[k]);
}

/* The same where one block holds all columns: y stays in a register. */
KERN_INLINE void sweep_single(const size_t cols, const sweep *s)
{
    const kith_rows *r = s->r;
    for (size_t c = 0; c < r->width; c += LANES) {
        vec old[COLS], now[COLS];
        const kith_real *g = r->g;
        for (size_t f = 0; f < r->fetches; f++)
            __builtin_prefetch((const kith_real *)r->fetch[f] + c, 1);
#pragma GCC unroll 8
        for (size_t k = 0; k < cols; k++) {
            old[k] = load(r->t[k] + c);
            now[k] = s->add_t ? old[k] : (vec){0};
        }
        for (size_t i = 0; i < r->m; i++, g += COLS) {
            const vec xv = load(r->x[i] + c);
            vec even = s->add_x ? xv : (vec){0}, odd = {0};
#pragma GCC unroll 8
            for (size_t k = 0; k < cols; k++) {
                if (k & 1)
                    odd += g[k] * old[k];
                else
                    even += g[k] * old[k];
                now[k] += g[k] * xv;
            }
            store(s->to_x[i] + c, even + odd);
        }
#pragma GCC unroll 8
        for (size_t k = 0; k < cols; k++)
            store(s->to_t[k] + c, now[k]);
    }
}

/* Many blocks: the new chunks of X wait in scratch until every block has read the old ones. */
KERN_INLINE void sweep_blocks(const sweep *s)
{
    const kith_rows *r = s->r;
    kith_real *y = r->g + ((r->m + 1) & ~(size_t)1) * kith_rows_ld(r->n);
    for (size_t c = 0; c < r->width; c += LANES) {
        for (size_t f = 0; f < r->fetches; f++)
            __builtin_prefetch((const kith_real *)r->fetch[f] + c, 1);
        for (size_t i = 0; i < r->m; i++)
            store(y + i * LANES, s->add_x ? load(r->x[i] + c) : (vec){0});
        for (size_t j = 0; j < r->n; j += COLS)
            BY_COLUMNS(r->n - j, sweep_columns, s, j, c, y)
        for (size_t i = 0; i < r->m; i++)
            store(s->to_x[i] + c, load(y + i * LANES));
    }
}

static void rows_update(const kith_rows *r)
{
    const sweep s = {r, r->x, r->t, true, true};
    if (r->n <= COLS)
        BY_COLUMNS(r->n, sweep_single, &s)
    else
        sweep_blocks(&s);
}

static void rows_update_t(const kith_rows *r, kith_real *const *dx)
{
    const sweep s = {r, dx, r->t, false, true};
    if (r->n <= COLS)
        BY_COLUMNS(r->n, sweep_single, &s)
    else
        sweep_blocks(&s);
}

static void rows_direction(const kith_rows *r, kith_real *const *dx, kith_real *const *dt)
{
    const sweep s = {r, dx, dt, false, false};
    sweep_blocks(&s);
}

static void bag_sum(const kith_real *const *rows, size_t n, size_t width, kith_real scale,
                    kith_real *out)
{
    for (size_t c = 0; c < width; c += LANES) {
        vec even = {0}, odd = {0};
        size_t i = 0;
        for (; i + 2 <= n; i += 2) {
            even += load(rows[i] + c);
            odd += load(rows[i + 1] + c);
        }
        if (i < n)
            even += load(rows[i] + c);
        store(out + c, scale * (even + odd));
    }
}

static void bag_add(kith_real *const *rows, size_t n, size_t width, kith_real scale,
                    const kith_real *d)
{
    for (size_t c = 0; c < width; c += LANES) {
        const vec step = scale * load(d + c);
        for (size_t i = 0; i < n; i++)
            store(rows[i] + c, load(rows[i] + c) + step);
    }
}

#endif
