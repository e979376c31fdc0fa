/*
 * Vectors as a safetensors file, with the words beside it in NAME.words: metadata may hold strings,
 * but a vocabulary in the header would be parsed by every reader.
 */
#include "file/safetensors.h"

#include "file/words_beside.h"

static kith_status read_matrix(const kith_reading *reading, kith_rows *r, kith_error *err)
{
    kith_input in;
    kith_stored s;
    uint64_t behind = 0;
    kith_input_begin(&in, reading->stream);
    KITH_TRY(kith_safetensors_begin(&in, &s, &behind, err));
    KITH_TRY(kith_rows_begin(r, reading->stream, kith_format_safetensors.name, s.dim, s.rows,
                             s.dim * s.bytes, reading->how, err));
    KITH_TRY(kith_words_beside_read(reading, &s, &in, r, err));
    return kith_rows_full(r) ? KITH_OK : kith_safetensors_end(&in, behind, err);
}

static kith_status read(const kith_reading *reading, kith_vectors **out, kith_error *err)
{
    kith_rows r = {0};
    const kith_status status = kith_rows_finish(&r, read_matrix(reading, &r, err), UINT64_MAX, out);
    kith_stream_close(reading->stream);
    return status;
}

static kith_status size(kith_names *names, uint64_t *bytes, kith_error *err)
{
    (void)err;
    bytes[0] = KITH_SAFETENSORS_ROOM / 2 + kith_stored_size(names);
    bytes[1] = kith_words_beside_size(names);
    return KITH_OK;
}

static kith_status write(const kith_sink *sink, kith_error *err)
{
    const double scale = kith_names_scale(sink->names);
    KITH_TRY(kith_words_beside_write(sink->names, sink->beside[0], err));
    KITH_TRY(kith_safetensors_head(sink->names, 0, scale, sink->file, err));
    return kith_stored_write(sink->names, scale, sink->file, err);
}

const kith_format kith_format_safetensors = {
    .name = "safetensors",
    .endings = ".safetensors",
    .limits = KITH_WORDS_BESIDE_LIMITS,
    .dtypes = 1U << KITH_DTYPE_F16 | 1U << KITH_DTYPE_I8,
    .beside = {".words"},
    .detect = kith_safetensors_detect,
    .read = read,
    .size = size,
    .write = write,
};
