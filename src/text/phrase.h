/*
 * Phrases: words that stand together more often than their own counts let expect, to be written as
 * one token ("new york" -> "new_york").
 *
 * A pass scores the pairs of tokens of a text and keeps those above the threshold (Mikolov et al.,
 * "Distributed Representations of Words and Phrases and their Compositionality", 2013, section 4;
 * NPMI: Bouma, "Normalized (Pointwise) Mutual Information in Collocation Extraction", 2009). A
 * further pass reads the text as joined by the ones before, so phrases of phrases are found.
 */
#ifndef KITH_TEXT_PHRASE_H
#define KITH_TEXT_PHRASE_H

#include "text/join.h"

/* One phrase: tokens of `kith_phrases.token`, and the one that they become. */
typedef struct kith_phrase_row {
    uint32_t left, right, run, joined;
    uint32_t pass; /* from 0 */
    uint64_t count;
    double score;
} kith_phrase_row;

typedef struct kith_phrase_pass {
    uint64_t tokens; /* of the text this pass read */
    kith_join join;  /* what it joins */
} kith_phrase_pass;

struct kith_phrases {
    kith_config *config; /* kith_phrase_options */
    kith_words token;    /* connector words first, then the words of phrases and the phrases */
    kith_phrase_pass *pass;
    kith_phrase_row *row; /* by pass, the best first */
    uint64_t passes, rows, row_room;
};

/* A phrase to be added: `words` are its tokens as text, one space between them. */
typedef struct kith_phrase_text {
    const char *words;
    size_t bytes;
    uint64_t count;
    double score;
} kith_phrase_text;

/* Without passes; takes the configuration over, also on failure, and checks what must fit. */
kith_status kith_phrases_new(kith_config *config, kith_phrases **out, kith_error *err);
/* Begins a further pass. */
kith_status kith_phrases_add_pass(kith_phrases *p, uint64_t tokens, kith_error *err);
/* Adds to the last pass. KITH_ERR_DATA: not two words with connector words between, or known. */
kith_status kith_phrases_add(kith_phrases *p, const kith_phrase_text *t, kith_error *err);

/* Moves *text to the next of the words parted by white space; its bytes, 0 at the end. */
size_t kith_phrase_word(const char **text, const char *end);
/* KITH_ERR_USAGE where values cannot be written into lines of words, or nothing can be found. */
kith_status kith_phrase_check(const kith_config *config, kith_error *err);
/* The connector words of the configuration, into an empty set. */
kith_status kith_phrase_connectors(const kith_config *config, kith_words *out, kith_error *err);
/* The threshold in force: 100, or 0.5 for NPMI, where none was given. */
double kith_phrase_threshold(const kith_config *config);
/* A configuration of kith_phrase_options. */
kith_status kith_phrase_config(kith_config **out, kith_error *err);

#endif
