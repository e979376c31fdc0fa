#include "file/table_record.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
    LINES_MAX = 10000 /* of one record: more is a quote that was never meant to open */
};

void kith_record_clear(kith_record *r)
{
    free(r->text);
    free(r->start);
    *r = (kith_record){0};
}

/* Room for `bytes` more bytes of text, and for as many cells as they could hold. */
static kith_status reserve(kith_record *r, size_t used, size_t bytes, kith_error *err)
{
    const size_t need = used + bytes;
    if (need <= r->text_room)
        return KITH_OK;
    const size_t room = need < 2 * r->text_room ? 2 * r->text_room : need;
    char *text = kith_mem_grow(r->text, room, 1);
    if (text == NULL)
        return kith_fail_memory(err, "a record", room);
    r->text = text;
    r->text_room = room;
    return KITH_OK;
}

/* Closes the cell whose text ends at `used`. */
static kith_status end_cell(kith_record *r, size_t *used, kith_error *err)
{
    if (r->cells + 2 > r->start_room) {
        const size_t room = r->start_room == 0 ? 64 : 2 * r->start_room;
        size_t *start = kith_mem_grow(r->start, room, sizeof *start);
        if (start == NULL)
            return kith_fail_memory(err, "a record", room * sizeof *start);
        r->start = start;
        r->start_room = room;
        r->start[0] = 0;
    }
    r->text[(*used)++] = '\0';
    r->start[++r->cells] = *used;
    return KITH_OK;
}

/* What is left of the line at hand. */
typedef struct cursor {
    kith_lines *lines;
    const char *at, *end;
    char separator;
    uint64_t first; /* line of the record */
} cursor;

/* A separator of blanks is no blank to be left out. */
static bool is_blank(const cursor *c, char byte)
{
    return (byte == ' ' || byte == '\t') && byte != c->separator;
}

static void skip_blanks(cursor *c)
{
    while (c->at < c->end && is_blank(c, *c->at))
        c->at++;
}

static kith_status bad_quote(const cursor *c, const char *what, kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": %s", kith_lines_name(c->lines), c->first,
                     what);
}

/* The newline within quotes, and the line behind it. */
static kith_status next_line(kith_record *r, cursor *c, size_t *used, kith_error *err)
{
    size_t bytes = 0;
    if (kith_lines_number(c->lines) - c->first >= LINES_MAX)
        return bad_quote(c, "a quote opens and does not close within 10000 lines", err);
    KITH_TRY(kith_lines_next(c->lines, &c->at, &bytes, err));
    if (c->at == NULL)
        return bad_quote(c, "a quote opens and does not close before the end of the file", err);
    c->end = c->at + bytes;
    KITH_TRY(reserve(r, *used, bytes + 2, err));
    r->text[(*used)++] = '\n';
    return KITH_OK;
}

/* A quoted cell, the cursor behind its first quote; ends behind its last. */
static kith_status take_quoted(kith_record *r, cursor *c, size_t *used, kith_error *err)
{
    for (;;) {
        if (c->at == c->end) {
            KITH_TRY(next_line(r, c, used, err));
            continue;
        }
        const bool quote = *c->at == '"';
        if (quote && (c->at + 1 == c->end || c->at[1] != '"'))
            break;
        r->text[(*used)++] = *c->at;
        c->at += quote ? 2 : 1;
    }
    c->at++;
    skip_blanks(c);
    if (c->at < c->end && *c->at != c->separator)
        return bad_quote(c, "text behind a closing quote, expected a separator", err);
    return KITH_OK;
}

static void take_plain(kith_record *r, cursor *c, size_t *used)
{
    const char *stop = memchr(c->at, c->separator, (size_t)(c->end - c->at));
    stop = stop != NULL ? stop : c->end;
    size_t bytes = (size_t)(stop - c->at);
    while (bytes > 0 && is_blank(c, c->at[bytes - 1]))
        bytes--;
    memcpy(r->text + *used, c->at, bytes);
    *used += bytes;
    c->at = stop;
}

static kith_status take_cells(kith_record *r, cursor *c, kith_error *err)
{
    size_t used = 0;
    for (;;) {
        skip_blanks(c);
        if (c->at < c->end && *c->at == '"') {
            c->at++;
            KITH_TRY(take_quoted(r, c, &used, err));
        } else
            take_plain(r, c, &used);
        KITH_TRY(end_cell(r, &used, err));
        if (c->at == c->end)
            return KITH_OK;
        c->at++;
    }
}

kith_status kith_record_next(kith_record *r, kith_lines *lines, char separator, kith_error *err)
{
    const char *line = NULL;
    size_t bytes = 0;
    r->cells = 0;
    do
        KITH_TRY(kith_lines_next(lines, &line, &bytes, err));
    while (line != NULL && bytes == 0);
    if (line == NULL)
        return KITH_OK;
    cursor c = {lines, line, line + bytes, separator, kith_lines_number(lines)};
    r->line = c.first;
    KITH_TRY(reserve(r, 0, bytes + 1, err));
    return take_cells(r, &c, err);
}
