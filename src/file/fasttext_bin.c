/*
 * Reading fastText's model (.bin): see fasttext_bin.h for what stands in it.
 *
 * A word's vector is the mean of its row and its n-grams' rows, as fastText answers it; the rows
 * are kept beside the means, so that words that are not in the dictionary have vectors too.
 */
#include "file/fasttext_bin.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "file/input.h"
#include "file/rows.h"

enum { WORD_MAX = 1 << 16, SKIP_BYTES = 1 << 16 };

typedef struct head {
    int32_t magic, version, argument[FASTTEXT_ARGUMENTS];
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
    if (h->magic != FASTTEXT_MAGIC || h->version != FASTTEXT_VERSION)
        return kith_fail(err, KITH_ERR_DATA, "%s:0: expected a fastText model of version %d", file,
                         FASTTEXT_VERSION);
    if (h->words < 0 || h->labels < 0 || h->size != (int64_t)h->words + h->labels)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:64: expected words and labels that make the dictionary's size", file);
    if (a[FASTTEXT_DIM] <= 0 || a[FASTTEXT_BUCKET] < 0 || a[FASTTEXT_LEAST] < 0 ||
        a[FASTTEXT_MOST] < 0)
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
    bool learnt; /* an output row that is not all zeros was read */
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
    if (shape[0] < 0 || shape[1] != m->head.argument[FASTTEXT_DIM])
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:%" PRIu64 ": expected a matrix of %d columns, got %" PRId64
                         " x %" PRId64,
                         kith_stream_name(in->stream), place, (int)m->head.argument[FASTTEXT_DIM],
                         shape[0], shape[1]);
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

static kith_status read_grams(model *m, kith_input *in, bool allow_nonfinite, kith_error *err)
{
    const uint64_t dim = (uint64_t)m->head.argument[FASTTEXT_DIM];
    uint64_t room = 0;
    for (int32_t i = 0; i < m->head.argument[FASTTEXT_BUCKET]; i++) {
        float *gram = kith_mem_room(m->gram, (uint64_t)i, &room, (size_t)dim * sizeof *gram);
        if (gram == NULL)
            return kith_fail_memory(err, "n-grams", room * dim * sizeof *gram);
        m->gram = gram;
        gram += (uint64_t)i * dim;
        KITH_TRY(kith_input_take(in, gram, (size_t)(4 * dim), "the vector of an n-gram", err));
        if (!allow_nonfinite && !kith_all_finite(gram, dim))
            return kith_fail(err, KITH_ERR_DATA,
                             "%s:%" PRIu64 ": expected finite numbers before here, got NaN or Inf",
                             kith_stream_name(in->stream), in->offset);
    }
    return KITH_OK;
}

/* N-grams of words, by their least and greatest length; a classifier may have buckets for others.
 */
static kith_subwords subwords(const model *m)
{
    const int32_t *a = m->head.argument;
    const kith_subwords none = {0}, some = {(uint32_t)a[FASTTEXT_LEAST], (uint32_t)a[FASTTEXT_MOST],
                                            (uint32_t)a[FASTTEXT_BUCKET]};
    return some.most >= some.least && some.most > 0 && some.buckets > 0 ? some : none;
}

