/* Sentences as questions: their vectors for `kith vector --sentence`, and what they share. */
#ifndef KITH_CLI_SENTENCES_H
#define KITH_CLI_SENTENCES_H

#include "ask.h"

/* Words of sentences, for model_unknown_words at the end. */
typedef struct sentence_words {
    uint64_t known, unknown;
} sentence_words;
void sentences_add(sentence_words *all, uint64_t known, uint64_t unknown);

/* A line {"query", NAME: number, "words", "unknown"}. */
void sentences_json(const question *q, const char *name, double number, uint64_t known,
                    uint64_t unknown);

/* Operands, or lines of standard input; KITH_NOT_FOUND where no word of them is known. */
kith_status sentences_ask(const args *a, kith_vectors *v, kith_error *err);

#endif
