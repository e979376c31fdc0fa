/*
 * Small letters for capitals in UTF-8, without locale.
 *
 * Covered: ASCII, Latin-1 Supplement, Latin Extended-A (U+0100-017F), Greek and Coptic
 * (U+0370-03FF), Cyrillic and its supplement (U+0400-052F), each letter to the one letter that
 * Unicode's simple lower-case mapping names (so a final capital sigma becomes U+03C3, and U+0130
 * becomes "i"). All other bytes, invalid UTF-8 among them, stay.
 */
#ifndef KITH_TEXT_FOLD_H
#define KITH_TEXT_FOLD_H

#include <stddef.h>
#include <stdint.h>

enum { KITH_FOLD_POINTS = 0x530 };

/* The small letter of each code point below KITH_FOLD_POINTS, itself where there is none. */
typedef struct kith_fold {
    uint16_t small[KITH_FOLD_POINTS];
} kith_fold;

void kith_fold_init(kith_fold *fold);
/* Folds in place; returns the length, which never grows. */
size_t kith_fold_word(const kith_fold *fold, char *word, size_t bytes);

#endif
