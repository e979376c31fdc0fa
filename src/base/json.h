/*
 * Strict reading of JSON (RFC 8259) from text that lies in memory, a piece at a time: the caller
 * says what should come next, so there is no tree, no memory and no recursion.
 *
 * What is not there is told by false and `expected`, with `at` where it should stand.
 */
#ifndef KITH_BASE_JSON_H
#define KITH_BASE_JSON_H

#include "base/status.h"

/* Begin with {.start = text, .at = text, .end = text + bytes}. */
typedef struct kith_json {
    const char *start, *at, *end;
    const char *expected; /* what should stand at `at`; NULL while all is well */
} kith_json;

bool kith_json_wrong(kith_json *j, const char *expected); /* false */
void kith_json_blanks(kith_json *j);                      /* skips them */
/* Takes the character where it is next; blanks before it are skipped. Its absence is no error. */
bool kith_json_take(kith_json *j, char c);
/* The same, and its absence is an error. */
bool kith_json_need(kith_json *j, char c, const char *expected);
/* What stands between the quotes, escapes unread, borrowed. */
bool kith_json_string(kith_json *j, const char **text, size_t *bytes);
bool kith_json_number(kith_json *j, double *value);
/* null, true or false, borrowed. */
bool kith_json_word(kith_json *j, const char **text, size_t *bytes);
/* A key and its colon. */
bool kith_json_key(kith_json *j, const char **key, size_t *bytes);
/* Any value, however deep up to 64. */
bool kith_json_skip(kith_json *j);
/*
 * The string with its escapes read, as UTF-8; `to` has room for `bytes`. false where an escape is
 * half of a surrogate pair.
 */
bool kith_json_unescape(const char *text, size_t bytes, char *to, size_t *used);
/*
 * The string with escapes where JSON wants them, without quotes; `to` has room for
 * KITH_JSON_GROWTH * bytes. Bytes that are not UTF-8 stay as they are. Returns its length.
 */
enum { KITH_JSON_GROWTH = 6 };
size_t kith_json_escape(const char *text, size_t bytes, char *to);

#endif
