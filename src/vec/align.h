/* One space turned towards another, by pairs of their rows. */
#ifndef KITH_VEC_ALIGN_H
#define KITH_VEC_ALIGN_H

#include "vec/tools.h"

/*
 * rotation [dim][dim] of `a` towards `b` by the pairs, rows at length 1. KITH_ERR_DATA where dims
 * differ, KITH_ERR_USAGE without a pair.
 */
kith_status kith_align_fit(const kith_tools *t, const kith_vectors *a, const kith_vectors *b,
                           const kith_row_pair *pair, uint64_t count, double *rotation,
                           kith_error *err);

#endif
