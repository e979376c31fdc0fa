/*
 * Tab-separated values: a word, a tab, its numbers with tabs between, no header. The first line
 * says the dimension, every other must agree.
 */
#include "file/formats.h"

#include <inttypes.h>
#include <string.h>

#include "file/text_rows.h"

enum {
    LINE_ENOUGH = 4096 /* bytes of a first line that convince */
};

/* A first line whose fields behind the first tab are all numbers; its last may be cut. */
static bool detect(const unsigned char *head, size_t bytes)
{
    const char *text = (const char *)head;
    const char *newline = memchr(text, '\n', bytes);
    const char *end = newline != NULL ? newline : text + bytes;
    const char *tab = memchr(text, '\t', (size_t)(end - text));
    if (tab == NULL || tab == text)
        return false;
    if (newline != NULL && end[-1] == '\r')
        end--;
    for (const char *at = tab; at < end && at - tab < LINE_ENOUGH;) {
        const char *stop = memchr(at + 1, '\t', (size_t)(end - at - 1));
        double value = 0;
        if (stop == NULL && newline == NULL && bytes >= LINE_ENOUGH)
            return at != tab;
        if (stop == NULL)
            stop = end;
        if (!kith_parse_real(at + 1, (size_t)(stop - at - 1), &value))
            return false;
        at = stop;
    }
    return true;
}

static kith_status bad_line(const kith_lines *lines, uint64_t dim, kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA,
                     "%s:%" PRIu64 ": expected a word and %" PRIu64 " numbers between tabs",
                     kith_lines_name(lines), kith_lines_number(lines), dim);
}

static uint64_t count_tabs(const char *line, size_t bytes)
{
    uint64_t tabs = 0;
    for (size_t i = 0; i < bytes; i++)
        tabs += line[i] == '\t';
    return tabs;
}

static kith_status read_row(kith_rows *r, kith_lines *lines, const char *line, size_t bytes,
                            kith_error *err)
{
    const char *tab = memchr(line, '\t', bytes);
    const size_t word = tab != NULL ? (size_t)(tab - line) : bytes;
    float *row = NULL;
    KITH_TRY(kith_rows_next(r, &row, err));
    if (!kith_text_row_numbers(line + word, bytes - word, '\t', r->v->input.dim, row))
        return bad_line(lines, r->v->input.dim, err);
    return kith_rows_keep(r, line, word, kith_lines_number(lines), err);
}

static kith_status read_lines(kith_rows *r, const kith_reading *reading, kith_lines *lines,
                              kith_error *err)
{
    for (;;) {
        const char *line = NULL;
        size_t bytes = 0;
        KITH_TRY(kith_lines_next(lines, &line, &bytes, err));
        if (r->v == NULL) {
            const uint64_t dim = line != NULL ? count_tabs(line, bytes) : 0;
            if (dim == 0)
                return bad_line(lines, 1, err);
            KITH_TRY(kith_rows_begin(r, reading->stream, kith_format_tsv.name, dim, UINT64_MAX,
                                     2 * dim, reading->how, err));
        }
        if (line == NULL || kith_rows_full(r))
            return KITH_OK;
        KITH_TRY(read_row(r, lines, line, bytes, err));
    }
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

static kith_status size(kith_names *names, uint64_t *bytes, kith_error *err)
{
    (void)err;
    *bytes = kith_text_rows_size(names);
    return KITH_OK;
}

static kith_status write(const kith_sink *sink, kith_error *err)
{
    return kith_text_rows_write(sink->names, '\t', sink->file, err);
}

const kith_format kith_format_tsv = {
    .name = "tsv",
    .endings = ".tsv",
    .limits = {.bytes = "\t\n\r", .mark = true},
    .packs = true,
    .text = true,
    .open_end = true,
    .detect = detect,
    .read = read,
    .size = size,
    .write = write,
};
