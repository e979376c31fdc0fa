/*
 * Activations and their derivatives, each a vector expression.
 *
 * act_f: y = f(z). back_f: d *= f'(z), written with y where that is enough. Comparisons are chosen
 * so that a NaN falls through to the branch that keeps it.
 */
#ifndef KITH_KERN_BODY_ACT_H
#define KITH_KERN_BODY_ACT_H

#include "kern/body_map.h"
#include "kern/body_rows.h"

#define ZERO ((vec){0})
#define ONE splat(1)

/* y = expression in z and a; the same of z + bias, on what a matrix product has just written. */
#define FORWARD(name, expression)                                                                  \
    static void act_##name(kith_real *y, const kith_real *in, size_t n, kith_real a)               \
    {                                                                                              \
        (void)a;                                                                                   \
        MAP(y, in, n, z, expression);                                                              \
    }                                                                                              \
    static void bias_##name(kith_real *y, kith_real *in, const kith_real *bias, size_t n,          \
                            kith_real a)                                                           \
    {                                                                                              \
        (void)a;                                                                                   \
        for (size_t i = 0; i < n; i += LANES) {                                                    \
            const size_t part = lanes_left(i, n);                                                  \
            const vec z = load_part(in + i, part) + load_part(bias + i, part);                     \
            if (y != in)                                                                           \
                store_part(in + i, z, part);                                                       \
            store_part(y + i, expression, part);                                                   \
        }                                                                                          \
    }

/* d = expression in d, y and a. */
#define BACK_Y(name, expression)                                                                   \
    static void back_##name(kith_real *direction, const kith_real *z, const kith_real *out,        \
                            size_t n, kith_real a)                                                 \
    {                                                                                              \
        (void)z, (void)a;                                                                          \
        MAP2(direction, out, n, d, y, expression);                                                 \
    }

/* d = expression in d, z and a. */
#define BACK_Z(name, expression)                                                                   \
    static void back_##name(kith_real *direction, const kith_real *in, const kith_real *out,       \
                            size_t n, kith_real a)                                                 \
    {                                                                                              \
        (void)out, (void)a;                                                                        \
        MAP2(direction, in, n, d, z, expression);                                                  \
    }

#ifdef KITH_DOUBLE
enum { KERN_EXPM1_TERMS = 15 };
#else
enum { KERN_EXPM1_TERMS = 8 };
#endif

/* e^x - 1 without cancellation: Taylor's series for |x| < 1/2. */
KERN_INLINE vec vexpm1(vec x)
{
    vec series = ONE;
#pragma GCC unroll 16
    for (int i = KERN_EXPM1_TERMS; i >= 2; i--)
        series = series * x * (1 / (kith_real)i) + 1;
    return select((x > splat((kith_real)-0.5)) & (x < splat((kith_real)0.5)), x * series,
                  vexp(x) - 1);
}

KERN_INLINE vec vabs(vec x)
{
    return select(x < ZERO, -x, x);
}

/* The normal distribution function. Floats: Abramowitz & Stegun 7.1.26, error below 2e-7. */
KERN_INLINE vec vnormal(vec x)
{
#ifdef KITH_DOUBLE
    kith_real lane[LANES];
    memcpy(lane, &x, sizeof lane);
    for (size_t i = 0; i < LANES; i++)
        lane[i] = 0.5 * __builtin_erfc(-lane[i] * 0.70710678118654752);
    memcpy(&x, lane, sizeof lane);
    return x;
#else
    const vec size = vabs(x) * 0.70710678f, t = 1 / (1 + 0.3275911f * size);
    const vec tail =
        (((((1.061405429f * t - 1.453152027f) * t) + 1.421413741f) * t - 0.284496736f) * t +
         0.254829592f) *
        t * vexp(-size * size) * 0.5f;
    return select(x < ZERO, tail, 1 - tail);
#endif
}

