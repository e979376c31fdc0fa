/* The reader of JSON's pieces; see json.h. */
#include "base/json.h"

#include <string.h>

enum { MOST_DEEP = 64 };

bool kith_json_wrong(kith_json *j, const char *expected)
{
    j->expected = expected;
    return false;
}

/* Without blanks before it. */
static bool take(kith_json *j, char c)
{
    const bool there = j->at < j->end && *j->at == c;
    j->at += there;
    return there;
}

void kith_json_blanks(kith_json *j)
{
    while (take(j, ' ') || take(j, '\t') || take(j, '\r') || take(j, '\n'))
        continue;
}

bool kith_json_take(kith_json *j, char c)
{
    kith_json_blanks(j);
    return take(j, c);
}

bool kith_json_need(kith_json *j, char c, const char *expected)
{
    return kith_json_take(j, c) || kith_json_wrong(j, expected);
}

static bool take_digits(kith_json *j)
{
    const char *first = j->at;
    while (j->at < j->end && *j->at >= '0' && *j->at <= '9')
        j->at++;
    return j->at > first;
}

/* -1 where it is no digit. */
static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Behind the backslash. */
static bool take_escape(kith_json *j)
{
    if (!take(j, 'u')) {
        const bool known = j->at < j->end && *j->at != '\0' && strchr("\"\\/bfnrt", *j->at) != NULL;
        j->at += known;
        return known;
    }
    for (int i = 0; i < 4; i++, j->at++)
        if (j->at == j->end || hex_digit(*j->at) < 0)
            return false;
    return true;
}

bool kith_json_string(kith_json *j, const char **text, size_t *bytes)
{
    kith_json_blanks(j);
    if (!take(j, '"'))
        return kith_json_wrong(j, "a string");
    *text = j->at;
    while (j->at < j->end && *j->at != '"') {
        if ((unsigned char)*j->at < 0x20)
            return kith_json_wrong(j, "no control character");
        if (!take(j, '\\'))
            j->at++;
        else if (!take_escape(j))
            return kith_json_wrong(j, "an escape of JSON");
    }
    *bytes = (size_t)(j->at - *text);
    return take(j, '"') || kith_json_wrong(j, "a closing quote");
}

bool kith_json_number(kith_json *j, double *value)
{
    kith_json_blanks(j);
    const char *text = j->at;
    take(j, '-');
    if (!take(j, '0') && !take_digits(j))
        return kith_json_wrong(j, "a number");
    if (take(j, '.') && !take_digits(j))
        return kith_json_wrong(j, "a digit");
    if (take(j, 'e') || take(j, 'E')) {
        if (!take(j, '+'))
            take(j, '-');
        if (!take_digits(j))
            return kith_json_wrong(j, "a digit");
    }
    return kith_parse_real(text, (size_t)(j->at - text), value) || kith_json_wrong(j, "a number");
}

bool kith_json_word(kith_json *j, const char **text, size_t *bytes)
{
    static const char *const words[] = {"null", "true", "false"};
    kith_json_blanks(j);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        *bytes = strlen(words[i]);
        if ((size_t)(j->end - j->at) < *bytes || memcmp(j->at, words[i], *bytes) != 0)
            continue;
        *text = j->at;
        j->at += *bytes;
        return true;
    }
    return kith_json_wrong(j, "null, true or false");
}

bool kith_json_key(kith_json *j, const char **key, size_t *bytes)
{
    return kith_json_string(j, key, bytes) && kith_json_need(j, ':', "a colon");
}

/* A value that has none inside: "", 1, null. */
static bool skip_plain(kith_json *j)
{
    const char *text = NULL;
    size_t bytes = 0;
    double number = 0;
    if (j->at < j->end && *j->at == '"')
        return kith_json_string(j, &text, &bytes);
    if (j->at < j->end && strchr("ntf", *j->at) != NULL)
        return kith_json_word(j, &text, &bytes);
    return kith_json_number(j, &number) || kith_json_wrong(j, "a value");
}

