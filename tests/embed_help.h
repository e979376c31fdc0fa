/*
 * What the tests of src/embed share: configurations in one line, small corpora made by hand, and a
 * run of the loop.
 */
#ifndef EMBED_HELP_H
#define EMBED_HELP_H

#include "check.h"

#include "embed/embed.h"

/* The configuration of `kith train` with the "name=value name=value" of `settings` set. */
kith_embed_config embed_config(const char *settings);

/*
 * Ids (KITH_SENTENCE_END between sentences) as a corpus of blocks of `block` ids, whatever stands
 * at their ends. Words are 0..words-1, each there, counts not increasing. Freed by the caller.
 */
kith_corpus *corpus_of_ids(const uint32_t *ids, uint64_t length, uint64_t block, uint64_t words);
/*
 * `length` ids drawn from `words` words by Zipf's law in sentences of 1 to 30; a word is often
 * repeated within the next few, so that windows hold it twice.
 */
kith_corpus *made_corpus(uint64_t words, uint64_t length, uint64_t block);
void made_corpus_free(kith_corpus *corpus);

/* A model of the corpus; failing fails the test. */
kith_embed *embed_new(const kith_embed_config *config, const kith_corpus *corpus);
/* Trains from *at by the shared loop with the configuration's threads, rounds of 4 blocks. */
kith_status embed_train(kith_embed *e, const kith_watch *watch, kith_position *at, kith_error *err);

/* All matrices end to end, padding included; freed by the caller. */
kith_real *embed_weights(kith_embed *e, size_t *bytes);
/* Makes every weight of every matrix a random number in -size..size. */
void embed_randomise(kith_embed *e, double size);
/* A model of such settings whose weights are random. */
kith_embed *embed_random(const char *settings, const kith_corpus *corpus);
/* Scores a block, which must count examples and leave every weight as it is. */
void embed_check_scoring(kith_embed *e, uint64_t block);

#endif
