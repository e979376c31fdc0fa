/*
 * The crown: the nodes of a Huffman tree nearest its root, which each worker changes on copies.
 *
 * Every path goes through them, so their rows would travel from core to core in every window.
 * Instead, a worker has copies, and every few windows adds half of what one node of each level of
 * the crown has learnt to the shared row, and goes on from there. A node that is visited half as
 * often has its turn half as often, so all copies are about as old.
 *
 * Half, because nodes that learn from every window do so better with shorter steps: this is the
 * Lookahead optimiser (Zhang et al. 2019, arXiv 1907.08610, with alpha = 1/2) on the crown alone,
 * with slow weights that the workers share. docs/performance.md and docs/quality.md have what that
 * brings. Rules that keep a state for each row work on the shared rows, and so do small trees.
 */
#ifndef KITH_EMBED_CROWN_H
#define KITH_EMBED_CROWN_H

#include "base/status.h"
#include "kern/real.h"

struct kith_embed;
struct kith_embed_worker;

enum {
    KITH_CROWN_LEVELS = 6, /* as if the tree were balanced there: 1, 2, 4 ... nodes */
    KITH_CROWN_NODES = (1 << KITH_CROWN_LEVELS) - 1,
    KITH_CROWN_EVERY = 16 /* windows after which one node of each level has its turn */
};

typedef struct kith_crown {
    uint32_t from;    /* the nodes from here on have copies; UINT32_MAX: none */
    uint64_t windows; /* of this block */
    kith_real *own;   /* [KITH_CROWN_NODES][stride] copies */
    kith_real *was;   /* [KITH_CROWN_NODES][stride] what they were when they were taken */
} kith_crown;

/* On failure what there is must still be cleared. */
kith_status kith_crown_init(kith_crown *c, const struct kith_embed *e, kith_error *err);
void kith_crown_clear(kith_crown *c);

/* Takes copies at the beginning of a block, and settles all at the end of one that was learnt. */
void kith_crown_begin(struct kith_embed_worker *w);
void kith_crown_end(struct kith_embed_worker *w);
/* After each call of a worker that learns: settles the nodes whose turn it is. */
void kith_crown_turn(struct kith_embed_worker *w);

#endif
