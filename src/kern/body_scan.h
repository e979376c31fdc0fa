/*
 * Scans for queries: the dots of one or many queries with a run of rows, and the lengths of rows.
 *
 * Tiles of rows by queries keep one accumulator a dot in registers and share the horizontal sums
 * (fold). Every dot adds the same products in the same order whatever tile it stands in, so a score
 * does not depend on how rows and queries were cut into calls.
 */
#ifndef KITH_KERN_BODY_SCAN_H
#define KITH_KERN_BODY_SCAN_H

#include "kern/simd.h"

#define SCAN_LANES (KERN_BYTES / sizeof(float))

/* Float in every build. */
#ifdef KITH_DOUBLE
typedef float fvec __attribute__((vector_size(KERN_BYTES), may_alias));
typedef int32_t fmask __attribute__((vector_size(KERN_BYTES), may_alias));

KERN_INLINE fvec scan_fold(const fvec *a)
{
    const fvec t = KERN_SHUFFLE(a[0], a[1], 0, 4, 1, 5) + KERN_SHUFFLE(a[0], a[1], 2, 6, 3, 7);
    const fvec u = KERN_SHUFFLE(a[2], a[3], 0, 4, 1, 5) + KERN_SHUFFLE(a[2], a[3], 2, 6, 3, 7);
    return KERN_SHUFFLE(t, u, 0, 1, 4, 5) + KERN_SHUFFLE(t, u, 2, 3, 6, 7);
}
#else
typedef vec fvec;
typedef ivec fmask;
#define scan_fold fold
#endif

/*
 * Tiles: ONE rows by one query, MANY rows by QUERIES queries. Enough accumulators to hide the
 * latency of a multiply-add, few enough for the registers, and a multiple of what fold takes.
 */
enum {
    SCAN_ONE = KERN_BYTES == 64 ? 16 : 8,
    SCAN_MANY = KERN_BYTES == 64 ? 4 : 2,
    SCAN_QUERIES = 4,
    SCAN_MOST = 16
};

KERN_INLINE fvec scan_load(const float *p)
{
    fvec v;
    memcpy(&v, p, sizeof v);
    return v;
}

/* What is left of a row behind its whole vectors: read without leaving the row. */
typedef struct scan_tail {
    size_t from, n; /* elements from..from + n; n 0 where the vectors cover all */
    fmask mask;     /* the last n lanes */
} scan_tail;

KERN_INLINE scan_tail scan_tail_of(size_t dim)
{
    scan_tail t = {dim - dim % SCAN_LANES, dim % SCAN_LANES, {0}};
    for (size_t i = 0; i < SCAN_LANES; i++)
        t.mask[i] = i >= SCAN_LANES - t.n ? -1 : 0;
    return t;
}

/*
 * The tail in the last n lanes, zero in the others: a vector that ends with the row and whose
 * lanes that were read before are cleared, or, in rows shorter than a vector, a copy.
 */
KERN_INLINE fvec scan_load_tail(const float *row, const scan_tail *t)
{
    if (t->from > 0)
        return (fvec)((fmask)scan_load(row + t->from + t->n - SCAN_LANES) & t->mask);
    float lane[SCAN_LANES] = {0};
    for (size_t i = 0; i < t->n; i++)
        lane[SCAN_LANES - t->n + i] = row[i];
    return scan_load(lane);
}

/* acc [nq][nr] += x [nr] times y [nq], lane by lane. */
KERN_INLINE void scan_multiply(const size_t nr, const size_t nq, fvec *acc, const fvec *x,
                               const fvec *y)
{
    KERN_UNROLL
    for (size_t j = 0; j < nq; j++) {
        KERN_UNROLL
        for (size_t r = 0; r < nr; r++)
            acc[j * nr + r] += x[r] * y[j];
    }
}

/*
 * The dots of nr rows by nq queries (both constant) as out [nq][nr]. A tile of fewer than fold
 * takes is filled up with zeros.
 */
