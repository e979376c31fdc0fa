/*
 * The vectors of nearest-neighbour benchmarks (TEXMEX, FAISS): a row is its dimension as an i32,
 * then its floats, low bytes first. The words go beside it, to NAME.words, one a line.
 *
 * There is no mark and no count: rows are as many as words, and a file that is cut between two rows
 * is told by having fewer.
 */
#include "file/formats.h"

#include <string.h>

#include "base/stream.h"
#include "file/words_beside.h"

static const size_t DIM_BYTES = 4;

/* Two rows that say the same dimension, or one that is all there is. */
static bool detect(const unsigned char *head, size_t bytes)
{
    uint32_t dim = 0, again = 0;
    if (bytes < 2 * DIM_BYTES)
        return false;
    memcpy(&dim, head, DIM_BYTES);
    const uint64_t row = DIM_BYTES + UINT64_C(4) * dim;
    if (dim == 0 || dim > KITH_DIM_MAX || bytes < row)
        return false;
    if (bytes < row + DIM_BYTES)
        return bytes == row;
    memcpy(&again, head + row, DIM_BYTES);
    return again == dim;
}

static kith_status read_matrix(const kith_reading *reading, kith_rows *r, kith_error *err)
{
    const unsigned char *head = NULL;
    size_t bytes = 0;
    uint32_t dim = 0;
    kith_input in;
    kith_stored s;
    KITH_TRY(kith_stream_peek(reading->stream, DIM_BYTES, &head, &bytes, err));
    if (bytes < DIM_BYTES)
        return kith_fail(err, KITH_ERR_DATA, "%s:0: expected the dimension of a row, got %zu bytes",
                         kith_stream_name(reading->stream), bytes);
    memcpy(&dim, head, DIM_BYTES);
    kith_stored_floats(&s);
    s.rows = UINT64_MAX;
    s.dim = dim;
    s.measured = true;
    kith_input_begin(&in, reading->stream);
    KITH_TRY(kith_rows_begin(r, reading->stream, kith_format_fvecs.name, dim, UINT64_MAX,
                             DIM_BYTES + 4 * s.dim, reading->how, err));
    KITH_TRY(kith_words_beside_read(reading, &s, &in, r, err));
    return kith_rows_full(r) ? KITH_OK : kith_input_end(&in, err);
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
    bytes[0] = kith_stored_size(names) + DIM_BYTES * names->rows;
    bytes[1] = kith_words_beside_size(names);
    return KITH_OK;
}

static kith_status write(const kith_sink *sink, kith_error *err)
{
    const kith_vectors *v = sink->names->v;
    const uint32_t dim = (uint32_t)kith_vectors_dim(v);
    KITH_TRY(kith_words_beside_write(sink->names, sink->beside[0], err));
    for (uint64_t row = 0; row < kith_vectors_rows(v); row++) {
        size_t bytes = 0;
        if (kith_names_at(sink->names, row, &bytes) == NULL)
            continue;
        KITH_TRY(kith_writer_write(sink->file, &dim, DIM_BYTES, err));
        KITH_TRY(kith_writer_write(sink->file, kith_vectors_row(v, row), (size_t)4 * dim, err));
    }
    return KITH_OK;
}

const kith_format kith_format_fvecs = {
    .name = "fvecs",
    .endings = ".fvecs",
    .limits = KITH_WORDS_BESIDE_LIMITS,
    .beside = {".words"},
    .detect = detect,
    .read = read,
    .size = size,
    .write = write,
};
