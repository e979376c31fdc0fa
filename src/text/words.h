/*
 * A set of words with ids: the one lookup from bytes to a number, under the vocabulary and under
 * every file of vectors.
 *
 * Ids count from 0 in the order of adding. The tables may also be borrowed (from a mapped file).
 */
#ifndef KITH_TEXT_WORDS_H
#define KITH_TEXT_WORDS_H

#include "base/status.h"

#define KITH_NO_WORD UINT64_MAX

typedef struct kith_words {
    uint64_t size;          /* words */
    const uint64_t *offset; /* [size + 1] into bytes */
    const char *bytes;      /* the words end to end, no NULs */
    const uint32_t *slot;   /* [slots] open addressing, linear probing: id + 1, 0 is empty */
    uint64_t slots;         /* a power of two */
    bool owned;             /* false: the three tables are borrowed */
    uint64_t room_words, room_bytes; /* allocated, when owned */
} kith_words;

/* All-zero is an empty set. */
void kith_words_clear(kith_words *w);
/* Takes room for so many words and bytes in all, so that adding them moves nothing. */
kith_status kith_words_reserve(kith_words *w, uint64_t words, uint64_t bytes, kith_error *err);
/*
 * The id of the word, added when it is new (*added says so). An empty word is a word here. On
 * KITH_ERR_MEMORY, and KITH_ERR_DATA past 2^32 - 2 words, the set stays as it was.
 */
kith_status kith_words_add(kith_words *w, const char *word, size_t bytes, uint64_t *id, bool *added,
                           kith_error *err);
/*
 * KITH_NO_WORD where it is not in the set. O(1). On borrowed tables the caller has checked the
 * lengths (offset, slot, and bytes >= offset[size]); their content may be anything.
 */
uint64_t kith_words_find(const kith_words *w, const char *word, size_t bytes);
/* Have they the same words under the same ids? */
bool kith_words_equal(const kith_words *a, const kith_words *b);
/* The word's bytes; *length how many. No NUL behind them. */
const char *kith_words_at(const kith_words *w, uint64_t id, size_t *length);

#endif
