/* Activations of dense layers, by name; the loops are kernels. */
#ifndef KITH_NN_ACT_H
#define KITH_NN_ACT_H

#include "kern/kern.h"

typedef struct kith_act {
    const char *name;
    /* y = f(z) over n values; y may be z. */
    void (*forward)(const kith_kern *k, kith_real *y, const kith_real *z, size_t n);
    /* d *= f'(z), written with the output y. */
    void (*backward)(const kith_kern *k, kith_real *d, const kith_real *y, size_t n);
    const char *formula;
} kith_act;

/* "linear", "sigmoid", "tanh", "relu". KITH_ERR_USAGE lists the names. */
kith_status kith_act_find(const char *name, const kith_act **out, kith_error *err);

#endif
