/*
 * "Did you mean": the name at the least distance, counting a wrong, missing, added or swapped
 * letter as one slip (Damerau 1964, adjacent swaps only). A name cut short is one slip, too.
 */
#include "kith.h"

#include <string.h>

enum { LONGEST = 63 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Row i of the table holds the distances from the first i letters of a to each start of b. */
static void fill_row(size_t *row, const size_t *before, const size_t *two_before, const char *a,
                     size_t i, const char *b, size_t length)
{
    row[0] = i;
    for (size_t j = 1; j <= length; j++) {
        const bool same = a[i - 1] == b[j - 1];
        row[j] = least(least(before[j], row[j - 1]) + 1, before[j - 1] + !same);
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            row[j] = least(row[j], two_before[j - 2] + 1);
    }
}

static size_t distance(const char *a, const char *b)
{
    const size_t rows = strlen(a), length = strlen(b);
    if (rows >= 2 && strncmp(a, b, rows) == 0 && length > rows)
        return 1;
    if (rows > LONGEST || length > LONGEST)
        return SIZE_MAX;
    size_t table[3][LONGEST + 1];
    for (size_t j = 0; j <= length; j++)
        table[0][j] = j;
    for (size_t i = 1; i <= rows; i++)
        fill_row(table[i % 3], table[(i + 2) % 3], table[(i + 1) % 3], a, i, b, length);
    return table[rows % 3][length];
}

const char *kith_nearest_name(const char *wrong, const char *const *names, size_t count)
{
    const size_t length = strlen(wrong);
    const char *nearest = NULL;
    /* One slip in three letters; and never so many that nothing of the word is left. */
    size_t bound = length > 1 ? (length + 2) / 3 + 1 : 0;
    for (size_t i = 0; i < count; i++) {
        const size_t d = distance(wrong, names[i]);
        if (d < bound) {
            bound = d;
            nearest = names[i];
        }
    }
    return nearest;
}
