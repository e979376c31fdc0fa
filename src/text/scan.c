/*
 * A relay: a worker takes a piece of the files, counts it by itself, and joins it to the whole when
 * it is its turn. Joining gives the words that are new to the worker their ids in the whole and
 * puts these for the worker's own; the counts follow at the end.
 *
 * Where the table of the whole comes near its limit, the workers' own tables are emptied behind
 * each piece, so that what is pruned depends on the text alone and not on who read which piece.
 */
#include "text/scan.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/relay.h"
#include "base/team.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    PIECE_BYTES = 1 << 18,
    ROOMY = 1 << 26 /* bytes: within a lower limit the tables are emptied from the start */
};

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

static unsigned workers(const kith_config *config)
{
    const bool has = kith_config_option(config, "threads") != NULL;
    const unsigned asked = has ? (unsigned)kith_config_int(config, "threads") : 0;
    const unsigned threads = asked != 0 ? asked : kith_team_processors();
    return threads < KITH_SCAN_MOST_WORKERS ? threads : KITH_SCAN_MOST_WORKERS;
}

static bool ends_word(unsigned char byte)
{
    return kith_is_space(byte);
}

static kith_status init_pieces(kith_scan *s, const kith_config *config, kith_error *err)
{
    const size_t most = (size_t)kith_config_int(config, "max-token-bytes");
    s->cutter = (kith_cutter){.ends = ends_word, .piece = PIECE_BYTES};
    s->cutter.longest = KITH_TOKEN_LONGEST;
    s->workers = workers(config);
    for (unsigned i = 0; i < s->workers; i++)
        KITH_TRY(kith_piece_init(&s->piece[i], most, kith_config_flag(config, "lowercase"), err));
    return KITH_OK;
}

kith_status kith_scan_init(kith_scan *s, const kith_config *config, const kith_vocab *given,
                           kith_spool *spool, const kith_watch *watch, kith_error *err)
{
    *s = (kith_scan){.spool = spool, .watch = watch, .closed = given != NULL};
    kith_status status = kith_tally_init(&s->tally, given == NULL ? tally_limit(config) : 0, err);
    if (status == KITH_OK)
        status = init_pieces(s, config, err);
    if (status == KITH_OK && given != NULL)
        status = fill(&s->tally, given, err);
    if (status != KITH_OK)
        kith_scan_clear(s);
    s->began = s->told = kith_clock();
    return status;
}

/* The streams that a scan which failed has left open. */
static void close_streams(kith_scan *s)
{
    for (unsigned i = 0; i < s->workers; i++)
        if (s->piece[i].ends)
            kith_stream_close(s->piece[i].stream);
    kith_stream_close(s->stream);
    s->stream = NULL;
}

void kith_scan_clear(kith_scan *s)
{
    close_streams(s);
    kith_paths_clear(&s->files);
    kith_cutter_clear(&s->cutter);
    for (unsigned i = 0; i < s->workers; i++) {
        kith_piece_clear(&s->piece[i]);
        free(s->map[i]);
    }
    free(s->range);
    kith_tally_clear(&s->tally);
}

/* ------------------------------------------------------------------- taking */

static kith_status open_next(kith_scan *s, kith_error *err)
{
    KITH_TRY(kith_stream_open(s->files.path[s->next], &s->stream, err));
    s->next++;
    s->opened = true;
    s->cutter.stream = s->stream;
    return KITH_OK;
}

/*
 * The workers' tables together may be as large as the whole's times their number, and it may double
 * before the reading has stopped.
 */
static bool is_short_of_memory(const kith_scan *s)
{
    const uint64_t limit = s->tally.limit;
    return limit != 0 &&
           (limit < ROOMY || kith_tally_memory(&s->tally) > limit / 2 / (s->workers + 1));
}

static bool is_left(const kith_scan *s)
{
    return s->stream != NULL || s->next < s->files.count;
}

static kith_status take(void *self, unsigned worker, bool *some, kith_error *err)
{
    kith_scan *s = self;
    kith_piece *p = &s->piece[worker];
    bool more;
    *some = is_left(s) && !(s->lasting && is_short_of_memory(s));
    if (!*some)
        return KITH_OK;
    if (s->stream == NULL)
        KITH_TRY(open_next(s, err));
    KITH_TRY(kith_cutter_take(&s->cutter, &p->text, &more, err));
    p->stream = s->stream;
    p->opens = s->opened;
    p->ends = !more;
    s->opened = false;
    if (more)
        return KITH_OK;
    uint64_t read, total;
    kith_stream_position(s->stream, &read, &total);
    s->done += (double)read;
    s->stream = NULL;
    return kith_span_add(&p->text, '\n', err); /* a file's end ends its last sentence */
}

