/*
 * Two passes, the second over ids in memory: which words get rows is known only when all are
 * counted, and n-grams get theirs behind the words'.
 */
#include "task/text_data.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/rng.h"
#include "train/split.h"

/* What the first pass leaves: every token of every line under a provisional id. */
typedef struct reading {
    kith_features first; /* words and labels as they came */
    kith_line_features scratch;
    kith_text_data *data; /* its lines hold places in `token` until the second pass */
    uint32_t *token;
    uint64_t tokens, token_room, line_room, label_room, labels;
    uint64_t *count; /* [first.words.size] */
    uint64_t count_room, counted;
} reading;

static kith_status no_memory(kith_error *err, const reading *r)
{
    return kith_fail_memory(err, "the lines of text", r->tokens * 2 * sizeof *r->token);
}

static kith_status count_token(reading *r, uint32_t id, kith_error *err)
{
    uint32_t *token = kith_mem_room(r->token, r->tokens, &r->token_room, sizeof *token);
    if (token == NULL)
        return no_memory(err, r);
    r->token = token;
    token[r->tokens++] = id;
    if (id == r->counted) {
        uint64_t *count = kith_mem_room(r->count, id, &r->count_room, sizeof *count);
        if (count == NULL)
            return no_memory(err, r);
        r->count = count;
        count[r->counted++] = 0;
    }
    r->count[id]++;
    return KITH_OK;
}

static kith_status keep_labels(reading *r, kith_error *err)
{
    const kith_line_features *l = &r->scratch;
    for (size_t i = 0; i < l->labels; i++) {
        uint32_t *label = kith_mem_room(r->data->label, r->labels, &r->label_room, sizeof *label);
        if (label == NULL)
            return no_memory(err, r);
        r->data->label = label;
        label[r->labels++] = l->label[i];
    }
    return KITH_OK;
}

static kith_status keep_line(reading *r, kith_error *err)
{
    const kith_line_features *l = &r->scratch;
    kith_text_data *d = r->data;
    kith_text_line *line = kith_mem_room(d->line, d->lines, &r->line_room, sizeof *line);
    if (line == NULL)
        return no_memory(err, r);
    d->line = line;
    line[d->lines++] = (kith_text_line){.at = r->tokens,
                                        .label = r->labels,
                                        .words = (uint32_t)l->words,
                                        .labels = (uint32_t)l->labels};
    d->words += l->words - 1;
    for (size_t i = 0; i < l->words; i++)
        KITH_TRY(count_token(r, l->row[i], err));
    return keep_labels(r, err);
}

static kith_status read_lines(reading *r, kith_lines *lines, kith_error *err)
{
    const char *line;
    size_t bytes;
    for (;;) {
        KITH_TRY(kith_lines_next(lines, &line, &bytes, err));
        if (line == NULL)
            return KITH_OK;
        KITH_TRY(kith_features_read(&r->first, line, bytes, true, &r->scratch, err));
        if (r->scratch.labels > 0)
            KITH_TRY(keep_line(r, err));
        else if (r->scratch.words > 1)
            r->data->unlabelled++;
    }
}

static kith_status read_files(reading *r, const char *const *paths, size_t count, kith_error *err)
{
    kith_paths files = {0};
    KITH_TRY(kith_paths_expand(paths, count, &files, err));
    kith_status status = KITH_OK;
    for (size_t i = 0; i < files.count && status == KITH_OK; i++) {
        kith_lines *lines = NULL;
        status = kith_lines_open(files.path[i], &lines, err);
        if (status == KITH_OK)
            status = read_lines(r, lines, err);
        kith_lines_close(lines);
    }
    kith_paths_clear(&files);
    return status;
}

static kith_status check_labels(const reading *r, const char *path, kith_error *err)
{
    const uint64_t classes = r->first.labels.size;
    if (r->data->lines == 0)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s: no line has a label: expected __label__NAME before the words", path);
    if (classes < 2)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s: all %llu lines have the same label, there is nothing to tell apart",
                         path, (unsigned long long)r->data->lines);
    return KITH_OK;
}

static kith_status add_words(kith_words *to, const kith_words *from, const uint64_t *count,
                             uint64_t least, uint64_t *id_of, kith_error *err)
{
    for (uint64_t i = 0; i < from->size; i++) {
        size_t bytes;
        bool added;
        uint64_t id = KITH_NO_WORD;
        const char *word = kith_words_at(from, i, &bytes);
        if (count == NULL || count[i] >= least)
            KITH_TRY(kith_words_add(to, word, bytes, &id, &added, err));
        if (id_of != NULL)
            id_of[i] = id;
    }
    return KITH_OK;
}

/* Appends a line's rows to those of the data. */
static kith_status put_rows(kith_text_data *d, kith_text_line *line, const kith_line_features *l,
                            uint64_t *used, uint64_t *room, kith_error *err)
{
    const uint64_t rows = l->words + l->grams;
    if (*used + rows > *room) {
        const uint64_t more = (*used + rows) * 2;
        uint32_t *grown = kith_mem_grow(d->row, more, sizeof *grown);
        if (grown == NULL)
            return kith_fail_memory(err, "the features of the text", more * sizeof *grown);
        d->row = grown;
        *room = more;
    }
    for (uint64_t i = 0; i < rows; i++)
        d->row[*used + i] = l->row[i];
    line->at = *used;
    line->words = (uint32_t)l->words;
    line->grams = (uint32_t)l->grams;
    d->longest = d->longest < rows ? (uint32_t)rows : d->longest;
    *used += rows;
    return KITH_OK;
}

