/*
 * The dense layer: y = f(W x + b), W [out][in]. A tied one reads its mate's weights across, so its
 * W is their transpose, and adds its share to their directions after the mate has written its own.
 */
#include "nn/layer.h"

#include <string.h>

enum { BIAS_TIED = 0, WEIGHT = 0, BIAS_OWN = 1 };

static size_t bias_index(const kith_layer *l)
{
    return l->node->tied ? BIAS_TIED : BIAS_OWN;
}

static kith_status init(kith_layer *l, const kith_rule *rule, size_t batch, kith_error *err)
{
    KITH_TRY(kith_layer_own(l, batch, true, true, err));
    if (!l->node->tied)
        KITH_TRY(kith_layer_param(l, "weight", l->out.n, l->in.n, KITH_TRAINABLE, rule, err));
    KITH_TRY(kith_layer_param(l, "bias", 1, l->out.n, KITH_TRAINABLE, rule, err));
    return kith_layer_act_init(l, rule, batch, err);
}

static const kith_param *weight_of(const kith_layer *l)
{
    return l->node->tied ? &l->mate->param[WEIGHT] : &l->param[WEIGHT];
}

static void forward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    const kith_param *w = weight_of(l), *bias = &l->param[bias_index(l)];
    kith_real *z = kith_layer_act_input(l);
    for (size_t r = from; r < to; r++)
        memcpy(z + r * l->out.ld, bias->w, l->out.n * sizeof *z);
    p->kern->gemm(false, !l->node->tied, to - from, l->out.n, l->in.n, l->in.y + from * l->in.ld,
                  l->in.ld, w->w, w->stride, 1, z + from * l->out.ld, l->out.ld);
    kith_layer_act_forward(l, p, from, to);
}

static void backward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    const kith_param *w = weight_of(l);
    kith_layer_act_backward(l, p, from, to);
    if (l->in.d != NULL)
        p->kern->gemm(false, l->node->tied, to - from, l->in.n, l->out.n,
                      l->out.d + from * l->out.ld, l->out.ld, w->w, w->stride, 0,
                      l->in.d + from * l->in.ld, l->in.ld);
}

/* The mate's units are the rows here, split as the mate splits them: its own part comes first. */
static void tied_direction(kith_layer *l, const kith_pass *p, unsigned part, unsigned parts)
{
    const kith_param *w = weight_of(l);
    size_t from, to;
    kith_share(w->rows, part, parts, &from, &to);
    if (w->role == KITH_TRAINABLE && from < to)
        p->kern->gemm(true, false, to - from, l->out.n, p->rows, l->in.y + from, l->in.ld, l->out.d,
                      l->out.ld, 1, l->mate->direction[WEIGHT] + from * w->stride, w->stride);
}

static void own_direction(kith_layer *l, const kith_pass *p, unsigned part, unsigned parts)
{
    const kith_param *w = &l->param[WEIGHT];
    size_t from, to;
    kith_share(w->rows, part, parts, &from, &to);
    if (w->role == KITH_TRAINABLE && from < to)
        p->kern->gemm(true, false, to - from, l->in.n, p->rows, l->out.d + from, l->out.ld, l->in.y,
                      l->in.ld, 0, l->direction[WEIGHT] + from * w->stride, w->stride);
}

static void directions(kith_layer *l, const kith_pass *p, unsigned part, unsigned parts)
{
    size_t from, to;
    if (l->node->tied)
        tied_direction(l, p, part, parts);
    else
        own_direction(l, p, part, parts);
    kith_share(l->out.n, part, parts, &from, &to);
    kith_real *bias = l->direction[bias_index(l)];
    memset(bias + from, 0, (to - from) * sizeof *bias);
    for (size_t r = 0; r < p->rows; r++)
        p->kern->axpy(bias + from, 1, l->out.d + r * l->out.ld + from, to - from);
    kith_layer_act_directions(l, p, part);
}

const kith_layer_kind kith_layer_dense = {
    .name = "dense",
    .init = init,
    .forward = forward,
    .backward = backward,
    .directions = directions,
};
