#include "ref/ref_embed.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INIT = 1, SHUFFLE = 2, SUBSAMPLE = 3, WINDOW = 4, NOISE = 5, POOL = 6 };
enum { INPUT, OUTPUT, INNER, GRAM, HELD, MATRICES };

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

/* Does something with the bucket of each n-gram of a word, in fastText's order. */
static void each_gram(ref_embed *r, uint64_t word, void (*visit)(ref_embed *, uint32_t, double *),
                      double *with)
{
    size_t bytes;
    const char *at = r->word(r->names, word, &bytes);
    char *marked = zeros(bytes + 3, 1);
    snprintf(marked, bytes + 3, "<%.*s>", (int)bytes, at);
    for (size_t from = 0; from < bytes + 2; from++)
        for (size_t n = r->minn; n <= r->maxn && from + n <= bytes + 2; n++) {
            uint32_t hash = 2166136261u;
            for (size_t i = from; i < from + n; i++)
                hash = (hash ^ (unsigned char)marked[i]) * 16777619u;
            if (n > 1 || (from > 0 && from < bytes + 1))
                visit(r, hash % (uint32_t)r->buckets, with);
        }
    free(marked);
}

static void number_gram(ref_embed *r, uint32_t bucket, double *with)
{
    (void)with;
    if (r->gram[bucket] == UINT32_MAX)
        r->gram[bucket] = (uint32_t)r->grams++;
}

static void number_grams(ref_embed *r)
{
    r->grams = 0;
    r->gram = zeros(r->buckets, sizeof *r->gram);
    r->within = zeros(r->words, sizeof *r->within);
    memset(r->gram, 0xFF, r->buckets * sizeof *r->gram);
    for (uint64_t word = 0; r->maxn > 0 && word < r->words; word++)
        each_gram(r, word, number_gram, NULL);
}

static uint64_t weights(const ref_embed *r, int m)
{
    return (m == GRAM ? r->grams : r->words) * r->dim;
}

static void fill(ref_embed *r, int m, uint64_t stream)
{
    for (uint64_t i = 0; i < weights(r, m); i++) {
        const double unit =
            (double)(ref_draw(r->seed, 0, stream, INIT, i) >> 11) / 9007199254740992.0;
        r->weight[m][i] = (2 * unit - 1) / (2 * (double)r->dim);
    }
}

