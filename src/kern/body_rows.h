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

/* The part of G that belongs to the block of columns beginning at j, which is a multiple of 8. */
KERN_INLINE kith_real *g_block(const kith_rows *r, size_t j)
{
    return r->g + j * kith_rows_padded(r->m);
}

/* Dots of `rows` (constant) by `cols` (constant) rows, written as rows of 8. */
KERN_INLINE void dot_tile(const size_t rows, const size_t cols, kith_real *const *x,
                          kith_real *const *t, size_t width, kith_real *g)
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
#pragma GCC unroll 16
    for (size_t i = 0; i < rows * COLS; i += LANES)
        store(g + i, fold(acc + i));
}

KERN_INLINE void dot_columns(const size_t cols, const kith_rows *r, size_t j)
{
    const size_t at_once = ROWS_AT_ONCE(cols);
    kith_real *g = g_block(r, j);
    size_t i = 0;
    for (; i + at_once <= r->m; i += at_once)
        dot_tile(at_once, cols, r->x + i, r->t + j, r->width, g + i * COLS);
    if (at_once > 2 && i + 2 <= r->m) {
        dot_tile(2, cols, r->x + i, r->t + j, r->width, g + i * COLS);
        i += 2;
    }
    if (at_once > 1 && i < r->m)
        dot_tile(1, cols, r->x + i, r->t + j, r->width, g + i * COLS);
}

static void rows_dot(const kith_rows *r)
{
    for (size_t j = 0; j < r->n; j += COLS)
        BY_COLUMNS(r->n - j, dot_columns, r, j)
}

/* The pattern of a block's 8 columns, repeated to a whole vector (or its part, for narrow ones). */
KERN_INLINE vec pattern(const kith_real *column, size_t i)
{
    kith_real lane[LANES > COLS ? LANES : COLS];
    if (LANES <= COLS)
        return loadu(column + i % COLS);
    memcpy(lane, column, COLS * sizeof *lane);
    memcpy(lane + LANES - COLS, column, COLS * sizeof *lane);
    return loadu(lane);
}

/* g[i][...] *= a[i] for each input row of a block. */
KERN_INLINE void weigh_rows(kith_real *g, const kith_real *a, size_t m)
{
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < COLS; j++)
            g[i * COLS + j] *= a[i];
}

static void rows_residual(const kith_rows *r, kith_real scale)
{
    const size_t size = kith_rows_padded(r->m) * COLS;
    for (size_t j = 0; j < r->n; j += COLS) {
        kith_real *g = g_block(r, j);
        for (size_t i = 0; i < size; i += LANES) {
            const vec dot = load(g + i);
            vec e = scale * pattern(r->weight + j, i) * (pattern(r->label + j, i) - vsigmoid(dot));
            if (r->limit > 0)
                e = select((dot < r->limit) & (dot > -r->limit), e, (vec){0});
            store(g + i, e);
        }
        if (r->x_weight != NULL)
            weigh_rows(g, r->x_weight, r->m);
    }
}

/* log(1 + e^z) without overflow. */
KERN_INLINE double softplus(double z)
{
    return (z > 0 ? z : 0) + log1p(exp(-fabs(z)));
}

static double rows_loss(const kith_rows *r)
{
    double loss = 0;
    for (size_t j = 0; j < r->n; j++) {
        const kith_real *g = g_block(r, j / COLS * COLS) + j % COLS;
        double column = 0;
        for (size_t i = 0; i < r->m; i++) {
            const double dot = (double)g[i * COLS];
            const double weight = r->x_weight != NULL ? (double)r->x_weight[i] : 1;
            column += weight * softplus(r->label[j] > 0 ? -dot : dot);
        }
        loss += (double)r->weight[j] * column;
    }
    return loss;
}

/* The largest dot of input row i over all columns. */
KERN_INLINE kith_real row_max(const kith_rows *r, size_t i)
{
    kith_real most = g_block(r, 0)[i * COLS];
    for (size_t j = 0; j < r->n; j++) {
        const kith_real dot = g_block(r, j / COLS * COLS)[i * COLS + j % COLS];
        most = dot > most ? dot : most;
    }
    return most;
}

/* Turns row i of G into e^(dot - most) and returns the sum; the padding becomes 0. */
KERN_INLINE double row_exp(const kith_rows *r, size_t i, kith_real most)
{
    double total = 0;
    for (size_t j = 0; j < r->n; j += COLS) {
        kith_real *g = g_block(r, j) + i * COLS;
        const size_t cols = r->n - j < COLS ? r->n - j : COLS;
        for (size_t k = 0; k < COLS; k += LANES < COLS ? LANES : COLS) {
            const size_t part = LANES < COLS ? LANES : COLS;
            store_part(g + k, vexp(load_part(g + k, part) - most), part);
        }
        for (size_t k = 0; k < COLS; k++) {
            g[k] = k < cols ? g[k] : 0;
            total += (double)g[k];
        }
    }
    return total;
}

static double rows_softmax(const kith_rows *r, kith_real scale)
{
    double loss = 0;
    for (size_t i = 0; i < r->m; i++) {
        const double weight = r->x_weight != NULL ? (double)r->x_weight[i] : 1;
        const kith_real most = row_max(r, i), row_scale = scale * (kith_real)weight;
        double hit = 0;
        for (size_t j = 0; j < r->n; j++)
            if (r->label[j] > 0)
                hit += (double)(g_block(r, j / COLS * COLS)[i * COLS + j % COLS] - most);
        const double total = row_exp(r, i, most);
        loss += weight * (log(total) - hit);
        for (size_t j = 0; j < r->n; j++) {
            kith_real *g = g_block(r, j / COLS * COLS) + i * COLS + j % COLS;
            *g = row_scale * r->weight[j] * (r->label[j] - *g / (kith_real)total);
        }
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
    const kith_real *g = g_block(r, j);
    vec old[COLS], now[COLS];
#pragma GCC unroll 8
    for (size_t k = 0; k < cols; k++) {
        old[k] = load(r->t[j + k] + c);
        now[k] = s->add_t ? old[k] : (vec){0};
    }
    for (size_t i = 0; i < r->m; i++, g += COLS) {
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
    kith_real *y = r->g + kith_rows_padded(r->m) * ((r->n + COLS - 1) / COLS * COLS);
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
