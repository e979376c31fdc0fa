/*
 * What `kith train` is asked for: the option table behind the flags, and the same as one struct.
 */
#ifndef KITH_EMBED_CONFIG_H
#define KITH_EMBED_CONFIG_H

#include "nn/init.h"
#include "nn/optim.h"
#include "nn/schedule.h"
#include "text/subword.h"

typedef enum kith_arch { KITH_SKIPGRAM, KITH_CBOW } kith_arch;

typedef struct kith_embed_config {
    kith_arch arch;
    bool negative_sampling, hierarchical, softmax; /* the heads; the first two may both be on */
    size_t dim;
    uint32_t window;
    bool window_fixed;      /* otherwise each centre draws its half-width from 1..window */
    bool bag_sum;           /* CBOW: the sum of the window's vectors, otherwise their mean */
    bool bag_mean_gradient; /* CBOW by mean: divide the error by the words too */
    uint32_t negative;      /* noise words */
    uint32_t
        together; /* neighbouring windows that share their noise and a call: 1..KITH_TOGETHER */
    bool negatives_per_pair; /* otherwise one set for the whole window */
    uint32_t noise_pool;     /* shared noise is picked from so many words; 0: from all */
    double noise_power;
    double sample;            /* subsampling threshold t; 0: none */
    bool sample_notes;        /* keep sqrt(t/f) instead of word2vec's formula */
    kith_subwords grams;      /* character n-grams of words; most 0: none */
    kith_init_use init;       /* of the word vectors */
    bool freeze;              /* those that came from a model stay as they are */
    const char *freeze_words; /* a file of those that do; NULL: all. Of the configuration read */
    kith_optim optim;
    kith_pace pace;
    uint64_t epochs, seed;
    uint64_t hold_out; /* every k-th block; 0: none */
    unsigned threads;
    const kith_kern *kern;
} kith_embed_config;

/* Reads a configuration that holds kith_train_options. KITH_ERR_USAGE names what does not fit. */
kith_status kith_embed_configure(const kith_config *config, kith_embed_config *out,
                                 kith_error *err);

/*
 * The values that decide the result, as "name value" lines: what a model remembers and a resumed
 * run must repeat. Paths, threads and the like are not among them. The caller frees *text with
 * free.
 */
kith_status kith_embed_config_text(const kith_config *config, char **text, kith_error *err);

#endif
