/*
 * How the twin learns from a block: thinning, windows, targets, one example after another, and the
 * steps of the rows once all of a call are known.
 */
#include "ref/ref_parts.h"

#include <math.h>
#include <stdlib.h>

/* 0..n-1 from the high half of the bits. */
static uint64_t below(uint64_t bits, uint64_t n)
{
    return (bits >> 32) * n >> 32;
}

static uint64_t draw(const ref_visit *v, uint64_t purpose, uint64_t i)
{
    return ref_draw(v->r->seed, v->epoch, v->block, purpose, i);
}

/* The chance that thinning keeps a word. */
static double keep_chance(const ref_embed *r, uint32_t word)
{
    const double f = (double)r->count[word] / (double)r->tokens;
    if (r->sample == 0)
        return 1;
    return r->notes_thinning ? sqrt(r->sample / f) : (sqrt(f / r->sample) + 1) * r->sample / f;
}

static void thin(ref_visit *v)
{
    const ref_embed *r = v->r;
    const uint64_t from = r->start[v->block], size = r->start[v->block + 1] - from;
    for (uint64_t i = 0; i < size; i++) {
        const uint32_t word = r->ids[from + i];
        if (word != UINT32_MAX) {
            const double chance = keep_chance(r, word);
            const uint32_t bits = (uint32_t)draw(v, SUBSAMPLE, i);
            if (chance < 1 && bits >= (uint32_t)(chance * 4294967296.0))
                continue;
        }
        v->kept[v->length++] = word;
    }
}

static void add_target(ref_visit *v, int matrix, uint64_t row, double label)
{
    v->target[v->targets++] = (ref_target){row, matrix, label};
}

/* Place i of a position in its pool: five places share the bits of a draw. */
static uint64_t pool_bits(const ref_visit *v, size_t position, size_t i)
{
    const ref_embed *r = v->r;
    const uint64_t five = draw(v, NOISE, ((uint64_t)(i / 5) << 32) + position);
    const uint64_t place = (five >> 12 * (i % 5) & 0xFFF) * r->pool >> 12;
    return draw(v, POOL, position / r->pool_life * r->pool + place);
}

/* Noise word i of a position, or of the pair-th pair of its window. */
static uint32_t noise_word(const ref_visit *v, size_t position, size_t pair, size_t i)
{
    const ref_embed *r = v->r;
    const size_t first = r->per_pair ? position * (2 * r->window + 1) + pair : position;
    const bool pooled = r->pool > 0 && !r->per_pair;
    return r->noise(r->table,
                    pooled ? pool_bits(v, position, i) : draw(v, NOISE, first * r->negative + i));
}

static void choose_targets(ref_visit *v, size_t position, size_t pair)
{
    const ref_embed *r = v->r;
    const uint32_t centre = v->kept[position];
    v->targets = 0;
    for (uint64_t word = 0; r->softmax && word < r->words; word++)
        add_target(v, OUTPUT, word, word == centre);
    if (r->ns)
        add_target(v, OUTPUT, centre, 1);
    for (size_t i = 0; r->ns && i < r->negative; i++) {
        const uint32_t word = noise_word(v, v->first, pair, i);
        bool noise = true;
        for (size_t k = v->first; k < v->first + v->windows; k++)
            noise = noise && word != v->kept[k];
        if (noise)
            add_target(v, OUTPUT, word, 0);
    }
    for (uint64_t node = centre; r->hs && node != 2 * r->words - 2; node = r->parent[node])
        add_target(v, INNER, r->parent[node] - r->words, r->branch[node] ? 0 : 1);
}

/* The matrix that stands for the words in windows. */
static int words_matrix(const ref_embed *r)
{
    return r->maxn > 0 ? HELD : INPUT;
}

static void skipgram_window(ref_visit *v, size_t from, size_t to, size_t position)
{
    ref_embed *r = v->r;
    const int words = words_matrix(r);
    for (size_t i = from; i < to; i++) {
        const uint32_t word = v->kept[i];
        if (i == position)
            continue;
        choose_targets(v, position, i - from);
        ref_rows_example(v, word, r->weight[words] + word * r->dim,
                         ref_rows_change(r, words, word));
        if (r->per_pair)
            ref_rows_step(v);
    }
    if (position + 1 == v->first + v->windows)
        ref_rows_step(v);
}

static void cbow_window(ref_visit *v, size_t from, size_t to, size_t position)
{
    ref_embed *r = v->r;
    const int words = words_matrix(r);
    double n = 0;
    for (size_t i = from; i < to; i++)
        n += i != position ? ref_rows_parts(r, v->kept[i]) : 0;
    const double part = r->bag_sum ? 1 : 1 / n, back = r->mean_gradient ? part : 1;
    double *bag = ref_zeros(r->dim, sizeof *bag), *direction = ref_zeros(r->dim, sizeof *direction);
    for (size_t i = from; i < to; i++)
        for (size_t c = 0; i != position && c < r->dim; c++)
            bag[c] +=
                part * ref_rows_parts(r, v->kept[i]) * r->weight[words][v->kept[i] * r->dim + c];
    choose_targets(v, position, 0);
    ref_rows_example(v, 0, bag, direction);
    ref_rows_added(v, (double)(to - from - 1));
    for (size_t i = from; i < to; i++) {
        double *change = ref_rows_change(r, words, v->kept[i]);
        for (size_t c = 0; i != position && c < r->dim; c++)
            change[c] += back * direction[c];
    }
    ref_rows_step(v);
    free(bag);
    free(direction);
}

