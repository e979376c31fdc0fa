/*
 * Questions to an index: a walk through the graph of codes tells which rows may be the nearest, and
 * these are measured as exact search measures them, best first, until the rest cannot be among the
 * k best any more.
 */
#include "vec/index.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "base/mem.h"
#include "query/similarity.h"
#include "query/topk.h"

enum { EFFORT = 100, PIECE = 1 };

typedef struct worker {
    kith_walk walk;
    float *unit;         /* [dim] */
    unsigned char *code; /* [kith_code_bytes(dim)] */
    int8_t *scratch;     /* [dim + 64] */
} worker;

/* What is asked: sums of terms, or vectors from anywhere. */
typedef struct asking {
    const kith_index *x;
    const kith_query *query;
    const float *vector; /* [count][dim] */
    size_t k;
    kith_hit *hits; /* [count][k] */
    size_t *found;  /* [count] */
    worker *worker;
    unsigned workers;
    _Atomic uint64_t bad; /* a row with a link that leads nowhere; UINT64_MAX: none */
} asking;

static kith_topk answers_to(const asking *a, size_t i)
{
    const kith_query none = {.include_inputs = true};
    const kith_query *q = a->query != NULL ? &a->query[i] : &none;
    return (kith_topk){.hit = a->hits + i * a->k,
                       .room = a->k,
                       .skip = q->term,
                       .skips = q->include_inputs ? 0 : q->terms};
}

static void offer(const asking *a, const worker *w, uint64_t row, kith_topk *best)
{
    const kith_kern *k = a->x->tools.k;
    const kith_matrix *m = &a->x->v->input;
    const float *at = m->at + row * m->stride;
    float dot = 0, length = 0;
    k->scan(at, 1, m->stride, (size_t)m->dim, w->unit, &dot);
    k->norms(at, 1, m->stride, (size_t)m->dim, &length);
    kith_topk_offer(best, (kith_hit){row, dot * (length > 0 ? 1 / length : 0)});
}

/* A row's bytes and the question's are off by less than this together. */
static float doubt(const kith_walk *w)
{
    return 4 * w->scale;
}

static void rank(const asking *a, const worker *w, kith_topk *best)
{
    const kith_walk *walk = &w->walk;
    for (size_t i = 0; i < walk->count; i++) {
        if (best->count == best->room && walk->best[i].score < best->hit[0].score - doubt(walk))
            return;
        offer(a, w, walk->best[i].row, best);
    }
}

/* Without a direction: all scores are alike, and the first rows come first. */
static void rank_first(const asking *a, const worker *w, kith_topk *best)
{
    for (uint64_t row = 0; row < a->x->graph.rows && best->count < best->room; row++)
        offer(a, w, row, best);
}

static void answer(asking *a, worker *w, size_t i)
{
    const kith_index *x = a->x;
    const size_t dim = (size_t)x->graph.dim;
    kith_topk best = answers_to(a, i);
    uint64_t bad = 0;
    if (a->query != NULL)
        kith_query_vector(x->v, a->query[i].term, a->query[i].terms, w->unit);
    else
        memcpy(w->unit, a->vector + i * dim, dim * sizeof *w->unit);
    const bool somewhere = kith_unit(w->unit, dim) > 0;
    x->tools.k->code_row(w->unit, dim, w->scratch, w->code);
    if (!somewhere)
        rank_first(a, w, &best);
    else if (kith_walk_run(&w->walk, w->code, x->graph.rows, &bad))
        rank(a, w, &best);
    else
        atomic_store(&a->bad, bad);
    kith_topk_sort(&best);
    a->found[i] = best.count;
}

static void answer_piece(void *self, unsigned number, uint64_t first, size_t n)
{
    asking *a = self;
    for (size_t i = 0; i < n; i++)
        answer(a, &a->worker[number], (size_t)first + i);
}

static void clear(asking *a)
{
    for (unsigned i = 0; a->worker != NULL && i < a->workers; i++) {
        kith_walk_clear(&a->worker[i].walk);
        kith_mem_free(a->worker[i].unit);
        kith_mem_free(a->worker[i].code);
        kith_mem_free(a->worker[i].scratch);
    }
    kith_mem_free(a->worker);
}

static kith_status make_room(asking *a, uint64_t effort, kith_error *err)
{
    const kith_graph *g = &a->x->graph;
    a->worker = kith_mem_new(a->workers, sizeof *a->worker);
    if (a->worker == NULL)
        return kith_fail_memory(err, "the walks", a->workers * sizeof *a->worker);
    for (unsigned i = 0; i < a->workers; i++) {
        worker *w = &a->worker[i];
        KITH_TRY(kith_walk_init(&w->walk, a->x->tools.k, g, effort, err));
        w->unit = kith_mem_new(g->dim, sizeof *w->unit);
        w->code = kith_mem_new(1, kith_code_bytes((size_t)g->dim));
        w->scratch = kith_mem_new(1, g->dim + 64);
        if (w->unit == NULL || w->code == NULL || w->scratch == NULL)
            return kith_fail_memory(err, "a question", 5 * g->dim);
    }
    return KITH_OK;
}

/* On the team, or on the calling thread alone while another caller has it. */
static void run(asking *a, size_t count)
{
    if (count > 1 && pthread_mutex_trylock(a->x->busy) == 0) {
        kith_pieces_run(a->x->tools.team, count, PIECE, answer_piece, a);
        pthread_mutex_unlock(a->x->busy);
    } else {
        kith_pieces_run(NULL, count, PIECE, answer_piece, a);
    }
}

static kith_status ask(asking *a, size_t count, size_t skips, uint64_t effort, kith_error *err)
{
    const uint64_t rows = a->x->graph.rows, wanted = (uint64_t)a->k + skips;
    for (size_t i = 0; i < count; i++)
        a->found[i] = 0;
    if (count == 0 || a->k == 0)
        return KITH_OK;
    effort = effort > 0 ? effort : EFFORT;
    effort = effort > wanted ? effort : wanted;
    a->workers = count > 1 ? kith_team_size(a->x->tools.team) : 1;
    atomic_init(&a->bad, UINT64_MAX);
    kith_status status = make_room(a, effort < rows ? effort : rows, err);
    if (status == KITH_OK)
        run(a, count);
    const uint64_t bad = atomic_load(&a->bad);
    if (status == KITH_OK && bad != UINT64_MAX)
        status = kith_fail(err, KITH_ERR_DATA, "the index is damaged: row %llu has a link to none",
                           (unsigned long long)bad);
    clear(a);
    return status;
}

kith_status kith_index_nearest(const kith_index *x, const kith_query *query, size_t count, size_t k,
                               uint64_t effort, kith_hit *hits, size_t *found, kith_error *err)
{
    size_t skips = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < query[i].terms; j++)
            if (!kith_vectors_has_row(x->v, query[i].term[j].row))
                return kith_fail(err, KITH_ERR_USAGE, "no row %llu: there are %llu",
                                 (unsigned long long)query[i].term[j].row,
                                 (unsigned long long)x->graph.rows);
        skips = query[i].terms > skips ? query[i].terms : skips;
    }
    return ask(&(asking){.x = x, .query = query, .k = k, .hits = hits, .found = found}, count,
               skips, effort, err);
}

kith_status kith_index_vectors(const kith_index *x, const float *vector, size_t count, size_t k,
                               uint64_t effort, kith_hit *hits, size_t *found, kith_error *err)
{
    return ask(&(asking){.x = x, .vector = vector, .k = k, .hits = hits, .found = found}, count, 0,
               effort, err);
}
