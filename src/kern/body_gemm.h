/*
 * The matrix product of dense layers: C = beta C + op(A) op(B), all row-major.
 *
 * A tile of C stays in registers while it takes a block's depth of products; blocks of B are packed
 * (body_pack.h), A is read where it stands. An element of C adds its products in the order of k,
 * one multiply-add each, in blocks whose depth follows from k alone: whichever tile, edge or
 * direct path computes it, and however the rows are shared between workers, its bits are the same.
 */
#ifndef KITH_KERN_BODY_GEMM_H
#define KITH_KERN_BODY_GEMM_H

#include "kern/body_pack.h"

/* `depth` products for each of m by `columns` elements of C. */
typedef struct gemm_block {
    size_t m, columns, depth;
    gemm_view a;          /* [m][depth] */
    const kith_real *b;   /* panels, or B itself where it is read once */
    size_t b_step, panel; /* between lines of a panel, and between panels */
    bool add;             /* to what is in C */
    kith_real *c;
    size_t ldc;
} gemm_block;

/* A tile to its place in C; the last vector of a row has `part` columns. */
KERN_INLINE void gemm_put(const size_t rows, const size_t vecs, const vec *acc, bool add,
                          kith_real *c, size_t ldc, size_t part)
{
    KERN_UNROLL
    for (size_t i = 0; i < rows; i++) {
        KERN_UNROLL
        for (size_t v = 0; v < vecs; v++) {
            const size_t n = v + 1 < vecs ? LANES : part;
            kith_real *at = c + i * ldc + v * LANES;
            vec sums = acc[i * vecs + v];
            if (add)
                sums += load_part(at, n);
            store_part(at, sums, n);
        }
    }
}

/* `rows` by `vecs` vectors of C, both constant; `width` columns of them exist. */
KERN_INLINE void gemm_tile(const size_t rows, const size_t vecs, const gemm_block *g, gemm_view a,
                           const kith_real *b, kith_real *c, size_t width)
{
    vec acc[GEMM_ROWS * GEMM_VECS];
    KERN_UNROLL
    for (size_t i = 0; i < rows * vecs; i++)
        acc[i] = (vec){0};
    for (size_t p = 0; p < g->depth; p++, a.at += a.column, b += g->b_step) {
        vec line[GEMM_VECS];
        KERN_UNROLL
        for (size_t v = 0; v < vecs; v++)
            line[v] = loadu(b + v * LANES);
        KERN_UNROLL
        for (size_t i = 0; i < rows; i++) {
            const vec x = splat(a.at[i * a.row]);
            KERN_UNROLL
            for (size_t v = 0; v < vecs; v++)
                acc[i * vecs + v] += x * line[v];
        }
    }
    const size_t part = lanes_left((vecs - 1) * LANES, width);
    if (part == LANES) /* a constant: no row asks again */
        gemm_put(rows, vecs, acc, g->add, c, g->ldc, LANES);
    else
        gemm_put(rows, vecs, acc, g->add, c, g->ldc, part);
}

/* `rows` rows of C, panel after panel: two vectors of columns, in the end perhaps one. */
KERN_INLINE void gemm_panels(const size_t rows, const gemm_block *g, gemm_view a, kith_real *c)
{
    const kith_real *b = g->b;
    size_t j = 0;
    for (; j + LANES < g->columns; j += GEMM_WIDTH, b += g->panel)
        gemm_tile(rows, GEMM_VECS, g, a, b, c + j, g->columns - j);
    if (j < g->columns)
        gemm_tile(rows, 1, g, a, b, c + j, g->columns - j);
}

/* From row i. The columns of a transposed A stand far apart: each tile's are drawn together. */
KERN_INLINE void gemm_rows(const size_t rows, const gemm_block *g, size_t i)
{
    kith_real tile[GEMM_DEPTH * GEMM_ROWS];
    const gemm_view a = gemm_from(g->a, i, 0);
    kith_real *c = g->c + i * g->ldc;
    if (a.column == 1) {
        gemm_panels(rows, g, (gemm_view){a.at, a.row, 1}, c);
    } else {
        pack_a(rows, a, g->depth, tile);
        gemm_panels(rows, g, (gemm_view){tile, 1, GEMM_ROWS}, c);
    }
}

