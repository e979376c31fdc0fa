#include "embed/word_grams.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* The list as it grows: each bucket is turned into its row, a new one where it had none. */
typedef struct listing {
    kith_word_grams *g;
    uint64_t listed; /* rows in the lists so far */
} listing;

static void count(void *self, uint32_t bucket)
{
    (void)bucket;
    ((listing *)self)->listed++;
}

static void list(void *self, uint32_t bucket)
{
    listing *l = self;
    uint32_t *place = &l->g->place[bucket];
    if (*place == UINT32_MAX)
        *place = l->g->rows++;
    l->g->row[l->listed++] = *place;
}

static int by_row(const void *x, const void *y)
{
    const uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

/* Calls visit with every n-gram of every word; what was listed before word w goes to start[w]. */
static void each_word(listing *l, const kith_words *words, void (*visit)(void *, uint32_t))
{
    l->listed = 0;
    for (uint64_t w = 0; w < words->size; w++) {
        size_t bytes = 0;
        const char *word = kith_words_at(words, w, &bytes);
        l->g->start[w] = l->listed;
        kith_subwords_visit(&l->g->how, word, bytes, visit, l);
    }
    l->g->start[words->size] = l->listed;
}

kith_status kith_word_grams_init(kith_word_grams *g, const kith_subwords *how,
                                 const kith_words *words, kith_error *err)
{
    listing l = {.g = g};
    *g = (kith_word_grams){.how = *how};
    g->place = kith_mem_new(how->buckets, sizeof *g->place);
    g->start = kith_mem_new(words->size + 1, sizeof *g->start);
    if (g->place == NULL || g->start == NULL)
        return kith_fail_memory(err, "the n-grams", how->buckets * sizeof *g->place);
    memset(g->place, 0xFF, how->buckets * sizeof *g->place);
    each_word(&l, words, count);
    g->row = kith_mem_new(l.listed, sizeof *g->row);
    if (g->row == NULL)
        return kith_fail_memory(err, "the n-grams of the words", l.listed * sizeof *g->row);
    each_word(&l, words, list);
    for (uint64_t w = 0; w < words->size; w++) {
        const uint64_t n = g->start[w + 1] - g->start[w];
        g->most = n > g->most ? (uint32_t)n : g->most;
        qsort(g->row + g->start[w], (size_t)n, sizeof *g->row, by_row);
    }
    return KITH_OK;
}

void kith_word_grams_clear(kith_word_grams *g)
{
    kith_mem_free(g->place);
    kith_mem_free(g->start);
    kith_mem_free(g->row);
    *g = (kith_word_grams){0};
}
