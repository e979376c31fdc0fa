/*
 * Packing for the matrix product: a block of op(B) as panels that the micro-kernel reads in a
 * straight line, and a few columns of a transposed A as rows of one tile.
 *
 * A panel is [depth][GEMM_WIDTH]: two vectors of columns, one line of k after the other, zero
 * behind the last column. A transposed B is turned a square of vectors at a time, in registers.
 */
#ifndef KITH_KERN_BODY_PACK_H
#define KITH_KERN_BODY_PACK_H

#include "kern/simd.h"

/*
 * GEMM_ROWS by GEMM_WIDTH elements of C fill the registers but for one line of B and one of A.
 * A block of B, GEMM_DEPTH by GEMM_COLUMNS, is 64 KiB of stack: it stays in the second-level cache
 * while a panel of it and the rows of A pass through the first.
 */
enum {
    GEMM_VECS = 2,
    GEMM_WIDTH = GEMM_VECS * (int)LANES,
#if KERN_BYTES == 64
    GEMM_ROWS = 14,
#elif KERN_BYTES == 32
    GEMM_ROWS = 6,
#elif defined(__aarch64__)
    GEMM_ROWS = 8,
#else
    GEMM_ROWS = 4,
#endif
    GEMM_DEPTH = 128,
    GEMM_COLUMNS = 512 / sizeof(kith_real)
};

/* A matrix as it is used: element (i, j) at [i * row + j * column]. One of the two is 1. */
typedef struct gemm_view {
    const kith_real *at;
    size_t row, column;
} gemm_view;

KERN_INLINE gemm_view gemm_from(gemm_view x, size_t i, size_t j)
{
    return (gemm_view){x.at + i * x.row + j * x.column, x.row, x.column};
}

/* a0 b0 a1 b1 ... of the lower halves, and of the upper. */
#if KERN_BYTES == 64
#define PACK_LOW 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define PACK_HIGH 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#elif KERN_BYTES == 32
#define PACK_LOW 0, 8, 1, 9, 2, 10, 3, 11
#define PACK_HIGH 4, 12, 5, 13, 6, 14, 7, 15
#elif defined(KITH_DOUBLE)
#define PACK_LOW 0, 2
#define PACK_HIGH 1, 3
#else
#define PACK_LOW 0, 4, 1, 5
#define PACK_HIGH 2, 6, 3, 7
#endif

/* Transposes LANES vectors: after log2 LANES perfect shuffles rows and lanes have changed places.
 */
KERN_INLINE void pack_transpose(vec *rows)
{
    KERN_UNROLL
    for (size_t round = 1; round < LANES; round *= 2) {
        vec next[LANES];
        KERN_UNROLL
        for (size_t i = 0; i < LANES / 2; i++) {
            next[2 * i] = KERN_SHUFFLE(rows[i], rows[i + LANES / 2], PACK_LOW);
            next[2 * i + 1] = KERN_SHUFFLE(rows[i], rows[i + LANES / 2], PACK_HIGH);
        }
        KERN_UNROLL
        for (size_t i = 0; i < LANES; i++)
            rows[i] = next[i];
    }
}

/* LANES columns of a panel (the last ones zero where `width` is less) from as many rows of B. */
KERN_INLINE void pack_turned(const kith_real *b, size_t ldb, size_t width, size_t depth,
                             kith_real *panel)
{
    for (size_t p = 0; p < depth; p += LANES) {
        const size_t part = lanes_left(p, depth);
        vec rows[LANES];
        KERN_UNROLL
        for (size_t i = 0; i < LANES; i++) {
            if (i >= width)
                rows[i] = (vec){0};
            else
                rows[i] = load_part(b + i * ldb + p, part);
        }
        pack_transpose(rows);
        KERN_UNROLL
        for (size_t i = 0; i < LANES; i++)
            if (i < part)
                store(panel + (p + i) * GEMM_WIDTH, rows[i]);
    }
}

KERN_INLINE void pack_straight(const kith_real *b, size_t ldb, size_t width, size_t depth,
                               kith_real *panel)
{
    const size_t part = lanes_left(0, width);
    for (size_t p = 0; p < depth; p++)
        store(panel + p * GEMM_WIDTH, load_part(b + p * ldb, part));
}

/* The first `depth` by `width` <= GEMM_COLUMNS of B as panels one after the other. */
KERN_INLINE void pack_b(gemm_view b, size_t width, size_t depth, kith_real *panels)
{
    for (size_t j = 0; j < width; j += LANES) {
        kith_real *panel = panels + j / GEMM_WIDTH * GEMM_WIDTH * depth + j % GEMM_WIDTH;
        if (b.column == 1)
            pack_straight(b.at + j, b.row, width - j, depth, panel);
        else
            pack_turned(b.at + j * b.column, b.column, width - j, depth, panel);
    }
}

/* The first rows of a transposed A as [depth][GEMM_ROWS]. */
KERN_INLINE void pack_a(const size_t rows, gemm_view a, size_t depth, kith_real *tile)
{
    for (size_t p = 0; p < depth; p++)
        memcpy(tile + p * GEMM_ROWS, a.at + p * a.column, rows * sizeof *tile);
}

#endif
