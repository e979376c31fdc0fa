/*
 * Examples in memory: what every reader of tables fills and every task reads.
 *
 * Rows are dense or sparse, never both; both may be absent where a file holds labels alone.
 */
#ifndef KITH_TRAIN_DATASET_H
#define KITH_TRAIN_DATASET_H

#include "base/status.h"
#include "kern/real.h"

/* Features a row may have: a file that names more is refused before memory is asked for. */
#define KITH_FEATURES_MAX ((size_t)1 << 25)
/* The class of a row that is not among the known ones. */
#define KITH_CLASS_UNKNOWN UINT32_MAX

struct kith_dataset {
    size_t rows, features, targets, classes; /* classes 0: no labels */
    kith_real *x;                            /* [rows][features]; NULL: sparse */
    uint64_t *start;                         /* [rows + 1]; row r is entries start[r]..start[r+1] */
    uint32_t *index;                         /* ascending within a row, below features */
    kith_real *value;                        /* beside index */
    uint32_t *label;                         /* [rows]; NULL without labels */
    kith_real *y;                            /* [rows][targets]; NULL without targets */
    char **class_name;                       /* [classes]; sorted (as numbers where all are), or as
                                                a model had them */
    char **feature_name;                     /* [features]; NULL without a header */
    size_t height, width;                    /* of images, else 0 */
    const char *format;                      /* it was read from; static */
    uint64_t missing, dropped;               /* as in kith_dataset_report */
};

/* Row `row` as [features] numbers, from dense or sparse rows. */
void kith_dataset_row(const kith_dataset *d, size_t row, kith_real *x);

#endif
