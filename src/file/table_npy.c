/*
 * A NumPy matrix in C order, of whole or floating numbers; a row is a row. Without names, columns
 * are numbered.
 */
#include "file/table.h"

#include <string.h>

#include "file/npy_header.h"
#include "file/table_array.h"

/* "<f4": which end comes first, what kind, how many bytes; false for anything else. */
static bool parse_type(const char *descr, kith_element *e)
{
    const char kind = descr[0] != '\0' ? descr[1] : '\0';
    if (strlen(descr) != 3 || strchr("<>|", descr[0]) == NULL || strchr("fiu", kind) == NULL)
        return false;
    e->big = descr[0] == '>';
    e->bytes = (unsigned)(descr[2] - '0');
    e->kind = kind == 'f'   ? KITH_ELEMENT_FLOAT
              : kind == 'i' ? KITH_ELEMENT_SIGNED
                            : KITH_ELEMENT_UNSIGNED;
    if (e->bytes == 1)
        return kind != 'f';
    return descr[0] != '|' && (e->bytes == 2 || e->bytes == 4 || e->bytes == 8);
}

static kith_status read_columns(const kith_table_reading *reading, kith_input *in,
                                const kith_element *e, uint64_t rows,
                                const kith_table_columns *columns, kith_error *err)
{
    KITH_TRY(kith_table_rows_dense(reading->rows, kith_table_columns_features(columns),
                                   columns->targets, err));
    return kith_table_array_read(reading->rows, in, e, rows, columns, err);
}

static kith_status read_array(const kith_table_reading *reading, kith_error *err)
{
    const char *file = reading->rows->file;
    kith_table_columns columns;
    kith_input in;
    kith_npy_header h;
    kith_element e;
    kith_input_begin(&in, reading->stream);
    KITH_TRY(kith_npy_header_read(&in, &h, err));
    if (!parse_type(h.descr, &e))
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:10: numbers of type '%s', expected f2 f4 f8, i1 to i8 or u1 to u8",
                         file, h.descr);
    if (h.dim == 0 || h.dim > KITH_FEATURES_MAX)
        return kith_fail(err, KITH_ERR_DATA, "%s:10: rows of %llu numbers, expected 1 to %zu", file,
                         (unsigned long long)h.dim, KITH_FEATURES_MAX);
    KITH_TRY(kith_table_columns_find(reading->options, file, NULL, h.dim, &columns, err));
    const kith_status status = read_columns(reading, &in, &e, h.rows, &columns, err);
    kith_table_columns_clear(&columns);
    return status;
}

static kith_status read(const kith_table_reading *reading, kith_error *err)
{
    const kith_status status = read_array(reading, err);
    kith_stream_close(reading->stream);
    return status;
}

const kith_table_format kith_table_npy = {
    .name = "npy",
    .endings = ".npy",
    .detect = kith_npy_detect,
    .read = read,
};
