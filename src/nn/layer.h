/*
 * A layer of a net: one node of the spec with its weights and its memory for one batch.
 *
 * Every kind is a table of functions in a file of its own (layer_*.c). Rows of a batch are
 * independent in `forward` and `backward`, units in `directions` and columns in the `columns_*`
 * steps, which see the whole batch; so a team may split each of them anywhere and gets the same
 * bits. Directions are minus the gradient of the loss.
 */
#ifndef KITH_NN_LAYER_H
#define KITH_NN_LAYER_H

#include "nn/param.h"
#include "nn/spec.h"

enum { KITH_LAYER_PARAMS = 4 };

/* What flows between two layers: values and, on the way back, their directions. */
typedef struct kith_flow {
    size_t n, ld;
    kith_real *y; /* [batch][ld] */
    kith_real *d; /* [batch][ld]; NULL below the first layer, where nothing asks for it */
} kith_flow;

/* One step's circumstances: the rows in hand, and what random draws depend on. */
typedef struct kith_pass {
    const kith_kern *kern;
    bool training;
    size_t rows;
    uint64_t seed, epoch, block;
} kith_pass;

typedef struct kith_layer {
    const struct kith_layer_kind *kind;
    const kith_node *node;
    size_t index;      /* among the layers */
    kith_flow in, out; /* in is the out of another layer, or the net's input */
    bool raw;          /* the loss does the activation: y holds what stands before it */
    size_t params;
    kith_param param[KITH_LAYER_PARAMS];
    kith_real *direction[KITH_LAYER_PARAMS]; /* like the weights; NULL of statistics */
    kith_real *noisy; /* dense: the weights that a training step goes by, where noise is added */
    kith_real *z;     /* dense: values before the activation; norms: normalised values */
    kith_real *memo;  /* of columns or rows: norms, kl; prelu: a share of each row */
    size_t rows;      /* that a batch may have */
    char name[KITH_LAYER_PARAMS][32];
    struct kith_layer *mate; /* the other end of a block; of a tied layer, whose weights it has */
    bool adds;         /* a block's input direction has been written by a layer above already */
    bool own_y, own_d; /* out.y, out.d are this layer's to free */
} kith_layer;

typedef struct kith_layer_kind {
    const char *name;
    /* Weights and memory for `batch` rows; node, index, in, mate and out.n, out.ld are set. */
    kith_status (*init)(kith_layer *l, const kith_rule *rule, size_t batch, kith_error *err);
    void (*forward)(kith_layer *l, const kith_pass *p, size_t from, size_t to);
    /* Noise on the weights of part `part` of `parts`, before a step; NULL where none can be. */
    void (*shake)(kith_layer *l, const kith_pass *p, unsigned part, unsigned parts);
    /* From out.d to in.d; out.d may be changed. */
    void (*backward)(kith_layer *l, const kith_pass *p, size_t from, size_t to);
    /* Statistics of columns [from, to) over all rows, before the rows' steps, in training only. */
    void (*columns_forward)(kith_layer *l, const kith_pass *p, size_t from, size_t to);
    void (*columns_backward)(kith_layer *l, const kith_pass *p, size_t from, size_t to);
    /* Directions of the weights of part `part` of `parts`; NULL where there are none. */
    void (*directions)(kith_layer *l, const kith_pass *p, unsigned part, unsigned parts);
    /* What it adds to the loss that directions are of, beside the outputs' own, after a step; NULL
     * where nothing is. */
    double (*penalty)(const kith_layer *l, size_t rows);
} kith_layer_kind;

extern const kith_layer_kind kith_layer_dense, kith_layer_act, kith_layer_dropout, kith_layer_noise,
    kith_layer_batch_norm, kith_layer_layer_norm, kith_layer_res_open, kith_layer_res_close,
    kith_layer_head_open, kith_layer_head_close, kith_layer_sparse_kl, kith_layer_sparse_l1,
    kith_layer_sparse_top;

const kith_layer_kind *kith_layer_kind_of(kith_node_kind kind);
/* Flow memory of its own for a layer's output: values, directions, or both. */
kith_status kith_layer_own(kith_layer *l, size_t batch, bool y, bool d, kith_error *err);
/* Adds a parameter [rows][cols] and its direction (none for a statistic). */
kith_status kith_layer_param(kith_layer *l, const char *name, size_t rows, size_t cols,
                             kith_role role, const kith_rule *rule, kith_error *err);
void kith_layer_clear(kith_layer *l);

/*
 * The activation of a dense layer or of a layer by itself, over rows [from, to). A learned slope is
 * the layer's last parameter.
 */
kith_status kith_layer_act_init(kith_layer *l, const kith_rule *rule, size_t batch,
                                kith_error *err);
kith_real *kith_layer_act_input(const kith_layer *l); /* where the values before it go */
/* From those values plus a bias [n] to out.y, in one pass over each row; then out.d back over it.
 */
void kith_layer_act_biased(kith_layer *l, const kith_pass *p, const kith_real *bias, size_t from,
                           size_t to);
void kith_layer_act_backward(kith_layer *l, const kith_pass *p, size_t from, size_t to);
void kith_layer_act_directions(kith_layer *l, const kith_pass *p, unsigned part);

/* Things [*from, *to) of n that belong to a part. */
static inline void kith_share(size_t n, unsigned part, unsigned parts, size_t *from, size_t *to)
{
    *from = n * part / parts;
    *to = n * (part + 1) / parts;
}

#endif
