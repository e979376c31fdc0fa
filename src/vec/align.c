#include "vec/align.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "vec/procrustes.h"
#include "vec/unit.h"

/* Rows of one side of the pairs, at length 1. */
static kith_status take_side(const kith_tools *t, const kith_vectors *v, const kith_row_pair *pair,
                             uint64_t count, bool second, kith_vectors **out, kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(v);
    KITH_TRY(kith_vectors_new(count, dim, out, err));
    float *to = (*out)->own_input;
    for (uint64_t i = 0; i < count; i++)
        memcpy(to + i * (*out)->input.stride, kith_vectors_row(v, second ? pair[i].b : pair[i].a),
               dim * sizeof *to);
    kith_rows_normalize(t, *out);
    return KITH_OK;
}

static kith_status check(const kith_vectors *a, const kith_vectors *b, uint64_t count,
                         kith_error *err)
{
    if (kith_vectors_dim(a) != kith_vectors_dim(b))
        return kith_fail(err, KITH_ERR_DATA,
                         "rows of %" PRIu64 " and of %" PRIu64
                         " numbers cannot be aligned: expected as many in both",
                         kith_vectors_dim(a), kith_vectors_dim(b));
    if (count == 0)
        return kith_fail(err, KITH_ERR_USAGE, "no pairs of words to align by");
    return KITH_OK;
}

kith_status kith_align_fit(const kith_tools *t, const kith_vectors *a, const kith_vectors *b,
                           const kith_row_pair *pair, uint64_t count, double *rotation,
                           kith_error *err)
{
    kith_vectors *x = NULL, *y = NULL;
    KITH_TRY(check(a, b, count, err));
    kith_status status = take_side(t, a, pair, count, false, &x, err);
    if (status == KITH_OK)
        status = take_side(t, b, pair, count, true, &y, err);
    if (status == KITH_OK)
        status = kith_procrustes(t, &x->input, &y->input, rotation, err);
    kith_vectors_free(x);
    kith_vectors_free(y);
    return status;
}

/* Each row stands where it stood, if there are any. */
static kith_status rotate_rows(const kith_tools *t, const kith_matrix *from, const double *rotation,
                               const kith_matrix *to, void *own, kith_error *err)
{
    return from->at == NULL ? KITH_OK : kith_rows_rotate(t, from, rotation, own, to->stride, err);
}

/* The mean of rotated rows is the rotated mean, so n-grams stay; the words' vectors are made of
 * them anew, since a file that has them has nothing else. */
static kith_status rotate_grams(const kith_tools *t, const kith_grams *from, const double *rotation,
                                kith_vectors *out, kith_error *err)
{
    kith_grams *to = &out->grams;
    if (from->how.most == 0)
        return KITH_OK;
    KITH_TRY(rotate_rows(t, &from->own, rotation, &to->own, to->own_own, err));
    KITH_TRY(rotate_rows(t, &from->row, rotation, &to->row, to->own_row, err));
    for (uint64_t row = 0; row < out->input.rows; row++) {
        size_t bytes = 0;
        const char *word = kith_vectors_word(out, row, &bytes);
        kith_grams_word(to, row, word, bytes, (float *)out->own_input + row * out->input.stride);
    }
    return KITH_OK;
}

/* A copy by an edit that changes nothing, whose numbers are written anew. */
static kith_status rotate(const kith_tools *t, const kith_vectors *a, const double *rotation,
                          kith_vectors **out, kith_error *err)
{
    const kith_edit nothing = {.threads = 1};
    KITH_TRY(kith_vectors_edit(&a, 1, &nothing, out, NULL, err));
    kith_vectors *v = *out;
    KITH_TRY(rotate_rows(t, &a->input, rotation, &v->input, v->own_input, err));
    KITH_TRY(rotate_rows(t, &a->output, rotation, &v->output, v->own_output, err));
    return rotate_grams(t, &a->grams, rotation, v, err);
}

kith_status kith_vectors_align(const kith_vectors *a, const kith_vectors *b,
                               const kith_row_pair *pair, uint64_t count, unsigned threads,
                               const char *isa, kith_vectors **out, kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(a);
    kith_tools t;
    *out = NULL;
    KITH_TRY(check(a, b, count, err));
    KITH_TRY(kith_tools_init(&t, threads, isa, err));
    double *rotation = kith_mem_new(dim, dim * sizeof *rotation);
    kith_status status = KITH_OK;
    if (rotation == NULL)
        status = kith_fail_memory(err, "a rotation", dim * dim * sizeof *rotation);
    if (status == KITH_OK)
        status = kith_align_fit(&t, a, b, pair, count, rotation, err);
    if (status == KITH_OK)
        status = rotate(&t, a, rotation, out, err);
    kith_mem_free(rotation);
    kith_tools_clear(&t);
    if (status != KITH_OK) {
        kith_vectors_free(*out);
        *out = NULL;
    }
    return status;
}
