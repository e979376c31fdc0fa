#include "embed/held.h"

#include <string.h>

#include "base/mem.h"
#include "embed/worker.h"

static size_t slots(const kith_embed *e)
{
    return 2 * (size_t)e->config.window + 1;
}

kith_status kith_held_init(kith_held *h, const kith_embed *e, size_t block, kith_error *err)
{
    const size_t stride = e->input.stride;
    if (e->grams.start == NULL)
        return KITH_OK;
    h->vector = kith_mem_new(slots(e), 2 * stride * sizeof *h->vector);
    h->slot = kith_mem_new(block, sizeof *h->slot);
    h->spare = kith_mem_new(slots(e), sizeof *h->spare);
    h->parts = kith_mem_new((uint64_t)e->grams.most + 1, sizeof *h->parts);
    if (h->vector != NULL && h->slot != NULL && h->spare != NULL && h->parts != NULL)
        return KITH_OK;
    return kith_fail_memory(err, "a worker", slots(e) * 2 * stride * sizeof *h->vector);
}

void kith_held_clear(kith_held *h)
{
    kith_mem_free(h->vector);
    kith_mem_free(h->slot);
    kith_mem_free(h->spare);
    kith_mem_free((void *)h->parts);
    *h = (kith_held){0};
}

void kith_held_begin(kith_embed_worker *w, size_t length)
{
    kith_held *h = &w->held;
    memset(h->slot, 0xFF, length * sizeof *h->slot);
    h->from = h->to = 0;
    for (h->spares = 0; h->spares < slots(w->e); h->spares++)
        h->spare[h->spares] = (uint32_t)h->spares;
}

kith_real *kith_held_at(const kith_embed_worker *w, size_t place)
{
    return w->held.vector + 2 * w->e->input.stride * w->held.slot[place];
}

void kith_held_add(const kith_embed_worker *w, kith_real *vector, kith_real scale,
                   const kith_real *d)
{
    const size_t stride = w->e->input.stride;
    w->e->config.kern->axpy(vector + stride, scale, d, stride);
}

/* The rows of a word: its own and its n-grams'; returns how many. */
static size_t gather(kith_embed_worker *w, uint32_t word)
{
    const kith_embed *e = w->e;
    const kith_word_grams *g = &e->grams;
    size_t n = 0;
    w->held.parts[n++] = kith_param_row(&e->input, word);
    for (uint64_t i = g->start[word]; i < g->start[word + 1]; i++)
        w->held.parts[n++] = kith_param_row(&e->gram, g->row[i]);
    return n;
}

/* The same word within reach has the same slot. */
static void enter(kith_embed_worker *w, size_t place, size_t end)
{
    kith_held *h = &w->held;
    const size_t stride = w->e->input.stride;
    if (h->slot[place] == UINT32_MAX) {
        h->slot[place] = h->spare[--h->spares];
        kith_real *vector = kith_held_at(w, place);
        const size_t n = gather(w, w->kept[place]);
        w->added += n;
        w->e->config.kern->bag_sum((const kith_real *const *)h->parts, n, stride, 1 / (kith_real)n,
                                   vector);
        if (w->fused)
            memcpy(vector + stride, vector, stride * sizeof *vector);
        else
            memset(vector + stride, 0, stride * sizeof *vector);
    }
    if (w->next[place] < end)
        h->slot[w->next[place]] = h->slot[place];
}

/* A step of the rule on each different row; equal n-grams stand beside each other. */
static void step_parts(kith_embed_worker *w, uint32_t word, const kith_real *direction)
{
    const kith_embed *e = w->e;
    const kith_word_grams *g = &e->grams;
    kith_learn_step(w, &e->input, word, direction);
    for (uint64_t i = g->start[word], same = i; i < g->start[word + 1]; i = same) {
        while (same < g->start[word + 1] && g->row[same] == g->row[i])
            same++;
        e->config.kern->bag_sum(&direction, 1, e->gram.stride, (kith_real)(same - i), w->dx[0]);
        kith_learn_step(w, &e->gram, g->row[i], w->dx[0]);
    }
}

static void leave(kith_embed_worker *w, size_t place, size_t end)
{
    kith_held *h = &w->held;
    const kith_kern *k = w->e->config.kern;
    const size_t stride = w->e->input.stride;
    kith_real *vector = kith_held_at(w, place);
    if (w->next[place] < end)
        return; /* the next place has it */
    h->spare[h->spares++] = h->slot[place];
    if (!w->learning)
        return;
    if (!w->fused) {
        step_parts(w, w->kept[place], vector + stride);
        return;
    }
    k->axpy(vector, -1, vector + stride, stride);
    k->bag_add(h->parts, gather(w, w->kept[place]), stride, 1, vector);
}

void kith_held_reach(kith_embed_worker *w, size_t position, size_t start, size_t end)
{
    kith_held *h = &w->held;
    const size_t reach = w->e->config.window;
    const size_t to = end - position > reach ? position + reach + 1 : end;
    if (position == start)
        h->from = h->to = start;
    for (; h->from + reach < position; h->from++)
        leave(w, h->from, end);
    for (; h->to < to; h->to++)
        enter(w, h->to, end);
}

void kith_held_release(kith_embed_worker *w, size_t end)
{
    for (kith_held *h = &w->held; h->from < h->to; h->from++)
        leave(w, h->from, end);
}
