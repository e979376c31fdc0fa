/*
 * Features to a common scale: x' = (x - shift) * factor, by column. Fitted on the rows that are
 * trained on and on no other, so that nothing of the test rows leaks; the model stores the two
 * vectors.
 *
 * A column that is constant in those rows gets factor 0: it can say nothing, and a test row where
 * it differs must not be thrown far off. Sparse rows keep their zeros: there the shift is 0, and
 * the factor alone is fitted (1 / standard deviation, 1 / largest magnitude).
 */
#ifndef KITH_TRAIN_SCALE_H
#define KITH_TRAIN_SCALE_H

#include "train/dataset.h"

typedef enum kith_scaling {
    KITH_SCALE_NONE,
    KITH_SCALE_ZSCORE, /* mean 0, standard deviation (over n) 1 */
    KITH_SCALE_MINMAX  /* 0 to 1 */
} kith_scaling;

/* "none", "zscore", "minmax"; KITH_ERR_USAGE lists them. */
kith_status kith_scaling_parse(const char *name, kith_scaling *out, kith_error *err);
const char *kith_scaling_name(kith_scaling scaling);

typedef struct kith_scaler {
    size_t features;
    kith_real *shift, *factor; /* [features], owned */
} kith_scaler;

/* Fits on `row` [count], or on all rows where it is NULL. NaN is left out. */
kith_status kith_scaler_fit(kith_scaler *s, kith_scaling scaling, const kith_dataset *d,
                            const size_t *row, size_t count, kith_error *err);
/* In place: rows x features numbers, `stride` from row to row. NaN stays NaN. */
void kith_scaler_apply(const kith_scaler *s, kith_real *x, size_t rows, size_t stride);
/* A whole dataset in place, dense or sparse; its features are as many as the scaler's. */
void kith_scaler_apply_dataset(const kith_scaler *s, kith_dataset *d);
void kith_scaler_clear(kith_scaler *s);

#endif
