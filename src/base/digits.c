/*
 * Digits with a point or an exponent.
 */
#include "base/digits.h"

#include <math.h>
#include <string.h>

/* "0.00012"; all of d->text is copied, since a copy of fixed length is one move. */
static size_t put_fraction(const kith_digits *d, char *out)
{
    memcpy(out, "0.000", 5);
    memcpy(out + 2 - d->point, d->text, sizeof d->text);
    return (size_t)2 - (size_t)d->point + (size_t)d->count;
}

/* "0.00012", "1234.5", "120000" */
static size_t put_plain(const kith_digits *d, char *out)
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
static size_t put_scientific(const kith_digits *d, char *out)
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

size_t kith_digits_put(const kith_digits *d, char *out)
{
    return d->point > -4 && d->point <= 16 ? put_plain(d, out) : put_scientific(d, out);
}

size_t kith_digits_put_special(double magnitude, char *out)
{
    const char *word = isnan(magnitude) ? "nan" : isinf(magnitude) ? "inf" : "0";
    memcpy(out, word, strlen(word));
    return strlen(word);
}
