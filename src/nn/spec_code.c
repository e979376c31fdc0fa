/*
 * What autoencoders ask of a spec: where its code is, a second half tied to the first, and a code
 * that is kept sparse.
 */
#include "nn/spec.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

static bool is_sparse(const kith_node *n)
{
    return n->kind == KITH_NODE_SPARSE_KL || n->kind == KITH_NODE_SPARSE_L1 ||
           n->kind == KITH_NODE_SPARSE_TOP;
}

/* The narrowest of the first `dense` dense layers, the first of equals; s->nodes where none is. */
static size_t narrowest(const kith_spec *s, size_t dense)
{
    size_t best = s->nodes;
    for (size_t i = 0; i < s->nodes && dense > 0; i++)
        if (s->node[i].kind == KITH_NODE_DENSE) {
            dense--;
            if (best == s->nodes || s->node[i].out < s->node[best].out)
                best = i;
        }
    return best;
}

static size_t count_dense(const kith_spec *s)
{
    size_t dense = 0;
    for (size_t i = 0; i < s->nodes; i++)
        dense += s->node[i].kind == KITH_NODE_DENSE;
    return dense;
}

static size_t first_sparse(const kith_spec *s)
{
    size_t i = 0;
    while (i < s->nodes && !is_sparse(&s->node[i]))
        i++;
    while (i + 1 < s->nodes && is_sparse(&s->node[i + 1]))
        i++;
    return i;
}

size_t kith_spec_code(const kith_spec *s)
{
    const size_t sparse = first_sparse(s);
    return sparse < s->nodes ? sparse : narrowest(s, count_dense(s));
}

kith_status kith_spec_tie(kith_spec *s, kith_error *err)
{
    const size_t dense = count_dense(s);
    size_t seen = 0;
    if (dense % 2 != 0)
        return kith_fail(err, KITH_ERR_USAGE,
                         "a net of %zu dense layers has no halves to tie to each other", dense);
    for (size_t i = 0; i < s->nodes; i++)
        if (s->node[i].kind == KITH_NODE_DENSE)
            s->node[i].tied = ++seen > dense / 2;
    return kith_spec_infer(s, 0, 0, err);
}

/* Puts a node behind node `at`. */
static kith_status insert(kith_spec *s, size_t at, const kith_node *n, kith_error *err)
{
    const uint64_t bytes = (s->nodes + 1) * sizeof *s->node;
    kith_node *node = kith_mem_new(1, bytes);
    if (node == NULL)
        return kith_fail_memory(err, "a net", bytes);
    memcpy(node, s->node, (at + 1) * sizeof *node);
    node[at + 1] = *n;
    node[at + 1].column = s->node[at].column;
    memcpy(node + at + 2, s->node + at + 1, (s->nodes - at - 1) * sizeof *node);
    kith_mem_free(s->node);
    s->node = node;
    s->nodes++;
    for (size_t i = 0; i < s->nodes; i++)
        s->node[i].mate += s->node[i].mate > at;
    return KITH_OK;
}

/* Reads the node of a sparsity for a layer of `width` values, behind one that any would do for. */
static kith_status read_sparsity(const char *text, size_t width, kith_node *out, kith_error *err)
{
    char whole[96];
    kith_spec s;
    const int n = snprintf(whole, sizeof whole, "1-%zusigmoid-%s", width, text);
    if (n > 0 && (size_t)n < sizeof whole && kith_spec_parse(whole, &s, NULL) == KITH_OK) {
        const bool fits = s.nodes == 2 && is_sparse(&s.node[1]);
        *out = s.node[1];
        kith_spec_clear(&s);
        if (fits)
            return KITH_OK;
    }
    return kith_fail(err, KITH_ERR_USAGE,
                     "--sparse '%s': expected kl:RHO,BETA with RHO in (0, 1), l1:LAMBDA, or topk:K "
                     "with K up to the %zu values of the code",
                     text, width);
}

kith_status kith_spec_sparsen(kith_spec *s, const char *text, kith_error *err)
{
    const size_t dense = count_dense(s), sparse = first_sparse(s);
    const size_t at = sparse < s->nodes ? sparse : narrowest(s, dense > 0 ? dense - 1 : 0);
    kith_node node;
    if (at == s->nodes)
        return kith_fail(err, KITH_ERR_USAGE, "--sparse: the net has no layer before its last");
    KITH_TRY(read_sparsity(text, s->node[at].out, &node, err));
    KITH_TRY(insert(s, at, &node, err));
    return kith_spec_infer(s, 0, 0, err);
}
