/*
 * Queries as text: words with signs and weights, and the vector they stand for.
 *
 *     expression = [sign] term {sign term}      sign = "+" | "-"      term = [number "*"] word
 *
 * Everything is parted by white space, so words may hold any sign. What is in the vocabulary as it
 * stands is a word, whatever it looks like.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "query/expression.h"
#include "query/similarity.h"
#include "text/words.h"

enum { SUGGESTIONS = 3, SHOWN = 60 /* bytes of a word in a message */ };

static int shown(kith_slice word)
{
    return word.bytes < SHOWN ? (int)word.bytes : SHOWN;
}

static bool is(kith_slice token, char sign)
{
    return token.bytes == 1 && token.at[0] == sign;
}

static bool is_sign(kith_slice token)
{
    return is(token, '+') || is(token, '-');
}

/* "; did you mean ...?" with the words nearest in spelling, or "" where none is near. */
static void suggest(const kith_vectors *v, kith_slice word, char *text, size_t size)
{
    uint64_t row[SUGGESTIONS];
    const size_t count = kith_vectors_suggest(v, word.at, word.bytes, row, SUGGESTIONS);
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        kith_slice near;
        near.at = kith_vectors_word(v, row[i], &near.bytes);
        used += (size_t)snprintf(text + used, size - used, "%s\"%.*s\"%s",
                                 i == 0 ? "; did you mean " : ", ", shown(near), near.at,
                                 i + 1 == count ? "?" : "");
    }
}

static kith_status no_word(const kith_vectors *v, kith_slice word, kith_error *err)
{
    char near[SUGGESTIONS * (SHOWN + 8) + 32];
    suggest(v, word, near, sizeof near);
    const bool signs = memchr(word.at, '+', word.bytes) != NULL ||
                       memchr(word.at, '-', word.bytes) != NULL ||
                       memchr(word.at, '*', word.bytes) != NULL;
    return kith_fail(err, KITH_NOT_FOUND, "no word \"%.*s\" in the vocabulary%s%s", shown(word),
                     word.at, near,
                     signs && near[0] == '\0' ? "; + and - need spaces around them" : "");
}

static bool find(const kith_vectors *v, kith_slice word, float weight, kith_term *term)
{
    *term = (kith_term){kith_vectors_find(v, word.at, word.bytes), weight};
    return term->row != KITH_NO_WORD;
}

/* A word that is not in the vocabulary may still be made of its n-grams. */
static bool ask(const kith_vectors *v, kith_slice word, float weight, kith_term *term)
{
    *term = (kith_term){kith_vectors_ask(v, word.at, word.bytes), weight};
    return term->row != KITH_NO_WORD;
}

/* "2*king": the number before the first star, if it is one that a float holds. */
static bool split_weight(kith_slice token, double *weight, kith_slice *word)
{
    const char *star = memchr(token.at, '*', token.bytes);
    if (star == NULL)
        return false;
    const size_t bytes = (size_t)(star - token.at);
    if (!kith_parse_real(token.at, bytes, weight) || !isfinite((float)*weight))
        return false;
    *word = (kith_slice){star + 1, token.bytes - bytes - 1};
    return word->bytes > 0;
}

kith_status kith_query_term(const kith_vectors *v, kith_slice word, float weight, kith_term *term,
                            kith_error *err)
{
    return ask(v, word, weight, term) ? KITH_OK : no_word(v, word, err);
}

static kith_status parse_term(const kith_vectors *v, kith_slice token, float sign, kith_term *term,
                              kith_error *err)
{
    double weight;
    kith_slice word = token;
    if (find(v, token, sign, term))
        return KITH_OK;
    if (!split_weight(token, &weight, &word)) {
        weight = 1;
        word = token;
    }
    return kith_query_term(v, word, sign * (float)weight, term, err);
}

static kith_status parse_terms(const kith_vectors *v, kith_slice text, kith_term *term,
                               size_t *count, kith_error *err)
{
    kith_slice token = kith_slice_token(&text);
    float sign = 1;
    *count = 0;
    if (is_sign(token) && text.bytes > 0) {
        sign = is(token, '-') ? -1 : 1;
        token = kith_slice_token(&text);
    }
    for (;;) {
        if (token.bytes == 0)
            return kith_fail(err, KITH_ERR_USAGE,
                             *count == 0 ? "a query without a word"
                                         : "a word should follow the sign");
        KITH_TRY(parse_term(v, token, sign, &term[(*count)++], err));
        token = kith_slice_token(&text);
        if (token.bytes == 0)
            return KITH_OK;
        if (!is_sign(token))
            return kith_fail(err, KITH_ERR_USAGE,
                             "expected + or - before \"%.*s\" (each argument is one query)",
                             shown(token), token.at);
        sign = is(token, '-') ? -1 : 1;
        token = kith_slice_token(&text);
    }
}

kith_status kith_query_parse(const kith_vectors *v, const char *text, kith_term **terms,
                             size_t *count, kith_error *err)
{
    const kith_slice whole = kith_slice_trim((kith_slice){text, strlen(text)});
    *count = 0;
    /* A term takes at least two bytes, its sign among them, but for the first. */
    *terms = kith_mem_grow(NULL, whole.bytes / 2 + 1, sizeof **terms);
    if (*terms == NULL)
        return kith_fail_memory(err, "a query", whole.bytes / 2 + 1);
    if (whole.bytes > 0 && find(v, whole, 1, *terms)) {
        *count = 1;
        return KITH_OK;
    }
    const kith_status status = parse_terms(v, whole, *terms, count, err);
    if (status != KITH_OK) {
        free(*terms);
        *terms = NULL;
        *count = 0;
    }
    return status;
}

void kith_query_vector(const kith_vectors *v, const kith_term *terms, size_t count, float *vector)
{
    const uint64_t dim = kith_vectors_dim(v);
    memset(vector, 0, dim * sizeof *vector);
    for (size_t i = 0; i < count; i++) {
        const float *row = kith_vectors_row(v, terms[i].row);
        const double length = sqrt(kith_dot(row, row, dim));
        const float weight = length > 0 ? (float)((double)terms[i].weight / length) : 0;
        for (uint64_t j = 0; j < dim; j++)
            vector[j] += weight * row[j];
    }
}
