#include "task/best.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"

static uint64_t numbers(const kith_param *p)
{
    return (uint64_t)p->rows * p->stride;
}

static kith_status keep(kith_best *b, uint64_t epoch, double loss, kith_error *err)
{
    if (b->kept == NULL)
        b->kept = kith_mem_new(b->params, sizeof *b->kept);
    if (b->kept == NULL)
        return kith_fail_memory(err, "weights to go back to", b->params * sizeof *b->kept);
    for (size_t i = 0; i < b->params; i++) {
        const uint64_t count = numbers(b->param[i]);
        if (b->kept[i] == NULL)
            b->kept[i] = kith_mem_new(count, sizeof **b->kept);
        if (b->kept[i] == NULL)
            return kith_fail_memory(err, "weights to go back to", count * sizeof **b->kept);
        memcpy(b->kept[i], b->param[i]->w, count * sizeof **b->kept);
    }
    b->epoch = epoch;
    b->loss = loss;
    return KITH_OK;
}

kith_status kith_best_look(kith_best *b, uint64_t epoch, double loss, kith_error *err)
{
    if (b->patience == 0)
        return KITH_OK;
    if (b->epoch == 0 || loss < b->loss)
        return keep(b, epoch, loss, err);
    b->stopped = epoch - b->epoch >= b->patience;
    return b->stopped ? KITH_CANCELLED : KITH_OK;
}

kith_status kith_best_good(kith_best *b, uint64_t epoch, double loss, kith_error *err)
{
    if (b->patience > 0 || (b->lowest > 0 && !(loss <= 2 * b->lowest)))
        return KITH_OK;
    b->lowest = b->lowest > 0 ? fmin(b->lowest, loss) : loss;
    return keep(b, epoch, loss, err);
}

bool kith_best_is_finite(const kith_best *b)
{
    for (size_t i = 0; i < b->params; i++)
        for (uint64_t k = 0; k < numbers(b->param[i]); k++)
            if (!isfinite(b->param[i]->w[k]))
                return false;
    return true;
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
