/*
 * word2vec's text: "rows dim", then a line a word: the word and its numbers.
 *
 * Real files lie by a row in their header (wiki-news-300d-1M-subword says 1,000,000 and has
 * 999,999) and have blanks in words (crawl-300d-2M), so what is there is read, with a note, and a
 * line is split from its end. Numbers are written as the shortest text that reads back the same,
 * without the blank at the line's end that word2vec.c leaves.
 */
#include "file/formats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "file/text_rows.h"

static bool detect(const unsigned char *head, size_t bytes)
{
    const char *text = (const char *)head;
    uint64_t rows = 0;
    uint64_t dim = 0;
    size_t line = 0;
    if (bytes >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        bytes -= 3;
    }
    return kith_w2v_header(text, bytes, &rows, &dim, &line) &&
           kith_w2v_is_text(text + line, bytes - line, dim);
}

static kith_status read_header(kith_lines *lines, uint64_t *rows, uint64_t *dim, kith_error *err)
{
    const char *line = NULL;
    size_t bytes = 0;
    size_t used = 0;
    KITH_TRY(kith_lines_next(lines, &line, &bytes, err));
    if (line == NULL || !kith_w2v_header(line, bytes, rows, dim, &used))
        return kith_fail(err, KITH_ERR_DATA, "%s:1: expected the number of words and the dimension",
                         kith_lines_name(lines));
    return KITH_OK;
}

/* A first row that has more numbers than the header says would hide them in its word. */
static bool hides_numbers(const kith_rows *r, const char *word, size_t bytes)
{
    return r->read == 0 &&
           (memchr(word, ' ', bytes) != NULL || memchr(word, '\t', bytes) != NULL) &&
           kith_text_ends_in_number(word, bytes);
}

static kith_status read_row(kith_rows *r, kith_lines *lines, const char *line, size_t bytes,
                            kith_error *err)
{
    float *row = NULL;
    size_t word = 0;
    KITH_TRY(kith_rows_next(r, &row, err));
    if (!kith_text_row_split(line, bytes, r->v->input.dim, row, &word) ||
        hides_numbers(r, line, word))
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:%" PRIu64 ": expected a word and %" PRIu64 " numbers", r->file,
                         kith_lines_number(lines), r->v->input.dim);
    return kith_rows_keep(r, line, word, kith_lines_number(lines), err);
}

static kith_status read_rows(kith_rows *r, kith_lines *lines, kith_error *err)
{
    while (!kith_rows_full(r)) {
        const char *line = NULL;
        size_t bytes = 0;
        KITH_TRY(kith_lines_next(lines, &line, &bytes, err));
        if (line == NULL)
            break;
        if (bytes > 0)
            KITH_TRY(read_row(r, lines, line, bytes, err));
    }
    return KITH_OK;
}

static kith_status read(const kith_reading *reading, kith_vectors **out, kith_error *err)
{
    kith_lines *lines = NULL;
    kith_rows r = {0};
    uint64_t rows = 0;
    uint64_t dim = 0;
    KITH_TRY(kith_lines_take(reading->stream, &lines, err));
    kith_status status = read_header(lines, &rows, &dim, err);
    if (status == KITH_OK)
        status = kith_rows_begin(&r, reading->stream, kith_format_w2v_text.name, dim, rows, 2 * dim,
                                 reading->how, err);
    if (status == KITH_OK)
        status = read_rows(&r, lines, err);
    if (status == KITH_OK)
        kith_rows_end(&r, rows, out);
    kith_rows_discard(&r);
    kith_lines_close(lines);
    return status;
}

static kith_status size(kith_names *names, uint64_t *bytes, kith_error *err)
{
    (void)err;
    *bytes = kith_text_rows_size(names) + 2 * (KITH_REAL_CHARS + UINT64_C(1));
    return KITH_OK;
}

static kith_status write(const kith_sink *sink, kith_error *err)
{
    KITH_TRY(kith_writer_print(sink->file, err, "%" PRIu64 " %" PRIu64 "\n", sink->names->rows,
                               kith_vectors_dim(sink->names->v)));
    return kith_text_rows_write(sink->names, ' ', sink->file, err);
}

const kith_format kith_format_w2v_text = {
    .name = "w2v-text",
    .endings = ".vec .txt",
    .limits = {.bytes = " \t\n\v\f\r", .nul = true},
    .detect = detect,
    .read = read,
    .size = size,
    .write = write,
};
