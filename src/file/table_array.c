#include "file/table_array.h"

#include <inttypes.h>
#include <math.h>

#include "base/mem.h"
#include "base/stream.h"

enum { CHUNK = 1024 /* numbers converted at a time, so that no row need be held twice */ };

/* A plain file must be as long as its header says; of a packed one or a pipe this shows later. */
static kith_status check_size(const kith_input *in, const kith_element *e, uint64_t rows,
                              uint64_t columns, kith_error *err)
{
    uint64_t read = 0, total = 0, bytes = 0;
    kith_stream_position(in->stream, &read, &total);
    const bool fits = kith_mul(rows, columns, &bytes) && kith_mul(bytes, e->bytes, &bytes) &&
                      kith_add(bytes, in->offset, &bytes);
    if (!fits)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s: %" PRIu64 " rows of %" PRIu64 " numbers are more than any file holds",
                         kith_stream_name(in->stream), rows, columns);
    if (total == 0 || kith_stream_is_packed(in->stream) || total == bytes)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA,
                     "%s: %" PRIu64 " rows of %" PRIu64 " numbers make %" PRIu64
                     " bytes, the file has %" PRIu64,
                     kith_stream_name(in->stream), rows, columns, bytes, total);
}

/* Columns from..from + count of the row, of which some are no features. */
static kith_status take_mixed(kith_table_rows *r, const kith_table_columns *c, size_t from,
                              const double *value, size_t count, size_t *next_target, double *label,
                              kith_error *err)
{
    for (size_t i = 0; i < count; i++) {
        if (from + i == c->label)
            *label = value[i];
        else if (kith_table_columns_is_target(c, from + i, next_target))
            KITH_TRY(kith_table_row_target(r, value[i], err));
        else
            KITH_TRY(kith_table_row_numbers(r, &value[i], 1, err));
    }
    return KITH_OK;
}

static kith_status add_label(kith_table_rows *r, double label, kith_error *err)
{
    char name[KITH_REAL_CHARS];
    const size_t bytes = isnan(label) ? 0 : kith_format_double(label, name);
    return kith_table_row_label(r, name, bytes, err);
}

static kith_status read_row(kith_table_rows *r, kith_input *in, const kith_element *e,
                            const kith_table_columns *c, kith_error *err)
{
    unsigned char raw[CHUNK * 8];
    double value[CHUNK], label = NAN;
    size_t next_target = 0;
    const bool features_alone = c->targets == 0 && c->label == KITH_NO_COLUMN;
    kith_table_row_begin(r, in->offset);
    for (size_t from = 0; from < c->count;) {
        const size_t count = c->count - from < CHUNK ? c->count - from : CHUNK;
        KITH_TRY(kith_input_take(in, raw, count * e->bytes, "a row", err));
        kith_elements_widen(e, raw, count, value);
        KITH_TRY(features_alone ? kith_table_row_numbers(r, value, count, err)
                                : take_mixed(r, c, from, value, count, &next_target, &label, err));
        from += count;
    }
    if (c->label != KITH_NO_COLUMN)
        KITH_TRY(add_label(r, label, err));
    return kith_table_row_end(r, err);
}

kith_status kith_table_array_read(kith_table_rows *rows_of, kith_input *in, const kith_element *e,
                                  uint64_t rows, const kith_table_columns *columns, kith_error *err)
{
    KITH_TRY(check_size(in, e, rows, columns->count, err));
    for (uint64_t i = 0; i < rows; i++)
        KITH_TRY(read_row(rows_of, in, e, columns, err));
    return kith_input_end(in, err);
}
