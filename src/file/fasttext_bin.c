/*
 * fastText's model (.bin), little endian and unpadded: magic, version, arguments, dictionary, the
 * input matrix (a row a word, then a row a bucket of n-grams), the output matrix.
 *
 * A word's vector is the mean of its row and its n-grams' rows, as fastText answers it. What is
 * written has no n-grams, so that the rows alone are the vectors; each count is at least 1, since
 * gensim drops rarer words and then misses their vectors; and the loss is softmax, since fastText
 * builds a table of 10 million cells on loading any with negative sampling.
 */
#include "file/formats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "file/input.h"
#include "file/rows.h"
#include "text/subword.h"

enum {
    VERSION = 12,
    WORD_MAX = 1 << 16,
    ARGUMENTS = 12,
    SOFTMAX = 3,
    SKIPGRAM = 2,
    SKIP_BYTES = 1 << 16
};
static const int32_t MAGIC = 793712314;

/* The arguments that a reader needs, in their places among the twelve. */
enum { DIM = 0, BUCKET = 8, LEAST = 9, MOST = 10 };

typedef struct head {
    int32_t magic, version, argument[ARGUMENTS];
    double sample;
    int32_t size, words, labels;
    int64_t tokens, pruned;
} head;

static kith_status read_head(kith_input *in, head *h, kith_error *err)
{
    KITH_TRY(kith_input_take(in, &h->magic, 4, "the magic number", err));
    KITH_TRY(kith_input_take(in, &h->version, 4, "the version", err));
    KITH_TRY(kith_input_take(in, h->argument, sizeof h->argument, "the arguments", err));
    KITH_TRY(kith_input_take(in, &h->sample, 8, "the arguments", err));
    KITH_TRY(kith_input_take(in, &h->size, 4, "the size of the dictionary", err));
    KITH_TRY(kith_input_take(in, &h->words, 4, "the number of words", err));
    KITH_TRY(kith_input_take(in, &h->labels, 4, "the number of labels", err));
    KITH_TRY(kith_input_take(in, &h->tokens, 8, "the number of tokens", err));
    return kith_input_take(in, &h->pruned, 8, "the pruned n-grams", err);
}

static kith_status check_head(const kith_input *in, const head *h, kith_error *err)
{
    const char *file = kith_stream_name(in->stream);
    const int32_t *a = h->argument;
    if (h->magic != MAGIC || h->version != VERSION)
        return kith_fail(err, KITH_ERR_DATA, "%s:0: expected a fastText model of version %d", file,
                         VERSION);
    if (h->words < 0 || h->labels < 0 || h->size != (int64_t)h->words + h->labels)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:64: expected words and labels that make the dictionary's size", file);
    if (a[DIM] <= 0 || a[BUCKET] < 0 || a[LEAST] < 0 || a[MOST] < 0)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:8: expected a dimension above 0, and bucket, minn and maxn from 0 on",
                         file);
    if (h->pruned > 0)
        return kith_fail(err, KITH_ERR_DATA, "%s:84: its n-grams are pruned: expected all of them",
                         file);
    return KITH_OK;
}

/* What is read; words stand in a set until their rows come. */
typedef struct model {
    head head;
    kith_words words;
    uint64_t *count; /* [room] */
    uint64_t room;
    float *gram; /* [buckets][dim], grown as the data arrive */
} model;

static kith_status keep_word(model *m, const kith_input *in, const char *word, size_t bytes,
                             int64_t count, kith_error *err)
{
    uint64_t id = 0;
    bool added = false;
    KITH_TRY(kith_words_add(&m->words, word, bytes, &id, &added, err));
    if (!added || count < 0)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:%" PRIu64 ": expected a new word and a count from 0 on before here",
                         kith_stream_name(in->stream), in->offset);
    uint64_t *counts = kith_mem_room(m->count, id, &m->room, sizeof *counts);
    if (counts == NULL)
        return kith_fail_memory(err, "counts", id * sizeof *counts);
    m->count = counts;
    counts[id] = (uint64_t)count;
    return KITH_OK;
}

