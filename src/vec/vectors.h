/*
 * The inside of kith_vectors: words, counts and matrices, borrowed from a trainer, held in memory
 * or mapped from a file. File readers fill one in; queries and writers read it.
 */
#ifndef KITH_VEC_VECTORS_H
#define KITH_VEC_VECTORS_H

#include "base/status.h"
#include "text/words.h"
#include "vec/guests.h"
#include "vec/matrix.h"

/* Numbers in a row, at most: a file that asks for more is refused before memory is asked for. */
#define KITH_DIM_MAX (UINT64_C(1) << 24)

struct kith_vectors {
    kith_words words;
    const uint64_t *count; /* [rows]; NULL where the file had none */
    kith_matrix input;     /* the word vectors */
    kith_matrix output;    /* negative sampling's or softmax's rows, one a word; may be absent */
    kith_matrix inner;     /* hierarchical softmax's inner nodes; may be absent */
    kith_grams grams;      /* what `input` was made of where there are n-grams */
    kith_guests *guests;   /* words made of them; NULL where there are none */
    char *config;          /* "name value\n" lines, owned; NULL for none */
    char *notes;           /* the reader's remarks, owned; NULL for none */
    const char *format;    /* static name */
    const char *dtype;     /* of the numbers in that file, static; NULL: floats */
    /* What the tables live in: freed (in any order) by kith_vectors_free. */
    void *own_count, *own_input, *own_output, *own_inner; /* kith_mem_new blocks */
    void *map;
    uint64_t map_bytes; /* munmap'ed when map is not NULL */
    bool summed;        /* `sum` is known: the file had it */
    uint32_t sum;       /* CRC32C of the input's rows, padded to kith_row_stride */
};

/* Vectors with room for rows x dim in memory (stride by kith_row_stride), no words yet; dim at
 * most KITH_DIM_MAX. */
kith_status kith_vectors_new(uint64_t rows, uint64_t dim, struct kith_vectors **out,
                             kith_error *err);
/* Has `row` a vector, in the vocabulary or as a guest? */
bool kith_vectors_has_row(const kith_vectors *v, uint64_t row);
/* Of how many rows, its own and its n-grams', is row `row` the mean? 1 without n-grams. */
uint64_t kith_vectors_parts(const kith_vectors *v, uint64_t row);
/* Appends a line and its newline to the notes; dropped silently only when out of memory. */
void kith_vectors_note(struct kith_vectors *v, const char *format, ...) KITH_PRINTF(2, 3);

#endif
