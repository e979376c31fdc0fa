/* What the tests of pictures share: an XML parser that is not ours, and places in a file. */
#ifndef DRAW_HELP_H
#define DRAW_HELP_H

#include "check.h"

/* Fails unless python3's parser reads the file; skips where there is no python3. */
void check_well_formed(const char *path);
/* Fails unless the file contains the text, or contains it `times` times. */
void check_file_has(const char *path, const char *text);
void check_file_has_times(const char *path, const char *text, size_t times);
void check_same_bytes(const char *a, const char *b);

#endif
