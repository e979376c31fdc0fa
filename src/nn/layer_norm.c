/*
 * Batch norm (Ioffe & Szegedy 2015: columns over the batch, running statistics at test) and layer
 * norm (Ba, Kiros & Hinton 2016: rows over their columns, the same at test). In training batch norm
 * works by columns alone, so its rows' steps have nothing to do.
 */
#include "nn/layer.h"

#include "base/mem.h"

enum { GAIN, SHIFT, MEAN, VARIANCE };

/* Both papers' form; 1e-5 and 0.1 are torch's values. */
static const kith_real eps = (kith_real)1e-5, pace = (kith_real)0.1;

static void fill(kith_param *p, kith_real value)
{
    for (size_t i = 0; i < p->cols; i++)
        p->w[i] = value;
}

/* Statistics of `things` columns or rows: mean, var, rate. */
static kith_status init(kith_layer *l, const kith_rule *rule, size_t batch, size_t things,
                        kith_error *err)
{
    KITH_TRY(kith_layer_own(l, batch, true, true, err));
    KITH_TRY(kith_layer_param(l, "gain", 1, l->out.n, KITH_TRAINABLE, rule, err));
    KITH_TRY(kith_layer_param(l, "shift", 1, l->out.n, KITH_TRAINABLE, rule, err));
    fill(&l->param[GAIN], 1);
    l->memo = kith_mem_new(3 * (uint64_t)things, sizeof *l->memo);
    return l->memo != NULL ? KITH_OK : kith_fail_memory(err, "a norm", 3 * things);
}

static kith_norm norm_of(const kith_layer *l, const kith_pass *p, size_t things)
{
    return (kith_norm){.rows = p->rows,
                       .n = l->out.n,
                       .ldx = l->in.ld,
                       .ldy = l->out.ld,
                       .x = l->in.y,
                       .y = l->out.y,
                       .d = l->out.d,
                       .dx = l->in.d != NULL ? l->in.d : l->out.d,
                       .gain = l->param[GAIN].w,
                       .shift = l->param[SHIFT].w,
                       .mean = l->memo,
                       .var = l->memo + things,
                       .rate = l->memo + 2 * things,
                       .d_gain = l->direction[GAIN],
                       .d_shift = l->direction[SHIFT],
                       .eps = eps,
                       .eps_outside = l->node->eps_outside};
}

static kith_status batch_init(kith_layer *l, const kith_rule *rule, size_t batch, kith_error *err)
{
    KITH_TRY(init(l, rule, batch, l->out.n, err));
    KITH_TRY(kith_layer_param(l, "mean", 1, l->out.n, KITH_STATISTIC, rule, err));
    KITH_TRY(kith_layer_param(l, "variance", 1, l->out.n, KITH_STATISTIC, rule, err));
    fill(&l->param[VARIANCE], 1);
    return KITH_OK;
}

/* Frozen, it is what it is at test: its statistics stay. Layers before it are frozen too. */
static bool is_frozen(const kith_layer *l)
{
    return l->param[GAIN].role == KITH_FROZEN;
}

/* By what has been gathered so far instead of by the batch. */
static kith_norm running_norm_of(const kith_layer *l, const kith_pass *p)
{
    kith_norm b = norm_of(l, p, l->out.n);
    b.mean = l->param[MEAN].w;
    b.var = l->param[VARIANCE].w;
    return b;
}

static void batch_columns(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    const kith_norm b = is_frozen(l) ? running_norm_of(l, p) : norm_of(l, p, l->out.n);
    if (is_frozen(l)) {
        p->kern->norm_rates(&b, from, to);
        return;
    }
    p->kern->norm_columns(&b, from, to);
    p->kern->norm_running(&b, pace, l->param[MEAN].w, l->param[VARIANCE].w, from, to);
}

static void batch_columns_back(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    if (is_frozen(l))
        return;
    const kith_norm b = norm_of(l, p, l->out.n);
    p->kern->norm_columns_back(&b, from, to);
}

static void batch_forward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    const kith_norm b = running_norm_of(l, p);
    if (p->training && !is_frozen(l))
        return;
    if (!p->training)
        p->kern->norm_rates(&b, 0, b.n);
    p->kern->norm_scale(&b, from, to);
}

static void batch_backward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    (void)l, (void)p, (void)from, (void)to;
}

const kith_layer_kind kith_layer_batch_norm = {
    .name = "bn",
    .init = batch_init,
    .forward = batch_forward,
    .backward = batch_backward,
    .columns_forward = batch_columns,
    .columns_backward = batch_columns_back,
};

/* The batch's size is not kept elsewhere, and rows of the memo are `batch` apart. */
static size_t memo_rows(const kith_layer *l)
{
    return l->rows;
}

static kith_status layer_init(kith_layer *l, const kith_rule *rule, size_t batch, kith_error *err)
{
    l->rows = batch;
    return init(l, rule, batch, batch, err);
}

static void layer_forward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    const kith_norm b = norm_of(l, p, memo_rows(l));
    p->kern->norm_rows(&b, from, to);
}

static void layer_backward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    const kith_norm b = norm_of(l, p, memo_rows(l));
    if (l->in.d != NULL)
        p->kern->norm_rows_back(&b, from, to);
}

static void layer_directions(kith_layer *l, const kith_pass *p, unsigned part, unsigned parts)
{
    const kith_norm b = norm_of(l, p, memo_rows(l));
    size_t from, to;
    kith_share(l->out.n, part, parts, &from, &to);
    p->kern->norm_rows_sums(&b, from, to);
}

const kith_layer_kind kith_layer_layer_norm = {
    .name = "ln",
    .init = layer_init,
    .forward = layer_forward,
    .backward = layer_backward,
    .directions = layer_directions,
};