/* The objects and arrays that are open, the innermost last. */
typedef struct nest {
    uint64_t objects; /* bit d: the one at depth d is an object */
    unsigned depth;
} nest;

static bool in_object(const nest *n)
{
    return n->depth > 0 && (n->objects >> (n->depth - 1) & 1) != 0;
}

static bool enter(kith_json *j, nest *n, bool object)
{
    if (n->depth == MOST_DEEP)
        return kith_json_wrong(j, "no deeper nesting");
    n->objects &= ~(UINT64_C(1) << n->depth);
    n->objects |= (uint64_t)object << n->depth;
    n->depth++;
    return true;
}

/* Behind a value: closes what ends here; *more where another value must follow. */
static bool leave(kith_json *j, nest *n, bool *more)
{
    const char *key = NULL;
    size_t bytes = 0;
    while (n->depth > 0) {
        if (kith_json_take(j, ',')) {
            *more = true;
            return !in_object(n) || kith_json_key(j, &key, &bytes);
        }
        if (!kith_json_need(j, in_object(n) ? '}' : ']', "a comma or a closing bracket"))
            return false;
        n->depth--;
    }
    *more = false;
    return true;
}

bool kith_json_skip(kith_json *j)
{
    nest n = {0};
    const char *key = NULL;
    size_t bytes = 0;
    for (bool more = true; more;) {
        const bool object = kith_json_take(j, '{');
        if (object || kith_json_take(j, '[')) {
            if (!enter(j, &n, object))
                return false;
            if (!kith_json_take(j, object ? '}' : ']')) {
                if (object && !kith_json_key(j, &key, &bytes))
                    return false;
                continue;
            }
            n.depth--;
        } else if (!skip_plain(j)) {
            return false;
        }
        if (!leave(j, &n, &more))
            return false;
    }
    return true;
}

static uint32_t code_unit(const char *digits)
{
    uint32_t code = 0;
    for (int i = 0; i < 4; i++)
        code = code << 4 | (uint32_t)hex_digit(digits[i]);
    return code;
}

static size_t put_utf8(uint32_t code, char *to)
{
    const size_t size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char first[] = {0, 0xC0, 0xE0, 0xF0};
    for (size_t i = size; i-- > 1; code >>= 6)
        to[i] = (char)(0x80 | (code & 0x3F));
    to[0] = (char)(first[size - 1] | code);
    return size;
}

/* Behind "\u": the character, with the second half of a pair where it is the first. */
static bool take_character(const char **at, const char *end, uint32_t *code)
{
    *code = code_unit(*at);
    *at += 4;
    if (*code < 0xD800 || *code > 0xDFFF)
        return true;
    if (*code > 0xDBFF || end - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u')
        return false;
    const uint32_t low = code_unit(*at + 2);
    *at += 6;
    *code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
    return low >= 0xDC00 && low <= 0xDFFF;
}

bool kith_json_unescape(const char *text, size_t bytes, char *to, size_t *used)
{
    static const char names[] = "bfnrt", meant[] = "\b\f\n\r\t";
    const char *end = text + bytes;
    char *out = to;
    for (const char *at = text; at < end;) {
        if (*at != '\\') {
            *out++ = *at++;
            continue;
        }
        const char c = at[1];
        const char *name = strchr(names, c);
        uint32_t code = 0;
        at += 2;
        if (c != 'u')
            *out++ = name != NULL ? meant[name - names] : c;
        else if (take_character(&at, end, &code))
            out += put_utf8(code, out);
        else
            return false;
    }
    *used = (size_t)(out - to);
    return true;
}

size_t kith_json_escape(const char *text, size_t bytes, char *to)
{
    static const char digits[] = "0123456789abcdef";
    char *out = to;
    for (size_t i = 0; i < bytes; i++) {
        const unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\')
            *out++ = '\\';
        if (c >= 0x20) {
            *out++ = (char)c;
            continue;
        }
        const char escape[KITH_JSON_GROWTH] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
        memcpy(out, escape, sizeof escape);
        out += sizeof escape;
    }
    return (size_t)(out - to);
}
