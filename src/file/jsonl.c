/*
 * JSON lines: {"word":"the","count":5,"vector":[0.1,0.2]}, one object a word; the count where there
 * is one. In other files the members may stand in any order, with others among them.
 */
#include "file/formats.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "file/text_rows.h"

/* What a line says; the vector is where its numbers begin. */
typedef struct entry {
    const char *word;
    size_t word_bytes;
    const char *vector; /* behind the bracket; NULL: none */
    uint64_t count;
    bool counted;
} entry;

static size_t print_head(const kith_names *names, uint64_t row, const char *word, size_t bytes,
                         char *to)
{
    size_t used = kith_json_escape(word, bytes, to);
    to[used++] = '"';
    if (kith_vectors_has_counts(names->v))
        used += (size_t)snprintf(to + used, KITH_LAYOUT_MARKS - 1, ",\"count\":%" PRIu64,
                                 kith_vectors_count(names->v, row));
    return used;
}

static const kith_text_layout layout = {.open = "{\"word\":\"",
                                        .between = ",\"vector\":[",
                                        .close = "]}\n",
                                        .separator = ',',
                                        .word = print_head,
                                        .growth = KITH_JSON_GROWTH};

static bool is_key(const char *key, size_t bytes, const char *name)
{
    return bytes == strlen(name) && memcmp(key, name, bytes) == 0;
}

static bool take_count(kith_json *j, entry *e)
{
    double number = 0;
    kith_json_blanks(j);
    const char *text = j->at;
    if (!kith_json_number(j, &number))
        return false;
    e->counted = kith_parse_u64(text, (size_t)(j->at - text), &e->count);
    return e->counted || kith_json_wrong(j, "a whole number as count");
}

static bool take_member(kith_json *j, entry *e)
{
    const char *key = NULL;
    size_t bytes = 0;
    if (!kith_json_key(j, &key, &bytes))
        return false;
    if (is_key(key, bytes, "word") && e->word == NULL)
        return kith_json_string(j, &e->word, &e->word_bytes);
    if (is_key(key, bytes, "count") && !e->counted)
        return take_count(j, e);
    if (!is_key(key, bytes, "vector") || e->vector != NULL)
        return kith_json_skip(j);
    kith_json_blanks(j);
    e->vector = j->at + 1;
    return (j->at < j->end && *j->at == '[') ? kith_json_skip(j)
                                             : kith_json_wrong(j, "an array as vector");
}

static bool take_entry(kith_json *j, entry *e)
{
    *e = (entry){0};
    if (!kith_json_need(j, '{', "an object"))
        return false;
    do
        if (!take_member(j, e))
            return false;
    while (kith_json_take(j, ','));
    if (!kith_json_need(j, '}', "a comma or a closing brace"))
        return false;
    kith_json_blanks(j);
    if (j->at < j->end)
        return kith_json_wrong(j, "the end of the line");
    if (e->word == NULL || e->vector == NULL)
        return kith_json_wrong(j, "a \"word\" and a \"vector\"");
    return true;
}

/* The numbers of an array that kith_json_skip has passed; how many of at most `room`. */
static uint64_t take_numbers(kith_json *j, float *row, uint64_t room)
{
    uint64_t count = 0;
    do {
        double value = 0;
        if (!kith_json_number(j, &value))
            return count;
        if (count < room)
            row[count] = (float)value;
        count++;
    } while (kith_json_take(j, ','));
    return count;
}

static kith_status bad_line(const kith_lines *lines, const kith_json *j, kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": expected %s at byte %zu of the line",
                     kith_lines_name(lines), kith_lines_number(lines), j->expected,
                     (size_t)(j->at - j->start));
}

/* Behind the numbers the array must end. */
static kith_status read_vector(kith_rows *r, const kith_lines *lines, kith_json *j, float *row,
                               kith_error *err)
{
    const uint64_t dim = r->v->input.dim;
    const uint64_t count = take_numbers(j, row, dim);
    if (j->expected == NULL && count == dim && kith_json_need(j, ']', "a number"))
        return KITH_OK;
    if (j->expected != NULL)
        return bad_line(lines, j, err);
    return kith_fail(err, KITH_ERR_DATA,
                     "%s:%" PRIu64 ": a vector of %" PRIu64 " numbers, expected %" PRIu64,
                     kith_lines_name(lines), kith_lines_number(lines), count, dim);
}

