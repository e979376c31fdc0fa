/*
 * The order of a vocabulary: by falling count, then by the bytes of the words.
 */
#ifndef KITH_TEXT_RANK_H
#define KITH_TEXT_RANK_H

#include "text/tally.h"

/*
 * A word to be sorted. `head` is its first eight bytes as a number in their order, zeros behind a
 * shorter word; the record is looked at only where count and head are equal.
 */
typedef struct kith_candidate {
    uint64_t count, head;
    const kith_tally_entry *entry;
} kith_candidate;

kith_candidate kith_candidate_of(const kith_tally_entry *e);

/* O(n), but for words of one count that begin alike. Takes as much memory again for a while. */
kith_status kith_rank_sort(kith_candidate *candidate, uint64_t n, kith_error *err);

#endif
