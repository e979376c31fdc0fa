/*
 * Sums by products: 3CosMul (Levy & Goldberg 2014, eq. 5) for any number of words.
 *
 * Each word's cosine is moved to [0, 1] and raised to the size of its weight; a row scores the
 * product over the words added, divided by the product over those taken away and their eps of
 * 0.001 (gensim's most_similar_cosmul: 0.000001). One word far off cannot outweigh the others as it
 * can in a sum.
 */
#include <math.h>

#include "base/mem.h"
#include "base/stride.h"
#include "query/search.h"
#include "query/topk.h"

typedef struct product {
    const kith_search *s;
    const kith_query *query;
    size_t k, stride, piece;
    float *unit;     /* [terms][stride] */
    float *cosine;   /* [workers][terms][piece] */
    float *score;    /* [workers][2][piece]: what is multiplied, what divides */
    kith_topk *heap; /* [workers] */
    kith_hit *hit;   /* [workers][k] */
} product;

static void product_clear(product *p)
{
    kith_mem_free(p->unit);
    kith_mem_free(p->cosine);
    kith_mem_free(p->score);
    kith_mem_free(p->heap);
    kith_mem_free(p->hit);
}

static kith_status make_room(product *p, kith_error *err)
{
    const uint64_t workers = kith_search_workers(p->s), terms = p->query->terms;
    p->stride = kith_row_stride(kith_vectors_dim(p->s->v), sizeof *p->unit);
    p->piece = kith_search_piece(p->s, (terms + 2) * sizeof *p->cosine);
    p->unit = kith_mem_new(terms, p->stride * sizeof *p->unit);
    p->cosine = kith_mem_new(workers * terms, p->piece * sizeof *p->cosine);
    p->score = kith_mem_new(workers * 2, p->piece * sizeof *p->score);
    p->heap = kith_mem_new(workers, sizeof *p->heap);
    p->hit = kith_mem_new(workers, p->k * sizeof *p->hit);
    if (p->unit != NULL && p->cosine != NULL && p->score != NULL && p->heap != NULL &&
        p->hit != NULL)
        return KITH_OK;
    return kith_fail_memory(err, "the answers", workers * p->k * sizeof *p->hit);
}

static void ask(product *p)
{
    const kith_query *q = p->query;
    for (size_t i = 0; i < q->terms; i++) {
        const kith_term word = {q->term[i].row, 1};
        kith_query_vector(p->s->v, &word, 1, p->unit + i * p->stride);
    }
    for (size_t i = 0; i < kith_search_workers(p->s); i++)
        p->heap[i] = (kith_topk){.hit = p->hit + i * p->k,
                                 .room = p->k,
                                 .skip = q->term,
                                 .skips = q->include_inputs ? 0 : q->terms};
}

/* y [n] *= ((1 + cosine) / 2) ^ power; rounding may have left a cosine a little below
 * -1, and NaN stays what it is. */
static void multiply(const float *cosine, float power, size_t n, float *y)
{
    for (size_t i = 0; i < n; i++) {
        const float share = cosine[i] > -1 ? (1 + cosine[i]) / 2 : cosine[i] * 0;
        y[i] *= power == 1 ? share : powf(share, power);
    }
}

static void score_piece(void *self, unsigned worker, uint64_t first, size_t n)
{
    const product *p = self;
    const kith_query *q = p->query;
    float *cosine = p->cosine + worker * q->terms * p->piece;
    float *above = p->score + (size_t)worker * 2 * p->piece, *below = above + p->piece;
    kith_search_cosines(p->s, p->s->scale, first, n, p->unit, q->terms, p->stride, cosine);
    for (size_t i = 0; i < n; i++)
        above[i] = below[i] = 1;
    bool divided = false;
    for (size_t t = 0; t < q->terms; t++) {
        const float weight = q->term[t].weight;
        multiply(cosine + t * n, fabsf(weight), n, weight < 0 ? below : above);
        divided = divided || weight < 0;
    }
    for (size_t i = 0; divided && i < n; i++)
        above[i] /= below[i] + 0.001F;
    kith_topk_offer_scores(&p->heap[worker], first, above, n);
}

kith_status kith_search_product(const kith_search *s, const kith_query *query, size_t k,
                                kith_hit *hits, size_t *found, kith_error *err)
{
    product p = {.s = s, .query = query, .k = k < s->rows ? k : (size_t)s->rows};
    *found = 0;
    for (size_t i = 0; i < query->terms; i++)
        KITH_TRY(kith_search_check_row(s, query->term[i].row, err));
    if (p.k == 0 || query->terms == 0)
        return KITH_OK;
    const kith_status status = make_room(&p, err);
    if (status == KITH_OK) {
        ask(&p);
        kith_search_run(s, s->rows, p.piece, score_piece, &p);
        kith_topk_gather(p.heap, kith_search_workers(s), 1, k, hits, found);
    }
    product_clear(&p);
    return status;
}
