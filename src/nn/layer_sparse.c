/*
 * Sparse activations (notes 000: "10 of 100 active").
 *
 * kl pulls the mean of each column over the batch to a share rho by beta KL(rho || mean) (Ng 2011);
 * l1 adds lambda |y|, summed over a row and averaged over rows; both leave the values where they
 * are and only bend their directions. topk lets the K largest values of a row pass, forwards and
 * backwards, in training and at test (Makhzani & Frey 2014).
 */
#include "nn/layer.h"

#include <math.h>

#include "base/mem.h"

/* Values and directions pass through the memory of the layer below. */
static kith_status share_flow(kith_layer *l, const kith_rule *rule, size_t batch, kith_error *err)
{
    (void)rule, (void)batch, (void)err;
    l->out.y = l->in.y;
    l->out.d = l->in.d;
    return KITH_OK;
}

static void nothing(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    (void)l, (void)p, (void)from, (void)to;
}

/* memo: means of the columns, then what pulls on them. */
static kith_status kl_init(kith_layer *l, const kith_rule *rule, size_t batch, kith_error *err)
{
    KITH_TRY(share_flow(l, rule, batch, err));
    l->memo = kith_mem_new(2 * (uint64_t)l->out.n, sizeof *l->memo);
    return l->memo != NULL ? KITH_OK
                           : kith_fail_memory(err, "a batch", 2 * l->out.n * sizeof *l->memo);
}

static void kl_columns(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    p->kern->mean_pull(l->in.y, p->rows, l->in.ld, (kith_real)l->node->amount,
                       (kith_real)l->node->strength, l->memo, l->memo + l->out.n, from, to);
}

static void kl_backward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    for (size_t r = from; r < to && l->in.d != NULL; r++)
        p->kern->axpy(l->in.d + r * l->in.ld, 1, l->memo + l->out.n, l->out.n);
}

static double kl_penalty(const kith_layer *l, size_t rows)
{
    const double rho = l->node->amount;
    double sum = 0;
    (void)rows;
    for (size_t j = 0; j < l->out.n; j++) {
        const double mean = (double)l->memo[j];
        sum += rho * log(rho / mean) + (1 - rho) * log((1 - rho) / (1 - mean));
    }
    return l->node->strength * sum;
}

const kith_layer_kind kith_layer_sparse_kl = {
    .name = "kl",
    .init = kl_init,
    .forward = nothing,
    .columns_forward = kl_columns,
    .backward = kl_backward,
    .penalty = kl_penalty,
};

static void l1_backward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    const kith_real by = (kith_real)(l->node->amount / (double)p->rows);
    for (size_t r = from; r < to && l->in.d != NULL; r++)
        p->kern->pull_to_zero(l->in.d + r * l->in.ld, l->in.y + r * l->in.ld, l->out.n, by);
}

static double l1_penalty(const kith_layer *l, size_t rows)
{
    double sum = 0;
    for (size_t r = 0; r < rows; r++)
        for (size_t j = 0; j < l->out.n; j++)
            sum += fabs((double)l->in.y[r * l->in.ld + j]);
    return l->node->amount * sum / (double)rows;
}

const kith_layer_kind kith_layer_sparse_l1 = {
    .name = "l1",
    .init = share_flow,
    .forward = nothing,
    .backward = l1_backward,
    .penalty = l1_penalty,
};

static kith_status top_init(kith_layer *l, const kith_rule *rule, size_t batch, kith_error *err)
{
    (void)rule;
    return kith_layer_own(l, batch, true, true, err);
}

static void top_forward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    for (size_t r = from; r < to; r++) {
        const kith_real *x = l->in.y + r * l->in.ld;
        p->kern->keep_largest(l->out.y + r * l->out.ld, x, x, l->out.n, (size_t)l->node->amount);
    }
}

static void top_backward(kith_layer *l, const kith_pass *p, size_t from, size_t to)
{
    for (size_t r = from; r < to && l->in.d != NULL; r++)
        p->kern->keep_largest(l->in.d + r * l->in.ld, l->out.d + r * l->out.ld,
                              l->in.y + r * l->in.ld, l->out.n, (size_t)l->node->amount);
}

const kith_layer_kind kith_layer_sparse_top = {
    .name = "topk",
    .init = top_init,
    .forward = top_forward,
    .backward = top_backward,
};
