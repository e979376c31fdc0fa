/*
 * A net: the layers of a spec, trained on batches of rows.
 *
 * A step is a plan of phases with a barrier after each. Rows of the batch are split over the team
 * for the way forward, the loss and the way back; batch norm puts phases split by columns between
 * them; then units are split for the directions of the weights and for the optimiser. Every number
 * is computed by one worker in an order that does not depend on how many there are, so the bits are
 * the same at any number of threads. Nothing is allocated in a step.
 */
#ifndef KITH_NN_NET_H
#define KITH_NN_NET_H

#include "nn/layer.h"
#include "nn/loss.h"

typedef struct kith_net_options {
    const kith_kern *kern;
    const kith_optim *optim; /* NULL: the net only answers; step units are fine anywhere */
    const char *loss;        /* "mse", "huber:2"; NULL or "": what goes with a head's activation */
    const char *init;        /* where a layer names none; NULL or "": he for the ReLU family, else
                                xavier */
    double clip_norm;        /* longest direction over all parameters; 0: any */
    size_t batch;            /* rows of the largest batch, > 0 */
    uint64_t seed;
} kith_net_options;

typedef struct kith_head {
    const char *name; /* "" where there is one only */
    kith_layer *top;
    const kith_loss *loss;
    kith_real loss_value; /* the loss's parameter */
    double weight;
    size_t at;         /* its first output among all */
    kith_real *target; /* [batch][top->out.ld] */
} kith_head;

typedef struct kith_net kith_net;

/*
 * Copies the spec (whose sizes must all be known) and draws the first weights. KITH_ERR_USAGE where
 * loss and output do not go together, or a step unit stands where gradients must pass.
 */
kith_status kith_net_new(const kith_spec *spec, const kith_net_options *options, kith_net **out,
                         kith_error *err);
void kith_net_free(kith_net *net);

const kith_spec *kith_net_spec(const kith_net *net);
size_t kith_net_batch(const kith_net *net);
size_t kith_net_layers(const kith_net *net);
const kith_layer *kith_net_layer(const kith_net *net, size_t i);
size_t kith_net_heads(const kith_net *net);
const kith_head *kith_net_head(const kith_net *net, size_t i);
/*
 * Weights, biases and statistics in a fixed order, named "3.weight" by the node's number from 1;
 * borrowed for the life of the net. Statistics have role KITH_STATISTIC; a frozen one may be given
 * and taken its role between steps.
 */
kith_param *const *kith_net_params(const kith_net *net, size_t *count);

/* --- learning: one worker of `workers` calls these in the same order as all others --- */

/* Where row `row` of the batch in hand goes: [inputs], to be filled in place. */
kith_real *kith_net_input(kith_net *net, size_t row);
/* Its targets [outputs] and its weight; distinct rows may be put at once. */
void kith_net_target(kith_net *net, size_t row, const kith_real *y, kith_real weight);
/* Rows [*from, *to) of a batch of n that belong to a worker; in eights but for the last. */
void kith_net_rows(size_t n, unsigned worker, unsigned workers, size_t *from, size_t *to);

/* The circumstances of a training step on `rows` rows. */
kith_pass kith_net_pass(const kith_net *net, size_t rows, uint64_t epoch, uint64_t block);
unsigned kith_net_phases(const kith_net *net);
/* Phase `phase` of a step; a barrier must follow each. Phase 0 reads only the worker's own rows. */
void kith_net_phase(kith_net *net, const kith_pass *pass, unsigned phase, unsigned worker,
                    unsigned workers);
/* The optimiser's step number `step` (from 1) at rate lr, after the last phase. */
void kith_net_apply(kith_net *net, double lr, uint64_t step, unsigned worker, unsigned workers);
/*
 * Under look-ahead rules (nag) the weights of a net that learns are those of the next gradient.
 * finish brings the ones that are its result, to answer, score or save by; resume goes back to
 * learn on. Nothing happens under other rules.
 */
void kith_net_finish(kith_net *net);
void kith_net_resume(kith_net *net);
/* The summed, weighted loss of the rows in hand, once the phases are done. */
double kith_net_loss(const kith_net *net, size_t rows);
/* What sparse layers add to the mean loss that directions are of, of the rows in hand; not part of
 * kith_net_loss, which can be compared with that of other rows. */
double kith_net_penalty(const kith_net *net, size_t rows);
/* KITH_ERR_USAGE where batches of this size leave one over that batch norm cannot learn from. */
kith_status kith_net_check_rows(const kith_net *net, uint64_t rows, size_t batch, kith_error *err);

/* --- answering; uses the memory of the batch, so not while others do --- */

/* Probabilities or values: out [rows][outputs]; x [rows][ldx]. */
void kith_net_predict(kith_net *net, const kith_real *x, size_t ldx, size_t rows, kith_real *out);
/* Layers [first, last) alone: from the input of the first to the output of the last. */
void kith_net_predict_part(kith_net *net, size_t first, size_t last, const kith_real *x, size_t ldx,
                           size_t rows, kith_real *out);
/* The loss over rows, each weighted by weight[r] (NULL: 1), as in training but without dropout,
 * noise or learning; x [rows][ldx], y [rows][ldy]. Returns the sum; divide by the weights. */
double kith_net_score(kith_net *net, const kith_real *x, size_t ldx, const kith_real *y, size_t ldy,
                      const kith_real *weight, size_t rows);

#endif
