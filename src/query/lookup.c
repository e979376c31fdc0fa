/*
 * Without folding, the vectors' own lookup; with it, a second set that holds the folded words.
 */
#include "query/lookup.h"

#include <stdlib.h>

#include "base/mem.h"

static char *fold(const char *word, size_t bytes, char *folded)
{
    for (size_t i = 0; i < bytes; i++)
        folded[i] = word[i] >= 'a' && word[i] <= 'z' ? (char)(word[i] - 'a' + 'A') : word[i];
    return folded;
}

static size_t longest_word(const kith_vectors *v, uint64_t rows)
{
    size_t longest = 0, bytes;
    for (uint64_t i = 0; i < rows; i++) {
        kith_vectors_word(v, i, &bytes);
        longest = bytes > longest ? bytes : longest;
    }
    return longest;
}

static kith_status fold_all(kith_lookup *l, kith_error *err)
{
    l->longest = longest_word(l->v, l->rows);
    l->scratch = kith_mem_grow(NULL, l->longest + 1, 1);
    l->row = kith_mem_grow(NULL, l->rows + 1, sizeof *l->row);
    if (l->scratch == NULL || l->row == NULL)
        return kith_fail_memory(err, "the folded words", l->rows * sizeof *l->row);
    for (uint64_t i = 0; i < l->rows; i++) {
        size_t bytes;
        const char *word = kith_vectors_word(l->v, i, &bytes);
        uint64_t id;
        bool added;
        KITH_TRY(kith_words_add(&l->words, fold(word, bytes, l->scratch), bytes, &id, &added, err));
        if (added)
            l->row[id] = i;
    }
    return KITH_OK;
}

kith_status kith_lookup_init(kith_lookup *l, const kith_vectors *v, uint64_t rows, bool fold_case,
                             kith_error *err)
{
    const uint64_t all = kith_vectors_rows(v);
    *l = (kith_lookup){.v = v, .rows = rows == 0 || rows > all ? all : rows, .fold = fold_case};
    const kith_status status = fold_case ? fold_all(l, err) : KITH_OK;
    if (status != KITH_OK)
        kith_lookup_clear(l);
    return status;
}

uint64_t kith_lookup_find(kith_lookup *l, kith_slice word)
{
    if (!l->fold) {
        const uint64_t row = kith_vectors_find(l->v, word.at, word.bytes);
        return row < l->rows ? row : KITH_NO_WORD;
    }
    if (word.bytes > l->longest)
        return KITH_NO_WORD;
    const uint64_t id =
        kith_words_find(&l->words, fold(word.at, word.bytes, l->scratch), word.bytes);
    return id == KITH_NO_WORD ? KITH_NO_WORD : l->row[id];
}

uint64_t kith_lookup_ask(kith_lookup *l, kith_slice word)
{
    const uint64_t row = kith_lookup_find(l, word);
    if (row != KITH_NO_WORD || !l->use_grams ||
        kith_vectors_find(l->v, word.at, word.bytes) != KITH_NO_WORD)
        return row;
    return kith_vectors_ask(l->v, word.at, word.bytes);
}

void kith_lookup_clear(kith_lookup *l)
{
    kith_words_clear(&l->words);
    free(l->row);
    free(l->scratch);
    *l = (kith_lookup){0};
}
