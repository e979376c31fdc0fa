#include "embed/crown.h"

#include <string.h>

#include "base/mem.h"
#include "embed/worker.h"

kith_status kith_crown_init(kith_crown *c, const kith_embed *e, kith_error *err)
{
    const size_t row = e->input.stride * sizeof *c->own;
    c->from = UINT32_MAX;
    if (!e->config.hierarchical || e->inner.rows < KITH_CROWN_NODES ||
        !kith_optim_is_plain(&e->config.optim))
        return KITH_OK;
    c->own = kith_mem_raw(KITH_CROWN_NODES, row);
    c->was = kith_mem_raw(KITH_CROWN_NODES, row);
    if (c->own == NULL || c->was == NULL)
        return kith_fail_memory(err, "a worker", 2 * row * KITH_CROWN_NODES);
    c->from = (uint32_t)(e->inner.rows - KITH_CROWN_NODES);
    return KITH_OK;
}

void kith_crown_clear(kith_crown *c)
{
    kith_mem_free(c->own);
    kith_mem_free(c->was);
    *c = (kith_crown){0};
}

/* `rows` of the shared rows as they are now, by a kernel: there threads race on purpose. */
static void take(kith_embed_worker *w, uint32_t node, size_t rows)
{
    const size_t n = rows * w->e->inner.stride;
    const kith_real *shared = kith_param_row(&w->e->inner, node);
    kith_real *own = kith_inner_row(w, node);
    w->e->config.kern->bag_sum(&shared, 1, n, 1, own);
    memcpy(w->crown.was + (own - w->crown.own), own, n * sizeof *own);
}

void kith_crown_begin(kith_embed_worker *w)
{
    w->crown.windows = 0;
    if (w->crown.own != NULL)
        take(w, w->crown.from, KITH_CROWN_NODES);
}

/* shared += (own - was) / 2; then all three are the same. */
static void settle(kith_embed_worker *w, uint32_t node)
{
    const kith_kern *k = w->e->config.kern;
    const size_t n = w->e->inner.stride;
    kith_real *own = kith_inner_row(w, node);
    k->axpy(own, -1, w->crown.was + (own - w->crown.own), n);
    k->axpy(kith_param_row(&w->e->inner, node), (kith_real)0.5, own, n);
    take(w, node, 1);
}

void kith_crown_turn(kith_embed_worker *w)
{
    kith_crown *c = &w->crown;
    if (c->own == NULL || ++c->windows % KITH_CROWN_EVERY != 0)
        return;
    const uint64_t turn = c->windows / KITH_CROWN_EVERY;
    for (uint64_t level = 1; level <= KITH_CROWN_NODES; level *= 2) /* so many nodes in it */
        settle(w, (uint32_t)(w->e->inner.rows - level - turn % level));
}

void kith_crown_end(kith_embed_worker *w)
{
    for (uint32_t i = 0; w->crown.own != NULL && i < KITH_CROWN_NODES; i++)
        settle(w, w->crown.from + i);
}
