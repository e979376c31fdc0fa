/*
 * The text as numbers: every token of the vocabulary as a u32 id, read once, so that epochs read no
 * text again. In memory, or in an unlinked mapped file past a budget.
 *
 * ids[0..length) holds word ids and, after each sentence, KITH_SENTENCE_END. Words that are not in
 * the vocabulary are left out (a window reaches across them, as in word2vec). Blocks cut the ids at
 * sentence ends; a sentence longer than a block is cut at the block's end. Block b is
 * ids[start[b] .. start[b + 1]); every id is in exactly one block.
 */
#ifndef KITH_TEXT_CORPUS_H
#define KITH_TEXT_CORPUS_H

#include "text/spool.h"
#include "text/words.h"

typedef struct kith_corpus {
    kith_vocab *vocab; /* owned */
    kith_text_stats stats;
    const uint32_t *ids;   /* [length] */
    uint64_t length;       /* ids and sentence ends */
    uint64_t tokens;       /* ids that are words */
    const uint64_t *start; /* [blocks + 1] */
    const uint64_t *words; /* [blocks] words in each block */
    uint64_t blocks;
    struct kith_spool *spool; /* what ids live in */
} kith_corpus;

/* Words that are in the vocabulary however rare they are in the text, as those of a model. */
typedef struct kith_known {
    const kith_words *words; /* borrowed for the call */
    bool closed;             /* and no others */
} kith_known;

/*
 * Reads the files once: tokens are counted and encoded in the same pass and renumbered when the
 * vocabulary is sorted. `config` holds kith_text_options (which name the vocabulary to use, if
 * any). KITH_ERR_DATA when no word is left, saying how many tokens were read and what to lower.
 */
kith_status kith_corpus_read(const kith_config *config, const char *const *paths, size_t count,
                             const kith_watch *watch, kith_corpus **out, kith_error *err);
/* The same with words that are known (NULL: none); not together with a vocabulary to use. */
kith_status kith_corpus_read_known(const kith_config *config, const kith_known *known,
                                   const char *const *paths, size_t count, const kith_watch *watch,
                                   kith_corpus **out, kith_error *err);
void kith_corpus_free(kith_corpus *c);
/* Of ids and vocabulary, for a resumed run to check; one pass over the ids. */
uint64_t kith_corpus_hash(const kith_corpus *c);

/* Tokens in a block: tokens / 256, at least 1 Ki and at most 64 Ki; it depends on the corpus only.
 */
uint64_t kith_corpus_block_size(uint64_t tokens);

#endif
