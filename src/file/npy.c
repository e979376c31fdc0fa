/*
 * NumPy's array file, with the words beside it in NAME.words, one a line.
 *
 * Matrices in C order with numbers of 2, 4 or 8 bytes are read; floats and halves are written.
 */
#include "file/npy_header.h"
#include "file/words_beside.h"

static kith_status read_array(const kith_reading *reading, kith_rows *r, kith_error *err)
{
    kith_input in;
    kith_npy_header h;
    kith_stored s;
    kith_input_begin(&in, reading->stream);
    KITH_TRY(kith_npy_header_read(&in, &h, err));
    if (!kith_stored_npy(h.descr, &s))
        return kith_fail(err, KITH_ERR_DATA, "%s:10: numbers of type '%s', expected <f4, <f8, <f2",
                         kith_stream_name(reading->stream), h.descr);
    s.rows = h.rows;
    s.dim = h.dim;
    KITH_TRY(kith_rows_begin(r, reading->stream, kith_format_npy.name, h.dim, h.rows,
                             h.dim * s.bytes, reading->how, err));
    KITH_TRY(kith_words_beside_read(reading, &s, &in, r, err));
    return kith_rows_full(r) ? KITH_OK : kith_input_end(&in, err);
}

static kith_status read(const kith_reading *reading, kith_vectors **out, kith_error *err)
{
    kith_rows r = {0};
    const kith_status status = kith_rows_finish(&r, read_array(reading, &r, err), UINT64_MAX, out);
    kith_stream_close(reading->stream);
    return status;
}

static kith_status size(kith_names *names, uint64_t *bytes, kith_error *err)
{
    (void)err;
    bytes[0] = KITH_NPY_HEADER_ROOM + kith_stored_size(names);
    bytes[1] = kith_words_beside_size(names);
    return KITH_OK;
}

static kith_status write(const kith_sink *sink, kith_error *err)
{
    KITH_TRY(kith_npy_header_write(sink->names, sink->file, err));
    KITH_TRY(kith_words_beside_write(sink->names, sink->beside[0], err));
    return kith_stored_write(sink->names, 0, sink->file, err);
}

const kith_format kith_format_npy = {
    .name = "npy",
    .endings = ".npy",
    .limits = KITH_WORDS_BESIDE_LIMITS,
    .dtypes = 1U << KITH_DTYPE_F16,
    .beside = {".words"},
    .detect = kith_npy_detect,
    .read = read,
    .size = size,
    .write = write,
};
