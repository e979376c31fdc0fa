#include "file/table_label_file.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/stream.h"
#include "file/idx_header.h"

struct kith_label_file {
    kith_stream *stream; /* of an array; NULL: lines */
    kith_lines *lines;
    kith_input in;
    kith_idx_header header;
    uint64_t read;
    char name[KITH_REAL_CHARS];
};

static kith_status begin_array(kith_label_file *f, kith_error *err)
{
    kith_input_begin(&f->in, f->stream);
    KITH_TRY(kith_idx_header_read(&f->in, &f->header, err));
    if (f->header.rank == 1)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA, "%s:3: labels of %u dimensions, expected 1",
                     kith_stream_name(f->stream), f->header.rank);
}

/* Takes the stream over. */
static kith_status begin(kith_label_file *f, kith_stream *stream, kith_error *err)
{
    const unsigned char *head = NULL;
    size_t bytes = 0;
    f->stream = stream;
    KITH_TRY(kith_stream_peek(stream, 4, &head, &bytes, err));
    if (kith_idx_detect(head, bytes))
        return begin_array(f, err);
    f->stream = NULL;
    return kith_lines_take(stream, &f->lines, err);
}

kith_status kith_label_file_open(const char *path, kith_label_file **out, kith_error *err)
{
    kith_stream *stream = NULL;
    *out = NULL;
    kith_label_file *f = calloc(1, sizeof *f);
    if (f == NULL)
        return kith_fail_memory(err, "a file of labels", sizeof *f);
    kith_status status = kith_stream_open(path, &stream, err);
    if (status == KITH_OK)
        status = begin(f, stream, err);
    if (status == KITH_OK)
        *out = f;
    else
        kith_label_file_close(f);
    return status;
}

static kith_status next_element(kith_label_file *f, const char **name, size_t *bytes,
                                kith_error *err)
{
    unsigned char raw[8];
    double value = 0;
    *name = NULL;
    if (f->read == f->header.length[0])
        return kith_input_end(&f->in, err);
    KITH_TRY(kith_input_take(&f->in, raw, f->header.element.bytes, "the labels", err));
    kith_elements_widen(&f->header.element, raw, 1, &value);
    *bytes = kith_format_double(value, f->name);
    *name = f->name;
    f->read++;
    return KITH_OK;
}

kith_status kith_label_file_next(kith_label_file *f, const char **name, size_t *bytes,
                                 kith_error *err)
{
    return f->stream != NULL ? next_element(f, name, bytes, err)
                             : kith_lines_next(f->lines, name, bytes, err);
}

kith_status kith_label_file_end(kith_label_file *f, uint64_t rows, kith_error *err)
{
    const char *name = NULL;
    size_t bytes = 0;
    const char *file = f->stream != NULL ? kith_stream_name(f->stream) : kith_lines_name(f->lines);
    KITH_TRY(kith_label_file_next(f, &name, &bytes, err));
    if (name == NULL)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA, "%s: more labels than the table's %" PRIu64 " rows", file,
                     rows);
}

void kith_label_file_close(kith_label_file *f)
{
    if (f == NULL)
        return;
    kith_stream_close(f->stream);
    kith_lines_close(f->lines);
    free(f);
}
