#include "embed_help.h"

#include "base/mem.h"
#include "base/rng.h"
#include "text/vocab.h"

kith_embed_config embed_config(const char *settings)
{
    kith_error err;
    kith_config *config;
    kith_embed_config out;
    kith_option_table tables[4];
    char text[256], *rest = text;
    snprintf(text, sizeof text, "%s", settings);
    check_ok(kith_config_new(tables, kith_train_options(tables), &config, &err));
    for (char *name; (name = strtok_r(rest, " ", &rest)) != NULL;) {
        char *value = strchr(name, '=');
        assert_non_null(value);
        *value++ = '\0';
        check_ok(kith_config_set(config, name, value, &err));
    }
    check_ok(kith_embed_configure(config, &out, &err));
    kith_config_free(config);
    return out;
}

static void *zeros(uint64_t n, size_t size)
{
    void *p = calloc(n + 1, size);
    assert_non_null(p);
    return p;
}

/* The words of each block and of all, and their counts. */
static void count_words(kith_corpus *c, uint64_t block)
{
    uint64_t *start = zeros(c->blocks + 1, sizeof *start);
    uint64_t *words = zeros(c->blocks, sizeof *words);
    for (uint64_t i = 0; i < c->length; i++) {
        start[i / block + 1] = i + 1;
        if (c->ids[i] == KITH_SENTENCE_END)
            continue;
        assert_true(c->ids[i] < c->vocab->words.size);
        c->vocab->count[c->ids[i]]++;
        words[i / block]++;
        c->tokens++;
    }
    c->vocab->tokens = c->tokens;
    for (uint64_t w = 1; w < c->vocab->words.size; w++)
        assert_true(c->vocab->count[w] <= c->vocab->count[w - 1]);
    c->start = start;
    c->words = words;
}

/* Word i is its number in syllables, so that words share n-grams and have some twice. */
static void name_words(kith_corpus *c, uint64_t words)
{
    static const char *const syllable[] = {"ba", "na", "ko", "ni"};
    kith_error err;
    for (uint64_t i = 0; i < words; i++) {
        char name[80] = "x";
        uint64_t id;
        bool added;
        for (uint64_t left = i + 4; left > 0; left /= 4)
            strcat(name, syllable[left % 4]);
        check_ok(kith_words_add(&c->vocab->words, name, strlen(name), &id, &added, &err));
        assert_true(added);
    }
}

kith_corpus *corpus_of_ids(const uint32_t *ids, uint64_t length, uint64_t block, uint64_t words)
{
    kith_corpus *c = zeros(1, sizeof *c);
    uint32_t *copy = zeros(length, sizeof *copy);
    memcpy(copy, ids, length * sizeof *copy);
    c->ids = copy;
    c->length = length;
    c->blocks = (length + block - 1) / block;
    c->vocab = zeros(1, sizeof *c->vocab);
    name_words(c, words);
    c->vocab->count = zeros(words, sizeof *c->vocab->count);
    count_words(c, block);
    return c;
}

/* Renames words so that counts do not increase: word i becomes the i-th most frequent. */
static void rank_words(uint32_t *ids, uint64_t length, uint64_t words)
{
    uint64_t *count = zeros(words, sizeof *count);
    uint32_t *rank = zeros(words, sizeof *rank);
    for (uint64_t i = 0; i < length; i++)
        if (ids[i] != KITH_SENTENCE_END)
            count[ids[i]]++;
    for (uint64_t w = 0; w < words; w++)
        for (uint64_t other = 0; other < words; other++)
            rank[w] += count[other] > count[w] || (count[other] == count[w] && other < w);
    for (uint64_t i = 0; i < length; i++)
        if (ids[i] != KITH_SENTENCE_END)
            ids[i] = rank[ids[i]];
    free(count);
    free(rank);
}

/* Zipf: the chance of a word falls with its number, by u^2 of a uniform u. */
static uint32_t zipf(uint64_t bits, uint64_t words)
{
    const double u = kith_rng_unit(bits);
    return (uint32_t)(u * u * (double)words);
}

