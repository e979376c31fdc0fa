/*
 * Writing fastText's model (.bin): with the n-grams and each word's own row where there are any, so
 * that fastText makes the same vectors of them; else with no n-grams, the rows being the vectors.
 *
 * Each count is at least 1, since gensim drops rarer words and then misses their vectors; and the
 * loss is softmax, since fastText builds a table of 10 million cells on loading any with negative
 * sampling.
 */
#include "file/fasttext_bin.h"

#include <string.h>

#include "base/mem.h"
#include "base/option_text.h"

kith_status kith_fasttext_size(kith_names *names, uint64_t *bytes, kith_error *err)
{
    (void)err;
    const uint64_t row = 4 * kith_vectors_dim(names->v);
    *bytes = 256 + names->bytes + names->rows * (10 + 2 * row) + names->v->grams.how.buckets * row;
    return KITH_OK;
}

static int64_t count_of(const kith_vectors *v, uint64_t row)
{
    const uint64_t count = kith_vectors_count(v, row);
    return count > 0 ? (int64_t)count : 1;
}

/* What fastText and we ask of a model's configuration; that of a model without one is ours. */
static kith_status find_training(const kith_vectors *v, int32_t *arch, int32_t *window,
                                 kith_error *err)
{
    kith_option_table tables[4];
    kith_config *c = NULL;
    KITH_TRY(kith_config_new(tables, kith_train_options(tables), &c, err));
    const kith_status status = kith_config_read(c, kith_vectors_config(v), err);
    if (status == KITH_OK) {
        *arch =
            strcmp(kith_config_text(c, "arch"), "cbow") == 0 ? FASTTEXT_CBOW : FASTTEXT_SKIPGRAM;
        *window = (int32_t)kith_config_int(c, "window");
    }
    kith_config_free(c);
    return status;
}

static kith_status write_head(const kith_sink *sink, kith_error *err)
{
    kith_writer *w = sink->file;
    int32_t arch = FASTTEXT_SKIPGRAM, window = 5;
    KITH_TRY(find_training(sink->names->v, &arch, &window, err));
    const kith_vectors *v = sink->names->v;
    const int32_t words = (int32_t)sink->names->rows;
    const kith_subwords *how = &v->grams.how;
    const int32_t begin[] = {FASTTEXT_MAGIC,
                             FASTTEXT_VERSION,
                             (int32_t)kith_vectors_dim(v),
                             window,
                             5,
                             1,
                             5,
                             1,
                             FASTTEXT_SOFTMAX,
                             arch,
                             (int32_t)how->buckets,
                             (int32_t)how->least,
                             (int32_t)how->most,
                             100};
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

static kith_status write_shape(const kith_sink *sink, uint64_t rows, kith_error *err)
{
    const int64_t shape[] = {(int64_t)rows, (int64_t)kith_vectors_dim(sink->names->v)};
    KITH_TRY(kith_writer_write(sink->file, "", 1, err)); /* not quantised */
    return kith_writer_write(sink->file, shape, sizeof shape, err);
}

/* Rows of `m`, which may be absent: then zeros. */
static kith_status write_words(const kith_sink *sink, const kith_matrix *m, const float *zeros,
                               kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(sink->names->v);
    size_t bytes = 0;
    for (uint64_t row = 0; row < kith_vectors_rows(sink->names->v); row++) {
        const float *at = m->at != NULL ? m->at + row * m->stride : zeros;
        if (kith_names_at(sink->names, row, &bytes) != NULL)
            KITH_TRY(kith_writer_write(sink->file, at, (size_t)(4 * dim), err));
    }
    return KITH_OK;
}

/* A row for every bucket, those that no n-gram has as zeros. */
static kith_status write_grams(const kith_sink *sink, const float *zeros, kith_error *err)
{
    const kith_grams *g = &sink->names->v->grams;
    for (uint32_t bucket = 0; bucket < g->how.buckets; bucket++) {
        const float *row = kith_grams_row(g, bucket);
        KITH_TRY(kith_writer_write(sink->file, row != NULL ? row : zeros,
                                   (size_t)(4 * kith_vectors_dim(sink->names->v)), err));
    }
    return KITH_OK;
}

static kith_status write_all(const kith_sink *sink, const float *zeros, kith_error *err)
{
    const kith_vectors *v = sink->names->v;
    const uint64_t rows = sink->names->rows;
    if (rows > INT32_MAX || v->grams.how.buckets > INT32_MAX)
        return kith_fail(err, KITH_ERR_DATA,
                         "fastText's models hold at most 2^31 - 1 words and as many buckets");
    KITH_TRY(write_head(sink, err));
    KITH_TRY(write_dictionary(sink, err));
    KITH_TRY(write_shape(sink, rows + v->grams.how.buckets, err));
    KITH_TRY(write_words(sink, v->grams.own.at != NULL ? &v->grams.own : &v->input, zeros, err));
    KITH_TRY(write_grams(sink, zeros, err));
    KITH_TRY(write_shape(sink, rows, err));
    return write_words(sink, &v->output, zeros, err);
}

kith_status kith_fasttext_write(const kith_sink *sink, kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(sink->names->v);
    float *zeros = kith_mem_new(dim, sizeof *zeros);
    if (zeros == NULL)
        return kith_fail_memory(err, "a row", dim * sizeof *zeros);
    const kith_status status = write_all(sink, zeros, err);
    kith_mem_free(zeros);
    return status;
}
