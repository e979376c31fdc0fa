/*
 * Patterns of words as the shell has them: `*` any characters, `?` one, `[a-z]` one of these,
 * `[!a-z]` one that is none of them, a backslash before a character takes it as it stands. A
 * character is one of UTF-8; a byte that is part of none counts as one. Case counts, and no locale.
 */
#ifndef KITH_TEXT_GLOB_H
#define KITH_TEXT_GLOB_H

#include "base/status.h"

/* KITH_ERR_USAGE for a set without its ']' and for a backslash at the end. */
kith_status kith_glob_check(const char *pattern, kith_error *err);

/* Does the whole word match a pattern that passed the check? Time at most in proportion to the
 * product of the lengths. */
bool kith_glob_match(const char *pattern, const char *word, size_t bytes);

#endif
