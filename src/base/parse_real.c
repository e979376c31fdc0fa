/*
 * Decimal to the nearest double, ties to even, without locale. Three ways, each exact or aware that
 * it is not:
 *   1. digits and power of ten are both doubles: one rounded operation (Clinger, PLDI 1990);
 *   2. a 64-bit product with a bound on its error: right where both ends of the error's interval
 *      round to the same double, as they do 99 times in 100;
 *   3. the quotient of two big numbers.
 */
#include "kith.h"

#include "base/big.h"

#include <math.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

enum {
    FIRST_DIGITS = 19, /* always fit 64 bits */
    ALL_DIGITS = 770,  /* a tie between two doubles has at most 767 */
    LEAST_POWER = -352 /* of the table below */
};

/* 10^-352, 10^-336, .. 10^320: the upper 64 bits, rounded. */
static const uint64_t powers[] = {
    0xCD42A11346F34F7D, 0xE3E27A444D8D98B8, 0xFD00B897478238D1, 0x8C71DCD9BA0B4926,
    0x9BECCE62836AC577, 0xAD1C8EAB5EE43B67, 0xC0314325637A193A, 0xD5605FCDCF32E1D7,
    0xECE53CEC4A314EBE, 0x8380DEA93DA4BC60, 0x91FF83775423CC06, 0xA21727DB38CB0030,
    0xB3F4E093DB73A093, 0xC7CABA6E7C5382C9, 0xDDD0467C64BCE4A1, 0xF64335BCF065D37D,
    0x88B402F7FD75539B, 0x97C560BA6B0919A6, 0xA87FEA27A539E9A5, 0xBB127C53B17EC159,
    0xCFB11EAD453994BA, 0xE69594BEC44DE15B, 0x8000000000000000, 0x8E1BC9BF04000000,
    0x9DC5ADA82B70B59E, 0xAF298D050E4395D7, 0xC2781F49FFCFA6D5, 0xD7E77A8F87DAF7FC,
    0xEFB3AB16C59B14A3, 0x850FADC09923329E, 0x93BA47C980E98CE0, 0xA402B9C5A8D3A6E7,
    0xB616A12B7FE617AA, 0xCA28A291859BBF93, 0xE070F78D3927556B, 0xF92E0C3537826146,
    0x8A5296FFE33CC930, 0x9991A6F3D6BF1766, 0xAA7EEBFB9DF9DE8E, 0xBD49D14AA79DBC82,
    0xD226FC195C6A2F8C, 0xE950DF20247C83FD, 0x81842F29F2CCE376};

typedef struct decimal {
    const char *text, *end; /* digits and at most one point; the first digit is not 0 */
    bool negative;
    uint64_t first;   /* the first significant digits, at most FIRST_DIGITS */
    bool more;        /* digits other than 0 follow those */
    uint64_t digits;  /* significant digits there are */
    int64_t exponent; /* value = first (and what follows as a fraction) * 10^exponent */
} decimal;

/* A positive number: significand * 2^exponent, a little more where `sticky`. */
typedef struct binary {
    uint64_t significand;
    int exponent;
    bool sticky;
} binary;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Does `text` spell `word` (of lower case letters), in any case? */
static bool spells(const char *text, size_t bytes, const char *word)
{
    if (strlen(word) != bytes)
        return false;
    for (size_t i = 0; i < bytes; i++)
        if ((text[i] | 0x20) != word[i])
            return false;
    return true;
}

static bool parse_special(const char *text, size_t bytes, double *value)
{
    if (spells(text, bytes, "nan"))
        *value = (double)NAN;
    else if (spells(text, bytes, "inf") || spells(text, bytes, "infinity"))
        *value = (double)INFINITY;
    else
        return false;
    return true;
}

/* Digits with at most one point; returns where they end, NULL where there are none. */
static const char *scan_digits(const char *p, const char *end, decimal *d)
{
    bool any = false, point = false;
    for (; p < end && (is_digit(*p) || (*p == '.' && !point)); p++) {
        if (*p == '.') {
            point = true;
            continue;
        }
        any = true;
        if (d->digits == 0 && *p != '0')
            d->text = p;
        if (d->digits == 0 && *p == '0') {
            d->exponent -= point;
            continue;
        }
        if (d->digits++ < FIRST_DIGITS) {
            d->first = d->first * 10 + (uint64_t)(*p - '0');
            d->exponent -= point;
        } else {
            d->more |= *p != '0';
            d->exponent += !point;
        }
    }
    d->end = p;
    return any ? p : NULL;
}

/* "e-12" up to `end`; a huge exponent is held at a size that still decides the result. */
static bool scan_exponent(const char *p, const char *end, decimal *d)
{
    const int64_t limit = INT64_C(1) << 62;
    bool negative = false;
    if (p < end && (*p == '+' || *p == '-'))
        negative = *p++ == '-';
    if (p == end)
        return false;
    int64_t exponent = 0;
    for (; p < end && is_digit(*p); p++)
        exponent = exponent < limit / 10 - 1 ? exponent * 10 + (*p - '0') : exponent;
    d->exponent += negative ? -exponent : exponent;
    return p == end;
}

static bool scan(const char *p, const char *end, decimal *d)
{
    p = scan_digits(p, end, d);
    if (p == NULL)
        return false;
    return p == end || ((*p == 'e' || *p == 'E') && scan_exponent(p + 1, end, d));
}

