/*
 * Each column's numbers in one pass: under the report of a dataset and under scaling.
 *
 * Mean and deviation are Welford's running ones (Technometrics 1962), so a column of equal numbers
 * has a deviation of exactly 0. What a sparse row does not give is 0.
 */
#ifndef KITH_TRAIN_COLUMNS_H
#define KITH_TRAIN_COLUMNS_H

#include "train/dataset.h"

typedef struct kith_column {
    uint64_t seen;        /* numbers; NaN is none */
    double mean, squares; /* squares: the sum of squared deviations from the mean */
    double least, most;   /* meaningless where none was seen */
} kith_column;

/*
 * Measures `row` [count], or all rows where it is NULL. *out [features] is freed with
 * kith_mem_free. O(numbers in those rows).
 */
kith_status kith_columns_measure(const kith_dataset *d, const size_t *row, size_t count,
                                 kith_column **out, kith_error *err);
/* The standard deviation over n; 0 where nothing was seen. */
double kith_column_spread(const kith_column *c);

#endif
