/*
 * Edits: rows of one or more files picked by their words, then their numbers changed. One copy is
 * made of what stays; where components are taken, a second one.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "vec/carry.h"
#include "vec/pca.h"
#include "vec/pick.h"
#include "vec/unit.h"

/* --- rows --- */

static kith_status check_dims(const kith_vectors *const *v, size_t count, kith_error *err)
{
    for (size_t i = 1; i < count; i++)
        if (kith_vectors_dim(v[i]) != kith_vectors_dim(v[0]))
            return kith_fail(err, KITH_ERR_DATA,
                             "file %zu has rows of %llu numbers, the first one of %llu", i + 1,
                             (unsigned long long)kith_vectors_dim(v[i]),
                             (unsigned long long)kith_vectors_dim(v[0]));
    return KITH_OK;
}

static void add_row(float *to, const float *from, uint64_t dim)
{
    for (uint64_t i = 0; i < dim; i++)
        to[i] += from[i];
}

static void copy_rows(const kith_vectors *v, kith_clash clash, const kith_pick *p, float *to,
                      uint64_t stride, uint32_t *seen)
{
    const uint64_t dim = kith_vectors_dim(v);
    for (uint64_t row = 0; row < kith_vectors_rows(v); row++) {
        size_t bytes;
        const char *word = kith_vectors_word(v, row, &bytes);
        const uint64_t place = p->place[kith_words_find(&p->words, word, bytes)];
        if (place == KITH_NO_WORD || (clash == KITH_CLASH_FIRST && seen[place] > 0))
            continue;
        if (clash == KITH_CLASH_MEAN)
            add_row(to + place * stride, kith_vectors_row(v, row), dim);
        else
            memcpy(to + place * stride, kith_vectors_row(v, row), dim * sizeof *to);
        seen[place]++;
    }
}

static kith_status fill_rows(const kith_vectors *const *v, size_t count, kith_clash clash,
                             const kith_pick *p, kith_vectors *out, kith_error *err)
{
    float *to = out->own_input;
    const uint64_t stride = out->input.stride;
    uint32_t *seen = kith_mem_new(p->rows, sizeof *seen);
    if (seen == NULL)
        return kith_fail_memory(err, "rows", p->rows * sizeof *seen);
    for (size_t i = 0; i < count; i++)
        copy_rows(v[i], clash, p, to, stride, seen);
    for (uint64_t row = 0; clash == KITH_CLASH_MEAN && row < p->rows; row++)
        for (uint64_t i = 0; i < out->input.dim; i++)
            to[row * stride + i] /= (float)seen[row];
    kith_mem_free(seen);
    return KITH_OK;
}

static kith_status fill_counts(const kith_pick *p, kith_vectors *out, kith_error *err)
{
    if (p->count == NULL)
        return KITH_OK;
    uint64_t *count = kith_mem_new(p->rows, sizeof *count);
    if (count == NULL)
        return kith_fail_memory(err, "counts", p->rows * sizeof *count);
    for (uint64_t id = 0; id < p->words.size; id++)
        if (p->place[id] != KITH_NO_WORD)
            count[p->place[id]] = p->count[id];
    out->own_count = count;
    out->count = count;
    return KITH_OK;
}

/* Are the words that stay as they were, with their names and numbers? */
static bool picks_alone(size_t count, const kith_edit *how)
{
    return count == 1 && how->rename == NULL && !how->normalize_first && !how->center &&
           how->remove == 0 && how->pca == 0 && !how->normalize;
}

/* Takes the names over from the pick. */
static kith_status take_rows(const kith_vectors *const *v, size_t count, const kith_edit *how,
                             kith_pick *p, kith_vectors **out, kith_error *err)
{
    KITH_TRY(kith_vectors_new(p->rows, kith_vectors_dim(v[0]), out, err));
    (*out)->words = p->named;
    p->named = (kith_words){0};
    KITH_TRY(fill_counts(p, *out, err));
    KITH_TRY(fill_rows(v, count, how->clash, p, *out, err));
    return picks_alone(count, how) && !how->alone ? kith_carry(v[0], p, *out, err) : KITH_OK;
}

/* --- numbers --- */

static void center(kith_vectors *v, const double *mean)
{
    float *at = v->own_input;
    for (uint64_t row = 0; row < v->input.rows; row++)
        for (uint64_t i = 0; i < v->input.dim; i++)
            at[row * v->input.stride + i] =
                (float)((double)at[row * v->input.stride + i] - mean[i]);
}

static kith_status center_rows(const kith_tools *t, kith_vectors *v, kith_error *err)
{
    double *mean = kith_mem_new(v->input.dim, sizeof *mean);
    if (mean == NULL)
        return kith_fail_memory(err, "a mean", v->input.dim * sizeof *mean);
    const kith_status status = kith_rows_mean(t, &v->input, mean, err);
    if (status == KITH_OK)
        center(v, mean);
    kith_mem_free(mean);
    return status;
}

