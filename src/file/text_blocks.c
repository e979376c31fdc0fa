/*
 * A worker takes a block of whole lines of the stream, parses it into rows of its own, and gives
 * them to the common rows when it is its turn. What a block holds bounds its rows: a number is at
 * least two bytes of text.
 */
#include "file/text_blocks.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/cutter.h"
#include "base/mem.h"
#include "base/relay.h"
#include "base/team.h"
#include "file/text_rows.h"

enum { BLOCK_BYTES = 1 << 20, MOST_WORKERS = 64 };

/* A word and where its line stands, both in the block, and the row that its numbers go to. */
typedef struct place {
    size_t word, bytes;
    uint64_t line, row;
} place;

typedef struct block {
    kith_span text;
    uint64_t lines; /* parsed; one that does not parse is the last */
    bool bad;       /* it does not */
    float *row;     /* [rows][dim] */
    size_t row_room;
    place *place;
    uint64_t rows, place_room;
} block;

typedef struct blocks {
    kith_relay relay;
    kith_cutter cutter;
    kith_rows *rows;
    uint64_t dim, line; /* lines given */
    bool full, ended;
    block block[MOST_WORKERS];
} blocks;

static bool ends_line(unsigned char byte)
{
    return byte == '\n';
}

static kith_status take(void *self, unsigned worker, bool *some, kith_error *err)
{
    blocks *b = self;
    block *k = &b->block[worker];
    bool more;
    *some = false;
    if (b->full || b->ended)
        return KITH_OK;
    KITH_TRY(kith_cutter_take(&b->cutter, &k->text, &more, err));
    b->ended = !more;
    *some = k->text.bytes > 0;
    return KITH_OK;
}

static kith_status reserve_rows(block *k, uint64_t dim, kith_error *err)
{
    const size_t need = k->text.bytes / 2 + 1;
    const size_t rows = (size_t)(k->text.bytes / (2 * dim) + 1);
    if (k->row_room < need) {
        float *row = kith_mem_grow(k->row, need, sizeof *row);
        if (row == NULL)
            return kith_fail_memory(err, "a block of rows", need * sizeof *row);
        k->row = row;
        k->row_room = need;
    }
    if (k->place_room < rows) {
        place *at = kith_mem_grow(k->place, rows, sizeof *at);
        if (at == NULL)
            return kith_fail_memory(err, "a block of words", rows * sizeof *at);
        k->place = at;
        k->place_room = rows;
    }
    return KITH_OK;
}

/* A line that is too short for its numbers is not tried: there may be no room for them. */
static bool parse_line(block *k, const char *line, size_t bytes, uint64_t dim)
{
    size_t word;
    if (bytes == 0)
        return true;
    if (bytes < 2 * dim || !kith_text_row_split(line, bytes, dim, k->row + k->rows * dim, &word))
        return false;
    k->place[k->rows++] = (place){(size_t)(line - k->text.text), word, k->lines, KITH_NO_ROW};
    return true;
}

static kith_status work(void *self, unsigned worker, kith_error *err)
{
    const blocks *b = self;
    block *k = &((blocks *)self)->block[worker];
    KITH_TRY(reserve_rows(k, b->dim, err));
    k->lines = k->rows = 0;
    k->bad = false;
    const char *end = k->text.text + k->text.bytes;
    for (const char *line = k->text.text; line < end && !k->bad;) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        const char *stop = newline != NULL ? newline : end;
        const size_t bytes = (size_t)(stop - line) - (stop > line && stop[-1] == '\r');
        k->lines++;
        k->bad = !parse_line(k, line, bytes, b->dim);
        line = newline != NULL ? newline + 1 : end;
    }
    return KITH_OK;
}

/* A first row that has more numbers than the header says would hide them in its word. */
static bool hides_numbers(const kith_rows *r, const char *word, size_t bytes)
{
    return r->read == 0 &&
           (memchr(word, ' ', bytes) != NULL || memchr(word, '\t', bytes) != NULL) &&
           kith_text_ends_in_number(word, bytes);
}

static kith_status bad_line(const blocks *b, uint64_t line, kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": expected a word and %" PRIu64 " numbers",
                     b->rows->file, line, b->dim);
}

static kith_status give(void *self, unsigned worker, kith_error *err)
{
    blocks *b = self;
    const block *k = &b->block[worker];
    for (uint64_t i = 0; i < k->rows && !kith_rows_full(b->rows); i++) {
        place *at = &k->place[i];
        const char *word = k->text.text + at->word;
        const uint64_t line = b->line + at->line;
        if (hides_numbers(b->rows, word, at->bytes))
            return bad_line(b, line, err);
        if (kith_rows_tight(b->rows))
            kith_relay_await_places(&b->relay);
        KITH_TRY(kith_rows_keep_place(b->rows, k->row + i * b->dim, word, at->bytes, line, &at->row,
                                      err));
    }
    b->line += k->lines;
    b->full = kith_rows_full(b->rows);
    return k->bad && !b->full ? bad_line(b, b->line, err) : KITH_OK;
}

static void fill(void *self, unsigned worker)
{
    const blocks *b = self;
    const block *k = &b->block[worker];
    for (uint64_t i = 0; i < k->rows; i++)
        if (k->place[i].row != KITH_NO_ROW)
            kith_rows_put(b->rows, k->place[i].row, k->row + i * b->dim);
}

/* One where a block holds all. */
static unsigned workers(const kith_stream *stream)
{
    uint64_t read = 0;
    uint64_t total = 0;
    const unsigned processors = kith_team_processors();
    kith_stream_position(stream, &read, &total);
    if (total > 0 && total <= BLOCK_BYTES)
        return 1;
    return processors < MOST_WORKERS ? processors : MOST_WORKERS;
}

static void clear(blocks *b)
{
    for (unsigned i = 0; i < MOST_WORKERS; i++) {
        free(b->block[i].text.text);
        free(b->block[i].row);
        free(b->block[i].place);
    }
    kith_cutter_clear(&b->cutter);
}

kith_status kith_text_blocks_read(kith_stream *stream, size_t skip, uint64_t lines, kith_rows *r,
                                  kith_error *err)
{
    blocks b = {.cutter = {.ends = ends_line, .piece = BLOCK_BYTES, .stream = stream},
                .rows = r,
                .dim = r->v->input.dim,
                .line = lines};
    b.relay = (kith_relay){.self = &b, .take = take, .work = work, .give = give, .place = fill};
    b.full = kith_rows_full(r);
    if (skip > 0)
        KITH_TRY(kith_cutter_skip(&b.cutter, skip, err));
    const kith_status status = kith_relay_run(&b.relay, workers(stream), err);
    clear(&b);
    return status;
}
