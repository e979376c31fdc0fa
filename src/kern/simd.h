/*
 * The few vector primitives that kernel bodies are written with, in GCC's vector types (gcc and
 * clang both have them). An instance defines KERN_BYTES, the width of its registers, and includes
 * the bodies; the same text then becomes SSE2, AVX2, AVX-512 or NEON.
 */
#ifndef KITH_KERN_SIMD_H
#define KITH_KERN_SIMD_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "kern/kern.h"

#define KERN_INLINE static inline __attribute__((always_inline))

/* Arrays of vectors live in registers only where their loops unroll in full; clang takes only its
 * own pragma for that. */
#ifdef __clang__
#define KERN_UNROLL _Pragma("unroll")
#else
#define KERN_UNROLL _Pragma("GCC unroll 32")
#endif

#define LANES (KERN_BYTES / sizeof(kith_real)) /* kith_reals in a vector */

#ifdef KITH_DOUBLE
typedef int64_t kern_int;
#else
typedef int32_t kern_int;
#endif

typedef kith_real vec __attribute__((vector_size(KERN_BYTES), may_alias));
typedef kern_int ivec __attribute__((vector_size(KERN_BYTES), may_alias));

/* Rows are 64-byte aligned: these need a multiple of the vector's width. */
KERN_INLINE vec load(const kith_real *p)
{
    return *(const vec *)p;
}

KERN_INLINE void store(kith_real *p, vec v)
{
    *(vec *)p = v;
}

/* Any alignment. */
KERN_INLINE vec loadu(const kith_real *p)
{
    vec v;
    memcpy(&v, p, sizeof v);
    return v;
}

KERN_INLINE void storeu(kith_real *p, vec v)
{
    memcpy(p, &v, sizeof v);
}

/* How many lanes are left of [at, to): LANES but at the end. */
KERN_INLINE size_t lanes_left(size_t at, size_t to)
{
    return to - at < LANES ? to - at : LANES;
}

/* n < LANES elements in pieces of constant size: a copy of variable size would be a call. */
KERN_INLINE void copy_part(kith_real *to, const kith_real *from, size_t n)
{
    n &= LANES - 1;
    KERN_UNROLL
    for (size_t piece = LANES / 2; piece > 0; piece /= 2)
        if (n & piece) {
            const size_t at = n & ~(2 * piece - 1);
            memcpy(to + at, from + at, piece * sizeof *to);
        }
}

/* The first n <= LANES, zero in the others: tails run the same arithmetic as bodies. */
KERN_INLINE vec load_part(const kith_real *p, size_t n)
{
    if (n == LANES)
        return loadu(p);
    vec v = {0};
    copy_part((kith_real *)&v, p, n);
    return v;
}

KERN_INLINE void store_part(kith_real *p, vec v, size_t n)
{
    if (n == LANES)
        storeu(p, v);
    else
        copy_part(p, (const kith_real *)&v, n);
}

KERN_INLINE vec splat(kith_real a)
{
    return a - (vec){0};
}

/* Lane by lane: yes where the mask is all ones, no where it is zero. */
KERN_INLINE vec select(ivec mask, vec yes, vec no)
{
    return (vec)((mask & (ivec)yes) | (~mask & (ivec)no));
}

/* Clamps to [lo, hi]; NaN stays NaN. */
KERN_INLINE vec clamp(vec x, kith_real lo, kith_real hi)
{
    x = select(x < splat(lo), splat(lo), x);
    return select(x > splat(hi), splat(hi), x);
}

#ifdef KITH_DOUBLE
#define KERN_EXP_LOW -708.0
#define KERN_EXP_HIGH 709.0
#define KERN_ROUND 0x1.8p52
enum { KERN_BIAS = 1023, KERN_MANTISSA = 52, KERN_EXP_TERMS = 13 };
#else
#define KERN_EXP_LOW -87.0f
#define KERN_EXP_HIGH 88.0f
#define KERN_ROUND 0x1.8p23f
enum { KERN_BIAS = 127, KERN_MANTISSA = 23, KERN_EXP_TERMS = 6 };
#endif

/*
 * e^x: x = n ln 2 + f with |f| <= ln 2 / 2, Taylor's series for e^f (the terms left out are under
 * half a unit in the last place), 2^n by the exponent's bits. Clamped where the result would leave
 * the normal numbers.
 */
KERN_INLINE vec vexp(vec x)
{
    x = clamp(x, KERN_EXP_LOW, KERN_EXP_HIGH);
    const vec n = (x * (kith_real)1.4426950408889634 + KERN_ROUND) - KERN_ROUND;
    /* ln 2 in two parts, so that n * high is exact */
#ifdef KITH_DOUBLE
    const vec f = (x - n * 0x1.62e42feep-1) - n * 0x1.a39ef35793c76p-33;
#else
    const vec f = (x - n * 0x1.62e4p-1f) - n * 0x1.7f7d1cp-20f;
#endif
    static const kith_real term[14] = {1,
                                       1,
                                       1 / (kith_real)2,
                                       1 / (kith_real)6,
                                       1 / (kith_real)24,
                                       1 / (kith_real)120,
                                       1 / (kith_real)720,
                                       1 / (kith_real)5040,
                                       1 / (kith_real)40320,
                                       1 / (kith_real)362880,
                                       1 / (kith_real)3628800,
                                       1 / (kith_real)39916800,
                                       1 / (kith_real)479001600,
                                       1 / (kith_real)6227020800};
    vec e = splat(term[KERN_EXP_TERMS]);
#pragma GCC unroll 16
    for (int i = KERN_EXP_TERMS - 1; i >= 0; i--)
        e = e * f + term[i];
    const ivec power = (__builtin_convertvector(n, ivec) + KERN_BIAS) << KERN_MANTISSA;
    return e * (vec)power;
}

