/*
 * The dense layer: y = f(W x + b), W [out][in]. A tied one reads its mate's weights across, so its
 * W is their transpose, and adds its share to their directions after the mate has written its own.
 * Where noise is asked for, a training step goes by weights w + s N(0, 1) that are drawn for it
 * (Jim, Giles & Horne 1996) and moves w by their direction.
 */
#include "nn/layer.h"

#include <string.h>

#include "base/mem.h"
#include "nn/normal.h"

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
    if (l->node->shake > 0) {
        const uint64_t bytes = l->param[WEIGHT].stride * sizeof *l->noisy;
        l->noisy = kith_mem_new(l->out.n, bytes);
        if (l->noisy == NULL)
            return kith_fail_memory(err, "noisy weights", l->out.n * bytes);
    }
    return kith_layer_act_init(l, rule, batch, err);
}

static const kith_param *weight_of(const kith_layer *l)
{
    return l->node->tied ? &l->mate->param[WEIGHT] : &l->param[WEIGHT];
}

/* The values of weight_of(l) that this pass goes by. */
static const kith_real *weights_in(const kith_layer *l, const kith_pass *p)
{
    const kith_layer *owner = l->node->tied ? l->mate : l;
    return p->training && owner->noisy != NULL ? owner->noisy : owner->param[WEIGHT].w;
}

/* A function of the step and the weight's place. */
static void shake(kith_layer *l, const kith_pass *p, unsigned part, unsigned parts)
{
    const uint64_t key = kith_rng_key(p->seed + l->index, p->epoch, p->block, KITH_RNG_DROPOUT);
    const kith_param *w = &l->param[WEIGHT];
    size_t from, to;
    kith_share(w->rows, part, parts, &from, &to);
    for (size_t r = from; r < to; r++)
        for (size_t i = r * w->stride; i < r * w->stride + w->cols; i++)
            l->noisy[i] = w->w[i] + (kith_real)(l->node->shake * kith_normal_at(key, i));
}

static void forward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    const kith_param *w = weight_of(l), *bias = &l->param[bias_index(l)];
    kith_real *z = kith_layer_act_input(l);
    p->kern->gemm(false, !l->node->tied, to - from, l->out.n, l->in.n, l->in.y + from * l->in.ld,
                  l->in.ld, weights_in(l, p), w->stride, 0, z + from * l->out.ld, l->out.ld);
    kith_layer_act_biased(l, p, bias->w, from, to);
}

static void backward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    const kith_param *w = weight_of(l);
    kith_layer_act_backward(l, p, from, to);
    if (l->in.d != NULL)
        p->kern->gemm(false, l->node->tied, to - from, l->in.n, l->out.n,
                      l->out.d + from * l->out.ld, l->out.ld, weights_in(l, p), w->stride, 0,
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
    .shake = shake,
    .backward = backward,
    .directions = directions,
};
