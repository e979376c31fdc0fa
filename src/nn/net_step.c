/*
 * A training step as a plan: noise on weights by units where there is any, rows forwards, the loss
 * and rows backwards in one phase where no batch norm stands between, then directions by units, and
 * where their length is bounded a phase that measures it.
 */
#include <math.h>
#include <string.h>

#include "nn/net_parts.h"

/* --- the parts --- */

static void shake_weights(kith_net *net, const kith_step *s, const kith_pass *p, unsigned worker,
                          unsigned workers)
{
    for (size_t i = s->first; i < s->last; i++)
        if (net->layer[i].noisy != NULL)
            net->layer[i].kind->shake(&net->layer[i], p, worker, workers);
}

static void forward_rows(kith_net *net, const kith_step *s, const kith_pass *p, unsigned worker,
                         unsigned workers)
{
    size_t from, to;
    kith_net_rows(p->rows, worker, workers, &from, &to);
    for (size_t i = s->first; i < s->last && from < to; i++)
        net->layer[i].kind->forward(&net->layer[i], p, from, to);
}

static void backward_rows(kith_net *net, const kith_step *s, const kith_pass *p, unsigned worker,
                          unsigned workers)
{
    size_t from, to;
    kith_net_rows(p->rows, worker, workers, &from, &to);
    for (size_t i = s->last; i > s->first && from < to; i--)
        net->layer[i - 1].kind->backward(&net->layer[i - 1], p, from, to);
}

/* The loss of one head over rows [from, to), and its direction. */
static double run_loss(const kith_net *net, const kith_head *h, size_t rows, size_t from, size_t to,
                       bool learn)
{
    const kith_flow *out = &h->top->out;
    const kith_real scale = kith_loss_scale(h->loss, rows) * (kith_real)h->weight;
    return h->weight * kith_loss_run(h->loss, net->kern, out->y + from * out->ld,
                                     h->target + from * out->ld, net->weight + from, to - from,
                                     out->n, out->ld, scale, h->loss_value,
                                     learn ? out->d + from * out->ld : NULL);
}

/* Sums over eight rows at a time, whoever has them, so that their order is fixed. */
static void loss_rows(kith_net *net, const kith_step *s, const kith_pass *p, unsigned worker,
                      unsigned workers)
{
    size_t from, to;
    (void)s;
    kith_net_rows(p->rows, worker, workers, &from, &to);
    for (size_t r = from; r < to; r += KITH_NET_ROWS_CHUNK) {
        const size_t end = to - r < KITH_NET_ROWS_CHUNK ? to : r + KITH_NET_ROWS_CHUNK;
        double sum = 0;
        for (size_t h = 0; h < net->heads; h++)
            sum += run_loss(net, &net->head[h], p->rows, r, end, p->training);
        net->loss[r / KITH_NET_ROWS_CHUNK] = sum;
    }
}

/* Columns in whole cache lines, so that workers do not write to one together. */
static void share_columns(const kith_layer *l, unsigned worker, unsigned workers, size_t *from,
                          size_t *to)
{
    const size_t line = 64 / sizeof(kith_real);
    kith_share((l->out.n + line - 1) / line, worker, workers, from, to);
    *from = *from * line;
    *to = *to * line < l->out.n ? *to * line : l->out.n;
}

static void forward_columns(kith_net *net, const kith_step *s, const kith_pass *p, unsigned worker,
                            unsigned workers)
{
    kith_layer *l = &net->layer[s->first];
    size_t from, to;
    share_columns(l, worker, workers, &from, &to);
    if (from < to)
        l->kind->columns_forward(l, p, from, to);
}

static void backward_columns(kith_net *net, const kith_step *s, const kith_pass *p, unsigned worker,
                             unsigned workers)
{
    kith_layer *l = &net->layer[s->first];
    size_t from, to;
    share_columns(l, worker, workers, &from, &to);
    if (from < to)
        l->kind->columns_backward(l, p, from, to);
}

static void find_directions(kith_net *net, const kith_step *s, const kith_pass *p, unsigned worker,
                            unsigned workers)
{
    for (size_t i = s->first; i < s->last; i++)
        if (net->layer[i].kind->directions != NULL)
            net->layer[i].kind->directions(&net->layer[i], p, worker, workers);
}

static void measure(kith_net *net, const kith_step *s, const kith_pass *p, unsigned worker,
                    unsigned workers)
{
    (void)s, (void)p;
    for (size_t i = 0; i < net->trains; i++) {
        const kith_trained *t = &net->train[i];
        size_t from, to;
        kith_share(t->param->rows, worker, workers, &from, &to);
        for (size_t r = from; r < to; r++) {
            const kith_real *d = t->direction + r * t->param->stride;
            net->square[t->at + r] = (double)net->kern->dot(d, d, t->param->cols);
        }
    }
}

/* --- the plan --- */

static void add_step(kith_net *net, kith_split split, size_t first, size_t last,
                     void (*run)(kith_net *, const kith_step *, const kith_pass *, unsigned,
                                 unsigned))
{
    unsigned phase = 0;
    if (net->steps > 0) {
        const kith_step *before = &net->step[net->steps - 1];
        phase = before->phase + (before->split != split || split != KITH_BY_ROWS);
    }
    net->step[net->steps++] =
        (kith_step){.phase = phase, .split = split, .first = first, .last = last, .run = run};
}