static kith_status read_dictionary(model *m, kith_input *in, kith_error *err)
{
    char word[WORD_MAX + 1];
    for (int32_t i = 0; i < m->head.size; i++) {
        size_t bytes = 0;
        int64_t count = 0;
        unsigned char type = 0;
        KITH_TRY(kith_input_until(in, 0, word, WORD_MAX, &bytes, "a word", err));
        KITH_TRY(kith_input_take(in, &count, 8, "a count", err));
        KITH_TRY(kith_input_take(in, &type, 1, "the type of a word", err));
        if (type != (i < m->head.words ? 0 : 1))
            return kith_fail(err, KITH_ERR_DATA,
                             "%s:%" PRIu64 ": expected words before labels in the dictionary",
                             kith_stream_name(in->stream), in->offset - 1);
        if (type == 0)
            KITH_TRY(keep_word(m, in, word, bytes, count, err));
    }
    return KITH_OK;
}

/* The size of a matrix, whose columns must be the dimension. */
static kith_status read_shape(const model *m, kith_input *in, uint64_t *rows, kith_error *err)
{
    unsigned char packed = 0;
    int64_t shape[2] = {0};
    const uint64_t place = in->offset;
    KITH_TRY(kith_input_take(in, &packed, 1, "the kind of a matrix", err));
    KITH_TRY(kith_input_take(in, shape, sizeof shape, "the shape of a matrix", err));
    if (packed != 0)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:%" PRIu64 ": a quantised matrix (.ftz): expected floats",
                         kith_stream_name(in->stream), place);
    if (shape[0] < 0 || shape[1] != m->head.argument[DIM])
        return kith_fail(
            err, KITH_ERR_DATA,
            "%s:%" PRIu64 ": expected a matrix of %d columns, got %" PRId64 " x %" PRId64,
            kith_stream_name(in->stream), place, (int)m->head.argument[DIM], shape[0], shape[1]);
    *rows = (uint64_t)shape[0];
    return KITH_OK;
}

static kith_status read_words(const model *m, kith_rows *r, kith_input *in, kith_error *err)
{
    for (uint64_t i = 0; i < m->words.size; i++) {
        float *row = NULL;
        size_t bytes = 0;
        const char *word = kith_words_at(&m->words, i, &bytes);
        const uint64_t place = in->offset;
        KITH_TRY(kith_rows_next(r, &row, err));
        KITH_TRY(kith_input_take(in, row, (size_t)(4 * r->v->input.dim), "a vector", err));
        KITH_TRY(kith_rows_keep(r, word, bytes, place, err));
    }
    return KITH_OK;
}

static kith_status read_grams(model *m, kith_input *in, kith_error *err)
{
    const uint64_t dim = (uint64_t)m->head.argument[DIM];
    uint64_t room = 0;
    for (int32_t i = 0; i < m->head.argument[BUCKET]; i++) {
        float *gram = kith_mem_room(m->gram, (uint64_t)i, &room, (size_t)dim * sizeof *gram);
        if (gram == NULL)
            return kith_fail_memory(err, "n-grams", room * dim * sizeof *gram);
        m->gram = gram;
        KITH_TRY(kith_input_take(in, gram + (uint64_t)i * dim, (size_t)(4 * dim),
                                 "the vector of an n-gram", err));
    }
    return KITH_OK;
}

typedef struct mean {
    const float *gram;
    float *row;
    uint64_t dim, parts;
} mean;

static void add_gram(void *self, uint32_t bucket)
{
    mean *m = self;
    const float *gram = m->gram + bucket * m->dim;
    for (uint64_t i = 0; i < m->dim; i++)
        m->row[i] += gram[i];
    m->parts++;
}

