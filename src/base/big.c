/* Schoolbook arithmetic on 32-bit words with 64-bit intermediates. */
#include "base/big.h"

#include <string.h>

static void push(kith_big *a, uint32_t word)
{
    if (word != 0)
        a->word[a->used++] = word;
}

static void trim(kith_big *a)
{
    while (a->used > 0 && a->word[a->used - 1] == 0)
        a->used--;
}

void kith_big_set(kith_big *a, uint64_t value)
{
    a->used = 2;
    a->word[0] = (uint32_t)value;
    a->word[1] = (uint32_t)(value >> 32);
    trim(a);
}

void kith_big_scale(kith_big *a, uint32_t factor, uint32_t addend)
{
    uint64_t carry = addend;
    for (uint32_t i = 0; i < a->used; i++) {
        carry += (uint64_t)a->word[i] * factor;
        a->word[i] = (uint32_t)carry;
        carry >>= 32;
    }
    push(a, (uint32_t)carry);
    trim(a);
}

void kith_big_power10(kith_big *a, unsigned n)
{
    static const uint32_t small[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};
    for (; n >= 9; n -= 9)
        kith_big_scale(a, 1000000000, 0);
    kith_big_scale(a, small[n % 9], 0);
}

void kith_big_shift(kith_big *a, unsigned bits)
{
    const unsigned words = bits / 32;
    if (a->used == 0)
        return;
    if (words > 0) {
        memmove(a->word + words, a->word, a->used * sizeof *a->word);
        memset(a->word, 0, words * sizeof *a->word);
        a->used += words;
    }
    if (bits % 32 > 0)
        kith_big_scale(a, (uint32_t)1 << bits % 32, 0);
}

void kith_big_add(kith_big *a, const kith_big *b)
{
    while (a->used < b->used)
        a->word[a->used++] = 0;
    uint64_t carry = 0;
    for (uint32_t i = 0; i < a->used && (i < b->used || carry > 0); i++) {
        carry += (uint64_t)a->word[i] + (i < b->used ? b->word[i] : 0);
        a->word[i] = (uint32_t)carry;
        carry >>= 32;
    }
    push(a, (uint32_t)carry);
}

int kith_big_compare(const kith_big *a, const kith_big *b)
{
    if (a->used != b->used)
        return a->used < b->used ? -1 : 1;
    for (uint32_t i = a->used; i-- > 0;)
        if (a->word[i] != b->word[i])
            return a->word[i] < b->word[i] ? -1 : 1;
    return 0;
}

/* a -= factor * b, which must not be more than a. */
static void subtract(kith_big *a, const kith_big *b, uint32_t factor)
{
    uint64_t product = 0;
    int64_t borrow = 0;
    for (uint32_t i = 0; i < a->used; i++) {
        product += i < b->used ? (uint64_t)b->word[i] * factor : 0;
        borrow += (int64_t)a->word[i] - (int64_t)(uint32_t)product;
        a->word[i] = (uint32_t)borrow;
        borrow = borrow < 0 ? -1 : 0;
        product >>= 32;
    }
    trim(a);
}

/*
 * The leading words give a quotient that is never too large; what it leaves is divided again. With
 * a small leading word of b the guess may be half the quotient, so the loop is short in any case.
 */
uint32_t kith_big_divide(kith_big *a, const kith_big *b)
{
    const uint32_t top = b->used - 1;
    uint32_t quotient = 0;
    while (kith_big_compare(a, b) >= 0) {
        const uint64_t high = a->used > b->used ? a->word[top + 1] : 0;
        const uint64_t guess = (high << 32 | a->word[top]) / ((uint64_t)b->word[top] + 1);
        const uint32_t step = guess > 0 ? (uint32_t)guess : 1;
        subtract(a, b, step);
        quotient += step;
    }
    return quotient;
}

unsigned kith_big_bits(const kith_big *a)
{
    if (a->used == 0)
        return 0;
    return a->used * 32 - (unsigned)__builtin_clz(a->word[a->used - 1]);
}
