/*
 * word2vec's binary: "rows dim\n", then for each word its bytes, a blank, dim floats.
 *
 * word2vec.c writes a newline behind each vector, gensim writes none: we write it, and read both
 * by skipping newlines before a word. Nothing else marks a row, so a header that is off by one
 * row is bad data here.
 */
#include "file/formats.h"

#include <inttypes.h>

#include "file/input.h"
#include "file/rows.h"

enum {
    WORD_MAX = 1 << 16, /* bytes: where no blank comes for so long, this is another format */
    HEADER_ROOM = 64
};

static bool detect(const unsigned char *head, size_t bytes)
{
    const char *text = (const char *)head;
    uint64_t rows = 0;
    uint64_t dim = 0;
    size_t line = 0;
    return kith_w2v_header(text, bytes, &rows, &dim, &line) &&
           !kith_w2v_is_text(text + line, bytes - line, dim);
}

static kith_status read_header(kith_input *in, uint64_t *rows, uint64_t *dim, kith_error *err)
{
    char line[HEADER_ROOM + 1];
    size_t bytes = 0;
    size_t used = 0;
    KITH_TRY(kith_input_until(in, '\n', line, HEADER_ROOM, &bytes, "the header", err));
    if (kith_w2v_header(line, bytes, rows, dim, &used))
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA, "%s:0: expected the number of words and the dimension",
                     kith_stream_name(in->stream));
}

/* word2vec.c's newline, between this row and the one before. */
static kith_status skip_newlines(kith_input *in, kith_error *err)
{
    for (;;) {
        unsigned char byte = 0;
        bool end = false;
        KITH_TRY(kith_input_peek(in, &byte, &end, err));
        if (end || byte != '\n')
            return KITH_OK;
        KITH_TRY(kith_input_take(in, &byte, 1, "a newline", err));
    }
}

static kith_status read_rows(kith_rows *r, kith_input *in, uint64_t rows, char *word,
                             kith_error *err)
{
    for (uint64_t i = 0; i < rows && !kith_rows_full(r); i++) {
        float *row = NULL;
        size_t bytes = 0;
        KITH_TRY(skip_newlines(in, err));
        const uint64_t place = in->offset;
        KITH_TRY(kith_input_until(in, ' ', word, WORD_MAX, &bytes, "a word", err));
        KITH_TRY(kith_rows_next(r, &row, err));
        KITH_TRY(kith_input_take(in, row, (size_t)(4 * r->v->input.dim), "a vector", err));
        KITH_TRY(kith_rows_keep(r, word, bytes, place, err));
    }
    if (kith_rows_full(r))
        return KITH_OK;
    KITH_TRY(skip_newlines(in, err));
    return kith_input_end(in, err);
}

static kith_status read(const kith_reading *reading, kith_vectors **out, kith_error *err)
{
    kith_input in;
    kith_rows r = {0};
    uint64_t rows = 0;
    uint64_t dim = 0;
    char word[WORD_MAX + 1];
    kith_input_begin(&in, reading->stream);
    kith_status status = read_header(&in, &rows, &dim, err);
    if (status == KITH_OK)
        status = kith_rows_begin(&r, reading->stream, kith_format_w2v_bin.name, dim, rows,
                                 4 * dim + 1, reading->how, err);
    if (status == KITH_OK)
        status = read_rows(&r, &in, rows, word, err);
    status = kith_rows_finish(&r, status, rows, out);
    kith_stream_close(reading->stream);
    return status;
}

static kith_status size(kith_names *names, uint64_t *bytes, kith_error *err)
{
    (void)err;
    *bytes = names->bytes + names->rows * (2 + 4 * kith_vectors_dim(names->v)) +
             2 * (KITH_REAL_CHARS + UINT64_C(1));
    return KITH_OK;
}

static kith_status write_row(const kith_sink *sink, uint64_t row, kith_error *err)
{
    const kith_vectors *v = sink->names->v;
    size_t bytes = 0;
    const char *word = kith_names_at(sink->names, row, &bytes);
    if (word == NULL)
        return KITH_OK;
    KITH_TRY(kith_writer_write(sink->file, word, bytes, err));
    KITH_TRY(kith_writer_write(sink->file, " ", 1, err));
    KITH_TRY(kith_writer_write(sink->file, kith_vectors_row(v, row),
                               (size_t)(4 * kith_vectors_dim(v)), err));
    return kith_writer_write(sink->file, "\n", 1, err);
}

static kith_status write(const kith_sink *sink, kith_error *err)
{
    const kith_vectors *v = sink->names->v;
    KITH_TRY(kith_writer_print(sink->file, err, "%" PRIu64 " %" PRIu64 "\n", sink->names->rows,
                               kith_vectors_dim(v)));
    for (uint64_t row = 0; row < kith_vectors_rows(v); row++)
        KITH_TRY(write_row(sink, row, err));
    return KITH_OK;
}

const kith_format kith_format_w2v_bin = {
    .name = "w2v-bin",
    .endings = ".bin",
    .limits = {.bytes = " \t\n\v\f\r", .nul = true},
    .packs = true,
    .detect = detect,
    .read = read,
    .size = size,
    .write = write,
};
