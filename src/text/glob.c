/*
 * Matching without recursion: when what follows a star fails, only the last star takes one
 * character more, since whatever an earlier one could take the last one can as well.
 */
#include "text/glob.h"

#include <stdint.h>
#include <string.h>

#include "kith.h"

/* One character: its bytes as one number, which orders UTF-8 by code point. */
typedef struct character {
    uint32_t code;
    size_t bytes;
} character;

static character character_at(const char *text, size_t bytes)
{
    const size_t length = kith_utf8_length(text, bytes);
    character c = {0, length > 0 ? length : 1};
    for (size_t i = 0; i < c.bytes; i++)
        c.code = c.code << 8 | (unsigned char)text[i];
    return c;
}

/* A character of the pattern, without the backslash before it, which it steps over. */
static uint32_t pattern_character(const char **at)
{
    if (**at == '\\' && (*at)[1] != '\0')
        ++*at;
    const character c = character_at(*at, strlen(*at));
    *at += c.bytes;
    return c.code;
}

/*
 * The set behind a '[': whether it holds the character, and *at moves behind its ']'. A ']' that
 * comes first is one of the set. False with *at unmoved where the set does not end: no set then.
 */
static bool in_set(const char **at, uint32_t code, bool *is_set)
{
    const char *p = *at;
    const bool none = *p == '!' || *p == '^';
    bool found = false;
    p += none;
    const char *first = p;
    for (*is_set = false; *p != '\0' && (*p != ']' || p == first);) {
        const uint32_t from = pattern_character(&p);
        uint32_t to = from;
        if (p[0] == '-' && p[1] != ']' && p[1] != '\0') {
            p++;
            to = pattern_character(&p);
        }
        found |= from <= code && code <= to;
    }
    if (*p == '\0')
        return false;
    *is_set = true;
    *at = p + 1;
    return found != none;
}

/* One character against one element of the pattern that is no star; *at moves behind it. */
static bool matches_one(const char **at, uint32_t code)
{
    if (**at == '\0')
        return false;
    if (**at == '?') {
        ++*at;
        return true;
    }
    if (**at == '[') {
        const char *set = *at + 1;
        bool is_set;
        const bool found = in_set(&set, code, &is_set);
        if (is_set) {
            *at = set;
            return found;
        }
    }
    return pattern_character(at) == code;
}

bool kith_glob_match(const char *pattern, const char *word, size_t bytes)
{
    const char *end = word + bytes, *star = NULL, *from = NULL;
    while (word < end) {
        if (*pattern == '*') {
            star = ++pattern;
            from = word;
            continue;
        }
        const character c = character_at(word, (size_t)(end - word));
        if (matches_one(&pattern, c.code)) {
            word += c.bytes;
            continue;
        }
        if (star == NULL)
            return false;
        from += character_at(from, (size_t)(end - from)).bytes;
        word = from;
        pattern = star;
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}