static kith_status keep_word(kith_rows *r, const kith_lines *lines, const entry *e, kith_error *err)
{
    const uint64_t line = kith_lines_number(lines);
    char *word = malloc(e->word_bytes + 1);
    size_t bytes = 0;
    if (word == NULL)
        return kith_fail_memory(err, "a word", e->word_bytes);
    kith_status status = KITH_OK;
    if (kith_json_unescape(e->word, e->word_bytes, word, &bytes))
        status = kith_rows_keep(r, word, bytes, line, err);
    else
        status =
            kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": half of a surrogate pair in the word",
                      kith_lines_name(lines), line);
    free(word);
    return status;
}

static kith_status read_line(kith_rows *r, const kith_reading *reading, const kith_lines *lines,
                             const char *line, size_t bytes, kith_error *err)
{
    kith_json j = {.start = line, .at = line, .end = line + bytes};
    entry e;
    float *row = NULL;
    if (!take_entry(&j, &e))
        return bad_line(lines, &j, err);
    j.at = e.vector;
    if (r->v == NULL) {
        kith_json count = j;
        const uint64_t dim = take_numbers(&count, NULL, 0);
        if (count.expected != NULL)
            return bad_line(lines, &count, err);
        KITH_TRY(kith_rows_begin(r, reading->stream, kith_format_jsonl.name, dim, UINT64_MAX,
                                 2 * dim, reading->how, err));
    }
    KITH_TRY(kith_rows_next(r, &row, err));
    KITH_TRY(read_vector(r, lines, &j, row, err));
    KITH_TRY(keep_word(r, lines, &e, err));
    if (e.counted != (r->v->count != NULL) && r->v->input.rows > 1)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:%" PRIu64 ": expected a count in every line or in none",
                         kith_lines_name(lines), kith_lines_number(lines));
    return e.counted ? kith_rows_count(r, e.count, err) : KITH_OK;
}

static kith_status read_lines(kith_rows *r, const kith_reading *reading, kith_lines *lines,
                              kith_error *err)
{
    for (;;) {
        const char *line = NULL;
        size_t bytes = 0;
        KITH_TRY(kith_lines_next(lines, &line, &bytes, err));
        if (line == NULL)
            break;
        KITH_TRY(read_line(r, reading, lines, line, bytes, err));
        if (kith_rows_full(r))
            return KITH_OK;
    }
    if (r->v != NULL)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA, "%s:1: expected an object with a word and a vector",
                     kith_lines_name(lines));
}

static kith_status read(const kith_reading *reading, kith_vectors **out, kith_error *err)
{
    kith_lines *lines = NULL;
    kith_rows r = {0};
    KITH_TRY(kith_lines_take(reading->stream, &lines, err));
    const kith_status status =
        kith_rows_finish(&r, read_lines(&r, reading, lines, err), UINT64_MAX, out);
    kith_lines_close(lines);
    return status;
}

/* An object that begins with one of our members, as far as the bytes go. */
static bool detect(const unsigned char *head, size_t bytes)
{
    const char *text = (const char *)head;
    const size_t mark = bytes >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    kith_json j = {.start = text, .at = text + mark, .end = text + bytes};
    const char *key = NULL;
    size_t length = 0;
    if (!kith_json_take(&j, '{') || !kith_json_key(&j, &key, &length))
        return false;
    return is_key(key, length, "word") || is_key(key, length, "vector");
}

static kith_status size(kith_names *names, uint64_t *bytes, kith_error *err)
{
    (void)err;
    bytes[0] = kith_text_layout_size(names, &layout) +
               (kith_vectors_has_counts(names->v) ? 20 * names->rows : 0);
    return KITH_OK;
}

static kith_status write(const kith_sink *sink, kith_error *err)
{
    return kith_text_layout_write(sink->names, &layout, sink->file, err);
}

const kith_format kith_format_jsonl = {
    .name = "jsonl",
    .endings = ".jsonl .ndjson",
    .limits = {.bytes = "", .utf8 = true},
    .packs = true,
    .text = true,
    .finite = true,
    .detect = detect,
    .read = read,
    .size = size,
    .write = write,
};
