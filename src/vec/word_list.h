/* Words and pairs of words from files with one a line. */
#ifndef KITH_VEC_WORD_LIST_H
#define KITH_VEC_WORD_LIST_H

#include "text/words.h"

/*
 * The words of a file, each the text of a line up to its first tab, so that tables with more
 * columns will do; empty lines are passed over, and a word that comes again. On failure there is
 * nothing to clear.
 */
kith_status kith_word_list_read(const char *path, kith_words *out, kith_error *err);

typedef struct kith_word_pair {
    const char *first, *second;
    size_t first_bytes, second_bytes;
} kith_word_pair;

/*
 * The next line of two words, parted by one tab, or where there is none by white space; empty lines
 * are passed over. Borrowed until the next line; first is NULL at the end. KITH_ERR_DATA with the
 * line for anything else.
 */
kith_status kith_word_pair_next(kith_lines *lines, kith_word_pair *pair, kith_error *err);

#endif
