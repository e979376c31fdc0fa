/*
 * A net that learns from a table: what classifiers, regressors and autoencoders of numbers share.
 *
 * They differ in the target of a row alone: the vector of its class, its numbers (brought to mean 0
 * and deviation 1 while training), or the row itself, which an autoencoder may see with noise.
 */
#ifndef KITH_TASK_DENSE_H
#define KITH_TASK_DENSE_H

#include "nn/net.h"
#include "task/dense_config.h"
#include "train/dataset.h"
#include "train/split.h"
#include "train/supervised.h"

typedef struct kith_dense {
    kith_goal goal;
    const kith_kern *kern;
    kith_net *net;
    kith_param inputs;  /* [2][features] shift and factor of features: x' = (x - shift) factor */
    kith_param targets; /* [2][targets] the same of numbers to predict; empty for other goals */
    bool has_inputs, has_targets; /* scales that came with other weights: training keeps them */
    size_t classes;               /* 0 where there are none; two may be one sigmoid output */
} kith_dense;

/*
 * Makes a net for a table's features and `outputs` (classes, targets or features). Sizes left open
 * in the spec become those. KITH_ERR_USAGE where the spec does not fit the goal.
 */
kith_status kith_dense_init(kith_dense *m, const kith_dense_config *config, size_t features,
                            size_t outputs, kith_error *err);
void kith_dense_clear(kith_dense *m);
/* The layer behind which an autoencoder's code stands, see kith_spec_code. */
size_t kith_dense_code(const kith_dense *m);
size_t kith_dense_outputs(const kith_dense *m); /* numbers of an answer: classes, or outputs */

/* y = (x - shift) factor by one of the model's scales; y may be x. */
void kith_dense_scale(const kith_dense *m, const kith_param *p, const kith_real *x, kith_real *y);
/* The same of row `row` of a table. */
void kith_dense_scale_row(const kith_dense *m, const kith_dataset *d, size_t row, kith_real *y);
/* The way back, in place; a factor of 0 leads back to the shift. */
void kith_dense_unscale(const kith_param *p, kith_real *x);

/*
 * Answers for the rows of a batch at most, features as they came: probabilities that sum to 1, or
 * numbers on the scale of the targets. out [rows][kith_dense_outputs].
 */
kith_status kith_dense_answer(kith_dense *m, const kith_dataset *d, size_t from, size_t rows,
                              kith_real *out, kith_error *err);

/*
 * Parts of an autoencoder: x [rows][features, or numbers of a code] as they came to y [rows][..].
 * At most a batch of rows.
 */
kith_status kith_dense_code_run(kith_dense *m, kith_code_part part, const kith_real *x, size_t rows,
                                kith_real *y, kith_error *err);

/* A run of training on some rows of a table. */
typedef struct kith_dense_run {
    kith_dense *model;
    const kith_dataset *data;
    const kith_dense_config *config;
    uint64_t epochs;  /* to train, as the configuration says */
    kith_split split; /* rows trained on, rows held out */
    double *weight;   /* [classes] NULL: 1 */
    kith_table table;
    unsigned threads; /* workers of its team */
    kith_supervised supervised;
} kith_dense_run;

/* Fits the scales on the rows trained on and readies the rest. Clear also on failure. */
kith_status kith_dense_run_init(kith_dense_run *run, kith_dense *model, const kith_dataset *data,
                                const kith_dense_config *config, kith_error *err);
void kith_dense_run_clear(kith_dense_run *run);

/* What some rows cost a net that answers, without noise, dropout or moved images. */
typedef struct kith_dense_score {
    kith_loss_sum loss;
    size_t rows, right; /* right: of classes, by the likeliest */
} kith_dense_score;
double kith_dense_accuracy(const kith_dense_run *run, const kith_dense_score *s); /* or NaN */
kith_status kith_dense_run_held_out(kith_dense_run *run, kith_dense_score *out, kith_error *err);
/*
 * As many rows of those trained on as are held out, at least 1024 if there are: enough to compare
 * the two. Marks the units that fired (monitor.h) where `fired` is not NULL.
 */
kith_status kith_dense_run_trained(kith_dense_run *run, bool *fired, kith_dense_score *out,
                                   kith_error *err);

#endif
