/*
 * A strict reader of one JSON object on one line (RFC 8259) whose values are numbers, strings,
 * null, true and false: what logs are made of. It hands out one member after the other and keeps
 * nothing, so there is no tree and no memory. Objects and arrays inside are refused.
 */
#ifndef KITH_BASE_FLAT_JSON_H
#define KITH_BASE_FLAT_JSON_H

#include "base/json.h"

/* Begin with {.text = {.start = line, .at = line, .end = line + bytes}}. */
typedef struct kith_flat_json {
    kith_json text;
    bool inside, over; /* of the braces */
} kith_flat_json;

typedef enum kith_json_type {
    KITH_JSON_NUMBER,
    KITH_JSON_STRING,
    KITH_JSON_WORD /* null, true, false */
} kith_json_type;

/* Text is borrowed from the line; strings as they stand between their quotes, escapes unread. */
typedef struct kith_json_member {
    const char *key, *text;
    size_t key_bytes, bytes;
    kith_json_type type;
    double number; /* of a number */
} kith_json_member;

/* The next member. False behind the last one, and where the line is no such object:
 * `text.expected`. */
bool kith_flat_json_next(kith_flat_json *j, kith_json_member *m);

/* Is the member's key `key`? */
bool kith_json_is(const kith_json_member *m, const char *key);

#endif
