/*
 * Labels split from text, and the reader that keeps the labels alone: what a file of texts holds
 * can be told without reading its words. A row's class is the first label of its line.
 */
#include "file/table_labels.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "file/table.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static void trim(kith_labelled_line *l)
{
    while (l->rest_bytes > 0 && is_blank(l->rest[0])) {
        l->rest++;
        l->rest_bytes--;
    }
    while (l->rest_bytes > 0 && is_blank(l->rest[l->rest_bytes - 1]))
        l->rest_bytes--;
}

bool kith_labelled_next(kith_labelled_line *l, const char *prefix)
{
    const size_t before = strlen(prefix);
    size_t token = 0;
    trim(l);
    while (token < l->rest_bytes && !is_blank(l->rest[token]))
        token++;
    if (token <= before || memcmp(l->rest, prefix, before) != 0)
        return false;
    l->label = l->rest + before;
    l->label_bytes = token - before;
    l->rest += token;
    l->rest_bytes -= token;
    return true;
}

bool kith_labelled_detect(const unsigned char *head, size_t bytes)
{
    const size_t mark = bytes >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    const size_t prefix = sizeof KITH_LABEL_PREFIX - 1;
    return bytes - mark > prefix && memcmp(head + mark, KITH_LABEL_PREFIX, prefix) == 0;
}

static kith_status add_line(kith_table_rows *rows, uint64_t number, const char *line, size_t bytes,
                            kith_error *err)
{
    kith_labelled_line l = kith_labelled_begin(line, bytes);
    kith_table_row_begin(rows, number);
    if (kith_labelled_next(&l, KITH_LABEL_PREFIX)) {
        KITH_TRY(kith_table_row_label(rows, l.label, l.label_bytes, err));
        return kith_table_row_end(rows, err);
    }
    if (l.rest_bytes == 0)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": expected %sNAME and text, got '%.*s'",
                     rows->file, number, KITH_LABEL_PREFIX,
                     (int)(l.rest_bytes < 60 ? l.rest_bytes : 60), l.rest);
}

static kith_status read_lines(kith_table_rows *rows, kith_lines *lines, kith_error *err)
{
    for (;;) {
        const char *line = NULL;
        size_t bytes = 0;
        KITH_TRY(kith_lines_next(lines, &line, &bytes, err));
        if (line == NULL)
            return KITH_OK;
        KITH_TRY(add_line(rows, kith_lines_number(lines), line, bytes, err));
    }
}

static kith_status read(const kith_table_reading *reading, kith_error *err)
{
    kith_lines *lines = NULL;
    if (!reading->options->labels_only) {
        kith_stream_close(reading->stream);
        return kith_fail(err, KITH_ERR_DATA,
                         "%s: has lines of labels and text, expected numbers (--text reads words)",
                         reading->rows->file);
    }
    KITH_TRY(kith_lines_take(reading->stream, &lines, err));
    const kith_status status = read_lines(reading->rows, lines, err);
    kith_lines_close(lines);
    return status;
}

const kith_table_format kith_table_labels = {
    .name = "labels",
    .endings = "",
    .detect = kith_labelled_detect,
    .read = read,
};
