/*
 * Tables for tests: datasets made of seeded numbers, and files read from bytes that a test has
 * bent.
 */
#ifndef TABLE_HELP_H
#define TABLE_HELP_H

#include "check.h"
#include "train/dataset.h"

/* rows x features of seeded numbers in -1..1; row r has class r % classes (0: no labels). */
kith_dataset *table_made(size_t rows, size_t features, size_t classes, uint64_t seed);

/* Reads the bytes as a file of this name in the scratch folder. Fails the test when a failure comes
 * without a message, or with a dataset. */
kith_status table_read(const char *name, const void *bytes, size_t size,
                       const kith_table_options *o, kith_dataset **out, kith_error *err);
/* The same for text that must be read. */
kith_dataset *table_of(const char *name, const char *text, const kith_table_options *o);
/* Text that must be refused with this status, and these words in the message. */
void table_refused(const char *name, const char *text, const kith_table_options *o,
                   kith_status status, const char *words);
/* Reads every prefix but the whole: each is refused as bad data, or, where `some_hold`, read. */
void table_check_prefixes(const char *name, const void *bytes, size_t size,
                          const kith_table_options *o, bool some_hold);
/* The row as floats, against `features` expected ones. */
void table_check_row(const kith_dataset *d, size_t row, const double *expected);

#endif
