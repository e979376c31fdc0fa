/*
 * Comma-, tab-, semicolon-, bar- or space-separated values. The separator is the one that cuts the
 * first lines into the most cells, as many in each; the first line is names where a number stands
 * below a cell that is none.
 */
#include "file/table.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/named.h"
#include "base/stream.h"
#include "file/table_columns.h"

enum {
    HEAD_BYTES = 1 << 16, /* looked at to find the separator */
    HEAD_RECORDS = 32
};

/* What the file is read with. */
typedef struct csv {
    kith_table_rows *rows;
    kith_lines *lines;
    kith_record record, header; /* header.cells 0: no names */
    kith_table_columns columns;
    char separator;
} csv;

/* ------------------------------------------------------------- separator */

/* Cells in each of the first records, 0 where they do not agree. */
static size_t cells_with(const unsigned char *head, size_t bytes, char separator)
{
    kith_stream *stream = NULL;
    kith_lines *lines = NULL;
    kith_record record = {0};
    size_t cells = 0;
    kith_status status = kith_stream_memory(head, bytes, &stream, NULL);
    if (status == KITH_OK)
        status = kith_lines_take(stream, &lines, NULL);
    for (int i = 0; i < HEAD_RECORDS && status == KITH_OK; i++) {
        status = kith_record_next(&record, lines, separator, NULL);
        if (status != KITH_OK || record.cells == 0)
            break;
        if (cells > 0 && record.cells != cells)
            status = KITH_ERR_DATA;
        cells = record.cells;
    }
    kith_record_clear(&record);
    kith_lines_close(lines);
    return status == KITH_OK ? cells : 0;
}

/* The last line of the head may be cut: it is left out where there is one before it. */
static size_t whole_lines(const unsigned char *head, size_t bytes)
{
    size_t end = bytes;
    while (end > 0 && head[end - 1] != '\n')
        end--;
    return end > 0 ? end : bytes;
}

/* Where no separator cuts all lines alike, the commonest of the first line, so that the ragged
 * line can be told. */
static char commonest(const unsigned char *head, size_t bytes, const char *separators)
{
    char best = separators[0];
    size_t most = 0;
    for (const char *s = separators; *s != '\0'; s++) {
        size_t count = 0;
        for (size_t i = 0; i < bytes && head[i] != '\n'; i++)
            count += head[i] == (unsigned char)*s;
        if (count > most) {
            most = count;
            best = *s;
        }
    }
    return best;
}

static kith_status find_separator(kith_stream *stream, char *separator, kith_error *err)
{
    static const char separators[] = ",\t;| ";
    const unsigned char *head = NULL;
    size_t bytes = 0, most = 1;
    *separator = '\0';
    KITH_TRY(kith_stream_peek(stream, HEAD_BYTES, &head, &bytes, err));
    if (bytes >= HEAD_BYTES)
        bytes = whole_lines(head, bytes);
    for (const char *s = separators; *s != '\0'; s++) {
        const size_t cells = cells_with(head, bytes, *s);
        if (cells > most) {
            most = cells;
            *separator = *s;
        }
    }
    if (*separator == '\0')
        *separator = commonest(head, bytes, separators);
    return KITH_OK;
}

/* ----------------------------------------------------------------- cells */

static bool is_missing(const char *text, size_t bytes)
{
    static const char *const words[] = {"", "?", "NA", "N/A", "na", "n/a", "null", "NULL"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == bytes && memcmp(words[i], text, bytes) == 0)
            return true;
    return false;
}

/* NaN for a missing cell; false for text. */
static bool parse_cell(const kith_record *r, size_t i, double *value)
{
    size_t bytes = 0;
    const char *text = kith_record_cell(r, i, &bytes);
    *value = NAN;
    return is_missing(text, bytes) || kith_parse_real(text, bytes, value);
}

static kith_status bad_cell(const csv *c, size_t i, kith_error *err)
{
    size_t bytes = 0, name_bytes = 0;
    const char *text = kith_record_cell(&c->record, i, &bytes);
    const char *name = c->header.cells > 0 ? kith_record_cell(&c->header, i, &name_bytes) : "";
    return kith_fail(
        err, KITH_ERR_DATA, "%s:%" PRIu64 ": column %zu%s%.*s: expected a number, got '%.*s'%s",
        c->rows->file, c->record.line, i + 1, name_bytes > 0 ? " " : "",
        (int)(name_bytes < 60 ? name_bytes : 60), name, (int)(bytes < 60 ? bytes : 60), text,
        c->columns.label == KITH_NO_COLUMN ? " (is it the label? none was named)" : "");
}

/* ------------------------------------------------------------------ rows */

static kith_status add_cell(csv *c, size_t i, size_t *next_target, kith_error *err)
{
    double value = NAN;
    if (i == c->columns.label)
        return KITH_OK;
    if (!parse_cell(&c->record, i, &value))
        return bad_cell(c, i, err);
    if (kith_table_columns_is_target(&c->columns, i, next_target))
        return kith_table_row_target(c->rows, value, err);
    return kith_table_row_numbers(c->rows, &value, 1, err);
}

