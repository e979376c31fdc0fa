/*
 * What word2vec's two formats share: their first line, and telling one from the other.
 */
#include "file/formats.h"

#include <string.h>

#include "file/text_rows.h"

enum {
    HEADER_MAX = 64, /* two numbers of 20 digits, blanks, CR LF */
    FIELDS = 4       /* numbers at a line's end that convince */
};

static size_t skip(const char *at, size_t from, size_t to, bool blanks)
{
    while (from < to && (at[from] == ' ' || at[from] == '\t' || at[from] == '\r') == blanks)
        from++;
    return from;
}

bool kith_w2v_header(const char *head, size_t bytes, uint64_t *rows, uint64_t *dim, size_t *line)
{
    const char *end = memchr(head, '\n', bytes < HEADER_MAX ? bytes : HEADER_MAX);
    if (end == NULL && bytes >= HEADER_MAX)
        return false;
    const size_t stop = end != NULL ? (size_t)(end - head) : bytes;
    const size_t a = skip(head, 0, stop, false);
    const size_t b = skip(head, a, stop, true);
    const size_t c = skip(head, b, stop, false);
    if (!kith_parse_u64(head, a, rows) || !kith_parse_u64(head + b, c - b, dim) ||
        skip(head, c, stop, true) != stop)
        return false;
    *line = end != NULL ? stop + 1 : stop;
    return true;
}

/*
 * The end of the row is judged, since words may have blanks: of a row that is cut by the end of
 * `bytes`, the last field may be half a number and is left out.
 */
bool kith_w2v_is_text(const char *rows, size_t bytes, uint64_t dim)
{
    const char *newline = memchr(rows, '\n', bytes);
    size_t end = newline != NULL ? (size_t)(newline - rows) : bytes;
    if (bytes == 0)
        return true;
    if (newline == NULL)
        while (end > 0 && rows[end - 1] != ' ' && rows[end - 1] != '\t')
            end--;
    if (end > 0 && rows[end - 1] == '\r')
        end--;
    float row[FIELDS];
    size_t word = 0;
    const uint64_t fields = dim < FIELDS ? dim : newline != NULL ? FIELDS : 1;
    return kith_text_row_split(rows, end, fields, row, &word);
}
