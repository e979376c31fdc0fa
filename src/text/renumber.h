/*
 * From the ids that words had while they were read to their ranks.
 */
#ifndef KITH_TEXT_RENUMBER_H
#define KITH_TEXT_RENUMBER_H

#include "text/scan.h"

/*
 * Puts ranks for the ids of the scan's spool, in place, and gives back the space that is left over.
 * rank: [tally.ids], KITH_NO_RANK for words that go; NULL where the words were given, whose ids are
 * ranks. Words that go, and those that were pruned, are left out, with the sentences that lose all
 * their words, or where `keep_unknown` become KITH_UNKNOWN_WORD. *tokens: the words that stay.
 */
kith_status kith_renumber(kith_scan *s, const uint32_t *rank, bool keep_unknown, uint64_t *tokens,
                          kith_error *err);

#endif
