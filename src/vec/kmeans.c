/*
 * Lloyd's iterations: every row to its nearest centre, by products of a piece of rows with a block
 * of centres; then every centre to the mean of its rows, summed in the order of the rows. Neither
 * depends on which worker does it.
 */
#include "vec/kmeans.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "base/stride.h"

enum { BLOCK = 256, ITERATIONS = 100 }; /* centres at once; where none are given */

/* --- rows to centres --- */

/* Of [n] rows what is nearest so far, with another block; a later centre must be nearer. */
static void nearest_in_block(const kith_kmeans *m, const kith_real *score, size_t first,
                             size_t centres, size_t n, kith_real *best, uint32_t *of)
{
    for (size_t r = 0; r < n; r++)
        for (size_t c = 0; c < centres; c++) {
            const kith_real nearness = score[r * BLOCK + c] - m->half[first + c];
            if (nearness > best[r]) {
                best[r] = nearness;
                of[r] = (uint32_t)(first + c);
            }
        }
}

static double distance_to(const kith_kmeans *m, uint64_t row, size_t c)
{
    const kith_real *x = m->x + row * m->ld, *y = m->centre + c * m->ld;
    double product = 0, square = 0;
    for (size_t i = 0; i < m->dim; i++) {
        const double apart = (double)x[i] - (double)y[i];
        product += (double)x[i] * (double)y[i];
        square += apart * apart;
    }
    return !m->spherical ? square : product < 1 ? 1 - product : 0;
}

static void assign_piece(void *self, unsigned worker, uint64_t first, size_t n)
{
    const kith_kmeans *m = self;
    kith_real *score = m->score + (size_t)worker * KITH_KMEANS_PIECE * BLOCK;
    kith_real best[KITH_KMEANS_PIECE];
    uint32_t of[KITH_KMEANS_PIECE] = {0};
    for (size_t r = 0; r < n; r++)
        best[r] = -(kith_real)INFINITY;
    for (size_t c = 0; c < m->classes; c += BLOCK) {
        const size_t centres = m->classes - c < BLOCK ? m->classes - c : BLOCK;
        m->t.k->gemm(false, true, n, centres, m->dim, m->x + first * m->ld, m->ld,
                     m->centre + c * m->ld, m->ld, 0, score, BLOCK);
        nearest_in_block(m, score, c, centres, n, best, of);
    }
    m->moved[first / KITH_KMEANS_PIECE] = memcmp(m->of + first, of, n * sizeof *of) != 0;
    memcpy(m->of + first, of, n * sizeof *of);
    for (size_t r = 0; r < n; r++)
        m->distance[first + r] = distance_to(m, first + r, of[r]);
}

/* Returns whether any row has another class than before. */
static bool assign(kith_kmeans *m)
{
    const uint64_t pieces = (m->rows + KITH_KMEANS_PIECE - 1) / KITH_KMEANS_PIECE;
    for (size_t c = 0; c < m->classes; c++) {
        const kith_real *y = m->centre + c * m->ld;
        m->half[c] = m->spherical ? 0 : m->t.k->dot(y, y, m->ld) / 2;
    }
    kith_pieces_run(m->t.team, m->rows, KITH_KMEANS_PIECE, assign_piece, m);
    return memchr(m->moved, 1, pieces) != NULL;
}

/* --- centres to rows --- */

/* Rows by class, each class in the order of the rows; *size counts them. */
static void sort_rows(kith_kmeans *m)
{
    uint64_t at = 0;
    memset(m->size, 0, m->classes * sizeof *m->size);
    for (uint64_t r = 0; r < m->rows; r++)
        m->size[m->of[r]]++;
    for (size_t c = 0; c < m->classes; c++) {
        m->begin[c] = at;
        at += m->size[c];
    }
    for (uint64_t r = 0; r < m->rows; r++)
        m->order[m->begin[m->of[r]]++] = r;
    for (size_t c = 0; c < m->classes; c++)
        m->begin[c] -= m->size[c];
}

/* The mean of the rows, of length 1 where spherical; rows that cancel out leave it as it was. */
static void move_centre(const kith_kmeans *m, size_t c, double *sum)
{
    double square = 0;
    memset(sum, 0, m->dim * sizeof *sum);
    for (uint64_t i = m->begin[c]; i < m->begin[c] + m->size[c]; i++)
        for (size_t j = 0; j < m->dim; j++)
            sum[j] += (double)m->x[m->order[i] * m->ld + j];
    for (size_t j = 0; j < m->dim; j++)
        square += sum[j] * sum[j];
    const double by = m->spherical ? sqrt(square) : (double)m->size[c];
    for (size_t j = 0; by > 0 && j < m->dim; j++)
        m->centre[c * m->ld + j] = (kith_real)(sum[j] / by);
}

