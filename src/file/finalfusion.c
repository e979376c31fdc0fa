/*
 * finalfusion's file (.fifu), all of it little endian: "FiFu", u32 version, u32 chunks and the kind
 * of each, then the chunks, a u32 kind and a u64 length before each.
 *
 *     words   u64 n, then for each u32 length and bytes
 *     matrix  u64 rows, u32 dim, u32 type, padding, floats: rows of length 1
 *     norms   u64 n, u32 type, padding, floats: what the rows are to be multiplied by
 *
 * Padding is 1 to 4 bytes, so that floats lie on multiples of 4. Lengths beyond the largest float
 * are written as that. Subword vocabularies and quantised matrices are refused.
 */
#include "file/formats.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "file/stored.h"

enum {
    WORDS = 1,
    MATRIX = 2,
    METADATA = 5,
    NORMS = 6,
    TYPE_FLOAT = 10,
    ALIGN = 4,
    CHUNKS_MOST = 16,
    MATRIX_HEAD = 16, /* bytes before the padding */
    NORMS_HEAD = 12
};

static const char magic[4] = {'F', 'i', 'F', 'u'};

static bool detect(const unsigned char *head, size_t bytes)
{
    return bytes >= sizeof magic && memcmp(head, magic, sizeof magic) == 0;
}

/* What is read of a file: the words as a block until their rows come. */
typedef struct chunks {
    kith_input in;
    char *words;
    uint64_t words_bytes, words_at; /* of the block; where the next word begins */
    uint64_t count, next;           /* words; handed out */
    uint64_t block_place;           /* of words[0] in the file */
    kith_stored matrix;
} chunks;

static kith_status bad(const chunks *c, uint64_t place, const char *what, kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": %s", kith_stream_name(c->in.stream),
                     place, what);
}

/* The next word of the block. */
static kith_status next_word(void *self, const char **word, size_t *bytes, kith_error *err)
{
    chunks *c = self;
    uint32_t length = 0;
    *word = NULL;
    *bytes = 0;
    if (c->next == c->count)
        return c->words_at == c->words_bytes
                   ? KITH_OK
                   : bad(c, c->block_place + c->words_at, "more bytes than words", err);
    if (c->words_bytes - c->words_at < sizeof length)
        return bad(c, c->block_place + c->words_at, "the words end early", err);
    memcpy(&length, c->words + c->words_at, sizeof length);
    c->words_at += sizeof length;
    if (c->words_bytes - c->words_at < length)
        return bad(c, c->block_place + c->words_at, "a word that is longer than the words", err);
    *word = c->words + c->words_at;
    *bytes = length;
    c->words_at += length;
    c->next++;
    return KITH_OK;
}

static kith_status read_words(chunks *c, uint64_t length, kith_error *err)
{
    if (c->words != NULL || length < sizeof c->count)
        return bad(c, c->in.offset, "expected one vocabulary, of 8 bytes or more", err);
    KITH_TRY(kith_input_take(&c->in, &c->count, sizeof c->count, "the number of words", err));
    c->words_bytes = length - sizeof c->count;
    c->block_place = c->in.offset;
    if (c->count > c->words_bytes / sizeof(uint32_t))
        return bad(c, c->block_place - 8, "more words than the bytes of its vocabulary hold", err);
    return kith_input_block(&c->in, c->words_bytes, "the words", &c->words, err);
}

/* The type and the padding of floats whose head ends here. */
static kith_status read_padding(chunks *c, uint64_t *padding, kith_error *err)
{
    uint32_t type = 0;
    KITH_TRY(kith_input_take(&c->in, &type, sizeof type, "the type of numbers", err));
    if (type != TYPE_FLOAT)
        return bad(c, c->in.offset - sizeof type, "expected numbers of type 10, floats", err);
    *padding = ALIGN - c->in.offset % ALIGN;
    return kith_input_skip(&c->in, *padding, "the padding", err);
}