/* The rows that were read become the words' own, and what was made of them the vectors. */
static kith_status keep_grams(model *m, kith_vectors *v, kith_error *err)
{
    kith_grams *g = &v->grams;
    const uint64_t rows = v->input.rows, stride = v->input.stride, dim = v->input.dim;
    if (subwords(m).most == 0)
        return KITH_OK;
    float *made = kith_mem_new(rows, stride * sizeof *made);
    if (made == NULL)
        return kith_fail_memory(err, "vectors", rows * stride * sizeof *made);
    g->how = subwords(m);
    g->own = v->input;
    g->own_own = v->own_input;
    g->row = (kith_matrix){m->gram, (uint64_t)m->head.argument[FASTTEXT_BUCKET], dim, dim};
    g->own_row = m->gram;
    m->gram = NULL;
    v->own_input = made;
    v->input.at = made;
    for (uint64_t i = 0; i < rows; i++) {
        size_t bytes = 0;
        const char *word = kith_vectors_word(v, i, &bytes);
        kith_grams_word(g, i, word, bytes, made + i * stride);
    }
    return kith_guests_new(&v->guests, err);
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

/* Are the rows of the output matrix those of words? Not so of a classifier, nor of a tree. */
static bool outputs_are_of_words(const model *m, uint64_t rows)
{
    const int32_t arch = m->head.argument[FASTTEXT_ARCH];
    return (arch == FASTTEXT_CBOW || arch == FASTTEXT_SKIPGRAM) &&
           m->head.argument[FASTTEXT_LOSS] != FASTTEXT_HS && rows == m->words.size && rows > 0;
}

static kith_status read_outputs(model *m, kith_vectors *v, kith_input *in, bool allow_nonfinite,
                                kith_error *err)
{
    const uint64_t rows = v->input.rows, dim = v->input.dim, stride = v->input.stride;
    float *row = kith_mem_new(rows, stride * sizeof *row);
    if (row == NULL)
        return kith_fail_memory(err, "output vectors", rows * stride * sizeof *row);
    v->own_output = row;
    v->output = (kith_matrix){row, rows, dim, stride};
    for (uint64_t i = 0; i < rows; i++, row += stride) {
        KITH_TRY(kith_input_take(in, row, (size_t)(4 * dim), "an output vector", err));
        if (!allow_nonfinite && !kith_all_finite(row, dim))
            return kith_fail(err, KITH_ERR_DATA,
                             "%s:%" PRIu64 ": expected finite numbers before here, got NaN or Inf",
                             kith_stream_name(in->stream), in->offset);
        for (uint64_t j = 0; j < dim; j++)
            m->learnt = m->learnt || row[j] != 0;
    }
    return kith_input_end(in, err);
}

/* Zeros are what a file has that was made for answers alone. Otherwise it tells, as far as a
 * question needs it, how it was trained. */
static kith_status settle_outputs(const model *m, kith_vectors *v, kith_error *err)
{
    if (!m->learnt) {
        kith_mem_free(v->own_output);
        v->own_output = NULL;
        v->output = (kith_matrix){0};
        return KITH_OK;
    }
    const int room = 64;
    v->config = malloc((size_t)room);
    if (v->config == NULL)
        return kith_fail_memory(err, "a configuration", (uint64_t)room);
    snprintf(v->config, (size_t)room, "arch %s\nwindow %d\n",
             m->head.argument[FASTTEXT_ARCH] == FASTTEXT_CBOW ? "cbow" : "skipgram",
             (int)m->head.argument[FASTTEXT_WINDOW]);
    return KITH_OK;
}

static kith_status read_matrices(model *m, const kith_reading *reading, kith_input *in,
                                 kith_rows *r, kith_error *err)
{
    const uint64_t dim = (uint64_t)m->head.argument[FASTTEXT_DIM];
    uint64_t rows = 0;
    KITH_TRY(read_shape(m, in, &rows, err));
    if (rows != m->words.size + (uint64_t)m->head.argument[FASTTEXT_BUCKET])
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:%" PRIu64 ": expected a row for each word and each bucket",
                         kith_stream_name(in->stream), in->offset - 16);
    const kith_open all = {.allow_nonfinite = reading->how->allow_nonfinite,
                           .findings = reading->how->findings};
    KITH_TRY(kith_rows_begin(r, reading->stream, kith_format_fasttext_bin.name, dim, m->words.size,
                             4 * dim, &all, err));
    KITH_TRY(read_words(m, r, in, err));
    KITH_TRY(read_grams(m, in, all.allow_nonfinite, err));
    KITH_TRY(read_shape(m, in, &rows, err));
    if (!reading->how->outputs || !outputs_are_of_words(m, rows))
        return skip(in, rows, dim, err);
    KITH_TRY(read_outputs(m, r->v, in, all.allow_nonfinite, err));
    return settle_outputs(m, r->v, err);
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
    KITH_TRY(keep_grams(m, r->v, err));
    const uint64_t limit = reading->how->limit;
    if (limit > 0 && limit < r->v->input.rows) {
        r->v->input.rows = limit;
        r->v->grams.own.rows = r->v->guests != NULL ? limit : 0;
        r->v->output.rows = r->v->output.at != NULL ? limit : 0;
    }
    return KITH_OK;
}

static kith_status read(const kith_reading *reading, kith_vectors **out, kith_error *err)
{
    model m = {0};
    kith_rows r = {0};
    const kith_status status =
        kith_rows_finish(&r, read_model(&m, reading, &r, err), UINT64_MAX, out);
    kith_words_clear(&m.words);
    free(m.count);
    free(m.gram);
    kith_stream_close(reading->stream);
    return status;
}

static bool detect(const unsigned char *bytes, size_t size)
{
    const int32_t magic = FASTTEXT_MAGIC;
    return size >= 4 && memcmp(bytes, &magic, 4) == 0;
}

const kith_format kith_format_fasttext_bin = {
    .name = "fasttext-bin",
    .endings = ".ftbin",
    .limits = {.bytes = "", .nul = true},
    .detect = detect,
    .read = read,
    .size = kith_fasttext_size,
    .write = kith_fasttext_write,
};