static void move_centres(void *self, unsigned worker, uint64_t first, size_t n)
{
    const kith_kmeans *m = self;
    for (uint64_t c = first; c < first + n; c++)
        move_centre(m, (size_t)c, m->sum + (size_t)worker * m->ld);
}

/* A class without rows takes the row that is farthest from its centre, the next one the next. */
static void fill_empty(kith_kmeans *m)
{
    for (size_t c = 0; c < m->classes; c++) {
        uint64_t farthest = 0;
        if (m->size[c] > 0)
            continue;
        for (uint64_t r = 1; r < m->rows; r++)
            if (m->distance[r] > m->distance[farthest])
                farthest = r;
        memcpy(m->centre + c * m->ld, m->x + farthest * m->ld, m->ld * sizeof *m->centre);
        m->distance[farthest] = 0;
    }
}

static void iterate(kith_kmeans *m, uint64_t most, kith_clusters *out)
{
    memset(m->of, 0xff, m->rows * sizeof *m->of);
    out->settled = !assign(m);
    for (out->iterations = 0; !out->settled && out->iterations < most; out->iterations++) {
        sort_rows(m);
        kith_pieces_run(m->t.team, m->classes, 1, move_centres, m);
        fill_empty(m);
        out->settled = !assign(m);
    }
    sort_rows(m);
}

/* --- rows made ready --- */

static void prepare_row(const kith_matrix *v, uint64_t row, const double *mean, kith_real *x)
{
    const float *from = v->at + row * v->stride;
    double square = 0;
    for (size_t i = 0; mean == NULL && i < v->dim; i++)
        square += (double)from[i] * (double)from[i];
    const double by = square > 0 ? 1 / sqrt(square) : 1;
    for (size_t i = 0; i < v->dim; i++)
        x[i] = (kith_real)(mean != NULL ? (double)from[i] - mean[i] : (double)from[i] * by);
}

typedef struct preparing {
    kith_kmeans *m;
    const kith_matrix *v;
    const double *mean; /* NULL: to length 1 */
} preparing;

static void prepare_piece(void *self, unsigned worker, uint64_t first, size_t n)
{
    const preparing *p = self;
    (void)worker;
    for (uint64_t r = first; r < first + n; r++)
        prepare_row(p->v, r, p->mean, p->m->x + r * p->m->ld);
}

/* Distances do not change when all rows move; near 0 products are most exact. */
static kith_status prepare(kith_kmeans *m, const kith_matrix *v, kith_error *err)
{
    double *mean = m->spherical ? NULL : kith_mem_new(m->dim, sizeof *mean);
    preparing p = {m, v, mean};
    kith_status status = KITH_OK;
    if (!m->spherical && mean == NULL)
        status = kith_fail_memory(err, "a mean", m->dim * sizeof *mean);
    else if (!m->spherical)
        status = kith_rows_mean(&m->t, v, mean, err);
    if (status == KITH_OK)
        kith_pieces_run(m->t.team, m->rows, KITH_KMEANS_PIECE, prepare_piece, &p);
    kith_mem_free(mean);
    return status;
}

static void clear(kith_kmeans *m)
{
    void *const blocks[] = {m->x,     m->centre, m->half,  m->of,  m->distance, m->size,
                            m->begin, m->order,  m->score, m->sum, m->moved};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        kith_mem_free(blocks[i]);
    kith_tools_clear(&m->t);
}

static kith_status take_memory(kith_kmeans *m, kith_error *err)
{
    const uint64_t workers = kith_team_size(m->t.team), row = m->ld * sizeof *m->x;
    m->x = kith_mem_new(m->rows, row);
    m->centre = kith_mem_new(m->classes, row);
    m->half = kith_mem_new(m->classes, sizeof *m->half);
    m->of = kith_mem_new(m->rows, sizeof *m->of);
    m->distance = kith_mem_new(m->rows, sizeof *m->distance);
    m->size = kith_mem_new(m->classes, sizeof *m->size);
    m->begin = kith_mem_new(m->classes, sizeof *m->begin);
    m->order = kith_mem_new(m->rows, sizeof *m->order);
    m->score = kith_mem_new(workers, sizeof *m->score * KITH_KMEANS_PIECE * BLOCK);
    m->sum = kith_mem_new(workers, m->ld * sizeof *m->sum);
    m->moved = kith_mem_new(m->rows / KITH_KMEANS_PIECE + 1, 1);
    if (m->x != NULL && m->centre != NULL && m->half != NULL && m->of != NULL &&
        m->distance != NULL && m->size != NULL && m->begin != NULL && m->order != NULL &&
        m->score != NULL && m->sum != NULL && m->moved != NULL)
        return KITH_OK;
    return kith_fail_memory(err, "rows and their classes", m->rows * row);
}

