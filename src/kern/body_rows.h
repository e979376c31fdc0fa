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

#define COLS ((size_t)KITH_LOGISTIC_BLOCK)

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

KERN_INLINE void dot_columns(const size_t cols, const kith_logistic *r, size_t j, size_t ld)
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

static void rows_dot(const kith_logistic *r)
{
    const size_t ld = kith_logistic_ld(r->n);
    size_t j = 0;
    for (; j < r->n; j += COLS)
        BY_COLUMNS(r->n - j, dot_columns, r, j, ld)
    if (j < ld)
        for (size_t i = 0; i < r->m; i++)
            memset(r->g + i * ld + j, 0, COLS * sizeof *r->g);
}

/* The 8 columns of short rows, repeated to fill a vector (where it is wider). */
KERN_INLINE vec repeat(const kith_real *column)
{
#if KERN_BYTES == 64
    typedef kith_real half __attribute__((vector_size(32)));
    half h;
    memcpy(&h, column, sizeof h);
    return KERN_SHUFFLE(h, h, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7);
#else
    return loadu(column);
#endif
}

/* g[i][...] *= a[i] for each input row. */
KERN_INLINE void weigh_rows(kith_real *g, size_t ld, const kith_real *a, size_t m)
{
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < ld; j++)
            g[i * ld + j] *= a[i];
}

/* Walks the vectors of G, with the weights and labels of the columns that each holds. */
typedef struct columns {
    const kith_logistic *r;
    size_t ld, i, j;
    bool whole; /* the same columns in every vector */
    vec weight, label;
} columns;

KERN_INLINE columns first_columns(const kith_logistic *r)
{
    const size_t ld = kith_logistic_ld(r->n);
    return (columns){.r = r,
                     .ld = ld,
                     .whole = LANES >= COLS && ld == COLS,
                     .weight = repeat(r->weight),
                     .label = repeat(r->label)};
}

/* False behind the last vector; otherwise the vector at c->i is the next. */
KERN_INLINE bool next_columns(columns *c)
{
    if (c->i >= c->r->m * c->ld)
        return false;
    if (!c->whole) {
        c->weight = loadu(c->r->weight + c->j);
        c->label = loadu(c->r->label + c->j);
        c->j = c->j + LANES < c->ld ? c->j + LANES : 0;
    }
    if (c->r->label_rows)
        c->label = loadu(c->r->label + c->i);
    if (c->r->weight_rows)
        c->weight = loadu(c->r->weight + c->i);
    c->i += LANES;
    return true;
}

static void rows_residual(const kith_logistic *r, kith_real scale)
{
    columns c = first_columns(r);
    for (kith_real *g = r->g; next_columns(&c); g += LANES)
        store(g, scale * c.weight * (c.label - vsigmoid(load(g))));
    if (r->x_weight != NULL)
        weigh_rows(r->g, c.ld, r->x_weight, r->m);
}

/* The weight of the input row (or the two rows) that the vector at i of G holds. */
KERN_INLINE vec row_weight(const kith_logistic *r, size_t i, size_t ld)
{
    const kith_real one = 1;
    const kith_real *w = r->x_weight;
    const size_t row = i / ld, next = row + 1 < r->m ? row + 1 : row;
    vec weight = splat(w != NULL ? w[row] : one);
    if (LANES > COLS && ld == COLS)
        for (size_t k = COLS; k < LANES; k++)
            weight[k] = w != NULL ? w[next] : one;
    return weight;
}

/* -y log s(z) - (1 - y) log s(-z) = log(1 + e^z) - y z. */
static double rows_loss(const kith_logistic *r)
{
    const size_t end = r->m * kith_logistic_ld(r->n);
    columns c = first_columns(r);
    double loss = 0;
    for (size_t i = 0; next_columns(&c); i += LANES) {
        const vec z = load(r->g + i);
        vec each = c.weight * (vsoftplus(z) - c.label * z) * row_weight(r, i, c.ld);
        for (size_t k = end - i; k < LANES; k++) /* the row that evens out */
            each[k] = 0;
        loss += (double)sum(each);
    }
    return loss;
}

