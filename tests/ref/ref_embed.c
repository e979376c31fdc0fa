#include "ref/ref_embed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { INIT = 1, SHUFFLE = 2, SUBSAMPLE = 3, WINDOW = 4, NOISE = 5, POOL = 6 };
enum { INPUT, OUTPUT, INNER, MATRICES };

/* ------------------------------------------------------------------- draws */

/* Output i of SplitMix64 (Steele, Lea & Flood 2014) seeded with `state`. */
static uint64_t finish(uint64_t z)
{
    z ^= z >> 30;
    z *= 0xBF58476D1CE4E5B9;
    z ^= z >> 27;
    z *= 0x94D049BB133111EB;
    return z ^ z >> 31;
}

uint64_t ref_draw(uint64_t seed, uint64_t epoch, uint64_t block, uint64_t purpose, uint64_t i)
{
    const uint64_t golden = 0x9E3779B97F4A7C15;
    uint64_t key = finish(seed + golden);
    key = finish(key ^ (0xD1342543DE82EF95 * epoch + 1));
    key = finish(key ^ (0xAF251AF3B0F025B5 * block + 2));
    key = finish(key ^ (0x9E6C63D0876A9A47 * purpose + 3));
    return finish(key + golden * (i + 1));
}

/* 0..n-1 from the high half of the bits. */
static uint64_t below(uint64_t bits, uint64_t n)
{
    return (bits >> 32) * n >> 32;
}

/* ---------------------------------------------------------- making a model */

static void *zeros(uint64_t n, size_t size)
{
    void *p = calloc(n + 1, size);
    if (p == NULL)
        abort();
    return p;
}

/* The node of least weight that has no parent; of equal ones a leaf before an inner node, the last
 * leaf, the first inner node. */
static uint64_t least_node(const ref_embed *r, const double *weight, const bool *taken, uint64_t n)
{
    uint64_t best = UINT64_MAX;
    for (uint64_t i = 0; i < n; i++) {
        if (taken[i])
            continue;
        if (best == UINT64_MAX || weight[i] < weight[best] ||
            (weight[i] == weight[best] && i < r->words))
            best = i;
    }
    return best;
}

/* Joins the two lightest nodes until one is left: the first has branch 0. */
static void make_tree(ref_embed *r)
{
    const uint64_t nodes = 2 * r->words - 1;
    double *weight = zeros(nodes, sizeof *weight);
    bool *taken = zeros(nodes, sizeof *taken);
    r->parent = zeros(nodes, sizeof *r->parent);
    r->branch = zeros(nodes, sizeof *r->branch);
    for (uint64_t i = 0; i < r->words; i++)
        weight[i] = (double)r->count[i];
    for (uint64_t made = r->words; made < nodes; made++)
        for (int side = 0; side < 2; side++) {
            const uint64_t node = least_node(r, weight, taken, made);
            taken[node] = true;
            weight[made] += weight[node];
            r->parent[node] = (uint32_t)made;
            r->branch[node] = side == 1;
        }
    free(weight);
    free(taken);
}

void ref_embed_begin(ref_embed *r)
{
    const uint64_t n = r->words * r->dim;
    for (int m = 0; m < MATRICES; m++) {
        r->weight[m] = zeros(n, sizeof(double));
        r->squares[m] = zeros(n, sizeof(double));
        r->change[m] = zeros(n, sizeof(double));
    }
    for (uint64_t i = 0; i < n; i++) {
        const double unit = (double)(ref_draw(r->seed, 0, 1, INIT, i) >> 11) / 9007199254740992.0;
        r->weight[INPUT][i] = (2 * unit - 1) / (2 * (double)r->dim);
    }
    make_tree(r);
}

void ref_embed_end(ref_embed *r)
{
    for (int m = 0; m < MATRICES; m++) {
        free(r->weight[m]);
        free(r->squares[m]);
        free(r->change[m]);
    }
    free(r->parent);
    free(r->branch);
}

/* ------------------------------------------------------- the block in hand */

typedef struct target {
    size_t at; /* the row's first weight */
    int matrix;
    double label;
} target;

typedef struct visit {
    ref_embed *r;
    uint64_t epoch, block;
    uint32_t *kept;
    size_t length;
    double lr;
    bool learning, measured;
    target *target;
    size_t targets;
} visit;

