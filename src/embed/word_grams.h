/*
 * The n-grams of a vocabulary: which rows each word has, listed once before training. Only buckets
 * that some word has get a row, in the order of the first word that has them: those of frequent
 * words lie together, and the matrix is as large as the vocabulary needs and not as the buckets.
 */
#ifndef KITH_EMBED_WORD_GRAMS_H
#define KITH_EMBED_WORD_GRAMS_H

#include "text/subword.h"
#include "text/words.h"

typedef struct kith_word_grams {
    kith_subwords how;
    uint32_t *place; /* [how.buckets] the row of a bucket, KITH_NO_GRAM (UINT32_MAX) without one */
    uint64_t *start; /* [words + 1] into row; NULL: there are no n-grams */
    uint32_t *row;   /* rows of each word, ascending; an n-gram that comes twice stands twice */
    uint32_t rows;   /* different ones */
    uint32_t most;   /* of one word */
} kith_word_grams;

/* On KITH_ERR_MEMORY what there is must still be cleared. */
kith_status kith_word_grams_init(kith_word_grams *g, const kith_subwords *how,
                                 const kith_words *words, kith_error *err);
void kith_word_grams_clear(kith_word_grams *g); /* safe on all-zero */

#endif
