/* The rotation that brings rows nearest to their partners (Schoenemann 1966). */
#ifndef KITH_VEC_PROCRUSTES_H
#define KITH_VEC_PROCRUSTES_H

#include "vec/tools.h"

/*
 * rotation [dim][dim], orthogonal: row i is where axis i goes, so that the sum over rows of
 * |x R - y|^2 is the least. x and y have the same rows and dim. Where the pairs leave directions
 * open they are turned in one way of many. O(rows dim^2 + 10 dim^3).
 */
kith_status kith_procrustes(const kith_tools *t, const kith_matrix *x, const kith_matrix *y,
                            double *rotation, kith_error *err);

/* to [rows][stride] = x R. `to` may not be x. */
kith_status kith_rows_rotate(const kith_tools *t, const kith_matrix *x, const double *rotation,
                             float *to, uint64_t stride, kith_error *err);

#endif
