/*
 * Initialisers: the first weights. Each weight is a function of (seed, stream, its place), so the
 * same seed gives the same weights whatever the threads.
 */
#ifndef KITH_NN_INIT_H
#define KITH_NN_INIT_H

#include "nn/param.h"

typedef struct kith_init {
    const char *name;
    /* The half-width of the uniform distribution around 0. */
    double (*limit)(size_t fan_in, size_t fan_out);
    const char *formula, *source;
} kith_init;

extern const kith_init kith_init_zero;
extern const kith_init kith_init_word2vec; /* U(-1/2d, 1/2d), d = columns: word2vec.c's vectors */
extern const kith_init kith_init_xavier;   /* Glorot & Bengio 2010, uniform */

/* Fills p (fan_in = columns, fan_out = rows); `stream` tells matrices of one model apart. */
void kith_param_fill(kith_param *p, const kith_init *init, uint64_t seed, uint64_t stream);

#endif
