/*
 * What `kith classify train` is asked for: the option table behind the flags, and those for text as
 * one struct (those for tables are in dense_config.h).
 */
#ifndef KITH_TASK_CLASSIFY_CONFIG_H
#define KITH_TASK_CLASSIFY_CONFIG_H

#include "kern/kern.h"
#include "nn/schedule.h"

typedef struct kith_classify_config {
    bool lowercase, one_vs_all, freeze_vectors;
    bool bag; /* learn from a bootstrap sample of the lines */
    uint64_t min_count, buckets;
    uint32_t ngrams;
    const char *class_weight; /* see class_weight.h; borrowed */
    const char *vectors;      /* "": none; borrowed from the configuration */
    size_t dim;
    kith_pace pace;
    uint64_t epochs, seed, patience;
    uint64_t hold_out;  /* every k-th block; 0: none */
    size_t fold, folds; /* part held out, from 1, and how many there are; 0: none */
    unsigned threads;
    const kith_kern *kern;
} kith_classify_config;

/* Reads a configuration that holds kith_classify_options. KITH_ERR_USAGE names what does not fit.
 */
kith_status kith_classify_configure(const kith_config *config, kith_classify_config *out,
                                    kith_error *err);
#endif
