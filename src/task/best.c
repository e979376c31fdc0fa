#include "task/best.h"

#include <string.h>

#include "base/mem.h"

static uint64_t numbers(const kith_param *p)
{
    return (uint64_t)p->rows * p->stride;
}

static kith_status keep(kith_best *b, kith_error *err)
{
    if (b->kept == NULL)
        b->kept = kith_mem_new(b->params, sizeof *b->kept);
    if (b->kept == NULL)
        return kith_fail_memory(err, "the best weights", b->params * sizeof *b->kept);
    for (size_t i = 0; i < b->params; i++) {
        const uint64_t count = numbers(b->param[i]);
        if (b->kept[i] == NULL)
            b->kept[i] = kith_mem_new(count, sizeof **b->kept);
        if (b->kept[i] == NULL)
            return kith_fail_memory(err, "the best weights", count * sizeof **b->kept);
        memcpy(b->kept[i], b->param[i]->w, count * sizeof **b->kept);
    }
    return KITH_OK;
}

kith_status kith_best_look(kith_best *b, uint64_t epoch, double loss, kith_error *err)
{
    if (b->patience == 0)
        return KITH_OK;
    if (b->epoch == 0 || loss < b->loss) {
        b->loss = loss;
        b->epoch = epoch;
        return keep(b, err);
    }
    b->stopped = epoch - b->epoch >= b->patience;
    return b->stopped ? KITH_CANCELLED : KITH_OK;
}

void kith_best_restore(kith_best *b)
{
    for (size_t i = 0; b->epoch > 0 && i < b->params; i++)
        memcpy(b->param[i]->w, b->kept[i], numbers(b->param[i]) * sizeof **b->kept);
}

void kith_best_clear(kith_best *b)
{
    for (size_t i = 0; b->kept != NULL && i < b->params; i++)
        kith_mem_free(b->kept[i]);
    kith_mem_free((void *)b->kept);
    *b = (kith_best){0};
}
