/*
 * Lengths and cosines of a few vectors, in double: what is asked once needs no kernel.
 */
#ifndef KITH_QUERY_SIMILARITY_H
#define KITH_QUERY_SIMILARITY_H

#include "kith.h"

/* x . y over n floats, summed in double. */
double kith_dot(const float *x, const float *y, uint64_t n);

/* 0 with a zero vector. */
double kith_cosine(const float *x, const float *y, uint64_t n);

/* Scales x [n] to length 1 and returns the length it had. A zero vector stays as it is. */
double kith_unit(float *x, uint64_t n);

#endif
