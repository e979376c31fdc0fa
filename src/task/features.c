#include "task/features.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/rng.h"
#include "task/metrics.h"
#include "text/label.h"
#include "text/token.h"

kith_status kith_features_init(kith_features *f, uint32_t ngrams, uint64_t buckets, bool lowercase,
                               kith_error *err)
{
    *f = (kith_features){.ngrams = ngrams, .buckets = ngrams > 1 ? buckets : 0};
    if (f->buckets > 0) {
        f->bucket_row = kith_mem_new(f->buckets, sizeof *f->bucket_row);
        if (f->bucket_row == NULL)
            return kith_fail_memory(err, "the buckets of n-grams", f->buckets * 4);
    }
    if (lowercase) {
        f->fold = kith_mem_new(1, sizeof *f->fold);
        if (f->fold == NULL)
            return kith_fail_memory(err, "the table of letters", sizeof *f->fold);
        kith_fold_init(f->fold);
    }
    return KITH_OK;
}

void kith_features_clear(kith_features *f)
{
    kith_words_clear(&f->words);
    kith_words_clear(&f->labels);
    kith_mem_free(f->bucket_row);
    kith_mem_free(f->fold);
    *f = (kith_features){0};
}

void kith_line_features_clear(kith_line_features *l)
{
    free(l->row);
    free(l->label);
    free(l->hash);
    free(l->folded);
    *l = (kith_line_features){0};
}

static kith_status add_u32(uint32_t **array, size_t used, uint64_t *room, uint32_t value,
                           kith_error *err)
{
    uint32_t *grown = kith_mem_room(*array, used, room, sizeof value);
    if (grown == NULL)
        return kith_fail_memory(err, "a line", *room * 2 * sizeof value);
    *array = grown;
    grown[used] = value;
    return KITH_OK;
}

static kith_status add_hash(kith_line_features *l, uint64_t hash, kith_error *err)
{
    uint64_t *grown = kith_mem_room(l->hash, l->hashes, &l->hash_room, sizeof hash);
    if (grown == NULL)
        return kith_fail_memory(err, "a line", l->hash_room * 2 * sizeof hash);
    l->hash = grown;
    l->hash[l->hashes++] = hash;
    return KITH_OK;
}

/* The id of a word or label; KITH_NO_WORD where it is unknown and nothing grows. */
static kith_status look_up(kith_words *w, const char *word, size_t bytes, bool grow, uint64_t *id,
                           kith_error *err)
{
    bool added;
    if (grow)
        return kith_words_add(w, word, bytes, id, &added, err);
    *id = kith_words_find(w, word, bytes);
    return KITH_OK;
}

static kith_status take_label(kith_features *f, const char *label, size_t bytes, bool grow,
                              kith_line_features *l, kith_error *err)
{
    uint64_t id;
    KITH_TRY(look_up(&f->labels, label, bytes, grow, &id, err));
    const uint32_t class = id == KITH_NO_WORD ? KITH_NO_CLASS : (uint32_t)id;
    KITH_TRY(add_u32(&l->label, l->labels, &l->label_room, class, err));
    l->labels++;
    return KITH_OK;
}

static kith_status take_word(kith_features *f, const char *word, size_t bytes, bool grow,
                             kith_line_features *l, kith_error *err)
{
    uint64_t id;
    KITH_TRY(add_hash(l, kith_hash(word, bytes, 0), err));
    KITH_TRY(look_up(&f->words, word, bytes, grow, &id, err));
    if (id == KITH_NO_WORD)
        return KITH_OK;
    KITH_TRY(add_u32(&l->row, l->words, &l->row_room, (uint32_t)id, err));
    l->words++;
    return KITH_OK;
}