static kith_status read_shape(chunks *c, uint64_t length, kith_error *err)
{
    const uint64_t place = c->in.offset;
    uint64_t rows = 0, bytes = 0, padding = 0;
    uint32_t dim = 0;
    KITH_TRY(kith_input_take(&c->in, &rows, sizeof rows, "the number of rows", err));
    KITH_TRY(kith_input_take(&c->in, &dim, sizeof dim, "the dimension", err));
    KITH_TRY(read_padding(c, &padding, err));
    kith_stored_floats(&c->matrix);
    c->matrix.rows = rows;
    c->matrix.dim = dim;
    if (rows != c->count)
        return bad(c, place, "expected a row for each word", err);
    if (!kith_mul(rows, UINT64_C(4) * dim, &bytes) || length < MATRIX_HEAD + padding ||
        length - MATRIX_HEAD - padding != bytes)
        return bad(c, place, "a matrix that is not as long as its shape says", err);
    return KITH_OK;
}

/* The rows; of a limited number the rest is passed over, as norms may stand behind. */
static kith_status read_matrix(chunks *c, const kith_reading *reading, kith_rows *r,
                               uint64_t length, kith_error *err)
{
    const kith_word_source words = {
        .self = c, .next = next_word, .name = kith_stream_name(reading->stream)};
    if (c->words == NULL || r->v != NULL)
        return bad(c, c->in.offset, "expected words, then one matrix", err);
    KITH_TRY(read_shape(c, length, err));
    KITH_TRY(kith_rows_begin(r, reading->stream, kith_format_finalfusion.name, c->matrix.dim,
                             c->matrix.rows, 4 * c->matrix.dim, reading->how, err));
    const uint64_t start = c->in.offset, whole = 4 * c->matrix.rows * c->matrix.dim;
    KITH_TRY(kith_stored_read(&c->matrix, &c->in, &words, r, err));
    return kith_input_skip(&c->in, whole - (c->in.offset - start), "a row", err);
}

static bool scale_row(float *row, uint64_t dim, float by)
{
    for (uint64_t i = 0; i < dim; i++)
        row[i] = (float)((double)row[i] * (double)by);
    return kith_all_finite(row, dim);
}

/* A norm belongs to the word of its place, which may be one that was left out. */
static kith_status apply_norms(chunks *c, kith_rows *r, kith_error *err)
{
    kith_matrix *m = &r->v->input;
    c->next = c->words_at = 0;
    for (uint64_t row = 0; row < m->rows;) {
        const char *word = NULL;
        size_t bytes = 0;
        float norm = 0;
        const uint64_t place = c->in.offset;
        KITH_TRY(next_word(c, &word, &bytes, err));
        KITH_TRY(kith_input_take(&c->in, &norm, sizeof norm, "a norm", err));
        if (kith_vectors_find(r->v, word, bytes) != row)
            continue;
        float *at = (float *)r->v->own_input + row++ * m->stride;
        if (!scale_row(at, m->dim, norm) && !r->allow_nonfinite && r->findings == NULL)
            return bad(c, place, "a vector times its norm is NaN or Inf", err);
    }
    return KITH_OK;
}

static kith_status read_norms(chunks *c, kith_rows *r, uint64_t length, kith_error *err)
{
    const uint64_t place = c->in.offset;
    uint64_t count = 0, padding = 0;
    if (r->v == NULL)
        return bad(c, place, "expected the matrix before its norms", err);
    KITH_TRY(kith_input_take(&c->in, &count, sizeof count, "the number of norms", err));
    KITH_TRY(read_padding(c, &padding, err));
    if (count != c->matrix.rows || length < NORMS_HEAD + padding ||
        length - NORMS_HEAD - padding != 4 * count)
        return bad(c, place, "expected a norm for each row", err);
    const uint64_t start = c->in.offset;
    KITH_TRY(apply_norms(c, r, err));
    return kith_input_skip(&c->in, 4 * count - (c->in.offset - start), "a norm", err);
}

