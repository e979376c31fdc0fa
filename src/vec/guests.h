/*
 * Guests: words that are not in the vocabulary but were asked about, with rows made of their
 * n-grams. Their rows are numbered behind those of the vocabulary, so whatever takes a row to ask
 * about takes a guest too; no search answers with one.
 *
 * They are kept beside vectors that are otherwise read-only, under a lock, so that many threads may
 * ask at once. A guest's word and row stay where they are until all are let go.
 */
#ifndef KITH_VEC_GUESTS_H
#define KITH_VEC_GUESTS_H

#include "vec/grams.h"

typedef struct kith_guests kith_guests;

kith_status kith_guests_new(kith_guests **out, kith_error *err);
void kith_guests_free(kith_guests *g); /* NULL is fine */

/* The number of the word among the guests, from 0; it is made one where it has n-grams.
 * KITH_NO_WORD where nothing is known of it, or where there is no memory for it. */
uint64_t kith_guests_find(kith_guests *g, const kith_grams *grams, const char *word, size_t bytes);
/* Of a guest that there is. */
const float *kith_guests_row(kith_guests *g, uint64_t i);
const char *kith_guests_word(kith_guests *g, uint64_t i, size_t *bytes);
uint64_t kith_guests_count(kith_guests *g);
void kith_guests_forget(kith_guests *g);

#endif
