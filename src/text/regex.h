/*
 * Regular expressions of words, as grep -E has them: . [a-z] [^a-z] * + ? {2,3} | ( ) ^ $, and a
 * backslash before a character takes it as it stands. They are searched for anywhere in a word. A
 * character is one of UTF-8; [[:alpha:]] and the other classes are those of ASCII.
 *
 * The C library's regcomp would ask for the locale, has no word with NUL, and can take time and
 * stack that no one bounds: here the time is at most the product of both lengths.
 */
#ifndef KITH_TEXT_REGEX_H
#define KITH_TEXT_REGEX_H

#include "base/status.h"

typedef struct kith_regex kith_regex;

/* KITH_ERR_USAGE says what is wrong with the pattern, and where. */
kith_status kith_regex_new(const char *pattern, kith_regex **out, kith_error *err);
void kith_regex_free(kith_regex *r); /* NULL is fine */
/* Does it match somewhere in the word? Uses r's scratch, so one thread at a time. */
bool kith_regex_match(kith_regex *r, const char *word, size_t bytes);

#endif
