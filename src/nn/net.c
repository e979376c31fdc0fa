#include "nn/net.h"

#include <string.h>

#include "base/mem.h"

void kith_net_init(kith_net *net, const kith_kern *kern, const kith_optim *optim, size_t batch)
{
    *net = (kith_net){.kern = kern, .optim = *optim, .batch = (batch + 1) & ~(size_t)1};
}

static void dense_clear(kith_dense *l)
{
    kith_param_clear(&l->weight);
    kith_param_clear(&l->bias);
    kith_mem_free(l->y);
    kith_mem_free(l->d);
    kith_mem_free(l->d_weight);
    kith_mem_free(l->d_bias);
}

void kith_net_clear(kith_net *net)
{
    for (size_t i = 0; i < net->layers; i++)
        dense_clear(&net->layer[i]);
    kith_mem_free(net->ones);
    *net = (kith_net){0};
}

static kith_status dense_init(kith_dense *l, const kith_rule *rule, size_t batch, kith_error *err)
{
    l->ld = kith_rows_ld(l->out);
    KITH_TRY(kith_param_init(&l->weight, "weight", l->out, l->in, rule, err));
    KITH_TRY(kith_param_init(&l->bias, "bias", 1, l->out, rule, err));
    l->y = kith_mem_new(batch, l->ld * sizeof *l->y);
    l->d = kith_mem_new(batch, l->ld * sizeof *l->d);
    l->d_weight = kith_mem_new(l->out, l->weight.stride * sizeof *l->d_weight);
    l->d_bias = kith_mem_new(1, l->bias.stride * sizeof *l->d_bias);
    if (l->y == NULL || l->d == NULL || l->d_weight == NULL || l->d_bias == NULL)
        return kith_fail_memory(err, "a dense layer", 2 * batch * l->ld * sizeof *l->y);
    return KITH_OK;
}

/* Ones enough to weigh every example of a batch and every output of the widest layer. */
static kith_status grow_ones(kith_net *net, size_t n, kith_error *err)
{
    kith_mem_free(net->ones);
    net->ones = kith_mem_new(n, sizeof *net->ones);
    if (net->ones == NULL)
        return kith_fail_memory(err, "a batch", n * sizeof *net->ones);
    for (size_t i = 0; i < n; i++)
        net->ones[i] = 1;
    return KITH_OK;
}

kith_status kith_net_add(kith_net *net, size_t in, size_t out, const char *act,
                         const kith_init_use *init, uint64_t seed, kith_error *err)
{
    if (net->layers == KITH_NET_MAX_LAYERS)
        return kith_fail(err, KITH_ERR_USAGE, "a net has at most %d layers", KITH_NET_MAX_LAYERS);
    if (net->layers > 0 && net->layer[net->layers - 1].out != in)
        return kith_fail(err, KITH_ERR_USAGE, "layer %zu takes %zu inputs, the one before has %zu",
                         net->layers + 1, in, net->layer[net->layers - 1].out);
    kith_dense *l = &net->layer[net->layers];
    *l = (kith_dense){.in = in, .out = out};
    KITH_TRY(kith_act_parse(act, strlen(act), &l->act, err));
    KITH_TRY(kith_act_check_gradient(l->act.act, err));
    if (l->act.act->needs_z)
        return kith_fail(err, KITH_ERR_USAGE, "activation %s: this net keeps no z", act);
    net->layers++; /* from here on kith_net_clear owns it */
    KITH_TRY(dense_init(l, net->optim.rule, net->batch, err));
    kith_param_fill(&l->weight, init, seed, net->layers);
    return grow_ones(net, net->batch > l->ld ? net->batch : l->ld, err);
}

