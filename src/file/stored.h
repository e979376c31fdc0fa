/*
 * A matrix as it lies in a file: rows of numbers of one type, end to end. What NumPy's arrays,
 * safetensors, finalfusion and the files of others have in common; where the words come from is
 * theirs.
 */
#ifndef KITH_FILE_STORED_H
#define KITH_FILE_STORED_H

#include "file/input.h"
#include "file/names.h"
#include "file/rows.h"

typedef struct kith_stored {
    uint64_t rows; /* UINT64_MAX: as many as there are words */
    uint64_t dim;
    bool measured;    /* a row begins with its dimension, an i32 */
    const char *name; /* of the type of numbers, static: "f32" */
    uint64_t bytes;   /* of a number */
    double scale;     /* of whole numbers */
    void (*convert)(float *row, const void *from, uint64_t dim, double scale);
} kith_stored;

/* The names of types in NumPy's and safetensors' headers; false for another. Sets all but the
 * shape, which is zeros. */
bool kith_stored_npy(const char *descr, kith_stored *s);
bool kith_stored_safetensors(const char *dtype, kith_stored *s);
void kith_stored_floats(kith_stored *s);

/* Hands out one word after the other, borrowed until the next call; *word NULL behind the last. */
typedef struct kith_word_source {
    void *self;
    kith_status (*next)(void *self, const char **word, size_t *bytes, kith_error *err);
    uint64_t (*count)(void *self); /* of the word last handed out; NULL where there are none */
    const char *name;              /* of its file, for messages */
} kith_word_source;

/*
 * Reads the matrix where `in` stands into rows that have begun. KITH_ERR_DATA unless the words are
 * as many as the rows; to the end of neither where the rows are limited, and not beyond the last
 * row in any case.
 */
kith_status kith_stored_read(const kith_stored *s, kith_input *in, const kith_word_source *words,
                             kith_rows *r, kith_error *err);
/* Writes the rows of the names in their dtype; `scale` is that of kith_names_scale. */
kith_status kith_stored_write(kith_names *names, double scale, kith_writer *file, kith_error *err);
/* Its bytes. */
uint64_t kith_stored_size(const kith_names *names);

#endif
