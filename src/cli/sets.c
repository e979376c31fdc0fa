/* Words as terms; see sets.h. */
#include "sets.h"

#include "model_arg.h"

#include <stdlib.h>

static kith_status add(const kith_vectors *v, const char *word, size_t bytes, kith_term **terms,
                       size_t *count, kith_error *err)
{
    kith_term *more = realloc(*terms, (*count + 1) * sizeof *more);
    if (more == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    *terms = more;
    more[*count] = (kith_term){.weight = 1};
    return model_find(v, word, bytes, &more[(*count)++].row, err);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

kith_status sets_add(const kith_vectors *v, const question_word *text, kith_term **terms,
                     size_t *count, kith_error *err)
{
    kith_status status = KITH_OK;
    if (kith_vectors_find(v, text->at, text->bytes) != UINT64_MAX)
        return add(v, text->at, text->bytes, terms, count, err);
    const size_t before = *count;
    for (size_t i = 0, bytes; i < text->bytes && status == KITH_OK; i += bytes + 1) {
        for (bytes = 0; i + bytes < text->bytes && !is_blank(text->at[i + bytes]);)
            bytes++;
        if (bytes > 0)
            status = add(v, text->at + i, bytes, terms, count, err);
    }
    if (status == KITH_OK && *count == before)
        return kith_fail(err, KITH_ERR_USAGE, "a set without a word");
    return status;
}
