/*
 * Learning: the text becomes ids once, and the passes walk over them; after each but the last what
 * it found is joined in the ids, where they are.
 */
#include "base/clock.h"
#include "base/mem.h"
#include "text/phrase.h"
#include "text/renumber.h"

#include <math.h>
#include <stdlib.h>

enum { PIECE = 1 << 20 }; /* ids between two calls of the watch */

typedef struct learner {
    kith_phrases *phrases;
    const kith_watch *watch;
    kith_phrases_report report;
    kith_spool spool;
    kith_words token; /* connector words, the words of the text, phrases of earlier passes */
    uint64_t *count;  /* [token.size] in this pass */
    uint64_t tokens;  /* in this pass */
    uint64_t least;
    kith_join join; /* pairs of this pass */
} learner;

/* A pair that is a phrase. */
typedef struct candidate {
    kith_pair pair;
    double score;
} candidate;

/* ----------------------------------------------------------------- reading */

/* Turns ranks into ids of `token`: connector words come first there, whatever their rank. */
static kith_status take_words(learner *l, const kith_vocab *vocab, uint32_t *rank, uint64_t ids,
                              kith_error *err)
{
    uint32_t *id_of = kith_mem_grow(NULL, vocab->words.size + 1, sizeof *id_of);
    if (id_of == NULL)
        return kith_fail_memory(err, "the words", vocab->words.size * sizeof *id_of);
    kith_status status = KITH_OK;
    for (uint64_t i = 0; i < vocab->words.size && status == KITH_OK; i++) {
        size_t bytes;
        const char *word = kith_words_at(&vocab->words, i, &bytes);
        uint64_t id = 0;
        bool added;
        status = kith_words_add(&l->token, word, bytes, &id, &added, err);
        id_of[i] = (uint32_t)id;
    }
    for (uint64_t i = 0; i < ids && status == KITH_OK; i++)
        rank[i] = rank[i] == KITH_NO_RANK ? KITH_NO_RANK : id_of[rank[i]];
    free(id_of);
    return status;
}

static kith_status encode(learner *l, kith_scan *scan, kith_error *err)
{
    uint32_t *rank = NULL;
    kith_vocab *vocab = NULL;
    uint64_t tokens;
    KITH_TRY(kith_vocab_rank(&scan->tally, l->least, NULL, 0, &rank, &vocab, err));
    l->report.words = kith_vocab_size(vocab);
    l->report.text.tokens_kept = kith_vocab_tokens(vocab);
    kith_status status = take_words(l, vocab, rank, scan->tally.ids, err);
    if (status == KITH_OK)
        status = kith_renumber(scan, rank, true, &tokens, err);
    kith_vocab_free(vocab);
    free(rank);
    return status;
}

static kith_status read_text(learner *l, const char *const *paths, size_t count, kith_error *err)
{
    const kith_config *config = l->phrases->config;
    kith_scan scan;
    KITH_TRY(kith_spool_init(&l->spool, kith_spool_budget(config),
                             kith_config_text(config, "spool-dir"), err));
    KITH_TRY(kith_scan_init(&scan, config, NULL, &l->spool, l->watch, err));
    kith_status status = kith_scan_paths(&scan, paths, count, err);
    l->report.text = scan.stats;
    if (status == KITH_OK && scan.stats.tokens == 0)
        status = kith_fail(
            err, KITH_ERR_DATA, "no words: %llu bytes in %llu files hold no token, expected text",
            (unsigned long long)scan.stats.bytes, (unsigned long long)scan.stats.files);
    if (status == KITH_OK)
        status = encode(l, &scan, err);
    kith_scan_clear(&scan);
    return status;
}

/* ---------------------------------------------------------------- counting */

static kith_status count_tokens(learner *l, kith_error *err)
{
    uint64_t *count = kith_mem_grow(l->count, l->token.size + 1, sizeof *count);
    if (count == NULL)
        return kith_fail_memory(err, "the counts of words", l->token.size * sizeof *count);
    memset(count, 0, (l->token.size + 1) * sizeof *count);
    l->count = count;
    l->tokens = 0;
    for (uint64_t i = 0; i < l->spool.length; i++) {
        const uint32_t id = l->spool.ids[i];
        l->tokens += id != KITH_SENTENCE_END;
        if (id < KITH_UNKNOWN_WORD)
            count[id]++;
    }
    return KITH_OK;
}

