/*
 * Input rows: from a block of ids to windows. The difference between skip-gram and CBOW lives here.
 *
 * Thinning comes before windowing, so windows reach further over frequent words (as in word2vec.c).
 * The draws are addressed by place in the block, so no split of the work changes them.
 */
#include <string.h>

#include "base/rng.h"
#include "embed/worker.h"

void kith_window_keep(kith_embed_worker *w)
{
    const kith_embed *e = w->e;
    const uint64_t from = e->corpus->start[w->block->index];
    const uint64_t size = e->corpus->start[w->block->index + 1] - from;
    const uint32_t *ids = e->corpus->ids + from;
    const uint64_t key =
        kith_rng_key(e->config.seed, w->block->epoch, w->block->index, KITH_RNG_SUBSAMPLE);
    size_t n = 0;
    for (uint64_t i = 0; i < size; i++) {
        const uint32_t id = ids[i];
        w->kept[n] = id;
        n += id >= e->thinned || (uint32_t)kith_rng_at(key, i) < e->keep[id];
    }
    w->length = n;
}

/* Words on each side of the centre at a position. */
static size_t half_width(const kith_embed_worker *w, size_t position)
{
    const kith_embed_config *c = &w->e->config;
    return c->window_fixed ? c->window
                           : 1 + kith_rng_below(kith_rng_at(w->window_key, position), c->window);
}

/* Adds a word's row, or weight to the row it has: equal rows are one row, so that updates from old
 * values are right. `seen` has a bit for the hash of each word there is. */
static void add_row(kith_embed_worker *w, kith_real *row, uint64_t bit, uint64_t *seen)
{
    if ((*seen & bit) != 0)
        for (size_t i = 0; i < w->rows.m; i++)
            if (w->x[i] == row) {
                w->x_weight[i] += 1;
                w->rows.x_weight = w->x_weight;
                return;
            }
    *seen |= bit;
    w->x_weight[w->rows.m] = 1;
    w->x[w->rows.m++] = row;
}

/* The window's words as input rows, each row once. */
static void gather_rows(kith_embed_worker *w, size_t from, size_t to, size_t centre)
{
    uint64_t seen = 0;
    w->rows.x = w->x;
    w->rows.x_weight = NULL;
    w->rows.m = 0;
    for (size_t i = from; i < to; i++)
        if (i != centre)
            add_row(w, kith_param_row(&w->e->input, w->kept[i]),
                    (uint64_t)1 << ((w->kept[i] * 0x9E3779B1u) >> 26), &seen);
}

/* The window's words as one bag, with repetitions. */
static void gather_bag(kith_embed_worker *w, size_t from, size_t to, size_t centre)
{
    const kith_embed *e = w->e;
    size_t n = 0;
    for (size_t i = from; i < to; i++)
        if (i != centre)
            w->bag_rows[n++] = kith_param_row(&e->input, w->kept[i]);
    w->bag_size = n;
    e->config.kern->bag_sum((const kith_real *const *)w->bag_rows, n, e->input.stride,
                            e->config.bag_sum ? 1 : 1 / (kith_real)n, w->bag);
}

/* Rows that the windows after this one will want. */
static void fetch_ahead(kith_embed_worker *w, size_t position, size_t end)
{
    const kith_embed *e = w->e;
    const size_t ahead = position + KITH_AHEAD, edge = ahead + e->config.window;
    size_t n = 0;
    w->rows.fetch = w->fetch;
    if (edge < end)
        w->fetch[n++] = kith_param_row(&e->input, w->kept[edge]);
    if (ahead < end && e->config.negative_sampling && !e->config.negatives_per_pair) {
        const uint32_t *noise = kith_targets_noise(w, ahead);
        w->fetch[n++] = kith_param_row(&e->output, w->kept[ahead]);
        for (uint32_t i = 0; i < e->config.negative; i++)
            w->fetch[n++] = kith_param_row(&e->output, noise[i]);
    }
    w->rows.fetches = n;
}

/* One pair at a time, each with noise of its own. */
static void learn_pairs(kith_embed_worker *w, size_t from, size_t to, size_t centre, bool measure)
{
    w->rows.x_weight = NULL;
    w->rows.m = 1;
    for (size_t i = from; i < to; i++) {
        if (i == centre)
            continue;
        w->x[0] = kith_param_row(&w->e->input, w->kept[i]);
        kith_targets_of(w, w->kept[centre], kith_targets_pair_noise(w, centre, i - from));
        kith_learn_rows(w, measure);
        w->rows.fetches = 0;
    }
}

/* The window around a position of the sentence [start, end). */
static void learn_window(kith_embed_worker *w, size_t position, size_t start, size_t end)
{
    const kith_embed_config *c = &w->e->config;
    const size_t half = half_width(w, position);
    const size_t from = position - start > half ? position - half : start;
    const size_t to = end - position > half ? position + half + 1 : end;
    const bool measure = !w->learning || position % KITH_LOSS_EVERY == 0;
    if (to - from < 2)
        return;
    fetch_ahead(w, position, end);
    w->rows.x = w->x;
    if (c->negatives_per_pair && c->negative_sampling) {
        learn_pairs(w, from, to, position, measure);
        return;
    }
    kith_targets_of(w, w->kept[position], kith_targets_noise(w, position));
    if (c->arch == KITH_CBOW) {
        gather_bag(w, from, to, position);
        kith_learn_bag(w, measure);
    } else {
        gather_rows(w, from, to, position);
        kith_learn_rows(w, measure);
    }
}

/* The learning rate and the noise of the positions from here on. */
static void begin_slice(kith_embed_worker *w, size_t position)
{
    const kith_block *b = w->block;
    const double part = (double)position / (double)w->length;
    w->lr = kith_pace_at(&w->e->config.pace,
                         ((double)b->before + part * (double)b->size) / (double)b->total);
    kith_targets_slice(w, position);
}

void kith_window_each(kith_embed_worker *w)
{
    size_t end = 0, slice = 0;
    for (size_t start = 0; start < w->length; start = end + 1) {
        for (end = start; end < w->length && w->kept[end] != KITH_SENTENCE_END;)
            end++;
        for (size_t i = start; i < end; i++) {
            if (i >= slice) {
                begin_slice(w, i);
                slice = i + KITH_SLICE;
            }
            learn_window(w, i, start, end);
        }
    }
}
