/*
 * Runs of doubles for small dense algebra, double in every build: plain loops that the compiler
 * turns into vectors for each ISA, sums in eight parts that do not wait for each other.
 */
#ifndef KITH_KERN_BODY_DOUBLE_H
#define KITH_KERN_BODY_DOUBLE_H

#include "kern/simd.h"

enum { DOUBLE_PARTS = 8 };

KERN_INLINE double parts_sum(const double part[DOUBLE_PARTS])
{
    return ((part[0] + part[4]) + (part[2] + part[6])) +
           ((part[1] + part[5]) + (part[3] + part[7]));
}

static void pair_products(const double *x, const double *y, size_t n, double product[3])
{
    double xx[DOUBLE_PARTS] = {0}, yy[DOUBLE_PARTS] = {0}, xy[DOUBLE_PARTS] = {0};
    size_t i = 0;
    for (; i + DOUBLE_PARTS <= n; i += DOUBLE_PARTS)
        for (size_t j = 0; j < DOUBLE_PARTS; j++) {
            xx[j] += x[i + j] * x[i + j];
            yy[j] += y[i + j] * y[i + j];
            xy[j] += x[i + j] * y[i + j];
        }
    for (; i < n; i++) {
        xx[0] += x[i] * x[i];
        yy[0] += y[i] * y[i];
        xy[0] += x[i] * y[i];
    }
    product[0] = parts_sum(xx);
    product[1] = parts_sum(yy);
    product[2] = parts_sum(xy);
}

static void pair_rotate(double *restrict x, double *restrict y, size_t n, double c, double s)
{
    for (size_t i = 0; i < n; i++) {
        const double a = x[i], b = y[i];
        x[i] = c * a - s * b;
        y[i] = s * a + c * b;
    }
}

#endif
