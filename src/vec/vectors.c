/*
 * Named rows: a set of words, a matrix with one row a word, and what else a file or a trainer
 * knows about them. Everything here is a look at tables that lie in memory or in a mapped file.
 */
#include "vec/vectors.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/mem.h"
#include "base/stride.h"

kith_status kith_vectors_new(uint64_t rows, uint64_t dim, struct kith_vectors **out,
                             kith_error *err)
{
    *out = NULL;
    uint64_t cells = 0;
    if (dim > KITH_DIM_MAX || !kith_mul(rows > 0 ? rows : 1, kith_row_stride(dim, 4), &cells))
        return kith_fail_memory(err, "vectors", UINT64_MAX);
    struct kith_vectors *v = calloc(1, sizeof *v);
    if (v == NULL)
        return kith_fail_memory(err, "vectors", sizeof *v);
    float *at = kith_mem_new(cells, sizeof *at);
    if (at == NULL) {
        free(v);
        return kith_fail_memory(err, "vectors", cells * sizeof *at);
    }
    v->own_input = at;
    v->input = (kith_matrix){at, rows, dim, kith_row_stride(dim, 4)};
    *out = v;
    return KITH_OK;
}

void kith_vectors_note(struct kith_vectors *v, const char *format, ...)
{
    char line[512];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);

    const size_t before = v->notes != NULL ? strlen(v->notes) : 0;
    const size_t more = strlen(line);
    char *notes = kith_mem_grow(v->notes, before + more + 2, 1);
    if (notes == NULL)
        return;
    memcpy(notes + before, line, more);
    memcpy(notes + before + more, "\n", 2);
    v->notes = notes;
}

uint64_t kith_vectors_rows(const kith_vectors *v)
{
    return v->input.rows;
}

uint64_t kith_vectors_dim(const kith_vectors *v)
{
    return v->input.dim;
}

const char *kith_vectors_word(const kith_vectors *v, uint64_t row, size_t *bytes)
{
    if (row >= v->input.rows && v->guests != NULL)
        return kith_guests_word(v->guests, row - v->input.rows, bytes);
    return kith_words_at(&v->words, row, bytes);
}

uint64_t kith_vectors_find(const kith_vectors *v, const char *word, size_t bytes)
{
    return kith_words_find(&v->words, word, bytes);
}

uint64_t kith_vectors_ask(const kith_vectors *v, const char *word, size_t bytes)
{
    const uint64_t row = kith_vectors_find(v, word, bytes);
    if (row != KITH_NO_WORD || v->guests == NULL)
        return row;
    const uint64_t guest = kith_guests_find(v->guests, &v->grams, word, bytes);
    return guest != KITH_NO_WORD ? v->input.rows + guest : KITH_NO_WORD;
}

bool kith_vectors_has_row(const kith_vectors *v, uint64_t row)
{
    return row < v->input.rows ||
           (v->guests != NULL && row - v->input.rows < kith_guests_count(v->guests));
}

void kith_vectors_forget(kith_vectors *v)
{
    if (v->guests != NULL)
        kith_guests_forget(v->guests);
}

kith_subwords kith_vectors_grams(const kith_vectors *v)
{
    return v->grams.how;
}

uint64_t kith_vectors_parts(const kith_vectors *v, uint64_t row)
{
    size_t bytes = 0;
    const char *word = kith_vectors_word(v, row, &bytes);
    if (v->grams.how.most == 0)
        return 1;
    return kith_grams_count(&v->grams, word, bytes) + (row < v->input.rows ? 1 : 0);
}

const float *kith_vectors_row(const kith_vectors *v, uint64_t row)
{
    if (row >= v->input.rows && v->guests != NULL)
        return kith_guests_row(v->guests, row - v->input.rows);
    return v->input.at + row * v->input.stride;
}

bool kith_vectors_has_counts(const kith_vectors *v)
{
    return v->count != NULL;
}

uint64_t kith_vectors_count(const kith_vectors *v, uint64_t row)
{
    return v->count != NULL && row < v->input.rows ? v->count[row] : 0;
}

const char *kith_vectors_config(const kith_vectors *v)
{
    return v->config != NULL ? v->config : "";
}

const char *kith_vectors_format(const kith_vectors *v)
{
    return v->format != NULL ? v->format : "";
}

const char *kith_vectors_dtype(const kith_vectors *v)
{
    return v->dtype != NULL ? v->dtype : "f32";
}

const char *kith_vectors_notes(const kith_vectors *v)
{
    return v->notes != NULL ? v->notes : "";
}

void kith_vectors_free(kith_vectors *v)
{
    if (v == NULL)
        return;
    kith_words_clear(&v->words);
    kith_mem_free(v->own_count);
    kith_mem_free(v->own_input);
    kith_mem_free(v->own_output);
    kith_mem_free(v->own_inner);
    kith_grams_clear(&v->grams);
    kith_guests_free(v->guests);
    free(v->config);
    free(v->notes);
    if (v->map != NULL)
        munmap(v->map, (size_t)v->map_bytes);
    free(v);
}
