#include "embed/worker.h"

#include "base/mem.h"

/* Output rows of the longest call. */
static size_t most_targets(const kith_embed *e)
{
    const kith_embed_config *c = &e->config;
    size_t n = 0;
    if (c->softmax)
        n += e->words;
    if (c->negative_sampling)
        n += KITH_TOGETHER + c->negative;
    if (c->hierarchical)
        n += e->tree.longest;
    return n;
}

static size_t longest_block(const kith_corpus *corpus)
{
    uint64_t longest = 0;
    for (uint64_t b = 0; b < corpus->blocks; b++) {
        const uint64_t size = corpus->start[b + 1] - corpus->start[b];
        longest = size > longest ? size : longest;
    }
    return (size_t)longest;
}

/* Directions for the composed path: one row for each input and output row of the longest call. */
static bool make_directions(kith_embed_worker *w, size_t m, size_t n, size_t stride)
{
    w->dx = kith_mem_new(m, sizeof *w->dx);
    w->dt = kith_mem_new(n, sizeof *w->dt);
    w->d_rows = kith_mem_new(m + n, stride * sizeof *w->d_rows);
    if (w->dx == NULL || w->dt == NULL || w->d_rows == NULL)
        return false;
    for (size_t i = 0; i < m; i++)
        w->dx[i] = w->d_rows + i * stride;
    for (size_t j = 0; j < n; j++)
        w->dt[j] = w->d_rows + (m + j) * stride;
    return true;
}

static bool make_scratch(kith_embed_worker *w, size_t m, size_t n, size_t stride)
{
    const size_t negative = w->e->config.negative;
    w->kept = kith_mem_new(longest_block(w->e->corpus), sizeof *w->kept);
    w->next = kith_mem_new(longest_block(w->e->corpus), sizeof *w->next);
    w->bits = kith_mem_new(KITH_SLICE + KITH_TOGETHER, sizeof *w->bits);
    w->half = kith_mem_new(KITH_SLICE, sizeof *w->half);
    w->noise = kith_mem_new((KITH_SLICE + KITH_TOGETHER) * negative, sizeof *w->noise);
    w->pool = kith_mem_new(w->e->config.noise_pool + 1, sizeof *w->pool);
    w->x = kith_mem_new(m, sizeof *w->x);
    w->x_weight = kith_mem_new(m, sizeof *w->x_weight);
    w->t = kith_mem_new(n, sizeof *w->t);
    w->label = kith_mem_new(kith_logistic_ld(n), sizeof *w->label);
    w->weight = kith_mem_new(kith_logistic_ld(n), sizeof *w->weight);
    w->weights =
        kith_mem_new(m + 1 + (1 << KITH_TOGETHER), kith_logistic_ld(n) * sizeof *w->weights);
    w->fetch = kith_mem_new(KITH_TOGETHER + n, sizeof *w->fetch);
    w->bag = kith_mem_new(stride, sizeof *w->bag);
    w->bag_step = kith_mem_new(stride, sizeof *w->bag_step);
    w->bag_rows = kith_mem_new(m, sizeof *w->bag_rows);
    w->rows.g = kith_mem_new(kith_logistic_scratch(m, n), sizeof *w->rows.g);
    if (w->e->config.freeze)
        w->still = kith_mem_new(m, stride * sizeof *w->still);
    return w->kept != NULL && w->next != NULL && w->bits != NULL && w->half != NULL &&
           w->noise != NULL && w->pool != NULL && w->x != NULL && w->x_weight != NULL &&
           w->t != NULL && w->label != NULL && w->weight != NULL && w->weights != NULL &&
           w->fetch != NULL && w->bag != NULL && w->bag_step != NULL && w->bag_rows != NULL &&
           w->rows.g != NULL;
}

kith_status kith_embed_worker_new(const kith_embed *e, kith_embed_worker **out, kith_error *err)
{
    const size_t m = kith_window_rows(&e->config), n = most_targets(e), stride = e->input.stride;
    kith_embed_worker *w = *out = kith_mem_new(1, sizeof *w);
    if (w == NULL)
        return kith_fail_memory(err, "a worker", sizeof *w);
    w->e = e;
    w->fused = kith_optim_is_plain(&e->config.optim);
    kith_status status = kith_held_init(&w->held, e, longest_block(e->corpus), err);
    if (status == KITH_OK)
        status = kith_crown_init(&w->crown, e, err);
    if (status != KITH_OK) {
        kith_embed_worker_free(w);
        *out = NULL;
        return status;
    }
    if (!make_scratch(w, m, n, stride) || !make_directions(w, m, n, stride)) {
        kith_embed_worker_free(w);
        *out = NULL;
        return kith_fail_memory(err, "a worker", (m + n) * stride * sizeof(kith_real));
    }
    w->rows.width = stride;
    w->rows.t = w->t;
    w->rows.label = w->label;
    w->rows.weight = w->weight;
    w->rows.fetch = w->fetch;
    return KITH_OK;
}

void kith_embed_worker_free(kith_embed_worker *w)
{
    if (w == NULL)
        return;
    void *const blocks[] = {w->kept,     w->next,    w->bits,     w->half,     w->noise,
                            w->pool,     w->x,       w->x_weight, w->t,        w->label,
                            w->weight,   w->weights, w->bag,      w->bag_step, w->dx,
                            w->bag_rows, w->rows.g,  w->dt,       w->d_rows,   w->still};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        kith_mem_free(blocks[i]);
    kith_held_clear(&w->held);
    kith_crown_clear(&w->crown);
    kith_mem_free((void *)w->fetch);
    kith_mem_free(w);
}
