/*
 * Walking over tokens and what may be a phrase: two tokens side by side, or with connector words
 * between them. Phrases neither cross the end of a sentence nor a word that is not known, and
 * neither begin nor end with a connector word.
 *
 * Counting looks at every such pair; joining goes from left to right, and a joined pair's second
 * token begins no other one (as in word2phrase and in gensim's Phrases).
 */
#ifndef KITH_TEXT_JOIN_H
#define KITH_TEXT_JOIN_H

#include "text/pairs.h"
#include "text/spool.h"
#include "text/words.h"

/* Tokens are ids; those below `connectors` are connector words. */
typedef struct kith_join {
    uint32_t connectors;
    kith_words run;   /* each run of connector words met, as the bytes of its ids; 0: no words */
    kith_pairs pairs; /* counting: how often; joining: the id of the joined token + 1 */
} kith_join;

/* limit: bytes of the table of pairs, 0: none. */
kith_status kith_join_init(kith_join *j, uint32_t connectors, uint64_t limit, kith_error *err);
void kith_join_clear(kith_join *j);

/* The number of a run of `length` connector words, added where it is new. */
kith_status kith_join_run(kith_join *j, const uint32_t *ids, uint64_t length, uint32_t *run,
                          kith_error *err);

/*
 * Counts the pairs of ids[0..length) whose tokens both stand there `least` times or more by
 * `count`. *start is where an open phrase began, UINT64_MAX for none, so that a text can be walked
 * in pieces; it is UINT64_MAX at first.
 */
kith_status kith_join_count(kith_join *j, const uint32_t *ids, uint64_t from, uint64_t length,
                            const uint64_t *count, uint64_t least, uint64_t *start,
                            kith_error *err);

/*
 * Puts joined tokens in the place of pairs, in place; returns how many ids are left. `span` (may be
 * NULL) holds of how many tokens each was made and is brought along.
 */
uint64_t kith_join_apply(const kith_join *j, uint32_t *ids, uint32_t *span, uint64_t length);

#endif