KERN_INLINE void scan_tile(const size_t nr, const size_t nq, const float *rows, size_t stride,
                           const scan_tail *tail, const float *q, size_t qstride,
                           float out[SCAN_MOST])
{
    fvec acc[SCAN_MOST], x[SCAN_ONE], y[SCAN_QUERIES];
    KERN_UNROLL
    for (size_t i = 0; i < SCAN_MOST; i++)
        acc[i] = (fvec){0};
    for (size_t d = 0; d < tail->from; d += SCAN_LANES) {
        KERN_UNROLL
        for (size_t r = 0; r < nr; r++)
            x[r] = scan_load(rows + r * stride + d);
        KERN_UNROLL
        for (size_t j = 0; j < nq; j++)
            y[j] = scan_load(q + j * qstride + d);
        scan_multiply(nr, nq, acc, x, y);
    }
    if (tail->n > 0) {
        KERN_UNROLL
        for (size_t r = 0; r < nr; r++)
            x[r] = scan_load_tail(rows + r * stride, tail);
        KERN_UNROLL
        for (size_t j = 0; j < nq; j++)
            y[j] = scan_load_tail(q + j * qstride, tail);
        scan_multiply(nr, nq, acc, x, y);
    }
    KERN_UNROLL
    for (size_t i = 0; i < nr * nq; i += SCAN_LANES) {
        const fvec sums = scan_fold(acc + i);
        memcpy(out + i, &sums, sizeof sums);
    }
}

/* One tile of `nr` by `nq` and its scores to where they belong: row i of n, queries `n` apart. */
KERN_INLINE void scan_put(const size_t nr, const size_t nq, const float *rows, size_t stride,
                          const scan_tail *tail, const float *q, size_t qstride, float *score,
                          size_t n)
{
    float out[SCAN_MOST];
    scan_tile(nr, nq, rows, stride, tail, q, qstride, out);
    KERN_UNROLL
    for (size_t j = 0; j < nq; j++)
        memcpy(score + j * n, out + j * nr, nr * sizeof *out);
}

static void scan(const float *rows, size_t n, size_t stride, size_t dim, const float *q,
                 float *score)
{
    const scan_tail tail = scan_tail_of(dim);
    size_t i = 0;
    for (; i + SCAN_ONE <= n; i += SCAN_ONE)
        scan_put(SCAN_ONE, 1, rows + i * stride, stride, &tail, q, 0, score + i, n);
    for (; i < n; i++)
        scan_put(1, 1, rows + i * stride, stride, &tail, q, 0, score + i, n);
}

/* The rows of a tile stay in the first-level cache while the queries go by. */
static void scan_many(const float *rows, size_t n, size_t stride, size_t dim, const float *q,
                      size_t queries, size_t qstride, float *score)
{
    const scan_tail tail = scan_tail_of(dim);
    const size_t whole = queries - queries % SCAN_QUERIES;
    size_t i = 0;
    for (; i + SCAN_MANY <= n; i += SCAN_MANY)
        for (size_t j = 0; j < whole; j += SCAN_QUERIES)
            scan_put(SCAN_MANY, SCAN_QUERIES, rows + i * stride, stride, &tail, q + j * qstride,
                     qstride, score + j * n + i, n);
    for (; i < n; i++)
        for (size_t j = 0; j < whole; j++)
            scan_put(1, 1, rows + i * stride, stride, &tail, q + j * qstride, qstride,
                     score + j * n + i, n);
    for (size_t j = whole; j < queries; j++)
        scan(rows, n, stride, dim, q + j * qstride, score + j * n);
}

static void norms(const float *rows, size_t n, size_t stride, size_t dim, float *norm)
{
    const scan_tail tail = scan_tail_of(dim);
    for (size_t i = 0; i < n; i++) {
        const float *row = rows + i * stride;
        scan_put(1, 1, row, stride, &tail, row, stride, norm + i, n);
        norm[i] = __builtin_sqrtf(norm[i]);
    }
}

#endif
