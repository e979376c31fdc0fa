#include "train/supervised.h"

#include <string.h>

#include "base/mem.h"

kith_status kith_supervised_init(kith_supervised *s, kith_net *net, const kith_table *table,
                                 const kith_pace *pace, uint64_t seed, unsigned workers,
                                 kith_error *err)
{
    const kith_spec *spec = kith_net_spec(net);
    *s = (kith_supervised){.net = net, .table = table, .pace = *pace, .seed = seed};
    if (spec->inputs != table->inputs || spec->outputs != table->outputs)
        return kith_fail(err, KITH_ERR_USAGE,
                         "a net of %zu inputs and %zu outputs for a table of %zu and %zu",
                         spec->inputs, spec->outputs, table->inputs, table->outputs);
    if (kith_net_batch(net) < table->batch)
        return kith_fail(err, KITH_ERR_USAGE, "a net for batches of %zu rows, the table has %zu",
                         kith_net_batch(net), table->batch);
    KITH_TRY(kith_net_check_rows(net, table->rows, table->batch, err));
    s->workers = workers;
    s->y = kith_mem_new(workers, table->outputs * sizeof *s->y);
    s->weight = kith_mem_new(table->batch, sizeof *s->weight);
    return s->y != NULL && s->weight != NULL
               ? KITH_OK
               : kith_fail_memory(err, "targets", workers * table->outputs + table->batch);
}

void kith_supervised_clear(kith_supervised *s)
{
    kith_mem_free(s->y);
    kith_mem_free(s->weight);
    *s = (kith_supervised){0};
}

/* One row of the table into row `i` of the batch. */
static void put_row(kith_supervised *s, const kith_block *block, size_t i, kith_real *y)
{
    const kith_table *t = s->table;
    const size_t place = (size_t)block->index * t->batch + i;
    const size_t row = kith_table_row(t, s->seed, block->epoch, place);
    kith_real weight = 1;
    s->weight[i] = 1;
    if (t->fill == NULL) {
        memcpy(kith_net_input(s->net, i), t->x + row * t->inputs, t->inputs * sizeof *t->x);
        kith_net_target(s->net, i, t->y + row * t->outputs, weight);
        return;
    }
    memset(kith_net_input(s->net, i), 0, t->inputs * sizeof *y);
    memset(y, 0, t->outputs * sizeof *y);
    t->fill(t->self, block->epoch, row, kith_net_input(s->net, i), y, &weight);
    kith_net_target(s->net, i, y, weight);
    s->weight[i] = weight;
}

static void put_rows(kith_supervised *s, const kith_block *block, unsigned worker)
{
    kith_real *y = s->y + worker * s->table->outputs;
    size_t from, to;
    kith_net_rows((size_t)block->size, worker, s->workers, &from, &to);
    for (size_t i = from; i < to; i++)
        put_row(s, block, i, y);
}

static void supervised_grad(void *self, const kith_block *block, unsigned phase, unsigned worker,
                            kith_loss_sum *tally)
{
    kith_supervised *s = self;
    const size_t rows = (size_t)block->size;
    const kith_pass pass = kith_net_pass(s->net, rows, block->epoch, block->index);
    if (phase == 0)
        put_rows(s, block, worker);
    kith_net_phase(s->net, &pass, phase, worker, s->workers);
    if (worker == 0 && phase + 1 == kith_net_phases(s->net)) {
        tally->loss += kith_net_loss(s->net, rows);
        for (size_t i = 0; i < rows; i++)
            tally->examples += (double)s->weight[i];
    }
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
    return (kith_trainee){.self = s,
                          .phases = kith_net_phases(s->net),
                          .grad = supervised_grad,
                          .apply = supervised_apply};
}
