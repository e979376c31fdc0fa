/*
 * Lines of labels and text: the reader keeps the labels alone, so that what a file of texts holds
 * can be told without reading its words. A row's class is the first label of its line; lines of
 * words without a label are dropped, as a classifier leaves them out.
 */
#include "file/table.h"

#include <string.h>

#include "text/label.h"
#include "text/token.h"

/* The next word of at..end, or NULL; *at moves behind it. */
static const char *next_word(const char **at, const char *end, size_t *bytes)
{
    while (*at < end && kith_is_space((unsigned char)**at))
        ++*at;
    const char *word = *at;
    while (*at < end && !kith_is_space((unsigned char)**at))
        ++*at;
    *bytes = (size_t)(*at - word);
    return *bytes > 0 ? word : NULL;
}

static bool detect(const unsigned char *head, size_t bytes)
{
    const size_t mark = bytes >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    size_t label = 0;
    return kith_label_of((const char *)head + mark, bytes - mark, &label) != NULL;
}

static kith_status add_line(kith_table_rows *rows, uint64_t number, const char *line, size_t bytes,
                            kith_error *err)
{
    const char *end = line + bytes, *word = NULL, *label = NULL;
    size_t label_bytes = 0, word_bytes = 0;
    bool words = false;
    while (label == NULL && (word = next_word(&line, end, &word_bytes)) != NULL) {
        label = kith_label_of(word, word_bytes, &label_bytes);
        words = true;
    }
    if (!words)
        return KITH_OK;
    kith_table_row_begin(rows, number);
    if (label != NULL)
        KITH_TRY(kith_table_row_label(rows, label, label_bytes, err));
    else
        kith_table_row_drop(rows);
    return kith_table_row_end(rows, err);
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
    .detect = detect,
    .read = read,
};