#define INV_SQRT_2PI ((kith_real)0.39894228040143268)
/* Klambauer et al. 2017. */
#define SELU_SCALE ((kith_real)1.0507009873554805)
#define SELU_ALPHA ((kith_real)1.6732632423543772)

/* 1 above 0, 0 at it and below. */
FORWARD(step, select(z > ZERO, ONE, select(z <= ZERO, ZERO, z)))
BACK_Y(step, d * 0 * y)

FORWARD(clip01, clamp(z, 0, 1))
BACK_Y(clip01, select((y <= ZERO) | (y >= ONE), ZERO, d))

FORWARD(sigmoid, vsigmoid(z))
BACK_Y(sigmoid, d *y *(1 - y))

FORWARD(tanh, 2 * vsigmoid(z + z) - 1)
BACK_Y(tanh, d *(1 - y * y))

FORWARD(relu, select(z < ZERO, ZERO, z))
BACK_Y(relu, select(y > ZERO, d, ZERO))

/* a >= 0, so y has the sign of z. */
FORWARD(leaky, select(z > ZERO, z, a *z))
BACK_Y(leaky, select(y > ZERO, d, a *d))

FORWARD(prelu, select(z > ZERO, z, a *z))
BACK_Z(prelu, select(z > ZERO, d, a *d))

FORWARD(elu, select(z > ZERO, z, a *vexpm1(z)))
BACK_Y(elu, select(y > ZERO, d, d *(y + a)))

FORWARD(swish, z *vsigmoid(z))
BACK_Z(swish, d *vsigmoid(z) * (1 + z * vsigmoid(-z)))

FORWARD(softplus, vsoftplus(z))
BACK_Y(softplus, d * -vexpm1(-y))

FORWARD(gelu, z *vnormal(z))
BACK_Z(gelu, d *(vnormal(z) + z * INV_SQRT_2PI * vexp(z * z * (kith_real)-0.5)))

FORWARD(selu, SELU_SCALE *select(z > ZERO, z, SELU_ALPHA *vexpm1(z)))
BACK_Y(selu, select(y > ZERO, d *SELU_SCALE, d *(y + SELU_SCALE * SELU_ALPHA)))

FORWARD(hard_sigmoid, clamp(z / 6 + (kith_real)0.5, 0, 1))
BACK_Y(hard_sigmoid, select((y <= ZERO) | (y >= ONE), ZERO, d / 6))

FORWARD(hard_tanh, clamp(z, -1, 1))
BACK_Y(hard_tanh, select((y <= -ONE) | (y >= ONE), ZERO, d))

FORWARD(softsign, z / (1 + vabs(z)))
BACK_Y(softsign, d *(1 - vabs(y)) * (1 - vabs(y)))

FORWARD(gaussian, vexp(-z *z))
BACK_Z(gaussian, -2 * d * z * vexp(-z * z))

/* Over one row: y = e^z / sum e^z, and d = y (d - y.d). */
static void act_softmax(kith_real *y, const kith_real *z, size_t n, kith_real a)
{
    (void)a;
    if (y != z)
        memcpy(y, z, n * sizeof *y);
    softmax(y, n);
}

static void bias_softmax(kith_real *y, kith_real *z, const kith_real *bias, size_t n, kith_real a)
{
    axpy(z, 1, bias, n);
    act_softmax(y, z, n, a);
}

static void back_softmax(kith_real *d, const kith_real *z, const kith_real *y, size_t n,
                         kith_real a)
{
    const kith_real mean = dot(d, y, n);
    (void)z, (void)a;
    MAP2(d, y, n, dv, yv, yv * (dv - mean));
}

static kith_real slope(const kith_real *d, const kith_real *z, size_t n)
{
    vec total = ZERO;
    for (size_t i = 0; i < n; i += LANES) {
        const size_t part = n - i < LANES ? n - i : LANES;
        const vec zv = load_part(z + i, part);
        total += select(zv > ZERO, ZERO, zv * load_part(d + i, part));
    }
    return sum(total);
}

#undef FORWARD
#undef BACK_Y
#undef BACK_Z

#endif
