/*
 * Rows out of an array of numbers, for IDX and npy alike.
 */
#ifndef KITH_FILE_TABLE_ARRAY_H
#define KITH_FILE_TABLE_ARRAY_H

#include "file/elements.h"
#include "file/input.h"
#include "file/table_columns.h"
#include "file/table_rows.h"

/*
 * Reads rows x columns->count numbers from `in`, and the end behind them. The size is checked
 * against the file's where that is known; else memory grows as data arrive. A label's name is its
 * number in the shortest form. `rows_of` has been told the number of features.
 */
kith_status kith_table_array_read(kith_table_rows *rows_of, kith_input *in, const kith_element *e,
                                  uint64_t rows, const kith_table_columns *columns,
                                  kith_error *err);

#endif
