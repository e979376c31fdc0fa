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
    for (uint64_t first = 0; first < size; first += KITH_SLICE) {
        const uint64_t end = size - first < KITH_SLICE ? size : first + KITH_SLICE;
        e->config.kern->draw(key, first, (size_t)(end - first), w->bits);
        for (uint64_t i = first; i < end; i++) {
            const uint32_t id = ids[i];
            const bool rare = id >= e->thinned; /* no jump depends on it: it cannot be foreseen */
            w->kept[n] = id;
            n += rare | ((uint32_t)w->bits[i - first] < e->keep[rare ? e->thinned : id]);
        }
    }
    w->length = n;
}

static bool is_frozen(const kith_embed *e, const kith_real *row)
{
    return e->frozen != NULL && e->frozen[(size_t)(row - e->input.w) / e->input.stride] != 0;
}

void kith_window_spare(kith_embed_worker *w)
{
    const size_t stride = w->e->input.stride;
    if (w->still == NULL)
        return;
    for (size_t i = 0; i < w->rows.m; i++)
        if (is_frozen(w->e, w->x[i])) {
            memcpy(w->still + i * stride, w->x[i], stride * sizeof *w->still);
            w->x[i] = w->still + i * stride;
        }
}

/* Leaves in the bag only rows that may move; its sum is taken already. */
static void spare_bag(kith_embed_worker *w)
{
    size_t n = 0;
    for (size_t i = 0; i < w->bag_size; i++)
        if (!is_frozen(w->e, w->bag_rows[i]))
            w->bag_rows[n++] = w->bag_rows[i];
    w->bag_size = n;
}

/* Adds a word's row, or weight to the row that it has. */
static void add_row(kith_embed_worker *w, kith_real *row)
{
    size_t i = 0;
    while (i < w->rows.m && w->x[i] != row)
        i++;
    if (i == w->rows.m) {
        w->x[w->rows.m++] = row;
        w->x_weight[i] = 1;
    } else {
        w->x_weight[i] += 1;
        w->rows.x_weight = w->x_weight;
    }
}

/*
 * The window's words as input rows, each row once, so that updates from old values are right.
 * Whether any word stands twice is known beforehand for the whole block, and rarely true.
 */
static void gather_rows(kith_embed_worker *w, size_t from, size_t to, size_t centre)
{
    uint32_t repeat = UINT32_MAX;
    size_t m = 0;
    w->rows.x_weight = NULL;
    for (size_t i = from; i < to; i++) {
        w->x[m] = kith_window_row(w, i);
        m += i != centre;
        repeat = w->next[i] < repeat ? w->next[i] : repeat;
    }
    w->rows.m = m;
    if (repeat >= to)
        return;
    w->rows.m = 0;
    for (size_t i = from; i < to; i++)
        if (i != centre)
            add_row(w, kith_window_row(w, i));
}

/* The mean or sum of all rows of the bag's words, each word being the mean of its own. */
static void sum_words(kith_embed_worker *w, size_t from, size_t to, size_t centre)
{
    const kith_embed *e = w->e;
    const uint64_t *start = e->grams.start;
    w->bag_parts = w->bag_size;
    for (size_t i = from; i < to; i++)
        if (i != centre)
            w->bag_parts += start[w->kept[i] + 1] - start[w->kept[i]];
    memset(w->bag, 0, e->input.stride * sizeof *w->bag);
    for (size_t i = from; i < to; i++) {
        const kith_real rows = (kith_real)(1 + start[w->kept[i] + 1] - start[w->kept[i]]);
        const kith_real share = e->config.bag_sum ? rows : rows / (kith_real)w->bag_parts;
        if (i != centre)
            e->config.kern->axpy(w->bag, share, kith_held_at(w, i), e->input.stride);
    }
}

/* The window's words as one bag, with repetitions. */
static void gather_bag(kith_embed_worker *w, size_t from, size_t to, size_t centre)
{
    const kith_embed *e = w->e;
    size_t n = 0;
    for (size_t i = from; i < to; i++)
        if (i != centre)
            w->bag_rows[n++] = kith_window_row(w, i);
    w->bag_size = w->bag_parts = n;
    if (w->held.vector != NULL)
        sum_words(w, from, to, centre);
    else
        e->config.kern->bag_sum((const kith_real *const *)w->bag_rows, n, e->input.stride,
                                e->config.bag_sum ? 1 : 1 / (kith_real)n, w->bag);
}

