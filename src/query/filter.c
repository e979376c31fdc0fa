/*
 * Who may answer: rows that are not asked for get NaN for their scale, and NaN never enters the
 * best. So every kind of question is restricted in one place, and a pass costs what it always does.
 */
#include "query/search.h"

#include <math.h>

#include "text/glob.h"
#include "text/regex.h"
#include "vec/vectors.h"
#include "vec/word_list.h"

static void drop_by_count(const kith_search *s, uint64_t least, uint64_t most)
{
    for (uint64_t i = 0; i < s->rows; i++) {
        const uint64_t count = kith_vectors_count(s->v, i);
        if (count < least || (most > 0 && count > most))
            s->scale[i] = NAN;
    }
}

static void drop_unlike(const kith_search *s, const char *pattern)
{
    for (uint64_t i = 0; i < s->rows; i++) {
        size_t bytes;
        const char *word = kith_vectors_word(s->v, i, &bytes);
        if (!kith_glob_match(pattern, word, bytes))
            s->scale[i] = NAN;
    }
}

static kith_status drop_unmatched(const kith_search *s, const char *pattern, kith_error *err)
{
    kith_regex *r = NULL;
    KITH_TRY(kith_regex_new(pattern, &r, err));
    for (uint64_t i = 0; i < s->rows; i++) {
        size_t bytes;
        const char *word = kith_vectors_word(s->v, i, &bytes);
        if (!kith_regex_match(r, word, bytes))
            s->scale[i] = NAN;
    }
    kith_regex_free(r);
    return KITH_OK;
}

static void drop_unlisted(const kith_search *s, const kith_words *list, uint64_t *unknown)
{
    for (uint64_t i = 0; i < s->rows; i++) {
        size_t bytes;
        const char *word = kith_vectors_word(s->v, i, &bytes);
        if (kith_words_find(list, word, bytes) == KITH_NO_WORD)
            s->scale[i] = NAN;
    }
    for (uint64_t i = 0; i < list->size; i++) {
        size_t bytes;
        const char *word = kith_words_at(list, i, &bytes);
        *unknown += kith_vectors_find(s->v, word, bytes) == KITH_NO_WORD ? 1 : 0;
    }
}

static uint64_t count_left(const kith_search *s)
{
    uint64_t left = 0;
    for (uint64_t i = 0; i < s->rows; i++)
        left += isnan(s->scale[i]) ? 0 : 1;
    return left;
}

kith_status kith_search_restrict(kith_search *s, const kith_filter *filter, uint64_t *left,
                                 uint64_t *unknown, kith_error *err)
{
    const bool counted = filter->min_count > 0 || filter->max_count > 0;
    *left = *unknown = 0;
    if (counted && !kith_vectors_has_counts(s->v))
        return kith_fail(err, KITH_ERR_USAGE,
                         "no answers by count: the file (%s) has no counts of words",
                         kith_vectors_format(s->v));
    if (filter->match != NULL)
        KITH_TRY(kith_glob_check(filter->match, err));
    if (filter->regex != NULL)
        KITH_TRY(drop_unmatched(s, filter->regex, err));
    if (filter->only != NULL) {
        kith_words list;
        KITH_TRY(kith_word_list_read(filter->only, &list, err));
        drop_unlisted(s, &list, unknown);
        kith_words_clear(&list);
    }
    if (counted)
        drop_by_count(s, filter->min_count, filter->max_count);
    if (filter->match != NULL)
        drop_unlike(s, filter->match);
    *left = count_left(s);
    return KITH_OK;
}
