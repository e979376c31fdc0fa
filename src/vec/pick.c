#include "vec/pick.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/glob.h"
#include "text/regex.h"
#include "vec/word_list.h"

void kith_pick_clear(kith_pick *p)
{
    kith_words_clear(&p->words);
    kith_words_clear(&p->named);
    kith_mem_free(p->count);
    kith_mem_free(p->place);
    *p = (kith_pick){0};
}

/* --- the words of all files --- */

static kith_status gather_words(const kith_vectors *v, kith_words *words, kith_error *err)
{
    for (uint64_t row = 0; row < kith_vectors_rows(v); row++) {
        size_t bytes;
        uint64_t id;
        bool added;
        const char *word = kith_vectors_word(v, row, &bytes);
        KITH_TRY(kith_words_add(words, word, bytes, &id, &added, err));
    }
    return KITH_OK;
}

/* A word's count is that of the file whose numbers it has, or all of them for a mean. */
static void gather_counts(const kith_vectors *v, kith_clash clash, kith_pick *p, bool *seen)
{
    for (uint64_t row = 0; row < kith_vectors_rows(v); row++) {
        size_t bytes;
        const char *word = kith_vectors_word(v, row, &bytes);
        const uint64_t id = kith_words_find(&p->words, word, bytes);
        const uint64_t before = clash == KITH_CLASH_MEAN ? p->count[id] : 0;
        if (!seen[id] || clash != KITH_CLASH_FIRST)
            p->count[id] = before + kith_vectors_count(v, row);
        seen[id] = true;
    }
}

static kith_status gather(const kith_vectors *const *v, size_t count, kith_clash clash,
                          kith_pick *p, kith_error *err)
{
    bool counts = true;
    for (size_t i = 0; i < count; i++) {
        KITH_TRY(gather_words(v[i], &p->words, err));
        counts &= kith_vectors_has_counts(v[i]);
    }
    p->place = kith_mem_new(p->words.size, sizeof *p->place);
    p->count = counts ? kith_mem_new(p->words.size, sizeof *p->count) : NULL;
    bool *seen = kith_mem_new(p->words.size, sizeof *seen);
    const bool enough = p->place != NULL && seen != NULL && (!counts || p->count != NULL);
    for (size_t i = 0; enough && counts && i < count; i++)
        gather_counts(v[i], clash, p, seen);
    kith_mem_free(seen);
    return enough ? KITH_OK : kith_fail_memory(err, "words", p->words.size * sizeof *p->place);
}

/* --- which stay --- */

/* Words in the list stay, or all others; those of the list that are unknown are counted. */
static kith_status filter_list(kith_pick *p, const char *path, bool listed_stay, uint64_t *unknown,
                               kith_error *err)
{
    kith_words list;
    KITH_TRY(kith_word_list_read(path, &list, err));
    uint64_t known = 0;
    for (uint64_t id = 0; id < p->words.size; id++) {
        size_t bytes;
        const char *word = kith_words_at(&p->words, id, &bytes);
        const bool listed = kith_words_find(&list, word, bytes) != KITH_NO_WORD;
        known += listed;
        if (listed != listed_stay)
            p->place[id] = KITH_NO_WORD;
    }
    *unknown = list.size - known;
    kith_words_clear(&list);
    return KITH_OK;
}

static bool passes(const kith_pick *p, const kith_edit *how, uint64_t id)
{
    size_t bytes;
    const char *word = kith_words_at(&p->words, id, &bytes);
    return p->place[id] != KITH_NO_WORD && (how->top == 0 || p->rows < how->top) &&
           (how->min_count == 0 || p->count[id] >= how->min_count) &&
           (how->match == NULL || kith_glob_match(how->match, word, bytes));
}

static kith_status filter_regex(kith_pick *p, const char *pattern, kith_error *err)
{
    kith_regex *r = NULL;
    KITH_TRY(kith_regex_new(pattern, &r, err));
    for (uint64_t id = 0; id < p->words.size; id++) {
        size_t bytes;
        const char *word = kith_words_at(&p->words, id, &bytes);
        if (!kith_regex_match(r, word, bytes))
            p->place[id] = KITH_NO_WORD;
    }
    kith_regex_free(r);
    return KITH_OK;
}

static kith_status filter(kith_pick *p, const kith_edit *how, kith_edit_report *report,
                          kith_error *err)
{
    if (how->min_count > 0 && p->count == NULL)
        return kith_fail(err, KITH_ERR_USAGE,
                         "a least count needs vectors with counts, these have none");
    if (how->match != NULL)
        KITH_TRY(kith_glob_check(how->match, err));
    if (how->regex != NULL)
        KITH_TRY(filter_regex(p, how->regex, err));
    if (how->only != NULL)
        KITH_TRY(filter_list(p, how->only, true, &report->only_unknown, err));
    if (how->without != NULL)
        KITH_TRY(filter_list(p, how->without, false, &report->without_unknown, err));
    for (uint64_t id = 0; id < p->words.size; id++)
        p->place[id] = passes(p, how, id) ? p->rows++ : KITH_NO_WORD;
    if (p->rows == 0)
        return kith_fail(err, KITH_NOT_FOUND, "no row is left of %" PRIu64, p->words.size);
    return KITH_OK;
}

