/*
 * Rows for PostgreSQL's COPY in its text format, the vectors as pgvector's type writes them:
 *
 *     the<TAB>[0.1,-2.5]
 *
 * for a table (word text, vector vector(DIM)). COPY's escapes keep tabs, line ends and backslashes
 * in words; text in PostgreSQL holds UTF-8 without NUL.
 */
#include "file/formats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "file/text_rows.h"

#define END_OF_DATA "\\." /* the line that may end COPY's data */

/* The letters behind a backslash, and what they stand for. */
static const char letters[] = "btnvfr", controls[] = "\b\t\n\v\f\r";

static size_t escape(const kith_names *names, uint64_t row, const char *word, size_t bytes,
                     char *to)
{
    size_t used = 0;
    (void)names;
    (void)row;
    for (size_t i = 0; i < bytes; i++) {
        const char *control = strchr(controls, word[i]);
        if (control != NULL || word[i] == '\\')
            to[used++] = '\\';
        to[used++] = control != NULL ? letters[control - controls] : word[i];
    }
    return used;
}

static const kith_text_layout layout = {
    .open = "", .between = "\t[", .close = "]\n", .separator = ',', .word = escape, .growth = 2};

static int digit(const char *at, const char *end, int base)
{
    const int c = at < end ? *at : 0;
    const int value = c >= '0' && c <= '9'                     ? c - '0'
                      : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                               : base;
    return value < base ? value : -1;
}

/* Up to `most` digits, the byte they mean; as COPY has it, its low eight bits. */
static char take_digits(const char **at, const char *end, int base, int most)
{
    int value = 0;
    for (int i = 0; i < most && digit(*at, end, base) >= 0; i++)
        value = value * base + digit((*at)++, end, base);
    return (char)(value & 255);
}

/* What stands behind a backslash: a control's letter, an octal or hexadecimal number, itself. */
static char take_escaped(const char **at, const char *end)
{
    const char c = **at;
    const char *letter = c != 0 ? strchr(letters, c) : NULL;
    if (digit(*at, end, 8) >= 0)
        return take_digits(at, end, 8, 3);
    ++*at;
    if (letter != NULL)
        return controls[letter - letters];
    return c == 'x' && digit(*at, end, 16) >= 0 ? take_digits(at, end, 16, 2) : c;
}

/* `to` has room for `bytes`; false where a backslash is the last byte, or for \N, which is NULL. */
static bool unescape(const char *text, size_t bytes, char *to, size_t *used)
{
    const char *at = text, *end = text + bytes;
    *used = 0;
    if (bytes == 2 && memcmp(text, "\\N", 2) == 0)
        return false;
    while (at < end) {
        const char c = *at++;
        if (c == '\\' && at == end)
            return false;
        to[(*used)++] = c == '\\' ? take_escaped(&at, end) : c;
    }
    return true;
}

/* The reader's place. */
typedef struct copy {
    kith_lines *lines;
    kith_rows rows;
    char *word; /* scratch */
    size_t room;
} copy;

static kith_status bad_line(const copy *c, const char *expected, kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": expected %s", kith_lines_name(c->lines),
                     kith_lines_number(c->lines), expected);
}

static kith_status reserve_word(copy *c, size_t bytes, kith_error *err)
{
    if (bytes <= c->room)
        return KITH_OK;
    char *more = kith_mem_grow(c->word, bytes, 2);
    if (more == NULL)
        return kith_fail_memory(err, "a word", 2 * (uint64_t)bytes);
    c->word = more;
    c->room = 2 * bytes;
    return KITH_OK;
}

static uint64_t count_numbers(const char *text, size_t bytes)
{
    uint64_t numbers = 1;
    for (size_t i = 0; i < bytes; i++)
        numbers += text[i] == ',';
    return numbers;
}

