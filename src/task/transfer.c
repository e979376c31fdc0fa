#include "task/transfer.h"

#include <string.h>

static bool are_alike(const kith_layer *a, const kith_layer *b)
{
    const kith_node *m = a->node, *n = b->node;
    bool same = m->kind == n->kind && m->in == n->in && m->out == n->out && m->tied == n->tied &&
                m->act.act == n->act.act && m->eps_outside == n->eps_outside &&
                a->params == b->params;
    for (size_t i = 0; same && i < a->params; i++)
        same = a->param[i].rows == b->param[i].rows && a->param[i].cols == b->param[i].cols;
    return same;
}

/* Where the layers of the answers begin: the first head, or the last layer with weights. */
static size_t answers_at(const kith_net *net)
{
    size_t last = 0;
    for (size_t i = 0; i < kith_net_layers(net); i++) {
        const kith_layer *l = kith_net_layer(net, i);
        if (l->node->kind == KITH_NODE_HEAD_OPEN)
            return i;
        if (l->params > 0)
            last = i;
    }
    return last;
}

static void copy(const kith_param *from, kith_param *to)
{
    memcpy(to->w, from->w, to->rows * to->stride * sizeof *to->w);
}

kith_transfer kith_transfer_take(kith_dense *to, const kith_dense *from, bool same_answers)
{
    const size_t layers = kith_net_layers(to->net), theirs = kith_net_layers(from->net);
    const size_t end = same_answers ? layers : answers_at(to->net);
    kith_transfer t = {0};
    size_t params, at = 0;
    kith_param *const *param = kith_net_params(to->net, &params);
    for (size_t i = 0; i < end && i < theirs; i++) {
        const kith_layer *a = kith_net_layer(from->net, i), *b = kith_net_layer(to->net, i);
        if (!are_alike(a, b))
            break;
        for (size_t p = 0; p < a->params; p++)
            copy(&a->param[p], param[at++]);
        t.weighted += a->params > 0;
        t.layers = i + 1;
    }
    to->has_inputs = t.weighted > 0;
    to->has_targets = same_answers && at == params && to->targets.cols > 0;
    if (to->has_inputs)
        copy(&from->inputs, &to->inputs);
    if (to->has_targets)
        copy(&from->targets, &to->targets);
    return t;
}

kith_status kith_transfer_freeze(kith_dense *m, const kith_transfer *taken, uint64_t n,
                                 kith_error *err)
{
    size_t params, at = 0;
    kith_param *const *param = kith_net_params(m->net, &params);
    if (n > taken->weighted)
        return kith_fail(
            err, KITH_ERR_USAGE,
            "--freeze %llu: expected at most %zu, the layers with weights that were taken",
            (unsigned long long)n, taken->weighted);
    for (size_t i = 0; n > 0 && i < taken->layers; i++) {
        const size_t own = kith_net_layer(m->net, i)->params;
        for (size_t p = 0; p < own; p++)
            if (param[at + p]->role == KITH_TRAINABLE)
                param[at + p]->role = KITH_FROZEN;
        at += own;
        n -= own > 0;
    }
    for (size_t i = 0; i < params; i++)
        if (param[i]->role == KITH_TRAINABLE)
            return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE, "--freeze: all layers are frozen, nothing could learn");
}
