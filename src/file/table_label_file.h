/*
 * The classes of a table's rows in a file of their own: an IDX array of rank 1, as beside MNIST's
 * images, or text with one name a line.
 */
#ifndef KITH_FILE_TABLE_LABEL_FILE_H
#define KITH_FILE_TABLE_LABEL_FILE_H

#include "base/status.h"

typedef struct kith_label_file kith_label_file;

kith_status kith_label_file_open(const char *path, kith_label_file **out, kith_error *err);
/* The next row's class, borrowed until the next call; *name NULL at the end. */
kith_status kith_label_file_next(kith_label_file *f, const char **name, size_t *bytes,
                                 kith_error *err);
/* KITH_ERR_DATA where there are labels behind those of the table's `rows` rows. */
kith_status kith_label_file_end(kith_label_file *f, uint64_t rows, kith_error *err);
void kith_label_file_close(kith_label_file *f); /* NULL is fine */

#endif
