/*
 * The shortest decimal that reads back as the same number, and of those the nearest: the free
 * format algorithm of Steele & White (PLDI 1990) with Dybvig & Burger's scaling (PLDI 1996).
 *
 * v = r / s lies between its neighbours' midpoints, (r - below) / s and (r + above) / s; digits are
 * taken from r until what is left out cannot leave that interval. A midpoint itself reads back as
 * v where v's significand is even. Floats go a shorter way to the same digits.
 */
#include "kith.h"

#include "base/big.h"
#include "base/shortest_float.h"

#include <math.h>
#include <string.h>

enum { MAX_DIGITS = 17 };

typedef struct digits {
    char text[MAX_DIGITS];
    int count; /* at least 1, the last no zero */
    int point; /* the value is 0.TEXT * 10^point */
} digits;

/* A positive number significand * 2^exponent and what lies around it. */
typedef struct number {
    uint64_t significand;
    int exponent;
    bool near_below; /* a power of two: the neighbour below is half as far as the one above */
} number;

typedef struct fraction {
    kith_big r, s, above, below;
    bool even;
} fraction;

static void set_up(fraction *f, const number *n)
{
    const unsigned up = n->exponent > 0 ? (unsigned)n->exponent : 0;
    const unsigned down = n->exponent < 0 ? (unsigned)-n->exponent : 0;
    const unsigned one = n->near_below ? 2 : 1; /* halves of `below` stay whole numbers */
    kith_big_set(&f->r, n->significand);
    kith_big_shift(&f->r, up + one);
    kith_big_set(&f->s, 1);
    kith_big_shift(&f->s, down + one);
    kith_big_set(&f->below, 1);
    kith_big_shift(&f->below, up);
    kith_big_set(&f->above, 1);
    kith_big_shift(&f->above, up + one - 1);
    f->even = n->significand % 2 == 0;
}

static void times_ten(fraction *f)
{
    kith_big_scale(&f->r, 10, 0);
    kith_big_scale(&f->below, 10, 0);
    kith_big_scale(&f->above, 10, 0);
}

/* May what is left be dropped, and may the digit before it be raised by one instead? */
static bool may_drop(const fraction *f)
{
    const int order = kith_big_compare(&f->r, &f->below);
    return order < 0 || (order == 0 && f->even);
}

static bool may_raise(const fraction *f)
{
    kith_big sum;
    sum.used = f->r.used;
    memcpy(sum.word, f->r.word, f->r.used * sizeof *sum.word);
    kith_big_add(&sum, &f->above);
    const int order = kith_big_compare(&sum, &f->s);
    return order > 0 || (order == 0 && f->even);
}

/* Brings r / s into 0.1 .. 1 and returns the power of ten taken out. */
static int scale(fraction *f, const number *n)
{
    const int log2 = n->exponent + 63 - __builtin_clzll(n->significand);
    /* floor(log10(2^log2)) is the logarithm of the value rounded down, or one less. */
    int point = ((log2 * 78913) >> 18) + 1;
    const unsigned power = (unsigned)(point < 0 ? -point : point);
    if (point >= 0) {
        kith_big_power10(&f->s, power);
    } else {
        kith_big_power10(&f->r, power);
        kith_big_power10(&f->above, power);
        kith_big_power10(&f->below, power);
    }
    if (may_raise(f)) {
        kith_big_scale(&f->s, 10, 0);
        point++;
    }
    return point;
}

static bool nearer_up(const fraction *f)
{
    kith_big twice;
    twice.used = f->r.used;
    memcpy(twice.word, f->r.word, f->r.used * sizeof *twice.word);
    kith_big_scale(&twice, 2, 0);
    return kith_big_compare(&twice, &f->s) >= 0;
}

static void shortest(const number *n, digits *d)
{
    fraction f;
    set_up(&f, n);
    d->point = scale(&f, n);
    d->count = 0;
    bool drop, raise;
    do {
        times_ten(&f);
        d->text[d->count++] = (char)('0' + kith_big_divide(&f.r, &f.s));
        drop = may_drop(&f);
        raise = may_raise(&f);
    } while (!drop && !raise);
    if (raise && (!drop || nearer_up(&f)))
        d->text[d->count - 1]++; /* never past 9: the scaling made room for it */
}

/* "0.00012"; all of d->text is copied, since a copy of fixed length is one move. */
static size_t put_fraction(const digits *d, char *out)
{
    memcpy(out, "0.000", 5);
    memcpy(out + 2 - d->point, d->text, sizeof d->text);
    return (size_t)2 - (size_t)d->point + (size_t)d->count;
}

/* "0.00012", "1234.5", "120000" */
static size_t put_plain(const digits *d, char *out)
{
    if (d->point <= 0)
        return put_fraction(d, out);
    char *p = out;
    for (int i = 0; i < d->count || i < d->point; i++) {
        if (i == d->point)
            *p++ = '.';
        *p++ = i < d->count ? d->text[i] : '0';
    }
    return (size_t)(p - out);
}

/* "1.25e-7" */
static size_t put_scientific(const digits *d, char *out)
{
    char *p = out;
    *p++ = d->text[0];
    if (d->count > 1) {
        *p++ = '.';
        memcpy(p, d->text + 1, (size_t)d->count - 1);
        p += d->count - 1;
    }
    int exponent = d->point - 1;
    *p++ = 'e';
    if (exponent < 0) {
        *p++ = '-';
        exponent = -exponent;
    }
    for (int unit = exponent >= 100 ? 100 : exponent >= 10 ? 10 : 1; unit > 0; unit /= 10)
        *p++ = (char)('0' + exponent / unit % 10);
    return (size_t)(p - out);
}

