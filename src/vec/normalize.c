/* Vectors of length one, under the same words. */
#include "vec/vectors.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"

static kith_status copy_words(const kith_vectors *v, kith_words *to, kith_error *err)
{
    const uint64_t rows = kith_vectors_rows(v);
    for (uint64_t row = 0; row < rows; row++) {
        size_t bytes = 0;
        uint64_t id = 0;
        bool added = false;
        const char *word = kith_vectors_word(v, row, &bytes);
        KITH_TRY(kith_words_add(to, word, bytes, &id, &added, err));
        if (!added)
            return kith_fail(err, KITH_ERR_DATA, "two rows have one word");
    }
    return KITH_OK;
}

static kith_status copy_counts(const kith_vectors *v, struct kith_vectors *to, kith_error *err)
{
    const uint64_t rows = kith_vectors_rows(v);
    if (v->count == NULL || rows == 0)
        return KITH_OK;
    to->own_count = kith_mem_new(rows, sizeof *v->count);
    if (to->own_count == NULL)
        return kith_fail_memory(err, "counts", rows * sizeof *v->count);
    memcpy(to->own_count, v->count, (size_t)rows * sizeof *v->count);
    to->count = to->own_count;
    return KITH_OK;
}

/* Sums in double, where the squares of all floats are finite and none is lost. */
static void divide_by_length(const float *from, uint64_t dim, float *to)
{
    double sum = 0;
    for (uint64_t i = 0; i < dim; i++)
        sum += (double)from[i] * (double)from[i];
    const double length = sum > 0 ? sqrt(sum) : 1;
    for (uint64_t i = 0; i < dim; i++)
        to[i] = (float)((double)from[i] / length);
}

kith_status kith_vectors_normalize(const kith_vectors *v, kith_vectors **out, kith_error *err)
{
    const uint64_t rows = kith_vectors_rows(v), dim = kith_vectors_dim(v);
    struct kith_vectors *to = NULL;
    *out = NULL;
    KITH_TRY(kith_vectors_new(rows, dim, &to, err));
    kith_status status = copy_words(v, &to->words, err);
    if (status == KITH_OK)
        status = copy_counts(v, to, err);
    if (status != KITH_OK) {
        kith_vectors_free(to);
        return status;
    }
    to->format = v->format;
    for (uint64_t row = 0; row < rows; row++)
        divide_by_length(kith_vectors_row(v, row), dim,
                         (float *)to->own_input + row * to->input.stride);
    *out = to;
    return KITH_OK;
}
