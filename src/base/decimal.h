/*
 * The shortest decimals of many floats at once: models are saved as text by the hundred million
 * numbers.
 *
 * Schubfach (Giulietti, "The Schubfach way to render doubles", 2020) for floats. The numbers that
 * read back as v form an interval around it. Of the powers of ten that are no longer than it, take
 * the largest: a multiple of it lies inside, and at most one multiple of ten times it does. So four
 * candidates are enough, and they are compared in units of a quarter of that power: products with a
 * 64-bit approximation of 10^-k, cut to 32 bits with the last bit set where anything was cut off
 * ("rounded to odd"), which keeps every comparison exact.
 *
 * The body is plain loops without a branch, in numbers of 32 bits, which compilers turn into
 * vectors: decimal.c has it for one number, and kern/body_decimal.h for a block, for each ISA.
 */
#ifndef KITH_BASE_DECIMAL_H
#define KITH_BASE_DECIMAL_H

#include <stddef.h>
#include <stdint.h>

enum { KITH_DECIMALS = 64, KITH_DECIMAL_LEAST = -31 };

/* 10^KITH_DECIMAL_LEAST .. 10^45: the upper 64 bits, rounded up. */
extern const uint64_t kith_decimal_powers[];

/* Numbers 0.DDDDDDDDD * 10^point; what stands for 0, infinity or NaN has no meaning. */
typedef struct kith_decimals {
    uint32_t first[KITH_DECIMALS];  /* four digits as text, the first in the lowest byte, not 0 */
    uint32_t second[KITH_DECIMALS]; /* four more */
    uint32_t ninth[KITH_DECIMALS];  /* and one, a character */
    int32_t count[KITH_DECIMALS];   /* 1..9 digits without the zeros at the end */
    int32_t point[KITH_DECIMALS];
} kith_decimals;

/* What the search needs to know of a float: significand * 2^exponent, in quarters. */
typedef struct kith_decimal_scale {
    uint32_t quarters[KITH_DECIMALS]; /* 4 * significand, moved into place */
    uint32_t below[KITH_DECIMALS];    /* where its interval begins, and ends */
    uint32_t above[KITH_DECIMALS];
    int32_t power[KITH_DECIMALS]; /* the largest power of ten inside the interval */
    uint32_t low[KITH_DECIMALS];  /* the factor's halves */
    uint32_t high[KITH_DECIMALS];
} kith_decimal_scale;

/* The interval of the number, half as long below where it is a power of two. */
static inline void kith_decimal_place(uint32_t bits, kith_decimal_scale *s, size_t i)
{
    const uint32_t fraction = bits & 0x7FFFFF, field = bits >> 23 & 0xFF;
    const uint32_t significand = field > 0 ? fraction | 0x800000 : fraction;
    const int32_t exponent = (field > 0 ? (int32_t)field : 1) - 150;
    const uint32_t near = (fraction == 0 ? 1U : 0U) & (field > 1 ? 1U : 0U);
    /* floor(log10(2^exponent)), or of 3/4 of that, by multiplication */
    const int32_t power = (exponent * 1262611 - (near != 0 ? 524031 : 0)) >> 22;
    /* floor(log2(10^-power)) */
    const int32_t shift = exponent + ((-power * 217706) >> 16) + 1;
    s->power[i] = power;
    s->quarters[i] = (4 * significand) << shift;
    s->below[i] = (4 * significand - 2 + near) << shift;
    s->above[i] = (4 * significand + 2) << shift;
}

/* value * (high, low) / 2^64, rounded to odd. */
static inline uint32_t kith_decimal_times(uint32_t high, uint32_t low, uint32_t value)
{
    const uint64_t product = (uint64_t)high * value + ((uint64_t)low * value >> 32);
    return (uint32_t)(product >> 32) | ((uint32_t)product > 1 ? 1U : 0U);
}

