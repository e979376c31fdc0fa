#include "nn/tree.h"

#include "base/mem.h"

/* Parents of all nodes: leaves first, then inner nodes in the order of their making. */
typedef struct links {
    uint64_t *weight; /* [leaves - 1] of inner nodes */
    uint32_t *parent; /* [2 leaves - 1] inner node */
    uint8_t *branch;  /* [2 leaves - 1] */
} links;

/*
 * The two-queue merge: leaves from the rarest up, inner nodes as they were made; both ascend, so
 * the two smallest stand at the heads. Equal weights take the leaf first, which keeps the tree
 * shallow.
 */
static void merge(const uint64_t *count, uint64_t leaves, links *l)
{
    uint64_t leaf = leaves, inner = 0;
    for (uint64_t made = 0; made + 1 < leaves; made++) {
        uint64_t pair[2];
        l->weight[made] = 0;
        for (int side = 0; side < 2; side++) {
            const bool take_leaf =
                leaf > 0 && (inner >= made || count[leaf - 1] <= l->weight[inner]);
            pair[side] = take_leaf ? --leaf : leaves + inner;
            l->weight[made] += take_leaf ? count[leaf] : l->weight[inner++];
        }
        for (int side = 0; side < 2; side++) {
            l->parent[pair[side]] = (uint32_t)made;
            l->branch[pair[side]] = (uint8_t)side;
        }
    }
}

/* Steps from a leaf to the root, written backwards when `out` is not NULL. */
static uint32_t climb(const links *l, uint64_t leaves, uint64_t leaf, uint32_t depth, uint32_t *out)
{
    const uint64_t root = 2 * leaves - 2;
    uint32_t steps = 0;
    for (uint64_t node = leaf; node != root; node = leaves + l->parent[node]) {
        steps++;
        if (out != NULL)
            out[depth - steps] = l->parent[node] << 1 | l->branch[node];
    }
    return steps;
}

static bool paths(kith_tree *t, const links *l)
{
    t->start = kith_mem_new(t->leaves + 1, sizeof *t->start);
    if (t->start == NULL)
        return false;
    for (uint64_t i = 0; i < t->leaves; i++) {
        const uint32_t depth = climb(l, t->leaves, i, 0, NULL);
        t->start[i + 1] = t->start[i] + depth;
        t->longest = depth > t->longest ? depth : t->longest;
    }
    t->step = kith_mem_new(t->start[t->leaves] + 1, sizeof *t->step);
    if (t->step == NULL)
        return false;
    for (uint64_t i = 0; i < t->leaves; i++)
        climb(l, t->leaves, i, (uint32_t)(t->start[i + 1] - t->start[i]), t->step + t->start[i]);
    return true;
}

kith_status kith_tree_init(kith_tree *t, const uint64_t *count, uint64_t leaves, kith_error *err)
{
    links l = {kith_mem_new(leaves, sizeof *l.weight), kith_mem_new(2 * leaves, sizeof *l.parent),
               kith_mem_new(2 * leaves, sizeof *l.branch)};
    *t = (kith_tree){.leaves = leaves};
    bool ok = l.weight != NULL && l.parent != NULL && l.branch != NULL;
    if (ok) {
        merge(count, leaves, &l);
        ok = paths(t, &l);
    }
    kith_mem_free(l.weight);
    kith_mem_free(l.parent);
    kith_mem_free(l.branch);
    if (!ok)
        kith_tree_clear(t);
    return ok ? KITH_OK : kith_fail_memory(err, "the Huffman tree", leaves * 100);
}

void kith_tree_clear(kith_tree *t)
{
    kith_mem_free(t->start);
    kith_mem_free(t->step);
    *t = (kith_tree){0};
}
