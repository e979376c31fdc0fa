/*
 * A Huffman tree over counts: the output side of hierarchical softmax (Morin & Bengio 2005; Mikolov
 * et al. 2013a). The path of a word is the list of inner nodes from the root down and the branch
 * taken at each, so frequent words have short paths.
 */
#ifndef KITH_NN_TREE_H
#define KITH_NN_TREE_H

#include "base/status.h"

typedef struct kith_tree {
    uint64_t leaves;  /* words; there are leaves - 1 inner nodes, the root is leaves - 2 */
    uint64_t *start;  /* [leaves + 1] into step */
    uint32_t *step;   /* inner node << 1 | branch, root first */
    uint32_t longest; /* steps of the longest path */
} kith_tree;

/* Counts must not increase (the order of a vocabulary); 1 <= leaves < 2^31. O(total path length).
 */
kith_status kith_tree_init(kith_tree *t, const uint64_t *count, uint64_t leaves, kith_error *err);
void kith_tree_clear(kith_tree *t);

#endif
