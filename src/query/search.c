/*
 * Exact search: the lengths of the rows once, then a pass over all rows for each batch of
 * questions. Only rows are split among the threads, never queries: each row then comes from memory
 * once a batch, for one query as for hundreds.
 */
#include "query/search.h"

#include <inttypes.h>
#include <math.h>
#include <pthread.h>

#include "base/mem.h"
#include "base/pieces.h"
#include "query/coarse.h"
#include "query/similarity.h"
#include "vec/vectors.h"

enum {
    PIECE_BYTES = 256 << 10, /* of rows and what stands beside them: leaves half of a small L2 */
    PIECE_MOST = 4096,
    FAILURES = 3 /* passes in vain before bytes are given up */
};

/* What a search changes while it is asked: apart, because many threads may hold the search. */
struct kith_crew {
    pthread_mutex_t busy;
    kith_team *team;
    pthread_mutex_t choosing; /* of what follows */
    kith_coarse *coarse;
    uint64_t asked;
    unsigned failures;
};

unsigned kith_search_workers(const kith_search *s)
{
    return kith_team_size(s->crew->team);
}

size_t kith_search_piece_of(size_t bytes)
{
    const size_t piece = PIECE_BYTES / bytes / KITH_PIECE_GRAIN * KITH_PIECE_GRAIN;
    return piece < KITH_PIECE_GRAIN ? KITH_PIECE_GRAIN : piece > PIECE_MOST ? PIECE_MOST : piece;
}

size_t kith_search_piece(const kith_search *s, size_t beside)
{
    return kith_search_piece_of(s->v->input.stride * sizeof(float) + beside);
}

void kith_search_run(const kith_search *s, uint64_t rows, size_t piece,
                     void (*work)(void *self, unsigned worker, uint64_t first, size_t n),
                     void *self)
{
    if (rows > piece && pthread_mutex_trylock(&s->crew->busy) == 0) {
        kith_pieces_run(s->crew->team, rows, piece, work, self);
        pthread_mutex_unlock(&s->crew->busy);
    } else {
        kith_pieces_run(NULL, rows, piece, work, self);
    }
}

const kith_coarse *kith_search_coarse(const kith_search *s, size_t questions)
{
    struct kith_crew *c = s->crew;
    pthread_mutex_lock(&c->choosing);
    c->asked += questions;
    if (c->coarse == NULL && c->failures < FAILURES && c->asked >= KITH_WORTH_PACKING) {
        c->coarse = kith_coarse_new(s);
        if (c->coarse == NULL)
            c->failures = FAILURES;
    }
    const kith_coarse *chosen = c->failures < FAILURES ? c->coarse : NULL;
    pthread_mutex_unlock(&c->choosing);
    return chosen;
}

void kith_search_not_coarse(const kith_search *s)
{
    struct kith_crew *c = s->crew;
    pthread_mutex_lock(&c->choosing);
    c->failures++;
    pthread_mutex_unlock(&c->choosing);
}

/* In whole blocks of a known length the compiler uses vectors without a prologue. */
static void multiply(float *restrict y, const float *restrict x, size_t n)
{
    size_t i = 0;
    for (; i + KITH_PIECE_GRAIN <= n; i += KITH_PIECE_GRAIN)
        for (size_t j = 0; j < KITH_PIECE_GRAIN; j++)
            y[i + j] *= x[i + j];
    for (; i < n; i++)
        y[i] *= x[i];
}

void kith_search_cosines(const kith_search *s, const float *scale, uint64_t first, size_t n,
                         const float *q, size_t queries, size_t qstride, float *cosine)
{
    const kith_matrix *m = &s->v->input;
    const float *rows = m->at + first * m->stride;
    if (queries == 1)
        s->k->scan(rows, n, m->stride, m->dim, q, cosine);
    else
        s->k->scan_many(rows, n, m->stride, m->dim, q, queries, qstride, cosine);
    for (size_t i = 0; i < queries; i++)
        multiply(cosine + i * n, scale + first, n);
}

kith_status kith_search_check_row(const kith_search *s, uint64_t row, kith_error *err)
{
    if (kith_vectors_has_row(s->v, row))
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE, "no row %" PRIu64 ": there are %" PRIu64, row,
                     s->v->input.rows);
}

/* Squares of very long and very short rows leave the range of a float; those are done again. */
static float safe_length(const kith_matrix *m, uint64_t row, float norm)
{
    const float *x = m->at + row * m->stride;
    return norm > 1e-15F && norm < 1e15F ? norm : (float)sqrt(kith_dot(x, x, m->dim));
}

static void measure(void *self, unsigned worker, uint64_t first, size_t n)
{
    (void)worker;
    const kith_search *s = self;
    const kith_matrix *m = &s->v->input;
    float *scale = s->scale + first;
    s->k->norms(m->at + first * m->stride, n, m->stride, m->dim, scale);
    for (size_t i = 0; i < n; i++) {
        const float length = safe_length(m, first + i, scale[i]);
        scale[i] = length > 0 ? 1 / length : 0;
    }
}

static kith_status crew_new(unsigned threads, struct kith_crew **out, kith_error *err)
{
    *out = kith_mem_new(1, sizeof **out);
    if (*out == NULL)
        return kith_fail_memory(err, "a search", sizeof **out);
    pthread_mutex_init(&(*out)->busy, NULL);
    pthread_mutex_init(&(*out)->choosing, NULL);
    return kith_team_new(threads == 0 ? kith_team_processors() : threads, &(*out)->team, err);
}

static void crew_free(struct kith_crew *c)
{
    if (c == NULL)
        return;
    if (c->team != NULL)
        kith_team_free(c->team);
    kith_coarse_free(c->coarse);
    pthread_mutex_destroy(&c->choosing);
    pthread_mutex_destroy(&c->busy);
    kith_mem_free(c);
}

static kith_status prepare(kith_search *s, unsigned threads, const char *isa, kith_error *err)
{
    KITH_TRY(kith_kern_choose(isa, &s->k, err));
    KITH_TRY(crew_new(threads, &s->crew, err));
    s->scale = kith_mem_new((s->rows + KITH_PIECE_GRAIN - 1) / KITH_PIECE_GRAIN,
                            KITH_PIECE_GRAIN * sizeof *s->scale);
    if (s->scale == NULL)
        return kith_fail_memory(err, "the lengths of the rows", s->rows * sizeof *s->scale);
    kith_search_run(s, s->rows, kith_search_piece(s, 0), measure, s);
    return KITH_OK;
}

kith_status kith_search_new(const kith_vectors *v, unsigned threads, const char *isa,
                            uint64_t limit, kith_search **out, kith_error *err)
{
    *out = NULL;
    kith_search *s = kith_mem_new(1, sizeof *s);
    if (s == NULL)
        return kith_fail_memory(err, "a search", sizeof *s);
    s->v = v;
    s->rows = limit == 0 || limit > v->input.rows ? v->input.rows : limit;
    const kith_status status = prepare(s, threads, isa, err);
    if (status != KITH_OK) {
        kith_search_free(s);
        return status;
    }
    *out = s;
    return KITH_OK;
}

void kith_search_free(kith_search *s)
{
    if (s == NULL)
        return;
    crew_free(s->crew);
    kith_mem_free(s->scale);
    kith_mem_free(s);
}
