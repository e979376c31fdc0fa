/*
 * An activation over a batch: behind a dense layer, or a layer by itself (behind a norm). Values
 * before it are kept apart only where its derivative or its learned slope asks for them.
 */
#include "nn/layer.h"

#include <string.h>

#include "base/mem.h"

kith_status kith_layer_act_init(kith_layer *l, const kith_rule *rule, size_t batch, kith_error *err)
{
    const kith_act *act = l->node->act.act;
    if (act->needs_z && !l->raw) {
        l->z = kith_mem_new(batch, l->out.ld * sizeof *l->z);
        if (l->z == NULL)
            return kith_fail_memory(err, "a batch", batch * l->out.ld * sizeof *l->z);
    }
    if (!act->learned)
        return KITH_OK;
    KITH_TRY(kith_layer_param(l, "slope", 1, 1, KITH_TRAINABLE, rule, err));
    l->param[l->params - 1].w[0] = l->node->act.a;
    l->memo = kith_mem_new(batch, sizeof *l->memo);
    return l->memo != NULL ? KITH_OK : kith_fail_memory(err, "a batch", batch * sizeof *l->memo);
}

kith_real *kith_layer_act_input(const kith_layer *l)
{
    return l->z != NULL ? l->z : l->out.y;
}

static kith_real parameter(const kith_layer *l)
{
    return l->node->act.act->learned ? l->param[l->params - 1].w[0] : l->node->act.a;
}

void kith_layer_act_biased(kith_layer *l, const kith_pass *p, const kith_real *bias, size_t from,
                           size_t to)
{
    const kith_real a = parameter(l);
    for (size_t r = from; r < to; r++) {
        kith_real *y = l->out.y + r * l->out.ld, *z = kith_layer_act_input(l) + r * l->out.ld;
        if (l->raw)
            p->kern->axpy(z, 1, bias, l->out.n);
        else
            l->node->act.act->biased(p->kern, y, z, bias, l->out.n, a);
    }
}

void kith_layer_act_backward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    const kith_act *act = l->node->act.act;
    const kith_real a = parameter(l);
    if (l->raw)
        return;
    for (size_t r = from; r < to; r++) {
        kith_real *d = l->out.d + r * l->out.ld;
        const kith_real *z = l->z != NULL ? l->z + r * l->out.ld : NULL;
        if (act->learned)
            l->memo[r] = kith_act_slope(p->kern, d, z, l->out.n);
        act->backward(p->kern, d, z, l->out.y + r * l->out.ld, l->out.n, a);
    }
}

void kith_layer_act_directions(kith_layer *l, const kith_pass *p, unsigned part)
{
    kith_real sum = 0;
    if (part != 0 || !l->node->act.act->learned)
        return;
    for (size_t r = 0; r < p->rows; r++)
        sum += l->memo[r];
    l->direction[l->params - 1][0] = sum;
}

static kith_status init(kith_layer *l, const kith_rule *rule, size_t batch, kith_error *err)
{
    KITH_TRY(kith_layer_own(l, batch, true, true, err));
    return kith_layer_act_init(l, rule, batch, err);
}

/* The layer below keeps what stands before the activation; a copy is made only where z is read. */
static void forward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    const kith_real a = parameter(l);
    for (size_t r = from; r < to; r++) {
        const kith_real *x = l->in.y + r * l->in.ld;
        kith_real *y = l->out.y + r * l->out.ld;
        if (l->z != NULL || l->raw)
            memcpy(kith_layer_act_input(l) + r * l->out.ld, x, l->out.n * sizeof *x);
        if (!l->raw)
            l->node->act.act->forward(p->kern, y, x, l->out.n, a);
    }
}

static void backward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    kith_layer_act_backward(l, p, from, to);
    for (size_t r = from; r < to && l->in.d != NULL; r++)
        memcpy(l->in.d + r * l->in.ld, l->out.d + r * l->out.ld, l->out.n * sizeof *l->in.d);
}

static void directions(kith_layer *l, const kith_pass *p, unsigned part, unsigned parts)
{
    (void)parts;
    kith_layer_act_directions(l, p, part);
}

const kith_layer_kind kith_layer_act = {
    .name = "act",
    .init = init,
    .forward = forward,
    .backward = backward,
    .directions = directions,
};
