/*
 * Initialisers: the first weights. Each weight is a function of (seed, stream, its place), so the
 * same seed gives the same weights whatever the threads.
 */
#ifndef KITH_NN_INIT_H
#define KITH_NN_INIT_H

#include "nn/param.h"

typedef enum kith_distribution { KITH_CONSTANT, KITH_UNIFORM, KITH_NORMAL } kith_distribution;

typedef struct kith_init {
    const char *name;
    kith_distribution distribution;
    /* The constant, the half-width around 0, or the standard deviation. */
    double (*scale)(size_t fan_in, size_t fan_out, double a);
    double standard;    /* the parameter a where none is given; NaN: takes none */
    double least, most; /* range of a, inclusive */
    const char *formula, *source;
    const char *note; /* what to be warned of, or NULL */
} kith_init;

/* An initialiser with its parameter. */
typedef struct kith_init_use {
    const kith_init *init;
    double a; /* 0 where it takes none */
} kith_init_use;

extern const kith_init_use kith_init_word2vec; /* for what always begins so */

/* The names, for the choices of an option. */
#define KITH_INIT_CHOICES                                                                          \
    "zero constant normal uniform uniform-fan-in xavier xavier-normal he he-normal lecun word2vec"

const kith_init *kith_init_at(size_t i); /* NULL behind the end */

/* Reads "he" or "normal:0.01". KITH_ERR_USAGE lists the names, or what the initialiser takes. */
kith_status kith_init_parse(const char *text, size_t bytes, kith_init_use *out, kith_error *err);

/* Fills p (fan_in = columns, fan_out = rows); `stream` tells matrices of one model apart. */
void kith_param_fill(kith_param *p, const kith_init_use *use, uint64_t seed, uint64_t stream);

#endif
