/*
 * Transfer: layers that have learnt elsewhere as the beginning of another net (Yosinski et al.
 * 2014), to be trained on, or kept as they are.
 */
#ifndef KITH_TASK_TRANSFER_H
#define KITH_TASK_TRANSFER_H

#include "task/dense.h"

typedef struct kith_transfer {
    size_t layers;   /* taken, from the first on */
    size_t weighted; /* of them, those with weights */
} kith_transfer;

/*
 * Copies the weights and statistics of `from` to `to`, layer by layer while kind, activation and
 * shapes are the same; the layers of the answers only where both answer the same question
 * (`same_answers`). Scales of features come with the first weights, those of targets with the last.
 */
kith_transfer kith_transfer_take(kith_dense *to, const kith_dense *from, bool same_answers);
/*
 * Keeps the first n layers with weights as they are, statistics too. KITH_ERR_USAGE where n is more
 * than were taken, or nothing is left to learn.
 */
kith_status kith_transfer_freeze(kith_dense *m, const kith_transfer *taken, uint64_t n,
                                 kith_error *err);

#endif
