/*
 * The singular values and vectors of a small dense matrix, in double, by one-sided Jacobi (Hestenes
 * 1958): columns are turned in pairs until all stand at right angles. Small singular values come
 * out with as many good digits as large ones, and a symmetric matrix without negative eigenvalues
 * gives its eigenvectors, so principal components and Procrustes' rotation need nothing else.
 */
#ifndef KITH_VEC_SVD_H
#define KITH_VEC_SVD_H

#include "vec/tools.h"

/* Columns of a matrix, at most: beyond it hours would pass. */
enum { KITH_SVD_MOST = 4096 };

/* KITH_ERR_USAGE beyond KITH_SVD_MOST columns. */
kith_status kith_svd_check(uint64_t columns, kith_error *err);

/*
 * The matrix has n columns of m numbers; column j is row j of w [n][m]. On return column j is
 * s_j u_j, the longest first, v [n][n] has the right singular vector v_j as row j, and s [n] the
 * lengths, so that the matrix is the sum of s_j u_j v_j'. About 10 m n^2 operations a sweep, about
 * 10 sweeps, on the whole team; the same bits at any number of threads. m >= 1; numbers finite.
 */
kith_status kith_svd(const kith_tools *t, double *w, size_t m, size_t n, double *v, double *s,
                     kith_error *err);

#endif