/* "[1,2]": the first number, then those that have a comma before them. */
static bool parse_vector(const char *text, size_t bytes, uint64_t dim, float *row)
{
    double first = 0;
    if (bytes < 3 || text[0] != '[' || text[bytes - 1] != ']')
        return false;
    const char *end = text + bytes - 1;
    const char *comma = memchr(text, ',', bytes);
    const char *stop = comma != NULL ? comma : end;
    if (!kith_parse_real(text + 1, (size_t)(stop - text - 1), &first))
        return false;
    row[0] = (float)first;
    return kith_text_row_numbers(stop, (size_t)(end - stop), ',', dim - 1, row + 1);
}

static kith_status read_row(copy *c, const kith_reading *reading, const char *line, size_t bytes,
                            kith_error *err)
{
    const char *tab = memchr(line, '\t', bytes);
    float *row = NULL;
    size_t word = 0;
    if (tab == NULL)
        return bad_line(c, "a word, a tab and [numbers]", err);
    const char *vector = tab + 1;
    const size_t left = bytes - (size_t)(vector - line);
    if (c->rows.v == NULL) {
        const uint64_t dim = count_numbers(vector, left);
        KITH_TRY(kith_rows_begin(&c->rows, reading->stream, kith_format_pgvector.name, dim,
                                 UINT64_MAX, 2 * dim, reading->how, err));
    }
    KITH_TRY(reserve_word(c, (size_t)(tab - line) + 1, err));
    if (!unescape(line, (size_t)(tab - line), c->word, &word))
        return bad_line(c, "a word, not NULL, with nothing cut behind a backslash", err);
    KITH_TRY(kith_rows_next(&c->rows, &row, err));
    if (!parse_vector(vector, left, c->rows.v->input.dim, row))
        return bad_line(c, "as many numbers in brackets as in the first row", err);
    return kith_rows_keep(&c->rows, c->word, word, kith_lines_number(c->lines), err);
}

static kith_status read_lines(copy *c, const kith_reading *reading, kith_error *err)
{
    for (;;) {
        const char *line = NULL;
        size_t bytes = 0;
        KITH_TRY(kith_lines_next(c->lines, &line, &bytes, err));
        if (line == NULL || (bytes == 2 && memcmp(line, END_OF_DATA, 2) == 0))
            break;
        KITH_TRY(read_row(c, reading, line, bytes, err));
        if (kith_rows_full(&c->rows))
            return KITH_OK;
    }
    return c->rows.v != NULL ? KITH_OK : bad_line(c, "a word, a tab and [numbers]", err);
}

static kith_status read(const kith_reading *reading, kith_vectors **out, kith_error *err)
{
    copy c = {0};
    KITH_TRY(kith_lines_take(reading->stream, &c.lines, err));
    const kith_status status =
        kith_rows_finish(&c.rows, read_lines(&c, reading, err), UINT64_MAX, out);
    free(c.word);
    kith_lines_close(c.lines);
    return status;
}

/* A first line that has a tab and a bracket with a number behind it. */
static bool detect(const unsigned char *head, size_t bytes)
{
    const char *text = (const char *)head;
    const char *newline = memchr(text, '\n', bytes);
    const char *end = newline != NULL ? newline : text + bytes;
    const char *tab = memchr(text, '\t', (size_t)(end - text));
    if (tab == NULL || tab == text || end - tab < 3 || tab[1] != '[')
        return false;
    const char *stop = tab + 2;
    double value = 0;
    while (stop < end && *stop != ',' && *stop != ']')
        stop++;
    return kith_parse_real(tab + 2, (size_t)(stop - tab - 2), &value);
}

static kith_status size(kith_names *names, uint64_t *bytes, kith_error *err)
{
    (void)err;
    bytes[0] = kith_text_layout_size(names, &layout);
    return KITH_OK;
}

static kith_status write(const kith_sink *sink, kith_error *err)
{
    return kith_text_layout_write(sink->names, &layout, sink->file, err);
}

const kith_format kith_format_pgvector = {
    .name = "pgvector",
    .endings = ".pgcopy",
    .limits = {.bytes = "", .nul = true, .mark = true, .utf8 = true},
    .packs = true,
    .text = true,
    .finite = true,
    .detect = detect,
    .read = read,
    .size = size,
    .write = write,
};
