/*
 * Which words of one or more files stay, and under which names: the part of an edit that looks at
 * words alone.
 */
#ifndef KITH_VEC_PICK_H
#define KITH_VEC_PICK_H

#include "vec/vectors.h"

typedef struct kith_pick {
    kith_words words; /* of all files, in the order in which they come first */
    uint64_t *count;  /* [words] NULL where a file has none */
    uint64_t *place;  /* [words] the row of a word that stays, else KITH_NO_WORD */
    uint64_t rows;    /* that stay */
    kith_words named; /* [rows] their names */
} kith_pick;

/* Fills the report's words. On failure there is nothing to clear. */
kith_status kith_pick_make(const kith_vectors *const *v, size_t count, const kith_edit *how,
                           kith_pick *out, kith_edit_report *report, kith_error *err);
void kith_pick_clear(kith_pick *p);

#endif
