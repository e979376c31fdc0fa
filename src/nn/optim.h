/*
 * Optimisers: how a direction becomes a change of weights.
 *
 * A rule sees one run of contiguous weights, their direction (minus the gradient of the loss) and
 * their state. A dense step is one run over a whole matrix, a sparse step one row, so embedding
 * tables and dense layers train by the same code; the loop over the run is a kernel.
 */
#ifndef KITH_NN_OPTIM_H
#define KITH_NN_OPTIM_H

#include "kern/kern.h"

enum { KITH_MAX_SLOTS = 2 };

typedef struct kith_rule {
    const char *name;
    unsigned slots; /* state arrays, each as long as the weights */
    double lr, eps; /* defaults; lr 0 means that the task has its own */
    /* w, d and each slot are [n]. */
    void (*run)(const kith_kern *k, kith_real *w, const kith_real *d, kith_real *const *slot,
                size_t n, const kith_hyper *h);
    const char *formula, *source;
} kith_rule;

/* A rule with the values it was asked for. */
typedef struct kith_optim {
    const kith_rule *rule;
    kith_hyper hyper; /* lr is set anew as the schedule goes */
} kith_optim;

extern const kith_rule kith_rule_sgd;
extern const kith_rule kith_rule_adagrad;

/* All rules, ending with NULL. */
const kith_rule *const *kith_rules(void);

/* Reads "adagrad" or "adagrad:eps=1e-7". KITH_ERR_USAGE lists the rules, or what a rule takes. */
kith_status kith_optim_parse(const char *text, kith_optim *out, kith_error *err);

#endif
