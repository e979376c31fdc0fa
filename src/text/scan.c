/*
 * The loop that every byte of text goes through: tokeniser and table are inline here, so a common
 * token costs no call, and tokens are looked up in batches, so the memory of one is fetched while
 * the next ones are found.
 */
#include "text/scan.h"
#include "base/clock.h"
#include "base/mem.h"
#include "text/corpus.h"

#include <math.h>
#include <sys/stat.h>

static const double watch_pause = 0.1; /* seconds between two calls of the watch */

/* The words of a given vocabulary with their ids, not seen yet. */
static kith_status fill(kith_tally *tally, const kith_vocab *given, kith_error *err)
{
    for (uint64_t id = 0; id < given->words.size; id++) {
        size_t bytes;
        const char *word = kith_words_at(&given->words, id, &bytes);
        kith_tally_entry *e;
        bool added;
        KITH_TRY(kith_tally_enter(tally, word, bytes, &e, &added, err));
    }
    return KITH_OK;
}

/* 0 in the option stands for a quarter of what this machine has. */
static uint64_t tally_limit(const kith_config *config)
{
    const uint64_t asked = (uint64_t)kith_config_int(config, "max-vocab-memory");
    return asked != 0 ? asked : kith_mem_available() / 4;
}

kith_status kith_scan_init(kith_scan *s, const kith_config *config, const kith_vocab *given,
                           kith_spool *spool, const kith_watch *watch, kith_error *err)
{
    *s = (kith_scan){.spool = spool, .watch = watch, .closed = given != NULL};
    kith_status status = kith_tally_init(&s->tally, given == NULL ? tally_limit(config) : 0, err);
    if (status == KITH_OK)
        status =
            kith_tokenizer_init(&s->tokenizer, (size_t)kith_config_int(config, "max-token-bytes"),
                                kith_config_flag(config, "lowercase"), err);
    if (status == KITH_OK && given != NULL)
        status = fill(&s->tally, given, err);
    if (status != KITH_OK)
        kith_scan_clear(s);
    s->began = s->told = kith_clock();
    return status;
}

void kith_scan_clear(kith_scan *s)
{
    kith_tokenizer_clear(&s->tokenizer);
    kith_tally_clear(&s->tally);
}

static kith_status take_word(kith_scan *s, const kith_scan_token *token, kith_error *err)
{
    kith_tally_entry *e = kith_tally_find(&s->tally, token->word, token->bytes, token->hash);
    s->stats.tokens++;
    if (e == NULL) {
        if (s->closed)
            return KITH_OK;
        KITH_TRY(kith_tally_insert(&s->tally, token->word, token->bytes, token->hash, &e, err));
    }
    e->count++;
    return s->spool == NULL ? KITH_OK : kith_spool_add(s->spool, e->id, err);
}

static kith_status take_break(kith_scan *s, kith_error *err)
{
    const kith_spool *spool = s->spool;
    s->stats.sentences++;
    if (spool == NULL || spool->length == 0 || spool->ids[spool->length - 1] == KITH_SENTENCE_END)
        return KITH_OK; /* none of its words is in the vocabulary */
    return kith_spool_add(s->spool, KITH_SENTENCE_END, err);
}

static kith_status take_waiting(kith_scan *s, size_t count, kith_error *err)
{
    for (size_t i = 0; i < count; i++)
        KITH_TRY(s->waiting[i].word != NULL ? take_word(s, &s->waiting[i], err)
                                            : take_break(s, err));
    return KITH_OK;
}

/* Hashes the word at hand and asks for its slot, which is rarely in the cache. */
static kith_scan_token prepare_word(const kith_scan *s)
{
    const char *word = s->tokenizer.word;
    const size_t bytes = s->tokenizer.bytes;
    const uint32_t hash = kith_tally_hash(&s->tally, word, bytes);
    __builtin_prefetch(s->tally.slot + kith_tally_home(&s->tally, hash));
    return (kith_scan_token){word, (uint32_t)bytes, hash};
}

