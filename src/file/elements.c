#include "file/elements.h"

#include <string.h>

float kith_half_widen(uint16_t half)
{
    const uint32_t exponent = half >> 10 & 31;
    const uint32_t fraction = half & 1023;
    const uint32_t sign = (uint32_t)(half >> 15) << 31;
    if (exponent == 0) {
        const float value = (float)fraction * 0x1p-24f;
        return sign != 0 ? -value : value;
    }
    const uint32_t bits = sign | (exponent == 31 ? 255u : exponent + 112) << 23 | fraction << 13;
    float value = 0;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/*
 * The fraction is cut to 10 bits with the sum of the bits that fall off and the even rule; a carry
 * out of the fraction is the next exponent, which is as it should be.
 */
uint16_t kith_half_narrow(float value)
{
    uint32_t bits = 0;
    memcpy(&bits, &value, sizeof bits);
    const uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
    const uint32_t size = bits & 0x7FFFFFFF;
    if (size > 0x7F800000) /* NaN stays one */
        return sign | 0x7E00;
    if (size >= 0x47800000) /* 2^16 and up */
        return sign | 0x7C00;
    const uint32_t exponent = size >> 23;
    if (exponent < 102) /* below 2^-25: half of the smallest */
        return sign;
    /* Of a denormal half the leading one is a bit of the fraction, and more bits fall off. */
    const bool normal = exponent > 112;
    const uint32_t fraction = (size & 0x7FFFFF) | (normal ? 0 : 0x800000);
    const uint32_t drop = normal ? 13 : 126 - exponent;
    const uint32_t kept = ((normal ? exponent - 112 : 0) << 10) + (fraction >> drop);
    const uint32_t rest = fraction & ((UINT32_C(1) << drop) - 1);
    const uint32_t half = UINT32_C(1) << (drop - 1);
    return (uint16_t)(sign | (kept + (rest > half || (rest == half && (kept & 1) != 0))));
}

static uint64_t assemble(const kith_element *e, const unsigned char *at)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < e->bytes; i++) /* the highest byte first */
        bits = bits << 8 | at[e->big ? i : e->bytes - 1 - i];
    return bits;
}

/* Two's complement of `bytes` bytes, the sign carried up. */
static double as_signed(uint64_t bits, unsigned bytes)
{
    const uint64_t sign = bytes > 0 ? (uint64_t)1 << (8 * bytes - 1) : 0;
    const uint64_t size = (sign - 1) - (bits & (sign - 1)); /* -1 - value of a negative one */
    return (bits & sign) != 0 ? -(double)(size + 1) : (double)bits;
}

static double as_float(uint64_t bits, unsigned bytes)
{
    const uint32_t low = (uint32_t)bits;
    float narrow = 0;
    double wide = 0;
    memcpy(&narrow, &low, sizeof narrow);
    memcpy(&wide, &bits, sizeof wide);
    if (bytes == 2)
        return (double)kith_half_widen((uint16_t)bits);
    return bytes == 4 ? (double)narrow : wide;
}

static double widen(const kith_element *e, const unsigned char *at)
{
    const uint64_t bits = assemble(e, at);
    switch (e->kind) {
    case KITH_ELEMENT_SIGNED:
        return as_signed(bits, e->bytes);
    case KITH_ELEMENT_FLOAT:
        return as_float(bits, e->bytes);
    case KITH_ELEMENT_UNSIGNED:
        break;
    }
    return (double)bits;
}

/* Images are millions of single bytes: they skip the assembly. */
static void widen_bytes(const unsigned char *from, size_t count, double *to)
{
    for (size_t i = 0; i < count; i++)
        to[i] = from[i];
}

void kith_elements_widen(const kith_element *e, const unsigned char *from, size_t count, double *to)
{
    if (e->bytes == 1 && e->kind == KITH_ELEMENT_UNSIGNED) {
        widen_bytes(from, count, to);
        return;
    }
    for (size_t i = 0; i < count; i++)
        to[i] = widen(e, from + i * e->bytes);
}