/* Plain from 1e-4 to below 1e16, as most tools print. */
static size_t put_digits(const digits *d, char *out)
{
    return d->point > -4 && d->point <= 16 ? put_plain(d, out) : put_scientific(d, out);
}

/* What has no digits: zero, infinity and what is no number. */
static size_t put_special(double magnitude, char *out)
{
    const char *word = isnan(magnitude) ? "nan" : isinf(magnitude) ? "inf" : "0";
    memcpy(out, word, strlen(word));
    return strlen(word);
}

/* The number behind an IEEE 754 pattern of `fraction` fraction bits and this exponent bias. */
static number decode(uint64_t pattern, int fraction_bits, int bias)
{
    const uint64_t hidden = UINT64_C(1) << fraction_bits;
    const uint64_t significand = pattern & (hidden - 1);
    const int exponent = (int)(pattern >> fraction_bits);
    if (exponent == 0)
        return (number){significand, 1 - bias - fraction_bits, false};
    return (number){significand | hidden, exponent - bias - fraction_bits,
                    significand == 0 && exponent > 1};
}

/* The nine digits of a whole number below 10^9, without zeros in front or at the end. */
typedef struct nine {
    uint64_t first;    /* eight of them as text, the first in the lowest byte */
    char last;         /* the ninth, or '0' */
    int count, places; /* digits that are left, and with the zeros at the end */
} nine;

/* All digits at once, in lanes of ever fewer; none is looked at alone, as none can be foreseen. */
static nine nine_digits(uint32_t whole)
{
    const uint64_t zeros = UINT64_C(0x3030303030303030);
    const uint32_t top = whole / 100000000, low = whole % 100000000;
    uint64_t lanes = (uint64_t)(low % 10000) << 32 | low / 10000;
    uint64_t upper = (lanes * 10486) >> 20 & UINT64_C(0x0000007F0000007F);
    lanes = upper | (lanes - 100 * upper) << 16;
    upper = (lanes * 103) >> 10 & UINT64_C(0x000F000F000F000F);
    lanes = upper | (lanes - 10 * upper) << 8;
    const unsigned lead = lanes != 0 ? (unsigned)__builtin_ctzll(lanes) & 56 : 56;
    const unsigned trail = lanes != 0 ? (unsigned)__builtin_clzll(lanes) & 56 : 64;
    nine n;
    n.first = (top != 0 ? lanes << 8 | top : lanes >> lead) + zeros;
    n.last = (char)('0' + (top != 0 ? lanes >> 56 : 0));
    n.places = top != 0 ? 9 : 8 - (int)(lead / 8);
    n.count = n.places - (int)(trail / 8);
    return n;
}

/* As put_plain; the bytes behind the number are spoilt. */
static size_t put_nine(const nine *n, int point, char *out)
{
    if (point <= 0) {
        memcpy(out, "0.000", 5);
        memcpy(out + 2 - point, &n->first, sizeof n->first);
        out[10 - point] = n->last;
        return (size_t)2 - (size_t)point + (size_t)n->count;
    }
    const uint64_t behind = n->first >> 8 * point;
    memcpy(out, &n->first, sizeof n->first);
    memcpy(out + point + 1, &behind, sizeof behind);
    out[9] = n->last;
    out[point] = '.';
    return n->count > point ? (size_t)n->count + 1 : (size_t)point;
}

static size_t put_float(uint32_t pattern, char *out)
{
    const number f = decode(pattern, 23, 127);
    int power;
    const nine n =
        nine_digits(kith_shortest_float((uint32_t)f.significand, f.exponent, f.near_below, &power));
    const int point = n.places + power;
    if (point > -4 && point < 8)
        return put_nine(&n, point, out);
    digits d = {.count = n.count, .point = point};
    memcpy(d.text, &n.first, sizeof n.first);
    d.text[8] = n.last;
    return put_digits(&d, out);
}

size_t kith_format_float(float value, char text[KITH_REAL_CHARS])
{
    const uint32_t infinity = 0x7F800000;
    uint32_t pattern;
    memcpy(&pattern, &value, sizeof pattern);
    const uint32_t magnitude = pattern & 0x7FFFFFFF;
    char *p = text;
    *p = '-';
    p += pattern > magnitude && magnitude <= infinity; /* no branch: signs cannot be foreseen */
    p += magnitude > 0 && magnitude < infinity ? put_float(magnitude, p)
                                               : put_special(fabs((double)value), p);
    *p = '\0';
    return (size_t)(p - text);
}

size_t kith_format_double(double value, char text[KITH_REAL_CHARS])
{
    uint64_t pattern;
    memcpy(&pattern, &value, sizeof pattern);
    char *p = text;
    if (pattern >> 63 && !isnan(value))
        *p++ = '-';
    if (isfinite(value) && fabs(value) > 0) {
        const number n = decode(pattern & ~(UINT64_C(1) << 63), 52, 1023);
        digits d;
        shortest(&n, &d);
        p += put_digits(&d, p);
    } else {
        p += put_special(fabs(value), p);
    }
    *p = '\0';
    return (size_t)(p - text);
}
