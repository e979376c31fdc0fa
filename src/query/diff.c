/*
 * Two models side by side. Neighbours are looked for among the words that both have, so that a word
 * of one model alone counts for nothing; places are compared once one space is turned to the other.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "query/nearest.h"
#include "query/similarity.h"
#include "vec/align.h"
#include "vec/procrustes.h"

enum { NEIGHBOURS = 10, BATCH = 256 };

/* The rows of one side, words left out: row i of both sides is the same word. */
static kith_status take_side(const kith_vectors *v, const kith_diff *d, bool second,
                             kith_vectors **out, kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(v);
    KITH_TRY(kith_vectors_new(d->compared, dim, out, err));
    float *to = (*out)->own_input;
    for (uint64_t i = 0; i < d->compared; i++)
        memcpy(to + i * (*out)->input.stride,
               kith_vectors_row(v, second ? d->shift[i].b : d->shift[i].a), dim * sizeof *to);
    return KITH_OK;
}

/* --- neighbours --- */

/* near [n][k], found [n] of rows first.., themselves left out. */
static kith_status neighbours(const kith_search *s, uint64_t first, size_t n, size_t k,
                              kith_hit *near, size_t *found, kith_error *err)
{
    kith_term term[BATCH];
    kith_query query[BATCH];
    for (size_t i = 0; i < n; i++) {
        term[i] = (kith_term){first + i, 1};
        query[i] = (kith_query){.term = &term[i], .terms = 1};
    }
    return kith_search_nearest(s, query, n, k, near, found, err);
}

static int by_row(const void *x, const void *y)
{
    const kith_hit *a = x, *b = y;
    return a->row > b->row ? 1 : a->row < b->row ? -1 : 0;
}

/* Of what either has, the share that both have; 1 where neither has any. Sorts both by row. */
static double jaccard(kith_hit *x, size_t xs, kith_hit *y, size_t ys)
{
    size_t both = 0;
    qsort(x, xs, sizeof *x, by_row);
    qsort(y, ys, sizeof *y, by_row);
    for (size_t i = 0, j = 0; i < xs && j < ys;) {
        both += x[i].row == y[j].row;
        if (x[i].row <= y[j].row)
            i++;
        else
            j++;
    }
    return xs + ys > both ? (double)both / (double)(xs + ys - both) : 1;
}

static kith_status measure_overlap(const kith_search *a, const kith_search *b, size_t k,
                                   kith_diff *d, kith_error *err)
{
    size_t found[2][BATCH];
    kith_hit *near = kith_mem_new(k, sizeof *near * 2 * BATCH);
    kith_status status = KITH_OK;
    if (near == NULL)
        return kith_fail_memory(err, "neighbours", sizeof *near * 2 * BATCH * k);
    for (uint64_t first = 0; first < d->compared && status == KITH_OK; first += BATCH) {
        const size_t n = d->compared - first < BATCH ? (size_t)(d->compared - first) : BATCH;
        kith_hit *other = near + BATCH * k;
        status = neighbours(a, first, n, k, near, found[0], err);
        if (status == KITH_OK)
            status = neighbours(b, first, n, k, other, found[1], err);
        for (size_t i = 0; status == KITH_OK && i < n; i++)
            d->shift[first + i].overlap =
                jaccard(near + i * k, found[0][i], other + i * k, found[1][i]);
    }
    kith_mem_free(near);
    return status;
}

static kith_status compare_neighbours(const kith_vectors *a, const kith_vectors *b,
                                      const kith_diff_options *how, kith_diff *d, kith_error *err)
{
    const uint64_t k = how->k > 0 ? how->k : NEIGHBOURS;
    const size_t kept = (size_t)(k < d->compared ? k : d->compared);
    kith_search *x = NULL, *y = NULL;
    kith_status status = kith_search_new(a, how->threads, how->isa, 0, &x, err);
    if (status == KITH_OK)
        status = kith_search_new(b, how->threads, how->isa, 0, &y, err);
    if (status == KITH_OK)
        status = measure_overlap(x, y, kept, d, err);
    kith_search_free(x);
    kith_search_free(y);
    return status;
}

/* --- places --- */

