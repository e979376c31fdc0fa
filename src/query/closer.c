/*
 * Where one word stands among the neighbours of another: rank, the words between, and the relative
 * cosine similarity (Leeuwenberg et al. 2016).
 *
 * All cosines of one word are laid out, because the words in between may be any number of all.
 */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/stride.h"
#include "query/search.h"
#include "query/topk.h"

typedef struct sweep {
    const kith_search *s;
    const float *unit; /* [stride] */
    size_t stride;
    float *score; /* [rows] */
} sweep;

static void sweep_piece(void *self, unsigned worker, uint64_t first, size_t n)
{
    (void)worker;
    const sweep *w = self;
    kith_search_cosines(w->s, w->s->scale, first, n, w->unit, 1, w->stride, w->score + first);
}

/* score [rows]: the cosine of every row with `a`, NaN for those that take no part. */
static kith_status cosines_with(const kith_search *s, uint64_t a, float *score, kith_error *err)
{
    const size_t stride = kith_row_stride(kith_vectors_dim(s->v), sizeof(float));
    const kith_term word = {a, 1};
    float *unit = kith_mem_new(stride, sizeof *unit);
    if (unit == NULL)
        return kith_fail_memory(err, "a vector", stride * sizeof *unit);
    kith_query_vector(s->v, &word, 1, unit);
    sweep w = {s, unit, stride, score};
    kith_search_run(s, s->rows, kith_search_piece(s, sizeof *score), sweep_piece, &w);
    kith_mem_free(unit);
    return KITH_OK;
}

static int by_score(const void *x, const void *y)
{
    const kith_hit *a = x, *b = y;
    return kith_hit_before(*a, *b) ? -1 : kith_hit_before(*b, *a);
}

/* The rows that score above `limit`, best first. */
static kith_status take_above(const float *score, uint64_t rows, uint64_t a, float limit,
                              kith_hit **hits, uint64_t *count, kith_error *err)
{
    uint64_t above = 0;
    for (uint64_t i = 0; i < rows; i++)
        above += i != a && score[i] > limit ? 1 : 0;
    *hits = kith_mem_grow(NULL, above + 1, sizeof **hits);
    if (*hits == NULL)
        return kith_fail_memory(err, "the closer words", above * sizeof **hits);
    for (uint64_t i = 0; i < rows; i++)
        if (i != a && score[i] > limit)
            (*hits)[(*count)++] = (kith_hit){i, score[i]};
    qsort(*hits, *count, sizeof **hits, by_score);
    return KITH_OK;
}

kith_status kith_search_closer(const kith_search *s, uint64_t a, uint64_t b, kith_hit **hits,
                               uint64_t *count, kith_error *err)
{
    *hits = NULL;
    *count = 0;
    KITH_TRY(kith_search_check_row(s, a, err));
    KITH_TRY(kith_search_check_row(s, b, err));
    float *score = kith_mem_new(s->rows, sizeof *score);
    if (score == NULL)
        return kith_fail_memory(err, "the cosines of a word", s->rows * sizeof *score);
    kith_status status = cosines_with(s, a, score, err);
    if (status == KITH_OK) {
        const bool there = b < s->rows && !isnan(score[b]);
        const float limit = there ? score[b] : (float)kith_vectors_similarity(s->v, a, b);
        status = take_above(score, s->rows, a, limit, hits, count, err);
    }
    kith_mem_free(score);
    return status;
}

kith_status kith_search_relative(const kith_search *s, uint64_t a, uint64_t b, size_t k,
                                 double *relative, kith_error *err)
{
    const kith_term word = {a, 1};
    const kith_query query = {.term = &word, .terms = 1};
    size_t found = 0;
    double sum = 0;
    *relative = NAN;
    KITH_TRY(kith_search_check_row(s, b, err));
    kith_hit *hit = kith_mem_grow(NULL, k < s->rows ? k + 1 : s->rows + 1, sizeof *hit);
    if (hit == NULL)
        return kith_fail_memory(err, "the nearest words", k * sizeof *hit);
    const kith_status status =
        kith_search_nearest(s, &query, 1, k < s->rows ? k : (size_t)s->rows, hit, &found, err);
    for (size_t i = 0; i < found; i++)
        sum += (double)hit[i].score;
    free(hit);
    if (status == KITH_OK && sum != 0)
        *relative = kith_vectors_similarity(s->v, a, b) / sum;
    return status;
}