/* The second pass: final rows for words (id_of), then for n-grams. */
static kith_status renumber(reading *r, kith_features *f, const uint64_t *id_of,
                            const uint64_t *hash_of, kith_error *err)
{
    kith_text_data *d = r->data;
    kith_line_features *l = &r->scratch;
    uint64_t used = 0, room = 0;
    for (uint64_t i = 0; i < d->lines; i++) {
        const uint32_t *token = r->token + d->line[i].at;
        l->hashes = d->line[i].words;
        l->words = l->grams = 0;
        for (size_t k = 0; k < l->hashes; k++) {
            l->hash[k] = hash_of[token[k]];
            if (id_of[token[k]] != KITH_NO_WORD)
                l->row[l->words++] = (uint32_t)id_of[token[k]];
        }
        KITH_TRY(kith_features_grams(f, true, l, err));
        KITH_TRY(put_rows(d, &d->line[i], l, &used, &room, err));
    }
    return KITH_OK;
}

static kith_status finish(reading *r, kith_features *f, const kith_text_reading *how,
                          kith_error *err)
{
    const uint64_t words = r->first.words.size;
    uint64_t *id_of = kith_mem_new(words, 2 * sizeof *id_of);
    if (id_of == NULL)
        return kith_fail_memory(err, "the words", words * 2 * sizeof *id_of);
    uint64_t *hash_of = id_of + words;
    for (uint64_t i = 0; i < words; i++) {
        size_t bytes;
        const char *word = kith_words_at(&r->first.words, i, &bytes);
        hash_of[i] = kith_hash(word, bytes, 0);
    }
    kith_status status =
        add_words(&f->words, &r->first.words, r->count, how->min_count, id_of, err);
    if (status == KITH_OK && how->extra != NULL)
        status = add_words(&f->words, how->extra, NULL, 0, NULL, err);
    if (status == KITH_OK)
        status = add_words(&f->labels, &r->first.labels, NULL, 0, NULL, err);
    if (status == KITH_OK)
        status = renumber(r, f, id_of, hash_of, err);
    kith_mem_free(id_of);
    return status;
}

/* Fisher and Yates. */
static void shuffle(kith_text_data *d, uint64_t seed)
{
    const uint64_t key = kith_rng_key(seed, 0, 0, KITH_RNG_SPLIT);
    for (uint64_t i = d->lines; i > 1; i--) {
        const uint64_t j = kith_rng_at(key, i) % i;
        const kith_text_line line = d->line[i - 1];
        d->line[i - 1] = d->line[j];
        d->line[j] = line;
    }
}

/* Words and labels of lines that were not drawn stay known, so that members agree on both. */
static kith_status draw_bag(kith_text_data *d, uint64_t seed, kith_error *err)
{
    const uint64_t key = kith_rng_key(seed, 0, 0, KITH_RNG_BAG);
    kith_text_line *line = kith_mem_grow(NULL, d->lines, sizeof *line);
    if (line == NULL)
        return kith_fail_memory(err, "a sample of lines", d->lines * sizeof *line);
    for (uint64_t i = 0; i < d->lines; i++)
        line[i] = d->line[kith_rng_at(key, i) % d->lines];
    free(d->line);
    d->line = line;
    return KITH_OK;
}

kith_status kith_text_data_read(kith_features *features, const kith_text_reading *how,
                                const char *const *paths, size_t count, kith_text_data **out,
                                kith_error *err)
{
    reading r = {.data = kith_mem_new(1, sizeof *r.data)};
    *out = NULL;
    if (r.data == NULL)
        return kith_fail_memory(err, "the lines of text", sizeof *r.data);
    kith_status status = kith_features_init(&r.first, 1, 0, features->fold != NULL, err);
    if (status == KITH_OK)
        status = read_files(&r, paths, count, err);
    if (status == KITH_OK)
        status = check_labels(&r, paths[0], err);
    if (status == KITH_OK)
        status = finish(&r, features, how, err);
    kith_features_clear(&r.first);
    kith_line_features_clear(&r.scratch);
    free(r.token);
    free(r.count);
    if (status == KITH_OK)
        shuffle(r.data, how->seed);
    if (status == KITH_OK && how->bag)
        status = draw_bag(r.data, how->seed, err);
    if (status == KITH_OK)
        *out = r.data;
    else
        kith_text_data_free(r.data);
    return status;
}

/* The split of tables, over the lines' labels. */
static kith_status split(const kith_text_data *d, size_t folds, size_t fold, uint64_t seed,
                         kith_split *out, kith_error *err)
{
    kith_dataset lines = {.rows = d->lines};
    lines.label = kith_mem_new(d->lines, sizeof *lines.label);
    if (lines.label == NULL)
        return kith_fail_memory(err, "a split", d->lines * sizeof *lines.label);
    for (uint64_t i = 0; i < d->lines; i++)
        lines.label[i] = d->label[d->line[i].label];
    const kith_status status = kith_split_fold(&lines, folds, fold, seed, out, err);
    kith_mem_free(lines.label);
    return status;
}

kith_status kith_text_data_hold_out(kith_text_data *d, size_t folds, size_t fold, uint64_t seed,
                                    kith_error *err)
{
    kith_split parts = {0};
    KITH_TRY(split(d, folds, fold, seed, &parts, err));
    kith_text_line *line = kith_mem_grow(NULL, d->lines, sizeof *line);
    if (line == NULL) {
        kith_split_clear(&parts);
        return kith_fail_memory(err, "a split of lines", d->lines * sizeof *line);
    }
    for (uint64_t i = 0; i < d->lines; i++)
        line[i] = d->line[parts.row[i]];
    free(d->line);
    d->line = line;
    d->held = parts.test;
    kith_split_clear(&parts);
    return KITH_OK;
}

void kith_text_data_free(kith_text_data *d)
{
    if (d == NULL)
        return;
    free(d->line);
    free(d->row);
    free(d->label);
    kith_mem_free(d);
}
