/*
 * From parameters to named rows, without a copy where the numbers are floats already.
 */
#include <string.h>

#include "base/mem.h"
#include "base/stride.h"
#include "embed/embed.h"
#include "text/vocab.h"

/* The matrix of a parameter: borrowed, or room in *own to convert it to, in the double build. */
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
    m->at = *own = kith_mem_new(m->rows, m->stride * sizeof(float));
    return m->at != NULL;
}

/* The numbers as they are now, where they were not borrowed. */
static void convert(const kith_param *p, const kith_matrix *m, void *own)
{
    float *at = own;
    for (size_t i = 0; at != NULL && i < p->rows; i++)
        for (size_t c = 0; c < p->cols; c++)
            at[i * m->stride + c] = (float)kith_param_row(p, i)[c];
}

/* Room for what words and n-grams make together, and what they are made of. */
static bool add_grams(const kith_embed *e, kith_vectors *v)
{
    if (e->grams.start == NULL)
        return true;
    v->grams = (kith_grams){.how = e->grams.how,
                            .own = v->input,
                            .own_own = v->own_input,
                            .row = {.dim = v->input.dim},
                            .place = e->grams.place};
    v->own_input = kith_mem_new(v->input.rows, v->input.stride * sizeof(float));
    v->input.at = v->own_input;
    return v->own_input != NULL && as_matrix(&e->gram, &v->grams.row, &v->grams.own_row) &&
           kith_guests_new(&v->guests, NULL) == KITH_OK;
}

void kith_embed_compose(const kith_embed *e, kith_vectors *v)
{
    const bool parts = v->grams.how.most > 0;
    convert(&e->input, parts ? &v->grams.own : &v->input, parts ? v->grams.own_own : v->own_input);
    convert(&e->gram, &v->grams.row, v->grams.own_row);
    convert(&e->output, &v->output, v->own_output);
    convert(&e->inner, &v->inner, v->own_inner);
    for (uint64_t i = 0; parts && i < v->input.rows; i++) {
        size_t bytes = 0;
        const char *word = kith_vectors_word(v, i, &bytes);
        kith_grams_word(&v->grams, i, word, bytes, (float *)v->own_input + i * v->input.stride);
    }
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
        as_matrix(&e->inner, &v->inner, &v->own_inner) && add_grams(e, v))
        return KITH_OK;
    kith_vectors_free(v);
    *out = NULL;
    return kith_fail_memory(err, "the vectors", kith_embed_bytes(e));
}
