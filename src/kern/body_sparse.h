/*
 * What keeps a layer's activations sparse: the k largest of a row, the pull of a column's mean to a
 * small share, the pull of each value to 0.
 *
 * The k-th largest is found without sorting and without memory: bits of floats, turned so that they
 * order as the numbers do, are settled from the highest on by counting.
 */
#ifndef KITH_KERN_BODY_SPARSE_H
#define KITH_KERN_BODY_SPARSE_H

#include "kern/body_map.h"

#ifdef KITH_DOUBLE
typedef uint64_t kern_bits;
#else
typedef uint32_t kern_bits;
#endif

#define KERN_TOP_BIT ((kern_bits)1 << (8 * sizeof(kern_bits) - 1))

/* Orders as the numbers do; NaN comes out largest, so that it is kept and seen. */
KERN_INLINE kern_bits order_bits(kith_real x)
{
    kern_bits b;
    memcpy(&b, &x, sizeof b);
    b = (b & KERN_TOP_BIT) != 0 ? ~b : b | KERN_TOP_BIT;
    return x != x ? ~(kern_bits)0 : b;
}

KERN_INLINE size_t count_from(const kith_real *z, size_t n, kern_bits least)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += order_bits(z[i]) >= least;
    return count;
}

static void keep_largest(kith_real *y, const kith_real *x, const kith_real *z, size_t n, size_t k)
{
    kern_bits kth = 0;
    for (kern_bits bit = KERN_TOP_BIT; bit != 0; bit >>= 1)
        if (count_from(z, n, kth | bit) >= k)
            kth |= bit;
    /* all above the k-th, and of those equal to it as many as there is room for */
    size_t equal = k - (kth < ~(kern_bits)0 ? count_from(z, n, kth + 1) : 0);
    for (size_t i = 0; i < n; i++) {
        const kern_bits b = order_bits(z[i]);
        const bool tie = b == kth && equal > 0;
        equal -= tie;
        y[i] = b > kth || tie ? x[i] : 0;
    }
}

/* Slopes of KL(share || mean) explode at 0 and 1: no mean counts as nearer than this. */
#define KERN_LEAST_MEAN ((kith_real)1e-6)

static void mean_pull(const kith_real *x, size_t rows, size_t ld, kith_real share,
                      kith_real strength, kith_real *mean, kith_real *pull, size_t from, size_t to)
{
    const kith_real by = strength / (kith_real)rows;
    for (size_t j = from; j < to; j += LANES) {
        const size_t part = lanes_left(j, to);
        vec m = {0};
        for (size_t r = 0; r < rows; r++)
            m += load_part(x + r * ld + j, part);
        m /= (kith_real)rows;
        store_part(mean + j, m, part);
        m = clamp(m, KERN_LEAST_MEAN, 1 - KERN_LEAST_MEAN);
        store_part(pull + j, by * (share / m - (1 - share) / (1 - m)), part);
    }
}

static void pull_to_zero(kith_real *d, const kith_real *y, size_t n, kith_real by)
{
    MAP2(d, y, n, dv, yv,
         dv - select(yv > (vec){0}, splat(by), select(yv < (vec){0}, splat(-by), yv)));
}

#endif
