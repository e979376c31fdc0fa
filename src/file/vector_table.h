/* Word vectors as a table of numbers, a row a word: what an autoencoder of vectors reads. */
#ifndef KITH_FILE_VECTOR_TABLE_H
#define KITH_FILE_VECTOR_TABLE_H

#include "train/dataset.h"

/* Is it a .kith file of vectors? Other formats of vectors are tables of text and read as such. */
kith_status kith_vector_table_is(const char *path, bool *yes, kith_error *err);
/* The numbers of the vectors as a table. */
kith_status kith_vector_table_copy(const kith_vectors *v, kith_dataset **out, kith_error *err);
kith_status kith_vector_table_open(const char *path, kith_dataset **out, kith_error *err);

#endif
