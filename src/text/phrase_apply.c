/*
 * Joining the phrases of a text: words that are in no phrase go straight to the output, and since
 * no phrase reaches across one, only the runs of others between them are held and joined.
 */
#include "base/clock.h"
#include "base/mem.h"
#include "text/phrase.h"
#include "text/tally.h"

#include <math.h>
#include <stdlib.h>

static const double watch_pause = 0.1; /* seconds between two calls of the watch */

typedef struct applier {
    const kith_phrases *phrases;
    const char *delimiter;
    size_t delimiter_bytes;
    kith_tokenizer tokenizer;
    kith_tally tally; /* the words of phrases: their ids are those of the phrases' tokens */
    kith_writer *writer;
    bool in_line; /* a word of this line was written */
    /* Words held back, end to end: word i is text[at[i] .. at[i + 1]). */
    uint32_t *id, *span;
    uint64_t *at;
    char *text;
    uint64_t words, word_room, text_room;
    kith_text_stats stats;
    uint64_t joined;
    const kith_watch *watch;
    double began, told;
} applier;

/* ----------------------------------------------------------------- writing */

static kith_status write_word(applier *a, const char *word, size_t bytes, kith_error *err)
{
    if (a->in_line)
        KITH_TRY(kith_writer_write(a->writer, " ", 1, err));
    a->in_line = true;
    return kith_writer_write(a->writer, word, bytes, err);
}

/* Words first..last as one. */
static kith_status write_joined(applier *a, uint64_t first, uint64_t last, kith_error *err)
{
    KITH_TRY(write_word(a, a->text + a->at[first], a->at[first + 1] - a->at[first], err));
    for (uint64_t i = first + 1; i <= last; i++) {
        KITH_TRY(kith_writer_write(a->writer, a->delimiter, a->delimiter_bytes, err));
        KITH_TRY(kith_writer_write(a->writer, a->text + a->at[i], a->at[i + 1] - a->at[i], err));
    }
    a->joined += last > first;
    return KITH_OK;
}

/* Joins what is held back and writes it. */
static kith_status release(applier *a, kith_error *err)
{
    const kith_phrases *p = a->phrases;
    uint64_t left = a->words, first = 0;
    for (uint64_t pass = 0; pass < p->passes && left > 1; pass++)
        left = kith_join_apply(&p->pass[pass].join, a->id, a->span, left);
    for (uint64_t i = 0; i < left; i++) {
        KITH_TRY(write_joined(a, first, first + a->span[i] - 1, err));
        first += a->span[i];
    }
    a->words = 0;
    return KITH_OK;
}

/* ----------------------------------------------------------------- reading */

static kith_status grow_words(applier *a, kith_error *err)
{
    const uint64_t room = 2 * a->word_room + 64;
    uint32_t *id = kith_mem_grow(a->id, room, sizeof *id);
    a->id = id != NULL ? id : a->id;
    uint32_t *span = kith_mem_grow(a->span, room, sizeof *span);
    a->span = span != NULL ? span : a->span;
    uint64_t *at = kith_mem_grow(a->at, room + 1, sizeof *at);
    a->at = at != NULL ? at : a->at;
    if (id == NULL || span == NULL || at == NULL)
        return kith_fail_memory(err, "a line of words", room * 2 * sizeof *at);
    a->word_room = room;
    at[0] = 0;
    return KITH_OK;
}

static kith_status hold_back(applier *a, uint32_t id, kith_error *err)
{
    const size_t bytes = a->tokenizer.bytes;
    if (a->words == a->word_room)
        KITH_TRY(grow_words(a, err));
    const uint64_t end = a->at[a->words] + bytes;
    if (end > a->text_room) {
        const uint64_t room = 2 * end;
        char *text = kith_mem_grow(a->text, room, 1);
        if (text == NULL)
            return kith_fail_memory(err, "a line of words", room);
        a->text = text;
        a->text_room = room;
    }
    memcpy(a->text + a->at[a->words], a->tokenizer.word, bytes);
    a->id[a->words] = id;
    a->span[a->words] = 1;
    a->at[++a->words] = end;
    return KITH_OK;
}

static kith_status take_word(applier *a, kith_error *err)
{
    const char *word = a->tokenizer.word;
    const size_t bytes = a->tokenizer.bytes;
    const kith_tally_entry *e =
        kith_tally_find(&a->tally, word, bytes, kith_tally_hash(&a->tally, word, bytes));
    a->stats.tokens++;
    if (e != NULL)
        return hold_back(a, e->id, err);
    KITH_TRY(release(a, err));
    return write_word(a, word, bytes, err);
}

