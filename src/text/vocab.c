/*
 * A vocabulary is the words of a tally that stay, in the order of their ranks.
 */
#include "text/vocab.h"
#include "base/mem.h"
#include "text/rank.h"
#include "text/scan.h"

#include <stdlib.h>

static bool has_rank(const kith_tally_entry *e, uint64_t least, const uint8_t *stay)
{
    return e->count >= least || (stay != NULL && stay[e->id] != 0);
}

/* The entries that get a rank, in its order; the caller frees *out. */
static kith_status sort_entries(const kith_tally *tally, uint64_t least, const uint8_t *stay,
                                kith_candidate **out, uint64_t *count, kith_error *err)
{
    uint64_t n = 0;
    for (const kith_tally_entry *e = NULL; (e = kith_tally_each(tally, e)) != NULL;)
        n += has_rank(e, least, stay);
    kith_candidate *sorted = kith_mem_grow(NULL, n + 1, sizeof *sorted);
    if (sorted == NULL)
        return kith_fail_memory(err, "sorting the words", n * sizeof *sorted);
    n = 0;
    for (const kith_tally_entry *e = NULL; (e = kith_tally_each(tally, e)) != NULL;)
        if (has_rank(e, least, stay))
            sorted[n++] = kith_candidate_of(e);
    *out = sorted;
    *count = n;
    return kith_rank_sort(sorted, n, err);
}

static kith_status add_sorted(kith_vocab *v, const kith_candidate *sorted, uint64_t n,
                              kith_error *err)
{
    uint64_t bytes = 0;
    for (uint64_t i = 0; i < n; i++)
        bytes += sorted[i].entry->size;
    KITH_TRY(kith_words_reserve(&v->words, n, bytes, err));
    v->count = kith_mem_grow(NULL, n + 1, sizeof *v->count);
    if (v->count == NULL)
        return kith_fail_memory(err, "the counts of the vocabulary", n * sizeof *v->count);
    for (uint64_t i = 0; i < n; i++) {
        uint64_t id;
        bool added;
        KITH_TRY(kith_words_add(&v->words, sorted[i].entry->bytes, sorted[i].entry->size, &id,
                                &added, err));
        v->count[i] = sorted[i].entry->count;
        if (!kith_add(v->tokens, v->count[i], &v->tokens))
            return kith_fail(err, KITH_ERR_DATA, "the counts of the words add up to 2^64 or more");
    }
    return KITH_OK;
}

static kith_status make_ranks(const kith_tally *tally, const kith_candidate *sorted, uint64_t n,
                              uint32_t **out, kith_error *err)
{
    uint32_t *rank = kith_mem_grow(NULL, tally->ids + 1, sizeof *rank);
    if (rank == NULL)
        return kith_fail_memory(err, "the ranks of the words", tally->ids * sizeof *rank);
    for (uint64_t id = 0; id < tally->ids; id++)
        rank[id] = KITH_NO_RANK;
    for (uint64_t i = 0; i < n; i++)
        rank[sorted[i].entry->id] = (uint32_t)i;
    *out = rank;
    return KITH_OK;
}

kith_status kith_vocab_rank(kith_tally *tally, uint64_t least, const uint8_t *stay, uint64_t most,
                            uint32_t **rank, kith_vocab **out, kith_error *err)
{
    kith_candidate *sorted = NULL;
    uint64_t n = 0;
    *out = NULL;
    kith_tally_close(tally);
    kith_vocab *v = calloc(1, sizeof *v);
    if (v == NULL)
        return kith_fail_memory(err, "the vocabulary", sizeof *v);
    kith_status status = sort_entries(tally, least, stay, &sorted, &n, err);
    n = most != 0 && n > most ? most : n;
    if (status == KITH_OK)
        status = add_sorted(v, sorted, n, err);
    if (status == KITH_OK && rank != NULL)
        status = make_ranks(tally, sorted, n, rank, err);
    free(sorted);
    if (status == KITH_OK)
        *out = v;
    else
        kith_vocab_free(v);
    return status;
}

kith_status kith_fail_no_words(const kith_config *config, const kith_text_stats *stats,
                               kith_error *err)
{
    const unsigned long long files = stats->files, bytes = stats->bytes, tokens = stats->tokens;
    const unsigned long long distinct = stats->distinct;
    if (tokens == 0)
        return kith_fail(err, KITH_ERR_DATA,
                         "no words: %llu bytes in %llu files hold no token, expected text", bytes,
                         files);
    if (kith_config_text(config, "vocab")[0] != '\0')
        return kith_fail(err, KITH_ERR_DATA, "no words left: none of %llu tokens is a word of %s",
                         tokens, kith_config_text(config, "vocab"));
    return kith_fail(err, KITH_ERR_DATA,
                     "no words left: %llu tokens, %llu different words, none with count >= %lld; "
                     "lower --min-count",
                     tokens, distinct, (long long)kith_config_int(config, "min-count"));
}

static kith_status count_paths(const kith_config *config, const char *const *paths, size_t count,
                               kith_scan *scan, kith_vocab **out, kith_error *err)
{
    KITH_TRY(kith_scan_paths(scan, paths, count, err));
    KITH_TRY(kith_vocab_rank(&scan->tally, (uint64_t)kith_config_int(config, "min-count"), NULL,
                             (uint64_t)kith_config_int(config, "max-vocab"), NULL, out, err));
    scan->stats.tokens_kept = (*out)->tokens;
    if ((*out)->words.size > 0)
        return KITH_OK;
    kith_vocab_free(*out);
    *out = NULL;
    return kith_fail_no_words(config, &scan->stats, err);
}

kith_status kith_vocab_count(const kith_config *config, const char *const *paths, size_t count,
                             const kith_watch *watch, kith_vocab **out, kith_text_stats *stats,
                             kith_error *err)
{
    kith_vocab *given = NULL;
    kith_scan scan;
    *out = NULL;
    KITH_TRY(kith_vocab_given(config, &given, err));
    kith_status status = kith_scan_init(&scan, config, given, NULL, watch, err);
    kith_vocab_free(given);
    if (status != KITH_OK)
        return status;
    status = count_paths(config, paths, count, &scan, out, err);
    if (stats != NULL)
        *stats = scan.stats;
    kith_scan_clear(&scan);
    return status;
}

uint64_t kith_vocab_size(const kith_vocab *v)
{
    return v->words.size;
}

uint64_t kith_vocab_tokens(const kith_vocab *v)
{
    return v->tokens;
}

const char *kith_vocab_word(const kith_vocab *v, uint64_t id, size_t *bytes)
{
    return kith_words_at(&v->words, id, bytes);
}

uint64_t kith_vocab_word_count(const kith_vocab *v, uint64_t id)
{
    return id < v->words.size ? v->count[id] : 0;
}

uint64_t kith_vocab_find(const kith_vocab *v, const char *word, size_t bytes)
{
    return kith_words_find(&v->words, word, bytes);
}

void kith_vocab_free(kith_vocab *v)
{
    if (v == NULL)
        return;
    kith_words_clear(&v->words);
    free(v->count);
    free(v);
}
