/*
 * Coarse scans: rows as signed bytes against queries as small unsigned ones, in whole numbers.
 *
 * Rows stand in blocks of 16: four bytes of each, then the next four of each (a *quad* of columns),
 * so a vector holds a quad of many rows, a query's quad is the same for all of them, and no sum
 * crosses lanes. Queries have seven bits: then two neighbouring products fit the sixteen bits in
 * which AVX2 adds them, and every ISA gives the same whole numbers.
 */
#ifndef KITH_KERN_BODY_BYTES_H
#define KITH_KERN_BODY_BYTES_H

#include "kern/simd.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

typedef int32_t bvec __attribute__((vector_size(KERN_BYTES), may_alias));
typedef float bfloat __attribute__((vector_size(KERN_BYTES), may_alias));

/*
 * Vectors a block takes, and the tile: as many accumulators as hide the latency of a product. One
 * query alone is bound by memory; more blocks at once keep it busy.
 */
enum {
    BYTES_VECS = 16 * 4 / KERN_BYTES,
    BYTES_BLOCKS = KERN_BYTES == 64 ? 2 : 1,
    BYTES_QUERIES = KERN_BYTES == 64   ? 8
                    : KERN_BYTES == 32 ? 4
                                       : 2,
    BYTES_LANES = KERN_BYTES / 4
};

/* acc += q's four bytes times x's four, in each lane of 32 bits; q unsigned and below 128. */
KERN_INLINE bvec bytes_dot(bvec acc, bvec q, bvec x)
{
#if defined(__AVX512VNNI__) && KERN_BYTES == 64
    return (bvec)_mm512_dpbusd_epi32((__m512i)acc, (__m512i)q, (__m512i)x);
#elif defined(__AVX512BW__) && KERN_BYTES == 64
    const __m512i pairs = _mm512_maddubs_epi16((__m512i)q, (__m512i)x);
    return acc + (bvec)_mm512_madd_epi16(pairs, _mm512_set1_epi16(1));
#elif defined(__AVX2__) && KERN_BYTES == 32
    const __m256i pairs = _mm256_maddubs_epi16((__m256i)q, (__m256i)x);
    return acc + (bvec)_mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
#elif defined(__SSE2__) && KERN_BYTES == 16
    const __m128i even = _mm_srai_epi16(_mm_slli_epi16((__m128i)x, 8), 8);
    const __m128i odd = _mm_srai_epi16((__m128i)x, 8);
    acc += (bvec)_mm_madd_epi16(even, _mm_and_si128((__m128i)q, _mm_set1_epi16(0xFF)));
    return acc + (bvec)_mm_madd_epi16(odd, _mm_srli_epi16((__m128i)q, 8));
#else
    acc += ((x << 24) >> 24) * (q & 0xFF);
    acc += ((x << 16) >> 24) * ((q >> 8) & 0xFF);
    acc += ((x << 8) >> 24) * ((q >> 16) & 0xFF);
    return acc + (x >> 24) * (q >> 24);
#endif
}

/* A query's quad in every lane. */
KERN_INLINE bvec bytes_quad(const uint8_t *q)
{
    int32_t quad;
    memcpy(&quad, q, sizeof quad);
    return quad - (bvec){0};
}

/* nb blocks by nq queries (both constant); score [nq][stride]. */
KERN_INLINE void bytes_tile(const size_t nb, const size_t nq, const kith_bytes *rows, size_t block,
                            const uint8_t *q, size_t qstride, const float *scale, float *score,
                            size_t stride)
{
    enum { MOST = 16 };
    const size_t nv = nb * BYTES_VECS;
    const size_t size = rows->quads * 64;
    const int8_t *x = rows->at + block * size;
    bvec acc[MOST];
    KERN_UNROLL
    for (size_t i = 0; i < nv * nq; i++)
        acc[i] = (bvec){0};
    for (size_t d = 0; d < rows->quads; d++) {
        bvec row[MOST];
        KERN_UNROLL
        for (size_t v = 0; v < nv; v++)
            row[v] = *(const bvec *)(const void *)(x + v / BYTES_VECS * size + d * 64 +
                                                   v % BYTES_VECS * KERN_BYTES);
        KERN_UNROLL
        for (size_t j = 0; j < nq; j++) {
            const bvec quad = bytes_quad(q + j * qstride + 4 * d);
            KERN_UNROLL
            for (size_t v = 0; v < nv; v++)
                acc[j * nv + v] = bytes_dot(acc[j * nv + v], quad, row[v]);
        }
    }
    KERN_UNROLL
    for (size_t v = 0; v < nv; v++) {
        const size_t at = v * BYTES_LANES;
        bvec shift;
        bfloat step, length;
        memcpy(&shift, rows->shift + 16 * block + at, sizeof shift);
        memcpy(&step, rows->step + 16 * block + at, sizeof step);
        memcpy(&length, scale + at, sizeof length);
        step *= length;
        KERN_UNROLL
        for (size_t j = 0; j < nq; j++) {
            const bfloat s = __builtin_convertvector(acc[j * nv + v] - shift, bfloat) * step;
            memcpy(score + j * stride + at, &s, sizeof s);
        }
    }
}

