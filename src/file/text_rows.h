/*
 * Rows of vectors as lines of text: a word and its numbers.
 */
#ifndef KITH_FILE_TEXT_ROWS_H
#define KITH_FILE_TEXT_ROWS_H

#include "file/names.h"
#include "file/rows.h"

/*
 * Splits a line from its end: `dim` numbers between single or repeated blanks (space, tab), then
 * what is left is the word, which so may have blanks of its own. false when there are fewer.
 */
bool kith_text_row_split(const char *line, size_t bytes, uint64_t dim, float *row, size_t *word);

/* The numbers of a text that is nothing but `dim` numbers, each behind one `separator`. */
bool kith_text_row_numbers(const char *at, size_t bytes, char separator, uint64_t dim, float *row);

/* Is the last field of the text a number? */
bool kith_text_ends_in_number(const char *text, size_t bytes);

/* Writes each row as word, then separator and shortest number, then a newline. */
kith_status kith_text_rows_write(kith_names *names, char separator, kith_writer *w,
                                 kith_error *err);

/* Bytes that such rows take, in all likelihood at most. */
uint64_t kith_text_rows_size(const kith_names *names);

#endif
