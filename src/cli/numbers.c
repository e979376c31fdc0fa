/* Vectors as text; see numbers.h. */
#include "numbers.h"

#include <math.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

kith_status numbers_read(const char *text, size_t bytes, float *vector, uint64_t dim,
                         kith_error *err)
{
    uint64_t count = 0;
    for (size_t at = 0, length; at < bytes; at += length + 1) {
        double value;
        for (length = 0; at + length < bytes && !is_blank(text[at + length]);)
            length++;
        if (length == 0)
            continue;
        const char *number = text + at;
        if (!kith_parse_real(number, length, &value) || !isfinite((float)value))
            return kith_fail(err, KITH_ERR_USAGE, "'%.*s' is no number of a vector", (int)length,
                             number);
        if (count < dim)
            vector[count] = (float)value;
        count++;
    }
    if (count == dim)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE, "expected %llu numbers, got %llu",
                     (unsigned long long)dim, (unsigned long long)count);
}

void numbers_print(const float *vector, uint64_t dim)
{
    char number[KITH_REAL_CHARS];
    for (uint64_t i = 0; i < dim; i++) {
        if (i > 0)
            putchar(' ');
        size_t chars = kith_format_float(vector[i], number);
        fwrite(number, 1, chars, stdout);
    }
    putchar('\n');
}

void numbers_json(const question *q, const float *vector, uint64_t dim)
{
    json j = json_begin_line(stdout);
    ask_json(&j, q);
    json_begin_array(&j, "vector");
    for (uint64_t i = 0; i < dim; i++)
        json_float(&j, NULL, vector[i]);
    json_end_array(&j);
    json_end_line(&j);
}