/* The window around a position, within its sentence. */
static void learn_window(ref_visit *v, size_t position)
{
    ref_embed *r = v->r;
    const size_t half =
        r->window_fixed ? r->window : 1 + below(draw(v, WINDOW, position), r->window);
    size_t from = position, to = position + 1;
    while (from > 0 && position - from < half && v->kept[from - 1] != UINT32_MAX)
        from--;
    while (to < v->length && to - position <= half && v->kept[to] != UINT32_MAX)
        to++;
    if (r->maxn > 0)
        ref_rows_hold(v, position);
    r->kept += v->learning;
    if (to - from < 2)
        return;
    v->measured = !v->learning;
    for (size_t k = v->first; k < v->first + v->windows; k++)
        v->measured = v->measured || k % r->loss_every == 0;
    (r->cbow ? cbow_window : skipgram_window)(v, from, to, position);
}

/* Which windows from a position on, before `end`, are taken together. */
static void join(ref_visit *v, size_t position, size_t end)
{
    v->first = position;
    for (v->windows = 1; v->windows < v->r->together; v->windows++) {
        const size_t i = position + v->windows;
        if (i >= v->length || i >= end || v->kept[i] == UINT32_MAX)
            return;
        for (size_t k = position; k < i; k++)
            if (v->kept[k] == v->kept[i])
                return;
    }
}

static void turn_back(const ref_visit *v, uint64_t node)
{
    const ref_embed *r = v->r;
    double *now = r->weight[INNER] + node * r->dim;
    double *was = v->crown + (node + r->crown - (r->words - 1)) * r->dim;
    for (size_t c = 0; c < r->dim; c++)
        now[c] = was[c] = (now[c] + was[c]) / 2;
}

static bool has_crown(const ref_visit *v)
{
    const ref_embed *r = v->r;
    return v->learning && r->hs && !r->adagrad && r->words > r->crown;
}

static void begin_crown(ref_visit *v)
{
    const ref_embed *r = v->r;
    const size_t n = r->crown * r->dim;
    v->crown = ref_zeros(n, sizeof *v->crown);
    for (size_t i = 0; has_crown(v) && i < n; i++)
        v->crown[i] = r->weight[INNER][(r->words - 1) * r->dim - n + i];
}

/* The root at every turn, each of the two nodes below it at every other ... */
static void crown_turn(ref_visit *v)
{
    const ref_embed *r = v->r;
    if (!has_crown(v) || ++v->crowned % r->crown_every != 0)
        return;
    for (uint64_t level = 1; level <= r->crown; level *= 2)
        turn_back(v, r->words - 1 - level - v->crowned / r->crown_every % level);
}

static void end_crown(ref_visit *v)
{
    for (uint64_t i = 1; has_crown(v) && i <= v->r->crown; i++)
        turn_back(v, v->r->words - 1 - i);
    free(v->crown);
}

static uint64_t words_of(const ref_embed *r, uint64_t block)
{
    uint64_t n = 0;
    for (uint64_t i = r->start[block]; i < r->start[block + 1]; i++)
        n += r->ids[i] != UINT32_MAX;
    return n;
}

/* The rate falls to a ten-thousandth; it is set anew every `slice` positions. */
static double rate(const ref_visit *v, size_t position, uint64_t before, uint64_t total)
{
    const double here = (double)position / (double)v->length * (double)words_of(v->r, v->block);
    const double left = 1 - ((double)before + here) / (double)total;
    return v->r->lr * (v->r->constant_lr ? 1 : left > 1e-4 ? left : 1e-4);
}

void ref_embed_block(ref_embed *r, uint64_t block, uint64_t epoch, uint64_t before, uint64_t total,
                     bool learning)
{
    ref_visit v = {.r = r, .epoch = epoch, .block = block, .learning = learning};
    v.kept = ref_zeros(r->start[block + 1] - r->start[block], sizeof *v.kept);
    v.target = ref_zeros(2 * r->words + r->negative + 1, sizeof *v.target);
    thin(&v);
    begin_crown(&v);
    size_t next = 0;
    for (size_t i = 0; i < v.length; i++) {
        if (v.kept[i] == UINT32_MAX) {
            ref_rows_let_go(&v);
            continue;
        }
        if (i >= next) {
            v.lr = rate(&v, i, before, total);
            next = i + r->slice;
        }
        if (i >= v.first + v.windows)
            join(&v, i, next);
        learn_window(&v, i);
        crown_turn(&v);
    }
    ref_rows_let_go(&v);
    end_crown(&v);
    free(v.kept);
    free(v.target);
}

/* The blocks to learn from, in the order of an epoch; returns how many. */
static uint64_t ordered(const ref_embed *r, uint64_t epoch, uint64_t *order)
{
    uint64_t n = 0;
    for (uint64_t b = 0; b < r->blocks; b++)
        if (r->hold_out == 0 || (b + 1) % r->hold_out != 0)
            order[n++] = b;
    for (uint64_t i = n; i > 1; i--) {
        const uint64_t j = ref_draw(r->seed, epoch, 0, SHUFFLE, i) % i, held = order[j];
        order[j] = order[i - 1];
        order[i - 1] = held;
    }
    return n;
}

void ref_embed_run(ref_embed *r)
{
    uint64_t *order = ref_zeros(r->blocks, sizeof *order), before = 0, units = 0;
    const uint64_t n = ordered(r, 0, order);
    for (uint64_t i = 0; i < n; i++)
        units += words_of(r, order[i]);
    for (uint64_t epoch = 0; epoch < r->epochs; epoch++) {
        ordered(r, epoch, order);
        r->loss = r->examples = r->kept = r->operations = 0;
        for (uint64_t i = 0; i < n; i++) {
            ref_embed_block(r, order[i], epoch, before, units * r->epochs, true);
            before += words_of(r, order[i]);
        }
    }
    free(order);
}