static kith_status read_chunk(chunks *c, uint32_t kind, const kith_reading *reading, kith_rows *r,
                              kith_error *err)
{
    const uint64_t place = c->in.offset;
    uint32_t found = 0;
    uint64_t length = 0;
    KITH_TRY(kith_input_take(&c->in, &found, sizeof found, "the kind of a chunk", err));
    KITH_TRY(kith_input_take(&c->in, &length, sizeof length, "the length of a chunk", err));
    if (found != kind)
        return bad(c, place, "expected a chunk of the kind that the header says", err);
    switch (kind) {
    case WORDS:
        return read_words(c, length, err);
    case MATRIX:
        return read_matrix(c, reading, r, length, err);
    case NORMS:
        return read_norms(c, r, length, err);
    case METADATA:
        return kith_input_skip(&c->in, length, "the metadata", err);
    default:
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:%" PRIu64 ": a chunk of kind %" PRIu32
                         " (subwords or quantised numbers), expected simple words and a matrix",
                         kith_stream_name(c->in.stream), place, kind);
    }
}

static kith_status read_chunks(chunks *c, const kith_reading *reading, kith_rows *r,
                               kith_error *err)
{
    char found[sizeof magic];
    uint32_t version = 0, count = 0, kind[CHUNKS_MOST];
    KITH_TRY(kith_input_take(&c->in, found, sizeof found, "the header", err));
    KITH_TRY(kith_input_take(&c->in, &version, sizeof version, "the header", err));
    KITH_TRY(kith_input_take(&c->in, &count, sizeof count, "the header", err));
    if (memcmp(found, magic, sizeof magic) != 0 || version != 0 || count > CHUNKS_MOST)
        return bad(c, 0, "expected FiFu, version 0 and at most 16 chunks", err);
    KITH_TRY(kith_input_take(&c->in, kind, count * sizeof *kind, "the header", err));
    for (uint32_t i = 0; i < count; i++)
        KITH_TRY(read_chunk(c, kind[i], reading, r, err));
    if (r->v == NULL)
        return bad(c, c->in.offset, "there is no matrix", err);
    return kith_input_end(&c->in, err);
}

static kith_status read(const kith_reading *reading, kith_vectors **out, kith_error *err)
{
    chunks c = {0};
    kith_rows r = {0};
    kith_input_begin(&c.in, reading->stream);
    const kith_status status =
        kith_rows_finish(&r, read_chunks(&c, reading, &r, err), UINT64_MAX, out);
    free(c.words);
    kith_stream_close(reading->stream);
    return status;
}

static kith_status size(kith_names *names, uint64_t *bytes, kith_error *err)
{
    (void)err;
    bytes[0] = 128 + names->bytes + 8 * names->rows + kith_stored_size(names);
    return KITH_OK;
}

static float norm_of(const kith_vectors *v, uint64_t row)
{
    const float *at = kith_vectors_row(v, row);
    double sum = 0;
    for (uint64_t i = 0; i < kith_vectors_dim(v); i++)
        sum += (double)at[i] * (double)at[i];
    const double length = sqrt(sum);
    return length < (double)FLT_MAX ? (float)length : FLT_MAX;
}

static kith_status put_u32(kith_writer *w, uint32_t value, kith_error *err)
{
    return kith_writer_write(w, &value, sizeof value, err);
}

static kith_status put_u64(kith_writer *w, uint64_t value, kith_error *err)
{
    return kith_writer_write(w, &value, sizeof value, err);
}

