/*
 * Decimal to float by one division (Clinger, PLDI 1990): digits below 2^53 and a power of ten up to
 * 10^22 are doubles, so their quotient is the nearest double. Rounding that again to a float goes
 * wrong only where the double lies in the middle between two floats and the decimal does not; there
 * the remainder of the division, exact by fma, says on which side it lies.
 */
#include "file/text_float.h"

#include "kith.h"

#include <math.h>
#include <string.h>

enum { EXACT_POWER = 22, MOST_DIGITS = 19 };

static const double powers[EXACT_POWER + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                               1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                               1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static bool ends(const char *p, const char *end)
{
    return p == end || *p == ' ' || *p == '\t';
}

static unsigned digit(const char *p)
{
    return (unsigned)(unsigned char)*p - (unsigned)'0';
}

/* The high bit of each byte of eight that is no digit. */
static uint64_t no_digits(uint64_t lanes)
{
    const uint64_t high = UINT64_C(0x8080808080808080);
    const uint64_t small = lanes & ~high;
    const uint64_t above = small + UINT64_C(0x4646464646464646);             /* bit 7: above '9' */
    const uint64_t below = ~((small | high) - UINT64_C(0x3030303030303030)); /* bit 7: below '0' */
    return (lanes | above | below) & high;
}

/* Eight digits, the first in the lowest byte, in lanes of ever more of them. */
static uint64_t eight_digits(uint64_t lanes)
{
    lanes &= UINT64_C(0x0F0F0F0F0F0F0F0F);
    lanes = (lanes * 10 + (lanes >> 8)) & UINT64_C(0x00FF00FF00FF00FF);
    lanes = (lanes * 100 + (lanes >> 16)) & UINT64_C(0x0000FFFF0000FFFF);
    return (lanes * 10000 + (lanes >> 32)) & UINT32_MAX;
}

__extension__ typedef unsigned __int128 wide_lanes;

/*
 * Up to sixteen digits at once, without a branch on how many there are, which is hard to foresee:
 * what is no digit is pushed out behind them, and zeros come in front. Returns their number.
 */
static unsigned take_digits(const char *p, uint64_t *value)
{
    uint64_t low, high; /* little endian: the first digit is the lowest byte */
    memcpy(&low, p, sizeof low);
    memcpy(&high, p + sizeof low, sizeof high);
    const uint64_t none = no_digits(low), later = none == 0;
    const uint64_t end = none | (no_digits(high) & -later);
    const unsigned count =
        end == 0 ? 16 : (unsigned)(__builtin_ctzll(end) / 8) + 8 * (unsigned)later;
    if (count == 0)
        return 0;
    const wide_lanes lanes = ((wide_lanes)high << 64 | low) << 8 * (16 - count);
    *value = eight_digits((uint64_t)lanes) * 100000000 + eight_digits((uint64_t)(lanes >> 64));
    return count;
}

/* Digits up to the first that is none; counted by the caller, who refuses too many. */
static const char *read_digits(const char *p, const char *end, uint64_t *first)
{
    static const uint64_t tens[] = {1,
                                    10,
                                    100,
                                    1000,
                                    10000,
                                    100000,
                                    1000000,
                                    10000000,
                                    100000000,
                                    1000000000,
                                    10000000000,
                                    100000000000,
                                    1000000000000,
                                    10000000000000,
                                    100000000000000,
                                    1000000000000000,
                                    10000000000000000};
    if (end - p >= 16) {
        uint64_t value = 0;
        const unsigned count = take_digits(p, &value);
        *first = *first * tens[count] + value;
        p += count;
    }
    for (; p < end && digit(p) <= 9; p++)
        *first = *first * 10 + digit(p);
    return p;
}

/* first / 10^power as a float; power is at most EXACT_POWER, first at most 2^53. */
static float divide(uint64_t first, unsigned power)
{
    const uint64_t middle = UINT64_C(1) << 28; /* of the 29 bits that a float has not */
    double wide = (double)first / powers[power];
    uint64_t bits;
    memcpy(&bits, &wide, sizeof bits);
    if ((bits & (2 * middle - 1)) == middle) {
        const double over = fma(wide, powers[power], -(double)first);
        bits += over < 0 ? 1 : 0;
        bits -= over > 0 ? 1 : 0;
        memcpy(&wide, &bits, sizeof bits);
    }
    return (float)wide;
}

static bool read_any(const char **text, const char *end, float *value)
{
    const char *stop = *text;
    double wide;
    while (!ends(stop, end))
        stop++;
    if (!kith_parse_real(*text, (size_t)(stop - *text), &wide))
        return false;
    *text = stop;
    *value = (float)wide;
    return true;
}

bool kith_text_float(const char **text, const char *end, float *value)
{
    const char *p = *text;
    const bool negative = p < end && *p == '-';
    p += negative;
    const char *start = p;
    uint64_t first = 0;
    while (p < end && digit(p) <= 9) /* seldom more than one */
        first = first * 10 + digit(p++);
    const char *point = p;
    if (p < end && *p == '.')
        p = read_digits(p + 1, end, &first);
    const size_t power = p > point ? (size_t)(p - point - 1) : 0;
    const size_t digits = (size_t)(point - start) + power;
    if (!ends(p, end) || digits == 0 || digits > MOST_DIGITS || power > EXACT_POWER ||
        first > UINT64_C(1) << 53)
        return read_any(text, end, value);
    *value = copysignf(divide(first, (unsigned)power), negative ? -1.0f : 1.0f);
    *text = p;
    return true;
}
