/*
 * A float at the head of a text: the inner loop of every reader of vectors as text.
 */
#ifndef KITH_FILE_TEXT_FLOAT_H
#define KITH_FILE_TEXT_FLOAT_H

#include <stdbool.h>

/*
 * Reads the number that ends at a blank (space, tab) or at `end`; *text moves behind it. false
 * where there is none. The nearest float for decimals of up to 15 digits or so in ordinary sizes;
 * longer ones may be off by one where their nearest double is a tie between floats.
 */
bool kith_text_float(const char **text, const char *end, float *value);

#endif
