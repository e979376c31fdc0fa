/*
 * Each worker keeps, for each query, the k best coarse scores of its rows and a list of all rows
 * that come near the worst of them. The bound only rises, so what is left out stays out; a full
 * list is thinned by the bound of that moment.
 */
#include "query/shortlist.h"

#include <math.h>
#include <stdatomic.h>

#include "base/mem.h"
#include "vec/vectors.h"

enum {
    TILE = 64, /* queries at once against a piece, so that the scores stay in the cache */
    LEAST_ROOM = 2048,
    ROOM_PER_K = 16
};

typedef struct list {
    kith_topk best; /* coarse */
    kith_hit *near; /* [room] */
    size_t count;
} list;

typedef struct shortlists {
    const kith_search *s;
    const kith_coarse *c;
    const float *unit;
    size_t stride, queries, k, room, piece;
    uint8_t *q;       /* [queries][4 * quads] */
    float *reach;     /* [queries] how far below the k-th best a row may be */
    float *score;     /* [workers][TILE][piece] */
    list *list;       /* [workers][queries] */
    kith_hit *hits;   /* [workers][queries][k + room] */
    kith_topk *final; /* [queries] of the caller */
    atomic_bool full;
} shortlists;

static void clear(shortlists *l)
{
    kith_mem_free(l->q);
    kith_mem_free(l->reach);
    kith_mem_free(l->score);
    kith_mem_free(l->list);
    kith_mem_free(l->hits);
}

static bool reserve(shortlists *l)
{
    const size_t workers = kith_search_workers(l->s);
    const size_t tile = l->queries < TILE ? l->queries : TILE;
    l->q = kith_mem_new(l->queries, 4 * l->c->bytes.quads);
    l->reach = kith_mem_new(l->queries, sizeof *l->reach);
    l->score = kith_mem_new(workers * tile, l->piece * sizeof *l->score);
    l->list = kith_mem_new(workers * l->queries, sizeof *l->list);
    l->hits = kith_mem_new(workers * l->queries, (l->k + l->room) * sizeof *l->hits);
    return l->q != NULL && l->reach != NULL && l->score != NULL && l->list != NULL &&
           l->hits != NULL;
}

static void start(shortlists *l)
{
    const size_t dim = l->s->v->input.dim;
    for (size_t i = 0; i < l->queries; i++)
        l->reach[i] =
            kith_coarse_query(l->c, l->unit + i * l->stride, dim, l->q + i * 4 * l->c->bytes.quads);
    for (size_t i = 0; i < kith_search_workers(l->s) * l->queries; i++) {
        const kith_topk *asked = &l->final[i % l->queries];
        kith_hit *hits = l->hits + i * (l->k + l->room);
        l->list[i] =
            (list){.best = {.hit = hits, .room = l->k, .skip = asked->skip, .skips = asked->skips},
                   .near = hits + l->k};
    }
}

/* No row below can be among the k best, of these rows or of all. */
static float bound(const kith_topk *best, float reach)
{
    return best->count < best->room ? -INFINITY : best->hit[0].score - reach;
}

static bool thin(const shortlists *l, list *near, float least)
{
    size_t kept = 0;
    for (size_t i = 0; i < near->count; i++)
        if (near->near[i].score >= least)
            near->near[kept++] = near->near[i];
    near->count = kept;
    return kept <= l->room / 2;
}

/* Offers one block of scores that has some at or above the bound. */
static void offer_block(shortlists *l, list *near, float reach, uint64_t first, const float *score,
                        size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!(score[i] >= bound(&near->best, reach)))
            continue;
        const kith_hit hit = {first + i, score[i]};
        if (near->count == l->room && !thin(l, near, bound(&near->best, reach))) {
            atomic_store_explicit(&l->full, true, memory_order_relaxed);
            return;
        }
        near->near[near->count++] = hit;
        kith_topk_offer(&near->best, hit);
    }
}

static void offer(shortlists *l, list *near, float reach, uint64_t first, const float *score,
                  size_t n)
{
    for (size_t i = 0; i < n; i += KITH_TOPK_BLOCK) /* whole blocks are there to be read */
        if (kith_any_reaches(score + i, bound(&near->best, reach)))
            offer_block(l, near, reach, first + i, score + i,
                        n - i < KITH_TOPK_BLOCK ? n - i : KITH_TOPK_BLOCK);
}

static void scan_piece(void *self, unsigned worker, uint64_t first, size_t n)
{
    shortlists *l = self;
    const size_t tile = l->queries < TILE ? l->queries : TILE;
    const size_t blocks = (n + KITH_PIECE_GRAIN - 1) / KITH_PIECE_GRAIN;
    float *score = l->score + worker * tile * l->piece;
    for (size_t done = 0;
         done < l->queries && !atomic_load_explicit(&l->full, memory_order_relaxed); done += tile) {
        const size_t left = l->queries - done, queries = left < tile ? left : tile;
        const size_t bytes = 4 * l->c->bytes.quads;
        l->s->k->scan_bytes(&l->c->bytes, first / KITH_PIECE_GRAIN, blocks, l->q + done * bytes,
                            queries, bytes, l->s->scale + first, score);
        for (size_t i = 0; i < queries; i++)
            offer(l, &l->list[worker * l->queries + done + i], l->reach[done + i], first,
                  score + i * blocks * KITH_PIECE_GRAIN, n);
    }
}

/* Measures what the workers' lists have at or above the bound of all rows. */
static void measure(void *self, unsigned worker, uint64_t first, size_t n)
{
    (void)worker;
    const shortlists *l = self;
    for (uint64_t i = first; i < first + n; i++) {
        kith_topk *best = &l->list[i].best;
        for (unsigned w = 1; w < kith_search_workers(l->s); w++)
            kith_topk_merge(best, &l->list[w * l->queries + i].best);
        const float least = bound(best, l->reach[i]);
        for (unsigned w = 0; w < kith_search_workers(l->s); w++) {
            const list *near = &l->list[w * l->queries + i];
            for (size_t j = 0; j < near->count; j++) {
                kith_hit hit = near->near[j];
                if (hit.score < least)
                    continue;
                kith_search_cosines(l->s, l->s->scale, hit.row, 1, l->unit + i * l->stride, 1,
                                    l->stride, &hit.score);
                kith_topk_offer(&l->final[i], hit);
            }
        }
    }
}

void kith_shortlist_nearest(const kith_search *s, const kith_coarse *c, const float *unit,
                            size_t stride, kith_topk *best, size_t queries, bool *enough)
{
    shortlists l = {.s = s, .c = c, .unit = unit, .stride = stride, .queries = queries};
    l.final = best;
    l.k = best[0].room;
    l.room = ROOM_PER_K * l.k > LEAST_ROOM ? ROOM_PER_K * l.k : LEAST_ROOM;
    const size_t tile = queries < TILE ? queries : TILE;
    l.piece = kith_search_piece_of(4 * c->bytes.quads + tile * sizeof(float));
    *enough = reserve(&l);
    if (*enough) {
        start(&l);
        kith_search_run(s, s->rows, l.piece, scan_piece, &l);
        *enough = !atomic_load(&l.full);
    }
    if (*enough)
        kith_search_run(s, queries, 1, measure, &l);
    clear(&l);
}
