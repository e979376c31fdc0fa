/*
 * Losses by name; the loops are kernels (kern/body_loss.h).
 *
 * A loss sees whole rows of outputs and writes their direction, minus the gradient. Cross-entropies
 * are fused with the activation that they belong to and read logits, so that they are exact far out
 * and the direction is target minus output.
 */
#ifndef KITH_NN_LOSS_H
#define KITH_NN_LOSS_H

#include "kern/kern.h"

typedef struct kith_loss {
    const char *name;
    const char *act;    /* the output activation that it is fused with; NULL: any */
    bool mean_outputs;  /* of one example: averaged over its outputs, otherwise summed */
    bool half;          /* times 1/2 */
    bool sum_batch;     /* of a batch: summed over its examples, otherwise averaged */
    double standard;    /* the parameter a where none is given; NaN: takes none */
    double least, most; /* range of a, inclusive */
    /* One row, before the factors above: d = -scale dL/dy, returns L. y and t have n values; d may
     * be y, or NULL to only score. kith_loss_run calls it. */
    double (*row)(const kith_kern *k, kith_real *d, const kith_real *y, const kith_real *t,
                  size_t n, kith_real scale, kith_real a);
    const char *formula, *source;
} kith_loss;

const kith_loss *kith_loss_at(size_t i); /* NULL behind the end */

/* Reads "ce" or "huber:1.5". KITH_ERR_USAGE lists the names, or what the loss takes. */
kith_status kith_loss_parse(const char *text, size_t bytes, const kith_loss **out, kith_real *a,
                            kith_error *err);

/* The factor of a batch of `rows` examples: what its directions are scaled by. */
static inline kith_real kith_loss_scale(const kith_loss *loss, size_t rows)
{
    return loss->sum_batch ? 1 : 1 / (kith_real)rows;
}

/*
 * m rows of n outputs and targets, `ld` apart, with example weights w [m] (NULL: all 1). Writes d
 * [m][ld] = -scale w dL/dy (padding untouched) and returns the weighted sum of the rows' losses. d
 * may be y; NULL only scores.
 */
double kith_loss_run(const kith_loss *loss, const kith_kern *k, const kith_real *y,
                     const kith_real *t, const kith_real *w, size_t m, size_t n, size_t ld,
                     kith_real scale, kith_real a, kith_real *d);

#endif
