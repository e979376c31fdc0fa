/*
 * What a text classifier sees of a line: its words, its end, and its hashed word n-grams.
 *
 * Each has a row of its own among the classifier's vectors. N-grams are hashed into buckets (Joulin
 * et al., "Bag of tricks for efficient text classification", 2016); only buckets that the training
 * text fills get a row, so the rows in memory and on disk are those that can have learnt something.
 * A word that begins with "__label__" names a class of the line.
 */
#ifndef KITH_TASK_FEATURES_H
#define KITH_TASK_FEATURES_H

#include "base/status.h"
#include "text/fold.h"
#include "text/words.h"

enum { KITH_NGRAMS_MAX = 16 };

typedef struct kith_features {
    kith_words words;     /* word i has row i; the end of a line is a word too, "\n" */
    kith_words labels;    /* without their prefix, in the order of first occurrence */
    uint32_t ngrams;      /* the longest word n-gram; 1: words alone */
    uint64_t buckets;     /* of n-grams, at most 2^31 */
    uint32_t *bucket_row; /* [buckets] row + 1; 0: not filled; NULL where ngrams is 1 */
    uint64_t rows;        /* of words and filled buckets */
    kith_fold *fold;      /* capitals become small letters; NULL: they stay */
} kith_features;

/* Of one line; the arrays grow as lines need, rows of words first. */
typedef struct kith_line_features {
    uint32_t *row; /* [words + grams] */
    size_t words, grams;
    uint32_t *label; /* [labels] KITH_NO_CLASS: not among the known ones */
    size_t labels;
    uint64_t *hash; /* of every word of the line, also of unknown ones */
    size_t hashes;
    char *folded; /* the word in hand */
    size_t folded_room;
    uint64_t row_room, label_room, hash_room;
} kith_line_features;

kith_status kith_features_init(kith_features *f, uint32_t ngrams, uint64_t buckets, bool lowercase,
                               kith_error *err);
void kith_features_clear(kith_features *f);

/*
 * Reads a line. Where `grow`, new words, labels and buckets get ids and rows (words only while
 * there is no bucket row yet, see kith_features_grams); otherwise what is unknown is left out.
 */
kith_status kith_features_read(kith_features *f, const char *line, size_t bytes, bool grow,
                               kith_line_features *out, kith_error *err);
/* Adds the n-grams of the hashes read to the rows. `grow` as above. */
kith_status kith_features_grams(kith_features *f, bool grow, kith_line_features *out,
                                kith_error *err);
void kith_line_features_clear(kith_line_features *l);

/* The bucket of each row past the words, [rows - words], for a file; the caller frees with free. */
kith_status kith_features_buckets(const kith_features *f, uint32_t **out, kith_error *err);
/* The way back; KITH_ERR_DATA for a bucket out of range or twice. */
kith_status kith_features_set_buckets(kith_features *f, const uint32_t *bucket, uint64_t count,
                                      kith_error *err);

#endif
