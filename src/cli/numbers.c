/* Vectors as text; see numbers.h. */
#include "numbers.h"

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