/* --- the outcome --- */

typedef struct ranked {
    uint64_t size, first; /* its first row */
    size_t c;
} ranked;

static int by_size(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    return x->size != y->size     ? (x->size < y->size ? 1 : -1)
           : x->first != y->first ? (x->first > y->first ? 1 : -1)
                                  : 0;
}

/* Numbers the classes by descending size and copies what is asked for. */
static kith_status copy_outcome(const kith_kmeans *m, double inertia, kith_clusters *out,
                                kith_error *err)
{
    ranked *rank = kith_mem_new(m->classes, sizeof *rank);
    if (rank == NULL)
        return kith_fail_memory(err, "classes", m->classes * sizeof *rank);
    for (size_t c = 0; c < m->classes; c++)
        rank[c] = (ranked){m->size[c], m->size[c] > 0 ? m->order[m->begin[c]] : m->rows + c, c};
    qsort(rank, m->classes, sizeof *rank, by_size);
    for (size_t i = 0; i < m->classes; i++) {
        const uint64_t begin = m->begin[rank[i].c];
        out->size[i] = rank[i].size;
        for (uint64_t j = begin; j < begin + rank[i].size; j++)
            out->of[m->order[j]] = (uint32_t)i;
    }
    memcpy(out->distance, m->distance, m->rows * sizeof *out->distance);
    out->inertia = inertia;
    kith_mem_free(rank);
    return KITH_OK;
}

static kith_status run(kith_kmeans *m, const kith_cluster_options *how, kith_clusters *out,
                       kith_error *err)
{
    const uint64_t most = how->iterations > 0 ? how->iterations : ITERATIONS;
    for (uint64_t repeat = 0; repeat == 0 || repeat < how->repeats; repeat++) {
        kith_clusters now = *out;
        double inertia = 0;
        KITH_TRY(kith_kmeans_start(m, kith_rng_key(how->seed, repeat, 0, KITH_RNG_CLUSTER), err));
        iterate(m, most, &now);
        for (uint64_t r = 0; r < m->rows; r++)
            inertia += m->distance[r];
        if (repeat > 0 && !(inertia < out->inertia))
            continue;
        *out = now;
        KITH_TRY(copy_outcome(m, inertia, out, err));
    }
    return KITH_OK;
}

static kith_status check(const kith_cluster_options *how, uint64_t rows, kith_error *err)
{
    if (how->classes >= 1 && how->classes <= rows && how->classes < UINT32_MAX)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE,
                     "%" PRIu64 " classes of %" PRIu64 " rows: expected 1 to %" PRIu64,
                     how->classes, rows, rows);
}

void kith_clusters_clear(kith_clusters *c)
{
    kith_mem_free(c->of);
    kith_mem_free(c->distance);
    kith_mem_free(c->size);
    *c = (kith_clusters){0};
}

kith_status kith_vectors_cluster(const kith_vectors *v, const kith_cluster_options *how,
                                 kith_clusters *out, kith_error *err)
{
    kith_matrix rows = v->input;
    *out = (kith_clusters){0};
    if (how->top > 0 && how->top < rows.rows)
        rows.rows = how->top;
    KITH_TRY(check(how, rows.rows, err));
    kith_kmeans m = {.rows = rows.rows,
                     .dim = rows.dim,
                     .ld = kith_row_stride(rows.dim, sizeof(kith_real)),
                     .classes = (size_t)how->classes,
                     .spherical = how->spherical};
    *out = (kith_clusters){.rows = m.rows,
                           .classes = m.classes,
                           .of = kith_mem_new(m.rows, sizeof *out->of),
                           .distance = kith_mem_new(m.rows, sizeof *out->distance),
                           .size = kith_mem_new(m.classes, sizeof *out->size)};
    kith_status status = kith_tools_init(&m.t, how->threads, how->isa, err);
    if (status == KITH_OK && (out->of == NULL || out->distance == NULL || out->size == NULL))
        status = kith_fail_memory(err, "classes of rows", m.rows * sizeof *out->distance);
    if (status == KITH_OK)
        status = take_memory(&m, err);
    if (status == KITH_OK)
        status = prepare(&m, &rows, err);
    if (status == KITH_OK)
        status = run(&m, how, out, err);
    clear(&m);
    if (status != KITH_OK)
        kith_clusters_clear(out);
    return status;
}