static kith_status count_piece(void *self, unsigned worker, kith_error *err)
{
    return kith_piece_count(&((kith_scan *)self)->piece[worker], err);
}

/* ------------------------------------------------------------------ joining */

static kith_status reserve(kith_scan *s, kith_piece *p, kith_error *err)
{
    if (p->final_room < p->words.ids) {
        const uint64_t room = p->words.ids + p->words.ids / 2;
        uint32_t *final = kith_mem_grow(p->final, room, sizeof *final);
        if (final == NULL)
            return kith_fail_memory(err, "a piece of text", room * sizeof *final);
        p->final = final;
        p->final_room = room;
    }
    if (s->spool != NULL && p->length > s->spool->room - s->spool->length) {
        kith_relay_await_places(s->relay);
        KITH_TRY(kith_spool_reserve(s->spool, p->length, err));
    }
    /* No pruning within a piece, so its ids mean the same from its first token to its last. */
    const uint64_t used = p->words.used - p->joined;
    const uint64_t most = s->lasting ? used / KITH_TALLY_RECORD_LEAST : p->words.live;
    return s->closed ? KITH_OK : kith_tally_reserve(&s->tally, most, used, err);
}

/* Notes the word's id in the whole text, KITH_SENTENCE_END where it has none. */
static kith_status join_word(kith_scan *s, kith_piece *p, const kith_tally_entry *word,
                             uint32_t hash, kith_error *err)
{
    kith_tally_entry *e = kith_tally_find(&s->tally, word->bytes, word->size, hash);
    if (e == NULL && !s->closed)
        KITH_TRY(kith_tally_insert(&s->tally, word->bytes, word->size, hash, &e, err));
    p->final[word->id] = e != NULL ? e->id : KITH_SENTENCE_END;
    return KITH_OK;
}

static kith_status join_words(kith_scan *s, kith_piece *p, kith_error *err)
{
    enum { AHEAD = 16 }; /* words whose slots are asked for before the first is looked up */
    const kith_tally_entry *word[AHEAD];
    uint32_t hash[AHEAD];
    KITH_TRY(reserve(s, p, err));
    const kith_tally_entry *e = kith_tally_since(&p->words, p->joined);
    while (e != NULL) {
        size_t n = 0;
        for (; e != NULL && n < AHEAD; e = kith_tally_each(&p->words, e), n++) {
            word[n] = e;
            hash[n] = kith_tally_hash(&s->tally, e->bytes, e->size);
            __builtin_prefetch(s->tally.slot + kith_tally_home(&s->tally, hash[n]));
        }
        for (size_t i = 0; i < n; i++)
            KITH_TRY(join_word(s, p, word[i], hash[i], err));
    }
    p->joined = p->words.used;
    return KITH_OK;
}

/* Adds the counts of the worker's words, and empties its table. */
static void add_counts(kith_scan *s, kith_piece *p)
{
    for (const kith_tally_entry *w = NULL; (w = kith_tally_each(&p->words, w)) != NULL;) {
        const uint32_t hash = kith_tally_hash(&s->tally, w->bytes, w->size);
        kith_tally_entry *e = kith_tally_find(&s->tally, w->bytes, w->size, hash);
        if (e != NULL)
            e->count += w->count;
    }
    kith_piece_forget(p);
}

/* The piece's place in the spool, behind the others. */
static kith_status join_ids(kith_scan *s, kith_piece *p, unsigned worker, kith_error *err)
{
    kith_spool *spool = s->spool;
    /* A sentence end in front is none where the text before has ended its sentence. */
    p->skip = p->length > 0 && p->ids[0] == KITH_SENTENCE_END && !s->in_sentence;
    if (p->length > 0)
        s->in_sentence = p->ids[p->length - 1] != KITH_SENTENCE_END;
    s->stats.tokens += p->tokens;
    s->stats.sentences += p->length - p->tokens - p->skip;
    if (spool == NULL)
        return KITH_OK;
    kith_scan_range *range = kith_mem_room(s->range, s->ranges, &s->range_room, sizeof *range);
    if (range == NULL)
        return kith_fail_memory(err, "the pieces of the text", s->ranges * sizeof *range);
    s->range = range;
    p->at = spool->length;
    spool->length += p->length - p->skip;
    s->range[s->ranges++] = (kith_scan_range){spool->length, s->lasting ? worker : KITH_SCAN_WHOLE};
    return KITH_OK;
}

