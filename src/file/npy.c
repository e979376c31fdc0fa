/*
 * NumPy's array file, with the words beside it in NAME.words, one a line.
 *
 * Matrices in C order with numbers of 2, 4 or 8 bytes are read; floats are written.
 */
#include "file/formats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "file/elements.h"
#include "file/npy_header.h"
#include "file/rows.h"

static void widen_halves(float *row, const void *from, uint64_t dim)
{
    for (uint64_t i = 0; i < dim; i++) {
        uint16_t half = 0;
        memcpy(&half, (const char *)from + 2 * i, sizeof half);
        row[i] = kith_half_widen(half);
    }
}

static void narrow_doubles(float *row, const void *from, uint64_t dim)
{
    for (uint64_t i = 0; i < dim; i++) {
        double value = 0;
        memcpy(&value, (const char *)from + 8 * i, sizeof value);
        row[i] = (float)value;
    }
}

static void copy_floats(float *row, const void *from, uint64_t dim)
{
    memcpy(row, from, (size_t)(4 * dim));
}

typedef struct npy_type {
    const char *descr;
    uint64_t bytes;
    void (*convert)(float *row, const void *from, uint64_t dim);
} npy_type;

static const npy_type *find_type(const char *descr)
{
    static const npy_type types[] = {
        {"<f4", 4, copy_floats}, {"<f8", 8, narrow_doubles}, {"<f2", 2, widen_halves}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].descr, descr) == 0)
            return &types[i];
    return NULL;
}

/* The words' file has one line a row: this one, or an error. */
static kith_status next_word(kith_lines *words, uint64_t rows, const char **word, size_t *bytes,
                             kith_error *err)
{
    KITH_TRY(kith_lines_next(words, word, bytes, err));
    if (*word != NULL)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": expected %" PRIu64 " words, one a line",
                     kith_lines_name(words), kith_lines_number(words), rows);
}

static kith_status expect_end(kith_input *in, kith_lines *words, uint64_t rows, kith_error *err)
{
    const char *word = NULL;
    size_t bytes = 0;
    KITH_TRY(kith_input_end(in, err));
    KITH_TRY(kith_lines_next(words, &word, &bytes, err));
    if (word == NULL)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": expected %" PRIu64 " words, got more",
                     kith_lines_name(words), kith_lines_number(words), rows);
}

static kith_status read_rows(kith_rows *r, kith_input *in, const npy_type *type, uint64_t rows,
                             kith_lines *words, kith_error *err)
{
    const uint64_t dim = r->v->input.dim;
    void *raw = kith_mem_new(dim, type->bytes);
    kith_status status = raw != NULL ? KITH_OK : kith_fail_memory(err, "row", dim * type->bytes);
    for (uint64_t i = 0; i < rows && status == KITH_OK && !kith_rows_full(r); i++) {
        float *row = NULL;
        const char *word = NULL;
        size_t bytes = 0;
        status = next_word(words, rows, &word, &bytes, err);
        if (status == KITH_OK)
            status = kith_input_take(in, raw, (size_t)(dim * type->bytes), "a row", err);
        if (status == KITH_OK)
            status = kith_rows_next(r, &row, err);
        if (status != KITH_OK)
            break;
        type->convert(row, raw, dim);
        status = kith_rows_keep(r, word, bytes, in->offset, err);
    }
    kith_mem_free(raw);
    if (status != KITH_OK || kith_rows_full(r))
        return status;
    return expect_end(in, words, rows, err);
}

static kith_status open_words(const char *path, kith_lines **words, kith_error *err)
{
    char *name = kith_path_of_words(path);
    if (name == NULL)
        return kith_fail_memory(err, "path", strlen(path));
    const kith_status status = kith_lines_open(name, words, err);
    free(name);
    return status;
}

static kith_status read_array(const kith_reading *reading, kith_rows *r, kith_lines **words,
                              kith_error *err)
{
    kith_input in;
    kith_npy_header h;
    kith_input_begin(&in, reading->stream);
    KITH_TRY(kith_npy_header_read(&in, &h, err));
    const npy_type *type = find_type(h.descr);
    if (type == NULL)
        return kith_fail(err, KITH_ERR_DATA, "%s:10: numbers of type '%s', expected <f4, <f8, <f2",
                         kith_stream_name(reading->stream), h.descr);
    KITH_TRY(open_words(reading->path, words, err));
    KITH_TRY(kith_rows_begin(r, reading->stream, kith_format_npy.name, h.dim, h.rows,
                             h.dim * type->bytes, reading->how, err));
    return read_rows(r, &in, type, h.rows, *words, err);
}

static kith_status read(const kith_reading *reading, kith_vectors **out, kith_error *err)
{
    kith_rows r = {0};
    kith_lines *words = NULL;
    const kith_status status = read_array(reading, &r, &words, err);
    if (status == KITH_OK)
        kith_rows_end(&r, UINT64_MAX, out);
    kith_rows_discard(&r);
    kith_lines_close(words);
    kith_stream_close(reading->stream);
    return status;
}

static kith_status size(kith_names *names, uint64_t *bytes, kith_error *err)
{
    (void)err;
    *bytes = KITH_NPY_HEADER_ROOM + names->rows * 4 * kith_vectors_dim(names->v);
    return KITH_OK;
}

static kith_status write_row(const kith_sink *sink, uint64_t row, kith_error *err)
{
    size_t bytes = 0;
    const char *word = kith_names_at(sink->names, row, &bytes);
    if (word == NULL)
        return KITH_OK;
    KITH_TRY(kith_writer_write(sink->beside, word, bytes, err));
    KITH_TRY(kith_writer_write(sink->beside, "\n", 1, err));
    return kith_writer_write(sink->file, kith_vectors_row(sink->names->v, row),
                             (size_t)(4 * kith_vectors_dim(sink->names->v)), err);
}

static kith_status write(const kith_sink *sink, kith_error *err)
{
    const kith_vectors *v = sink->names->v;
    char head[KITH_NPY_HEADER_ROOM];
    const size_t bytes = kith_npy_header_format(sink->names->rows, kith_vectors_dim(v), head);
    KITH_TRY(kith_writer_write(sink->file, head, bytes, err));
    for (uint64_t row = 0; row < kith_vectors_rows(v); row++)
        KITH_TRY(write_row(sink, row, err));
    return KITH_OK;
}

const kith_format kith_format_npy = {
    .name = "npy",
    .endings = ".npy",
    .limits = {.bytes = "\n\r", .mark = true},
    .words_beside = true,
    .detect = kith_npy_detect,
    .read = read,
    .size = size,
    .write = write,
};
