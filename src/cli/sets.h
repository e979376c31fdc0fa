/* Words of a question as terms: one word each, or several in one text. */
#ifndef KITH_CLI_SETS_H
#define KITH_CLI_SETS_H

#include "ask.h"

/*
 * Adds a term of weight 1 for each word of `text`; a text that is a word as a whole stands for
 * itself. The caller frees *terms with free, also on failure.
 */
kith_status sets_add(const kith_vectors *v, const question_word *text, kith_term **terms,
                     size_t *count, kith_error *err);

#endif