/* The ids to their place: the worker's own, or those of the whole where these go. */
static void place(void *self, unsigned worker)
{
    const kith_scan *s = self;
    const kith_piece *p = &s->piece[worker];
    const uint64_t n = p->length - p->skip;
    if (s->spool == NULL || n == 0)
        return;
    uint32_t *to = s->spool->ids + p->at;
    memcpy(to, p->ids + p->skip, n * sizeof *to);
    for (uint64_t i = 0; i < n && !s->lasting; i++)
        if (to[i] != KITH_SENTENCE_END)
            to[i] = p->final[to[i]];
}

/* Tells the watch where reading stands, at most some ten times a second. */
static kith_status tell(kith_scan *s, const kith_stream *stream, kith_error *err)
{
    const double now = kith_clock();
    if (s->watch == NULL || s->watch->call == NULL || now - s->told < watch_pause)
        return KITH_OK;
    s->told = now;
    uint64_t read = 0, total = 0;
    if (s->stream != NULL)
        kith_stream_position(s->stream, &read, &total);
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

static kith_status join(void *self, unsigned worker, kith_error *err)
{
    kith_scan *s = self;
    kith_piece *p = &s->piece[worker];
    if (p->utf16)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s: UTF-16 text (byte order mark), expected UTF-8: convert it first",
                         kith_stream_name(p->stream));
    KITH_TRY(join_words(s, p, err));
    KITH_TRY(join_ids(s, p, worker, err));
    if (!s->lasting)
        add_counts(s, p);
    if (worker == 0) /* the calling thread, on which the watch is to be called */
        KITH_TRY(tell(s, p->stream, err));
    if (p->ends) {
        kith_stream_close(p->stream);
        p->ends = false;
        s->stats.files++;
    }
    return KITH_OK;
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
    s->stats.bytes = s->cutter.bytes;
    for (unsigned i = 0; i < s->workers; i++)
        s->stats.truncated += s->piece[i].tokenizer.truncated;
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

/*
 * Adds the counts of all workers' words by their ids, and empties the workers' tables. Nothing is
 * looked up by its bytes, and all are nearly in the order in which they came.
 */
static kith_status add_counts_by_id(kith_scan *s, kith_error *err)
{
    const uint64_t ids = s->tally.ids;
    uint64_t *count = kith_mem_new(ids + 1, sizeof *count);
    if (count == NULL)
        return kith_fail_memory(err, "the counts of the words", ids * sizeof *count);
    for (unsigned i = 0; i < s->workers; i++) {
        kith_piece *p = &s->piece[i];
        for (const kith_tally_entry *w = NULL; (w = kith_tally_each(&p->words, w)) != NULL;)
            if (s->map[i][w->id] != KITH_SENTENCE_END)
                count[s->map[i][w->id]] += w->count;
        kith_piece_forget(p);
    }
    for (kith_tally_entry *e = NULL; (e = kith_tally_each(&s->tally, e)) != NULL;)
        e->count += count[e->id];
    kith_mem_free(count);
    return KITH_OK;
}

static kith_status run(kith_scan *s, kith_error *err)
{
    kith_relay relay = {.self = s, .take = take, .work = count_piece, .give = join, .place = place};
    const bool small = s->total > 0 && s->total <= PIECE_BYTES;
    s->relay = &relay;
    const kith_status status = kith_relay_run(&relay, small ? 1 : s->workers, err);
    s->relay = NULL;
    if (status != KITH_OK)
        return status;
    if (!s->lasting)
        return KITH_OK;
    for (unsigned i = 0; i < s->workers; i++) {
        s->map[i] = s->piece[i].final;
        s->mapped[i] = s->piece[i].words.ids;
        s->piece[i].final = NULL;
        s->piece[i].final_room = 0;
    }
    return add_counts_by_id(s, err);
}

kith_status kith_scan_paths(kith_scan *s, const char *const *paths, size_t count, kith_error *err)
{
    KITH_TRY(kith_paths_expand(paths, count, &s->files, err));
    s->total = total_bytes(&s->files);
    s->lasting = true;
    kith_status status = run(s, err);
    s->lasting = false;
    if (status == KITH_OK && is_left(s))
        status = run(s, err);
    complete_stats(s);
    return status;
}
