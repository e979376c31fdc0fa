/*
 * Which blocks an epoch visits, in what order, and how many units lie before each.
 */
#ifndef KITH_TRAIN_ORDER_H
#define KITH_TRAIN_ORDER_H

#include "train/loop.h"

typedef struct kith_order {
    uint64_t *block;  /* [count] indices, those held out last */
    uint64_t *before; /* [count + 1] units before each, within the epoch */
    uint64_t trained; /* blocks to learn from; the rest is held out */
    uint64_t count;
    uint64_t hold_out; /* every k-th block; 0: none */
} kith_order;

/* Blocks k - 1, 2k - 1, ... are held out (k = hold_out, 0: none), or those that the source itself
 * holds out; not both. */
kith_status kith_order_init(kith_order *o, const kith_source *source, uint64_t hold_out,
                            kith_error *err);
void kith_order_clear(kith_order *o);
/* Puts the trained blocks in the order of an epoch: a function of (seed, epoch) alone. O(blocks).
 */
void kith_order_shuffle(kith_order *o, const kith_source *source, uint64_t seed, uint64_t epoch);
/* Units of one epoch. */
static inline uint64_t kith_order_units(const kith_order *o)
{
    return o->before[o->trained];
}

#endif
