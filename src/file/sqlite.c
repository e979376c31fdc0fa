/*
 * SQL text that `sqlite3 DB < FILE` loads: a table of words, counts and vectors, these as blobs of
 * floats, low bytes first, which is also what sqlite-vec takes.
 *
 *     CREATE TABLE vectors(id INTEGER PRIMARY KEY, word TEXT .., count INTEGER, vector BLOB ..);
 *     INSERT INTO vectors VALUES(1,'the',12,x'0000803f..');
 *
 * Words with control characters and such as are no UTF-8 are cast from their bytes, so a statement
 * is a line. What `sqlite3 DB .dump` prints of such a table is read as well; any other statement is
 * refused, none is run.
 */
#include "file/formats.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "file/text_rows.h"

#define TABLE "CREATE TABLE vectors("
#define INSERT "INSERT INTO vectors VALUES("
#define COMMIT "COMMIT;"

enum { DETECT_WITHIN = 1024, FLOAT_DIGITS = 8, ROW_MARKS = 64 };

static bool is_plain(const char *word, size_t bytes)
{
    for (size_t i = 0, good = 0; i < bytes; i += good) {
        good = kith_utf8_length(word + i, bytes - i);
        if (good == 0 || (unsigned char)word[i] < 0x20)
            return false;
    }
    return true;
}

static size_t put_quoted(const char *word, size_t bytes, char *to)
{
    size_t used = 0;
    to[used++] = '\'';
    for (size_t i = 0; i < bytes; i++) {
        if (word[i] == '\'')
            to[used++] = '\'';
        to[used++] = word[i];
    }
    to[used++] = '\'';
    return used;
}

static size_t put_cast(const char *word, size_t bytes, char *to)
{
    static const char digits[] = "0123456789abcdef";
    static const char before[] = "CAST(x'", behind[] = "' AS TEXT)";
    size_t used = sizeof before - 1;
    memcpy(to, before, used);
    for (size_t i = 0; i < bytes; i++) {
        to[used++] = digits[(unsigned char)word[i] >> 4];
        to[used++] = digits[(unsigned char)word[i] & 15];
    }
    memcpy(to + used, behind, sizeof behind - 1);
    return used + sizeof behind - 1;
}

/* The values before the vector. */
static size_t print_values(const kith_names *names, uint64_t row, const char *word, size_t bytes,
                           char *to)
{
    size_t used = (size_t)snprintf(to, KITH_LAYOUT_MARKS, "%" PRIu64 ",", row + 1);
    used += is_plain(word, bytes) ? put_quoted(word, bytes, to + used)
                                  : put_cast(word, bytes, to + used);
    if (kith_vectors_has_counts(names->v))
        return used + (size_t)snprintf(to + used, KITH_LAYOUT_MARKS / 2, ",%" PRIu64,
                                       kith_vectors_count(names->v, row));
    memcpy(to + used, ",NULL", 5);
    return used + 5;
}

static const kith_text_layout layout = {.open = INSERT,
                                        .between = ",x'",
                                        .close = "');\n",
                                        .word = print_values,
                                        .growth = 2,
                                        .raw = true};

/* What is left of a statement. */
typedef struct cursor {
    const char *at, *end;
} cursor;

static bool take(cursor *c, const char *text)
{
    const size_t bytes = strlen(text);
    if ((size_t)(c->end - c->at) < bytes || memcmp(c->at, text, bytes) != 0)
        return false;
    c->at += bytes;
    return true;
}

static bool take_whole(cursor *c, uint64_t *value)
{
    const char *text = c->at;
    while (c->at < c->end && *c->at >= '0' && *c->at <= '9')
        c->at++;
    return kith_parse_u64(text, (size_t)(c->at - text), value);
}

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char low = (char)(c | 0x20);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

/* x'..': the bytes, at most `room` of them. */
static bool take_blob(cursor *c, char *to, size_t room, size_t *bytes)
{
    *bytes = 0;
    if (!take(c, "x'") && !take(c, "X'"))
        return false;
    for (; c->end - c->at >= 2 && *c->at != '\''; c->at += 2, ++*bytes) {
        const int high = digit_of(c->at[0]), low = digit_of(c->at[1]);
        if (high < 0 || low < 0 || *bytes == room)
            return false;
        to[*bytes] = (char)(high << 4 | low);
    }
    return take(c, "'");
}

static bool take_quoted(cursor *c, char *to, size_t *bytes)
{
    *bytes = 0;
    if (!take(c, "'"))
        return false;
    for (; c->at < c->end; c->at++) {
        if (*c->at == '\'' && (c->at + 1 == c->end || c->at[1] != '\''))
            return take(c, "'");
        c->at += *c->at == '\'';
        to[(*bytes)++] = *c->at;
    }
    return false;
}

/* `to` has room for the statement. */
static bool take_word(cursor *c, char *to, size_t *bytes)
{
    if (take(c, "CAST("))
        return take_blob(c, to, (size_t)(c->end - c->at), bytes) && take(c, " AS TEXT)");
    return take_quoted(c, to, bytes);
}

typedef struct reading_sql {
    const kith_reading *reading;
    kith_lines *lines;
    kith_rows rows;
    char *word; /* scratch */
    size_t room;
    bool table, committed;
} reading_sql;

static kith_status bad_line(const reading_sql *s, const char *expected, kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": expected %s", kith_lines_name(s->lines),
                     kith_lines_number(s->lines), expected);
}

