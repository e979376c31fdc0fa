/*
 * Optimisers: how a direction becomes a change of weights.
 *
 * A rule sees one run of contiguous weights, their direction (minus the gradient of the loss) and
 * their state. A dense step is one run over a whole matrix, a sparse step one row, so embedding
 * tables and dense layers train by the same code; the loop over the run is a kernel. What every
 * rule can have beside it (clipping, decay, L1, noise) is applied around the run, in param.c.
 */
#ifndef KITH_NN_OPTIM_H
#define KITH_NN_OPTIM_H

#include "kern/kern.h"

enum { KITH_MAX_SLOTS = 2 };

typedef void kith_run(const kith_kern *k, kith_real *w, const kith_real *d, kith_real *const *slot,
                      size_t n, const kith_hyper *h);

typedef struct kith_rule {
    const char *name;
    unsigned slots;       /* state arrays, each as long as the weights */
    bool counts;          /* the run reads c1 and c2, so sparse rows count their steps */
    double lr, a, b, eps; /* defaults, NaN where it takes none; lr NaN: the task has its own */
    double rows_lr;       /* of tables of word vectors, whose rows take few steps each; 0: lr */
    double decay;         /* of the weights, decoupled; 0 but for adamw */
    const char *a_key, *b_key; /* what they are called in NAME:key=value; NULL: takes none */
    /* w, d and each slot are [n]. */
    kith_run *run;
    /* NULL, or: from the weights that gradients are taken at to the weights that are the result,
     * and back (look-ahead). d is not read. */
    kith_run *finish, *before;
    const char *formula, *source;
    const char *note; /* how it deviates, or NULL */
    bool erratum;     /* kept to show what the notes say; listed only on request */
} kith_rule;

/* A rule with the values it was asked for. */
typedef struct kith_optim {
    const kith_rule *rule;
    kith_hyper hyper; /* lr is set anew as the schedule goes; 0 where the task has its own */
    bool rated;       /* lr was given with the name */
    double noise;     /* step noise: sigma^2 = noise / step^0.55; 0: none */
    uint64_t seed;    /* of the noise */
} kith_optim;

extern const kith_rule kith_rule_sgd; /* for what always takes plain steps, and fused kernels */

/* The names without variants, for the choices of an option. */
#define KITH_RULE_CHOICES "sgd momentum nag nesterov adagrad adadelta rmsprop adam adamw"
const kith_rule *kith_rule_at(size_t i); /* NULL behind the end */

/*
 * Reads NAME[:VARIANT][,KEY=NUMBER...], as "adam", "adam:notes3", "adam:lr=1e-3,b2=0.99". Keys:
 * those of the rule (lr eps momentum rho b1 b2), and for every rule l2 (coupled; l2:notes0 is twice
 * it), decay
 * (decoupled), l1 (proximal), clip (each direction to -clip..clip), noise (Neelakantan et al.
 * 2015). KITH_ERR_USAGE lists the rules, or what a rule takes.
 */
kith_status kith_optim_parse(const char *text, size_t bytes, kith_optim *out, kith_error *err);

/*
 * The rate to begin with of word vectors that learn by `plain` under plain steps: what was given,
 * the rule's own for rows, or plain (1 - momentum), since momentum gathers steps to 1 / (1 -
 * momentum) of one.
 */
double kith_optim_rows_lr(const kith_optim *o, double plain);

/* A step is w += lr d and nothing else, so that a fused kernel may do it. */
bool kith_optim_is_plain(const kith_optim *o);

/* Fills in the bias corrections of step number `step`, from 1. */
void kith_hyper_count(kith_hyper *h, uint64_t step);

/* The hyper-parameters of step number `step`, from 1: rate, bias corrections, noise. */
kith_hyper kith_optim_at(const kith_optim *o, double lr, uint64_t step);

#endif
