/*
 * What stands beside the vectors of a model, taken over for words that were picked out of it and
 * are as they were: n-grams, output vectors, and how it was trained.
 */
#ifndef KITH_VEC_CARRY_H
#define KITH_VEC_CARRY_H

#include "vec/pick.h"

/* `out` has the picked rows of `from`, and its stride. On failure some of it may be carried. */
kith_status kith_carry(const kith_vectors *from, const kith_pick *pick, kith_vectors *out,
                       kith_error *err);

#endif