static kith_status fold(const kith_features *f, const char **word, size_t *bytes,
                        kith_line_features *l, kith_error *err)
{
    if (*bytes > l->folded_room) {
        char *folded = kith_mem_grow(l->folded, *bytes, 1);
        if (folded == NULL)
            return kith_fail_memory(err, "a word", *bytes);
        l->folded = folded;
        l->folded_room = *bytes;
    }
    memcpy(l->folded, *word, *bytes);
    *bytes = kith_fold_word(f->fold, l->folded, *bytes);
    *word = l->folded;
    return KITH_OK;
}

static kith_status take_token(kith_features *f, const char *word, size_t bytes, bool grow,
                              kith_line_features *l, kith_error *err)
{
    size_t label_bytes = 0;
    const char *label = kith_label_of(word, bytes, &label_bytes);
    if (label != NULL)
        return take_label(f, label, label_bytes, grow, l, err);
    if (f->fold != NULL)
        KITH_TRY(fold(f, &word, &bytes, l, err));
    return take_word(f, word, bytes, grow, l, err);
}

kith_status kith_features_read(kith_features *f, const char *line, size_t bytes, bool grow,
                               kith_line_features *out, kith_error *err)
{
    const char *end = line + bytes;
    out->words = out->grams = out->labels = out->hashes = 0;
    while (line < end) {
        const char *word = line;
        while (line < end && !kith_is_space((unsigned char)*line))
            line++;
        if (line > word)
            KITH_TRY(take_token(f, word, (size_t)(line - word), grow, out, err));
        line++;
    }
    return take_word(f, "\n", 1, grow, out, err);
}

/* The row of a bucket, given one where it has none and `grow`; KITH_NO_CLASS for none. */
static uint32_t row_of_bucket(kith_features *f, uint64_t hash, bool grow)
{
    uint32_t *row = &f->bucket_row[kith_rng_below(hash, (uint32_t)f->buckets)];
    if (*row == 0 && grow)
        *row = (uint32_t)++f->rows;
    return *row - 1;
}

kith_status kith_features_grams(kith_features *f, bool grow, kith_line_features *out,
                                kith_error *err)
{
    if (f->rows < f->words.size)
        f->rows = f->words.size;
    for (size_t i = 0; f->bucket_row != NULL && i < out->hashes; i++) {
        uint64_t hash = out->hash[i];
        for (size_t j = i + 1; j < out->hashes && j < i + f->ngrams; j++) {
            hash = kith_mix64(hash + 0x9E3779B97F4A7C15u) ^ out->hash[j];
            if (grow && f->rows >= UINT32_MAX - 1)
                return kith_fail(err, KITH_ERR_DATA, "more than 2^32 words and n-grams");
            const uint32_t row = row_of_bucket(f, kith_mix64(hash), grow);
            if (row == UINT32_MAX)
                continue;
            KITH_TRY(add_u32(&out->row, out->words + out->grams, &out->row_room, row, err));
            out->grams++;
        }
    }
    return KITH_OK;
}

kith_status kith_features_buckets(const kith_features *f, uint32_t **out, kith_error *err)
{
    const uint64_t count = f->rows - f->words.size;
    *out = kith_mem_grow(NULL, count + 1, sizeof **out);
    if (*out == NULL)
        return kith_fail_memory(err, "the buckets of n-grams", count * sizeof **out);
    for (uint64_t b = 0; b < f->buckets; b++)
        if (f->bucket_row[b] != 0)
            (*out)[f->bucket_row[b] - 1 - f->words.size] = (uint32_t)b;
    return KITH_OK;
}

kith_status kith_features_set_buckets(kith_features *f, const uint32_t *bucket, uint64_t count,
                                      kith_error *err)
{
    f->rows = f->words.size + count;
    for (uint64_t i = 0; i < count; i++) {
        if (bucket[i] >= f->buckets || f->bucket_row[bucket[i]] != 0)
            return kith_fail(err, KITH_ERR_DATA, "n-gram %llu: bucket %u is out of range or twice",
                             (unsigned long long)i, bucket[i]);
        f->bucket_row[bucket[i]] = (uint32_t)(f->words.size + i + 1);
    }
    return KITH_OK;
}