/* The shortest decimal of the interval, and of those the nearest; *power is its power of ten. */
static inline uint32_t kith_decimal_choose(uint32_t bits, const kith_decimal_scale *s, size_t i,
                                           int32_t *power)
{
    const uint32_t odd = bits & 1; /* the ends of the interval read back only as even ones */
    const uint32_t below = kith_decimal_times(s->high[i], s->low[i], s->below[i]) + odd;
    const uint32_t value = kith_decimal_times(s->high[i], s->low[i], s->quarters[i]);
    const uint32_t above = kith_decimal_times(s->high[i], s->low[i], s->above[i]) - odd;
    const uint32_t whole = value / 4, tens = whole / 10, middle = 4 * whole + 2;
    const uint32_t down_ten = below <= 40 * tens ? 1 : 0;
    const uint32_t up_ten = 40 * tens + 40 <= above ? 1 : 0;
    const uint32_t down = below <= 4 * whole ? 1 : 0;
    const uint32_t up = 4 * whole + 4 <= above ? 1 : 0;
    const uint32_t tie = (value == middle ? 1U : 0U) & whole;
    const uint32_t nearer = (value > middle ? 1U : 0U) | tie;
    const uint32_t ten = (whole >= 10 ? 1U : 0U) & (down_ten ^ up_ten);
    const uint32_t unit = whole + ((down ^ up) != 0 ? up : nearer);
    *power = s->power[i] + (int32_t)ten;
    return ten != 0 ? tens + up_ten : unit;
}

/* Four digits of a number below 10^4, one in a byte. */
static inline uint32_t kith_decimal_four(uint32_t number)
{
    const uint32_t hundreds = number / 100;
    const uint32_t pairs = hundreds | (number - 100 * hundreds) << 16;
    const uint32_t tens = pairs * 103 >> 10 & 0x000F000F;
    return tens | (pairs - 10 * tens) << 8;
}

/* The digits of a number of 1 to 9 of them, times 10^power. */
static inline void kith_decimal_cut(uint32_t number, int32_t power, kith_decimals *d, size_t i)
{
    int32_t point = 9 + power;
    /* nine digits, with zeros at the end */
    point -= number < 100000 ? 4 : 0;
    number *= number < 100000 ? 10000 : 1;
    point -= number < 10000000 ? 2 : 0;
    number *= number < 10000000 ? 100 : 1;
    for (int step = 0; step < 2; step++) {
        point -= number < 100000000 ? 1 : 0;
        number *= number < 100000000 ? 10 : 1;
    }
    const uint32_t eight = number / 10, ninth = number - 10 * eight;
    const uint32_t first = kith_decimal_four(eight / 10000);
    const uint32_t second = kith_decimal_four(eight % 10000);
    int32_t count = 1;
    count = (first & 0x0000FF00) != 0 ? 2 : count;
    count = (first & 0x00FF0000) != 0 ? 3 : count;
    count = (first & 0xFF000000) != 0 ? 4 : count;
    count = (second & 0x000000FF) != 0 ? 5 : count;
    count = (second & 0x0000FF00) != 0 ? 6 : count;
    count = (second & 0x00FF0000) != 0 ? 7 : count;
    count = (second & 0xFF000000) != 0 ? 8 : count;
    d->count[i] = ninth != 0 ? 9 : count;
    d->point[i] = point;
    d->first[i] = first + 0x30303030;
    d->second[i] = second + 0x30303030;
    d->ninth[i] = ninth + '0';
}

/* Decimals of the magnitudes of n <= KITH_DECIMALS floats' patterns. */
static inline void kith_decimals_of(const uint32_t *bits, const size_t n, kith_decimals *d)
{
    kith_decimal_scale s;
    for (size_t i = 0; i < n; i++)
        kith_decimal_place(bits[i], &s, i);
    for (size_t i = 0; i < n; i++) { /* apart, as no ISA loads these well together */
        const uint64_t factor = kith_decimal_powers[-s.power[i] - KITH_DECIMAL_LEAST];
        s.low[i] = (uint32_t)factor;
        s.high[i] = (uint32_t)(factor >> 32);
    }
    for (size_t i = 0; i < n; i++) {
        int32_t power;
        const uint32_t number = kith_decimal_choose(bits[i], &s, i, &power);
        kith_decimal_cut(number, power, d, i);
    }
}

/*
 * The text of n numbers of these patterns, each with the separator behind it; returns where it
 * ends. `out` has KITH_REAL_CHARS for each.
 */
char *kith_decimals_put(const kith_decimals *d, const uint32_t *bits, size_t n, char separator,
                        char *out);

#endif
