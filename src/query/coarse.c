/* Packing the rows, on all workers, and one query. */
#include "query/coarse.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "vec/vectors.h"

enum {
    LEAST_ROWS = 4096,
    LEAST_DIM = 32,
    MOST_DIM = 1 << 17, /* sums of 127 * 127 a column stay within 31 bits */
    OFFSET = 64,        /* what makes a query's bytes unsigned */
    MOST_BYTE = 63
};
static const float most_lost = 0.1F; /* beyond, too many rows could be among the best */

typedef struct packing {
    const kith_search *s;
    kith_coarse *c;
    int8_t *scratch; /* [workers][room] */
    size_t room;
    float *lost; /* [workers] */
} packing;

static void pack(void *self, unsigned worker, uint64_t first, size_t n)
{
    const packing *p = self;
    const kith_matrix *m = &p->s->v->input;
    const kith_bytes *b = &p->c->bytes;
    const float lost = p->s->k->pack_bytes(b, first / KITH_PIECE_GRAIN, m->at + first * m->stride,
                                           n, m->stride, m->dim, p->scratch + worker * p->room);
    if (lost > p->lost[worker])
        p->lost[worker] = lost;
}

static bool pack_all(const kith_search *s, kith_coarse *c)
{
    const unsigned workers = kith_search_workers(s);
    packing p = {.s = s, .c = c};
    p.room = 4 * c->bytes.quads + 64;
    p.scratch = kith_mem_new(workers, p.room);
    p.lost = kith_mem_new(workers, sizeof *p.lost);
    const bool made = p.scratch != NULL && p.lost != NULL;
    if (made) {
        kith_search_run(s, s->rows, kith_search_piece(s, 0), pack, &p);
        for (unsigned i = 0; i < workers; i++)
            c->lost = p.lost[i] > c->lost ? p.lost[i] : c->lost;
    }
    kith_mem_free(p.scratch);
    kith_mem_free(p.lost);
    return made && c->lost <= most_lost;
}

kith_coarse *kith_coarse_new(const kith_search *s)
{
    const uint64_t dim = s->v->input.dim;
    const uint64_t blocks = (s->rows + KITH_PIECE_GRAIN - 1) / KITH_PIECE_GRAIN;
    if (s->rows < LEAST_ROWS || dim < LEAST_DIM || dim > MOST_DIM)
        return NULL;
    kith_coarse *c = kith_mem_new(1, sizeof *c);
    if (c == NULL)
        return NULL;
    c->bytes.quads = (size_t)(dim + 3) / 4;
    const size_t block = c->bytes.quads * 4 * KITH_PIECE_GRAIN;
    c->bytes.at = kith_mem_raw(blocks, block);
    c->bytes.shift = kith_mem_new(blocks * KITH_PIECE_GRAIN, sizeof *c->bytes.shift);
    c->bytes.step = kith_mem_new(blocks * KITH_PIECE_GRAIN, sizeof *c->bytes.step);
    const bool has_room = c->bytes.at != NULL && c->bytes.shift != NULL && c->bytes.step != NULL;
    if (has_room) /* the last block may have more rows than are packed */
        memset(c->bytes.at + (blocks - 1) * block, 0, block);
    if (has_room && pack_all(s, c))
        return c;
    kith_coarse_free(c);
    return NULL;
}

void kith_coarse_free(kith_coarse *c)
{
    if (c == NULL)
        return;
    kith_mem_free(c->bytes.at);
    kith_mem_free(c->bytes.shift);
    kith_mem_free(c->bytes.step);
    kith_mem_free(c);
}

float kith_coarse_query(const kith_coarse *c, const float *unit, size_t dim, uint8_t *q)
{
    double most = 0, lost = 0;
    for (size_t d = 0; d < dim; d++)
        most = fmax(most, fabs((double)unit[d]));
    const double step = most / MOST_BYTE;
    for (size_t d = 0; d < 4 * c->bytes.quads; d++) {
        const double x = d < dim ? (double)unit[d] : 0;
        const double byte = most > 0 ? nearbyint(x / step) : 0;
        q[d] = (uint8_t)(OFFSET + (int)byte);
        lost += (x - byte * step) * (x - byte * step);
    }
    /* Floats were rounded in the lengths of rows, their scores, and the scores they stand for. */
    const double rounded = (double)dim * 0x1p-22;
    const double apart = (double)c->lost + (1 + (double)c->lost) * sqrt(lost) + rounded;
    return most > 0 ? (float)(2 * apart / step) : INFINITY;
}