void kith_net_forward(kith_net *net, const kith_real *x, size_t ldx, size_t from, size_t to)
{
    for (size_t i = 0; i < net->layers; i++) {
        kith_dense *l = &net->layer[i];
        for (size_t r = from; r < to; r++)
            memcpy(l->y + r * l->ld, l->bias.w, l->out * sizeof *l->y);
        net->kern->gemm(false, true, to - from, l->out, l->in, x + from * ldx, ldx, l->weight.w,
                        l->weight.stride, 1, l->y + from * l->ld, l->ld);
        for (size_t r = from; r < to; r++)
            l->act.act->forward(net->kern, l->y + r * l->ld, l->y + r * l->ld, l->out, l->act.a);
        x = l->y, ldx = l->ld;
    }
}

/* The head as logistic rows whose dots are there already. */
static kith_rows head_rows(const kith_net *net, const kith_real *y, size_t ldy, size_t from,
                           size_t to)
{
    const kith_dense *top = &net->layer[net->layers - 1];
    return (kith_rows){.m = to - from,
                       .n = top->out,
                       .g = top->d + from * top->ld,
                       .label = y + from * ldy,
                       .label_rows = true,
                       .weight = net->ones};
}

double kith_net_backward(kith_net *net, const kith_real *y, size_t ldy, size_t from, size_t to,
                         kith_real scale)
{
    kith_dense *top = &net->layer[net->layers - 1];
    const kith_rows head = head_rows(net, y, ldy, from, to);
    double loss = 0;
    memcpy(head.g, top->y + from * top->ld, (to - from) * top->ld * sizeof *head.g);
    if (net->head == KITH_HEAD_SOFTMAX) {
        loss = net->kern->rows_softmax(&head, scale);
    } else {
        loss = net->kern->rows_loss(&head);
        net->kern->rows_residual(&head, scale);
    }
    for (size_t i = net->layers - 1; i > 0; i--) {
        const kith_dense *l = &net->layer[i];
        kith_dense *below = &net->layer[i - 1];
        net->kern->gemm(false, false, to - from, l->in, l->out, l->d + from * l->ld, l->ld,
                        l->weight.w, l->weight.stride, 0, below->d + from * below->ld, below->ld);
        for (size_t r = from; r < to; r++)
            below->act.act->backward(net->kern, below->d + r * below->ld, NULL,
                                     below->y + r * below->ld, below->out, below->act.a);
    }
    return loss;
}

/* Units [*from, *to) of `out` that belong to a part. */
static void share(size_t out, unsigned part, unsigned parts, size_t *from, size_t *to)
{
    *from = out * part / parts;
    *to = out * (part + 1) / parts;
}

void kith_net_directions(kith_net *net, const kith_real *x, size_t ldx, size_t n, unsigned part,
                         unsigned parts)
{
    for (size_t i = 0; i < net->layers; i++) {
        kith_dense *l = &net->layer[i];
        size_t from, to;
        share(l->out, part, parts, &from, &to);
        net->kern->gemm(true, false, to - from, l->in, n, l->d + from, l->ld, x, ldx, 0,
                        l->d_weight + from * l->weight.stride, l->weight.stride);
        if (part == 0)
            net->kern->gemm(false, false, 1, l->out, n, net->ones, n, l->d, l->ld, 0, l->d_bias,
                            l->bias.stride);
        x = l->y, ldx = l->ld;
    }
}

void kith_net_apply(kith_net *net, double lr, uint64_t number, unsigned part, unsigned parts)
{
    const kith_hyper h = kith_optim_at(&net->optim, lr, number);
    for (size_t i = 0; i < net->layers; i++) {
        kith_dense *l = &net->layer[i];
        size_t from, to;
        share(l->out, part, parts, &from, &to);
        kith_param_step(net->kern, &l->weight, from, to, l->d_weight, &h);
        if (part == 0)
            kith_param_step(net->kern, &l->bias, 0, 1, l->d_bias, &h);
    }
}

void kith_net_probabilities(kith_net *net, size_t from, size_t to)
{
    kith_dense *top = &net->layer[net->layers - 1];
    for (size_t r = from; r < to; r++) {
        kith_real *z = top->y + r * top->ld;
        if (net->head == KITH_HEAD_SIGMOID)
            net->kern->act_sigmoid(z, z, top->out, 0);
        else
            net->kern->softmax(z, top->out);
    }
}