static void add_grams(const model *m, kith_vectors *v)
{
    const int32_t *a = m->head.argument;
    const kith_subwords s = {(uint32_t)a[LEAST], (uint32_t)a[MOST], (uint32_t)a[BUCKET]};
    for (uint64_t i = 0; i < v->input.rows; i++) {
        size_t bytes = 0;
        const char *word = kith_vectors_word(v, i, &bytes);
        mean sum = {m->gram, (float *)v->own_input + i * v->input.stride, v->input.dim, 1};
        kith_subwords_visit(&s, word, bytes, add_gram, &sum);
        for (uint64_t k = 0; sum.parts > 1 && k < sum.dim; k++)
            sum.row[k] /= (float)sum.parts;
    }
}

static kith_status skip(kith_input *in, uint64_t rows, uint64_t dim, kith_error *err)
{
    char gone[SKIP_BYTES];
    uint64_t left = 0;
    if (!kith_mul(rows, 4 * dim, &left))
        left = UINT64_MAX;
    while (left > 0) {
        const size_t part = left < sizeof gone ? (size_t)left : sizeof gone;
        KITH_TRY(kith_input_take(in, gone, part, "the output matrix", err));
        left -= part;
    }
    return kith_input_end(in, err);
}

static kith_status read_matrices(model *m, const kith_reading *reading, kith_input *in,
                                 kith_rows *r, kith_error *err)
{
    const uint64_t dim = (uint64_t)m->head.argument[DIM];
    uint64_t rows = 0;
    KITH_TRY(read_shape(m, in, &rows, err));
    if (rows != m->words.size + (uint64_t)m->head.argument[BUCKET])
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:%" PRIu64 ": expected a row for each word and each bucket",
                         kith_stream_name(in->stream), in->offset - 16);
    const kith_open all = {.allow_nonfinite = reading->how->allow_nonfinite};
    KITH_TRY(kith_rows_begin(r, reading->stream, kith_format_fasttext_bin.name, dim, m->words.size,
                             4 * dim, &all, err));
    KITH_TRY(read_words(m, r, in, err));
    KITH_TRY(read_grams(m, in, err));
    KITH_TRY(read_shape(m, in, &rows, err));
    return skip(in, rows, dim, err);
}

static kith_status keep_counts(const model *m, kith_vectors *v, kith_error *err)
{
    uint64_t *count = kith_mem_new(m->words.size, sizeof *count);
    if (count == NULL && m->words.size > 0)
        return kith_fail_memory(err, "counts", m->words.size * sizeof *count);
    if (count != NULL)
        memcpy(count, m->count, (size_t)m->words.size * sizeof *count);
    v->own_count = count;
    v->count = count;
    return KITH_OK;
}

static kith_status read_model(model *m, const kith_reading *reading, kith_rows *r, kith_error *err)
{
    kith_input in;
    kith_input_begin(&in, reading->stream);
    KITH_TRY(read_head(&in, &m->head, err));
    KITH_TRY(check_head(&in, &m->head, err));
    KITH_TRY(read_dictionary(m, &in, err));
    KITH_TRY(read_matrices(m, reading, &in, r, err));
    KITH_TRY(keep_counts(m, r->v, err));
    if (m->head.argument[MOST] > 0 && m->head.argument[BUCKET] > 0)
        add_grams(m, r->v);
    const uint64_t limit = reading->how->limit;
    if (limit > 0 && limit < r->v->input.rows)
        r->v->input.rows = limit;
    return KITH_OK;
}

static kith_status read(const kith_reading *reading, kith_vectors **out, kith_error *err)
{
    model m = {0};
    kith_rows r = {0};
    const kith_status status = read_model(&m, reading, &r, err);
    if (status == KITH_OK)
        kith_rows_end(&r, UINT64_MAX, out);
    kith_rows_discard(&r);
    kith_words_clear(&m.words);
    free(m.count);
    free(m.gram);
    kith_stream_close(reading->stream);
    return status;
}

static bool detect(const unsigned char *bytes, size_t size)
{
    return size >= 4 && memcmp(bytes, &MAGIC, 4) == 0;
}

static kith_status size(kith_names *names, uint64_t *bytes, kith_error *err)
{
    (void)err;
    *bytes = 256 + names->bytes + names->rows * (10 + 8 * kith_vectors_dim(names->v));
    return KITH_OK;
}

