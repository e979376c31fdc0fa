/*
 * What nets on tables are asked for: the options that classify, regress and autoencode share, and
 * the same as one struct.
 */
#ifndef KITH_TASK_DENSE_CONFIG_H
#define KITH_TASK_DENSE_CONFIG_H

#include "nn/optim.h"
#include "nn/schedule.h"
#include "train/augment.h"
#include "train/scale.h"

typedef enum kith_goal { KITH_GOAL_CLASSIFY, KITH_GOAL_REGRESS, KITH_GOAL_ENCODE } kith_goal;

typedef enum kith_corruption {
    KITH_CORRUPT_NONE,
    KITH_CORRUPT_MASK, /* each number becomes 0 with chance `amount` */
    KITH_CORRUPT_GAUSS /* each gets N(0, amount^2) added */
} kith_corruption;

typedef struct kith_dense_config {
    kith_goal goal;
    const char *net, *loss, *init; /* borrowed from the configuration; "": by the outputs */
    const char *sparse;            /* likewise, of an autoencoder; "": its code need not be */
    const char *class_weight;      /* see class_weight.h; NULL: none */
    bool tied;
    bool answering; /* a net that has learnt: it needs no state of a rule */
    kith_optim optim;
    kith_pace pace;
    kith_scaling scaling;
    kith_corruption corruption;
    double corruption_amount;
    kith_augment augment; /* of images */
    size_t batch;
    uint64_t epochs;
    uint64_t least_steps; /* more epochs where they would take fewer steps; 0: never */
    uint64_t seed, patience;
    bool bag;           /* learn from a bootstrap sample of the rows */
    double valid;       /* share held out; 0: none */
    size_t fold, folds; /* part held out, from 1, and how many there are; 0: none */
    double clip;        /* longest direction over all parameters; 0: any */
    unsigned threads;   /* 0: as many as the net has work for */
    const kith_kern *kern;
    const char *init_with; /* a model to start from; "": none */
    uint64_t freeze;       /* its first layers with weights that stay as they are */
    bool dry;              /* nothing is learnt */
} kith_dense_config;

/* Rows that every goal takes, and how their tables are read. */
kith_option_table kith_dense_options(void);
kith_option_table kith_table_reading_options(void);

/* KITH_ERR_USAGE names what does not fit. */
/* "3/10", the third of ten parts: fold 3, folds 10; "" is 0 of 0. KITH_ERR_USAGE for what is no
 * such thing. */
kith_status kith_fold_parse(const char *text, size_t *fold, size_t *folds, kith_error *err);

kith_status kith_dense_configure(const kith_config *config, kith_goal goal, kith_dense_config *out,
                                 kith_error *err);
/*
 * The values of a task's options that decide the result, as "name value" lines for its model file;
 * freed with free.
 */
kith_status kith_task_config_text(const kith_config *config, char **text, kith_error *err);
/* How the configuration says tables are read; strings are borrowed from it. */
kith_table_options kith_table_options_of(const kith_config *config);

#endif
