/*
 * A dataset that grows row by row as a reader finds it: the one place where foreign tables become a
 * kith_dataset, and where the policies live (missing cells, classes, a model's expectations).
 *
 * Memory grows as data arrive, by doubling; no header is believed. A row is given as features, then
 * targets, then its label, and counts once it is ended.
 */
#ifndef KITH_FILE_TABLE_ROWS_H
#define KITH_FILE_TABLE_ROWS_H

#include "file/table_classes.h"
#include "file/table_label_file.h"
#include "train/dataset.h"

typedef enum kith_missing {
    KITH_MISSING_ERROR,
    KITH_MISSING_MEAN, /* of the column's known cells in this file */
    KITH_MISSING_ZERO,
    KITH_MISSING_DROP, /* the row */
    KITH_MISSING_KEEP  /* as NaN */
} kith_missing;

typedef struct kith_table_rows {
    kith_dataset *d;
    char *file; /* for messages */
    kith_missing missing;
    const kith_table_options *options; /* borrowed */
    kith_table_classes classes;
    kith_label_file *labels;     /* one for each row, dropped or not; NULL: none */
    uint64_t place;              /* line, or offset in an array, of the row being read */
    size_t given, targets_given; /* of that row so far */
    bool drop;                   /* a cell of it is missing, and it will not be kept */
    uint64_t x_room, y_room, label_room, start_room, index_room, value_room;
} kith_table_rows;

/* KITH_ERR_USAGE where an option is not what it can be. */
kith_status kith_table_rows_begin(kith_table_rows *r, const char *file,
                                  const kith_table_options *options, kith_error *err);
/* All rows have `features` features and `targets` targets. KITH_ERR_DATA unless the features are at
 * least 1, at most KITH_FEATURES_MAX, and as many as the model's. */
kith_status kith_table_rows_dense(kith_table_rows *r, size_t features, size_t targets,
                                  kith_error *err);
/* Rows are sparse; the features are as many as the model's, or the largest index says. */
kith_status kith_table_rows_sparse(kith_table_rows *r, size_t targets, kith_error *err);

/* Starts the row that stands at `place`: its line, or its offset in an array. */
void kith_table_row_begin(kith_table_rows *r, uint64_t place);
/* The next features of a dense row. NaN is a missing cell; KITH_ERR_DATA for Inf, and for NaN under
 * KITH_MISSING_ERROR. */
kith_status kith_table_row_numbers(kith_table_rows *r, const double *value, size_t count,
                                   kith_error *err);
/* The next entry of a sparse row; index from 0, above the one before. KITH_ERR_DATA where it is
 * behind the model's features, and for a value that is not finite. */
kith_status kith_table_row_entry(kith_table_rows *r, uint32_t index, double value, kith_error *err);
/* The next target. A missing one is an error, whatever the policy, unless rows are dropped. */
kith_status kith_table_row_target(kith_table_rows *r, double value, kith_error *err);
/* The class by name; an empty one is missing, as a target is. */
kith_status kith_table_row_label(kith_table_rows *r, const char *name, size_t bytes,
                                 kith_error *err);
/* The row will not be kept, but counted as dropped. */
void kith_table_row_drop(kith_table_rows *r);
kith_status kith_table_row_end(kith_table_rows *r, kith_error *err);

/*
 * Fills missing cells by the mean, sorts the classes, reads the file of labels, and hands the
 * dataset out. KITH_ERR_DATA where it has no row.
 */
kith_status kith_table_rows_end(kith_table_rows *r, kith_dataset **out, kith_error *err);
void kith_table_rows_discard(kith_table_rows *r);

#endif
