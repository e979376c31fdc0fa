/*
 * Rows as codes: signed bytes each in a record of its own, for walks that fetch one row here and
 * one row there (body_bytes.h packs rows for scans, sixteen at a time).
 *
 * A record is whole cache lines: the step, the shift, a byte a column, zeros. Questions are laid
 * out alike, with zeros where a record's step and shift stand, so a dot goes over whole vectors.
 */
#ifndef KITH_KERN_BODY_CODE_H
#define KITH_KERN_BODY_CODE_H

#include "kern/body_bytes.h"
#include "kern/body_scan.h"

enum { CODE_TILE = 4, CODE_AHEAD = 8 }; /* rows at once; rows asked for before they are read */

typedef int8_t code_bytes __attribute__((vector_size(KERN_BYTES), may_alias));

/* A row's bytes may be followed by a vector of anything; what is behind them is made zero. */
static void code_row(const float *row, size_t dim, int8_t *scratch, unsigned char *code)
{
    const size_t quads = (dim + 3) / 4;
    float step = 0, length = 0;
    int32_t shift = 0;
    norms(row, 1, dim, dim, &length);
    const float lost = bytes_of_row(row, dim, quads, scratch, &step, &shift);
    memset(code, 0, kith_code_bytes(dim));
    if (!(lost < 1 && length > 0 && length < __builtin_inff()))
        return;
    step /= length;
    memcpy(code, &step, sizeof step);
    memcpy(code + sizeof step, &shift, sizeof shift);
    memcpy(code + KITH_CODE_HEAD, scratch, dim);
}

/* Halves are rounded up and down in turn, so that a question leans to no side. */
static float code_question(const unsigned char *restrict code, size_t dim, uint8_t *restrict q)
{
    const int8_t *byte = (const int8_t *)code + KITH_CODE_HEAD;
    float step;
    memset(q, 0, kith_code_bytes(dim));
    for (size_t d = 0; d < dim; d++) {
        const int half = (byte[d] + (int)(d & 1)) >> 1;
        q[KITH_CODE_HEAD + d] = (uint8_t)(64 + (half < 64 ? half : 63));
    }
    memcpy(&step, code, sizeof step);
    return 2 * step;
}

KERN_INLINE void code_fetch(const unsigned char *code, size_t bytes)
{
    for (size_t b = 0; b < bytes; b += 64)
        __builtin_prefetch(code + b);
}

KERN_INLINE float code_score(bvec acc, const unsigned char *code, float scale)
{
    int32_t sum = 0, shift;
    float step;
    for (size_t i = 0; i < BYTES_LANES; i++)
        sum += acc[i];
    memcpy(&step, code, sizeof step);
    memcpy(&shift, code + sizeof step, sizeof shift);
    sum = (int32_t)((uint32_t)sum - (uint32_t)shift); /* a damaged shift may be any number */
    return (float)sum * (step * scale);
}

/* `rows` (constant) records against one question. */
KERN_INLINE void code_tile(const size_t rows, const unsigned char *codes, size_t bytes,
                           const uint32_t *row, const uint8_t *q, float scale, float *score)
{
    bvec acc[CODE_TILE];
    const unsigned char *code[CODE_TILE];
    KERN_UNROLL
    for (size_t i = 0; i < rows; i++) {
        acc[i] = (bvec){0};
        code[i] = codes + (size_t)row[i] * bytes;
    }
    for (size_t b = 0; b < bytes; b += KERN_BYTES) {
        bvec part;
        memcpy(&part, q + b, sizeof part);
        KERN_UNROLL
        for (size_t i = 0; i < rows; i++)
            acc[i] = bytes_dot(acc[i], part, *(const bvec *)(const void *)(code[i] + b));
    }
    KERN_UNROLL
    for (size_t i = 0; i < rows; i++)
        score[i] = code_score(acc[i], code[i], scale);
}

static void code_scores(const unsigned char *codes, size_t dim, const uint32_t *row, size_t n,
                        const uint8_t *q, float scale, float *score)
{
    const size_t bytes = kith_code_bytes(dim);
    for (size_t i = 0; i < n && i < CODE_AHEAD; i++)
        code_fetch(codes + (size_t)row[i] * bytes, bytes);
    size_t i = 0;
    for (; i + CODE_TILE <= n; i += CODE_TILE) {
        for (size_t next = i + CODE_AHEAD; next < n && next < i + CODE_AHEAD + CODE_TILE; next++)
            code_fetch(codes + (size_t)row[next] * bytes, bytes);
        code_tile(CODE_TILE, codes, bytes, row + i, q, scale, score + i);
    }
    for (; i < n; i++)
        code_tile(1, codes, bytes, row + i, q, scale, score + i);
}

#endif
