/*
 * A net that learns from a table, synchronously: within a batch the team splits the forward and the
 * backward pass by rows and the weights' directions and steps by units, with a barrier between.
 * There are no copies of gradients, and the bits are the same at any number of threads.
 */
#ifndef KITH_TRAIN_SUPERVISED_H
#define KITH_TRAIN_SUPERVISED_H

#include "nn/net.h"
#include "train/data.h"

typedef struct kith_supervised {
    kith_net *net;
    const kith_table *table;
    kith_pace pace;
    uint64_t seed;
    unsigned workers;
    kith_real *x; /* [batch][ldx] the batch in hand */
    kith_real *y; /* [batch][ldy] */
    size_t ldx, ldy;
} kith_supervised;

/* net and table are borrowed; the net's first layer and head must fit the table. */
kith_status kith_supervised_init(kith_supervised *s, kith_net *net, const kith_table *table,
                                 const kith_pace *pace, uint64_t seed, unsigned workers,
                                 kith_error *err);
void kith_supervised_clear(kith_supervised *s);
kith_trainee kith_supervised_trainee(kith_supervised *s);

#endif