/* Functions of their own: in one function with the rest the tiles would not get all registers. */
#define GEMM_ROWS_FUNCTION(rows)                                                                   \
    static __attribute__((noinline)) void gemm_rows_##rows(const gemm_block *g, size_t i)          \
    {                                                                                              \
        gemm_rows(rows, g, i);                                                                     \
    }
GEMM_ROWS_FUNCTION(1)
GEMM_ROWS_FUNCTION(2)
GEMM_ROWS_FUNCTION(4)
#if KERN_BYTES == 64
GEMM_ROWS_FUNCTION(8)
#endif
static __attribute__((noinline)) void gemm_rows_all(const gemm_block *g, size_t i)
{
    gemm_rows(GEMM_ROWS, g, i);
}

static void gemm_run(const gemm_block *g)
{
    size_t i = 0;
    for (; i + GEMM_ROWS <= g->m; i += GEMM_ROWS)
        gemm_rows_all(g, i);
#if KERN_BYTES == 64
    for (; i + 8 <= g->m; i += 8)
        gemm_rows_8(g, i);
#endif
    for (; i + 4 <= g->m; i += 4)
        gemm_rows_4(g, i);
    for (; i + 2 <= g->m; i += 2)
        gemm_rows_2(g, i);
    if (i < g->m)
        gemm_rows_1(g, i);
}

/* The depth of k's blocks: as few as fit, of about equal depth. */
KERN_INLINE size_t gemm_depth(size_t k)
{
    const size_t blocks = (k + GEMM_DEPTH - 1) / GEMM_DEPTH;
    return blocks == 0 ? 0 : ((k + blocks - 1) / blocks + 7) / 8 * 8;
}

/*
 * `g->columns` columns of C, block after block of products. Where one tile holds all rows, B is
 * read once and packing would cost more than it saves: then panels is NULL.
 */
static void gemm_strip(gemm_block *g, gemm_view a, gemm_view b, size_t k, bool add,
                       kith_real *panels)
{
    const size_t depth = gemm_depth(k);
    for (size_t p = 0; p < k; p += depth) {
        const gemm_view part = gemm_from(b, p, 0);
        g->a = gemm_from(a, 0, p);
        g->depth = k - p < depth ? k - p : depth;
        g->add = add || p > 0;
        g->b = panels != NULL ? panels : part.at;
        g->b_step = panels != NULL ? GEMM_WIDTH : b.row;
        g->panel = panels != NULL ? g->depth * GEMM_WIDTH : GEMM_WIDTH;
        if (panels != NULL)
            pack_b(part, g->columns, g->depth, panels);
        gemm_run(g);
    }
}

static void gemm(bool ta, bool tb, size_t m, size_t n, size_t k, const kith_real *a, size_t lda,
                 const kith_real *b, size_t ldb, kith_real beta, kith_real *c, size_t ldc)
{
    kith_real panels[GEMM_DEPTH * GEMM_COLUMNS] __attribute__((aligned(64)));
    const gemm_view left = {a, ta ? 1 : lda, ta ? lda : 1};
    const gemm_view right = {b, tb ? 1 : ldb, tb ? ldb : 1};
    gemm_block g = {.m = m, .ldc = ldc};
    for (size_t i = 0; k == 0 && beta == 0 && i < m; i++)
        memset(c + i * ldc, 0, n * sizeof *c);
    for (size_t j = 0; j < n; j += g.columns) {
        const bool direct = !tb && m <= GEMM_ROWS && n - j >= GEMM_WIDTH;
        g.c = c + j;
        g.columns = direct || n - j < GEMM_COLUMNS ? n - j : GEMM_COLUMNS;
        if (direct) /* whole panels: what is left goes the other way */
            g.columns -= g.columns % GEMM_WIDTH;
        /* cppcheck-suppress legacyUninitvar // packed before it is read */
        gemm_strip(&g, left, gemm_from(right, 0, j), k, beta != 0, direct ? NULL : panels);
    }
}

#endif
