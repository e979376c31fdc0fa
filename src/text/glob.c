/*
 * Matching without recursion: when what follows a star fails, only the last star takes one
 * character more, since whatever an earlier one could take the last one can as well.
 */
#include "text/glob.h"

#include <string.h>

#include "text/character.h"

/* A character of the pattern, without the backslash before it, which it steps over. */
static uint32_t pattern_character(const char **at)
{
    *at += **at == '\\';
    const kith_character c = kith_character_at(*at, strlen(*at));
    *at += c.bytes;
    return c.code;
}

/* Whether the set behind a '[' holds the character; moves behind its ']'. */
static bool in_set(const char **at, uint32_t code)
{
    const bool none = **at == '!' || **at == '^';
    bool found = false;
    *at += none;
    do { /* a ']' that comes first is one of the set */
        const uint32_t from = pattern_character(at);
        uint32_t to = from;
        if (**at == '-' && (*at)[1] != ']') {
            ++*at;
            to = pattern_character(at);
        }
        found = found || (from <= code && code <= to);
    } while (**at != ']');
    ++*at;
    return found != none;
}

/* One character against one element of the pattern that is no star; moves behind it. */
static bool matches_one(const char **at, uint32_t code)
{
    switch (**at) {
    case '\0':
        return false;
    case '?':
        ++*at;
        return true;
    case '[':
        ++*at;
        return in_set(at, code);
    default:
        return pattern_character(at) == code;
    }
}

/* Steps over one element; NULL where it has no end. */
static const char *element_end(const char *at)
{
    if (*at == '[') {
        at += 1 + (at[1] == '!' || at[1] == '^');
        for (const char *first = at; *at != '\0' && (*at != ']' || at == first);)
            at += at[0] == '\\' && at[1] != '\0' ? 2 : 1;
        return *at == ']' ? at + 1 : NULL;
    }
    if (*at == '\\')
        return at[1] != '\0' ? at + 2 : NULL;
    return at + 1;
}

kith_status kith_glob_check(const char *pattern, kith_error *err)
{
    for (const char *at = pattern; *at != '\0';) {
        const char *end = element_end(at);
        if (end == NULL)
            return kith_fail(err, KITH_ERR_USAGE, "pattern '%s': '%s' has no end", pattern, at);
        at = end;
    }
    return KITH_OK;
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
        const kith_character c = kith_character_at(word, (size_t)(end - word));
        if (matches_one(&pattern, c.code)) {
            word += c.bytes;
            continue;
        }
        if (star == NULL)
            return false;
        from += kith_character_at(from, (size_t)(end - from)).bytes;
        word = from;
        pattern = star;
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}
