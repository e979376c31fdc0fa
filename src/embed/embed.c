#include "embed/embed.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "embed/worker.h"
#include "nn/init.h"
#include "text/vocab.h"

/* Streams of random numbers that tell the matrices apart. */
enum { INIT_INPUT = 1, INIT_GRAM = 2 };

static kith_status check_vocabulary(const kith_embed *e, kith_error *err)
{
    if (e->words < 2)
        return kith_fail(err, KITH_ERR_USAGE,
                         "the vocabulary has one word, there is nothing to tell it from; lower "
                         "--min-count or give more text");
    if (e->words >= (uint64_t)1 << 31)
        return kith_fail(err, KITH_ERR_USAGE, "%llu words are more than 2^31; raise --min-count",
                         (unsigned long long)e->words);
    return KITH_OK;
}

/* Rows of each matrix: input, output, inner, n-grams; 0 where there is none. */
static void matrix_rows(const kith_embed *e, uint64_t rows[KITH_EMBED_PARAMS])
{
    rows[0] = e->words;
    rows[1] = e->config.negative_sampling || e->config.softmax ? e->words : 0;
    rows[2] = e->config.hierarchical ? e->words - 1 : 0;
    rows[3] = e->grams.rows;
}

static kith_status check_memory(const kith_embed *e, kith_error *err)
{
    const uint64_t room = kith_mem_available();
    uint64_t rows[KITH_EMBED_PARAMS], bytes = 0;
    double total = 0;
    matrix_rows(e, rows);
    for (int i = 0; i < KITH_EMBED_PARAMS; i++)
        total += kith_param_bytes(rows[i], e->config.dim, e->config.optim.rule, &bytes)
                     ? (double)bytes
                     : 0x1p64;
    if (room == 0 || total < (double)room)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_MEMORY,
                     "%llu words x %zu dimensions need %llu MB for the weights, this machine has "
                     "%llu MB; lower --dim or --max-vocab",
                     (unsigned long long)e->words, e->config.dim, (unsigned long long)(total / 1e6),
                     (unsigned long long)(room / 1000000));
}

static kith_status make_params(kith_embed *e, kith_error *err)
{
    const kith_rule *rule = e->config.optim.rule;
    uint64_t rows[KITH_EMBED_PARAMS];
    matrix_rows(e, rows);
    KITH_TRY(kith_param_init(&e->input, "input", rows[0], e->config.dim, rule, err));
    if (rows[1] > 0)
        KITH_TRY(kith_param_init(&e->output, "output", rows[1], e->config.dim, rule, err));
    if (rows[2] > 0)
        KITH_TRY(kith_param_init(&e->inner, "inner", rows[2], e->config.dim, rule, err));
    kith_param_fill(&e->input, &e->config.init, e->config.seed, INIT_INPUT);
    if (rows[3] > 0) {
        KITH_TRY(kith_param_init(&e->gram, "gram", rows[3], e->config.dim, rule, err));
        kith_param_fill(&e->gram, &e->config.init, e->config.seed, INIT_GRAM);
    }
    return KITH_OK;
}

static kith_status make_noise(kith_embed *e, kith_error *err)
{
    double *weight = kith_mem_new(e->words, sizeof *weight);
    if (weight == NULL)
        return kith_fail_memory(err, "the noise table", e->words * sizeof *weight);
    double total = 0;
    for (uint64_t i = 0; i < e->words; i++) {
        const uint64_t count = e->corpus->vocab->count[i]; /* 0 in a --vocab of the user's own */
        weight[i] = count > 0 ? pow((double)count, e->config.noise_power) : 0;
        total += weight[i];
    }
    kith_status status = KITH_OK;
    if (isfinite(total) && total > 0)
        status = kith_sampler_init(&e->noise, weight, (uint32_t)e->words, err);
    else
        status =
            kith_fail(err, KITH_ERR_USAGE,
                      "no word can be drawn as noise: counts and --noise-power give no chances");
    kith_mem_free(weight);
    return status;
}

/* The chance to keep a word that is a share f of the text. */
static double keep_chance(const kith_embed_config *c, double f)
{
    const double root = sqrt(c->sample / f);
    return c->sample_notes ? root : root + c->sample / f;
}

/* Chances of the words that are thinned: a prefix, for counts descend. */
static kith_status make_thinning(kith_embed *e, kith_error *err)
{
    const kith_vocab *v = e->corpus->vocab;
    const double tokens = (double)e->corpus->tokens;
    while (e->config.sample > 0 && e->thinned < e->words &&
           keep_chance(&e->config, (double)v->count[e->thinned] / tokens) < 1)
        e->thinned++;
    e->keep = kith_mem_new((uint64_t)e->thinned + 1, sizeof *e->keep);
    if (e->keep == NULL)
        return kith_fail_memory(err, "the thinning table", (uint64_t)e->thinned * 4);
    for (uint32_t i = 0; i < e->thinned; i++)
        e->keep[i] = (uint32_t)(keep_chance(&e->config, (double)v->count[i] / tokens) * 0x1p32);
    return KITH_OK;
}

static kith_status make_workers(kith_embed *e, kith_error *err)
{
    e->worker = kith_mem_new(e->config.threads, sizeof *e->worker);
    if (e->worker == NULL)
        return kith_fail_memory(err, "the workers", e->config.threads * sizeof *e->worker);
    for (unsigned i = 0; i < e->config.threads; i++)
        KITH_TRY(kith_embed_worker_new(e, &e->worker[i], err));
    return KITH_OK;
}