static uint64_t draw(const visit *v, uint64_t purpose, uint64_t i)
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

static void thin(visit *v)
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

/* ----------------------------------------------------------------- targets */

static void add_target(visit *v, int matrix, uint64_t row, double label)
{
    v->target[v->targets++] = (target){row * v->r->dim, matrix, label};
}

/* Place i of a position in its pool: five places share the bits of a draw. */
static uint64_t pool_bits(const visit *v, size_t position, size_t i)
{
    const ref_embed *r = v->r;
    const uint64_t five = draw(v, NOISE, ((uint64_t)(i / 5) << 32) + position);
    const uint64_t place = (five >> 12 * (i % 5) & 0xFFF) * r->pool >> 12;
    return draw(v, POOL, position / r->pool_life * r->pool + place);
}

/* Noise word i of a position, or of the pair-th pair of its window. */
static uint32_t noise_word(const visit *v, size_t position, size_t pair, size_t i)
{
    const ref_embed *r = v->r;
    const size_t first = r->per_pair ? position * (2 * r->window + 1) + pair : position;
    const bool pooled = r->pool > 0 && !r->per_pair;
    return r->noise(r->table,
                    pooled ? pool_bits(v, position, i) : draw(v, NOISE, first * r->negative + i));
}

static void choose_targets(visit *v, size_t position, size_t pair)
{
    const ref_embed *r = v->r;
    const uint32_t centre = v->kept[position];
    v->targets = 0;
    for (uint64_t word = 0; r->softmax && word < r->words; word++)
        add_target(v, OUTPUT, word, word == centre);
    if (r->ns)
        add_target(v, OUTPUT, centre, 1);
    for (size_t i = 0; r->ns && i < r->negative; i++) {
        const uint32_t word = noise_word(v, position, pair, i);
        if (word != centre)
            add_target(v, OUTPUT, word, 0);
    }
    for (uint64_t node = centre; r->hs && node != 2 * r->words - 2; node = r->parent[node])
        add_target(v, INNER, r->parent[node] - r->words, r->branch[node] ? 0 : 1);
}

/* ---------------------------------------------------------------- learning */

static double score(const visit *v, const double *x, const target *t)
{
    const double *w = v->r->weight[t->matrix] + t->at;
    double z = 0;
    for (size_t c = 0; c < v->r->dim; c++)
        z += x[c] * w[c];
    return z;
}

/* log(1 + e^z). */
static double softplus(double z)
{
    return z > 30 ? z + exp(-z) : log1p(exp(z));
}

/* The error of each target for the input x, and the loss. */
static double errors(const visit *v, const double *x, double *error)
{
    double loss = 0, total = 0;
    for (size_t j = 0; j < v->targets; j++) {
        const target *t = &v->target[j];
        const double z = score(v, x, t);
        error[j] = v->r->softmax ? exp(z) : t->label - 1 / (1 + exp(-z));
        total += error[j];
        loss += softplus(t->label > 0 ? -z : z);
    }
    if (!v->r->softmax)
        return loss;
    for (size_t j = 0; j < v->targets; j++) {
        const double p = error[j] / total;
        loss = v->target[j].label > 0 ? -log(p) : loss;
        error[j] = v->target[j].label - p;
    }
    return loss;
}

/* One input against all targets: their changes are summed, the input's direction goes to dx. */
static void one_example(visit *v, const double *x, double *dx)
{
    ref_embed *r = v->r;
    double *error = zeros(v->targets, sizeof *error);
    const double loss = errors(v, x, error);
    for (size_t j = 0; j < v->targets; j++) {
        const target *t = &v->target[j];
        for (size_t c = 0; c < r->dim; c++) {
            dx[c] += error[j] * r->weight[t->matrix][t->at + c];
            r->change[t->matrix][t->at + c] += error[j] * x[c];
        }
    }
    r->loss += v->measured ? loss : 0;
    r->examples += v->measured;
    free(error);
}

/* Applies what was summed, by the rule, and forgets it. */
static void apply(visit *v)
{
    ref_embed *r = v->r;
    for (int m = 0; m < MATRICES; m++)
        for (uint64_t i = 0; i < r->words * r->dim; i++) {
            const double d = r->change[m][i];
            r->change[m][i] = 0;
            if (d == 0 || !v->learning)
                continue;
            r->squares[m][i] += d * d;
            r->weight[m][i] +=
                r->adagrad ? v->lr * d / (sqrt(r->squares[m][i]) + r->eps) : v->lr * d;
        }
}

