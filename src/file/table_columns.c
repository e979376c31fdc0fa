#include "file/table_columns.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* What columns are sought in, and what for. */
typedef struct search {
    const char *file;
    const kith_record *header;
    size_t count;
} search;

static bool same(const char *a, size_t a_bytes, const char *b, size_t b_bytes)
{
    return a_bytes == b_bytes && memcmp(a, b, a_bytes) == 0;
}

/* The first column of this name. */
static size_t with_name(const search *s, const char *name, size_t bytes)
{
    size_t cell = 0;
    for (size_t i = 0; s->header != NULL && i < s->count; i++) {
        const char *text = kith_record_cell(s->header, i, &cell);
        if (same(text, cell, name, bytes))
            return i;
    }
    return KITH_NO_COLUMN;
}

static size_t by_place(const search *s, const char *text, size_t bytes)
{
    uint64_t number = 0;
    if (same(text, bytes, "first", 5))
        return 0;
    if (same(text, bytes, "last", 4))
        return s->count - 1;
    if (kith_parse_u64(text, bytes, &number) && number >= 1 && number <= s->count)
        return (size_t)(number - 1);
    return KITH_NO_COLUMN;
}

static kith_status find(const search *s, const char *text, size_t bytes, size_t *column,
                        kith_error *err)
{
    *column = with_name(s, text, bytes);
    if (*column == KITH_NO_COLUMN)
        *column = by_place(s, text, bytes);
    if (*column != KITH_NO_COLUMN)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE,
                     "%s has no column '%.*s': expected %s a number from 1 to %zu, first or last",
                     s->file, (int)(bytes < 100 ? bytes : 100), text,
                     s->header != NULL ? "a name of its header," : "(no line of names was found)",
                     s->count);
}

/* A column that says by its name that it holds the classes. */
static size_t named_as_label(const search *s)
{
    static const char *const names[] = {"label", "Label", "class", "Class"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const size_t column = with_name(s, names[i], strlen(names[i]));
        if (column != KITH_NO_COLUMN)
            return column;
    }
    return KITH_NO_COLUMN;
}

static kith_status find_label(const search *s, const char *label, size_t *column, kith_error *err)
{
    *column = KITH_NO_COLUMN;
    if (label == NULL)
        return KITH_OK;
    if (strcmp(label, "auto") != 0)
        return find(s, label, strlen(label), column, err);
    *column = named_as_label(s);
    return KITH_OK;
}

/* Keeps the list ascending. */
static kith_status add_target(const search *s, kith_table_columns *c, size_t column,
                              kith_error *err)
{
    size_t at = c->targets;
    if (at == KITH_TARGETS_MAX)
        return kith_fail(err, KITH_ERR_USAGE, "%s: more than %d targets", s->file,
                         KITH_TARGETS_MAX);
    for (; at > 0 && c->target[at - 1] >= column; at--) {
        if (c->target[at - 1] == column)
            return kith_fail(err, KITH_ERR_USAGE, "%s: column %zu is a target twice", s->file,
                             column + 1);
        c->target[at] = c->target[at - 1];
    }
    c->target[at] = column;
    c->targets++;
    return KITH_OK;
}

static kith_status find_targets(const search *s, const char *list, kith_table_columns *c,
                                kith_error *err)
{
    c->target = kith_mem_grow(NULL, KITH_TARGETS_MAX, sizeof *c->target);
    if (c->target == NULL)
        return kith_fail_memory(err, "targets", KITH_TARGETS_MAX * sizeof *c->target);
    for (const char *at = list;; at++) {
        const size_t bytes = strcspn(at, ",");
        size_t column = 0;
        KITH_TRY(find(s, at, bytes, &column, err));
        if (column == c->label)
            return kith_fail(err, KITH_ERR_USAGE, "%s: column %zu is the label and a target",
                             s->file, column + 1);
        KITH_TRY(add_target(s, c, column, err));
        at += bytes;
        if (*at == '\0')
            return KITH_OK;
    }
}

kith_status kith_table_columns_find(const kith_table_options *options, const char *file,
                                    const kith_record *header, size_t count,
                                    kith_table_columns *out, kith_error *err)
{
    const search s = {file, header, count};
    /* Another file has the labels, or numbers are to be predicted: nothing is guessed. */
    const bool guess = options->labels_file == NULL && options->targets == NULL;
    const char *label = options->label;
    if (label != NULL && strcmp(label, "auto") == 0 && !guess)
        label = NULL;
    *out = (kith_table_columns){.count = count};
    kith_status status = find_label(&s, label, &out->label, err);
    if (status == KITH_OK && options->targets != NULL)
        status = find_targets(&s, options->targets, out, err);
    if (status != KITH_OK)
        kith_table_columns_clear(out);
    return status;
}

void kith_table_columns_clear(kith_table_columns *c)
{
    free(c->target);
    *c = (kith_table_columns){0};
}

size_t kith_table_columns_features(const kith_table_columns *c)
{
    return c->count - c->targets - (c->label != KITH_NO_COLUMN ? 1 : 0);
}
