/*
 * A decimal as text, the same layout for doubles and floats.
 */
#ifndef KITH_BASE_DIGITS_H
#define KITH_BASE_DIGITS_H

#include <stddef.h>

enum { KITH_DIGITS = 17 };

typedef struct kith_digits {
    char text[KITH_DIGITS];
    int count; /* at least 1, the last no zero */
    int point; /* the value is 0.TEXT * 10^point */
} kith_digits;

/* Plain from 1e-4 to below 1e16, as most tools print, "1.25e-7" otherwise; returns its bytes. `out`
 * has KITH_REAL_CHARS, and those behind the number are spoilt. */
size_t kith_digits_put(const kith_digits *d, char *out);

/* What has no digits: zero, infinity and what is no number. */
size_t kith_digits_put_special(double magnitude, char *out);

#endif
