/*
 * An axis: which values it spans, where each stands, and which are written beside it.
 *
 * Linear ticks are 1, 2 or 5 times a power of ten apart. On a logarithmic axis they are the
 * decades, or 1, 2 and 5 of each where two decades or less are shown. Labels are exact decimals: a
 * tick is a whole number of 10^e and is read as such, not summed up.
 */
#ifndef KITH_DRAW_AXIS_H
#define KITH_DRAW_AXIS_H

#include "base/status.h"

enum { KITH_TICKS = 24 };

/* Values seen. NaN, infinities and what is beyond +-1e100 are passed over. */
typedef struct kith_range {
    double least, most;
    bool any;
} kith_range;

/* Is the value one that can be drawn? */
bool kith_range_takes(double value);
void kith_range_add(kith_range *r, double value);

typedef enum kith_axis_kind { KITH_LINEAR, KITH_LOGARITHMIC } kith_axis_kind;

typedef struct kith_axis {
    kith_axis_kind kind;
    double least, most; /* least < most */
    double from, to;    /* the pixels at which they stand */
    size_t ticks;
    double tick[KITH_TICKS];
    char label[KITH_TICKS][KITH_REAL_CHARS];
} kith_axis;

typedef struct kith_axis_wish {
    kith_axis_kind kind; /* logarithmic is linear after all where a value is below 1e-100 */
    unsigned ticks;      /* about so many, at most 12 */
    bool whole;          /* no ticks between whole numbers */
    bool loose;          /* end at ticks rather than at the values */
} kith_axis_wish;

/* Spans the range; an empty one becomes 0..1, a single value gets room on both sides. */
void kith_axis_fit(kith_axis *a, const kith_range *r, const kith_axis_wish *wish);
/* The pixel of a value within least..most. */
double kith_axis_place(const kith_axis *a, double value);

#endif
