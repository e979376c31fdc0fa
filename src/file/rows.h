/*
 * Vectors that grow row by row as a reader finds them: the one place where foreign files become
 * kith_vectors.
 *
 * A header's number of rows is a hope: memory is taken for as many as the bytes of the file can
 * hold, and grows as data arrive where that is unknown (gzip, standard input).
 */
#ifndef KITH_FILE_ROWS_H
#define KITH_FILE_ROWS_H

#include "vec/vectors.h"

typedef struct kith_rows {
    struct kith_vectors *v;
    const char *file; /* for messages, borrowed */
    uint64_t room, limit, read, duplicates, empty;
    uint64_t count_room; /* of v->own_count */
    bool kept;           /* the row last given; false: its word came before */
    bool allow_nonfinite, skip_empty;
    uint64_t place;            /* of the row last given */
    const kith_stream *stream; /* of the file, borrowed */
    kith_findings *findings;   /* borrowed; NULL where nobody asks */
} kith_rows;

/*
 * `format` is static. `declared` rows (UINT64_MAX: unknown) of at least `row_bytes` bytes each in
 * the stream's file. KITH_ERR_DATA where dim is 0 or above KITH_DIM_MAX, which is looked at before
 * row_bytes (so a product that wraps does no harm).
 */
kith_status kith_rows_begin(kith_rows *r, const kith_stream *stream, const char *format,
                            uint64_t dim, uint64_t declared, uint64_t row_bytes,
                            const kith_open *how, kith_error *err);
/* Has the caller's limit of rows been reached? */
bool kith_rows_full(const kith_rows *r);
/* Room for the next row, [dim]. */
kith_status kith_rows_next(kith_rows *r, float **row, kith_error *err);
/*
 * Keeps the row last handed out under this word; of equal words the first stands, the others are
 * counted. `place` is the line or offset for messages. KITH_ERR_DATA for an empty word, and for
 * NaN or Inf unless they are allowed; where findings are asked for, all that is one instead, and
 * rows without a word are left out.
 */
kith_status kith_rows_keep(kith_rows *r, const char *word, size_t bytes, uint64_t place,
                           kith_error *err);
/*
 * The same for a row whose numbers stand elsewhere: its place, KITH_NO_ROW where it is left out, is
 * filled by kith_rows_put later, side by side with others. The rows move where `tight` says so
 * beforehand, and must not be put meanwhile.
 */
#define KITH_NO_ROW UINT64_MAX
bool kith_rows_tight(const kith_rows *r);
kith_status kith_rows_keep_place(kith_rows *r, const float *numbers, const char *word, size_t bytes,
                                 uint64_t place, uint64_t *row, kith_error *err);
void kith_rows_put(const kith_rows *r, uint64_t row, const float *numbers);
/* Are all numbers of the row finite? */
bool kith_all_finite(const float *row, uint64_t dim);
/* The count of the word of the row last given, for the format that has one for each row. */
kith_status kith_rows_count(kith_rows *r, uint64_t count, kith_error *err);
/* What is read has an end that may be none: a note, and a finding where they are asked for. */
void kith_rows_cut(kith_rows *r, const char *what);
/*
 * The end of every reader, with how its reading went, which is returned. KITH_OK: hands the vectors
 * out, with a note where the header `declared` (UINT64_MAX: none did) another number of rows.
 * Otherwise they are freed.
 */
kith_status kith_rows_finish(kith_rows *r, kith_status status, uint64_t declared,
                             kith_vectors **out);

#endif
