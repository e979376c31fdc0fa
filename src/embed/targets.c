/*
 * Output rows: what a window is asked to predict. The centre against noise words, the centre's path
 * in the Huffman tree, both, or the centre against all words.
 */
#include <string.h>

#include "base/rng.h"
#include "embed/worker.h"

/* Noise for n positions from `start`, each word drawn from the whole vocabulary. */
static void draw_noise(kith_embed_worker *w, size_t start, size_t n)
{
    const size_t k = w->e->config.negative;
    for (size_t i = 0; i < n * k; i++)
        w->noise[i] = kith_sampler_draw(&w->e->noise, kith_rng_at(w->noise_key, start * k + i));
}

/* Pool number `life` of the block. */
static void draw_pool(kith_embed_worker *w, size_t life)
{
    const size_t n = w->e->config.noise_pool;
    for (size_t i = 0; i < n; i++)
        w->pool[i] = kith_sampler_draw(&w->e->noise, kith_rng_at(w->pool_key, life * n + i));
}

enum { PICKS = 5, PICK_BITS = 12 }; /* picks that share one draw, and the bits of each */

/* Words of the pool by `picks` groups of bits; no pick waits for another. */
static inline void pick(const uint32_t *pool, size_t size, uint64_t bits, size_t picks,
                        uint32_t *out)
{
    const uint64_t mask = ((uint64_t)1 << PICK_BITS) - 1;
    for (size_t i = 0; i < picks; i++)
        out[i] = pool[((bits >> i * PICK_BITS & mask) * size) >> PICK_BITS];
}

/*
 * The same with each word picked from the pool of its position. Twelve bits of a pick are coarse,
 * but their rounding falls on places of the pool, whose words are drawn evenly, and not on words.
 */
static void pick_noise(kith_embed_worker *w, size_t start, size_t n)
{
    const size_t k = w->e->config.negative, size = w->e->config.noise_pool;
    for (size_t first = 0; first < k; first += PICKS) {
        const size_t picks = k - first < PICKS ? k - first : PICKS;
        const uint64_t group = (uint64_t)(first / PICKS) << 32; /* no block has so many places */
        uint32_t *out = w->noise + first;
        w->e->config.kern->draw(w->noise_key, group + start, n, w->bits);
        for (size_t p = 0; p < n; p++, out += k) {
            if (p == 0 || (start + p) % KITH_POOL_LIFE == 0)
                draw_pool(w, (start + p) / KITH_POOL_LIFE);
            if (picks == PICKS)
                pick(w->pool, size, w->bits[p], PICKS, out);
            else
                pick(w->pool, size, w->bits[p], picks, out);
        }
    }
}

void kith_targets_slice(kith_embed_worker *w, size_t start)
{
    const kith_embed_config *c = &w->e->config;
    w->slice_start = start;
    if (!c->negative_sampling || c->negatives_per_pair)
        return;
    if (c->noise_pool > 0)
        pick_noise(w, start, KITH_SLICE + KITH_TOGETHER);
    else
        draw_noise(w, start, KITH_SLICE + KITH_TOGETHER);
}

const uint32_t *kith_targets_noise(const kith_embed_worker *w, size_t position)
{
    return w->noise + (position - w->slice_start) * w->e->config.negative;
}

/* The rows of the path's lower end, which few other words share; the crown is in cache anyway. */
static size_t fetch_path(const kith_embed_worker *w, uint32_t centre, const void **out)
{
    const kith_tree *tree = &w->e->tree;
    size_t n = 0;
    for (uint64_t i = tree->start[centre + 1]; i-- > tree->start[centre];) {
        const uint32_t node = tree->step[i] >> 1;
        if (node + KITH_CROWN_NODES >= w->e->inner.rows)
            break;
        out[n++] = kith_param_row(&w->e->inner, node);
    }
    return n;
}

