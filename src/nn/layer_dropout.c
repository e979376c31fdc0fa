/*
 * Dropout (Srivastava et al. 2014): in training each value is left out with probability `rate`.
 * What stays is scaled by 1 / (1 - rate) in training (inverted, the default), or all by 1 - rate
 * at test (standard). Which values is a function of the step and their place; the way back draws
 * the same ones again instead of keeping them.
 */
#include "nn/layer.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"

static kith_status init(kith_layer *l, const kith_rule *rule, size_t batch, kith_error *err)
{
    (void)rule;
    return kith_layer_own(l, batch, true, true, err);
}

static void drop(const kith_layer *l, const kith_pass *p, const kith_real *from_row,
                 kith_real *to_row, size_t row)
{
    const double rate = l->node->amount;
    const uint64_t key = kith_rng_key(p->seed + l->index, p->epoch, p->block, KITH_RNG_DROPOUT);
    const kith_real scale = (kith_real)(l->node->standard ? 1 : 1 / (1 - rate));
    p->kern->dropout(to_row, from_row, l->out.n, key, row * l->out.ld, (uint32_t)(rate * 0x1p32),
                     scale);
}

static void forward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    for (size_t r = from; r < to; r++) {
        const kith_real *x = l->in.y + r * l->in.ld;
        kith_real *y = l->out.y + r * l->out.ld;
        if (p->training) {
            drop(l, p, x, y, r);
        } else {
            memset(y, 0, l->out.n * sizeof *y);
            p->kern->axpy(y, (kith_real)(l->node->standard ? 1 - l->node->amount : 1), x, l->out.n);
        }
    }
}

static void backward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    for (size_t r = from; r < to && l->in.d != NULL; r++)
        drop(l, p, l->out.d + r * l->out.ld, l->in.d + r * l->in.ld, r);
}

const kith_layer_kind kith_layer_dropout = {
    .name = "dropout",
    .init = init,
    .forward = forward,
    .backward = backward,
};