static int64_t count_of(const kith_vectors *v, uint64_t row)
{
    const uint64_t count = kith_vectors_count(v, row);
    return count > 0 ? (int64_t)count : 1;
}

static kith_status write_head(const kith_sink *sink, kith_error *err)
{
    kith_writer *w = sink->file;
    const kith_vectors *v = sink->names->v;
    const int32_t words = (int32_t)sink->names->rows;
    const int32_t begin[] = {
        MAGIC, VERSION, (int32_t)kith_vectors_dim(v), 5, 5, 1, 5, 1, SOFTMAX, SKIPGRAM, 0, 0,
        0,     100};
    const double sample = 1e-4;
    const int32_t sizes[] = {words, words, 0};
    int64_t tokens[] = {0, -1}; /* -1: no n-grams were pruned */
    size_t bytes = 0;
    for (uint64_t row = 0; row < kith_vectors_rows(v); row++)
        if (kith_names_at(sink->names, row, &bytes) != NULL)
            tokens[0] += count_of(v, row);
    KITH_TRY(kith_writer_write(w, begin, sizeof begin, err));
    KITH_TRY(kith_writer_write(w, &sample, sizeof sample, err));
    KITH_TRY(kith_writer_write(w, sizes, sizeof sizes, err));
    return kith_writer_write(w, tokens, sizeof tokens, err);
}

static kith_status write_dictionary(const kith_sink *sink, kith_error *err)
{
    for (uint64_t row = 0; row < kith_vectors_rows(sink->names->v); row++) {
        size_t bytes = 0;
        const char *word = kith_names_at(sink->names, row, &bytes);
        const int64_t count = count_of(sink->names->v, row);
        if (word == NULL)
            continue;
        KITH_TRY(kith_writer_write(sink->file, word, bytes, err));
        KITH_TRY(kith_writer_write(sink->file, "", 1, err));
        KITH_TRY(kith_writer_write(sink->file, &count, sizeof count, err));
        KITH_TRY(kith_writer_write(sink->file, "", 1, err)); /* a word, no label */
    }
    return KITH_OK;
}

/* Rows of `m`, which may be absent: then zeros. */
static kith_status write_matrix(const kith_sink *sink, const kith_matrix *m, const float *zeros,
                                kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(sink->names->v);
    const int64_t shape[] = {(int64_t)sink->names->rows, (int64_t)dim};
    size_t bytes = 0;
    KITH_TRY(kith_writer_write(sink->file, "", 1, err)); /* not quantised */
    KITH_TRY(kith_writer_write(sink->file, shape, sizeof shape, err));
    for (uint64_t row = 0; row < kith_vectors_rows(sink->names->v); row++) {
        const float *at = m->at != NULL ? m->at + row * m->stride : zeros;
        if (kith_names_at(sink->names, row, &bytes) != NULL)
            KITH_TRY(kith_writer_write(sink->file, at, (size_t)(4 * dim), err));
    }
    return KITH_OK;
}

static kith_status write_all(const kith_sink *sink, const float *zeros, kith_error *err)
{
    const kith_vectors *v = sink->names->v;
    if (sink->names->rows > INT32_MAX)
        return kith_fail(err, KITH_ERR_DATA, "fastText's models hold at most 2^31 - 1 words");
    KITH_TRY(write_head(sink, err));
    KITH_TRY(write_dictionary(sink, err));
    KITH_TRY(write_matrix(sink, &v->input, zeros, err));
    return write_matrix(sink, &v->output, zeros, err);
}

static kith_status write(const kith_sink *sink, kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(sink->names->v);
    float *zeros = kith_mem_new(dim, sizeof *zeros);
    if (zeros == NULL)
        return kith_fail_memory(err, "a row", dim * sizeof *zeros);
    const kith_status status = write_all(sink, zeros, err);
    kith_mem_free(zeros);
    return status;
}

const kith_format kith_format_fasttext_bin = {
    .name = "fasttext-bin",
    .endings = ".ftbin",
    .limits = {.bytes = "", .nul = true},
    .detect = detect,
    .read = read,
    .size = size,
    .write = write,
};
