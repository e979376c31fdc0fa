/* The JSON writer (RFC 8259); see json.h. */
#include "json.h"

#include "kith.h"

#include <math.h>
#include <string.h>

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
        const size_t length = kith_utf8_length(text + i, bytes - i);
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
