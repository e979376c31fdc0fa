/*
 * The weights that a run may have to go back to, kept aside after an epoch.
 *
 * With patience (early stopping) they are those of the lowest held-out loss, and when none was
 * lower for so many epochs the run stops. Without it they are those of the last good epoch, which
 * is what is left of a run that diverges. Losses that leave the numbers rise for a while before
 * they do, so an epoch is good while its loss is at most twice the lowest so far.
 */
#ifndef KITH_TASK_BEST_H
#define KITH_TASK_BEST_H

#include "nn/param.h"

typedef struct kith_best {
    uint64_t patience; /* 0: nothing stops */
    kith_param *const *param;
    size_t params;
    kith_real **kept; /* [params] their weights, statistics too */
    double loss;      /* of the epoch kept */
    uint64_t epoch;   /* of the weights kept; 0: none */
    double lowest; /* loss in training so far; set to that of the first weights, 0: any is good */
    bool stopped;
} kith_best;

/*
 * The held-out loss after an epoch (from 1), with patience. KITH_CANCELLED, with `stopped` set,
 * when it is time.
 */
kith_status kith_best_look(kith_best *b, uint64_t epoch, double loss, kith_error *err);
/* The loss in training after an epoch, without patience: keeps the weights of a good one. */
kith_status kith_best_good(kith_best *b, uint64_t epoch, double loss, kith_error *err);
/* Whether all weights are numbers. */
bool kith_best_is_finite(const kith_best *b);
/* Back to what was kept, if anything was. */
void kith_best_restore(kith_best *b);
void kith_best_clear(kith_best *b);

#endif
