/*
 * fastText sums in floats, a word's own row first and then its n-grams in their order, and
 * multiplies by 1 / n: done the same way here, the bits are the same.
 */
#include "vec/grams.h"

#include <string.h>

#include "base/mem.h"

const float *kith_grams_row(const kith_grams *g, uint32_t bucket)
{
    const uint64_t row = g->place != NULL ? g->place[bucket] : bucket;
    return row < g->row.rows ? g->row.at + row * g->row.stride : NULL;
}

typedef struct sum {
    const kith_grams *g;
    float *vector;
    uint64_t parts;
} sum;

static void add_row(sum *s, const float *row)
{
    for (uint64_t i = 0; row != NULL && i < s->g->row.dim; i++)
        s->vector[i] += row[i];
    s->parts++;
}

static void add_gram(void *self, uint32_t bucket)
{
    sum *s = self;
    add_row(s, kith_grams_row(s->g, bucket));
}

/* The mean of a row (or none) and the n-grams; returns how many parts it has. */
static uint64_t mean(const kith_grams *g, const float *own, const char *word, size_t bytes,
                     float *vector)
{
    sum s = {.g = g, .vector = vector};
    memset(vector, 0, g->row.dim * sizeof *vector);
    if (own != NULL)
        add_row(&s, own);
    kith_subwords_visit(&g->how, word, bytes, add_gram, &s);
    const float part = s.parts > 0 ? 1.0F / (float)s.parts : 0;
    for (uint64_t i = 0; i < g->row.dim; i++)
        vector[i] *= part;
    return s.parts;
}

void kith_grams_word(const kith_grams *g, uint64_t row, const char *word, size_t bytes,
                     float *vector)
{
    mean(g, g->own.at + row * g->own.stride, word, bytes, vector);
}

bool kith_grams_guess(const kith_grams *g, const char *word, size_t bytes, float *vector)
{
    if (g->how.most == 0 || mean(g, NULL, word, bytes, vector) == 0)
        return false;
    for (uint64_t i = 0; i < g->row.dim; i++)
        if (vector[i] != 0)
            return true;
    return false;
}

static void count(void *self, uint32_t bucket)
{
    (void)bucket;
    ++*(uint64_t *)self;
}

uint64_t kith_grams_count(const kith_grams *g, const char *word, size_t bytes)
{
    uint64_t n = 0;
    kith_subwords_visit(&g->how, word, bytes, count, &n);
    return n;
}

void kith_grams_clear(kith_grams *g)
{
    kith_mem_free(g->own_own);
    kith_mem_free(g->own_row);
    kith_mem_free(g->own_place);
    *g = (kith_grams){0};
}
