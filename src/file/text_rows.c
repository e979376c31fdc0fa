/*
 * Rows of vectors as lines of text, split from the end: words of foreign files have blanks in
 * them, numbers have not.
 */
#include "file/text_rows.h"

#include <string.h>

#include "file/text_float.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Moves *end before the last field of text[0, *end) and the blanks behind it. */
static const char *last_field(const char *text, size_t *end, size_t *bytes)
{
    size_t stop = *end;
    while (stop > 0 && is_blank(text[stop - 1]))
        stop--;
    size_t start = stop;
    while (start > 0 && !is_blank(text[start - 1]))
        start--;
    *bytes = stop - start;
    *end = start;
    return text + start;
}

static bool parse_float(const char *text, size_t bytes, float *value)
{
    double wide = 0;
    if (!kith_parse_real(text, bytes, &wide))
        return false;
    *value = (float)wide;
    return true;
}

/* The usual line: no blank in the word, so what follows its first one are the numbers. */
static bool split_from_start(const char *line, size_t bytes, uint64_t dim, float *row, size_t *word)
{
    const char *end = line + bytes;
    const char *at = line;
    while (at < end && !is_blank(*at))
        at++;
    *word = (size_t)(at - line);
    for (uint64_t i = 0; i < dim; i++) {
        while (at < end && is_blank(*at))
            at++;
        if (at == end || !kith_text_float(&at, end, &row[i]))
            return false;
    }
    while (at < end && is_blank(*at))
        at++;
    return at == end && *word > 0;
}

static bool split_from_end(const char *line, size_t bytes, uint64_t dim, float *row, size_t *word)
{
    size_t end = bytes;
    for (uint64_t i = dim; i > 0; i--) {
        size_t length = 0;
        const char *field = last_field(line, &end, &length);
        if (end == 0 || !parse_float(field, length, &row[i - 1]))
            return false;
    }
    while (end > 0 && is_blank(line[end - 1]))
        end--;
    *word = end;
    return end > 0;
}

bool kith_text_row_split(const char *line, size_t bytes, uint64_t dim, float *row, size_t *word)
{
    return split_from_start(line, bytes, dim, row, word) ||
           split_from_end(line, bytes, dim, row, word);
}

bool kith_text_row_numbers(const char *at, size_t bytes, char separator, uint64_t dim, float *row)
{
    const char *end = at + bytes;
    for (uint64_t i = 0; i < dim; i++) {
        if (at == end || *at != separator)
            return false;
        at++;
        const char *stop = memchr(at, separator, (size_t)(end - at));
        if (stop == NULL)
            stop = end;
        if (!parse_float(at, (size_t)(stop - at), &row[i]))
            return false;
        at = stop;
    }
    return at == end;
}

bool kith_text_ends_in_number(const char *text, size_t bytes)
{
    size_t length = 0;
    double value = 0;
    const char *field = last_field(text, &bytes, &length);
    return kith_parse_real(field, length, &value);
}

uint64_t kith_text_rows_size(const kith_names *names)
{
    return names->bytes + names->rows * (1 + kith_vectors_dim(names->v) * KITH_TEXT_NUMBER);
}
