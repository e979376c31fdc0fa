/* The n-grams of a word with their vectors, as text. */
#include <string.h>

#include "base/mem.h"
#include "vec/vectors.h"

typedef struct speller {
    const kith_vectors *v;
    char *marked; /* <word> */
    float *zeros; /* [dim] of a bucket that nothing was learnt of */
    void (*each)(void *self, const kith_word_part *part);
    void *self;
} speller;

static void tell_gram(void *self, const kith_subword *gram)
{
    const speller *s = self;
    const float *row = kith_grams_row(&s->v->grams, gram->bucket);
    s->each(s->self, &(kith_word_part){s->marked + gram->first, gram->end - gram->first,
                                       row != NULL ? row : s->zeros});
}

static void tell_all(speller *s, const char *word, size_t bytes)
{
    const kith_grams *g = &s->v->grams;
    const uint64_t row = kith_vectors_find(s->v, word, bytes);
    s->marked[0] = '<';
    memcpy(s->marked + 1, word, bytes);
    s->marked[bytes + 1] = '>';
    if (row != KITH_NO_WORD)
        s->each(s->self, &(kith_word_part){word, bytes, g->own.at + row * g->own.stride});
    kith_subwords_spell(&g->how, word, bytes, tell_gram, s);
}

kith_status kith_vectors_spell(const kith_vectors *v, const char *word, size_t bytes,
                               void (*each)(void *self, const kith_word_part *part), void *self,
                               kith_error *err)
{
    if (v->grams.how.most == 0)
        return kith_fail(err, KITH_ERR_USAGE, "no n-grams: the vectors (%s) are of words alone",
                         kith_vectors_format(v));
    speller s = {.v = v,
                 .marked = kith_mem_new(bytes + 2, 1),
                 .zeros = kith_mem_new(v->input.dim, sizeof *s.zeros),
                 .each = each,
                 .self = self};
    kith_status status = KITH_OK;
    if (s.marked != NULL && s.zeros != NULL)
        tell_all(&s, word, bytes);
    else
        status = kith_fail_memory(err, "the n-grams of a word", bytes);
    kith_mem_free(s.marked);
    kith_mem_free(s.zeros);
    return status;
}
