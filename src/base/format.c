/*
 * The shortest decimal that reads back as the same number, and of those the nearest: the free
 * format algorithm of Steele & White (PLDI 1990) with Dybvig & Burger's scaling (PLDI 1996).
 *
 * v = r / s lies between its neighbours' midpoints, (r - below) / s and (r + above) / s; digits are
 * taken from r until what is left out cannot leave that interval. A midpoint itself reads back as
 * v where v's significand is even. Floats go a shorter way
 * to the same digits (decimal.h).
 */
#include "kith.h"

#include "base/big.h"
#include "base/digits.h"

#include <math.h>
#include <string.h>

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

static void shortest(const number *n, kith_digits *d)
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

/* The positive number behind a pattern. */
static number decode(uint64_t pattern)
{
    const uint64_t hidden = UINT64_C(1) << 52;
    const uint64_t significand = pattern & (hidden - 1);
    const int exponent = (int)(pattern >> 52);
    if (exponent == 0)
        return (number){significand, -1074, false};
    return (number){significand | hidden, exponent - 1075, significand == 0 && exponent > 1};
}

size_t kith_format_double(double value, char text[KITH_REAL_CHARS])
{
    uint64_t pattern;
    memcpy(&pattern, &value, sizeof pattern);
    char *p = text;
    if (pattern >> 63 && !isnan(value))
        *p++ = '-';
    if (isfinite(value) && fabs(value) > 0) {
        const number n = decode(pattern & ~(UINT64_C(1) << 63));
        kith_digits d;
        shortest(&n, &d);
        p += kith_digits_put(&d, p);
    } else {
        p += kith_digits_put_special(fabs(value), p);
    }
    *p = '\0';
    return (size_t)(p - text);
}