#ifdef KITH_DOUBLE
enum { KERN_ATANH_TERMS = 17 };
#else
enum { KERN_ATANH_TERMS = 8 };
#endif

/* log(1 + t) for t in [0, 1]: 2 atanh(s), s = t / (2 + t) <= 1/3, by its series. */
KERN_INLINE vec vlog1p(vec t)
{
    const vec s = t / ((kith_real)2 + t), square = s * s;
    vec sum = splat(1 / (kith_real)(2 * KERN_ATANH_TERMS + 1));
#pragma GCC unroll 20
    for (int i = KERN_ATANH_TERMS - 1; i >= 0; i--)
        sum = sum * square + 1 / (kith_real)(2 * i + 1);
    return (s + s) * sum;
}

/* log(1 + e^z) without overflow. */
KERN_INLINE vec vsoftplus(vec z)
{
    const vec positive = select(z > (vec){0}, z, (vec){0});
    const vec size = select(z > (vec){0}, -z, z); /* -|z|; NaN stays */
    return positive + vlog1p(vexp(size));
}

/* 1 / (1 + e^-x). */
KERN_INLINE vec vsigmoid(vec x)
{
    return (kith_real)1 / ((kith_real)1 + vexp(-x));
}

/*
 * LANES accumulators to one vector of their sums, in order: a tree of shuffles, so that many dots
 * share the cost of the horizontal sums.
 */
#define KERN_SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#if KERN_BYTES == 64
KERN_INLINE vec fold(const vec *a)
{
    vec t[8], u[4], v[2];
#pragma GCC unroll 8
    for (int i = 0; i < 8; i++) /* within each 128 bits: a0+a2, b0+b2, a1+a3, b1+b3 */
        t[i] = KERN_SHUFFLE(a[2 * i], a[2 * i + 1], 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12,
                            28, 13, 29) +
               KERN_SHUFFLE(a[2 * i], a[2 * i + 1], 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14,
                            30, 15, 31);
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) /* a, b, c, d of each 128 bits */
        u[i] = KERN_SHUFFLE(t[2 * i], t[2 * i + 1], 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12,
                            13, 28, 29) +
               KERN_SHUFFLE(t[2 * i], t[2 * i + 1], 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14,
                            15, 30, 31);
#pragma GCC unroll 2
    for (int i = 0; i < 2; i++) /* the four 128-bit parts are added in two steps */
        v[i] = KERN_SHUFFLE(u[2 * i], u[2 * i + 1], 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24,
                            25, 26, 27) +
               KERN_SHUFFLE(u[2 * i], u[2 * i + 1], 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28,
                            29, 30, 31);
    return KERN_SHUFFLE(v[0], v[1], 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27) +
           KERN_SHUFFLE(v[0], v[1], 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
}
#elif KERN_BYTES == 32
KERN_INLINE vec fold(const vec *a)
{
    vec t[4], u[2];
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++)
        t[i] = KERN_SHUFFLE(a[2 * i], a[2 * i + 1], 0, 8, 1, 9, 4, 12, 5, 13) +
               KERN_SHUFFLE(a[2 * i], a[2 * i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
#pragma GCC unroll 2
    for (int i = 0; i < 2; i++)
        u[i] = KERN_SHUFFLE(t[2 * i], t[2 * i + 1], 0, 1, 8, 9, 4, 5, 12, 13) +
               KERN_SHUFFLE(t[2 * i], t[2 * i + 1], 2, 3, 10, 11, 6, 7, 14, 15);
    return KERN_SHUFFLE(u[0], u[1], 0, 1, 2, 3, 8, 9, 10, 11) +
           KERN_SHUFFLE(u[0], u[1], 4, 5, 6, 7, 12, 13, 14, 15);
}
#elif defined(KITH_DOUBLE)
KERN_INLINE vec fold(const vec *a)
{
    return KERN_SHUFFLE(a[0], a[1], 0, 2) + KERN_SHUFFLE(a[0], a[1], 1, 3);
}
#else
KERN_INLINE vec fold(const vec *a)
{
    const vec t = KERN_SHUFFLE(a[0], a[1], 0, 4, 1, 5) + KERN_SHUFFLE(a[0], a[1], 2, 6, 3, 7);
    const vec u = KERN_SHUFFLE(a[2], a[3], 0, 4, 1, 5) + KERN_SHUFFLE(a[2], a[3], 2, 6, 3, 7);
    return KERN_SHUFFLE(t, u, 0, 1, 4, 5) + KERN_SHUFFLE(t, u, 2, 3, 6, 7);
}
#endif

/* The sum of one vector's lanes, in a fixed order. */
KERN_INLINE kith_real sum(vec v)
{
    kith_real lane[LANES];
    memcpy(lane, &v, sizeof lane);
    for (size_t half = LANES / 2; half > 0; half /= 2)
        for (size_t i = 0; i < half; i++)
            lane[i] += lane[i + half];
    return lane[0];
}

#endif