size_t kith_targets_fetch(const kith_embed_worker *w, size_t position, const void **out)
{
    const kith_embed_config *c = &w->e->config;
    const uint32_t centre = w->kept[position];
    size_t n = 0;
    if (c->hierarchical)
        n += fetch_path(w, centre, out);
    if (!c->negative_sampling || c->negatives_per_pair)
        return n;
    const uint32_t *noise = kith_targets_noise(w, position);
    out[n++] = kith_param_row(&w->e->output, centre);
    for (uint32_t i = 0; i < c->negative; i++)
        out[n++] = kith_param_row(&w->e->output, noise[i]);
    return n;
}

void kith_targets_expect(const kith_embed_worker *w, size_t position, size_t end)
{
    const kith_tree *tree = &w->e->tree;
    const uint32_t centre = w->kept[position];
    if (!w->e->config.hierarchical)
        return;
    if (position + KITH_AHEAD < end) /* where the path after these begins */
        __builtin_prefetch(&tree->start[w->kept[position + KITH_AHEAD]]);
    __builtin_prefetch(&tree->step[tree->start[centre]]);
    __builtin_prefetch(&tree->step[tree->start[centre + 1] - 1]); /* most lie in two lines */
}

const uint32_t *kith_targets_pair_noise(kith_embed_worker *w, size_t position, size_t pair)
{
    const kith_embed *e = w->e;
    const size_t k = e->config.negative;
    const uint64_t first = ((uint64_t)position * (2 * e->config.window + 1) + pair) * k;
    for (size_t i = 0; i < k; i++)
        w->noise[i] = kith_sampler_draw(&e->noise, kith_rng_at(w->noise_key, first + i));
    return w->noise;
}

static void add(kith_embed_worker *w, kith_real *row, kith_real label)
{
    const size_t n = w->rows.n++;
    w->t[n] = row;
    w->label[n] = label;
    w->weight[n] = 1;
}

/* The centres, then each noise word once with its number of draws; a centre is no noise. */
static void add_noise(kith_embed_worker *w, const uint32_t *centre, size_t centres,
                      const uint32_t *noise)
{
    const kith_param *output = &w->e->output;
    for (size_t i = 0; i < centres; i++)
        add(w, kith_param_row(output, centre[i]), 1);
    for (uint32_t i = 0; i < w->e->config.negative; i++) {
        kith_real *row = kith_param_row(output, noise[i]);
        size_t j = 0;
        while (j < w->rows.n && w->t[j] != row)
            j++;
        if (j == w->rows.n)
            add(w, row, 0);
        else if (j >= centres)
            w->weight[j] += 1;
    }
}

/*
 * The inner nodes from the root to the centre; the label says whether the path takes branch 0.
 * Neither that nor where a path leaves the crown can be foreseen, so no jump depends on them.
 */
static void add_path(kith_embed_worker *w, uint32_t centre)
{
    static const kith_real label_of[2] = {1, 0};
    const kith_tree *tree = &w->e->tree;
    const uint32_t *step = tree->step + tree->start[centre];
    const size_t nodes = (size_t)(tree->start[centre + 1] - tree->start[centre]);
    kith_real **t = w->t + w->rows.n;
    kith_real *label = w->label + w->rows.n, *weight = w->weight + w->rows.n;
    for (size_t i = 0; i < nodes; i++) {
        t[i] = kith_inner_row(w, step[i] >> 1);
        label[i] = label_of[step[i] & 1];
        weight[i] = 1;
    }
    w->rows.n += nodes;
}

static void add_all_words(kith_embed_worker *w, uint32_t centre)
{
    for (uint64_t i = 0; i < w->e->words; i++)
        add(w, kith_param_row(&w->e->output, i), i == centre);
}

void kith_targets_of(kith_embed_worker *w, const uint32_t *centre, size_t centres,
                     const uint32_t *noise)
{
    const kith_embed_config *c = &w->e->config;
    w->rows.n = 0;
    if (c->softmax)
        add_all_words(w, centre[0]);
    if (c->negative_sampling)
        add_noise(w, centre, centres, noise);
    if (c->hierarchical)
        add_path(w, centre[0]);
    for (size_t i = w->rows.n; i < kith_logistic_ld(w->rows.n); i++)
        w->label[i] = w->weight[i] = 0;
}
