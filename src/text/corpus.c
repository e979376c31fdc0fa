/*
 * Reading: one scan into counts and a spool of ids, then ranks in their place, then the cuts
 * between blocks.
 */
#include "text/corpus.h"
#include "base/hash.h"
#include "base/mem.h"
#include "text/renumber.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST_BLOCK = 1 << 10, MOST_BLOCK = 1 << 16, BLOCKS = 256 };

uint64_t kith_corpus_block_size(uint64_t tokens)
{
    const uint64_t size = tokens / BLOCKS;
    return size < LEAST_BLOCK ? LEAST_BLOCK : size > MOST_BLOCK ? MOST_BLOCK : size;
}

/* ------------------------------------------------------------------ blocks */

struct layout {
    uint64_t *start, *words; /* [room + 1], [room] */
    uint64_t blocks, room;
};

static kith_status add_block(struct layout *l, uint64_t end, uint64_t words, kith_error *err)
{
    if (l->blocks == l->room) {
        const uint64_t room = 2 * l->room + 64;
        uint64_t *start = kith_mem_grow(l->start, room + 1, sizeof *start);
        l->start = start != NULL ? start : l->start;
        uint64_t *count = kith_mem_grow(l->words, room, sizeof *count);
        l->words = count != NULL ? count : l->words;
        if (start == NULL || count == NULL)
            return kith_fail_memory(err, "the blocks of the text", 2 * room * sizeof *start);
        l->room = room;
        start[0] = 0;
    }
    l->words[l->blocks++] = words;
    l->start[l->blocks] = end;
    return KITH_OK;
}

/* Sixteen ids without a branch between them, which the compiler compares as vectors. */
static bool has_end(const uint32_t *ids)
{
    bool has = false;
    for (size_t i = 0; i < 16; i++)
        has |= ids[i] == KITH_SENTENCE_END;
    return has;
}

/* The words from `at` to the end of the sentence, at most `most`; `to_come`: are there ends before
 * the text's last place? */
static uint64_t sentence_words(const kith_corpus *c, uint64_t at, uint64_t most, bool to_come)
{
    const uint64_t to = c->length - at < most ? c->length : at + most;
    uint64_t end = to_come || to == at ? at : to - 1;
    while (to - end >= 16 && !has_end(c->ids + end))
        end += 16;
    while (end < to && c->ids[end] != KITH_SENTENCE_END)
        end++;
    return end - at;
}

/* Fills blocks of `size` words with whole sentences; one longer than `size` is cut to fill up. */
static kith_status lay_out(const kith_corpus *c, uint64_t size, struct layout *l, kith_error *err)
{
    const bool ended = c->ids[c->length - 1] == KITH_SENTENCE_END;
    uint64_t words = 0, ends = c->length - c->tokens - ended; /* to come before the last place */
    for (uint64_t at = 0; at < c->length;) {
        uint64_t sentence = sentence_words(c, at, size + 1, ends > 0);
        if (sentence > size && words < size) {
            sentence = size - words;
        } else if (words + sentence > size) {
            KITH_TRY(add_block(l, at, words, err));
            words = 0;
            continue;
        }
        words += sentence;
        at += sentence;
        if (at < c->length && c->ids[at] == KITH_SENTENCE_END) {
            at++;
            ends -= ends > 0;
        }
    }
    return words > 0 ? add_block(l, c->length, words, err) : KITH_OK;
}

/* ----------------------------------------------------------------- reading */

uint64_t kith_corpus_hash(const kith_corpus *c)
{
    const kith_words *w = &c->vocab->words;
    uint64_t hash = kith_hash(c->ids, c->length * sizeof *c->ids, 0);
    hash = kith_hash(w->offset, (w->size + 1) * sizeof *w->offset, hash);
    hash = kith_hash(w->bytes, w->offset[w->size], hash);
    return kith_hash(c->vocab->count, w->size * sizeof *c->vocab->count, hash);
}

static kith_status finish(kith_corpus *c, const kith_config *config, kith_error *err)
{
    c->ids = c->spool->ids;
    c->length = c->spool->length;
    c->stats.tokens_kept = c->tokens;
    if (c->tokens == 0)
        return kith_fail_no_words(config, &c->stats, err);
    struct layout l = {0};
    const kith_status status = lay_out(c, kith_corpus_block_size(c->tokens), &l, err);
    c->start = l.start;
    c->words = l.words;
    c->blocks = l.blocks;
    return status;
}

/* Enters the known words that the text has not, or that were pruned; the limit has done its work.
 */
