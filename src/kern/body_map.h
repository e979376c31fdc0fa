/*
 * Maps: one pass over n values. Activations, losses and optimiser runs are made of them.
 *
 * The tail of a pass goes through the same vector arithmetic as its body (load_part), so that a
 * weight's place in a row never changes how it is computed.
 */
#ifndef KITH_KERN_BODY_MAP_H
#define KITH_KERN_BODY_MAP_H

#include "kern/simd.h"

#ifdef KITH_DOUBLE
#define SQRT __builtin_sqrt
#else
#define SQRT __builtin_sqrtf
#endif

/* y[i] = f(z[i]) for a vector expression in the vector z. */
#define MAP(y, in, n, z, expression)                                                               \
    do {                                                                                           \
        size_t map_i = 0;                                                                          \
        for (; map_i + LANES <= (n); map_i += LANES) {                                             \
            const vec z = loadu((in) + map_i);                                                     \
            storeu((y) + map_i, expression);                                                       \
        }                                                                                          \
        if (map_i < (n)) {                                                                         \
            const vec z = load_part((in) + map_i, (n)-map_i);                                      \
            store_part((y) + map_i, expression, (n)-map_i);                                        \
        }                                                                                          \
    } while (0)

/* d[i] = f(d[i], y[i]) likewise. */
#define MAP2(d, in, n, dv, yv, expression)                                                         \
    do {                                                                                           \
        size_t map_i = 0;                                                                          \
        for (; map_i + LANES <= (n); map_i += LANES) {                                             \
            const vec dv = loadu((d) + map_i), yv = loadu((in) + map_i);                           \
            storeu((d) + map_i, expression);                                                       \
        }                                                                                          \
        if (map_i < (n)) {                                                                         \
            const vec dv = load_part((d) + map_i, (n)-map_i);                                      \
            const vec yv = load_part((in) + map_i, (n)-map_i);                                     \
            store_part((d) + map_i, expression, (n)-map_i);                                        \
        }                                                                                          \
    } while (0)

KERN_INLINE vec vsqrt(vec x)
{
    kith_real lane[LANES];
    memcpy(lane, &x, sizeof lane);
    for (size_t i = 0; i < LANES; i++)
        lane[i] = SQRT(lane[i]);
    memcpy(&x, lane, sizeof lane);
    return x;
}

static void standardise(const kith_real *x, const kith_real *shift, const kith_real *factor,
                        size_t n, kith_real *y)
{
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        storeu(y + i, (loadu(x + i) - loadu(shift + i)) * loadu(factor + i));
    const vec rest =
        (load_part(x + i, n - i) - load_part(shift + i, n - i)) * load_part(factor + i, n - i);
    store_part(y + i, rest, n - i);
}

static void axpy(kith_real *y, kith_real a, const kith_real *x, size_t n)
{
    MAP2(y, x, n, yv, xv, yv + a * xv);
}

static kith_real dot(const kith_real *x, const kith_real *y, size_t n)
{
    vec even = {0}, odd = {0};
    size_t i = 0;
    for (; i + 2 * LANES <= n; i += 2 * LANES) {
        even += loadu(x + i) * loadu(y + i);
        odd += loadu(x + i + LANES) * loadu(y + i + LANES);
    }
    for (; i + LANES <= n; i += LANES)
        even += loadu(x + i) * loadu(y + i);
    odd += load_part(x + i, n - i) * load_part(y + i, n - i);
    return sum(even + odd);
}

#endif