/* Rows minus their parts along the first components: minus their coordinates times the axes. */
static kith_status remove_parts(const kith_tools *t, kith_vectors *v, const kith_pca *p, size_t n,
                                kith_error *err)
{
    float *part = kith_mem_new(v->input.rows, n * sizeof *part);
    if (part == NULL)
        return kith_fail_memory(err, "coordinates", v->input.rows * n * sizeof *part);
    const kith_status status = kith_rows_map(t, &v->input, p->mean, p->axis, n, part, n, err);
    float *at = v->own_input;
    center(v, p->mean);
    for (uint64_t row = 0; status == KITH_OK && row < v->input.rows; row++)
        for (size_t c = 0; c < n; c++)
            for (uint64_t i = 0; i < p->dim; i++)
                at[row * v->input.stride + i] -= part[row * n + c] * (float)p->axis[c * p->dim + i];
    kith_mem_free(part);
    return status;
}

/* New vectors under the old ones' words, whose words and counts they take. */
static kith_status project(const kith_tools *t, kith_vectors **v, const kith_pca *p, size_t from,
                           size_t n, kith_error *err)
{
    kith_vectors *old = *v, *made = NULL;
    KITH_TRY(kith_vectors_new(old->input.rows, n, &made, err));
    const kith_status status = kith_rows_map(t, &old->input, p->mean, p->axis + from * p->dim, n,
                                             made->own_input, made->input.stride, err);
    if (status != KITH_OK) {
        kith_vectors_free(made);
        return status;
    }
    made->words = old->words;
    made->count = old->count;
    made->own_count = old->own_count;
    old->words = (kith_words){0};
    old->own_count = NULL;
    kith_vectors_free(old);
    *v = made;
    return KITH_OK;
}

/* Both kinds of components come from one decomposition: those kept follow those taken out. */
static kith_status use_components(const kith_tools *t, const kith_edit *how, kith_vectors **v,
                                  kith_edit_report *report, kith_error *err)
{
    kith_pca p;
    KITH_TRY(kith_pca_fit(t, &(*v)->input, &p, err));
    const size_t from = (size_t)how->remove, n = (size_t)how->pca;
    report->removed = from > 0 ? kith_pca_share(&p, 0, from) : 0;
    report->kept = kith_pca_share(&p, from, n > 0 ? from + n : p.dim);
    const kith_status status =
        n > 0 ? project(t, v, &p, from, n, err) : remove_parts(t, *v, &p, from, err);
    kith_pca_clear(&p);
    return status;
}

static kith_status change_numbers(const kith_edit *how, kith_vectors **v, kith_edit_report *report,
                                  kith_error *err)
{
    kith_tools t;
    kith_status status = KITH_OK;
    KITH_TRY(kith_tools_init(&t, how->threads, how->isa, err));
    if (how->normalize_first)
        kith_rows_normalize(&t, *v);
    if (how->remove > 0 || how->pca > 0)
        status = use_components(&t, how, v, report, err);
    else if (how->center)
        status = center_rows(&t, *v, err);
    if (status == KITH_OK && how->normalize)
        kith_rows_normalize(&t, *v);
    kith_tools_clear(&t);
    return status;
}

/* --- */

static kith_status check(const kith_vectors *const *v, size_t count, const kith_edit *how,
                         kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(v[0]);
    KITH_TRY(check_dims(v, count, err));
    if (how->remove >= dim && how->remove > 0)
        return kith_fail(err, KITH_ERR_USAGE,
                         "%llu components to remove: expected fewer than the %llu numbers of a row",
                         (unsigned long long)how->remove, (unsigned long long)dim);
    if (how->pca > dim - how->remove)
        return kith_fail(err, KITH_ERR_USAGE,
                         "%llu components to keep: expected at most the %llu that are left",
                         (unsigned long long)how->pca, (unsigned long long)(dim - how->remove));
    return KITH_OK;
}

kith_status kith_vectors_edit(const kith_vectors *const *v, size_t count, const kith_edit *how,
                              kith_vectors **out, kith_edit_report *report, kith_error *err)
{
    kith_edit_report unread = {0};
    kith_pick pick;
    *out = NULL;
    report = report != NULL ? report : &unread;
    *report = (kith_edit_report){.kept = 1};
    KITH_TRY(check(v, count, how, err));
    KITH_TRY(kith_pick_make(v, count, how, &pick, report, err));
    kith_status status = take_rows(v, count, how, &pick, out, err);
    kith_pick_clear(&pick);
    if (status == KITH_OK)
        status = change_numbers(how, out, report, err);
    if (status != KITH_OK) {
        kith_vectors_free(*out);
        *out = NULL;
    }
    return status;
}
