/*
 * Vectors of words with n-grams, held by a worker while its windows can reach the words.
 *
 * A word's vector is the mean of its rows, and one step on each of the rows is the same step on the
 * mean. So the mean is taken once, when the widest window first reaches the word; windows read and
 * change it as if it were a row; and when the last has left the word, what the mean has become less
 * what it was is added to each of its rows. (fastText sums and scatters for every pair of words,
 * which costs some ten times as much.) What a word learns reaches others that share its n-grams so
 * many windows later, as what other threads learn does anyway.
 *
 * Rules other than SGD do not add up: there the mean stays as it was, directions are summed beside
 * it, and each different row takes one step of the rule with them.
 */
#ifndef KITH_EMBED_HELD_H
#define KITH_EMBED_HELD_H

#include "base/status.h"
#include "kern/real.h"

struct kith_embed;
struct kith_embed_worker;

typedef struct kith_held {
    kith_real *vector; /* [slots][2 stride] the mean, then what it was or its summed directions */
    uint32_t *slot;    /* [block] of the word at a place */
    uint32_t *spare;   /* [slots] that hold no word, a stack */
    size_t spares;
    size_t from, to;   /* places whose words are held */
    kith_real **parts; /* [most n-grams + 1] rows of the word in hand */
} kith_held;

/* Nothing is held without n-grams. On failure what there is must still be cleared. */
kith_status kith_held_init(kith_held *h, const struct kith_embed *e, size_t block, kith_error *err);
void kith_held_clear(kith_held *h);

/* Before the first window of a block of `length` places. */
void kith_held_begin(struct kith_embed_worker *w, size_t length);
/* Holds the words that windows around `position` of the sentence [start, end) can reach, no others.
 * Positions ascend. */
void kith_held_reach(struct kith_embed_worker *w, size_t position, size_t start, size_t end);
/* Lets go of all, at a sentence's end. */
void kith_held_release(struct kith_embed_worker *w, size_t end);

/* The vector of the word at a place that is held. */
kith_real *kith_held_at(const struct kith_embed_worker *w, size_t place);
/* Adds scale * d to the directions of a held vector, for other rules than SGD. */
void kith_held_add(const struct kith_embed_worker *w, kith_real *vector, kith_real scale,
                   const kith_real *d);

#endif
