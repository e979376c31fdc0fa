/*
 * The small matrix product of dense layers: C = beta C + op(A) op(B), all row-major.
 *
 * Each row of C is built from whole rows of B (axpy) or, with B transposed, from dots; a reference
 * for shapes too small to block, and plain enough to be the oracle of anything faster.
 */
#ifndef KITH_KERN_BODY_GEMM_H
#define KITH_KERN_BODY_GEMM_H

#include "kern/body_map.h"

/* One row of C: c[j] += sum over p of a[p * step] b(p, j). */
KERN_INLINE void gemm_row(bool tb, size_t n, size_t k, const kith_real *a, size_t step,
                          const kith_real *b, size_t ldb, kith_real *c)
{
    if (tb && step == 1) {
        for (size_t j = 0; j < n; j++)
            c[j] += dot(a, b + j * ldb, k);
        return;
    }
    for (size_t p = 0; p < k; p++) {
        if (!tb)
            axpy(c, a[p * step], b + p * ldb, n);
        else
            for (size_t j = 0; j < n; j++)
                c[j] += a[p * step] * b[j * ldb + p];
    }
}

static void gemm(bool ta, bool tb, size_t m, size_t n, size_t k, const kith_real *a, size_t lda,
                 const kith_real *b, size_t ldb, kith_real beta, kith_real *c, size_t ldc)
{
    for (size_t i = 0; i < m; i++) {
        kith_real *row = c + i * ldc;
        if (beta == 0)
            memset(row, 0, n * sizeof *row);
        gemm_row(tb, n, k, ta ? a + i : a + i * lda, ta ? lda : 1, b, ldb, row);
    }
}

#endif
