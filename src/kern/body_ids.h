/*
 * Passes over ids and random bits: plain loops that the compiler turns into vectors for each ISA.
 */
#ifndef KITH_KERN_BODY_IDS_H
#define KITH_KERN_BODY_IDS_H

#include "base/rng.h"
#include "kern/simd.h"

static void draw(uint64_t key, uint64_t first, size_t n, uint64_t *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = kith_rng_at(key, first + i);
}

/* From the farthest distance to the nearest, so that the nearest stays. */
static void repeats(const uint32_t *ids, size_t n, size_t reach, uint32_t *next)
{
    for (size_t i = 0; i < n; i++)
        next[i] = UINT32_MAX;
    for (size_t d = reach < n ? reach : n; d > 0; d--)
        for (size_t i = 0; i + d < n; i++)
            next[i] = ids[i + d] == ids[i] ? (uint32_t)(i + d) : next[i];
}

#endif