static kith_status take_break(applier *a, kith_error *err)
{
    KITH_TRY(release(a, err));
    a->in_line = false;
    a->stats.sentences++;
    return kith_writer_write(a->writer, "\n", 1, err);
}

static kith_status take_tokens(applier *a, const char *name, kith_error *err)
{
    for (;;) {
        switch (kith_token_next(&a->tokenizer)) {
        case KITH_TOKEN_MORE:
            return KITH_OK;
        case KITH_TOKEN_WORD:
            KITH_TRY(take_word(a, err));
            break;
        case KITH_TOKEN_BREAK:
            KITH_TRY(take_break(a, err));
            break;
        case KITH_TOKEN_UTF16:
            return kith_fail(err, KITH_ERR_DATA,
                             "%s: UTF-16 text (byte order mark), expected UTF-8: convert it first",
                             name);
        }
    }
}

static kith_status tell(applier *a, const kith_stream *stream, kith_error *err)
{
    const double now = kith_clock();
    if (a->watch == NULL || a->watch->call == NULL || now - a->told < watch_pause)
        return KITH_OK;
    a->told = now;
    const kith_progress progress = {.phase = "join",
                                    .done = (double)a->stats.bytes,
                                    .unit = "bytes",
                                    .seconds = now - a->began,
                                    .rate = (double)a->stats.bytes / (now - a->began),
                                    .loss = NAN,
                                    .valid_loss = NAN};
    if (a->watch->call(a->watch->self, &progress))
        return KITH_OK;
    return kith_fail(err, KITH_CANCELLED, "stopped while reading %s", kith_stream_name(stream));
}

static kith_status read_stream(applier *a, kith_stream *stream, kith_error *err)
{
    const unsigned char *chunk;
    size_t size;
    kith_tokenizer_start(&a->tokenizer);
    do {
        KITH_TRY(kith_stream_next(stream, &chunk, &size, err));
        kith_tokenizer_feed(&a->tokenizer, chunk, size);
        KITH_TRY(take_tokens(a, kith_stream_name(stream), err));
        a->stats.bytes += size;
        KITH_TRY(tell(a, stream, err));
    } while (size > 0);
    a->stats.files++;
    return KITH_OK;
}

static kith_status read_files(applier *a, const char *const *paths, size_t count, kith_error *err)
{
    kith_paths files = {0};
    KITH_TRY(kith_paths_expand(paths, count, &files, err));
    kith_status status = KITH_OK;
    for (size_t i = 0; i < files.count && status == KITH_OK; i++) {
        kith_stream *stream;
        status = kith_stream_open(files.path[i], &stream, err);
        if (status != KITH_OK)
            break;
        status = read_stream(a, stream, err);
        kith_stream_close(stream);
    }
    kith_paths_clear(&files);
    a->stats.truncated = a->tokenizer.truncated;
    return status;
}

/* ------------------------------------------------------------------- whole */

static kith_status start(applier *a, kith_error *err)
{
    const kith_config *config = a->phrases->config;
    const kith_words *token = &a->phrases->token;
    KITH_TRY(kith_tokenizer_init(&a->tokenizer, (size_t)kith_config_int(config, "max-token-bytes"),
                                 kith_config_flag(config, "lowercase"), err));
    KITH_TRY(kith_tally_init(&a->tally, 0, err));
    for (uint64_t id = 0; id < token->size; id++) {
        size_t bytes;
        const char *word = kith_words_at(token, id, &bytes);
        kith_tally_entry *e;
        bool added;
        KITH_TRY(kith_tally_enter(&a->tally, word, bytes, &e, &added, err));
    }
    a->delimiter = kith_config_text(config, "delimiter");
    a->delimiter_bytes = strlen(a->delimiter);
    a->began = kith_clock();
    a->told = a->began - watch_pause;
    return grow_words(a, err);
}

static void clear(applier *a)
{
    kith_tokenizer_clear(&a->tokenizer);
    kith_tally_clear(&a->tally);
    kith_writer_discard(&a->writer);
    free(a->id);
    free(a->span);
    free(a->at);
    free(a->text);
}

kith_status kith_phrases_apply(const kith_phrases *p, const char *const *paths, size_t count,
                               const char *output, const kith_watch *watch, kith_text_stats *stats,
                               uint64_t *joined, kith_error *err)
{
    applier a = {.phrases = p, .watch = watch};
    kith_status status = start(&a, err);
    if (status == KITH_OK)
        status = kith_writer_open(output, &a.writer, err);
    if (status == KITH_OK)
        status = read_files(&a, paths, count, err);
    if (status == KITH_OK)
        status = kith_writer_commit(&a.writer, err);
    if (stats != NULL)
        *stats = a.stats;
    if (joined != NULL)
        *joined = a.joined;
    clear(&a);
    return status;
}
