/*
 * Labelled lines as rows of features, read once; what a text classifier learns from.
 */
#ifndef KITH_TASK_TEXT_DATA_H
#define KITH_TASK_TEXT_DATA_H

#include "task/features.h"

/* A line: rows row[at .. at + words + grams), words first; labels label[label .. label + labels).
 */
typedef struct kith_text_line {
    uint64_t at, label;
    uint32_t words, grams, labels;
} kith_text_line;

typedef struct kith_text_data {
    kith_text_line *line; /* [lines], in an order drawn from the seed */
    uint64_t lines;
    uint64_t held;       /* the last so many lines are held out of training */
    uint32_t *row;       /* rows of the features */
    uint32_t *label;     /* classes */
    uint64_t unlabelled; /* lines without a label, left out */
    uint64_t words;      /* of the lines, ends of lines not among them */
    uint32_t longest;    /* rows of the longest line */
} kith_text_data;

typedef struct kith_text_reading {
    uint64_t min_count; /* words seen less often get no row */
    uint64_t seed;
    bool bag;                /* as many lines, drawn with replacement */
    const kith_words *extra; /* words that get rows behind those of the text; NULL: none */
} kith_text_reading;

/*
 * Reads the files into *out and grows `features`, which must be new. Lines are shuffled once, so
 * that files sorted by label do no harm and blocks held out are a fair sample. KITH_ERR_DATA where
 * there is no labelled line, or one class only.
 */
kith_status kith_text_data_read(kith_features *features, const kith_text_reading *how,
                                const char *const *paths, size_t count, kith_text_data **out,
                                kith_error *err);
/*
 * Puts the lines of part `fold` (from 0) of `folds` behind the others, to be held out; each part
 * has its share of every label, of a line's first one. KITH_ERR_USAGE where there are more parts
 * than lines.
 */
kith_status kith_text_data_hold_out(kith_text_data *d, size_t folds, size_t fold, uint64_t seed,
                                    kith_error *err);
void kith_text_data_free(kith_text_data *d);

#endif