static void skipgram_window(visit *v, size_t from, size_t to, size_t position)
{
    ref_embed *r = v->r;
    for (size_t i = from; i < to; i++) {
        const size_t at = v->kept[i] * r->dim;
        if (i == position)
            continue;
        choose_targets(v, position, i - from);
        one_example(v, r->weight[INPUT] + at, r->change[INPUT] + at);
        if (r->per_pair)
            apply(v);
    }
    apply(v);
}

static void cbow_window(visit *v, size_t from, size_t to, size_t position)
{
    ref_embed *r = v->r;
    const double n = (double)(to - from - 1), part = r->bag_sum ? 1 : 1 / n;
    const double back = r->mean_gradient ? part : 1;
    double *bag = zeros(r->dim, sizeof *bag), *direction = zeros(r->dim, sizeof *direction);
    for (size_t i = from; i < to; i++)
        for (size_t c = 0; i != position && c < r->dim; c++)
            bag[c] += part * r->weight[INPUT][v->kept[i] * r->dim + c];
    choose_targets(v, position, 0);
    one_example(v, bag, direction);
    for (size_t i = from; i < to; i++)
        for (size_t c = 0; i != position && c < r->dim; c++)
            r->change[INPUT][v->kept[i] * r->dim + c] += back * direction[c];
    apply(v);
    free(bag);
    free(direction);
}

/* The window around a position, within its sentence. */
static void learn_window(visit *v, size_t position)
{
    const ref_embed *r = v->r;
    const size_t half =
        r->window_fixed ? r->window : 1 + below(draw(v, WINDOW, position), r->window);
    size_t from = position, to = position + 1;
    while (from > 0 && position - from < half && v->kept[from - 1] != UINT32_MAX)
        from--;
    while (to < v->length && to - position <= half && v->kept[to] != UINT32_MAX)
        to++;
    if (to - from < 2)
        return;
    v->measured = !v->learning || position % r->loss_every == 0;
    (r->cbow ? cbow_window : skipgram_window)(v, from, to, position);
}

static uint64_t words_of(const ref_embed *r, uint64_t block)
{
    uint64_t n = 0;
    for (uint64_t i = r->start[block]; i < r->start[block + 1]; i++)
        n += r->ids[i] != UINT32_MAX;
    return n;
}

/* The rate falls to a ten-thousandth; it is set anew every `slice` positions. */
static double rate(const visit *v, size_t position, uint64_t before, uint64_t total)
{
    const double here = (double)position / (double)v->length * (double)words_of(v->r, v->block);
    const double left = 1 - ((double)before + here) / (double)total;
    return v->r->lr * (v->r->constant_lr ? 1 : left > 1e-4 ? left : 1e-4);
}

void ref_embed_block(ref_embed *r, uint64_t block, uint64_t epoch, uint64_t before, uint64_t total,
                     bool learning)
{
    visit v = {.r = r, .epoch = epoch, .block = block, .learning = learning};
    v.kept = zeros(r->start[block + 1] - r->start[block], sizeof *v.kept);
    v.target = zeros(2 * r->words + r->negative + 1, sizeof *v.target);
    thin(&v);
    size_t next = 0;
    for (size_t i = 0; i < v.length; i++) {
        if (v.kept[i] == UINT32_MAX)
            continue;
        if (i >= next) {
            v.lr = rate(&v, i, before, total);
            next = i + r->slice;
        }
        learn_window(&v, i);
    }
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
    uint64_t *order = zeros(r->blocks, sizeof *order), before = 0, units = 0;
    const uint64_t n = ordered(r, 0, order);
    for (uint64_t i = 0; i < n; i++)
        units += words_of(r, order[i]);
    for (uint64_t epoch = 0; epoch < r->epochs; epoch++) {
        ordered(r, epoch, order);
        r->loss = r->examples = 0;
        for (uint64_t i = 0; i < n; i++) {
            ref_embed_block(r, order[i], epoch, before, units * r->epochs, true);
            before += words_of(r, order[i]);
        }
    }
    free(order);
}
