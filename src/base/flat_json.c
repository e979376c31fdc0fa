/* The reader of flat JSON objects; see flat_json.h. */
#include "base/flat_json.h"

#include <string.h>

static bool wrong(kith_flat_json *j, const char *expected)
{
    j->expected = expected;
    return false;
}

static bool take(kith_flat_json *j, char c)
{
    const bool there = j->at < j->end && *j->at == c;
    j->at += there;
    return there;
}

static void skip_blanks(kith_flat_json *j)
{
    while (take(j, ' ') || take(j, '\t') || take(j, '\r'))
        continue;
}

static bool take_digits(kith_flat_json *j)
{
    const char *first = j->at;
    while (j->at < j->end && *j->at >= '0' && *j->at <= '9')
        j->at++;
    return j->at > first;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Behind the backslash. */
static bool take_escape(kith_flat_json *j)
{
    if (!take(j, 'u')) {
        const bool known = j->at < j->end && *j->at != '\0' && strchr("\"\\/bfnrt", *j->at) != NULL;
        j->at += known;
        return known;
    }
    for (int i = 0; i < 4; i++, j->at++)
        if (j->at == j->end || !is_hex(*j->at))
            return false;
    return true;
}

static bool read_string(kith_flat_json *j, const char **text, size_t *bytes)
{
    if (!take(j, '"'))
        return wrong(j, "a string");
    *text = j->at;
    while (j->at < j->end && *j->at != '"') {
        if ((unsigned char)*j->at < 0x20)
            return wrong(j, "no control character");
        if (!take(j, '\\'))
            j->at++;
        else if (!take_escape(j))
            return wrong(j, "an escape of JSON");
    }
    *bytes = (size_t)(j->at - *text);
    return take(j, '"') || wrong(j, "a closing quote");
}

static bool read_number(kith_flat_json *j, kith_json_member *m)
{
    m->text = j->at;
    m->type = KITH_JSON_NUMBER;
    take(j, '-');
    if (!take(j, '0') && !take_digits(j))
        return wrong(j, "a number, a string, null, true or false");
    if (take(j, '.') && !take_digits(j))
        return wrong(j, "a digit");
    if (take(j, 'e') || take(j, 'E')) {
        if (!take(j, '+'))
            take(j, '-');
        if (!take_digits(j))
            return wrong(j, "a digit");
    }
    m->bytes = (size_t)(j->at - m->text);
    return kith_parse_real(m->text, m->bytes, &m->number) || wrong(j, "a number");
}

static bool take_word(kith_flat_json *j, kith_json_member *m)
{
    static const char *const words[] = {"null", "true", "false"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const size_t bytes = strlen(words[i]);
        if ((size_t)(j->end - j->at) < bytes || memcmp(j->at, words[i], bytes) != 0)
            continue;
        m->type = KITH_JSON_WORD;
        m->text = j->at;
        m->bytes = bytes;
        j->at += bytes;
        return true;
    }
    return false;
}

static bool read_value(kith_flat_json *j, kith_json_member *m)
{
    if (j->at < j->end && *j->at == '"') {
        m->type = KITH_JSON_STRING;
        return read_string(j, &m->text, &m->bytes);
    }
    return take_word(j, m) || read_number(j, m);
}

static bool close_object(kith_flat_json *j)
{
    j->over = true;
    skip_blanks(j);
    return j->at < j->end ? wrong(j, "the end of the line") : false;
}

bool kith_flat_json_next(kith_flat_json *j, kith_json_member *m)
{
    if (j->over || j->expected != NULL)
        return false;
    const bool first = !j->inside;
    skip_blanks(j);
    if (first && !take(j, '{'))
        return wrong(j, "an object");
    j->inside = true;
    skip_blanks(j);
    if (take(j, '}'))
        return close_object(j);
    if (!first && !take(j, ','))
        return wrong(j, "a comma or a closing brace");
    skip_blanks(j);
    if (!read_string(j, &m->key, &m->key_bytes))
        return false;
    skip_blanks(j);
    if (!take(j, ':'))
        return wrong(j, "a colon");
    skip_blanks(j);
    return read_value(j, m);
}

bool kith_json_is(const kith_json_member *m, const char *key)
{
    return strlen(key) == m->key_bytes && memcmp(m->key, key, m->key_bytes) == 0;
}
