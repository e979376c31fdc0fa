/*
 * Comma-separated values (RFC 4180): a line "word,v1,v2,..", then a record a word. Other files need
 * not have such a line: a first record whose second cell is no number is one.
 */
#include "file/formats.h"

#include <inttypes.h>
#include <string.h>

#include "file/table_record.h"
#include "file/text_rows.h"

enum {
    LINE_ENOUGH = 4096 /* bytes of a first line that convince */
};

static size_t quote(const kith_names *names, uint64_t row, const char *word, size_t bytes, char *to)
{
    (void)names;
    (void)row;
    bool plain = bytes > 0 && word[0] != ' ' && word[0] != '\t' && word[bytes - 1] != ' ' &&
                 word[bytes - 1] != '\t';
    for (size_t i = 0; i < bytes && plain; i++)
        plain = word[i] != ',' && word[i] != '"' && word[i] != '\n';
    if (plain) {
        memcpy(to, word, bytes);
        return bytes;
    }
    size_t used = 0;
    to[used++] = '"';
    for (size_t i = 0; i < bytes; i++) {
        if (word[i] == '"')
            to[used++] = '"';
        to[used++] = word[i];
    }
    to[used++] = '"';
    return used;
}

static const kith_text_layout layout = {
    .open = "", .between = ",", .close = "\n", .separator = ',', .word = quote, .growth = 2};

/* The fields of a line between `at` and `end` are numbers; the last may be cut. */
static bool are_numbers(const char *at, const char *end, bool cut)
{
    for (bool some = false;; some = true) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        const char *stop = comma != NULL ? comma : end;
        double value = 0;
        if (comma == NULL && cut)
            return some;
        if (!kith_parse_real(at, (size_t)(stop - at), &value))
            return false;
        if (comma == NULL)
            return true;
        at = comma + 1;
    }
}

/* A first line that is our own, or whose fields behind a first word are all numbers. */
static bool detect(const unsigned char *head, size_t bytes)
{
    const char *text = (const char *)head;
    const char *newline = memchr(text, '\n', bytes);
    const bool cut = newline == NULL && bytes >= LINE_ENOUGH;
    const char *end = newline != NULL ? newline : text + bytes;
    double value = 0;
    if (bytes >= 8 && memcmp(text, "word,v1", 7) == 0 &&
        (text[7] == ',' || strchr("\r\n", text[7])))
        return true;
    if (newline != NULL && end > text && end[-1] == '\r')
        end--;
    const char *quoted =
        end > text && *text == '"' ? memchr(text + 1, '"', (size_t)(end - text - 1)) : NULL;
    const char *comma = quoted != NULL ? quoted + 1 : memchr(text, ',', (size_t)(end - text));
    if (comma == NULL || comma >= end || *comma != ',' || comma == text ||
        kith_parse_real(text, (size_t)(comma - text), &value))
        return false;
    return are_numbers(comma + 1, end, cut);
}

static kith_status bad_record(const kith_record *cells, const kith_lines *lines, uint64_t dim,
                              kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA,
                     "%s:%" PRIu64 ": expected a word and %" PRIu64 " numbers between commas",
                     kith_lines_name(lines), cells->line, dim);
}

static bool cell_number(const kith_record *cells, size_t i, double *value)
{
    size_t bytes = 0;
    const char *text = kith_record_cell(cells, i, &bytes);
    return kith_parse_real(text, bytes, value);
}

static kith_status read_row(kith_rows *r, const kith_record *cells, const kith_lines *lines,
                            kith_error *err)
{
    const uint64_t dim = r->v->input.dim;
    float *row = NULL;
    size_t bytes = 0;
    if (cells->cells != dim + 1)
        return bad_record(cells, lines, dim, err);
    KITH_TRY(kith_rows_next(r, &row, err));
    for (uint64_t i = 0; i < dim; i++) {
        double value = 0;
        if (!cell_number(cells, (size_t)i + 1, &value))
            return bad_record(cells, lines, dim, err);
        row[i] = (float)value;
    }
    const char *word = kith_record_cell(cells, 0, &bytes);
    return kith_rows_keep(r, word, bytes, cells->line, err);
}

static kith_status read_records(kith_rows *r, const kith_reading *reading, kith_lines *lines,
                                kith_record *cells, kith_error *err)
{
    double value = 0;
    KITH_TRY(kith_record_next(cells, lines, ',', err));
    if (cells->cells < 2)
        return kith_fail(err, KITH_ERR_DATA, "%s:1: expected a word and numbers between commas",
                         kith_lines_name(lines));
    const uint64_t dim = cells->cells - 1;
    KITH_TRY(kith_rows_begin(r, reading->stream, kith_format_csv.name, dim, UINT64_MAX, 2 * dim,
                             reading->how, err));
    if (!cell_number(cells, 1, &value))
        KITH_TRY(kith_record_next(cells, lines, ',', err));
    while (cells->cells > 0 && !kith_rows_full(r)) {
        KITH_TRY(read_row(r, cells, lines, err));
        KITH_TRY(kith_record_next(cells, lines, ',', err));
    }
    return KITH_OK;
}

static kith_status read(const kith_reading *reading, kith_vectors **out, kith_error *err)
{
    kith_lines *lines = NULL;
    kith_record cells = {0};
    kith_rows r = {0};
    KITH_TRY(kith_lines_take(reading->stream, &lines, err));
    const kith_status status =
        kith_rows_finish(&r, read_records(&r, reading, lines, &cells, err), UINT64_MAX, out);
    kith_record_clear(&cells);
    kith_lines_close(lines);
    return status;
}

static kith_status size(kith_names *names, uint64_t *bytes, kith_error *err)
{
    (void)err;
    bytes[0] = kith_text_layout_size(names, &layout) + 16 + 8 * kith_vectors_dim(names->v);
    return KITH_OK;
}

static kith_status write(const kith_sink *sink, kith_error *err)
{
    KITH_TRY(kith_writer_print(sink->file, err, "word"));
    for (uint64_t i = 1; i <= kith_vectors_dim(sink->names->v); i++)
        KITH_TRY(kith_writer_print(sink->file, err, ",v%" PRIu64, i));
    KITH_TRY(kith_writer_print(sink->file, err, "\n"));
    return kith_text_layout_write(sink->names, &layout, sink->file, err);
}

/* A carriage return before a newline in quotes would be taken for the line's end. */
const kith_format kith_format_csv = {
    .name = "csv",
    .endings = ".csv",
    .limits = {.bytes = "\r"},
    .packs = true,
    .text = true,
    .open_end = true,
    .detect = detect,
    .read = read,
    .size = size,
    .write = write,
};
