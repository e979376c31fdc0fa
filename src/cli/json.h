/*
 * A small JSON writer: values go straight to a file, commas are kept by one flag, so there is no
 * tree and no limit to the depth. In an object every value has a key; in an array, and for the
 * outermost value, the key is NULL. Strings are valid UTF-8 whatever the bytes: what is not becomes
 * U+FFFD. Numbers are the shortest that read back the same; NaN and infinities are null.
 */
#ifndef KITH_CLI_JSON_H
#define KITH_CLI_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef struct json {
    FILE *out;
    bool comma; /* a value stands before the next one */
} json;

/* Begins an object of a line of its own with "schema": 1; json_end_line closes it. */
json json_begin_line(FILE *out);
void json_end_line(json *j);

void json_begin_object(json *j, const char *key);
void json_end_object(json *j);
void json_begin_array(json *j, const char *key);
void json_end_array(json *j);

void json_string(json *j, const char *key, const char *text, size_t bytes);
void json_text(json *j, const char *key, const char *text);
void json_count(json *j, const char *key, uint64_t value);
void json_float(json *j, const char *key, float value);
void json_double(json *j, const char *key, double value);
void json_bool(json *j, const char *key, bool value);

#endif
