/*
 * Ranks and correlation: Spearman's rho is Pearson's r of the ranks.
 */
#ifndef KITH_QUERY_RANK_H
#define KITH_QUERY_RANK_H

#include "base/status.h"

/* rank [n] of value [n], 1 the lowest; equal values share the mean of their ranks. O(n log n). */
kith_status kith_rank(const double *value, size_t n, double *rank, kith_error *err);

/* Pearson's r; NaN with fewer than two values or where one side is constant. */
double kith_correlation(const double *x, const double *y, size_t n);

#endif
