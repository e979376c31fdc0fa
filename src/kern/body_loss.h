/*
 * Losses of one row of outputs y against targets t: d = -scale dL/dy, and L itself.
 *
 * bce, ce, kl and perceptron read logits. The direction is written where the output may stand
 * (d may be y); NULL asks for the loss alone. Sums of a row are taken in LANES places and then in
 * a fixed order.
 */
#ifndef KITH_KERN_BODY_LOSS_H
#define KITH_KERN_BODY_LOSS_H

#include <math.h>

#include "kern/body_act.h"

/* A loss that is a sum over the outputs, by its value and its direction in y, t and a. */
#define LOSS(name, value, direction)                                                               \
    static double loss_##name(kith_real *d, const kith_real *y_at, const kith_real *t_at,          \
                              size_t n, kith_real scale, kith_real a)                              \
    {                                                                                              \
        vec total = ZERO;                                                                          \
        (void)a;                                                                                   \
        for (size_t i = 0; i < n; i += LANES) {                                                    \
            const size_t part = n - i < LANES ? n - i : LANES;                                     \
            const vec y = load_part(y_at + i, part), t = load_part(t_at + i, part);                \
            vec v = (value);                                                                       \
            if (part < LANES) { /* what a function makes of the zeros behind the row is not its */ \
                kith_real lane[LANES] = {0};                                                       \
                store_part(lane, v, part);                                                         \
                v = loadu(lane);                                                                   \
            }                                                                                      \
            total += v;                                                                            \
            if (d != NULL)                                                                         \
                store_part(d + i, scale * (direction), part);                                      \
        }                                                                                          \
        return (double)sum(total);                                                                 \
    }

/* +1 for a target above a half, -1 below: targets may be 0 and 1 or -1 and 1. */
KERN_INLINE vec side(vec t)
{
    return select(t > splat((kith_real)0.5), ONE, -ONE);
}

KERN_INLINE vec sign(vec x)
{
    return select(x > ZERO, ONE, select(x < ZERO, -ONE, x * 0));
}

/* sum (y - t)^2; the halves and means of it are factors */
LOSS(squared, (t - y) * (t - y), 2 * (t - y))
LOSS(absolute, vabs(t - y), sign(t - y))
/* r^2 / 2 up to |r| = a, a (|r| - a / 2) beyond: linear with the slope it has there */
LOSS(huber,
     select(vabs(t - y) > splat(a), a *(vabs(t - y) - a * (kith_real)0.5),
            (t - y) * (t - y) * (kith_real)0.5),
     clamp(t - y, -a, a))
/* -(t log p + (1 - t) log(1 - p)) = log(1 + e^y) - t y for p = sigmoid(y) */
LOSS(bce, vsoftplus(y) - t * y, t - vsigmoid(y))
LOSS(hinge, select(side(t) * y >= ONE, ZERO, 1 - side(t) * y),
     select(side(t) * y >= ONE, ZERO, side(t) + 0 * y))
/* |y| where the unit [y > 0] is wrong; the direction is then Rosenblatt's, target minus output */
LOSS(perceptron, select((y > ZERO) == (t > splat((kith_real)0.5)), 0 * y, vabs(y)),
     select(t > splat((kith_real)0.5), ONE, ZERO) -
         select(y > ZERO, ONE, select(y <= ZERO, ZERO, y)))

/* Softmax with targets t >= 0 that need not add up to 1: -sum t log p; d = t - p sum t. */
static double loss_ce(kith_real *d, const kith_real *y, const kith_real *t, size_t n,
                      kith_real scale, kith_real a)
{
    double total = 0, hit = 0, mass = 0;
    kith_real most = y[0];
    (void)a;
    for (size_t j = 1; j < n; j++)
        most = y[j] > most ? y[j] : most;
    for (size_t i = 0; i < n; i += LANES) {
        const size_t part = n - i < LANES ? n - i : LANES;
        const vec under = load_part(y + i, part) - most, e = vexp(under);
        kith_real lane[LANES], below[LANES];
        storeu(lane, e);
        storeu(below, under);
        for (size_t j = 0; j < part; j++) {
            total += (double)lane[j];
            hit += (double)t[i + j] * (double)below[j];
            mass += (double)t[i + j];
        }
        if (d != NULL)
            store_part(d + i, e, part);
    }
    if (d != NULL) {
        const kith_real share = (kith_real)(mass / total);
        MAP2(d, t, n, e, tv, scale * (tv - share * e));
    }
    return mass * log(total) - hit;
}

/* Cross-entropy less the entropy of the targets, which moves nothing. */
static double loss_kl(kith_real *d, const kith_real *y, const kith_real *t, size_t n,
                      kith_real scale, kith_real a)
{
    double entropy = 0;
    for (size_t j = 0; j < n; j++)
        entropy -= t[j] > 0 ? (double)t[j] * log((double)t[j]) : 0;
    return loss_ce(d, y, t, n, scale, a) - entropy;
}

#undef LOSS

#endif
