/*
 * The words of a matrix whose format has no place for them: one a line, in a file beside it.
 */
#ifndef KITH_FILE_WORDS_BESIDE_H
#define KITH_FILE_WORDS_BESIDE_H

#include "file/formats.h"
#include "file/input.h"
#include "file/rows.h"

/* What such words may not have. */
#define KITH_WORDS_BESIDE_LIMITS                                                                   \
    {                                                                                              \
        .bytes = "\n\r", .mark = true                                                              \
    }

/* Numbers of a matrix as they lie in a file. */
typedef struct kith_stored {
    uint64_t rows, dim;
    const char *name; /* of the type of numbers, static: "f32" */
    uint64_t bytes;   /* of a number */
    double scale;     /* of whole numbers */
    void (*convert)(float *row, const void *from, uint64_t dim, double scale);
} kith_stored;

/* The names of types in NumPy's and safetensors' headers; false for another. Sets what converts. */
bool kith_stored_npy(const char *descr, kith_stored *s);
bool kith_stored_safetensors(const char *dtype, kith_stored *s);

/*
 * Reads the matrix where `in` stands, with the words of PATH.words, into rows that have begun; the
 * words must be as many as the rows. To the end of neither where the rows are limited.
 */
kith_status kith_words_beside_read(const kith_reading *reading, const kith_stored *s,
                                   kith_input *in, kith_rows *r, kith_error *err);
/* Writes the matrix in the dtype of the names to `file`, and the words to `words` (NULL: nowhere).
 */
kith_status kith_words_beside_write(kith_names *names, double scale, kith_writer *file,
                                    kith_writer *words, kith_error *err);
/* Bytes of the words. */
uint64_t kith_words_beside_size(const kith_names *names);

#endif
