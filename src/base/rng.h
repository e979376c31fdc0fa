/*
 * Random numbers by counting: draw i of a stream is a function of (key, i) and of nothing else, so
 * neither the number of threads nor the order of the work changes a draw.
 *
 * A key is made of (seed, epoch, block, purpose); a draw is SplitMix64's output function (Steele,
 * Lea & Flood, OOPSLA 2014) at key + i * the golden ratio.
 */
#ifndef KITH_BASE_RNG_H
#define KITH_BASE_RNG_H

#include <stdint.h>

/* What a stream is for: no two uses share draws. */
typedef enum kith_purpose {
    KITH_RNG_INIT = 1,
    KITH_RNG_SHUFFLE,
    KITH_RNG_SUBSAMPLE,
    KITH_RNG_WINDOW,
    KITH_RNG_NOISE,
    KITH_RNG_POOL,
    KITH_RNG_SPLIT,
    KITH_RNG_DROPOUT,
    KITH_RNG_TEST,
    KITH_RNG_STEP,
    KITH_RNG_AUGMENT,
    KITH_RNG_BAG,
    KITH_RNG_TUNE,
    KITH_RNG_CLUSTER
} kith_purpose;

static inline uint64_t kith_mix64(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

/* The key of one stream. */
static inline uint64_t kith_rng_key(uint64_t seed, uint64_t epoch, uint64_t block,
                                    kith_purpose purpose)
{
    uint64_t key = kith_mix64(seed + 0x9E3779B97F4A7C15u);
    key = kith_mix64(key ^ (epoch * 0xD1342543DE82EF95u + 1));
    key = kith_mix64(key ^ (block * 0xAF251AF3B0F025B5u + 2));
    return kith_mix64(key ^ ((uint64_t)purpose * 0x9E6C63D0876A9A47u + 3));
}

/* Draw i: 64 random bits. */
static inline uint64_t kith_rng_at(uint64_t key, uint64_t i)
{
    return kith_mix64(key + (i + 1) * 0x9E3779B97F4A7C15u);
}

/* Random bits to a number in [0, 1), 53 bits of it. */
static inline double kith_rng_unit(uint64_t bits)
{
    return (double)(bits >> 11) * 0x1p-53;
}

/* Random bits to a whole number in 0..n-1 for n < 2^32, by the high bits. */
static inline uint32_t kith_rng_below(uint64_t bits, uint32_t n)
{
    return (uint32_t)(((bits >> 32) * n) >> 32);
}

#endif
