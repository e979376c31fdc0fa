/* Pairs of rows: words that two spaces share, or those of a word list. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/rng.h"
#include "vec/vectors.h"
#include "vec/word_list.h"

static kith_status add(kith_row_pairs *p, uint64_t *room, kith_row_pair pair, kith_error *err)
{
    kith_row_pair *grown = kith_mem_room(p->pair, p->count, room, sizeof *grown);
    if (grown == NULL)
        return kith_fail_memory(err, "pairs of words", p->count * sizeof *grown);
    p->pair = grown;
    p->pair[p->count++] = pair;
    return KITH_OK;
}

static kith_status add_shared(const kith_vectors *a, const kith_vectors *b, kith_row_pairs *out,
                              kith_error *err)
{
    uint64_t room = 0;
    for (uint64_t row = 0; row < kith_vectors_rows(a); row++) {
        size_t bytes;
        const char *word = kith_vectors_word(a, row, &bytes);
        const uint64_t other = kith_words_find(&b->words, word, bytes);
        if (other != KITH_NO_WORD)
            KITH_TRY(add(out, &room, (kith_row_pair){row, other}, err));
    }
    if (out->count == 0)
        return kith_fail(err, KITH_NOT_FOUND, "the two have no word in common");
    return KITH_OK;
}

kith_status kith_row_pairs_shared(const kith_vectors *a, const kith_vectors *b, kith_row_pairs *out,
                                  kith_error *err)
{
    *out = (kith_row_pairs){0};
    const kith_status status = add_shared(a, b, out, err);
    if (status != KITH_OK)
        kith_row_pairs_clear(out);
    return status;
}

static kith_status add_lines(kith_lines *lines, const kith_vectors *a, const kith_vectors *b,
                             kith_row_pairs *out, kith_error *err)
{
    kith_word_pair words;
    uint64_t room = 0;
    for (;;) {
        KITH_TRY(kith_word_pair_next(lines, &words, err));
        if (words.first == NULL)
            return KITH_OK;
        const kith_row_pair pair = {kith_words_find(&a->words, words.first, words.first_bytes),
                                    kith_words_find(&b->words, words.second, words.second_bytes)};
        if (pair.a == KITH_NO_WORD || pair.b == KITH_NO_WORD)
            out->unknown++;
        else
            KITH_TRY(add(out, &room, pair, err));
    }
}

kith_status kith_row_pairs_read(const char *path, const kith_vectors *a, const kith_vectors *b,
                                kith_row_pairs *out, kith_error *err)
{
    kith_lines *lines = NULL;
    *out = (kith_row_pairs){0};
    KITH_TRY(kith_lines_open(path, &lines, err));
    kith_status status = add_lines(lines, a, b, out, err);
    kith_lines_close(lines);
    if (status == KITH_OK && out->count == 0)
        status = kith_fail(err, KITH_NOT_FOUND, "%s: no line has two words that are known", path);
    if (status != KITH_OK)
        kith_row_pairs_clear(out);
    return status;
}

uint64_t kith_row_pairs_split(kith_row_pairs *p, double share, uint64_t seed)
{
    const uint64_t key = kith_rng_key(seed, 0, 0, KITH_RNG_SPLIT);
    uint64_t from = 0, to = p->count;
    while (from < to) /* a swap brings another pair here: it is looked at next */
        if (kith_rng_unit(kith_rng_at(key, p->pair[from].a)) >= share) {
            from++;
        } else {
            const kith_row_pair last = p->pair[--to];
            p->pair[to] = p->pair[from];
            p->pair[from] = last;
        }
    return from;
}

void kith_row_pairs_clear(kith_row_pairs *p)
{
    free(p->pair);
    *p = (kith_row_pairs){0};
}
