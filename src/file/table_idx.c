/*
 * IDX images, as MNIST has them: each row is all numbers behind the first length. Labels come from
 * a file of their own.
 */
#include "file/table.h"

#include <string.h>

#include "file/idx_header.h"
#include "file/table_array.h"

static kith_status check_options(const kith_table_options *o, const char *file, kith_error *err)
{
    const bool column = o->label != NULL && strcmp(o->label, "auto") != 0;
    if (!column && o->targets == NULL)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE,
                     "%s: an IDX array has no column '%s'; expected labels in a file of their own",
                     file, column ? o->label : o->targets);
}

static kith_status read_array(const kith_table_reading *reading, kith_error *err)
{
    kith_table_rows *rows = reading->rows;
    kith_input in;
    kith_idx_header h;
    KITH_TRY(check_options(reading->options, rows->file, err));
    kith_input_begin(&in, reading->stream);
    KITH_TRY(kith_idx_header_read(&in, &h, err));
    KITH_TRY(kith_table_rows_dense(rows, h.cells, 0, err));
    if (h.rank == 3) {
        rows->d->height = h.length[1];
        rows->d->width = h.length[2];
    }
    const kith_table_columns columns = {.count = h.cells, .label = KITH_NO_COLUMN};
    return kith_table_array_read(rows, &in, &h.element, h.length[0], &columns, err);
}

static kith_status read(const kith_table_reading *reading, kith_error *err)
{
    const kith_status status = read_array(reading, err);
    kith_stream_close(reading->stream);
    return status;
}

const kith_table_format kith_table_idx = {
    .name = "idx",
    .endings = ".idx .idx1-ubyte .idx3-ubyte",
    .detect = kith_idx_detect,
    .read = read,
};