static kith_status write_words(kith_names *names, kith_writer *w, kith_error *err)
{
    KITH_TRY(put_u32(w, WORDS, err));
    KITH_TRY(put_u64(w, 8 + 4 * names->rows + names->bytes, err));
    KITH_TRY(put_u64(w, names->rows, err));
    for (uint64_t row = 0; row < kith_vectors_rows(names->v); row++) {
        size_t bytes = 0;
        const char *word = kith_names_at(names, row, &bytes);
        if (word == NULL)
            continue;
        KITH_TRY(put_u32(w, (uint32_t)bytes, err));
        KITH_TRY(kith_writer_write(w, word, bytes, err));
    }
    return KITH_OK;
}

static kith_status put_padding(kith_writer *w, uint64_t padding, kith_error *err)
{
    static const char zeros[ALIGN] = {0};
    KITH_TRY(put_u32(w, TYPE_FLOAT, err));
    return kith_writer_write(w, zeros, (size_t)padding, err);
}

static kith_status write_unit(const kith_vectors *v, uint64_t row, float *unit, kith_writer *w,
                              kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(v);
    const double norm = (double)norm_of(v, row);
    for (uint64_t i = 0; i < dim; i++)
        unit[i] = norm > 0 ? (float)((double)kith_vectors_row(v, row)[i] / norm) : 0;
    return kith_writer_write(w, unit, (size_t)(4 * dim), err);
}

static kith_status write_matrix(kith_names *names, float *unit, kith_writer *w, kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(names->v);
    KITH_TRY(put_u32(w, MATRIX, err));
    const uint64_t padding = ALIGN - kith_writer_tell(w) % ALIGN;
    KITH_TRY(put_u64(w, MATRIX_HEAD + padding + 4 * names->rows * dim, err));
    KITH_TRY(put_u64(w, names->rows, err));
    KITH_TRY(put_u32(w, (uint32_t)dim, err));
    KITH_TRY(put_padding(w, padding, err));
    for (uint64_t row = 0; row < kith_vectors_rows(names->v); row++) {
        size_t bytes = 0;
        if (kith_names_at(names, row, &bytes) != NULL)
            KITH_TRY(write_unit(names->v, row, unit, w, err));
    }
    return KITH_OK;
}

static kith_status write_norms(kith_names *names, kith_writer *w, kith_error *err)
{
    KITH_TRY(put_u32(w, NORMS, err));
    const uint64_t padding = ALIGN - kith_writer_tell(w) % ALIGN;
    KITH_TRY(put_u64(w, NORMS_HEAD + padding + 4 * names->rows, err));
    KITH_TRY(put_u64(w, names->rows, err));
    KITH_TRY(put_padding(w, padding, err));
    for (uint64_t row = 0; row < kith_vectors_rows(names->v); row++) {
        size_t bytes = 0;
        const float norm = norm_of(names->v, row);
        if (kith_names_at(names, row, &bytes) != NULL)
            KITH_TRY(kith_writer_write(w, &norm, sizeof norm, err));
    }
    return KITH_OK;
}

static kith_status write(const kith_sink *sink, kith_error *err)
{
    static const uint32_t head[] = {0, 3, WORDS, MATRIX, NORMS};
    float *unit = kith_mem_new(kith_vectors_dim(sink->names->v), sizeof *unit);
    if (unit == NULL)
        return kith_fail_memory(err, "a row", kith_vectors_dim(sink->names->v) * sizeof *unit);
    kith_status status = kith_writer_write(sink->file, magic, sizeof magic, err);
    if (status == KITH_OK)
        status = kith_writer_write(sink->file, head, sizeof head, err);
    if (status == KITH_OK)
        status = write_words(sink->names, sink->file, err);
    if (status == KITH_OK)
        status = write_matrix(sink->names, unit, sink->file, err);
    kith_mem_free(unit);
    return status == KITH_OK ? write_norms(sink->names, sink->file, err) : status;
}

const kith_format kith_format_finalfusion = {
    .name = "finalfusion",
    .endings = ".fifu",
    .limits = {.bytes = "", .utf8 = true},
    .finite = true,
    .loss = 0x1p-22,
    .detect = detect,
    .read = read,
    .size = size,
    .write = write,
};
