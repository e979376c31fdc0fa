/* The JSON writer (RFC 8259); see json.h. */
#include "json.h"

#include "kith.h"

#include <math.h>
#include <string.h>

/*
 * Bytes of the well-formed UTF-8 character at s[0], 0 where there is none: no overlong forms, no
 * surrogates, nothing past U+10FFFF (Unicode, table 3-7).
 */
static size_t utf8_bytes(const unsigned char *s, size_t bytes)
{
    if (s[0] < 0x80)
        return 1;
    const size_t length = s[0] >= 0xc2 && s[0] < 0xe0   ? 2
                          : s[0] >= 0xe0 && s[0] < 0xf0 ? 3
                          : s[0] >= 0xf0 && s[0] < 0xf5 ? 4
                                                        : 0;
    if (length == 0 || length > bytes)
        return 0;
    const unsigned least = s[0] == 0xe0 ? 0xa0 : s[0] == 0xf0 ? 0x90 : 0x80;
    const unsigned most = s[0] == 0xed ? 0x9f : s[0] == 0xf4 ? 0x8f : 0xbf;
    if (s[1] < least || s[1] > most)
        return 0;
    for (size_t i = 2; i < length; i++)
        if (s[i] < 0x80 || s[i] > 0xbf)
            return 0;
    return length;
}

static void write_ascii(FILE *out, unsigned char c)
{
    static const char plain[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
    const char *found = c != 0 ? strchr(plain, c) : NULL;
    if (found != NULL)
        fprintf(out, "\\%c", letter[found - plain]);
    else if (c < 0x20 || c == 0x7f)
        fprintf(out, "\\u%04x", c);
    else
        putc(c, out);
}

static void write_string(FILE *out, const char *text, size_t bytes)
{
    const unsigned char *s = (const unsigned char *)text;
    putc('"', out);
    for (size_t i = 0; i < bytes;) {
        const size_t length = utf8_bytes(s + i, bytes - i);
        if (length == 1)
            write_ascii(out, s[i]);
        else if (length > 1)
            fwrite(s + i, 1, length, out);
        else
            fputs("\xef\xbf\xbd", out);
        i += length > 0 ? length : 1;
    }
    putc('"', out);
}

/* What stands before a value: the comma and the key. */
static void lead(json *j, const char *key)
{
    if (j->comma)
        putc(',', j->out);
    j->comma = true;
    if (key != NULL) {
        write_string(j->out, key, strlen(key));
        putc(':', j->out);
    }
}

static void begin(json *j, const char *key, char bracket)
{
    lead(j, key);
    putc(bracket, j->out);
    j->comma = false;
}

static void end(json *j, char bracket)
{
    putc(bracket, j->out);
    j->comma = true;
}

json json_begin_line(FILE *out)
{
    json j = {.out = out};
    json_begin_object(&j, NULL);
    json_count(&j, "schema", 1);
    return j;
}

void json_end_line(json *j)
{
    json_end_object(j);
    putc('\n', j->out);
}

void json_begin_object(json *j, const char *key)
{
    begin(j, key, '{');
}

void json_end_object(json *j)
{
    end(j, '}');
}

void json_begin_array(json *j, const char *key)
{
    begin(j, key, '[');
}

void json_end_array(json *j)
{
    end(j, ']');
}

void json_string(json *j, const char *key, const char *text, size_t bytes)
{
    lead(j, key);
    write_string(j->out, text, bytes);
}

void json_text(json *j, const char *key, const char *text)
{
    json_string(j, key, text, strlen(text));
}

void json_count(json *j, const char *key, uint64_t value)
{
    lead(j, key);
    fprintf(j->out, "%llu", (unsigned long long)value);
}

void json_float(json *j, const char *key, float value)
{
    char text[KITH_REAL_CHARS] = "null";
    size_t bytes = 4;
    if (isfinite(value))
        bytes = kith_format_float(value, text);
    lead(j, key);
    fwrite(text, 1, bytes, j->out);
}

void json_double(json *j, const char *key, double value)
{
    char text[KITH_REAL_CHARS] = "null";
    size_t bytes = 4;
    if (isfinite(value))
        bytes = kith_format_double(value, text);
    lead(j, key);
    fwrite(text, 1, bytes, j->out);
}

void json_bool(json *j, const char *key, bool value)
{
    lead(j, key);
    fputs(value ? "true" : "false", j->out);
}
