/*
 * Rows of vectors as lines of text, split from the end: words of foreign files have blanks in
 * them, numbers have not.
 */
#include "file/text_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
    NUMBER_BYTES = 14 /* "-1.2345678e-05" and no longer for what training makes; a separator */
};

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

bool kith_text_row_split(const char *line, size_t bytes, uint64_t dim, float *row, size_t *word)
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

/* `to` has room for the word, dim numbers with their separators and a newline. */
static size_t print_row(const kith_vectors *v, uint64_t row, const char *word, size_t bytes,
                        char separator, char *to)
{
    const float *at = kith_vectors_row(v, row);
    memcpy(to, word, bytes);
    size_t used = bytes;
    for (uint64_t i = 0; i < kith_vectors_dim(v); i++) {
        to[used++] = separator;
        used += kith_format_float(at[i], to + used);
    }
    to[used++] = '\n';
    return used;
}

kith_status kith_text_rows_write(kith_names *names, char separator, kith_writer *w, kith_error *err)
{
    const uint64_t numbers = kith_vectors_dim(names->v) * (KITH_REAL_CHARS + 1) + 1;
    char *line = NULL;
    size_t room = 0;
    kith_status status = KITH_OK;
    for (uint64_t row = 0; row < kith_vectors_rows(names->v) && status == KITH_OK; row++) {
        size_t bytes = 0;
        const char *word = kith_names_at(names, row, &bytes);
        if (word == NULL)
            continue;
        if (line == NULL || room < bytes + numbers) {
            room = (size_t)(2 * bytes + numbers);
            char *more = kith_mem_grow(line, room, 1);
            if (more == NULL) {
                status = kith_fail_memory(err, "line", room);
                break;
            }
            line = more;
        }
        status =
            kith_writer_write(w, line, print_row(names->v, row, word, bytes, separator, line), err);
    }
    free(line);
    return status;
}

uint64_t kith_text_rows_size(const kith_names *names)
{
    return names->bytes + names->rows * (1 + kith_vectors_dim(names->v) * (NUMBER_BYTES + 1));
}
