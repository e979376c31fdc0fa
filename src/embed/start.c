/*
 * Going on from the vectors of a model: its rows in the place of random ones, before the first step
 * (and before a checkpoint is loaded, which then has the last word on all of them).
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/mem.h"
#include "embed/embed.h"
#include "text/vocab.h"
#include "vec/word_list.h"

/* What was given, in a configuration that may be changed. */
static kith_status copy_config(const kith_config *from, kith_config **out, kith_error *err)
{
    kith_option_table tables[4];
    const size_t count = kith_train_options(tables);
    KITH_TRY(kith_config_new(tables, count, out, err));
    for (size_t i = 0; i < kith_config_count(*out); i++) {
        const char *name = kith_config_at(*out, i)->name;
        if (kith_config_given(from, name))
            KITH_TRY(kith_config_set(*out, name, kith_config_text(from, name), err));
    }
    return KITH_OK;
}

static kith_status set_number(kith_config *c, const char *name, uint64_t number, kith_error *err)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, number);
    return kith_config_set(c, name, text, err);
}

/* fastText's -minn 0 means 1: no n-gram has 0 characters. */
static uint32_t least_of(const kith_subwords *how)
{
    return how->least > 0 ? how->least : 1;
}

static kith_status adopt_grams(kith_config *c, const kith_subwords *theirs, kith_error *err)
{
    static const char *const names[] = {"minn", "maxn", "bucket"};
    const uint64_t number[] = {least_of(theirs), theirs->most, theirs->buckets};
    const size_t count = sizeof names / sizeof *names;
    for (size_t i = 0; i < count; i++)
        if (theirs->most == 0 || kith_config_given(c, names[i]))
            return KITH_OK;
    for (size_t i = 0; i < count; i++)
        KITH_TRY(set_number(c, names[i], number[i], err));
    return KITH_OK;
}

kith_status kith_embed_adopt(const kith_config *given, const kith_vectors *from, kith_config **out,
                             kith_error *err)
{
    KITH_TRY(copy_config(given, out, err));
    if (!kith_config_given(*out, "dim"))
        KITH_TRY(set_number(*out, "dim", from->input.dim, err));
    return adopt_grams(*out, &from->grams.how, err);
}

kith_status kith_embed_check_start(const kith_embed_config *c, const kith_vectors *from,
                                   kith_error *err)
{
    const kith_subwords *ours = &c->grams, *theirs = &from->grams.how;
    if (from->input.dim != c->dim)
        return kith_fail(err, KITH_ERR_USAGE,
                         "--init: the model has vectors of %" PRIu64 " numbers, --dim says %zu",
                         from->input.dim, c->dim);
    if (ours->most == 0 || theirs->most == 0 ||
        (ours->least == least_of(theirs) && ours->most == theirs->most &&
         ours->buckets == theirs->buckets))
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE,
                     "--init: the model has n-grams of --minn %u --maxn %u --bucket %u",
                     theirs->least, theirs->most, theirs->buckets);
}

static void copy_row(const kith_param *to, size_t row, const float *from)
{
    kith_real *w = kith_param_row(to, row);
    for (size_t i = 0; i < to->cols; i++)
        w[i] = (kith_real)from[i];
}

/* A vector of a model without n-grams becomes a word's own part, as in fastText: the n-grams begin
 * so much smaller that the mean has its direction. */
static kith_status copy_word(kith_embed *e, uint64_t word, const kith_vectors *from, uint64_t row,
                             kith_error *err)
{
    const bool parts = e->grams.start != NULL && from->grams.how.most > 0;
    const kith_matrix *input = parts ? &from->grams.own : &from->input;
    copy_row(&e->input, word, input->at + row * input->stride);
    if (e->output.rows > 0 && row < from->output.rows)
        copy_row(&e->output, word, from->output.at + row * from->output.stride);
    e->started++;
    const kith_real *w = kith_param_row(&e->input, word);
    if (isfinite((double)e->config.kern->dot(w, w, e->input.cols)))
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA,
                     "--init: row %" PRIu64 " is not finite or beyond a float's range", row);
}

static void copy_grams(kith_embed *e, const kith_grams *from)
{
    for (uint32_t bucket = 0; bucket < e->grams.how.buckets; bucket++) {
        const float *row = kith_grams_row(from, bucket);
        if (row != NULL && e->grams.place[bucket] != KITH_NO_GRAM)
            copy_row(&e->gram, e->grams.place[bucket], row);
    }
}

/* The row that a word starts from, KITH_NO_WORD where there is none. */
static uint64_t row_of(const kith_embed *e, uint64_t word, const kith_vectors *from)
{
    size_t bytes;
    const char *name = kith_vocab_word(e->corpus->vocab, word, &bytes);
    const uint64_t row = kith_vectors_find(from, name, bytes);
    return row < from->input.rows ? row : KITH_NO_WORD;
}

/* Words that start from a row stay; of a list, those on it. */
static void mark_frozen(kith_embed *e, const kith_vectors *from, const kith_words *list)
{
    for (uint64_t word = 0; word < e->words; word++) {
        size_t bytes;
        const char *name = kith_vocab_word(e->corpus->vocab, word, &bytes);
        e->frozen[word] = row_of(e, word, from) != KITH_NO_WORD &&
                          (list == NULL || kith_words_find(list, name, bytes) != KITH_NO_WORD);
        e->frozen_words += e->frozen[word];
    }
    e->freeze_unknown = list != NULL ? list->size - e->frozen_words : 0;
}

static kith_status freeze(kith_embed *e, const kith_vectors *from, kith_error *err)
{
    kith_words list;
    if (!e->config.freeze)
        return KITH_OK;
    e->frozen = kith_mem_new(e->words, 1);
    if (e->frozen == NULL)
        return kith_fail_memory(err, "the words that stay", e->words);
    if (e->config.freeze_words == NULL) {
        mark_frozen(e, from, NULL);
        return KITH_OK;
    }
    KITH_TRY(kith_word_list_read(e->config.freeze_words, &list, err));
    mark_frozen(e, from, &list);
    kith_words_clear(&list);
    return KITH_OK;
}

kith_status kith_embed_start(kith_embed *e, const kith_vectors *from, kith_error *err)
{
    KITH_TRY(kith_embed_check_start(&e->config, from, err));
    KITH_TRY(freeze(e, from, err));
    for (uint64_t word = 0; word < e->words; word++) {
        const uint64_t row = row_of(e, word, from);
        if (row != KITH_NO_WORD)
            KITH_TRY(copy_word(e, word, from, row, err));
    }
    if (e->grams.start != NULL && from->grams.how.most > 0)
        copy_grams(e, &from->grams);
    return KITH_OK;
}
