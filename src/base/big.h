/*
 * Whole numbers of up to 4,000 bits, for the conversions between binary and decimal that must be
 * exact. Enough for 770 decimal digits over 10^1100, which decides every double.
 *
 * Nothing is allocated; callers stay within the room (see parse_real.c and format.c).
 */
#ifndef KITH_BASE_BIG_H
#define KITH_BASE_BIG_H

#include <stdint.h>

enum { KITH_BIG_WORDS = 136 };

typedef struct kith_big {
    uint32_t used;                 /* words; the highest is not zero */
    uint32_t word[KITH_BIG_WORDS]; /* the lowest first */
} kith_big;

void kith_big_set(kith_big *a, uint64_t value);
/* a = a * factor + addend */
void kith_big_scale(kith_big *a, uint32_t factor, uint32_t addend);
/* a = a * 10^n */
void kith_big_power10(kith_big *a, unsigned n);
/* a = a * 2^bits */
void kith_big_shift(kith_big *a, unsigned bits);
void kith_big_add(kith_big *a, const kith_big *b);
/* The sign of a - b. */
int kith_big_compare(const kith_big *a, const kith_big *b);
/* floor(a / b), which must be below 2^32; the remainder stays in a. b > 0. */
uint32_t kith_big_divide(kith_big *a, const kith_big *b);
/* Bits without leading zeros; 0 for 0. */
unsigned kith_big_bits(const kith_big *a);

#endif
