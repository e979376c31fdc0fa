/*
 * A search in two steps: a scan of bytes tells which rows can be among the best, and these alone
 * are measured. The outcome is that of measuring all rows, to the bit.
 *
 * What the bytes lose is bounded: for a unit row x and a unit query q with x', q' in their places,
 *     |x.q - x'.q'| <= |x - x'| + (1 + |x - x'|) |q - q'|        (Cauchy and Schwarz)
 * so no row whose coarse score is more than twice that below the k-th best one can be among the k
 * best.
 */
#ifndef KITH_QUERY_COARSE_H
#define KITH_QUERY_COARSE_H

#include "query/search.h"

typedef struct kith_coarse {
    kith_bytes bytes;
    float lost; /* the greatest |x - x'| / |x| of a row */
} kith_coarse;

/* The rows of the search as bytes, a quarter of their memory; NULL where that does not pay: no
 * memory, few or short rows, or rows that bytes cannot hold (NaN, very large or small numbers). */
kith_coarse *kith_coarse_new(const kith_search *s);
void kith_coarse_free(kith_coarse *c);

/*
 * A unit query as bytes for scan_bytes, q [4 * quads]. Returns how far below the k-th best coarse
 * score, in these scores, a row of the k best may be; INFINITY for a query of zeros.
 */
float kith_coarse_query(const kith_coarse *c, const float *unit, size_t dim, uint8_t *q);

#endif
