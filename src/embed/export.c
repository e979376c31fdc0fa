/*
 * From parameters to named rows, without a copy where the numbers are floats already.
 */
#include <string.h>

#include "base/mem.h"
#include "base/stride.h"
#include "embed/embed.h"
#include "text/vocab.h"

/* The matrix of a parameter: borrowed, or converted into *own in the double build. */
static bool as_matrix(const kith_param *p, kith_matrix *m, void **own)
{
    if (p->rows == 0)
        return true;
    *m = (kith_matrix){.rows = p->rows, .dim = p->cols, .stride = p->stride};
    if (sizeof(kith_real) == sizeof(float)) {
        m->at = (const float *)p->w;
        return true;
    }
    m->stride = kith_row_stride(p->cols, sizeof(float));
    float *at = *own = kith_mem_new(m->rows, m->stride * sizeof *at);
    for (size_t i = 0; at != NULL && i < p->rows; i++)
        for (size_t c = 0; c < p->cols; c++)
            at[i * m->stride + c] = (float)kith_param_row(p, i)[c];
    m->at = at;
    return at != NULL;
}

kith_status kith_embed_vectors(const kith_embed *e, const char *config, kith_vectors **out,
                               kith_error *err)
{
    kith_vectors *v = *out = kith_mem_grow(NULL, 1, sizeof *v);
    if (v == NULL)
        return kith_fail_memory(err, "the vectors", sizeof *v);
    *v = (kith_vectors){.words = e->corpus->vocab->words, .count = e->corpus->vocab->count};
    v->words.owned = false;
    v->format = "kith";
    v->config = kith_mem_copy(config, strlen(config));
    if (v->config != NULL && as_matrix(&e->input, &v->input, &v->own_input) &&
        as_matrix(&e->output, &v->output, &v->own_output) &&
        as_matrix(&e->inner, &v->inner, &v->own_inner))
        return KITH_OK;
    kith_vectors_free(v);
    *out = NULL;
    return kith_fail_memory(err, "the vectors", kith_embed_bytes(e));
}