static kith_status build(kith_embed *e, kith_error *err)
{
    KITH_TRY(check_vocabulary(e, err));
    if (e->config.grams.most > 0)
        KITH_TRY(kith_word_grams_init(&e->grams, &e->config.grams, &e->corpus->vocab->words, err));
    KITH_TRY(check_memory(e, err));
    KITH_TRY(make_params(e, err));
    if (e->config.negative_sampling)
        KITH_TRY(make_noise(e, err));
    if (e->config.hierarchical)
        KITH_TRY(kith_tree_init(&e->tree, e->corpus->vocab->count, e->words, err));
    KITH_TRY(make_thinning(e, err));
    return make_workers(e, err);
}

kith_status kith_embed_new(const kith_embed_config *config, const kith_corpus *corpus,
                           kith_embed **out, kith_error *err)
{
    kith_embed *e = kith_mem_new(1, sizeof *e);
    *out = NULL;
    if (e == NULL)
        return kith_fail_memory(err, "the model", sizeof *e);
    e->config = *config;
    e->corpus = corpus;
    e->words = kith_vocab_size(corpus->vocab);
    const kith_status status = build(e, err);
    if (status == KITH_OK)
        *out = e;
    else
        kith_embed_free(e);
    return status;
}

void kith_embed_free(kith_embed *e)
{
    if (e == NULL)
        return;
    for (unsigned i = 0; e->worker != NULL && i < e->config.threads; i++)
        kith_embed_worker_free(e->worker[i]);
    kith_mem_free((void *)e->worker);
    kith_mem_free(e->keep);
    kith_mem_free(e->frozen);
    kith_sampler_clear(&e->noise);
    kith_tree_clear(&e->tree);
    kith_param_clear(&e->input);
    kith_param_clear(&e->output);
    kith_param_clear(&e->inner);
    kith_param_clear(&e->gram);
    kith_word_grams_clear(&e->grams);
    kith_mem_free(e);
}

size_t kith_embed_params(kith_embed *e, kith_param *params[KITH_EMBED_PARAMS])
{
    kith_param *const all[] = {&e->input, &e->output, &e->inner, &e->gram};
    size_t n = 0;
    for (int i = 0; i < KITH_EMBED_PARAMS; i++)
        if (all[i]->rows > 0)
            params[n++] = all[i];
    return n;
}

uint64_t kith_embed_bytes(const kith_embed *e)
{
    const kith_param *const all[] = {&e->input, &e->output, &e->inner, &e->gram};
    uint64_t total = 0, bytes = 0;
    for (int i = 0; i < KITH_EMBED_PARAMS; i++)
        if (kith_param_bytes(all[i]->rows, e->config.dim, e->config.optim.rule, &bytes))
            total += bytes;
    return total;
}

/* The first row that is not finite as floats, in which all builds save it, or p->rows. */
static size_t first_lost(const kith_embed *e, const kith_param *p)
{
    size_t i = 0;
    for (; i < p->rows; i++) {
        const kith_real *row = kith_param_row(p, i);
        const double square = (double)e->config.kern->dot(row, row, p->cols);
        if (!(square <= (double)FLT_MAX))
            break;
    }
    return i;
}

kith_status kith_embed_check(const kith_embed *e, kith_error *err)
{
    const size_t word = first_lost(e, &e->input), gram = first_lost(e, &e->gram);
    if (word == e->input.rows && gram == e->gram.rows)
        return KITH_OK;
    return kith_fail(err, KITH_NOT_FOUND,
                     "the vector of %s %zu is no longer made of numbers: the learning rate is too "
                     "high, lower --lr",
                     word < e->input.rows ? "word" : "n-gram",
                     (word < e->input.rows ? word : gram) + 1);
}

void kith_embed_finish(kith_embed *e)
{
    kith_param *params[KITH_EMBED_PARAMS];
    for (size_t i = 0, n = kith_embed_params(e, params); i < n; i++)
        kith_param_finish(e->config.kern, params[i], &e->config.optim.hyper);
}

void kith_embed_unfinish(kith_embed *e)
{
    kith_param *params[KITH_EMBED_PARAMS];
    for (size_t i = 0, n = kith_embed_params(e, params); i < n; i++)
        kith_param_resume(e->config.kern, params[i], &e->config.optim.hyper);
}

static uint64_t block_words(const void *self, uint64_t index)
{
    return ((const kith_corpus *)self)->words[index];
}

kith_source kith_embed_source(const kith_corpus *corpus)
{
    return (kith_source){.blocks = corpus->blocks,
                         .unit = "words",
                         .size = block_words,
                         .self = (void *)(uintptr_t)corpus};
}

/* A pair is a dot and two steps: six operations a number; a row that is added, two. */
static void visit(void *self, const kith_block *block, unsigned worker, bool learning,
                  kith_loss_sum *tally)
{
    kith_embed *e = self;
    kith_embed_worker *w = e->worker[worker];
    w->block = block;
    w->tally = tally;
    w->learning = learning;
    w->window_key = kith_rng_key(e->config.seed, block->epoch, block->index, KITH_RNG_WINDOW);
    w->noise_key = kith_rng_key(e->config.seed, block->epoch, block->index, KITH_RNG_NOISE);
    w->pool_key = kith_rng_key(e->config.seed, block->epoch, block->index, KITH_RNG_POOL);
    w->words = w->pairs = w->added = 0;
    kith_window_keep(w);
    kith_window_each(w);
    if (learning) {
        tally->kept = (double)w->words;
        tally->operations = (double)e->config.dim * (6 * (double)w->pairs + 2 * (double)w->added);
    }
}

kith_trainee kith_embed_trainee(kith_embed *e)
{
    return (kith_trainee){.self = e, .visit = visit};
}