static kith_status tell(const learner *l, uint64_t done, double began, kith_error *err)
{
    const double seconds = kith_clock() - began;
    const kith_progress progress = {.phase = "pairs",
                                    .done = (double)done,
                                    .total = (double)l->spool.length,
                                    .unit = "words",
                                    .seconds = seconds,
                                    .rate = seconds > 0 ? (double)done / seconds : 0,
                                    .loss = NAN,
                                    .valid_loss = NAN};
    if (l->watch == NULL || l->watch->call == NULL || l->watch->call(l->watch->self, &progress))
        return KITH_OK;
    return kith_fail(err, KITH_CANCELLED, "stopped while counting pairs");
}

/* 0 in the option stands for a quarter of what this machine has. */
static uint64_t pair_limit(const kith_config *config)
{
    const uint64_t asked = (uint64_t)kith_config_int(config, "max-pair-memory");
    return asked != 0 ? asked : kith_mem_available() / 4;
}

static kith_status count_pairs(learner *l, kith_error *err)
{
    const double began = kith_clock();
    const uint32_t connectors = l->join.connectors;
    uint64_t start = UINT64_MAX;
    kith_join_clear(&l->join);
    KITH_TRY(kith_join_init(&l->join, connectors, pair_limit(l->phrases->config), err));
    for (uint64_t from = 0; from < l->spool.length; from += PIECE) {
        const uint64_t left = l->spool.length - from;
        const uint64_t to = from + (left < PIECE ? left : PIECE);
        KITH_TRY(
            kith_join_count(&l->join, l->spool.ids, from, to, l->count, l->least, &start, err));
        KITH_TRY(tell(l, to, began, err));
    }
    l->report.pairs = l->join.pairs.size + l->join.pairs.pruned;
    if (l->join.pairs.bound > l->report.pair_bound)
        l->report.pair_bound = l->join.pairs.bound;
    return KITH_OK;
}

/* ----------------------------------------------------------------- scoring */

static double score_of(const learner *l, const kith_pair *pair, bool npmi)
{
    const double ab = (double)kith_pair_number(pair), n = (double)l->tokens;
    const double expected = (double)l->count[pair->left] * (double)l->count[pair->right];
    if (npmi)
        return log(ab * n / expected) / -log(ab / n);
    return (ab - (double)l->least) * n / expected;
}

static int by_score(const void *left, const void *right)
{
    const candidate *a = left, *b = right;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    const uint64_t x[] = {kith_pair_number(&b->pair), a->pair.left, a->pair.right, a->pair.rest};
    const uint64_t y[] = {kith_pair_number(&a->pair), b->pair.left, b->pair.right, b->pair.rest};
    size_t i = 0;
    while (i < 3 && x[i] == y[i])
        i++;
    return x[i] < y[i] ? -1 : x[i] > y[i];
}

/* The pairs above the threshold, the best first; the caller frees *out. */
static kith_status choose(const learner *l, candidate **out, uint64_t *n, kith_error *err)
{
    const kith_config *config = l->phrases->config;
    const bool npmi = strcmp(kith_config_text(config, "score"), "npmi") == 0;
    const double threshold = kith_phrase_threshold(config);
    uint64_t room = 0;
    *out = NULL;
    *n = 0;
    for (uint64_t i = 0; i < l->join.pairs.room; i++) {
        const kith_pair *pair = &l->join.pairs.entry[i];
        if (pair->rest == 0 || kith_pair_number(pair) < l->least)
            continue;
        const double score = score_of(l, pair, npmi);
        if (!(score > threshold))
            continue;
        candidate *more = kith_mem_room(*out, *n, &room, sizeof *more);
        if (more == NULL)
            return kith_fail_memory(err, "the phrases", *n * sizeof *more);
        *out = more;
        more[(*n)++] = (candidate){*pair, score};
    }
    if (*n > 1)
        qsort(*out, *n, sizeof **out, by_score);
    return KITH_OK;
}

/* ----------------------------------------------------------------- keeping */

static char *put_token(const learner *l, uint32_t id, char *to)
{
    size_t bytes;
    const char *word = kith_words_at(&l->token, id, &bytes);
    memcpy(to, word, bytes);
    to[bytes] = ' ';
    return to + bytes + 1;
}

static size_t token_bytes(const learner *l, uint32_t id)
{
    size_t bytes;
    kith_words_at(&l->token, id, &bytes);
    return bytes + 1;
}

/* The ids of the connector words of a run; *n how many. */
static const char *run_ids(const learner *l, const kith_pair *pair, size_t *n)
{
    size_t bytes;
    const char *ids = kith_words_at(&l->join.run, kith_pair_run(pair), &bytes);
    *n = bytes / sizeof(uint32_t);
    return ids;
}

static uint32_t id_at(const char *ids, size_t i)
{
    uint32_t id;
    memcpy(&id, ids + i * sizeof id, sizeof id);
    return id;
}

