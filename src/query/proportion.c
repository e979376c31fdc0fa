/*
 * Analogies as proportions, "man:king::woman:?": pairs that stand in one relation, and a word of
 * one of them that is asked for.
 *
 * The answer is the known word of that pair, moved by the mean step of the other pairs (3CosAvg,
 * Drozd et al. 2016; with one other pair 3CosAdd), backward where the first word is asked for.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "query/expression.h"

static bool is_unknown(kith_slice word)
{
    return word.bytes == 1 && word.at[0] == '?';
}

/* Takes the text before the next "::" off *rest. */
static kith_slice take_pair(kith_slice *rest)
{
    size_t bytes = 0;
    while (bytes < rest->bytes &&
           !(rest->at[bytes] == ':' && bytes + 1 < rest->bytes && rest->at[bytes + 1] == ':'))
        bytes++;
    const kith_slice pair = {rest->at, bytes};
    const size_t taken = bytes < rest->bytes ? bytes + 2 : bytes;
    *rest = (kith_slice){rest->at + taken, rest->bytes - taken};
    return pair;
}

static kith_status split_pair(kith_slice pair, kith_slice word[2], kith_error *err)
{
    kith_slice rest = pair;
    word[0] = kith_slice_field(&rest, ':');
    word[1] = kith_slice_trim(rest);
    if (word[0].bytes > 0 && word[1].bytes > 0 && memchr(word[1].at, ':', word[1].bytes) == NULL)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE, "'%.*s' is no pair of words, A:B",
                     (int)(pair.bytes < 200 ? pair.bytes : 200), pair.at);
}

/*
 * The terms of all pairs as if their steps were added; weights are set once it is known how many
 * pairs there are. *backward: the first word of its pair is asked for. *known: its term.
 */
static kith_status read_pairs(const kith_vectors *v, kith_slice text, kith_term *term,
                              size_t *count, size_t *known, bool *backward, kith_error *err)
{
    *count = 0;
    *known = SIZE_MAX;
    while (text.bytes > 0) {
        kith_slice word[2];
        KITH_TRY(split_pair(take_pair(&text), word, err));
        for (size_t i = 0; i < 2; i++) {
            if (!is_unknown(word[i])) {
                KITH_TRY(kith_query_term(v, word[i], i == 0 ? -1 : 1, &term[(*count)++], err));
                continue;
            }
            if (*known != SIZE_MAX)
                return kith_fail(err, KITH_ERR_USAGE, "only one word can be asked for by '?'");
            *backward = i == 0;
            *known = *backward ? *count : *count - 1;
        }
    }
    return KITH_OK;
}

static kith_status parse(const kith_vectors *v, kith_slice text, kith_term *term, size_t *count,
                         kith_error *err)
{
    size_t known;
    bool backward = false;
    KITH_TRY(read_pairs(v, text, term, count, &known, &backward, err));
    if (known == SIZE_MAX || *count < 3)
        return kith_fail(err, KITH_ERR_USAGE,
                         "an analogy by pairs is A:B::C:?, one word of them asked for by '?'");
    const size_t pairs = *count / 2;
    for (size_t i = 0; i < *count; i++)
        term[i].weight = i == known ? 1 : (backward ? -1 : 1) * term[i].weight / (float)pairs;
    return KITH_OK;
}

kith_status kith_query_proportion(const kith_vectors *v, const char *text, kith_term **terms,
                                  size_t *count, kith_error *err)
{
    const kith_slice whole = kith_slice_trim((kith_slice){text, strlen(text)});
    *count = 0;
    *terms = kith_mem_grow(NULL, whole.bytes / 2 + 2, sizeof **terms);
    if (*terms == NULL)
        return kith_fail_memory(err, "a query", whole.bytes / 2 + 2);
    const kith_status status = parse(v, whole, *terms, count, err);
    if (status != KITH_OK) {
        free(*terms);
        *terms = NULL;
        *count = 0;
    }
    return status;
}
