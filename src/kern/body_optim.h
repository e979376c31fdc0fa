/*
 * Optimiser runs: n weights moved by their direction d = -g, with the rule's state in s and t.
 *
 * Each rule is written once for a part of a vector; RUN makes the loop of it, whole vectors and a
 * tail by the same arithmetic, so that a weight's place never changes how it is computed.
 */
#ifndef KITH_KERN_BODY_OPTIM_H
#define KITH_KERN_BODY_OPTIM_H

#include "kern/body_map.h"

#define RULE(name)                                                                                 \
    KERN_INLINE void name##_part(kith_real *w, const kith_real *d_at, kith_real *s, kith_real *t,  \
                                 size_t n, const kith_hyper h)
#define GET(p) load_part((p), n)
#define PUT(p, v) store_part((p), (v), n)
#define MOVE(by) PUT(w, GET(w) + (by))

/* Where a slot goes on; a rule without it gets NULL. */
KERN_INLINE kith_real *slot_from(kith_real *slot, size_t i)
{
    return slot != NULL ? slot + i : NULL;
}

/* h is passed by value: the compiler cannot know that weights do not lie in it. */
#define RUN(name, slots)                                                                           \
    static void name(kith_real *w, const kith_real *d, kith_real *const *slot, size_t n,           \
                     const kith_hyper *h)                                                          \
    {                                                                                              \
        kith_real *const s = (slots) > 0 ? slot[0] : NULL, *const t =                              \
                                                               (slots) > 1 ? slot[1] : NULL;       \
        const kith_hyper hyper = *h;                                                               \
        size_t i = 0;                                                                              \
        for (; i + LANES <= n; i += LANES)                                                         \
            name##_part(w + i, d + i, slot_from(s, i), slot_from(t, i), LANES, hyper);             \
        if (i < n)                                                                                 \
            name##_part(w + i, d + i, slot_from(s, i), slot_from(t, i), n - i, hyper);             \
    }

/* w += lr d */
RULE(sgd)
{
    (void)s, (void)t;
    MOVE(h.lr * GET(d_at));
}
RUN(sgd, 0)

/* s = a s + d, w += lr s: the rate outside, so that a change of it acts at once. */
RULE(momentum)
{
    const vec v = h.a * GET(s) + GET(d_at);
    (void)t;
    PUT(s, v);
    MOVE(h.lr * v);
}
RUN(momentum, 1)

/* s = a s + lr d, w += s */
RULE(momentum_inside)
{
    const vec v = h.a * GET(s) + h.lr * GET(d_at);
    (void)t;
    PUT(s, v);
    MOVE(v);
}
RUN(momentum_inside, 1)

/*
 * Nesterov's rule with the gradient at the look-ahead u = w + a s: s' = a s + lr d(u), w' = w + s'.
 * What is stored is u, so u' = w' + a s' = u + lr d + a s'.
 */
RULE(nag)
{
    const vec d = GET(d_at), v = h.a * GET(s) + h.lr * d;
    (void)t;
    PUT(s, v);
    MOVE(h.lr * d + h.a * v);
}
RUN(nag, 1)

/* s = a s + d, w += lr (d + a s) */
RULE(nesterov)
{
    const vec d = GET(d_at), v = h.a * GET(s) + d;
    (void)t;
    PUT(s, v);
    MOVE(h.lr * (d + h.a * v));
}
RUN(nesterov, 1)

/* s += d^2, w += lr d / (sqrt s + eps) */
RULE(adagrad)
{
    const vec d = GET(d_at), v = GET(s) + d * d;
    (void)t;
    PUT(s, v);
    MOVE(h.lr * d / (vsqrt(v) + h.eps));
}
RUN(adagrad, 1)

/* The sum as it was before this step, eps inside the root. */
RULE(adagrad_lagged)
{
    const vec d = GET(d_at), v = GET(s);
    (void)t;
    PUT(s, v + d * d);
    MOVE(h.lr * d / vsqrt(v + h.eps));
}
RUN(adagrad_lagged, 1)

/* s: mean of d^2, t: mean of the squared steps; the step is d RMS(t) / RMS(s). */
RULE(adadelta)
{
    const vec d = GET(d_at), v = h.a * GET(s) + (1 - h.a) * d * d, u = GET(t);
    const vec step = d * vsqrt((u + h.eps) / (v + h.eps));
    PUT(s, v);
    PUT(t, h.a * u + (1 - h.a) * step * step);
    MOVE(h.lr * step);
}
RUN(adadelta, 2)

/* s = a s + (1 - a) d^2, w += lr d / (sqrt s + eps) */
RULE(rmsprop)
{
    const vec d = GET(d_at), v = h.a * GET(s) + (1 - h.a) * d * d;
    (void)t;
    PUT(s, v);
    MOVE(h.lr * d / (vsqrt(v) + h.eps));
}
RUN(rmsprop, 1)

RULE(rmsprop_inside)
{
    const vec d = GET(d_at), v = h.a * GET(s) + (1 - h.a) * d * d;
    (void)t;
    PUT(s, v);
    MOVE(h.lr * d / vsqrt(v + h.eps));
}
RUN(rmsprop_inside, 1)

/* Means of d and d^2, corrected for having begun at 0. */
RULE(adam)
{
    const vec d = GET(d_at), m = h.a * GET(s) + (1 - h.a) * d;
    const vec v = h.b * GET(t) + (1 - h.b) * d * d;
    PUT(s, m);
    PUT(t, v);
    MOVE(h.lr * (m / h.c1) / (vsqrt(v / h.c2) + h.eps));
}
RUN(adam, 2)

RULE(adam_inside)
{
    const vec d = GET(d_at), m = h.a * GET(s) + (1 - h.a) * d;
    const vec v = h.b * GET(t) + (1 - h.b) * d * d;
    PUT(s, m);
    PUT(t, v);
    MOVE(h.lr * (m / h.c1) / vsqrt(v / h.c2 + h.eps));
}
RUN(adam_inside, 2)

static void constrain(kith_real *out, const kith_real *d, const kith_real *w, size_t n,
                      const kith_hyper *h)
{
    const kith_real clip = h->clip > 0 ? h->clip : (kith_real)INFINITY, l2 = h->l2;
    const kith_real cut = h->cut > 0 ? h->cut : 1;
    for (size_t i = 0; i < n; i += LANES) {
        const size_t part = n - i < LANES ? n - i : LANES;
        const vec to =
            clamp(cut * load_part(d + i, part), -clip, clip) - l2 * load_part(w + i, part);
        store_part(out + i, to, part);
    }
}

static void shrink(kith_real *w, kith_real by, size_t n)
{
    MAP(w, w, n, v, v - clamp(v, -by, by));
}

static void scale_by(kith_real *w, kith_real by, size_t n)
{
    MAP(w, w, n, v, v * by);
}

#undef RULE
#undef GET
#undef PUT
#undef MOVE
#undef RUN

#endif
