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

/* How a row stands in a text: open, word, between, numbers with separators between, close. */
typedef struct kith_text_layout {
    const char *open, *between, *close; /* each at most KITH_LAYOUT_MARKS bytes */
    char separator;
    /* The word of the row as it stands there; `to` has room for growth * bytes + KITH_LAYOUT_MARKS.
     * NULL: as it is. Returns its length. */
    size_t (*word)(const kith_names *names, uint64_t row, const char *word, size_t bytes, char *to);
    size_t growth;
    bool raw; /* the numbers as the hexadecimal digits of their bytes, not as decimals */
} kith_text_layout;
enum { KITH_LAYOUT_MARKS = 64 };

kith_status kith_text_layout_write(kith_names *names, const kith_text_layout *layout,
                                   kith_writer *w, kith_error *err);
/* Bytes that such rows take, in all likelihood at most. */
uint64_t kith_text_layout_size(const kith_names *names, const kith_text_layout *layout);

/* Writes each row as word, then separator and shortest number, then a newline. */
kith_status kith_text_rows_write(kith_names *names, char separator, kith_writer *w,
                                 kith_error *err);
/* Bytes that such rows take, in all likelihood at most. */
uint64_t kith_text_rows_size(const kith_names *names);

/* Number and separator, in all likelihood: "-1.2345678e-05" is no longer than what training makes.
 */
enum { KITH_TEXT_NUMBER = 15 };

#endif
