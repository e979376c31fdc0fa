/*
 * A net that learns from a table, synchronously: the team shares each batch as net.h says, with a
 * barrier between the phases. There are no copies of gradients, and the bits are the same at any
 * number of threads.
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
    kith_real *y;      /* [workers][outputs]: targets of the row in hand */
    kith_real *weight; /* [batch] of the rows in hand */
} kith_supervised;

/* net and table are borrowed and must fit. KITH_ERR_USAGE says what does not. */
kith_status kith_supervised_init(kith_supervised *s, kith_net *net, const kith_table *table,
                                 const kith_pace *pace, uint64_t seed, unsigned workers,
                                 kith_error *err);
void kith_supervised_clear(kith_supervised *s);
/* For rows that are never held out: scoring is kith_net_score's. */
kith_trainee kith_supervised_trainee(kith_supervised *s);

#endif
