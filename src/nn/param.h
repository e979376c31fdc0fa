/*
 * Parameters: a matrix of weights with its name, its role and the optimiser's state beside it.
 *
 * Rows are padded to `stride` (base/stride.h); the padding is zero and stays zero, because a
 * direction is zero there and every rule maps (0, 0) to 0.
 */
#ifndef KITH_NN_PARAM_H
#define KITH_NN_PARAM_H

#include <stdatomic.h>

#include "nn/optim.h"

typedef enum kith_role { KITH_TRAINABLE, KITH_FROZEN, KITH_STATISTIC } kith_role;

typedef struct kith_param {
    const char *name; /* static text, unique in its model */
    kith_role role;
    size_t rows, cols, stride;
    kith_real *w;                    /* [rows][stride] */
    kith_real *slot[KITH_MAX_SLOTS]; /* [rows][stride] each; the rule says how many */
    _Atomic uint32_t *count; /* [rows] steps of each row, where the rule counts; see step_row */
    const kith_rule *rule;
    uint64_t stream; /* of its random numbers, set by kith_param_fill */
} kith_param;

/* Zeroed weights and state. KITH_ERR_MEMORY says how much was asked for. Clear is safe on all-zero.
 */
kith_status kith_param_init(kith_param *p, const char *name, size_t rows, size_t cols,
                            const kith_rule *rule, kith_error *err);
void kith_param_clear(kith_param *p);

/* Bytes that init will take; false where the product leaves 64 bits. */
bool kith_param_bytes(uint64_t rows, uint64_t cols, const kith_rule *rule, uint64_t *bytes);

static inline kith_real *kith_param_row(const kith_param *p, size_t row)
{
    return p->w + row * p->stride;
}

/*
 * Moves rows [from, to) by one step; d is the whole direction, [rows][stride]. Around the rule's
 * run stand what every rule can have: decay first, then clipping, coupled L2 and noise on the
 * direction, then L1 by soft threshold.
 */
void kith_param_step(const kith_kern *k, kith_param *p, size_t from, size_t to, const kith_real *d,
                     const kith_hyper *h);
/*
 * Moves one row; d is [stride]. Other rows and their state stay untouched; bias corrections are
 * those of the row's own steps. Safe for distinct rows; concurrent calls on one row race on purpose
 * (Niu et al., "Hogwild!", NIPS 2011).
 */
void kith_param_step_row(const kith_kern *k, kith_param *p, size_t row, const kith_real *d,
                         const kith_hyper *h);

/* From the weights that gradients are taken at to the result, and back, where the rule tells them
 * apart. */
void kith_param_finish(const kith_kern *k, kith_param *p, const kith_hyper *h);
void kith_param_resume(const kith_kern *k, kith_param *p, const kith_hyper *h);

#endif