typedef int8_t byte_row __attribute__((vector_size(BYTES_LANES)));

/* Columns d.. of the row; zeros behind its end. */
KERN_INLINE bfloat bytes_load(const float *row, size_t d, size_t dim)
{
    bfloat x = {0};
    if (dim - d >= BYTES_LANES)
        memcpy(&x, row + d, sizeof x); /* a copy of constant size is a load, another one a call */
    else
        memcpy(&x, row + d, (dim - d) * sizeof *row);
    return x;
}

KERN_INLINE float bytes_sum(bfloat x)
{
    float sum = 0;
    for (size_t i = 0; i < BYTES_LANES; i++)
        sum += x[i];
    return sum;
}

/* The greatest magnitude, or NaN where there is one. */
KERN_INLINE float bytes_most(const float *row, size_t dim)
{
    const bvec sign = (bvec){0} + INT32_MAX;
    bfloat most = {0};
    bvec none = {0};
    for (size_t d = 0; d < dim; d += BYTES_LANES) {
        const bfloat size = (bfloat)((bvec)bytes_load(row, d, dim) & sign);
        const bvec more = size > most;
        most = (bfloat)(((bvec)size & more) | ((bvec)most & ~more));
        none |= size != size;
    }
    float all = 0;
    for (size_t i = 0; i < BYTES_LANES; i++)
        all = none[i] ? __builtin_nanf("") : most[i] > all ? most[i] : all;
    return all;
}

/*
 * One row as bytes, [4 * quads] and room for a vector more; returns how long what is lost is,
 * beside the row: 0..1, or infinity for a row of numbers whose squares leave the floats.
 */
KERN_INLINE float bytes_of_row(const float *row, size_t dim, size_t quads, int8_t *to, float *step,
                               int32_t *shift)
{
    const bfloat magic = (bfloat){0} + 0x1.8p23F; /* adding it rounds to a whole number */
    const float most = bytes_most(row, dim);
    *step = 0;
    *shift = 0;
    if (!(most > 1e-18F && most < 1e18F)) {
        memset(to, 0, 4 * quads);
        return most == 0 ? 0 : __builtin_inff();
    }
    const float per = 127 / most;
    bfloat lost = {0}, all = {0};
    bvec sum = {0};
    *step = most / 127;
    for (size_t d = 0; d < dim; d += BYTES_LANES) {
        const bfloat x = bytes_load(row, d, dim);
        const bfloat moved = x * per + magic;
        const bvec whole = (bvec)moved - (bvec)magic;
        const bfloat rest = x - (moved - magic) * *step;
        const byte_row bytes = __builtin_convertvector(whole, byte_row);
        memcpy(to + d, &bytes, sizeof bytes);
        sum += whole;
        lost += rest * rest;
        all += x * x;
    }
    for (size_t i = 0; i < BYTES_LANES; i++)
        *shift += 64 * sum[i];
    return __builtin_sqrtf(bytes_sum(lost) / bytes_sum(all));
}

static float pack_bytes(const kith_bytes *to, size_t block, const float *rows, size_t n,
                        size_t stride, size_t dim, int8_t *scratch)
{
    int8_t *at = to->at + block * to->quads * 64;
    float worst = 0;
    for (size_t i = 0; i < n; i++) {
        float *step = to->step + 16 * block + i;
        const float lost = bytes_of_row(rows + i * stride, dim, to->quads, scratch, step,
                                        to->shift + 16 * block + i);
        for (size_t d = 0; d < to->quads; d++)
            memcpy(at + i / 16 * to->quads * 64 + d * 64 + i % 16 * 4, scratch + 4 * d, 4);
        worst = lost > worst ? lost : worst;
    }
    return worst;
}

/* All blocks for nq queries (constant). */
KERN_INLINE void bytes_sweep(const size_t nb, const size_t nq, const kith_bytes *rows, size_t first,
                             size_t n, const uint8_t *q, size_t qstride, const float *scale,
                             float *score, size_t stride)
{
    size_t i = 0;
    for (; i + nb <= n; i += nb)
        bytes_tile(nb, nq, rows, first + i, q, qstride, scale + 16 * i, score + 16 * i, stride);
    for (; i < n; i++)
        bytes_tile(1, nq, rows, first + i, q, qstride, scale + 16 * i, score + 16 * i, stride);
}

static void scan_bytes(const kith_bytes *rows, size_t first, size_t n, const uint8_t *q,
                       size_t queries, size_t qstride, const float *scale, float *score)
{
    size_t j = 0;
    for (; j + BYTES_QUERIES <= queries; j += BYTES_QUERIES)
        bytes_sweep(BYTES_BLOCKS, BYTES_QUERIES, rows, first, n, q + j * qstride, qstride, scale,
                    score + j * 16 * n, 16 * n);
    for (; j < queries; j++)
        bytes_sweep(4 / BYTES_VECS, 1, rows, first, n, q + j * qstride, qstride, scale,
                    score + j * 16 * n, 16 * n);
}

#endif
