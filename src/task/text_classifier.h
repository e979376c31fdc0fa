/*
 * A text classifier: the mean of a line's feature vectors under one output row a class, that is
 * CBOW with the classes in the place of the words (Joulin et al. 2016), by the same kernel.
 *
 * The loss is one softmax over the classes, or one logistic unit a class (one-vs-all).
 */
#ifndef KITH_TASK_TEXT_CLASSIFIER_H
#define KITH_TASK_TEXT_CLASSIFIER_H

#include "nn/param.h"
#include "task/text_data.h"
#include "train/loop.h"
#include "vec/vectors.h"

typedef struct kith_text_classifier {
    kith_features features;
    kith_param input;  /* [features.rows][dim] */
    kith_param output; /* [classes][dim] */
    bool one_vs_all;
    const kith_kern *kern;
} kith_text_classifier;

/*
 * Makes the parameters for features that are complete: random input rows, zero output rows.
 * KITH_ERR_MEMORY says how much they need.
 */
kith_status kith_text_classifier_init(kith_text_classifier *c, size_t dim, uint64_t seed,
                                      kith_error *err);
/* Rows of words that `v` (of the same dimension) has are set to its vectors. */
void kith_text_classifier_start(kith_text_classifier *c, const kith_vectors *v);
void kith_text_classifier_clear(kith_text_classifier *c);

/* What one thread needs for a line; all-zero is empty. */
typedef struct kith_text_scratch {
    kith_logistic rows;
    kith_real **bag_row; /* [room] */
    size_t room;
    kith_real *bag, *bag_step;           /* [stride] */
    kith_real *label, *weight, x_weight; /* [ld] */
    kith_real **t;                       /* [classes] */
} kith_text_scratch;
kith_status kith_text_scratch_init(kith_text_scratch *s, const kith_text_classifier *c,
                                   size_t longest, kith_error *err);
void kith_text_scratch_clear(kith_text_scratch *s);

/*
 * Probabilities of a line's features, [classes], which sum to 1 (one-vs-all: divided by their sum).
 * A line of which nothing is known gets the classes' shares of an empty bag.
 */
kith_status kith_text_classifier_predict(const kith_text_classifier *c, const uint32_t *row,
                                         size_t rows, kith_text_scratch *s, float *probability,
                                         kith_error *err);

/* A run of training. */
typedef struct kith_text_run {
    kith_text_classifier *model;
    const kith_text_data *data;
    kith_pace pace;
    bool frozen_words;          /* rows of words keep their vectors */
    const double *weight;       /* [classes] of their lines' losses; NULL: 1 */
    uint64_t block_lines;       /* lines of a block */
    kith_text_scratch *scratch; /* [threads] */
    unsigned threads;
} kith_text_run;

/* Takes the members from `model` to `weight` as they are and fills in the rest. */
kith_status kith_text_run_init(kith_text_run *run, unsigned threads, kith_error *err);
void kith_text_run_clear(kith_text_run *run);
kith_source kith_text_run_source(const kith_text_run *run);
kith_trainee kith_text_run_trainee(kith_text_run *run);

#endif
