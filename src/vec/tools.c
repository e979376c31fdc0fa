#include "vec/tools.h"

#include <math.h>

#include "base/mem.h"
#include "base/stride.h"

kith_status kith_tools_init(kith_tools *t, unsigned threads, const char *isa, kith_error *err)
{
    *t = (kith_tools){0};
    KITH_TRY(kith_kern_choose(isa, &t->k, err));
    return kith_team_new(threads == 0 ? kith_team_processors() : threads, &t->team, err);
}

void kith_tools_clear(kith_tools *t)
{
    kith_team_free(t->team);
    *t = (kith_tools){0};
}

void kith_rows_pack(const kith_matrix *m, uint64_t first, size_t n, const double *mean,
                    kith_real *x, size_t ld)
{
    for (size_t r = 0; r < n; r++) {
        const float *row = m->at + (first + r) * m->stride;
        for (size_t i = 0; i < m->dim; i++)
            x[r * ld + i] =
                mean == NULL ? (kith_real)row[i] : (kith_real)((double)row[i] - mean[i]);
    }
}

/* --- the mean: a sum for each chunk, added up in their order --- */

typedef struct summing {
    const kith_matrix *m;
    double *sum; /* [chunks][dim] */
} summing;

static void sum_chunk(void *self, unsigned worker, uint64_t first, size_t n)
{
    (void)worker;
    const summing *s = self;
    double *sum = s->sum + first / KITH_CHUNK_ROWS * s->m->dim;
    for (size_t r = 0; r < n; r++) {
        const float *row = s->m->at + (first + r) * s->m->stride;
        for (size_t i = 0; i < s->m->dim; i++)
            sum[i] += (double)row[i];
    }
}

kith_status kith_rows_mean(const kith_tools *t, const kith_matrix *m, double *mean, kith_error *err)
{
    const uint64_t chunks = (m->rows + KITH_CHUNK_ROWS - 1) / KITH_CHUNK_ROWS;
    summing s = {m, kith_mem_new(chunks, m->dim * sizeof *s.sum)};
    if (s.sum == NULL)
        return kith_fail_memory(err, "the sums of rows", chunks * m->dim * sizeof *s.sum);
    kith_pieces_run(t->team, m->rows, KITH_CHUNK_ROWS, sum_chunk, &s);
    for (size_t i = 0; i < m->dim; i++) {
        mean[i] = 0;
        for (uint64_t c = 0; c < chunks; c++)
            mean[i] += s.sum[c * m->dim + i];
        mean[i] /= m->rows > 0 ? (double)m->rows : 1;
    }
    kith_mem_free(s.sum);
    return KITH_OK;
}

/* --- products: the team shares the packing of a chunk, then the rows of its product --- */

enum { BLOCK = 32 }; /* rows of the product that one worker computes at once */

typedef struct producing {
    const kith_tools *t;
    const kith_matrix *x, *y;
    const double *x_mean, *y_mean;
    size_t ldx, ldy;
    kith_real *px, *py; /* [chunk][ld]; one where symmetric */
    kith_real *part;    /* [workers][BLOCK][ldy] */
    double *product;
    bool symmetric;
} producing;

static void pack_share(const producing *p, unsigned worker, uint64_t first, size_t n)
{
    const size_t workers = kith_team_size(p->t->team);
    const size_t from = n * worker / workers, to = n * (worker + 1) / workers;
    kith_rows_pack(p->x, first + from, to - from, p->x_mean, p->px + from * p->ldx, p->ldx);
    if (!p->symmetric)
        kith_rows_pack(p->y, first + from, to - from, p->y_mean, p->py + from * p->ldy, p->ldy);
}

/* Rows i.. of the chunk's product; of a symmetric one what is right of the block's corner. */
static void add_block(const producing *p, unsigned worker, size_t i, size_t n)
{
    const size_t rows = p->x->dim - i < BLOCK ? p->x->dim - i : BLOCK;
    const size_t from = p->symmetric ? i : 0, columns = p->y->dim - from;
    kith_real *part = p->part + (size_t)worker * BLOCK * p->ldy;
    p->t->k->gemm(true, false, rows, columns, n, p->px + i, p->ldx, p->py + from, p->ldy, 0, part,
                  p->ldy);
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++)
            p->product[(i + r) * p->y->dim + from + c] += (double)part[r * p->ldy + c];
}

static void produce(void *self, unsigned worker)
{
    const producing *p = self;
    const size_t step = (size_t)kith_team_size(p->t->team) * BLOCK;
    for (uint64_t first = 0; first < p->x->rows; first += KITH_CHUNK_ROWS) {
        const uint64_t left = p->x->rows - first;
        const size_t n = left < KITH_CHUNK_ROWS ? (size_t)left : KITH_CHUNK_ROWS;
        pack_share(p, worker, first, n);
        kith_team_barrier(p->t->team);
        for (size_t i = (size_t)worker * BLOCK; i < p->x->dim; i += step)
            add_block(p, worker, i, n);
        kith_team_barrier(p->t->team);
    }
}

