/*
 * A chain of dense layers under a head, for batches of rows.
 *
 * The head's residual is the one of logistic rows (kern.h): G = Y - sigmoid(Z) or Y - softmax(Z),
 * which is minus the gradient of the log loss by the logits. Backwards from there every layer turns
 * the direction of its output into that of its input, and products of the two into that of its
 * weights.
 */
#ifndef KITH_NN_NET_H
#define KITH_NN_NET_H

#include "nn/act.h"
#include "nn/init.h"
#include "nn/param.h"

enum { KITH_NET_MAX_LAYERS = 32 };

typedef enum kith_head { KITH_HEAD_SIGMOID, KITH_HEAD_SOFTMAX } kith_head;

typedef struct kith_dense {
    size_t in, out;
    kith_act_use act;
    kith_param weight; /* [out][in] */
    kith_param bias;   /* [1][out] */
    /* Of one batch, rows `ld` apart: */
    size_t ld;
    kith_real *y;        /* [batch][ld] output */
    kith_real *d;        /* [batch][ld] direction of the output before the activation */
    kith_real *d_weight; /* like weight */
    kith_real *d_bias;   /* like bias */
} kith_dense;

typedef struct kith_net {
    size_t layers, batch;
    kith_head head;
    const kith_kern *kern;
    kith_optim optim;
    kith_dense layer[KITH_NET_MAX_LAYERS];
    kith_real *ones; /* [max(batch, ld of the head)]: weights of examples and outputs */
} kith_net;

/* An empty net for batches of up to `batch` rows; all-zero is safe to clear. */
void kith_net_init(kith_net *net, const kith_kern *kern, const kith_optim *optim, size_t batch);
void kith_net_clear(kith_net *net);
/* Adds a layer of `out` units over `in` inputs (which must be the units of the layer before). */
kith_status kith_net_add(kith_net *net, size_t in, size_t out, const char *act,
                         const kith_init_use *init, uint64_t seed, kith_error *err);

/* Output rows [from, to) of a batch; x [n][ldx]. What comes out is the logits (last layer's y). */
void kith_net_forward(kith_net *net, const kith_real *x, size_t ldx, size_t from, size_t to);
/*
 * The residual of rows [from, to) against targets y [n][ldy], and its way back to every layer;
 * returns the summed loss. A step averages over the batch: scale = 1 / rows of the batch.
 */
double kith_net_backward(kith_net *net, const kith_real *y, size_t ldy, size_t from, size_t to,
                         kith_real scale);
/* Directions of the weights from the whole batch of n rows, for the units of part `part` of
 * `parts`. */
void kith_net_directions(kith_net *net, const kith_real *x, size_t ldx, size_t n, unsigned part,
                         unsigned parts);
/* Steps the weights of the same units by the optimiser's rule; `number` of the step, from 1. */
void kith_net_apply(kith_net *net, double lr, uint64_t number, unsigned part, unsigned parts);
/* Turns the logits of rows [from, to) into probabilities in place. */
void kith_net_probabilities(kith_net *net, size_t from, size_t to);

#endif
