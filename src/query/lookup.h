/*
 * Words to rows for test files: only the first rows take part, and case may be folded.
 *
 * Folding is compute-accuracy's: ASCII letters to upper case, bytes else as they are. Of words that
 * become equal the first one, the most frequent, stands for all.
 */
#ifndef KITH_QUERY_LOOKUP_H
#define KITH_QUERY_LOOKUP_H

#include "base/status.h"
#include "query/slice.h"
#include "text/words.h"

typedef struct kith_lookup {
    const kith_vectors *v; /* borrowed */
    uint64_t rows;         /* the first rows, which take part */
    bool fold;
    bool use_grams;   /* set by who asks; see kith_lookup_ask */
    kith_words words; /* folded; empty without folding */
    uint64_t *row;    /* [words.size] the row that stands for each folded word */
    char *scratch;    /* [longest] one folded word */
    size_t longest;
} kith_lookup;

/* rows 0: all. O(rows) when folding. On failure there is nothing to clear. */
kith_status kith_lookup_init(kith_lookup *l, const kith_vectors *v, uint64_t rows, bool fold_case,
                             kith_error *err);
/* KITH_NO_WORD where no row that takes part has the word. */
uint64_t kith_lookup_find(kith_lookup *l, kith_slice word);
/* The same for a word that need not be an answer: with use_grams one that is not in the vocabulary
 * gets a row that is made of its n-grams as it is written. */
uint64_t kith_lookup_ask(kith_lookup *l, kith_slice word);
void kith_lookup_clear(kith_lookup *l);

#endif
