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
#include <string.h>

#include "base/stream.h"
#include "file/text_blocks.h"
#include "file/text_rows.h"

enum {
    HEADER_ENOUGH = 128 /* bytes: a mark and two numbers */
};

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

/* *bytes of the stream make the header's line, with a mark before it. */
static kith_status read_header(kith_stream *stream, uint64_t *rows, uint64_t *dim, size_t *bytes,
                               kith_error *err)
{
    const unsigned char *head = NULL;
    size_t ahead = 0;
    KITH_TRY(kith_stream_peek(stream, HEADER_ENOUGH, &head, &ahead, err));
    const size_t mark = ahead >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    if (!kith_w2v_header((const char *)head + mark, ahead - mark, rows, dim, bytes))
        return kith_fail(err, KITH_ERR_DATA, "%s:1: expected the number of words and the dimension",
                         kith_stream_name(stream));
    *bytes += mark;
    return KITH_OK;
}

/* Fewer rows than the header says is a file that was cut; more are read with a note. */
static kith_status check_count(const kith_rows *r, uint64_t declared, kith_error *err)
{
    if (r->read >= declared || kith_rows_full(r) || r->findings != NULL)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA,
                     "%s:%" PRIu64 ": the file ends before here: header says %" PRIu64
                     " rows, file has %" PRIu64,
                     r->file, (r->read > 0 ? r->place : 1) + 1, declared, r->read);
}

static kith_status read(const kith_reading *reading, kith_vectors **out, kith_error *err)
{
    kith_rows r = {0};
    uint64_t rows = 0;
    uint64_t dim = 0;
    size_t head = 0;
    kith_status status = read_header(reading->stream, &rows, &dim, &head, err);
    if (status == KITH_OK)
        status = kith_rows_begin(&r, reading->stream, kith_format_w2v_text.name, dim, rows, 2 * dim,
                                 reading->how, err);
    if (status == KITH_OK)
        status = kith_text_blocks_read(reading->stream, head, 1, &r, err);
    if (status == KITH_OK)
        status = check_count(&r, rows, err);
    status = kith_rows_finish(&r, status, rows, out);
    kith_stream_close(reading->stream);
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
    .packs = true,
    .text = true,
    .open_end = true,
    .detect = detect,
    .read = read,
    .size = size,
    .write = write,
};
