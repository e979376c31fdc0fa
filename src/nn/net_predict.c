/*
 * A net that answers: the layers' forward passes outside training, a batch at a time, by the
 * calling thread alone.
 */
#include <string.h>

#include "nn/net_parts.h"

static void put_rows(const kith_flow *in, const kith_real *x, size_t ldx, size_t rows)
{
    for (size_t r = 0; r < rows; r++)
        memcpy(in->y + r * in->ld, x + r * ldx, in->n * sizeof *x);
}

static void forward(kith_net *net, size_t first, size_t last, size_t rows)
{
    const kith_pass pass = {.kern = net->kern, .rows = rows, .seed = net->seed};
    for (size_t i = first; i < last; i++)
        net->layer[i].kind->forward(&net->layer[i], &pass, 0, rows);
}

/* The outputs of a layer, with the activation that its loss would have done. */
static void take_rows(const kith_net *net, const kith_layer *l, size_t rows, kith_real *out,
                      size_t ld)
{
    const kith_act_use *use = &l->node->act;
    for (size_t r = 0; r < rows; r++) {
        const kith_real *y = l->out.y + r * l->out.ld;
        if (l->raw)
            use->act->forward(net->kern, out + r * ld, y, l->out.n, use->a);
        else
            memcpy(out + r * ld, y, l->out.n * sizeof *y);
    }
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

void kith_net_predict(kith_net *net, const kith_real *x, size_t ldx, size_t rows, kith_real *out)
{
    const size_t ld = net->spec.outputs;
    for (size_t done = 0, n; done < rows; done += n) {
        n = smaller(rows - done, net->batch);
        put_rows(&net->input, x + done * ldx, ldx, n);
        forward(net, 0, net->layers, n);
        for (size_t h = 0; h < net->heads; h++)
            take_rows(net, net->head[h].top, n, out + done * ld + net->head[h].at, ld);
    }
}

void kith_net_predict_part(kith_net *net, size_t first, size_t last, const kith_real *x, size_t ldx,
                           size_t rows, kith_real *out)
{
    const kith_layer *top = &net->layer[last - 1];
    for (size_t done = 0, n; done < rows; done += n) {
        n = smaller(rows - done, net->batch);
        put_rows(&net->layer[first].in, x + done * ldx, ldx, n);
        forward(net, first, last, n);
        take_rows(net, top, n, out + done * top->out.n, top->out.n);
    }
}

kith_real *kith_net_input(kith_net *net, size_t row)
{
    return net->input.y + row * net->input.ld;
}

void kith_net_target(kith_net *net, size_t row, const kith_real *y, kith_real weight)
{
    for (size_t h = 0; h < net->heads; h++) {
        const kith_flow *out = &net->head[h].top->out;
        memcpy(net->head[h].target + row * out->ld, y + net->head[h].at, out->n * sizeof *y);
    }
    net->weight[row] = weight;
}

static double score_batch(kith_net *net, size_t rows)
{
    double sum = 0;
    forward(net, 0, net->layers, rows);
    for (size_t i = 0; i < net->heads; i++) {
        const kith_head *h = &net->head[i];
        const kith_flow *out = &h->top->out;
        sum += h->weight * kith_loss_run(h->loss, net->kern, out->y, h->target, net->weight, rows,
                                         out->n, out->ld, 1, h->loss_value, NULL);
    }
    return sum;
}

double kith_net_score(kith_net *net, const kith_real *x, size_t ldx, const kith_real *y, size_t ldy,
                      const kith_real *weight, size_t rows)
{
    double sum = 0;
    for (size_t done = 0, n; done < rows; done += n) {
        n = smaller(rows - done, net->batch);
        put_rows(&net->input, x + done * ldx, ldx, n);
        for (size_t r = 0; r < n; r++)
            kith_net_target(net, r, y + (done + r) * ldy, weight != NULL ? weight[done + r] : 1);
        sum += score_batch(net, n);
    }
    return sum;
}
