/*
 * The endings of paths, by which formats are told where their content does not tell.
 */
#ifndef KITH_FILE_ENDINGS_H
#define KITH_FILE_ENDINGS_H

#include <stdbool.h>
#include <stddef.h>

/* The ending of a file to be read, from its dot on; a packed one's stands before .gz. NULL: none.
 */
const char *kith_ending_of_input(const char *path, size_t *bytes);
/* Is `ending` one of the words of `endings`, which are separated by spaces? */
bool kith_ending_listed(const char *endings, const char *ending, size_t bytes);

#endif