/* The labels of input row i. */
KERN_INLINE const kith_real *label_row(const kith_logistic *r, size_t i)
{
    return r->label_rows ? r->label + i * kith_logistic_ld(r->n) : r->label;
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

static double rows_softmax(const kith_logistic *r, kith_real scale)
{
    const size_t ld = kith_logistic_ld(r->n);
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

/*
 * Where one sweep reads from and writes to; passed by value, so that the stores to rows cannot seem
 * to change it.
 */
typedef struct sweep {
    size_t m, n, width, ld;
    kith_real *const *x, *const *t, *const *to_x, *const *to_t;
    const kith_real *g;
    kith_real *y; /* [m][LANES]: new chunks of X that wait */
    const void *const *fetch;
    size_t fetches;
    bool add_x, add_t; /* start from the old row rather than from zero */
} sweep;

/* Asks for the chunk at c of the rows that later calls will want. */
KERN_INLINE void fetch_chunk(const sweep s, size_t c)
{
    for (size_t i = 0; i < s.fetches; i++)
        __builtin_prefetch((const kith_real *)s.fetch[i] + c, 1);
}

/*
 * The chunk at c of the columns from j, `cols` (constant) of them. The old rows of X are read for
 * every block of columns, so what becomes of them waits in y, from the first block to the last.
 */
KERN_INLINE void sweep_columns(const size_t cols, const sweep s, size_t j, size_t c,
                               const bool first, const bool last)
{
    const kith_real *g = s.g + j;
    vec old[COLS], now[COLS];
#pragma GCC unroll 8
    for (size_t k = 0; k < cols; k++) {
        old[k] = load(s.t[j + k] + c);
        now[k] = s.add_t ? old[k] : (vec){0};
    }
    for (size_t i = 0; i < s.m; i++, g += first && last ? COLS : s.ld) {
        const vec xv = load(s.x[i] + c);
        vec even = !first ? load(s.y + i * LANES) : s.add_x ? xv : (vec){0}, odd = {0};
#pragma GCC unroll 8
        for (size_t k = 0; k < cols; k++) {
            if (k & 1)
                odd += g[k] * old[k];
            else
                even += g[k] * old[k];
            now[k] += g[k] * xv;
        }
        store(last ? s.to_x[i] + c : s.y + i * LANES, even + odd);
    }
#pragma GCC unroll 8
    for (size_t k = 0; k < cols; k++)
        store(s.to_t[j + k] + c, now[k]);
}

/* One block holds all columns. */
KERN_INLINE void sweep_single(const size_t cols, const sweep s)
{
    for (size_t c = 0; c < s.width; c += LANES) {
        fetch_chunk(s, c);
        sweep_columns(cols, s, 0, c, true, true);
    }
}

KERN_INLINE void sweep_blocks(const sweep s)
{
    const size_t last = (s.n - 1) / COLS * COLS;
    for (size_t c = 0; c < s.width; c += LANES) {
        fetch_chunk(s, c);
        sweep_columns(COLS, s, 0, c, true, false);
        for (size_t j = COLS; j < last; j += COLS)
            sweep_columns(COLS, s, j, c, false, false);
        BY_COLUMNS(s.n - last, sweep_columns, s, last, c, false, true)
    }
}

/* The row of X with the column j: what the one gets from the other, the other being written. */
KERN_INLINE vec sweep_pair(const sweep s, size_t j, size_t c, vec xv)
{
    const vec old = load(s.t[j] + c);
    store(s.to_t[j] + c, (s.add_t ? old : (vec){0}) + s.g[j] * xv);
    return s.g[j] * old;
}

/* One row, a bag's, and many columns: nothing has to wait, y stays in registers. */
KERN_INLINE void sweep_row(const sweep s)
{
    enum { AT_ONCE = 4 };
    for (size_t c = 0; c < s.width; c += LANES) {
        const vec xv = load(s.x[0] + c);
        vec y[AT_ONCE] = {s.add_x ? xv : (vec){0}};
        size_t j = 0;
        fetch_chunk(s, c);
        for (; j + AT_ONCE <= s.n; j += AT_ONCE) {
#pragma GCC unroll 4
            for (size_t k = 0; k < AT_ONCE; k++)
                y[k] += sweep_pair(s, j + k, c, xv);
        }
        for (; j < s.n; j++)
            y[0] += sweep_pair(s, j, c, xv);
        store(s.to_x[0] + c, (y[0] + y[1]) + (y[2] + y[3]));
    }
}

KERN_INLINE void sweep_rows(const kith_logistic *r, kith_real *const *to_x, kith_real *const *to_t,
                            const bool add_x, const bool add_t)
{
    const size_t ld = kith_logistic_ld(r->n);
    const sweep s = {.m = r->m,
                     .n = r->n,
                     .width = r->width,
                     .ld = ld,
                     .x = r->x,
                     .t = r->t,
                     .to_x = to_x,
                     .to_t = to_t,
                     .g = r->g,
                     .y = r->g + ((r->m + 1) & ~(size_t)1) * ld,
                     .fetch = r->fetch,
                     .fetches = r->fetches,
                     .add_x = add_x,
                     .add_t = add_t};
    if (r->n <= COLS)
        BY_COLUMNS(r->n, sweep_single, s)
    else if (r->m == 1)
        sweep_row(s);
    else
        sweep_blocks(s);
}

static void rows_update(const kith_logistic *r)
{
    sweep_rows(r, r->x, r->t, true, true);
}

static void rows_update_t(const kith_logistic *r, kith_real *const *dx)
{
    sweep_rows(r, dx, r->t, false, true);
}

static void rows_direction(const kith_logistic *r, kith_real *const *dx, kith_real *const *dt)
{
    sweep_rows(r, dx, dt, false, false);
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
