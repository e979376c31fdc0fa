/*
 * A slow twin of the embedding trainer, in double precision and in word2vec's terms: for every
 * centre, every context word, every target: one sigmoid, one gradient from the old values, summed
 * and then applied.
 *
 * It shares no code with src/: keys, draws, thinning, windows, the Huffman tree, the order of
 * blocks and the rules are written here anew from what the headers promise. One thing is handed in:
 * the map from 64 random bits to a noise word (the library's alias table), because many tables are
 * right; which bits a draw gets is decided here, and tests/unit/test_sampler.c proves the table's
 * distribution.
 *
 * ref_embed.c makes a model, ref_learn.c takes it through blocks, ref_rows.c changes rows.
 *
 * A word with n-grams is the mean of its row and theirs, taken when it comes within `window` places
 * of the centre; what it learns until it leaves is then added to each of these rows (a row that it
 * has twice: twice), or is the direction of one step of AdaGrad.
 */
#ifndef REF_EMBED_H
#define REF_EMBED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { REF_MATRICES = 5 };

typedef struct ref_embed {
    /* What is asked for. */
    bool cbow, bag_sum, mean_gradient; /* otherwise skip-gram; mean; classic */
    bool ns, hs, softmax;
    bool per_pair, window_fixed, notes_thinning, constant_lr, adagrad;
    size_t dim, window, negative, pool; /* pool 0: noise from the whole vocabulary */
    double sample, lr, eps;
    uint64_t seed, epochs, hold_out;
    size_t slice;               /* positions that share a learning rate */
    size_t pool_life;           /* positions that share a pool */
    size_t loss_every;          /* positions of which one is measured while learning */
    size_t together;            /* neighbouring windows with noise in common, learnt from the same
                                 * old values while their centres differ; 0 is 1 */
    size_t crown;               /* nodes nearest the root that go halfway back where they were when
                                 * it is their turn, which one of each level has ... */
    size_t crown_every;         /* ... after so many windows; not with AdaGrad or fewer nodes */
    size_t minn, maxn, buckets; /* maxn 0: no n-grams */
    bool counted;               /* count operations too */
    uint32_t (*noise)(const void *table, uint64_t bits);
    const void *table;

    /* The text: block b is ids[start[b] .. start[b + 1]), UINT32_MAX ends a sentence. */
    const uint64_t *count; /* [words], descending */
    uint64_t words, tokens, blocks;
    const uint32_t *ids;
    const uint64_t *start;
    const char *(*word)(const void *names, uint64_t word, size_t *bytes); /* in ASCII */
    const void *names;

    /* What is learnt: input, output, inner, each [words][dim], n-grams [grams][dim]; and how. The
     * last are the words that are held, [words][dim]; their squares are what they have learnt. */
    double *weight[REF_MATRICES], *squares[REF_MATRICES], *change[REF_MATRICES];
    uint64_t *touched[REF_MATRICES], touches[REF_MATRICES]; /* rows that have changes */
    bool *is_touched[REF_MATRICES];
    uint64_t grams;   /* different n-grams, numbered by where they stand first */
    uint32_t *gram;   /* [buckets] the number, or UINT32_MAX */
    uint64_t *within; /* [words] places within reach that have the word */
    uint32_t *parent; /* [2 words - 1] of the tree, leaves first */
    bool *branch;     /* [2 words - 1] */
    double loss, examples;
    struct {
        uint64_t input, row;
    } * pair; /* of the call, where they are counted */
    uint64_t pairs;
    double kept, operations; /* while learning */
} ref_embed;

/* Allocates and fills the weights; the fields above the last group are set. Aborts without memory.
 */
void ref_embed_begin(ref_embed *r);
void ref_embed_end(ref_embed *r);

/* One block that has `before` of `total` words before it; adds to loss and examples. */
void ref_embed_block(ref_embed *r, uint64_t block, uint64_t epoch, uint64_t before, uint64_t total,
                     bool learning);
/* All epochs, in the order of each; loss and examples are those of the last. */
void ref_embed_run(ref_embed *r);

/* Draw i of the stream (seed, epoch, block, purpose); purposes as in ref_embed.c. */
uint64_t ref_draw(uint64_t seed, uint64_t epoch, uint64_t block, uint64_t purpose, uint64_t i);

#endif
