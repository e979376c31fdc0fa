/*
 * From provisional ids to ranks: what ends the one pass over a text that counts and encodes.
 */
#ifndef KITH_TEXT_RENUMBER_H
#define KITH_TEXT_RENUMBER_H

#include "text/spool.h"
#include "text/tally.h"

/* What an encoded text holds beside the ids of words. */
#define KITH_SENTENCE_END UINT32_MAX
#define KITH_UNKNOWN_WORD (UINT32_MAX - 1) /* only where unknown words are kept */

/*
 * Puts rank[id] for each provisional id of the text, in place. Words of rank KITH_NO_RANK and words
 * that the tally has pruned since are left out, with the sentences that lose all their words, or
 * where `keep_unknown` become KITH_UNKNOWN_WORD.
 */
kith_status kith_spool_renumber(kith_spool *spool, const kith_tally *tally, const uint32_t *rank,
                                bool keep_unknown, kith_error *err);

#endif
