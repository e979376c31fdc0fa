/*
 * The ends of blocks. A residual block's output is its input plus what is inside (He et al. 2016);
 * on the way back its input hears from both. A head's input is the trunk's end, and the trunk hears
 * the sum of its heads. Openings pass the values on where they stand and only keep directions.
 */
#include "nn/layer.h"

#include <string.h>

static kith_status open_init(kith_layer *l, const kith_rule *rule, size_t batch, kith_error *err)
{
    (void)rule;
    KITH_TRY(kith_layer_own(l, batch, false, l->in.d != NULL, err));
    l->out.y = l->in.y;
    return KITH_OK;
}

static void nothing(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    (void)l, (void)p, (void)from, (void)to;
}

static void copy(kith_flow *to, const kith_real *y, size_t ld, size_t row, kith_real *base)
{
    memcpy(base + row * to->ld, y + row * ld, to->n * sizeof *y);
}

static void res_open_backward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    const kith_flow *end = &l->mate->out;
    for (size_t r = from; r < to && l->in.d != NULL; r++) {
        copy(&l->in, l->out.d, l->out.ld, r, l->in.d);
        p->kern->axpy(l->in.d + r * l->in.ld, 1, end->d + r * end->ld, l->in.n);
    }
}

const kith_layer_kind kith_layer_res_open = {
    .name = "res",
    .init = open_init,
    .forward = nothing,
    .backward = res_open_backward,
};

static kith_status res_close_init(kith_layer *l, const kith_rule *rule, size_t batch,
                                  kith_error *err)
{
    (void)rule;
    return kith_layer_own(l, batch, true, true, err);
}

static void res_close_forward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    const kith_flow *start = &l->mate->in;
    for (size_t r = from; r < to; r++) {
        copy(&l->out, l->in.y, l->in.ld, r, l->out.y);
        p->kern->axpy(l->out.y + r * l->out.ld, 1, start->y + r * start->ld, l->out.n);
    }
}

static void res_close_backward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    (void)p;
    for (size_t r = from; r < to && l->in.d != NULL; r++)
        copy(&l->in, l->out.d, l->out.ld, r, l->in.d);
}

const kith_layer_kind kith_layer_res_close = {
    .name = "res end",
    .init = res_close_init,
    .forward = res_close_forward,
    .backward = res_close_backward,
};

/* The last head goes back first and writes, the others add. */
static void head_open_backward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    for (size_t r = from; r < to && l->in.d != NULL; r++)
        if (l->adds)
            p->kern->axpy(l->in.d + r * l->in.ld, 1, l->out.d + r * l->out.ld, l->in.n);
        else
            copy(&l->in, l->out.d, l->out.ld, r, l->in.d);
}

const kith_layer_kind kith_layer_head_open = {
    .name = "head",
    .init = open_init,
    .forward = nothing,
    .backward = head_open_backward,
};

static kith_status head_close_init(kith_layer *l, const kith_rule *rule, size_t batch,
                                   kith_error *err)
{
    (void)rule, (void)batch, (void)err;
    l->out = l->mate->in; /* the next head stands on the trunk again */
    return KITH_OK;
}

const kith_layer_kind kith_layer_head_close = {
    .name = "head end",
    .init = head_close_init,
    .forward = nothing,
    .backward = nothing,
};