static kith_status read_vector(reading_sql *s, cursor *c, size_t word, kith_error *err)
{
    const size_t digits = (size_t)(c->end - c->at) - (sizeof "x'');" - 1);
    float *row = NULL;
    size_t bytes = 0;
    if (s->rows.v == NULL)
        KITH_TRY(kith_rows_begin(&s->rows, s->reading->stream, kith_format_sqlite.name,
                                 digits / FLOAT_DIGITS, UINT64_MAX, digits + 1, s->reading->how,
                                 err));
    s->rows.v->dtype = "f32";
    const size_t size = (size_t)s->rows.v->input.dim * sizeof *row;
    KITH_TRY(kith_rows_next(&s->rows, &row, err));
    if (!take_blob(c, (char *)row, size, &bytes) || bytes != size || !take(c, ");") ||
        c->at != c->end)
        return bad_line(s, "a blob of as many floats as in the first row", err);
    return kith_rows_keep(&s->rows, s->word, word, kith_lines_number(s->lines), err);
}

static kith_status read_insert(reading_sql *s, cursor *c, kith_error *err)
{
    uint64_t id = 0, count = 0;
    size_t word = 0;
    const size_t need = (size_t)(c->end - c->at) + 1;
    if (need > s->room) {
        char *more = kith_mem_grow(s->word, need, 1);
        if (more == NULL)
            return kith_fail_memory(err, "a word", need);
        s->word = more;
        s->room = need;
    }
    if (!take_whole(c, &id) || !take(c, ",") || !take_word(c, s->word, &word) || !take(c, ","))
        return bad_line(s, "VALUES(id,word,count,vector)", err);
    const bool counted = !take(c, "NULL");
    if ((counted && !take_whole(c, &count)) || !take(c, ",") || c->end - c->at < 13)
        return bad_line(s, "VALUES(id,word,count,vector)", err);
    KITH_TRY(read_vector(s, c, word, err));
    if (counted != (s->rows.v->count != NULL) && s->rows.v->input.rows > 1)
        return bad_line(s, "a count in every row or in none", err);
    return counted ? kith_rows_count(&s->rows, count, err) : KITH_OK;
}

static kith_status read_statement(reading_sql *s, const char *line, size_t bytes, kith_error *err)
{
    static const char *const passed[] = {"PRAGMA ", "BEGIN", "--", "CREATE INDEX "};
    cursor c = {line, line + bytes};
    if (s->table && !s->committed && take(&c, INSERT))
        return read_insert(s, &c, err);
    if (!s->table && take(&c, TABLE)) {
        s->table = true;
        return KITH_OK;
    }
    if (s->table && !s->committed && take(&c, COMMIT) && c.at == c.end) {
        s->committed = true;
        return KITH_OK;
    }
    for (size_t i = 0; i < sizeof passed / sizeof *passed; i++)
        if (!s->committed && take(&c, passed[i]))
            return KITH_OK;
    return bytes == 0 ? KITH_OK : bad_line(s, "a row of a table of vectors, and no other SQL", err);
}

static kith_status read_lines(reading_sql *s, kith_error *err)
{
    for (;;) {
        const char *line = NULL;
        size_t bytes = 0;
        KITH_TRY(kith_lines_next(s->lines, &line, &bytes, err));
        if (line == NULL)
            break;
        KITH_TRY(read_statement(s, line, bytes, err));
        if (s->rows.v != NULL && kith_rows_full(&s->rows))
            return KITH_OK;
    }
    if (s->committed && s->rows.v != NULL)
        return KITH_OK;
    return bad_line(s, s->committed ? "rows" : "COMMIT; behind the rows, the file is cut", err);
}

static kith_status read(const kith_reading *reading, kith_vectors **out, kith_error *err)
{
    reading_sql s = {.reading = reading};
    KITH_TRY(kith_lines_take(reading->stream, &s.lines, err));
    const kith_status status = kith_rows_finish(&s.rows, read_lines(&s, err), UINT64_MAX, out);
    free(s.word);
    kith_lines_close(s.lines);
    return status;
}

/* Text that begins as SQL does, with the table near. */
static bool detect(const unsigned char *head, size_t bytes)
{
    static const char *const begins[] = {"PRAGMA ", "BEGIN", "--", "CREATE "};
    const char *text = (const char *)head;
    const size_t within = bytes < DETECT_WITHIN ? bytes : DETECT_WITHIN;
    cursor c = {text, text + within};
    bool sql = false;
    for (size_t i = 0; i < sizeof begins / sizeof *begins && !sql; i++)
        sql = take(&c, begins[i]);
    for (c.at = text; sql && c.at < c.end; c.at++)
        if (take(&c, TABLE))
            return true;
    return false;
}

static kith_status size(kith_names *names, uint64_t *bytes, kith_error *err)
{
    (void)err;
    bytes[0] = 256 + kith_text_layout_size(names, &layout) + ROW_MARKS * names->rows;
    return KITH_OK;
}

static kith_status write(const kith_sink *sink, kith_error *err)
{
    KITH_TRY(kith_writer_print(sink->file, err,
                               "BEGIN TRANSACTION;\n" TABLE
                               "id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, "
                               "count INTEGER, vector BLOB NOT NULL);\n"));
    KITH_TRY(kith_text_layout_write(sink->names, &layout, sink->file, err));
    return kith_writer_print(sink->file, err, COMMIT "\n");
}

const kith_format kith_format_sqlite = {
    .name = "sqlite",
    .endings = ".sql",
    .limits = {.bytes = ""},
    .text = true,
    .packs = true,
    .detect = detect,
    .read = read,
    .size = size,
    .write = write,
};