/* --- their names --- */

typedef struct renaming {
    const char *path;
    kith_words fresh; /* the new names, in the order of the file's lines that count */
    uint64_t *line;   /* [fresh] */
    uint64_t *name;   /* [words] the new name, KITH_NO_WORD: as it was */
    uint64_t room;
} renaming;

static kith_status fail_twice(const renaming *r, uint64_t line, const char *word, size_t bytes,
                              kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": \"%.*s\" would be there twice", r->path,
                     line, (int)bytes, word);
}

static kith_status add_rename(const kith_pick *p, renaming *r, const kith_word_pair *pair,
                              uint64_t line, uint64_t *unknown, kith_error *err)
{
    const uint64_t id = kith_words_find(&p->words, pair->first, pair->first_bytes);
    uint64_t fresh;
    bool added;
    if (id == KITH_NO_WORD || p->place[id] == KITH_NO_WORD) {
        ++*unknown;
        return KITH_OK;
    }
    if (r->name[id] != KITH_NO_WORD)
        return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": \"%.*s\" has a new name already",
                         r->path, line, (int)pair->first_bytes, pair->first);
    KITH_TRY(kith_words_add(&r->fresh, pair->second, pair->second_bytes, &fresh, &added, err));
    if (!added)
        return fail_twice(r, line, pair->second, pair->second_bytes, err);
    uint64_t *lines = kith_mem_room(r->line, fresh, &r->room, sizeof *lines);
    if (lines == NULL)
        return kith_fail_memory(err, "new names", fresh * sizeof *lines);
    r->line = lines;
    r->line[fresh] = line;
    r->name[id] = fresh;
    return KITH_OK;
}

static kith_status read_renames(const kith_pick *p, renaming *r, uint64_t *unknown, kith_error *err)
{
    kith_lines *lines = NULL;
    kith_word_pair pair;
    KITH_TRY(kith_lines_open(r->path, &lines, err));
    kith_status status = kith_word_pair_next(lines, &pair, err);
    while (status == KITH_OK && pair.first != NULL) {
        status = add_rename(p, r, &pair, kith_lines_number(lines), unknown, err);
        if (status == KITH_OK)
            status = kith_word_pair_next(lines, &pair, err);
    }
    kith_lines_close(lines);
    return status;
}

/* The names of the rows, in their order; two of one name can only come from a new one. */
static kith_status name_rows(kith_pick *p, const renaming *r, kith_error *err)
{
    for (uint64_t id = 0; id < p->words.size; id++) {
        size_t bytes;
        uint64_t row;
        bool added;
        if (p->place[id] == KITH_NO_WORD)
            continue;
        const bool renamed = r->name != NULL && r->name[id] != KITH_NO_WORD;
        const char *word = renamed ? kith_words_at(&r->fresh, r->name[id], &bytes)
                                   : kith_words_at(&p->words, id, &bytes);
        KITH_TRY(kith_words_add(&p->named, word, bytes, &row, &added, err));
        if (!added && r->line != NULL)
            return fail_twice(r, r->line[kith_words_find(&r->fresh, word, bytes)], word, bytes,
                              err);
    }
    return KITH_OK;
}

static kith_status rename_rows(kith_pick *p, const char *path, kith_edit_report *report,
                               kith_error *err)
{
    renaming r = {.path = path};
    kith_status status = KITH_OK;
    if (path != NULL) {
        r.name = kith_mem_new(p->words.size, sizeof *r.name);
        if (r.name == NULL)
            return kith_fail_memory(err, "new names", p->words.size * sizeof *r.name);
        memset(r.name, 0xff, p->words.size * sizeof *r.name);
        status = read_renames(p, &r, &report->rename_unknown, err);
        report->renamed = r.fresh.size;
    }
    if (status == KITH_OK)
        status = name_rows(p, &r, err);
    kith_words_clear(&r.fresh);
    free(r.line);
    kith_mem_free(r.name);
    return status;
}

kith_status kith_pick_make(const kith_vectors *const *v, size_t count, const kith_edit *how,
                           kith_pick *out, kith_edit_report *report, kith_error *err)
{
    *out = (kith_pick){0};
    kith_status status = gather(v, count, how->clash, out, err);
    if (status == KITH_OK)
        status = filter(out, how, report, err);
    if (status == KITH_OK)
        status = rename_rows(out, how->rename, report, err);
    report->words = out->words.size;
    report->rows = out->rows;
    if (status != KITH_OK)
        kith_pick_clear(out);
    return status;
}
