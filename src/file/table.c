/*
 * The table of formats of tables, and reading any of them: by what the file holds first, by what
 * its name ends in second; other text is separated values.
 */
#include "file/table.h"

#include <string.h>

#include "base/named.h"
#include "base/stream.h"
#include "file/endings.h"
#include "file/looks.h"

enum {
    HEAD_BYTES = 1 << 16 /* looked at to tell a format */
};

/* In the order in which contents are tried: the surest signs first. */
static const kith_table_format *const formats[] = {
    &kith_table_npy, &kith_table_idx, &kith_table_labels, &kith_table_svmlight, &kith_table_csv,
};
enum { FORMATS = sizeof formats / sizeof *formats };

const char *kith_table_format_names(void)
{
    return "npy idx labels svmlight csv";
}

static const char *name_at(size_t i)
{
    return i < FORMATS ? formats[i]->name : NULL;
}

static const kith_table_format *by_content(const unsigned char *head, size_t bytes)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (formats[i]->detect != NULL && formats[i]->detect(head, bytes))
            return formats[i];
    return NULL;
}

static const kith_table_format *by_ending(const char *path)
{
    size_t bytes = 0;
    const char *ending = kith_ending_of_input(path, &bytes);
    for (size_t i = 0; i < FORMATS && ending != NULL; i++)
        if (kith_ending_listed(formats[i]->endings, ending, bytes))
            return formats[i];
    return NULL;
}

/* Text of any other kind may be separated values; an archive, say, is not. */
static bool may_be_values(const unsigned char *head, size_t bytes)
{
    return kith_looks_marked(head, bytes) == NULL && kith_looks_text(head, bytes);
}

static kith_status choose(kith_stream *stream, const char *path, const kith_table_format **out,
                          kith_error *err)
{
    const unsigned char *head = NULL;
    size_t bytes = 0;
    KITH_TRY(kith_stream_peek(stream, HEAD_BYTES, &head, &bytes, err));
    *out = by_content(head, bytes);
    if (*out == NULL && bytes > 0)
        *out = by_ending(path);
    if (*out == NULL && bytes > 0 && may_be_values(head, bytes))
        *out = &kith_table_csv;
    if (*out != NULL)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA, "%s:0: expected a table (%s), got %s",
                     kith_stream_name(stream), kith_table_format_names(),
                     kith_looks_like(head, bytes));
}

static kith_status find_format(const kith_table_options *o, kith_stream *stream, const char *path,
                               const kith_table_format **out, kith_error *err)
{
    size_t i = 0;
    if (o->format == NULL)
        return choose(stream, path, out, err);
    KITH_TRY(kith_named_find("format of tables", name_at, o->format, strlen(o->format), &i, err));
    *out = formats[i];
    return KITH_OK;
}

/* Takes the stream over. */
static kith_status read_rows(kith_table_rows *rows, kith_stream *stream, const char *path,
                             const kith_table_options *o, kith_dataset **out, kith_error *err)
{
    const kith_table_format *format = NULL;
    kith_status status = kith_table_rows_begin(rows, kith_stream_name(stream), o, err);
    if (status == KITH_OK)
        status = find_format(o, stream, path, &format, err);
    if (status != KITH_OK) {
        kith_stream_close(stream);
        return status;
    }
    const kith_table_reading reading = {.stream = stream, .options = o, .rows = rows};
    rows->d->format = format->name;
    KITH_TRY(format->read(&reading, err));
    return kith_table_rows_end(rows, out, err);
}

kith_status kith_dataset_read(const char *path, const kith_table_options *o, kith_dataset **out,
                              kith_error *err)
{
    static const kith_table_options standard = {.label = NULL};
    kith_stream *stream = NULL;
    kith_table_rows rows = {0};
    *out = NULL;
    KITH_TRY(kith_stream_open(path, &stream, err));
    const kith_status status = read_rows(&rows, stream, path, o != NULL ? o : &standard, out, err);
    kith_table_rows_discard(&rows);
    return status;
}
