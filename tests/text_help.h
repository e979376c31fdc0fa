/* What the tests of text/ share: configurations in one line, and shell tools as an oracle. */
#ifndef TEXT_HELP_H
#define TEXT_HELP_H

#include "check.h"

/* A configuration of kith_text_options with name, value, ... up to NULL; freed by the caller. */
kith_config *text_config(const char *name, ...);

/*
 * What the shell counts in the files (names with spaces between): "count word" lines, by
 * descending count and then bytes. Freed by the caller.
 */
char *shell_counts(const char *files, size_t *size);
/* The vocabulary in the same form. */
char *vocab_counts(const kith_vocab *v, size_t *size);

#endif
