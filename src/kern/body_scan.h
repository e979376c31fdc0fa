/*
 * Scans for queries: the dots of one or many queries with a run of rows, and the lengths of rows.
 */
#ifndef KITH_KERN_BODY_SCAN_H
#define KITH_KERN_BODY_SCAN_H

#include "kern/simd.h"

#define SCAN_LANES (KERN_BYTES / sizeof(float))
typedef float fvec __attribute__((vector_size(KERN_BYTES), may_alias));

KERN_INLINE float fdot(const float *x, const float *y, size_t n)
{
    fvec acc = {0}, xv, yv;
    size_t i = 0;
    for (; i + SCAN_LANES <= n; i += SCAN_LANES) {
        memcpy(&xv, x + i, sizeof xv);
        memcpy(&yv, y + i, sizeof yv);
        acc += xv * yv;
    }
    float lane[SCAN_LANES], total = 0;
    memcpy(lane, &acc, sizeof lane);
    for (size_t k = 0; k < SCAN_LANES; k++)
        total += lane[k];
    for (; i < n; i++)
        total += x[i] * y[i];
    return total;
}

static void scan(const float *rows, size_t n, size_t stride, size_t dim, const float *q,
                 float *score)
{
    for (size_t i = 0; i < n; i++)
        score[i] = fdot(rows + i * stride, q, dim);
}

static void scan_many(const float *rows, size_t n, size_t stride, size_t dim, const float *q,
                      size_t queries, size_t qstride, float *score)
{
    for (size_t i = 0; i < queries; i++)
        scan(rows, n, stride, dim, q + i * qstride, score + i * n);
}

static void norms(const float *rows, size_t n, size_t stride, size_t dim, float *norm)
{
    for (size_t i = 0; i < n; i++)
        norm[i] = __builtin_sqrtf(fdot(rows + i * stride, rows + i * stride, dim));
}

#endif