kith_corpus *made_corpus(uint64_t words, uint64_t length, uint64_t block)
{
    const uint64_t key = kith_rng_key(words, length, 0, KITH_RNG_TEST);
    uint32_t *ids = zeros(length, sizeof *ids);
    uint64_t end = 12;
    for (uint64_t i = 0; i < length; i++) {
        const uint64_t bits = kith_rng_at(key, i);
        if (i < words) {
            ids[i] = (uint32_t)i;
        } else if (i == end) {
            ids[i] = KITH_SENTENCE_END;
            end += 2 + bits % 30;
        } else {
            const uint64_t back = 1 + bits % 12;
            const bool repeat = back < 4 && ids[i - back] != KITH_SENTENCE_END;
            ids[i] = repeat ? ids[i - back] : zipf(kith_rng_at(key, i + length), words);
        }
        end += i == end;
    }
    rank_words(ids, length, words);
    kith_corpus *c = corpus_of_ids(ids, length, block, words);
    free(ids);
    return c;
}

void made_corpus_free(kith_corpus *c)
{
    kith_words_clear(&c->vocab->words);
    free(c->vocab->count);
    free(c->vocab);
    free((void *)(uintptr_t)c->ids);
    free((void *)(uintptr_t)c->start);
    free((void *)(uintptr_t)c->words);
    free(c);
}

kith_embed *embed_new(const kith_embed_config *config, const kith_corpus *corpus)
{
    kith_error err;
    kith_embed *e;
    check_ok(kith_embed_new(config, corpus, &e, &err));
    return e;
}

kith_status embed_train(kith_embed *e, const kith_watch *watch, kith_position *at,
                        kith_error *error)
{
    kith_error err;
    const kith_embed_config *c = &e->config;
    const kith_source source = kith_embed_source(e->corpus);
    const kith_trainee trainee = kith_embed_trainee(e);
    kith_loop loop = {.epochs = c->epochs, .seed = c->seed, .hold_out = c->hold_out};
    loop.round_blocks = 4;
    loop.pace = c->pace;
    loop.watch = watch;
    check_ok(kith_team_new(c->threads, &loop.team, &err));
    const kith_status status = kith_loop_run(&loop, &source, &trainee, at, error);
    kith_team_free(loop.team);
    return status;
}

kith_real *embed_weights(kith_embed *e, size_t *bytes)
{
    kith_param *params[KITH_EMBED_PARAMS];
    const size_t n = kith_embed_params(e, params);
    size_t total = 0;
    for (size_t i = 0; i < n; i++)
        total += params[i]->rows * params[i]->stride;
    kith_real *all = zeros(total, sizeof *all), *at = all;
    for (size_t i = 0; i < n; i++) {
        memcpy(at, params[i]->w, params[i]->rows * params[i]->stride * sizeof *at);
        at += params[i]->rows * params[i]->stride;
    }
    *bytes = total * sizeof *all;
    return all;
}

void embed_randomise(kith_embed *e, double size)
{
    kith_param *params[KITH_EMBED_PARAMS];
    const size_t n = kith_embed_params(e, params);
    for (size_t i = 0; i < n; i++)
        for (size_t row = 0; row < params[i]->rows; row++)
            for (size_t c = 0; c < params[i]->cols; c++) {
                const uint64_t bits = kith_rng_at(i + 1, row * params[i]->cols + c);
                kith_param_row(params[i], row)[c] =
                    (kith_real)(size * (2 * kith_rng_unit(bits) - 1));
            }
}

kith_embed *embed_random(const char *settings, const kith_corpus *corpus)
{
    const kith_embed_config config = embed_config(settings);
    kith_embed *e = embed_new(&config, corpus);
    embed_randomise(e, 0.3);
    return e;
}

void embed_check_scoring(kith_embed *e, uint64_t block)
{
    size_t bytes;
    kith_loss_sum tally = {0};
    const uint64_t words = e->corpus->words[block];
    kith_real *before = embed_weights(e, &bytes);
    kith_embed_trainee(e).visit(e, &(kith_block){.index = block, .size = words, .total = words}, 0,
                                false, &tally);
    kith_real *after = embed_weights(e, &bytes);
    assert_memory_equal(before, after, bytes);
    assert_true(tally.examples > 0);
    free(before);
    free(after);
}
