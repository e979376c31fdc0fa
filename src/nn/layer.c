#include "nn/layer.h"

#include <stdio.h>

#include "base/mem.h"

const kith_layer_kind *kith_layer_kind_of(kith_node_kind kind)
{
    static const kith_layer_kind *const kinds[KITH_NODE_KINDS] = {
        [KITH_NODE_DENSE] = &kith_layer_dense,
        [KITH_NODE_ACT] = &kith_layer_act,
        [KITH_NODE_DROPOUT] = &kith_layer_dropout,
        [KITH_NODE_NOISE] = &kith_layer_noise,
        [KITH_NODE_BATCH_NORM] = &kith_layer_batch_norm,
        [KITH_NODE_LAYER_NORM] = &kith_layer_layer_norm,
        [KITH_NODE_RES_OPEN] = &kith_layer_res_open,
        [KITH_NODE_RES_CLOSE] = &kith_layer_res_close,
        [KITH_NODE_HEAD_OPEN] = &kith_layer_head_open,
        [KITH_NODE_HEAD_CLOSE] = &kith_layer_head_close,
        [KITH_NODE_SPARSE_KL] = &kith_layer_sparse_kl,
        [KITH_NODE_SPARSE_L1] = &kith_layer_sparse_l1,
        [KITH_NODE_SPARSE_TOP] = &kith_layer_sparse_top,
    };
    return kinds[kind];
}

kith_status kith_layer_own(kith_layer *l, size_t batch, bool y, bool d, kith_error *err)
{
    const uint64_t bytes = l->out.ld * sizeof *l->out.y;
    if (y)
        l->out.y = kith_mem_new(batch, bytes);
    if (d)
        l->out.d = kith_mem_new(batch, bytes);
    l->own_y = y;
    l->own_d = d;
    if ((y && l->out.y == NULL) || (d && l->out.d == NULL))
        return kith_fail_memory(err, "a batch", batch * bytes);
    return KITH_OK;
}

kith_status kith_layer_param(kith_layer *l, const char *name, size_t rows, size_t cols,
                             kith_role role, const kith_rule *rule, kith_error *err)
{
    /* a statistic takes no steps, so it needs no state of the rule */
    const kith_rule *its = role == KITH_STATISTIC ? &kith_rule_sgd : rule;
    const size_t i = l->params;
    kith_param *p = &l->param[i];
    snprintf(l->name[i], sizeof l->name[i], "%zu.%s", l->index + 1, name);
    KITH_TRY(kith_param_init(p, l->name[i], rows, cols, its, err));
    p->stream = ~(uint64_t)(l->index * KITH_LAYER_PARAMS + i);
    p->role = l->node->frozen && role == KITH_TRAINABLE ? KITH_FROZEN : role;
    l->params++;
    if (role == KITH_STATISTIC)
        return KITH_OK;
    l->direction[i] = kith_mem_new(rows, p->stride * sizeof *p->w);
    if (l->direction[i] == NULL)
        return kith_fail_memory(err, l->name[i], rows * p->stride * sizeof *p->w);
    return KITH_OK;
}

void kith_layer_clear(kith_layer *l)
{
    for (size_t i = 0; i < KITH_LAYER_PARAMS; i++) {
        kith_param_clear(&l->param[i]);
        kith_mem_free(l->direction[i]);
    }
    if (l->own_y)
        kith_mem_free(l->out.y);
    if (l->own_d)
        kith_mem_free(l->out.d);
    kith_mem_free(l->noisy);
    kith_mem_free(l->z);
    kith_mem_free(l->memo);
}
