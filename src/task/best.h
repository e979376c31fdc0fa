/*
 * Early stopping: the weights of the epoch with the lowest held-out loss are kept aside, and when
 * none was lower for `patience` epochs the run stops.
 */
#ifndef KITH_TASK_BEST_H
#define KITH_TASK_BEST_H

#include "nn/param.h"

typedef struct kith_best {
    uint64_t patience; /* 0: nothing is kept, nothing stops */
    kith_param *const *param;
    size_t params;
    kith_real **kept; /* [params] their weights */
    double loss;
    uint64_t epoch; /* of the weights kept; 0: none */
    bool stopped;
} kith_best;

/* The loss after an epoch (from 1). KITH_CANCELLED, with `stopped` set, when it is time. */
kith_status kith_best_look(kith_best *b, uint64_t epoch, double loss, kith_error *err);
void kith_best_restore(kith_best *b);
void kith_best_clear(kith_best *b);

#endif
