/*
 * What words are made of where a model has character n-grams: a row of each word's own and the rows
 * of the n-grams, whose mean is the word's vector. A word that is not in the vocabulary is the mean
 * of its n-grams alone. As fastText adds them up, to the bit.
 */
#ifndef KITH_VEC_GRAMS_H
#define KITH_VEC_GRAMS_H

#include "text/subword.h"
#include "vec/matrix.h"

/* The place of a bucket that has no row; any other that is not a row means the same. */
#define KITH_NO_GRAM UINT32_MAX

typedef struct kith_grams {
    kith_subwords how;     /* most 0: there are no n-grams, and nothing else is set */
    kith_matrix own;       /* [words] without their n-grams */
    kith_matrix row;       /* of the n-grams */
    const uint32_t *place; /* [how.buckets] the row of each bucket; NULL: its own number */
    void *own_own, *own_row, *own_place; /* kith_mem_new blocks that hold the tables, or NULL */
} kith_grams;

/* The row of a bucket, NULL where it has none: it stands for zeros. */
const float *kith_grams_row(const kith_grams *g, uint32_t bucket);
/* vector [dim] = the mean of word number `row` and its n-grams. */
void kith_grams_word(const kith_grams *g, uint64_t row, const char *word, size_t bytes,
                     float *vector);
/* vector [dim] = the mean of the n-grams of a word that has no row; false where it has none, or
 * none that anything was learnt of, so that nothing is known of the word. */
bool kith_grams_guess(const kith_grams *g, const char *word, size_t bytes, float *vector);
/* N-grams of the word, equal ones too. */
uint64_t kith_grams_count(const kith_grams *g, const char *word, size_t bytes);
void kith_grams_clear(kith_grams *g); /* safe on all-zero */

#endif
