/*
 * Translation by nearest rows. Some rows are near to everything ("hubs") and would answer too many
 * questions; CSLS takes off each row's mean cosine with its nearest on the other side (Conneau et
 * al., ICLR 2018). What it takes off a question is the same for all answers, so it is left out.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "query/nearest.h"
#include "query/similarity.h"

enum { NEAREST = 10, FIRST = 5, BATCH = 256 }; /* of CSLS; that may be right; rows at once */

/* handicap [rows of `to`]: half the mean cosine of each row with its nearest in `from`. */
static kith_status hubness(const kith_search *from, const kith_search *to, float *handicap,
                           kith_error *err)
{
    kith_hit *hit = kith_mem_new(BATCH, sizeof *hit * NEAREST);
    size_t found[BATCH];
    kith_status status = KITH_OK;
    if (hit == NULL)
        return kith_fail_memory(err, "the nearest rows", sizeof *hit * BATCH * NEAREST);
    for (uint64_t first = 0; first < to->rows && status == KITH_OK; first += BATCH) {
        kith_matrix rows = to->v->input;
        rows.at += first * rows.stride;
        rows.rows = to->rows - first < BATCH ? to->rows - first : BATCH;
        status = kith_search_rows(from, &rows, NULL, NEAREST, hit, found, err);
        for (uint64_t r = 0; status == KITH_OK && r < rows.rows; r++) {
            double sum = 0;
            for (size_t i = 0; i < found[r]; i++)
                sum += (double)hit[r * NEAREST + i].score;
            handicap[first + r] = (float)(sum / (double)found[r] / 2);
        }
    }
    kith_mem_free(hit);
    return status;
}

/* --- the words asked, each with its partners side by side --- */

typedef struct questions {
    const kith_search *from, *to;
    kith_row_pair *pair; /* [pairs] by a, then b; both among the rows searched */
    uint64_t pairs, count;
    uint64_t *first; /* [count + 1] of each question's pairs */
} questions;

static int by_rows(const void *x, const void *y)
{
    const kith_row_pair *a = x, *b = y;
    return a->a != b->a ? (a->a > b->a ? 1 : -1) : a->b != b->b ? (a->b > b->b ? 1 : -1) : 0;
}

/* Sorted pairs to questions; returns the words that have pairs but none that can be asked. */
static uint64_t group_pairs(questions *q, const kith_row_pair *sorted, uint64_t count)
{
    uint64_t outside = 0;
    for (uint64_t i = 0; i < count;) {
        const uint64_t a = sorted[i].a, before = q->pairs;
        q->first[q->count] = before;
        for (; i < count && sorted[i].a == a; i++)
            if (a < q->from->rows && sorted[i].b < q->to->rows)
                q->pair[q->pairs++] = sorted[i];
        if (q->pairs > before)
            q->count++;
        else
            outside++;
    }
    q->first[q->count] = q->pairs;
    return outside;
}

static bool is_right(const questions *q, uint64_t i, uint64_t row)
{
    for (uint64_t p = q->first[i]; p < q->first[i + 1]; p++)
        if (q->pair[p].b == row)
            return true;
    return false;
}

/* right [0]: by the best answer, right [1]: by any of the first few. */
static void count_right(const questions *q, uint64_t first, uint64_t n, const kith_hit *hit,
                        const size_t *found, uint64_t right[2])
{
    for (uint64_t r = 0; r < n; r++) {
        size_t at = 0;
        while (at < found[r] && !is_right(q, first + r, hit[r * FIRST + at].row))
            at++;
        right[0] += at == 0 && found[r] > 0;
        right[1] += at < found[r];
    }
}

static kith_status ask(const questions *q, const float *handicap, uint64_t right[2],
                       kith_error *err)
{
    const kith_matrix *m = &q->from->v->input;
    kith_hit hit[BATCH * FIRST];
    size_t found[BATCH];
    float *rows = kith_mem_new(BATCH, m->stride * sizeof *rows);
    kith_status status = KITH_OK;
    if (rows == NULL)
        return kith_fail_memory(err, "questions", BATCH * m->stride * sizeof *rows);
    for (uint64_t first = 0; first < q->count && status == KITH_OK; first += BATCH) {
        const uint64_t n = q->count - first < BATCH ? q->count - first : BATCH;
        for (uint64_t r = 0; r < n; r++)
            memcpy(rows + r * m->stride, m->at + q->pair[q->first[first + r]].a * m->stride,
                   m->stride * sizeof *rows);
        const kith_matrix asked = {rows, n, m->dim, m->stride};
        status = kith_search_rows(q->to, &asked, handicap, FIRST, hit, found, err);
        if (status == KITH_OK)
            count_right(q, first, n, hit, found, right);
    }
    kith_mem_free(rows);
    return status;
}

static double mean_cosine(const questions *q)
{
    double sum = 0;
    for (uint64_t p = 0; p < q->pairs; p++)
        sum += kith_cosine(kith_vectors_row(q->from->v, q->pair[p].a),
                           kith_vectors_row(q->to->v, q->pair[p].b), kith_vectors_dim(q->to->v));
    return q->pairs > 0 ? sum / (double)q->pairs : NAN;
}

static kith_status evaluate(const questions *q, float *handicap, kith_retrieval *out,
                            kith_error *err)
{
    out->asked = q->count;
    out->cosine = mean_cosine(q);
    if (q->count == 0)
        return KITH_OK;
    KITH_TRY(ask(q, NULL, out->nearest, err));
    KITH_TRY(hubness(q->from, q->to, handicap, err));
    return ask(q, handicap, out->csls, err);
}

kith_status kith_eval_retrieval(const kith_search *from, const kith_search *to,
                                const kith_row_pair *pair, uint64_t count, kith_retrieval *out,
                                kith_error *err)
{
    questions q = {.from = from, .to = to};
    *out = (kith_retrieval){.cosine = NAN};
    if (kith_vectors_dim(from->v) != kith_vectors_dim(to->v))
        return kith_fail(err, KITH_ERR_USAGE, "rows of two spaces with different dims");
    kith_row_pair *sorted = kith_mem_new(count, sizeof *sorted);
    float *handicap = kith_mem_new(to->rows, sizeof *handicap);
    q.pair = kith_mem_new(count, sizeof *q.pair);
    q.first = kith_mem_new(count + 1, sizeof *q.first);
    kith_status status = KITH_OK;
    if (sorted == NULL || handicap == NULL || q.pair == NULL || q.first == NULL)
        status = kith_fail_memory(err, "pairs of words", count * sizeof *sorted);
    if (status == KITH_OK && count > 0) {
        memcpy(sorted, pair, count * sizeof *sorted);
        qsort(sorted, count, sizeof *sorted, by_rows);
        out->outside = group_pairs(&q, sorted, count);
        status = evaluate(&q, handicap, out, err);
    }
    kith_mem_free(sorted);
    kith_mem_free(handicap);
    kith_mem_free(q.pair);
    kith_mem_free(q.first);
    return status;
}
