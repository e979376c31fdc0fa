/*
 * The set of phrases itself: rows added one after the other, by learning and by reading a file, so
 * that both go through the same checks.
 */
#include "text/phrase.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

kith_status kith_phrases_new(kith_config *config, kith_phrases **out, kith_error *err)
{
    *out = NULL;
    kith_phrases *p = calloc(1, sizeof *p);
    if (p == NULL) {
        kith_config_free(config);
        return kith_fail_memory(err, "phrases", sizeof *p);
    }
    p->config = config;
    kith_status status = kith_phrase_check(config, err);
    if (status == KITH_OK)
        status = kith_phrase_connectors(config, &p->token, err);
    if (status != KITH_OK)
        kith_phrases_free(p);
    else
        *out = p;
    return status;
}

void kith_phrases_free(kith_phrases *p)
{
    if (p == NULL)
        return;
    for (uint64_t i = 0; i < p->passes; i++)
        kith_join_clear(&p->pass[i].join);
    kith_config_free(p->config);
    kith_words_clear(&p->token);
    free(p->pass);
    free(p->row);
    free(p);
}

static uint32_t connectors_of(const kith_phrases *p)
{
    return p->passes > 0 ? p->pass[0].join.connectors : (uint32_t)p->token.size;
}

kith_status kith_phrases_add_pass(kith_phrases *p, uint64_t tokens, kith_error *err)
{
    kith_phrase_pass *pass = kith_mem_grow(p->pass, p->passes + 1, sizeof *pass);
    if (pass == NULL)
        return kith_fail_memory(err, "phrases", (p->passes + 1) * sizeof *pass);
    p->pass = pass;
    pass[p->passes].tokens = tokens;
    KITH_TRY(kith_join_init(&pass[p->passes].join, connectors_of(p), 0, err));
    p->passes++;
    return KITH_OK;
}

/* ---------------------------------------------------------------- one more */

/* The tokens of a phrase as ids, into `ids` [number of its words]. */
static kith_status read_tokens(kith_phrases *p, const kith_phrase_text *t, uint32_t *ids,
                               uint64_t *n, kith_error *err)
{
    const char *at = t->words, *const end = t->words + t->bytes;
    const uint32_t connectors = connectors_of(p);
    *n = 0;
    for (size_t bytes; (bytes = kith_phrase_word(&at, end)) > 0; at += bytes) {
        uint64_t id;
        bool added;
        KITH_TRY(kith_words_add(&p->token, at, bytes, &id, &added, err));
        ids[(*n)++] = (uint32_t)id;
    }
    bool right = *n >= 2 && ids[0] >= connectors && ids[*n - 1] >= connectors;
    for (uint64_t i = 1; right && i + 1 < *n; i++)
        right = ids[i] < connectors;
    if (right)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA,
                     "\"%.*s\": expected two words, with nothing but connector words between",
                     (int)(t->bytes < 80 ? t->bytes : 80), t->words);
}

/* The token that the phrase becomes. `room` holds the words and the delimiters. */
static kith_status add_joined(kith_phrases *p, const kith_phrase_text *t, char *room, uint64_t *id,
                              kith_error *err)
{
    const char *delimiter = kith_config_text(p->config, "delimiter");
    const char *at = t->words, *const end = t->words + t->bytes;
    size_t used = 0;
    for (size_t bytes; (bytes = kith_phrase_word(&at, end)) > 0; at += bytes) {
        if (used > 0) {
            memcpy(room + used, delimiter, strlen(delimiter));
            used += strlen(delimiter);
        }
        memcpy(room + used, at, bytes);
        used += bytes;
    }
    bool added;
    return kith_words_add(&p->token, room, used, id, &added, err);
}

static kith_status add_row(kith_phrases *p, const kith_phrase_row *row, kith_error *err)
{
    kith_phrase_row *rows = kith_mem_room(p->row, p->rows, &p->row_room, sizeof *rows);
    if (rows == NULL)
        return kith_fail_memory(err, "phrases", p->rows * sizeof *rows);
    p->row = rows;
    rows[p->rows++] = *row;
    return KITH_OK;
}

static kith_status enter(kith_phrases *p, const kith_phrase_text *t, uint32_t *ids, uint64_t n,
                         uint64_t joined, kith_error *err)
{
    kith_join *join = &p->pass[p->passes - 1].join;
    kith_phrase_row row = {.left = ids[0],
                           .right = ids[n - 1],
                           .joined = (uint32_t)joined,
                           .pass = (uint32_t)p->passes - 1,
                           .count = t->count,
                           .score = t->score};
    KITH_TRY(kith_join_run(join, ids + 1, n - 2, &row.run, err));
    if (kith_pairs_find(&join->pairs, row.left, row.run, row.right)->rest != 0)
        return kith_fail(err, KITH_ERR_DATA, "\"%.*s\": twice in one pass",
                         (int)(t->bytes < 80 ? t->bytes : 80), t->words);
    KITH_TRY(kith_pairs_add(&join->pairs, row.left, row.run, row.right, joined + 1, err));
    return add_row(p, &row, err);
}

kith_status kith_phrases_add(kith_phrases *p, const kith_phrase_text *t, kith_error *err)
{
    const size_t delimiter = strlen(kith_config_text(p->config, "delimiter"));
    const uint64_t words = t->bytes / 2 + 1; /* at most: each with a blank behind it */
    uint32_t *ids = kith_mem_grow(NULL, words, sizeof *ids);
    char *room = kith_mem_grow(NULL, t->bytes + words * delimiter + 1, 1);
    uint64_t n = 0, joined = 0;
    kith_status status = ids != NULL && room != NULL ? read_tokens(p, t, ids, &n, err)
                                                     : kith_fail_memory(err, "a phrase", t->bytes);
    if (status == KITH_OK)
        status = add_joined(p, t, room, &joined, err);
    if (status == KITH_OK)
        status = enter(p, t, ids, n, joined, err);
    free(ids);
    free(room);
    return status;
}

/* ------------------------------------------------------------------- asked */

uint64_t kith_phrases_count(const kith_phrases *p)
{
    return p->rows;
}

void kith_phrases_at(const kith_phrases *p, uint64_t i, kith_phrase *out)
{
    const kith_phrase_row *row = &p->row[i];
    size_t bytes;
    const char *text = kith_words_at(&p->token, row->joined, &bytes);
    *out = (kith_phrase){text, bytes, row->count, row->score, row->pass + 1};
}
