#include "train/supervised.h"

#include <string.h>

#include "base/mem.h"

kith_status kith_supervised_init(kith_supervised *s, kith_net *net, const kith_table *table,
                                 const kith_pace *pace, uint64_t seed, unsigned workers,
                                 kith_error *err)
{
    const kith_dense *first = &net->layer[0], *top = &net->layer[net->layers - 1];
    *s = (kith_supervised){.net = net, .table = table, .pace = *pace, .seed = seed};
    if (first->in != table->inputs || top->out != table->outputs || net->batch < table->batch)
        return kith_fail(err, KITH_ERR_USAGE,
                         "a net of %zu inputs and %zu outputs for a table of %zu and %zu",
                         first->in, top->out, table->inputs, table->outputs);
    s->workers = workers;
    s->ldx = kith_rows_ld(table->inputs);
    s->ldy = top->ld;
    s->x = kith_mem_new(net->batch, s->ldx * sizeof *s->x);
    s->y = kith_mem_new(net->batch, s->ldy * sizeof *s->y);
    if (s->x != NULL && s->y != NULL)
        return KITH_OK;
    kith_supervised_clear(s);
    return kith_fail_memory(err, "a batch", net->batch * (s->ldx + s->ldy) * sizeof *s->x);
}

void kith_supervised_clear(kith_supervised *s)
{
    kith_mem_free(s->x);
    kith_mem_free(s->y);
    *s = (kith_supervised){0};
}

/* The rows of a batch that belong to a worker, in pairs: two short rows of G share a vector. */
static void share(const kith_supervised *s, size_t n, unsigned worker, size_t *from, size_t *to)
{
    const size_t pairs = (n + 1) / 2;
    *from = 2 * (pairs * worker / s->workers);
    *to = 2 * (pairs * (worker + 1) / s->workers);
    *from = *from < n ? *from : n;
    *to = *to < n ? *to : n;
}

static void gather(kith_supervised *s, const kith_block *block, size_t from, size_t to)
{
    const kith_table *t = s->table;
    for (size_t i = from; i < to; i++) {
        const size_t place = (size_t)block->index * t->batch + i;
        const size_t row = kith_table_row(t, s->seed, block->epoch, place);
        memcpy(s->x + i * s->ldx, t->x + row * t->inputs, t->inputs * sizeof *s->x);
        memcpy(s->y + i * s->ldy, t->y + row * t->outputs, t->outputs * sizeof *s->y);
    }
}

/* Phase 0: forward and backward of the worker's rows. Phase 1: directions of the worker's units. */
static void supervised_grad(void *self, const kith_block *block, unsigned phase, unsigned worker,
                            kith_loss_sum *tally)
{
    kith_supervised *s = self;
    const size_t n = (size_t)block->size;
    size_t from, to;
    if (phase == 1) {
        kith_net_directions(s->net, s->x, s->ldx, n, worker, s->workers);
        return;
    }
    share(s, n, worker, &from, &to);
    if (from == to)
        return;
    gather(s, block, from, to);
    kith_net_forward(s->net, s->x, s->ldx, from, to);
    tally->loss += kith_net_backward(s->net, s->y, s->ldy, from, to, (kith_real)(1.0 / (double)n));
    tally->examples += (double)(to - from);
}

static void supervised_apply(void *self, const kith_block *block, unsigned worker)
{
    kith_supervised *s = self;
    const double done = (double)block->before / (double)block->total;
    kith_net_apply(s->net, kith_pace_at(&s->pace, done) * (1 - block->lost), block->step, worker,
                   s->workers);
}

kith_trainee kith_supervised_trainee(kith_supervised *s)
{
    return (kith_trainee){
        .self = s, .phases = 2, .grad = supervised_grad, .apply = supervised_apply};
}