void kith_window_fetch(kith_embed_worker *w, size_t position, size_t windows, size_t end)
{
    const size_t ahead = position + (windows > KITH_AHEAD ? windows : KITH_AHEAD);
    const size_t edge = ahead + w->e->config.window;
    size_t n = 0;
    w->rows.fetch = w->fetch;
    for (size_t i = edge; i < edge + windows && i < end; i++)
        w->fetch[n++] = kith_param_row(&w->e->input, w->kept[i]);
    if (ahead < end)
        n += kith_targets_fetch(w, ahead, w->fetch + n);
    for (size_t i = ahead + 1; i < ahead + windows && i < end; i++)
        w->fetch[n++] = kith_param_row(&w->e->output, w->kept[i]);
    if (ahead + KITH_AHEAD < end)
        kith_targets_expect(w, ahead + KITH_AHEAD, end);
    w->rows.fetches = n;
}

kith_span kith_window_at(const kith_embed_worker *w, size_t position, size_t start, size_t end)
{
    const size_t half = w->half[position - w->slice_start];
    return (kith_span){position - start > half ? position - half : start,
                       end - position > half ? position + half + 1 : end};
}

/* One pair at a time, each with noise of its own. */
static void learn_pairs(kith_embed_worker *w, size_t from, size_t to, size_t centre, bool measure)
{
    w->rows.x_weight = NULL;
    w->rows.m = 1;
    for (size_t i = from; i < to; i++) {
        if (i == centre)
            continue;
        w->x[0] = kith_window_row(w, i);
        kith_window_spare(w);
        kith_targets_of(w, &w->kept[centre], 1, kith_targets_pair_noise(w, centre, i - from));
        kith_learn_rows(w, measure);
        w->rows.fetches = 0;
    }
}

/* The window around a position of the sentence [start, end). */
static void learn_window(kith_embed_worker *w, size_t position, size_t start, size_t end)
{
    const kith_embed_config *c = &w->e->config;
    const kith_span at = kith_window_at(w, position, start, end);
    const size_t from = at.from, to = at.to;
    const bool measure = !w->learning || position % KITH_LOSS_EVERY == 0;
    if (to - from < 2)
        return;
    kith_window_fetch(w, position, 1, end);
    w->rows.x = w->x;
    if (c->negatives_per_pair && c->negative_sampling) {
        learn_pairs(w, from, to, position, measure);
        return;
    }
    kith_targets_of(w, &w->kept[position], 1, kith_targets_noise(w, position));
    if (c->arch == KITH_CBOW) {
        gather_bag(w, from, to, position);
        if (w->still != NULL)
            spare_bag(w);
        kith_learn_bag(w, measure);
    } else {
        gather_rows(w, from, to, position);
        kith_window_spare(w);
        kith_learn_rows(w, measure);
    }
}

/* The learning rate, the noise and the widths of the positions from here on. */
static void begin_slice(kith_embed_worker *w, size_t position)
{
    const kith_embed_config *c = &w->e->config;
    const kith_block *b = w->block;
    const double part = (double)position / (double)w->length;
    const double done = ((double)b->before + part * (double)b->size) / (double)b->total;
    w->lr = kith_pace_at(&c->pace, done) * (1 - b->lost);
    kith_targets_slice(w, position);
    if (!c->window_fixed)
        c->kern->draw(w->window_key, position, KITH_SLICE, w->bits);
    for (size_t i = 0; i < KITH_SLICE; i++)
        w->half[i] = c->window_fixed ? c->window : 1 + kith_rng_below(w->bits[i], c->window);
}

void kith_window_each(kith_embed_worker *w)
{
    const bool held = w->held.vector != NULL;
    const size_t reach = (size_t)2 * w->e->config.window + w->e->config.together - 1;
    size_t end = 0, slice = 0;
    if (w->e->config.arch == KITH_SKIPGRAM || held)
        w->e->config.kern->repeats(w->kept, w->length, reach, w->next);
    if (held)
        kith_held_begin(w, w->length);
    kith_crown_begin(w);
    for (size_t start = 0; start < w->length; start = end + 1) {
        for (end = start; end < w->length && w->kept[end] != KITH_SENTENCE_END;)
            end++;
        w->words += end - start;
        for (size_t i = start; i < end; i++) {
            if (i >= slice) {
                begin_slice(w, i);
                slice = i + KITH_SLICE;
            }
            if (held)
                kith_held_reach(w, i, start, end);
            const size_t windows = kith_together_count(w, i, end < slice ? end : slice);
            if (windows > 1)
                kith_together_learn(w, i, windows, start, end);
            else
                learn_window(w, i, start, end);
            if (w->learning)
                kith_crown_turn(w);
            i += windows - 1;
        }
        if (held)
            kith_held_release(w, end);
    }
    if (w->learning)
        kith_crown_end(w);
}
