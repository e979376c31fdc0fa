/*
 * Activations by name; the loops are kernels (kern/body_act.h).
 *
 * A derivative is taken from whichever of z and y = f(z) is enough, so that most layers need not
 * keep z. NaN in is NaN out: a broken net must not look like a quiet one.
 */
#ifndef KITH_NN_ACT_H
#define KITH_NN_ACT_H

#include "kern/kern.h"

typedef struct kith_act {
    const char *name;
    double standard;       /* the parameter a where none is given; NaN: takes none */
    double least, most;    /* range of a, inclusive */
    bool learned;          /* a is trained with the weights, see kith_act_slope */
    bool needs_z;          /* backward reads z; otherwise z may be NULL or overwritten by y */
    bool share;            /* values lie in 0..1 */
    bool whole_row;        /* a call sees all outputs of one example (softmax), not any n values */
    const char *untrained; /* why no gradient passes; NULL where one does */
    /* y = f(z) over n values; y may be z. */
    void (*forward)(const kith_kern *k, kith_real *y, const kith_real *z, size_t n, kith_real a);
    /* y = f(z + bias) over n values, and z keeps z + bias where y is not z. */
    void (*biased)(const kith_kern *k, kith_real *y, kith_real *z, const kith_real *bias, size_t n,
                   kith_real a);
    /* d *= f'(z); not to be called where `untrained` is set. */
    void (*backward)(const kith_kern *k, kith_real *d, const kith_real *z, const kith_real *y,
                     size_t n, kith_real a);
    const char *formula, *source;
} kith_act;

/* An activation with its parameter. */
typedef struct kith_act_use {
    const kith_act *act;
    kith_real a; /* 0 where it takes none */
} kith_act_use;

const kith_act *kith_act_at(size_t i); /* NULL behind the end */

/* Reads "relu" or "leaky:0.2". KITH_ERR_USAGE lists the names, or what the activation takes. */
kith_status kith_act_parse(const char *text, size_t bytes, kith_act_use *out, kith_error *err);

/* KITH_ERR_USAGE with the reason where no gradient passes the activation ("step"). */
kith_status kith_act_check_gradient(const kith_act *act, kith_error *err);

/* The direction of a learned a: the sum of d z over z < 0, with d as it is before `backward`. */
kith_real kith_act_slope(const kith_kern *k, const kith_real *d, const kith_real *z, size_t n);

#endif
