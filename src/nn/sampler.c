#include "nn/sampler.h"

#include "base/mem.h"

/*
 * Columns poorer than average are filled up by richer ones. `stack` holds the poor from the left
 * and the rich from the right; `share` is what a column has, 1 being the average.
 */
static void fill(kith_sampler *s, double *share, uint32_t *stack)
{
    uint32_t poor = 0, rich = s->n;
    for (uint32_t i = 0; i < s->n; i++)
        stack[share[i] < 1 ? poor++ : --rich] = i;
    while (poor > 0 && rich < s->n) {
        const uint32_t p = stack[--poor], r = stack[rich];
        s->column[p] = (kith_alias){(uint32_t)(share[p] * 0x1p32), r};
        share[r] -= 1 - share[p];
        if (share[r] < 1) {
            rich++;
            stack[poor++] = r;
        }
    }
    /* What is left is average but for rounding: its own column whichever way the draw falls. */
    while (rich < s->n)
        s->column[stack[rich]] = (kith_alias){UINT32_MAX, stack[rich]}, rich++;
    while (poor-- > 0)
        s->column[stack[poor]] = (kith_alias){UINT32_MAX, stack[poor]};
}

kith_status kith_sampler_init(kith_sampler *s, const double *weight, uint32_t n, kith_error *err)
{
    double *share = kith_mem_new(n, sizeof *share), total = 0;
    uint32_t *stack = kith_mem_new(n, sizeof *stack);
    *s = (kith_sampler){kith_mem_new(n, sizeof *s->column), n};
    const bool ok = share != NULL && stack != NULL && s->column != NULL;
    if (ok) {
        for (uint32_t i = 0; i < n; i++)
            total += weight[i];
        for (uint32_t i = 0; i < n; i++)
            share[i] = weight[i] / total * n;
        fill(s, share, stack);
    } else {
        kith_sampler_clear(s);
    }
    kith_mem_free(share);
    kith_mem_free(stack);
    return ok ? KITH_OK : kith_fail_memory(err, "the noise table", (uint64_t)n * 20);
}

void kith_sampler_clear(kith_sampler *s)
{
    kith_mem_free(s->column);
    *s = (kith_sampler){0};
}