static kith_status add_label(csv *c, kith_error *err)
{
    size_t bytes = 0;
    if (c->columns.label == KITH_NO_COLUMN)
        return KITH_OK;
    const char *name = kith_record_cell(&c->record, c->columns.label, &bytes);
    return kith_table_row_label(c->rows, name, is_missing(name, bytes) ? 0 : bytes, err);
}

static kith_status add_row(csv *c, kith_error *err)
{
    size_t next_target = 0;
    if (c->record.cells != c->columns.count)
        return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": expected %zu cells, got %zu",
                         c->rows->file, c->record.line, c->columns.count, c->record.cells);
    kith_table_row_begin(c->rows, c->record.line);
    for (size_t i = 0; i < c->columns.count; i++)
        KITH_TRY(add_cell(c, i, &next_target, err));
    KITH_TRY(add_label(c, err));
    return kith_table_row_end(c->rows, err);
}

/* ---------------------------------------------------------------- header */

/* Does a number (or a gap) stand below a cell that is none? */
static bool looks_like_names(const kith_record *first, const kith_record *second)
{
    double value = 0;
    if (second->cells != first->cells)
        return false;
    for (size_t i = 0; i < first->cells; i++)
        if (!parse_cell(first, i, &value) && parse_cell(second, i, &value))
            return true;
    return false;
}

static kith_status names_feature(csv *c, size_t column, size_t feature, kith_error *err)
{
    size_t bytes = 0;
    const char *name = kith_record_cell(&c->header, column, &bytes);
    char *copy = kith_mem_copy(name, bytes);
    c->rows->d->feature_name[feature] = copy;
    return copy != NULL ? KITH_OK : kith_fail_memory(err, "a column's name", bytes);
}

static kith_status name_features(csv *c, kith_error *err)
{
    kith_dataset *d = c->rows->d;
    size_t next_target = 0, feature = 0;
    d->feature_name = calloc(d->features, sizeof *d->feature_name);
    if (d->feature_name == NULL)
        return kith_fail_memory(err, "column names", d->features * sizeof *d->feature_name);
    for (size_t i = 0; i < c->columns.count; i++)
        if (i != c->columns.label && !kith_table_columns_is_target(&c->columns, i, &next_target))
            KITH_TRY(names_feature(c, i, feature++, err));
    return KITH_OK;
}

static const char *header_choice(size_t i)
{
    static const char *const names[] = {"auto", "yes", "no", NULL};
    return names[i];
}

/* Reads the first two records: the first is in `header` where it is names, the next row in
 * `record`; `pending` a row that stood before it. */
static kith_status read_start(csv *c, kith_record *pending, kith_error *err)
{
    const char *wanted = c->rows->options->header;
    size_t choice = 0;
    kith_record first = {0};
    if (wanted != NULL)
        KITH_TRY(
            kith_named_find("kind of header", header_choice, wanted, strlen(wanted), &choice, err));
    kith_status status = kith_record_next(&first, c->lines, c->separator, err);
    if (status == KITH_OK)
        status = kith_record_next(&c->record, c->lines, c->separator, err);
    const bool names = choice == 1 || (choice == 0 && looks_like_names(&first, &c->record));
    *(names ? &c->header : pending) = first;
    return status;
}

static kith_status begin_rows(csv *c, size_t cells, kith_error *err)
{
    const kith_record *names = c->header.cells > 0 ? &c->header : NULL;
    KITH_TRY(
        kith_table_columns_find(c->rows->options, c->rows->file, names, cells, &c->columns, err));
    KITH_TRY(kith_table_rows_dense(c->rows, kith_table_columns_features(&c->columns),
                                   c->columns.targets, err));
    return names != NULL ? name_features(c, err) : KITH_OK;
}

static kith_status read_records(csv *c, kith_record *pending, kith_error *err)
{
    KITH_TRY(read_start(c, pending, err));
    const size_t cells = c->header.cells > 0 ? c->header.cells : pending->cells;
    if (cells == 0)
        return KITH_OK;
    KITH_TRY(begin_rows(c, cells, err));
    if (pending->cells > 0) {
        const kith_record second = c->record;
        c->record = *pending;
        const kith_status status = add_row(c, err);
        *pending = c->record;
        c->record = second;
        KITH_TRY(status);
    }
    while (c->record.cells > 0) {
        KITH_TRY(add_row(c, err));
        KITH_TRY(kith_record_next(&c->record, c->lines, c->separator, err));
    }
    return KITH_OK;
}

static kith_status read(const kith_table_reading *reading, kith_error *err)
{
    csv c = {.rows = reading->rows};
    kith_record pending = {0};
    kith_status status = find_separator(reading->stream, &c.separator, err);
    if (status != KITH_OK) {
        kith_stream_close(reading->stream);
        return status;
    }
    status = kith_lines_take(reading->stream, &c.lines, err);
    if (status == KITH_OK)
        status = read_records(&c, &pending, err);
    kith_table_columns_clear(&c.columns);
    kith_record_clear(&pending);
    kith_record_clear(&c.header);
    kith_record_clear(&c.record);
    kith_lines_close(c.lines);
    return status;
}

const kith_table_format kith_table_csv = {
    .name = "csv",
    .endings = ".csv .tsv .tab .txt .data",
    .read = read,
};
