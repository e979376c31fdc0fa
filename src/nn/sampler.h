/*
 * Draws from a fixed discrete distribution in constant time: Walker's alias method (1977), built by
 * Vose (1991). Eight bytes an outcome, so the table of a large vocabulary stays in the L2 cache.
 */
#ifndef KITH_NN_SAMPLER_H
#define KITH_NN_SAMPLER_H

#include "base/status.h"

typedef struct kith_alias {
    uint32_t threshold; /* keep the column where the draw is below: probability threshold / 2^32 */
    uint32_t other;     /* the column otherwise */
} kith_alias;

typedef struct kith_sampler {
    kith_alias *column; /* [n] */
    uint32_t n;
} kith_sampler;

/*
 * Outcomes 0..n-1 with probability weight[i] / sum. Weights are finite, >= 0, not all 0; n >= 1.
 * The distribution is exact to 2^-32 a column. O(n).
 */
kith_status kith_sampler_init(kith_sampler *s, const double *weight, uint32_t n, kith_error *err);
void kith_sampler_clear(kith_sampler *s);

/* One outcome from 64 random bits. */
static inline uint32_t kith_sampler_draw(const kith_sampler *s, uint64_t bits)
{
    const uint32_t i = (uint32_t)(((bits >> 32) * s->n) >> 32);
    const kith_alias *a = &s->column[i];
    const uint32_t own = -(uint32_t)((uint32_t)bits < a->threshold); /* a branch would be luck */
    return (i & own) | (a->other & ~own);
}

#endif
