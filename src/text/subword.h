/*
 * Character n-grams of a word, hashed as fastText hashes them.
 */
#ifndef KITH_TEXT_SUBWORD_H
#define KITH_TEXT_SUBWORD_H

#include "base/status.h"

/*
 * Calls visit with the bucket of every n-gram of <word>, in fastText's order; a bucket may come
 * twice. The end of a sentence, </s>, has none.
 */
void kith_subwords_visit(const kith_subwords *s, const char *word, size_t bytes,
                         void (*visit)(void *self, uint32_t bucket), void *self);

/* An n-gram: bytes [first, end) of the word with its marks. */
typedef struct kith_subword {
    uint32_t bucket;
    size_t first, end;
} kith_subword;
/* The same, and tells where each stands. */
void kith_subwords_spell(const kith_subwords *s, const char *word, size_t bytes,
                         void (*visit)(void *self, const kith_subword *gram), void *self);

#endif
