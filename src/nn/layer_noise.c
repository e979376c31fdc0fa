/*
 * Gaussian noise on what passes, in training only: y = x + s N(0, 1), a function of the step and
 * the value's place.
 */
#include "nn/layer.h"

#include <string.h>

#include "nn/normal.h"

static kith_status init(kith_layer *l, const kith_rule *rule, size_t batch, kith_error *err)
{
    (void)rule;
    return kith_layer_own(l, batch, true, true, err);
}

static void forward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    const uint64_t key = kith_rng_key(p->seed + l->index, p->epoch, p->block, KITH_RNG_DROPOUT);
    for (size_t r = from; r < to; r++) {
        kith_real *y = l->out.y + r * l->out.ld;
        memcpy(y, l->in.y + r * l->in.ld, l->out.n * sizeof *y);
        for (size_t c = 0; p->training && c < l->out.n; c++)
            y[c] += (kith_real)(l->node->amount * kith_normal_at(key, r * l->out.ld + c));
    }
}

static void backward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    (void)p;
    for (size_t r = from; r < to && l->in.d != NULL; r++)
        memcpy(l->in.d + r * l->in.ld, l->out.d + r * l->out.ld, l->out.n * sizeof *l->in.d);
}

const kith_layer_kind kith_layer_noise = {
    .name = "noise",
    .init = init,
    .forward = forward,
    .backward = backward,
};
