/*
 * Vectors of sentences: the mean of the words' unit vectors, as fastText prints it, or SIF (Arora,
 * Liang & Ma 2017), where frequent words weigh less and what all sentences share is taken out.
 */
#include <math.h>

#include "base/mem.h"
#include "query/similarity.h"
#include "query/slice.h"
#include "vec/svd.h"

uint64_t kith_vectors_tokens(const kith_vectors *v)
{
    uint64_t tokens = 0;
    for (uint64_t i = 0; i < kith_vectors_rows(v); i++)
        tokens += kith_vectors_count(v, i);
    return tokens;
}

/* What a word counts for; unlike fastText's, SIF's words keep their lengths. */
static double weight_of(const kith_vectors *v, const kith_sentence_options *o, uint64_t row)
{
    if (o->sif) {
        const bool counted = row < kith_vectors_rows(v) && o->tokens > 0;
        const double share = counted ? (double)kith_vectors_count(v, row) / (double)o->tokens : 0;
        return o->a / (o->a + share);
    }
    const float *x = kith_vectors_row(v, row);
    const double length = sqrt(kith_dot(x, x, kith_vectors_dim(v)));
    return length > 0 ? 1 / length : 0;
}

void kith_sentence_vector(const kith_vectors *v, const kith_sentence_options *o, const char *text,
                          size_t bytes, float *vector, uint64_t *words, uint64_t *unknown)
{
    const uint64_t dim = kith_vectors_dim(v);
    kith_slice rest = {text, bytes};
    uint64_t summed = 0;
    *words = *unknown = 0;
    for (uint64_t i = 0; i < dim; i++)
        vector[i] = 0;
    for (kith_slice w = kith_slice_token(&rest); w.bytes > 0; w = kith_slice_token(&rest)) {
        const uint64_t row = kith_vectors_ask(v, w.at, w.bytes);
        if (row == UINT64_MAX) {
            ++*unknown;
            continue;
        }
        const double weight = weight_of(v, o, row);
        const float *x = kith_vectors_row(v, row);
        for (uint64_t i = 0; i < dim; i++)
            vector[i] += (float)(weight * (double)x[i]);
        summed += weight > 0 ? 1 : 0;
        ++*words;
    }
    for (uint64_t i = 0; i < dim && summed > 1; i++)
        vector[i] /= (float)summed;
}

/* The direction that most of the rows' squares lie along, into axis [dim]. */
static kith_status common_axis(const kith_tools *t, const kith_matrix *m, double *axis,
                               kith_error *err)
{
    double *product = kith_mem_new(m->dim, m->dim * sizeof *product);
    double *axes = kith_mem_new(m->dim, (m->dim + 1) * sizeof *axes);
    kith_status status = KITH_OK;
    if (product == NULL || axes == NULL)
        status = kith_fail_memory(err, "a component", 2 * m->dim * m->dim * sizeof *axes);
    if (status == KITH_OK)
        status = kith_rows_products(t, m, NULL, m, NULL, product, err);
    if (status == KITH_OK)
        status = kith_svd(t, product, m->dim, m->dim, axes, axes + m->dim * m->dim, err);
    for (uint64_t i = 0; i < m->dim && status == KITH_OK; i++)
        axis[i] = axes[i];
    kith_mem_free(product);
    kith_mem_free(axes);
    return status;
}

static void subtract(float *row, const double *axis, uint64_t dim)
{
    double along = 0;
    for (uint64_t i = 0; i < dim; i++)
        along += (double)row[i] * axis[i];
    for (uint64_t i = 0; i < dim; i++)
        row[i] = (float)((double)row[i] - along * axis[i]);
}

kith_status kith_sentences_remove_common(float *rows, uint64_t count, uint64_t dim,
                                         unsigned threads, const char *isa, kith_error *err)
{
    const kith_matrix m = {rows, count, dim, dim};
    kith_tools t;
    KITH_TRY(kith_svd_check(dim, err));
    double *axis = kith_mem_new(dim, sizeof *axis);
    if (axis == NULL)
        return kith_fail_memory(err, "a component", dim * sizeof *axis);
    kith_status status = kith_tools_init(&t, threads, isa, err);
    if (status == KITH_OK) {
        status = count > 0 ? common_axis(&t, &m, axis, err) : KITH_OK;
        kith_tools_clear(&t);
    }
    for (uint64_t i = 0; i < count && status == KITH_OK; i++)
        subtract(rows + i * dim, axis, dim);
    kith_mem_free(axis);
    return status;
}