/* Hands a pair over, as words. */
static kith_status keep(learner *l, const candidate *c, kith_error *err)
{
    size_t between;
    const char *run = run_ids(l, &c->pair, &between);
    size_t room = token_bytes(l, c->pair.left) + token_bytes(l, c->pair.right);
    for (size_t i = 0; i < between; i++)
        room += token_bytes(l, id_at(run, i));
    char *text = malloc(room);
    if (text == NULL)
        return kith_fail_memory(err, "a phrase", room);
    char *end = put_token(l, c->pair.left, text);
    for (size_t i = 0; i < between; i++)
        end = put_token(l, id_at(run, i), end);
    end = put_token(l, c->pair.right, end);
    const kith_phrase_text phrase = {.words = text,
                                     .bytes = (size_t)(end - text),
                                     .count = kith_pair_number(&c->pair),
                                     .score = c->score};
    const kith_status status = kith_phrases_add(l->phrases, &phrase, err);
    free(text);
    return status;
}

/* Turns the table of counts into one of phrases, and joins them in the text. */
static kith_status join_text(learner *l, const candidate *c, uint64_t n, kith_error *err)
{
    const uint64_t before = l->phrases->rows - n;
    kith_pairs_clear(&l->join.pairs);
    KITH_TRY(kith_pairs_init(&l->join.pairs, 0, err));
    for (uint64_t i = 0; i < n; i++) {
        kith_phrase phrase;
        uint64_t id;
        bool added;
        kith_phrases_at(l->phrases, before + i, &phrase);
        KITH_TRY(kith_words_add(&l->token, phrase.text, phrase.bytes, &id, &added, err));
        KITH_TRY(kith_pairs_add(&l->join.pairs, c[i].pair.left, kith_pair_run(&c[i].pair),
                                c[i].pair.right, id + 1, err));
    }
    kith_spool_shrink(&l->spool, kith_join_apply(&l->join, l->spool.ids, NULL, l->spool.length));
    return KITH_OK;
}

/* One pass; *found how many phrases it added. */
static kith_status run_pass(learner *l, bool last, uint64_t *found, kith_error *err)
{
    candidate *c = NULL;
    KITH_TRY(count_tokens(l, err));
    KITH_TRY(count_pairs(l, err));
    KITH_TRY(kith_phrases_add_pass(l->phrases, l->tokens, err));
    kith_status status = choose(l, &c, found, err);
    for (uint64_t i = 0; i < *found && status == KITH_OK; i++)
        status = keep(l, &c[i], err);
    if (status == KITH_OK && !last)
        status = join_text(l, c, *found, err);
    free(c);
    return status;
}

static kith_status learn(learner *l, const char *const *paths, size_t count, kith_error *err)
{
    const kith_config *config = l->phrases->config;
    const uint64_t passes = (uint64_t)kith_config_int(config, "passes");
    l->least = (uint64_t)kith_config_int(config, "min-count");
    KITH_TRY(kith_phrase_connectors(config, &l->token, err));
    l->join.connectors = (uint32_t)l->token.size;
    KITH_TRY(read_text(l, paths, count, err));
    uint64_t found = 1;
    for (uint64_t i = 0; i < passes && found > 0; i++)
        KITH_TRY(run_pass(l, i + 1 == passes, &found, err));
    return KITH_OK;
}

/* The phrases keep the configuration that found them. */
static kith_status copy_config(const kith_config *from, kith_config **out, kith_error *err)
{
    kith_status status = kith_phrase_config(out, err);
    for (size_t i = 0; status == KITH_OK && i < kith_config_count(*out); i++) {
        const char *name = kith_config_at(*out, i)->name;
        if (kith_config_given(from, name))
            status = kith_config_set(*out, name, kith_config_text(from, name), err);
    }
    if (status != KITH_OK && *out != NULL)
        kith_config_free(*out);
    return status;
}

kith_status kith_phrases_learn(const kith_config *config, const char *const *paths, size_t count,
                               const kith_watch *watch, kith_phrases **out,
                               kith_phrases_report *report, kith_error *err)
{
    learner l = {.watch = watch};
    kith_config *own;
    *out = NULL;
    KITH_TRY(copy_config(config, &own, err));
    KITH_TRY(kith_phrases_new(own, &l.phrases, err));
    const kith_status status = learn(&l, paths, count, err);
    if (report != NULL)
        *report = l.report;
    kith_spool_clear(&l.spool);
    kith_words_clear(&l.token);
    kith_join_clear(&l.join);
    free(l.count);
    if (status == KITH_OK)
        *out = l.phrases;
    else
        kith_phrases_free(l.phrases);
    return status;
}