static kith_status enter_known(kith_tally *tally, const kith_words *known, uint32_t *id_of,
                               kith_error *err)
{
    tally->limit = 0;
    for (uint64_t i = 0; i < known->size; i++) {
        size_t bytes;
        kith_tally_entry *e;
        bool added;
        const char *word = kith_words_at(known, i, &bytes);
        if (bytes == 0 || bytes > KITH_TOKEN_MOST)
            return kith_fail(err, KITH_ERR_DATA, "known word %llu has %zu bytes: expected 1 to %d",
                             (unsigned long long)i + 1, bytes, KITH_TOKEN_MOST);
        KITH_TRY(kith_tally_enter(tally, word, bytes, &e, &added, err));
        id_of[i] = e->id;
    }
    return KITH_OK;
}

/* *stay: [tally->ids] is a word known? The caller frees it. */
static kith_status mark_known(kith_tally *tally, const kith_words *known, uint8_t **stay,
                              kith_error *err)
{
    uint32_t *id_of = kith_mem_grow(NULL, known->size + 1, sizeof *id_of);
    kith_status status = id_of != NULL ? enter_known(tally, known, id_of, err)
                                       : kith_fail_memory(err, "known words", known->size);
    *stay = status == KITH_OK ? calloc(tally->ids + 1, 1) : NULL;
    if (status == KITH_OK && *stay == NULL)
        status = kith_fail_memory(err, "known words", tally->ids);
    for (uint64_t i = 0; status == KITH_OK && i < known->size; i++)
        (*stay)[id_of[i]] = 1;
    free(id_of);
    return status;
}

static kith_status rank_counted(kith_corpus *c, const kith_config *config, const kith_known *known,
                                kith_tally *tally, uint32_t **rank, kith_error *err)
{
    uint64_t least = (uint64_t)kith_config_int(config, "min-count");
    uint8_t *stay = NULL;
    kith_status status = KITH_OK;
    if (known != NULL) {
        least = known->closed ? UINT64_MAX : least;
        status = mark_known(tally, known->words, &stay, err);
    }
    if (status == KITH_OK)
        status = kith_vocab_rank(tally, least, stay, (uint64_t)kith_config_int(config, "max-vocab"),
                                 rank, &c->vocab, err);
    free(stay);
    return status;
}

/* Ranks the counted words, where they were not given, and renumbers the text. */
static kith_status rank_words(kith_corpus *c, const kith_config *config, const kith_known *known,
                              kith_scan *scan, kith_error *err)
{
    uint32_t *rank = NULL;
    if (c->vocab == NULL)
        KITH_TRY(rank_counted(c, config, known, &scan->tally, &rank, err));
    const kith_status status = kith_renumber(scan, rank, false, &c->tokens, err);
    free(rank);
    return status;
}

static kith_status read_paths(kith_corpus *c, const kith_config *config, const kith_known *known,
                              const char *const *paths, size_t count, const kith_watch *watch,
                              kith_error *err)
{
    kith_scan scan;
    KITH_TRY(kith_spool_init(c->spool, kith_spool_budget(config),
                             kith_config_text(config, "spool-dir"), err));
    KITH_TRY(kith_vocab_given(config, &c->vocab, err));
    KITH_TRY(kith_scan_init(&scan, config, c->vocab, c->spool, watch, err));
    kith_status status = kith_scan_paths(&scan, paths, count, err);
    c->stats = scan.stats;
    if (status == KITH_OK)
        status = rank_words(c, config, known, &scan, err);
    kith_scan_clear(&scan);
    if (status == KITH_OK && c->tokens == 0 && known != NULL && known->closed)
        return kith_fail(err, KITH_ERR_DATA, "no words left: none of %llu tokens is a known word",
                         (unsigned long long)c->stats.tokens);
    return status == KITH_OK ? finish(c, config, err) : status;
}

kith_status kith_corpus_read(const kith_config *config, const char *const *paths, size_t count,
                             const kith_watch *watch, kith_corpus **out, kith_error *err)
{
    return kith_corpus_read_known(config, NULL, paths, count, watch, out, err);
}

kith_status kith_corpus_read_known(const kith_config *config, const kith_known *known,
                                   const char *const *paths, size_t count, const kith_watch *watch,
                                   kith_corpus **out, kith_error *err)
{
    *out = NULL;
    kith_corpus *c = calloc(1, sizeof *c);
    if (c == NULL)
        return kith_fail_memory(err, "the text", sizeof *c);
    kith_status status = KITH_OK;
    c->spool = calloc(1, sizeof *c->spool);
    if (c->spool == NULL)
        status = kith_fail_memory(err, "the text", sizeof *c->spool);
    if (status == KITH_OK)
        status = read_paths(c, config, known, paths, count, watch, err);
    if (status == KITH_OK)
        *out = c;
    else
        kith_corpus_free(c);
    return status;
}

void kith_corpus_free(kith_corpus *c)
{
    if (c == NULL)
        return;
    if (c->spool != NULL)
        kith_spool_clear(c->spool);
    free(c->spool);
    free((void *)(uintptr_t)c->start);
    free((void *)(uintptr_t)c->words);
    kith_vocab_free(c->vocab);
    free(c);
}