void ref_embed_begin(ref_embed *r)
{
    number_grams(r);
    for (int m = 0; m < MATRICES; m++) {
        r->weight[m] = zeros(weights(r, m), sizeof(double));
        r->squares[m] = zeros(weights(r, m), sizeof(double));
        r->change[m] = zeros(weights(r, m), sizeof(double));
    }
    fill(r, INPUT, 1);
    fill(r, GRAM, 2);
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
    free(r->gram);
    free(r->within);
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
    size_t left, reached;  /* places held */
    size_t first, windows; /* taken together */
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

/* Moves the rows of a matrix by what was summed, at this rate, and forgets it. */
static void move(visit *v, int m, double lr)
{
    ref_embed *r = v->r;
    for (uint64_t i = 0; i < weights(r, m); i++) {
        const double d = r->change[m][i];
        r->change[m][i] = 0;
        if (d == 0 || !v->learning)
            continue;
        if (m == HELD) {
            r->weight[m][i] += r->adagrad ? 0 : lr * d;
            r->squares[m][i] += r->adagrad ? d : lr * d;
            continue;
        }
        r->squares[m][i] += d * d;
        r->weight[m][i] += r->adagrad ? lr * d / (sqrt(r->squares[m][i]) + r->eps) : lr * d;
    }
}

static void apply(visit *v)
{
    for (int m = 0; m < MATRICES; m++)
        move(v, m, v->lr);
}

/* ------------------------------------------------------------------ n-grams */

/* with [dim + 1]: the sum of rows, and how many. */
static void sum_gram(ref_embed *r, uint32_t bucket, double *with)
{
    for (size_t c = 0; c < r->dim; c++)
        with[c] += r->weight[GRAM][r->gram[bucket] * r->dim + c];
    with[r->dim]++;
}

static void change_gram(ref_embed *r, uint32_t bucket, double *with)
{
    for (size_t c = 0; c < r->dim; c++)
        r->change[GRAM][r->gram[bucket] * r->dim + c] += with[c];
}

/* The rows that a word has. */
static double parts(ref_embed *r, uint32_t word)
{
    double *sum = zeros(r->dim + 1, sizeof *sum);
    if (r->maxn > 0)
        each_gram(r, word, sum_gram, sum);
    const double n = sum[r->dim] + 1;
    free(sum);
    return n;
}

static void enter(visit *v, uint32_t word)
{
    ref_embed *r = v->r;
    double *sum = zeros(r->dim + 1, sizeof *sum);
    if (r->within[word]++ == 0) {
        each_gram(r, word, sum_gram, sum);
        for (size_t c = 0; c < r->dim; c++) {
            const size_t at = word * r->dim + c;
            r->weight[HELD][at] = (r->weight[INPUT][at] + sum[c]) / (sum[r->dim] + 1);
            r->squares[HELD][at] = 0;
        }
    }
    free(sum);
}

static void leave(visit *v, uint32_t word)
{
    ref_embed *r = v->r;
    if (--r->within[word] > 0)
        return;
    double *learnt = r->squares[HELD] + word * r->dim;
    for (size_t c = 0; c < r->dim; c++)
        r->change[INPUT][word * r->dim + c] += learnt[c];
    each_gram(r, word, change_gram, learnt);
    move(v, INPUT, r->adagrad ? v->lr : 1);
    move(v, GRAM, r->adagrad ? v->lr : 1);
}

/* Words more than a window behind leave, those up to a window ahead enter. */
static void hold(visit *v, size_t position)
{
    const ref_embed *r = v->r;
    if (v->left == v->reached)
        v->left = v->reached = position;
    for (; v->left + r->window < position; v->left++)
        leave(v, v->kept[v->left]);
    for (; v->reached <= position + r->window && v->reached < v->length &&
           v->kept[v->reached] != UINT32_MAX;
         v->reached++)
        enter(v, v->kept[v->reached]);
}

static void let_go(visit *v)
{
    for (; v->left < v->reached; v->left++)
        leave(v, v->kept[v->left]);
}

/* The matrix that stands for the words in windows. */
static int words_matrix(const ref_embed *r)
{
    return r->maxn > 0 ? HELD : INPUT;
}

/* ------------------------------------------------------------------ windows */

static void skipgram_window(visit *v, size_t from, size_t to, size_t position)
{
    ref_embed *r = v->r;
    const int words = words_matrix(r);
    for (size_t i = from; i < to; i++) {
        const size_t at = v->kept[i] * r->dim;
        if (i == position)
            continue;
        choose_targets(v, position, i - from);
        one_example(v, r->weight[words] + at, r->change[words] + at);
        if (r->per_pair)
            apply(v);
    }
    if (position + 1 == v->first + v->windows)
        apply(v);
}

static void cbow_window(visit *v, size_t from, size_t to, size_t position)
{
    ref_embed *r = v->r;
    const int words = words_matrix(r);
    double n = 0;
    for (size_t i = from; i < to; i++)
        n += i != position ? parts(r, v->kept[i]) : 0;
    const double part = r->bag_sum ? 1 : 1 / n, back = r->mean_gradient ? part : 1;
    double *bag = zeros(r->dim, sizeof *bag), *direction = zeros(r->dim, sizeof *direction);
    for (size_t i = from; i < to; i++)
        for (size_t c = 0; i != position && c < r->dim; c++)
            bag[c] += part * parts(r, v->kept[i]) * r->weight[words][v->kept[i] * r->dim + c];
    choose_targets(v, position, 0);
    one_example(v, bag, direction);
    for (size_t i = from; i < to; i++)
        for (size_t c = 0; i != position && c < r->dim; c++)
            r->change[words][v->kept[i] * r->dim + c] += back * direction[c];
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
    if (r->maxn > 0)
        hold(v, position);
    if (to - from < 2)
        return;
    v->measured = !v->learning;
    for (size_t k = v->first; k < v->first + v->windows; k++)
        v->measured = v->measured || k % r->loss_every == 0;
    (r->cbow ? cbow_window : skipgram_window)(v, from, to, position);
}

/* Which windows from a position on, before `end`, are taken together. */
static void join(visit *v, size_t position, size_t end)
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
        if (v.kept[i] == UINT32_MAX) {
            let_go(&v);
            continue;
        }
        if (i >= next) {
            v.lr = rate(&v, i, before, total);
            next = i + r->slice;
        }
        if (i >= v.first + v.windows)
            join(&v, i, next);
        learn_window(&v, i);
    }
    let_go(&v);
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
