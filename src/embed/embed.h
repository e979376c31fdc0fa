/*
 * Word vectors as a trainee: parameters, noise, tree and thinning made from a vocabulary, and the
 * step that learns from one block of a corpus.
 *
 * Skip-gram and CBOW, negative sampling, hierarchical softmax and full softmax are one operation,
 * logistic rows (kern.h); window.c supplies the input rows, targets.c the output rows, learn.c runs
 * it.
 */
#ifndef KITH_EMBED_EMBED_H
#define KITH_EMBED_EMBED_H

#include "embed/config.h"
#include "embed/word_grams.h"
#include "nn/param.h"
#include "nn/sampler.h"
#include "nn/tree.h"
#include "text/corpus.h"
#include "train/loop.h"
#include "vec/vectors.h"

typedef struct kith_embed_worker kith_embed_worker;

typedef struct kith_embed {
    kith_embed_config config;
    const kith_corpus *corpus; /* borrowed */
    uint64_t words;            /* in the vocabulary */
    kith_param input;          /* [words][dim] the word vectors, or their words' own part of them */
    kith_param gram;           /* [grams.rows][dim] of n-grams */
    kith_word_grams grams;
    kith_param output; /* [words][dim] of negative sampling or softmax */
    kith_param inner;  /* [words - 1][dim] of hierarchical softmax */
    kith_sampler noise;
    kith_tree tree;
    uint64_t started;        /* words whose vectors came from a model */
    uint8_t *frozen;         /* [words] is the word's vector to stay? NULL: none */
    uint64_t frozen_words;   /* that are to stay */
    uint64_t freeze_unknown; /* of the list of those that are to, without a row to start from */
    uint32_t *keep;          /* [thinned + 1] keep a word where 32 random bits are below this; 0 */
    uint32_t thinned;        /* words from here on are always kept */
    kith_embed_worker **worker; /* [config.threads] */
} kith_embed;

/*
 * KITH_ERR_USAGE where the vocabulary cannot carry the loss (one word and negative sampling);
 * KITH_ERR_MEMORY with an estimate where the weights do not fit into this machine.
 */
kith_status kith_embed_new(const kith_embed_config *config, const kith_corpus *corpus,
                           kith_embed **out, kith_error *err);
void kith_embed_free(kith_embed *e);

/* Bytes of weights and optimiser state. */
uint64_t kith_embed_bytes(const kith_embed *e);
enum { KITH_EMBED_PARAMS = 4 };
/* The matrices in use, for checkpoints; returns how many. */
size_t kith_embed_params(kith_embed *e, kith_param *params[KITH_EMBED_PARAMS]);

/* KITH_NOT_FOUND with advice where a vector is not finite or beyond a float's range. */
kith_status kith_embed_check(const kith_embed *e, kith_error *err);

/*
 * A copy of the configuration that goes on as the model is: with its dimension, and with its
 * n-grams, where nothing else was given. *out is the caller's to free, also after a failure.
 */
kith_status kith_embed_adopt(const kith_config *given, const kith_vectors *from, kith_config **out,
                             kith_error *err);
/*
 * Starts from the vectors of a model instead of random ones: its words' rows, what they were made
 * of where both have n-grams, and output rows where both have them; n-grams of words that had none
 * start anew, and so do inner nodes, which belong to a tree of other counts. Freezes those words'
 * vectors where the configuration says so.
 */
kith_status kith_embed_start(kith_embed *e, const kith_vectors *from, kith_error *err);
/* KITH_ERR_USAGE where the model's dimension is another than the configuration's, or where both
 * have n-grams, of another kind. */
kith_status kith_embed_check_start(const kith_embed_config *c, const kith_vectors *from,
                                   kith_error *err);

/*
 * From the weights that gradients are taken at to the result, and back (rules that look ahead).
 * Only the result is to be saved as a model, and only the other as a checkpoint.
 */
void kith_embed_finish(kith_embed *e);
void kith_embed_unfinish(kith_embed *e);

kith_source kith_embed_source(const kith_corpus *corpus);
kith_trainee kith_embed_trainee(kith_embed *e);

/*
 * What was learnt as named rows. Words, counts and (in the float build) matrices are borrowed from
 * e; `config` is copied. The caller frees *out with kith_vectors_free before e.
 */
kith_status kith_embed_vectors(const kith_embed *e, const char *config, kith_vectors **out,
                               kith_error *err);
/* Makes what is not borrowed of the weights as they are now: until then, with n-grams, the words'
 * vectors are zeros. */
void kith_embed_compose(const kith_embed *e, kith_vectors *v);

#endif