static kith_status measure_moves(const kith_tools *t, const kith_vectors *a, const kith_vectors *b,
                                 kith_diff *d, kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(a);
    double *rotation = kith_mem_new(dim, dim * sizeof *rotation);
    kith_row_pair *pair = kith_mem_new(d->compared, sizeof *pair);
    float *turned = kith_mem_new(d->compared, dim * sizeof *turned);
    kith_status status = KITH_OK;
    if (rotation == NULL || pair == NULL || turned == NULL)
        status = kith_fail_memory(err, "turned rows", d->compared * dim * sizeof *turned);
    for (uint64_t i = 0; status == KITH_OK && i < d->compared; i++)
        pair[i] = (kith_row_pair){i, i};
    if (status == KITH_OK)
        status = kith_align_fit(t, a, b, pair, d->compared, rotation, err);
    if (status == KITH_OK)
        status = kith_rows_rotate(t, &a->input, rotation, turned, dim, err);
    for (uint64_t i = 0; status == KITH_OK && i < d->compared; i++)
        d->shift[i].moved = 1 - kith_cosine(turned + i * dim, kith_vectors_row(b, i), dim);
    kith_mem_free(rotation);
    kith_mem_free(pair);
    kith_mem_free(turned);
    return status;
}

static kith_status compare_places(const kith_vectors *a, const kith_vectors *b,
                                  const kith_diff_options *how, kith_diff *d, kith_error *err)
{
    kith_tools t;
    if (kith_vectors_dim(a) != kith_vectors_dim(b))
        return KITH_OK;
    KITH_TRY(kith_tools_init(&t, how->threads, how->isa, err));
    const kith_status status = measure_moves(&t, a, b, d, err);
    kith_tools_clear(&t);
    return status;
}

/* --- the whole --- */

static int by_change(const void *x, const void *y)
{
    const kith_shift *a = x, *b = y;
    if (a->moved != b->moved && !isnan(a->moved))
        return a->moved < b->moved ? 1 : -1;
    if (a->overlap != b->overlap)
        return a->overlap > b->overlap ? 1 : -1;
    return a->a > b->a ? 1 : -1;
}

static void finish(kith_diff *d)
{
    for (uint64_t i = 0; i < d->compared; i++) {
        d->overlap += d->shift[i].overlap / (double)d->compared;
        d->moved += d->shift[i].moved / (double)d->compared;
    }
    qsort(d->shift, d->compared, sizeof *d->shift, by_change);
}

static kith_status compare(const kith_vectors *a, const kith_vectors *b,
                           const kith_diff_options *how, kith_diff *d, kith_error *err)
{
    kith_vectors *x = NULL, *y = NULL;
    kith_status status = take_side(a, d, false, &x, err);
    if (status == KITH_OK)
        status = take_side(b, d, true, &y, err);
    if (status == KITH_OK)
        status = compare_neighbours(x, y, how, d, err);
    if (status == KITH_OK)
        status = compare_places(x, y, how, d, err);
    kith_vectors_free(x);
    kith_vectors_free(y);
    if (status == KITH_OK)
        finish(d);
    return status;
}

void kith_diff_clear(kith_diff *d)
{
    kith_mem_free(d->shift);
    *d = (kith_diff){0};
}

kith_status kith_vectors_diff(const kith_vectors *a, const kith_vectors *b,
                              const kith_diff_options *how, kith_diff *out, kith_error *err)
{
    kith_row_pairs pairs;
    *out = (kith_diff){0};
    KITH_TRY(kith_row_pairs_shared(a, b, &pairs, err));
    out->shared = pairs.count;
    out->only_a = kith_vectors_rows(a) - pairs.count;
    out->only_b = kith_vectors_rows(b) - pairs.count;
    out->compared = how->top > 0 && how->top < pairs.count ? how->top : pairs.count;
    out->shift = kith_mem_new(out->compared, sizeof *out->shift);
    kith_status status = KITH_OK;
    if (out->shift == NULL)
        status = kith_fail_memory(err, "words", out->compared * sizeof *out->shift);
    for (uint64_t i = 0; status == KITH_OK && i < out->compared; i++)
        out->shift[i] = (kith_shift){pairs.pair[i].a, pairs.pair[i].b, 0, NAN};
    kith_row_pairs_clear(&pairs);
    if (status == KITH_OK)
        status = compare(a, b, how, out, err);
    if (status != KITH_OK)
        kith_diff_clear(out);
    return status;
}
