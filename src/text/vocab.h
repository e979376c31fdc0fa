/*
 * The vocabulary: words with counts, by descending count and then by bytes, so an id is a rank.
 */
#ifndef KITH_TEXT_VOCAB_H
#define KITH_TEXT_VOCAB_H

#include "text/tally.h"
#include "text/words.h"

struct kith_vocab {
    kith_words words;
    uint64_t *count; /* [words.size], from kith_mem_grow */
    uint64_t tokens; /* their sum */
};

#define KITH_NO_RANK UINT32_MAX

/*
 * Ranks the words of the tally with count >= least, and those whose stay[id] is not 0 (NULL: none),
 * at most `most` of them (0: all), and closes the tally. *rank (may be NULL) gets [tally->ids] the
 * rank of each provisional id, KITH_NO_RANK where it has none; freed with free. A tally without
 * such words makes an empty vocabulary.
 */
kith_status kith_vocab_rank(kith_tally *tally, uint64_t least, const uint8_t *stay, uint64_t most,
                            uint32_t **rank, kith_vocab **out, kith_error *err);

/* The --vocab of the configuration, NULL where there is none; cut by min-count and max-vocab only
 * where they were given. */
kith_status kith_vocab_given(const kith_config *config, kith_vocab **out, kith_error *err);

/* KITH_ERR_DATA, saying what was read and what to change so that words are left. */
kith_status kith_fail_no_words(const kith_config *config, const kith_text_stats *stats,
                               kith_error *err);

#endif
