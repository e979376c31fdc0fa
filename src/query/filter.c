/*
 * Who may answer: rows that are not asked for get NaN for their scale, and NaN never enters the
 * best. So every kind of question is restricted in one place, and a pass costs what it always does.
 */
#include "query/search.h"

#include <math.h>

#include "base/mem.h"
#include "text/glob.h"
#include "text/words.h"
#include "vec/vectors.h"

static void drop_rare(const kith_search *s, uint64_t least)
{
    for (uint64_t i = 0; i < s->rows; i++)
        if (kith_vectors_count(s->v, i) < least)
            s->scale[i] = NAN;
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

/* Marks the rows whose words stand in the file, one a line. */
static kith_status mark_listed(const kith_search *s, kith_lines *lines, unsigned char *listed,
                               uint64_t *unknown, kith_error *err)
{
    for (;;) {
        const char *word;
        size_t bytes;
        KITH_TRY(kith_lines_next(lines, &word, &bytes, err));
        if (word == NULL)
            return KITH_OK;
        const uint64_t row = kith_vectors_find(s->v, word, bytes);
        if (row < s->rows)
            listed[row] = 1;
        *unknown += row == KITH_NO_WORD && bytes > 0 ? 1 : 0;
    }
}

static kith_status drop_unlisted(const kith_search *s, const char *path, uint64_t *unknown,
                                 kith_error *err)
{
    kith_lines *lines = NULL;
    unsigned char *listed = kith_mem_new(s->rows, 1);
    if (listed == NULL)
        return kith_fail_memory(err, "the words of a list", s->rows);
    kith_status status = kith_lines_open(path, &lines, err);
    if (status == KITH_OK)
        status = mark_listed(s, lines, listed, unknown, err);
    kith_lines_close(lines);
    for (uint64_t i = 0; status == KITH_OK && i < s->rows; i++)
        if (!listed[i])
            s->scale[i] = NAN;
    kith_mem_free(listed);
    return status;
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
    *left = *unknown = 0;
    if (filter->min_count > 0 && !kith_vectors_has_counts(s->v))
        return kith_fail(err, KITH_ERR_USAGE,
                         "no answers by count: the file (%s) has no counts of words",
                         kith_vectors_format(s->v));
    if (filter->only != NULL)
        KITH_TRY(drop_unlisted(s, filter->only, unknown, err));
    if (filter->min_count > 0)
        drop_rare(s, filter->min_count);
    if (filter->match != NULL)
        drop_unlike(s, filter->match);
    *left = count_left(s);
    return KITH_OK;
}
