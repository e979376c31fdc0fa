/*
 * The nearest rows to each of a batch of queries.
 *
 * Queries go in groups. Against each piece of rows a group is one small matrix product, whose
 * scores are offered to the worker's own heaps while they are still in the cache. Where many are
 * asked, a product of bytes tells first which rows need to be measured (query/shortlist).
 */
#include <string.h>

#include "base/mem.h"
#include "base/stride.h"
#include "query/nearest.h"
#include "query/shortlist.h"
#include "query/similarity.h"
#include "query/topk.h"

enum {
    GROUP = 256,           /* queries that share one pass over the rows */
    TILE = 64,             /* of them at once against a piece, to keep the scores in the cache */
    HEAP_BYTES = 128 << 20 /* a smaller group where k is so large that heaps would need more */
};

/* What is asked: sums of terms, or rows from anywhere. */
typedef struct asked {
    const kith_query *query;
    const kith_matrix *rows;
    const float *handicap; /* [rows of the search] taken off their scores; NULL: none */
} asked;

typedef struct group {
    const kith_search *s;
    const float *handicap;
    size_t queries, k; /* in this group; k at most the rows */
    size_t stride, piece;
    float *unit;     /* [queries][stride] the queries scaled to length 1 */
    float *score;    /* [workers][TILE][piece] */
    kith_topk *heap; /* [workers][queries] */
    kith_hit *hit;   /* [workers][queries][k] */
} group;

static void group_clear(group *g)
{
    kith_mem_free(g->unit);
    kith_mem_free(g->score);
    kith_mem_free(g->heap);
    kith_mem_free(g->hit);
}

static size_t group_size(const kith_search *s, size_t count, size_t k)
{
    const size_t heap = kith_search_workers(s) * k * sizeof(kith_hit);
    const size_t most = heap > HEAP_BYTES ? 1 : HEAP_BYTES / heap;
    const size_t size = most < GROUP ? most : GROUP;
    return count < size ? count : size;
}

static kith_status group_new(group *g, const kith_search *s, size_t queries, size_t k,
                             kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(s->v), workers = kith_search_workers(s);
    *g = (group){.s = s, .queries = queries, .k = k, .stride = kith_row_stride(dim, sizeof(float))};
    const uint64_t tile = queries < TILE ? queries : TILE;
    g->piece = kith_search_piece(s, tile * sizeof(float));
    g->unit = kith_mem_new(queries, g->stride * sizeof *g->unit);
    g->score = kith_mem_new(workers * tile, g->piece * sizeof *g->score);
    g->heap = kith_mem_new(workers * queries, sizeof *g->heap);
    g->hit = kith_mem_new(workers * queries, k * sizeof *g->hit);
    if (g->unit != NULL && g->score != NULL && g->heap != NULL && g->hit != NULL)
        return KITH_OK;
    group_clear(g);
    return kith_fail_memory(err, "the best hits", workers * queries * k * sizeof *g->hit);
}

/* Query i as a vector. */
static void ask_vector(const kith_search *s, const asked *what, size_t i, float *vector)
{
    if (what->query != NULL)
        kith_query_vector(s->v, what->query[i].term, what->query[i].terms, vector);
    else
        memcpy(vector, what->rows->at + i * what->rows->stride, what->rows->dim * sizeof *vector);
}

static void group_ask(group *g, const asked *what, size_t first, size_t queries)
{
    const size_t heaps = kith_search_workers(g->s) * queries;
    g->queries = queries;
    for (size_t i = 0; i < queries; i++) {
        ask_vector(g->s, what, first + i, g->unit + i * g->stride);
        kith_unit(g->unit + i * g->stride, kith_vectors_dim(g->s->v));
    }
    for (size_t i = 0; i < heaps; i++) {
        const kith_query none = {.include_inputs = true};
        const kith_query *q = what->query != NULL ? &what->query[first + i % queries] : &none;
        g->heap[i] = (kith_topk){.hit = g->hit + i * g->k,
                                 .room = g->k,
                                 .skip = q->term,
                                 .skips = q->include_inputs ? 0 : q->terms};
    }
}

static void scan_piece(void *self, unsigned worker, uint64_t first, size_t n)
{
    const group *g = self;
    const size_t tile = g->queries < TILE ? g->queries : TILE;
    float *score = g->score + worker * tile * g->piece;
    for (size_t done = 0; done < g->queries; done += tile) {
        const size_t left = g->queries - done, queries = left < tile ? left : tile;
        kith_search_cosines(g->s, g->s->scale, first, n, g->unit + done * g->stride, queries,
                            g->stride, score);
        for (size_t i = 0; i < queries; i++) {
            for (size_t r = 0; g->handicap != NULL && r < n; r++)
                score[i * n + r] -= g->handicap[first + r];
            kith_topk_offer_scores(&g->heap[worker * g->queries + done + i], first, score + i * n,
                                   n);
        }
    }
}

/* Fills the first worker's heaps by way of shortlists; false where all rows are to be measured. */
static bool shortlisted(group *g)
{
    if (g->handicap != NULL || g->k > KITH_SHORTLIST_MOST_K)
        return false;
    const kith_coarse *c = kith_search_coarse(g->s, g->queries);
    if (c == NULL)
        return false;
    bool enough;
    kith_shortlist_nearest(g->s, c, g->unit, g->stride, g->heap, g->queries, &enough);
    if (!enough)
        kith_search_not_coarse(g->s);
    return enough;
}

static kith_status check(const kith_search *s, const kith_query *query, size_t count,
                         kith_error *err)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < query[i].terms; j++)
            KITH_TRY(kith_search_check_row(s, query[i].term[j].row, err));
    return KITH_OK;
}

static kith_status answer(const kith_search *s, const asked *what, size_t count, size_t k,
                          kith_hit *hits, size_t *found, kith_error *err)
{
    const size_t kept = k < s->rows ? k : (size_t)s->rows;
    if (kept == 0 || count == 0) {
        for (size_t i = 0; i < count; i++)
            found[i] = 0;
        return KITH_OK;
    }
    const size_t size = group_size(s, count, kept);
    group g;
    KITH_TRY(group_new(&g, s, size, kept, err));
    g.handicap = what->handicap;
    for (size_t done = 0; done < count; done += size) {
        group_ask(&g, what, done, count - done < size ? count - done : size);
        if (!shortlisted(&g))
            kith_search_run(s, s->rows, g.piece, scan_piece, &g);
        kith_topk_gather(g.heap, kith_search_workers(s), g.queries, k, hits + done * k,
                         found + done);
    }
    group_clear(&g);
    return KITH_OK;
}

kith_status kith_search_nearest(const kith_search *s, const kith_query *query, size_t count,
                                size_t k, kith_hit *hits, size_t *found, kith_error *err)
{
    KITH_TRY(check(s, query, count, err));
    return answer(s, &(asked){.query = query}, count, k, hits, found, err);
}

kith_status kith_search_rows(const kith_search *s, const kith_matrix *rows, const float *handicap,
                             size_t k, kith_hit *hits, size_t *found, kith_error *err)
{
    return answer(s, &(asked){.rows = rows, .handicap = handicap}, (size_t)rows->rows, k, hits,
                  found, err);
}

kith_status kith_search_vectors(const kith_search *s, const float *vector, size_t count, size_t k,
                                kith_hit *hits, size_t *found, kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(s->v);
    return kith_search_rows(s, &(kith_matrix){vector, count, dim, dim}, NULL, k, hits, found, err);
}
