/*
 * What the twin is made of before it learns: its draws, the tree, the numbers of its n-grams, and
 * weights at their start.
 */
#include "ref/ref_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Output i of SplitMix64 (Steele, Lea & Flood 2014) seeded with `state`. */
static uint64_t finish(uint64_t z)
{
    z ^= z >> 30;
    z *= 0xBF58476D1CE4E5B9;
    z ^= z >> 27;
    z *= 0x94D049BB133111EB;
    return z ^ z >> 31;
}

uint64_t ref_draw(uint64_t seed, uint64_t epoch, uint64_t block, uint64_t purpose, uint64_t i)
{
    const uint64_t golden = 0x9E3779B97F4A7C15;
    uint64_t key = finish(seed + golden);
    key = finish(key ^ (0xD1342543DE82EF95 * epoch + 1));
    key = finish(key ^ (0xAF251AF3B0F025B5 * block + 2));
    key = finish(key ^ (0x9E6C63D0876A9A47 * purpose + 3));
    return finish(key + golden * (i + 1));
}

void *ref_zeros(uint64_t n, size_t size)
{
    void *p = calloc(n + 1, size);
    if (p == NULL)
        abort();
    return p;
}

/* The node of least weight that has no parent; of equal ones a leaf before an inner node, the last
 * leaf, the first inner node. */
static uint64_t least_node(const ref_embed *r, const double *weight, const bool *taken, uint64_t n)
{
    uint64_t best = UINT64_MAX;
    for (uint64_t i = 0; i < n; i++) {
        if (taken[i])
            continue;
        if (best == UINT64_MAX || weight[i] < weight[best] ||
            (weight[i] == weight[best] && i < r->words))
            best = i;
    }
    return best;
}

/* Joins the two lightest nodes until one is left: the first has branch 0. */
static void make_tree(ref_embed *r)
{
    const uint64_t nodes = 2 * r->words - 1;
    double *weight = ref_zeros(nodes, sizeof *weight);
    bool *taken = ref_zeros(nodes, sizeof *taken);
    r->parent = ref_zeros(nodes, sizeof *r->parent);
    r->branch = ref_zeros(nodes, sizeof *r->branch);
    for (uint64_t i = 0; i < r->words; i++)
        weight[i] = (double)r->count[i];
    for (uint64_t made = r->words; made < nodes; made++)
        for (int side = 0; side < 2; side++) {
            const uint64_t node = least_node(r, weight, taken, made);
            taken[node] = true;
            weight[made] += weight[node];
            r->parent[node] = (uint32_t)made;
            r->branch[node] = side == 1;
        }
    free(weight);
    free(taken);
}

void ref_each_gram(ref_embed *r, uint64_t word, void (*visit)(ref_embed *, uint32_t, double *),
                   double *with)
{
    size_t bytes;
    const char *at = r->word(r->names, word, &bytes);
    char *marked = ref_zeros(bytes + 3, 1);
    snprintf(marked, bytes + 3, "<%.*s>", (int)bytes, at);
    for (size_t from = 0; from < bytes + 2; from++)
        for (size_t n = r->minn; n <= r->maxn && from + n <= bytes + 2; n++) {
            uint32_t hash = 2166136261u;
            for (size_t i = from; i < from + n; i++)
                hash = (hash ^ (unsigned char)marked[i]) * 16777619u;
            if (n > 1 || (from > 0 && from < bytes + 1))
                visit(r, hash % (uint32_t)r->buckets, with);
        }
    free(marked);
}

static void number_gram(ref_embed *r, uint32_t bucket, double *with)
{
    (void)with;
    if (r->gram[bucket] == UINT32_MAX)
        r->gram[bucket] = (uint32_t)r->grams++;
}

static void number_grams(ref_embed *r)
{
    r->grams = 0;
    r->gram = ref_zeros(r->buckets, sizeof *r->gram);
    r->within = ref_zeros(r->words, sizeof *r->within);
    memset(r->gram, 0xFF, r->buckets * sizeof *r->gram);
    for (uint64_t word = 0; r->maxn > 0 && word < r->words; word++)
        ref_each_gram(r, word, number_gram, NULL);
}

static uint64_t rows(const ref_embed *r, int m)
{
    return m == GRAM ? r->grams : r->words;
}

static void fill(ref_embed *r, int m, uint64_t stream)
{
    for (uint64_t i = 0; i < rows(r, m) * r->dim; i++) {
        const double unit =
            (double)(ref_draw(r->seed, 0, stream, INIT, i) >> 11) / 9007199254740992.0;
        r->weight[m][i] = (2 * unit - 1) / (2 * (double)r->dim);
    }
}

void ref_embed_begin(ref_embed *r)
{
    number_grams(r);
    for (int m = 0; m < REF_MATRICES; m++) {
        const uint64_t n = rows(r, m);
        r->weight[m] = ref_zeros(n * r->dim, sizeof(double));
        r->squares[m] = ref_zeros(n * r->dim, sizeof(double));
        r->change[m] = ref_zeros(n * r->dim, sizeof(double));
        r->touched[m] = ref_zeros(n, sizeof(uint64_t));
        r->is_touched[m] = ref_zeros(n, sizeof(bool));
    }
    if (r->counted)
        r->pair = ref_zeros((2 * r->window + r->together) * (2 * r->words + r->negative + 1),
                            sizeof *r->pair);
    fill(r, INPUT, 1);
    fill(r, GRAM, 2);
    make_tree(r);
}

void ref_embed_end(ref_embed *r)
{
    for (int m = 0; m < REF_MATRICES; m++) {
        free(r->weight[m]);
        free(r->squares[m]);
        free(r->change[m]);
        free(r->touched[m]);
        free(r->is_touched[m]);
    }
    free(r->pair);
    free(r->parent);
    free(r->branch);
    free(r->gram);
    free(r->within);
}
