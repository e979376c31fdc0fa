/*
 * GloVe's text: a line a word, the word and its numbers, no header. The first line says the
 * dimension: its fields behind the word, all of them numbers.
 *
 * A first line that begins with a number is not told as this format, since word2vec's header and
 * tables of numbers begin so; it is read where the format is named.
 */
#include "file/formats.h"

#include <string.h>

#include "base/stream.h"
#include "file/text_blocks.h"
#include "file/text_float.h"
#include "file/text_rows.h"

enum {
    LINE_MOST = 1 << 24 /* bytes of a first line */
};

/* The numbers behind the first field; 0 where something else stands there. */
static uint64_t count_numbers(const char *line, const char *end)
{
    uint64_t count = 0;
    const char *at = line;
    while (at < end && *at != ' ')
        at++;
    if (at == line)
        return 0;
    for (;;) {
        float value;
        while (at < end && *at == ' ')
            at++;
        if (at == end)
            return count;
        if (!kith_text_float(&at, end, &value))
            return 0;
        count++;
    }
}

static size_t mark_bytes(const char *text, size_t bytes)
{
    return bytes >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* Of a line that is cut by the end of the bytes, the last field is left out. */
static uint64_t dim_of(const char *text, size_t bytes, bool *whole)
{
    const char *newline = memchr(text, '\n', bytes);
    const char *end = newline != NULL ? newline : text + bytes;
    *whole = newline != NULL;
    if (newline == NULL)
        while (end > text && end[-1] != ' ')
            end--;
    if (end > text && end[-1] == '\r')
        end--;
    return count_numbers(text, end);
}

static bool detect(const unsigned char *head, size_t bytes)
{
    const size_t mark = mark_bytes((const char *)head, bytes);
    const char *text = (const char *)head + mark;
    const char *blank = memchr(text, ' ', bytes - mark);
    bool whole;
    double value;
    if (blank == NULL || kith_parse_real(text, (size_t)(blank - text), &value))
        return false;
    return dim_of(text, bytes - mark, &whole) >= 2;
}

/* The stream's first line, as far as it takes to see its end. */
static kith_status find_dim(kith_stream *stream, uint64_t *dim, size_t *mark, kith_error *err)
{
    const unsigned char *head = NULL;
    size_t bytes = 0;
    bool whole = false;
    for (size_t want = 4096; !whole && want <= LINE_MOST; want *= 2) {
        KITH_TRY(kith_stream_peek(stream, want, &head, &bytes, err));
        *mark = mark_bytes((const char *)head, bytes);
        *dim = dim_of((const char *)head + *mark, bytes - *mark, &whole);
        if (!whole && bytes < want) { /* no newline at the end: the line is all there is */
            *dim = count_numbers((const char *)head + *mark, (const char *)head + bytes);
            return KITH_OK;
        }
    }
    return KITH_OK;
}

static kith_status read_all(const kith_reading *reading, kith_rows *r, kith_error *err)
{
    uint64_t dim = 0;
    size_t mark = 0;
    KITH_TRY(find_dim(reading->stream, &dim, &mark, err));
    if (dim == 0)
        return kith_fail(err, KITH_ERR_DATA, "%s:1: expected a word and numbers",
                         kith_stream_name(reading->stream));
    KITH_TRY(kith_rows_begin(r, reading->stream, kith_format_glove.name, dim, UINT64_MAX, 2 * dim,
                             reading->how, err));
    return kith_text_blocks_read(reading->stream, mark, 0, r, err);
}

static kith_status read(const kith_reading *reading, kith_vectors **out, kith_error *err)
{
    kith_rows r = {0};
    const kith_status status = kith_rows_finish(&r, read_all(reading, &r, err), UINT64_MAX, out);
    kith_stream_close(reading->stream);
    return status;
}

static kith_status size(kith_names *names, uint64_t *bytes, kith_error *err)
{
    (void)err;
    *bytes = kith_text_rows_size(names);
    return KITH_OK;
}

static kith_status write(const kith_sink *sink, kith_error *err)
{
    return kith_text_rows_write(sink->names, ' ', sink->file, err);
}

const kith_format kith_format_glove = {
    .name = "glove",
    .endings = ".glove",
    .limits = {.bytes = " \t\n\v\f\r", .nul = true, .mark = true},
    .packs = true,
    .text = true,
    .open_end = true,
    .detect = detect,
    .read = read,
    .size = size,
    .write = write,
};
