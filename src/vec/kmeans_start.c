/*
 * Greedy k-means++: a centre is the best of a few rows drawn with chances in proportion to their
 * distance from the centres so far. `gap` keeps those distances, and sums over pieces make drawing
 * a row and judging a candidate cheap.
 */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "vec/kmeans.h"

typedef struct start {
    kith_kmeans *m;
    uint64_t pieces, key, draws;
    size_t trials;       /* candidates for the next centre */
    uint64_t *candidate; /* [trials] rows */
    double *square;      /* [rows] of their lengths */
    double *gap;         /* [rows] to the nearest centre, INFINITY before the first */
    double *sum;         /* [pieces] of gap */
    double *with;        /* [trials][rows] what gap would be with a candidate */
    double *sum_with;    /* [trials][pieces] */
} start;

static void square_piece(void *self, unsigned worker, uint64_t first, size_t n)
{
    const start *s = self;
    (void)worker;
    for (uint64_t r = first; r < first + n; r++) {
        const kith_real *x = s->m->x + r * s->m->ld;
        s->square[r] = (double)s->m->t.k->dot(x, x, s->m->ld);
        s->gap[r] = INFINITY;
    }
}

/* From the product and the two squares; rounding may not take it below 0. */
static double gap_between(const start *s, uint64_t row, uint64_t candidate)
{
    const kith_kmeans *m = s->m;
    const double xy = (double)m->t.k->dot(m->x + row * m->ld, m->x + candidate * m->ld, m->ld);
    const double gap = m->spherical ? 1 - xy : s->square[row] + s->square[candidate] - 2 * xy;
    return row != candidate && gap > 0 ? gap : 0;
}

static void try_piece(void *self, unsigned worker, uint64_t first, size_t n)
{
    const start *s = self;
    (void)worker;
    for (size_t c = 0; c < s->trials; c++) {
        double sum = 0;
        for (uint64_t r = first; r < first + n; r++) {
            const double gap = gap_between(s, r, s->candidate[c]);
            const double with = gap < s->gap[r] ? gap : s->gap[r];
            s->with[c * s->m->rows + r] = with;
            sum += with;
        }
        s->sum_with[c * s->pieces + first / KITH_KMEANS_PIECE] = sum;
    }
}

static double total(const double *sum, uint64_t n)
{
    double all = 0;
    for (uint64_t i = 0; i < n; i++)
        all += sum[i];
    return all;
}

/* A row with a chance in proportion to its gap; any where all are 0 or nothing is chosen yet. */
static uint64_t draw_row(start *s, bool first)
{
    const double unit = kith_rng_unit(kith_rng_at(s->key, s->draws++));
    double left = first ? 0 : unit * total(s->sum, s->pieces);
    if (!(left > 0))
        return (uint64_t)(unit * (double)s->m->rows);
    uint64_t piece = 0;
    for (; piece + 1 < s->pieces && left >= s->sum[piece]; piece++)
        left -= s->sum[piece];
    uint64_t row = piece * KITH_KMEANS_PIECE;
    const uint64_t end =
        row + KITH_KMEANS_PIECE < s->m->rows ? row + KITH_KMEANS_PIECE : s->m->rows;
    for (; row + 1 < end && left >= s->gap[row]; row++)
        left -= s->gap[row];
    return row;
}

/* The candidate that brings the rows nearest to their centres becomes centre c. */
static void choose_centre(start *s, size_t c)
{
    kith_kmeans *m = s->m;
    size_t best = 0;
    for (size_t i = 0; i < s->trials; i++)
        s->candidate[i] = draw_row(s, c == 0);
    kith_pieces_run(m->t.team, m->rows, KITH_KMEANS_PIECE, try_piece, s);
    for (size_t i = 1; i < s->trials; i++)
        if (total(s->sum_with + i * s->pieces, s->pieces) <
            total(s->sum_with + best * s->pieces, s->pieces))
            best = i;
    memcpy(s->gap, s->with + best * m->rows, m->rows * sizeof *s->gap);
    memcpy(s->sum, s->sum_with + best * s->pieces, s->pieces * sizeof *s->sum);
    memcpy(m->centre + c * m->ld, m->x + s->candidate[best] * m->ld, m->ld * sizeof *m->centre);
}

static bool take_memory(start *s, size_t trials)
{
    const uint64_t rows = s->m->rows;
    s->candidate = kith_mem_new(trials, sizeof *s->candidate);
    s->square = kith_mem_new(rows, sizeof *s->square);
    s->gap = kith_mem_new(rows, sizeof *s->gap);
    s->sum = kith_mem_new(s->pieces, sizeof *s->sum);
    s->with = kith_mem_new(trials, rows * sizeof *s->with);
    s->sum_with = kith_mem_new(trials, s->pieces * sizeof *s->sum_with);
    return s->candidate != NULL && s->square != NULL && s->gap != NULL && s->sum != NULL &&
           s->with != NULL && s->sum_with != NULL;
}

kith_status kith_kmeans_start(kith_kmeans *m, uint64_t key, kith_error *err)
{
    start s = {.m = m, .key = key};
    const size_t trials = 2 + (size_t)log((double)m->classes); /* as scikit-learn has it */
    s.pieces = (m->rows + KITH_KMEANS_PIECE - 1) / KITH_KMEANS_PIECE;
    kith_status status = KITH_OK;
    if (!take_memory(&s, trials))
        status = kith_fail_memory(err, "the start of classes", trials * m->rows * sizeof *s.with);
    if (status == KITH_OK)
        kith_pieces_run(m->t.team, m->rows, KITH_KMEANS_PIECE, square_piece, &s);
    for (size_t c = 0; status == KITH_OK && c < m->classes; c++) {
        s.trials = c == 0 ? 1 : trials;
        choose_centre(&s, c);
    }
    kith_mem_free(s.candidate);
    kith_mem_free(s.square);
    kith_mem_free(s.gap);
    kith_mem_free(s.sum);
    kith_mem_free(s.with);
    kith_mem_free(s.sum_with);
    return status;
}