/* All tokens of the chunk, a batch at a time; a word outside the chunk ends its batch. */
static kith_status take_tokens(kith_scan *s, const char *name, kith_error *err)
{
    size_t waiting = 0;
    for (;;) {
        const kith_token token = kith_token_next(&s->tokenizer);
        if (token == KITH_TOKEN_MORE)
            return take_waiting(s, waiting, err);
        if (token == KITH_TOKEN_UTF16)
            return kith_fail(err, KITH_ERR_DATA,
                             "%s: UTF-16 text (byte order mark), expected UTF-8: convert it first",
                             name);
        s->waiting[waiting++] = token == KITH_TOKEN_WORD ? prepare_word(s) : (kith_scan_token){0};
        if (waiting < KITH_SCAN_BATCH && (token == KITH_TOKEN_BREAK || s->tokenizer.in_chunk))
            continue;
        KITH_TRY(take_waiting(s, waiting, err));
        waiting = 0;
    }
}

/* Tells the watch where reading stands, at most some ten times a second. */
static kith_status tell(kith_scan *s, const kith_stream *stream, kith_error *err)
{
    const double now = kith_clock();
    if (s->watch == NULL || s->watch->call == NULL || now - s->told < watch_pause)
        return KITH_OK;
    s->told = now;
    uint64_t read, total;
    kith_stream_position(stream, &read, &total);
    const double done = s->done + (double)read;
    const kith_progress progress = {.phase = "count",
                                    .done = done,
                                    .total = s->total,
                                    .unit = "bytes",
                                    .seconds = now - s->began,
                                    .rate = done / (now - s->began),
                                    .loss = NAN,
                                    .valid_loss = NAN};
    if (s->watch->call(s->watch->self, &progress))
        return KITH_OK;
    return kith_fail(err, KITH_CANCELLED, "stopped while reading %s", kith_stream_name(stream));
}

kith_status kith_scan_stream(kith_scan *s, kith_stream *stream, kith_error *err)
{
    const unsigned char *chunk;
    size_t size;
    kith_tokenizer_start(&s->tokenizer);
    do {
        KITH_TRY(kith_stream_next(stream, &chunk, &size, err));
        kith_tokenizer_feed(&s->tokenizer, chunk, size);
        KITH_TRY(take_tokens(s, kith_stream_name(stream), err));
        s->stats.bytes += size;
        KITH_TRY(tell(s, stream, err));
    } while (size > 0);
    s->stats.files++;
    return KITH_OK;
}

static kith_status scan_file(kith_scan *s, const char *path, kith_error *err)
{
    kith_stream *stream;
    uint64_t read, total;
    KITH_TRY(kith_stream_open(path, &stream, err));
    const kith_status status = kith_scan_stream(s, stream, err);
    kith_stream_position(stream, &read, &total);
    s->done += (double)read;
    kith_stream_close(stream);
    return status;
}

/* Bytes of all files together; 0 where one of them has no size. */
static double total_bytes(const kith_paths *files)
{
    double total = 0;
    for (size_t i = 0; i < files->count; i++) {
        struct stat info;
        if (stat(files->path[i], &info) != 0 || !S_ISREG(info.st_mode))
            return 0;
        total += (double)info.st_size;
    }
    return total;
}

static void complete_stats(kith_scan *s)
{
    const kith_tally *t = &s->tally;
    s->stats.truncated = s->tokenizer.truncated;
    s->stats.distinct = t->peak;
    s->stats.pruned_words = t->pruned_words;
    s->stats.pruned_tokens = t->pruned_tokens;
    s->stats.prune_bound = kith_tally_bound(t);
    if (!s->closed)
        return;
    s->stats.distinct = 0;
    for (const kith_tally_entry *e = NULL; (e = kith_tally_each(t, e)) != NULL;)
        s->stats.distinct += e->count > 0;
}

kith_status kith_scan_paths(kith_scan *s, const char *const *paths, size_t count, kith_error *err)
{
    kith_paths files = {0};
    KITH_TRY(kith_paths_expand(paths, count, &files, err));
    s->total = total_bytes(&files);
    kith_status status = KITH_OK;
    for (size_t i = 0; i < files.count && status == KITH_OK; i++)
        status = scan_file(s, files.path[i], err);
    kith_paths_clear(&files);
    complete_stats(s);
    return status;
}
