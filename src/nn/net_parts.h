/* What the files of a net share, and nobody else. */
#ifndef KITH_NN_NET_PARTS_H
#define KITH_NN_NET_PARTS_H

#include "nn/net.h"

enum { KITH_NET_ROWS_CHUNK = 8 }; /* rows that stay together, so that sums have a fixed order */

/* By what a part of a step is split over the team. */
typedef enum kith_split { KITH_BY_ROWS, KITH_BY_COLUMNS, KITH_BY_UNITS } kith_split;

/* A part of a step: layers [first, last) do one thing. */
typedef struct kith_step {
    unsigned phase;
    kith_split split;
    size_t first, last;
    void (*run)(kith_net *net, const struct kith_step *s, const kith_pass *p, unsigned worker,
                unsigned workers);
} kith_step;

/* A parameter that a step moves, unless it is frozen just now. */
typedef struct kith_trained {
    kith_param *param;
    kith_real *direction; /* like the weights */
    size_t at;            /* its first row among those of all parameters */
    bool penalised;       /* l1, l2 and decay draw it to zero: weights, not biases or gains */
} kith_trained;

struct kith_net {
    kith_spec spec;
    const kith_kern *kern;
    kith_optim optim;
    double clip_norm;
    size_t batch, layers, heads, params, trains, steps;
    uint64_t seed;
    kith_flow input;
    kith_layer *layer;   /* [layers] */
    kith_head *head;     /* [heads] */
    kith_param **param;  /* [params] */
    kith_trained *train; /* [trains] */
    kith_step *step;     /* [steps] */
    kith_real *weight;   /* [batch] of the examples */
    double *loss;        /* [chunks of a batch] */
    double *square;      /* [rows of all parameters] of the directions, where they are clipped */
};

/* The parts of a step, in order; net->step has room for 4 * layers + 5. */
void kith_net_plan(kith_net *net);

#endif