static bool any_noisy(const kith_net *net)
{
    size_t i = 0;
    while (i < net->layers && net->layer[i].noisy == NULL)
        i++;
    return i < net->layers;
}

static void plan_forward(kith_net *net)
{
    size_t first = 0;
    if (any_noisy(net))
        add_step(net, KITH_BY_UNITS, 0, net->layers, shake_weights);
    for (size_t i = 0; i < net->layers; i++)
        if (net->layer[i].kind->columns_forward != NULL) {
            add_step(net, KITH_BY_ROWS, first, i, forward_rows);
            add_step(net, KITH_BY_COLUMNS, i, i + 1, forward_columns);
            first = i + 1;
        }
    add_step(net, KITH_BY_ROWS, first, net->layers, forward_rows);
}

static void plan_backward(kith_net *net)
{
    size_t last = net->layers;
    for (size_t i = net->layers; i > 0; i--)
        if (net->layer[i - 1].kind->columns_backward != NULL) {
            add_step(net, KITH_BY_ROWS, i, last, backward_rows);
            add_step(net, KITH_BY_COLUMNS, i - 1, i, backward_columns);
            last = i - 1;
        }
    add_step(net, KITH_BY_ROWS, 0, last, backward_rows);
}

void kith_net_plan(kith_net *net)
{
    plan_forward(net);
    add_step(net, KITH_BY_ROWS, 0, 0, loss_rows);
    plan_backward(net);
    add_step(net, KITH_BY_UNITS, 0, net->layers, find_directions);
    if (net->clip_norm > 0)
        add_step(net, KITH_BY_UNITS, 0, net->layers, measure);
}

void kith_net_rows(size_t n, unsigned worker, unsigned workers, size_t *from, size_t *to)
{
    kith_share((n + KITH_NET_ROWS_CHUNK - 1) / KITH_NET_ROWS_CHUNK, worker, workers, from, to);
    *from *= KITH_NET_ROWS_CHUNK;
    *to = *to * KITH_NET_ROWS_CHUNK < n ? *to * KITH_NET_ROWS_CHUNK : n;
}

kith_pass kith_net_pass(const kith_net *net, size_t rows, uint64_t epoch, uint64_t block)
{
    return (kith_pass){.kern = net->kern,
                       .training = true,
                       .rows = rows,
                       .seed = net->seed,
                       .epoch = epoch,
                       .block = block};
}

unsigned kith_net_phases(const kith_net *net)
{
    return net->step[net->steps - 1].phase + 1;
}

void kith_net_phase(kith_net *net, const kith_pass *pass, unsigned phase, unsigned worker,
                    unsigned workers)
{
    for (size_t i = 0; i < net->steps; i++)
        if (net->step[i].phase == phase)
            net->step[i].run(net, &net->step[i], pass, worker, workers);
}

double kith_net_loss(const kith_net *net, size_t rows)
{
    double sum = 0;
    for (size_t r = 0; r < rows; r += KITH_NET_ROWS_CHUNK)
        sum += net->loss[r / KITH_NET_ROWS_CHUNK];
    return sum;
}

double kith_net_penalty(const kith_net *net, size_t rows)
{
    double sum = 0;
    for (size_t i = 0; i < net->layers; i++)
        if (net->layer[i].kind->penalty != NULL)
            sum += net->layer[i].kind->penalty(&net->layer[i], rows);
    return sum;
}

/* The length of all directions together. */
static double length_of(const kith_net *net)
{
    double sum = 0;
    for (size_t i = 0; i < net->trains; i++)
        for (size_t r = 0; r < net->train[i].param->rows; r++)
            if (net->train[i].param->role == KITH_TRAINABLE)
                sum += net->square[net->train[i].at + r];
    return sqrt(sum);
}

/* The worker's rows of a parameter; single rows go round. */
static void share_param(const kith_param *p, size_t number, unsigned worker, unsigned workers,
                        size_t *from, size_t *to)
{
    if (p->rows == 1) {
        *from = 0;
        *to = number % workers == worker;
    } else {
        kith_share(p->rows, worker, workers, from, to);
    }
}

void kith_net_apply(kith_net *net, double lr, uint64_t step, unsigned worker, unsigned workers)
{
    kith_hyper weights = kith_optim_at(&net->optim, lr, step), others;
    const double length = net->clip_norm > 0 ? length_of(net) : 0;
    if (length > net->clip_norm) /* more than nothing, where the length has left the numbers */
        weights.cut = (kith_real)fmax(net->clip_norm / length, 1e-37);
    others = weights;
    others.l1 = others.l2 = others.decay = 0;
    for (size_t i = 0; i < net->trains; i++) {
        const kith_trained *t = &net->train[i];
        size_t from, to;
        share_param(t->param, i, worker, workers, &from, &to);
        if (from < to)
            kith_param_step(net->kern, t->param, from, to, t->direction,
                            t->penalised ? &weights : &others);
    }
}

void kith_net_finish(kith_net *net)
{
    for (size_t i = 0; i < net->trains; i++)
        kith_param_finish(net->kern, net->train[i].param, &net->optim.hyper);
}

void kith_net_resume(kith_net *net)
{
    for (size_t i = 0; i < net->trains; i++)
        kith_param_resume(net->kern, net->train[i].param, &net->optim.hyper);
}