static bool by_one_operation(const decimal *d, double *value)
{
    static const double exact[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (d->more || d->first > UINT64_C(1) << 53 || d->exponent < -22 || d->exponent > 22)
        return false;
    const double first = (double)d->first;
    *value = d->exponent < 0 ? first / exact[-d->exponent] : first * exact[d->exponent];
    return true;
}

/* The nearest double, assembled from its bits so that subnormal and infinite need no case. */
static double round_binary(binary b)
{
    const int shift = __builtin_clzll(b.significand);
    const uint64_t significand = b.significand << shift;
    const int leading = b.exponent - shift + 63; /* the value is in 2^leading .. 2^(leading+1) */
    if (leading > 1023)
        return (double)INFINITY;
    const int keep = leading >= -1022 ? 53 : 53 + 1022 + leading;
    if (keep < 0)
        return 0;
    const int drop = 64 - keep;
    const uint64_t kept = drop == 64 ? 0 : significand >> drop;
    const uint64_t rest = drop == 64 ? significand : significand << keep >> keep;
    const uint64_t half = UINT64_C(1) << (drop - 1);
    const bool up = rest > half || (rest == half && (b.sticky || (kept & 1)));
    /* A normal significand's leading bit adds 1 to the exponent below it, and so does a carry. */
    const uint64_t exponent = leading >= -1022 ? (uint64_t)(leading + 1022) << 52 : 0;
    const uint64_t bits = exponent + kept + up;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* a * b * 2^64's upper half, made to have its highest bit set. Both have theirs set. */
static binary multiply(binary a, uint64_t b, int exponent)
{
    const wide product = (wide)a.significand * b;
    const int shift = product >> 127 ? 0 : 1;
    return (binary){(uint64_t)(product >> (64 - shift)), a.exponent + exponent + 64 - shift, false};
}

/* floor(log2(10^power)) for |power| <= 400. */
static int log2_power10(int power)
{
    return (power * 217706) >> 16;
}

static uint64_t small_power10(int power)
{
    uint64_t product = 1;
    for (; power > 0; power--)
        product *= 10;
    return product;
}

/* d->exponent is in LEAST_POWER .. 335. False where 64 bits do not decide. */
static bool by_product(const decimal *d, double *value)
{
    const int coarse = (int)(d->exponent - LEAST_POWER) / 16;
    const int fine = (int)(d->exponent - LEAST_POWER) % 16;
    const int power = coarse * 16 + LEAST_POWER;
    const int shift = __builtin_clzll(d->first);
    binary b = {d->first << shift, -shift, false};
    const uint64_t small = small_power10(fine);
    const int small_shift = __builtin_clzll(small);
    b = multiply(b, small << small_shift, -small_shift);
    b = multiply(b, powers[coarse], log2_power10(power) - 63);
    /*
     * In units of the last bit: each product is cut (1, twice that after the other's shift), the
     * table is rounded (1/2, twice), and unread digits are worth less than one of the 19th.
     */
    const uint64_t error = 8 + (d->more ? UINT64_C(4) << shift : 0);
    if (b.significand < error || b.significand > UINT64_MAX - error)
        return false;
    const binary low = {b.significand - error, b.exponent, false};
    const binary high = {b.significand + error, b.exponent, true};
    *value = round_binary(low);
    return *value == round_binary(high);
}

/* All digits that can matter, as a whole number; returns the power of ten that goes with it. */
static int read_digits(const decimal *d, kith_big *number)
{
    uint64_t read = 0;
    bool rest = false;
    kith_big_set(number, 0);
    for (const char *p = d->text; p < d->end; p++) {
        if (*p == '.')
            continue;
        if (read < ALL_DIGITS) {
            kith_big_scale(number, 10, (uint32_t)(*p - '0'));
            read++;
        } else {
            rest |= *p != '0';
        }
    }
    if (rest) /* more than the digits read, by however little */
        kith_big_scale(number, 10, 1);
    const uint64_t first = d->digits < FIRST_DIGITS ? d->digits : FIRST_DIGITS;
    return (int)(d->exponent - (int64_t)(read + rest - first));
}

/* The quotient to 63 or 64 bits, and whether anything remains. */
static double by_big_numbers(const decimal *d)
{
    kith_big above, below;
    const int power = read_digits(d, &above);
    kith_big_set(&below, 1);
    kith_big_power10(power < 0 ? &below : &above, (unsigned)(power < 0 ? -power : power));
    const int shift = 63 - ((int)kith_big_bits(&above) - (int)kith_big_bits(&below));
    kith_big_shift(shift < 0 ? &below : &above, (unsigned)(shift < 0 ? -shift : shift));
    kith_big_shift(&below, 32);
    const uint64_t high = kith_big_divide(&above, &below);
    kith_big_shift(&above, 32);
    const uint64_t low = kith_big_divide(&above, &below);
    return round_binary((binary){high << 32 | low, -shift, above.used > 0});
}

static double to_double(const decimal *d)
{
    double value;
    if (d->first == 0)
        return 0;
    if (by_one_operation(d, &value))
        return value;
    const int64_t digits = (int64_t)(d->digits < FIRST_DIGITS ? d->digits : FIRST_DIGITS);
    if (d->exponent + digits > 310)
        return (double)INFINITY;
    if (d->exponent + digits < -326)
        return 0;
    return by_product(d, &value) ? value : by_big_numbers(d);
}

bool kith_parse_real(const char *text, size_t bytes, double *value)
{
    decimal d = {0};
    const char *end = text + bytes;
    if (bytes > 0 && (*text == '-' || *text == '+'))
        d.negative = *text++ == '-';
    double magnitude;
    if (scan(text, end, &d))
        magnitude = to_double(&d);
    else if (!parse_special(text, (size_t)(end - text), &magnitude))
        return false;
    *value = d.negative ? -magnitude : magnitude;
    return true;
}