/* The other half of a symmetric product, and whether all of it are numbers. */
static kith_status finish_products(const producing *p, kith_error *err)
{
    const size_t rows = p->x->dim, columns = p->y->dim;
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            if (p->symmetric && j < i)
                p->product[i * columns + j] = p->product[j * columns + i];
            if (!isfinite(p->product[i * columns + j]))
                return kith_fail(err, KITH_ERR_DATA,
                                 "products of the rows' numbers leave the range of a float");
        }
    return KITH_OK;
}

kith_status kith_rows_products(const kith_tools *t, const kith_matrix *x, const double *x_mean,
                               const kith_matrix *y, const double *y_mean, double *product,
                               kith_error *err)
{
    producing p = {.t = t,
                   .x = x,
                   .y = y,
                   .x_mean = x_mean,
                   .y_mean = y_mean,
                   .ldx = kith_row_stride(x->dim, sizeof(kith_real)),
                   .ldy = kith_row_stride(y->dim, sizeof(kith_real)),
                   .product = product,
                   .symmetric = x == y && x_mean == y_mean};
    p.px = kith_mem_new(KITH_CHUNK_ROWS, p.ldx * sizeof *p.px);
    p.py = p.symmetric ? p.px : kith_mem_new(KITH_CHUNK_ROWS, p.ldy * sizeof *p.py);
    p.part = kith_mem_new((uint64_t)kith_team_size(t->team) * BLOCK, p.ldy * sizeof *p.part);
    kith_status status = KITH_OK;
    if (p.px == NULL || p.py == NULL || p.part == NULL)
        status = kith_fail_memory(err, "a chunk of rows", KITH_CHUNK_ROWS * p.ldx * sizeof *p.px);
    for (size_t i = 0; i < x->dim * y->dim; i++)
        product[i] = 0;
    if (status == KITH_OK) {
        kith_team_run(t->team, produce, &p);
        status = finish_products(&p, err);
    }
    if (!p.symmetric)
        kith_mem_free(p.py);
    kith_mem_free(p.px);
    kith_mem_free(p.part);
    return status;
}

/* --- maps --- */

typedef struct mapping {
    const kith_tools *t;
    const kith_matrix *x;
    const double *mean;
    kith_real *direction; /* [n][ldx] */
    size_t n, ldx, ldn;
    kith_real *packed; /* [workers][chunk][ldx], then [chunk][ldn] */
    float *to;
    uint64_t stride;
} mapping;

static void map_chunk(void *self, unsigned worker, uint64_t first, size_t rows)
{
    const mapping *m = self;
    kith_real *x = m->packed + (size_t)worker * KITH_CHUNK_ROWS * (m->ldx + m->ldn);
    kith_real *y = x + KITH_CHUNK_ROWS * m->ldx;
    kith_rows_pack(m->x, first, rows, m->mean, x, m->ldx);
    m->t->k->gemm(false, true, rows, m->n, m->x->dim, x, m->ldx, m->direction, m->ldx, 0, y,
                  m->ldn);
    for (size_t r = 0; r < rows; r++)
        for (size_t i = 0; i < m->n; i++)
            m->to[(first + r) * m->stride + i] = (float)y[r * m->ldn + i];
}

kith_status kith_rows_map(const kith_tools *t, const kith_matrix *x, const double *mean,
                          const double *direction, size_t n, float *to, uint64_t stride,
                          kith_error *err)
{
    mapping m = {.t = t, .x = x, .mean = mean, .n = n, .to = to, .stride = stride};
    m.ldx = kith_row_stride(x->dim, sizeof(kith_real));
    m.ldn = kith_row_stride(n, sizeof(kith_real));
    const uint64_t chunks = (uint64_t)kith_team_size(t->team) * KITH_CHUNK_ROWS;
    m.direction = kith_mem_new(n, m.ldx * sizeof *m.direction);
    m.packed = kith_mem_new(chunks, (m.ldx + m.ldn) * sizeof *m.packed);
    kith_status status = KITH_OK;
    if (m.direction == NULL || m.packed == NULL)
        status = kith_fail_memory(err, "a chunk of rows", chunks * m.ldx * sizeof *m.packed);
    for (size_t i = 0; status == KITH_OK && i < n; i++)
        for (size_t j = 0; j < x->dim; j++)
            m.direction[i * m.ldx + j] = (kith_real)direction[i * x->dim + j];
    if (status == KITH_OK)
        kith_pieces_run(t->team, x->rows, KITH_CHUNK_ROWS, map_chunk, &m);
    kith_mem_free(m.direction);
    kith_mem_free(m.packed);
    return status;
}
