/*
 * The words under which rows are written, and words in messages.
 */
#include "file/names.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
    ESCAPE = 4 /* bytes of \x20 */
};

static bool byte_is_bad(const kith_word_limits *limits, char c)
{
    return c == 0 ? limits->nul : strchr(limits->bytes, c) != NULL;
}

static bool begins_with_mark(const char *word, size_t bytes)
{
    return bytes >= 3 && memcmp(word, "\xEF\xBB\xBF", 3) == 0;
}

/*
 * How many of the bytes at `at` make a character that the format holds; 0 where the first of them
 * is bad.
 */
static size_t good_bytes(const kith_word_limits *limits, const char *at, size_t left)
{
    if (byte_is_bad(limits, *at))
        return 0;
    return limits->utf8 ? kith_utf8_length(at, left) : 1;
}

/* Bytes of the white space at `at`, 0 where there is none: what String.trim of JavaScript takes. */
static size_t blank_bytes(const char *at, size_t left)
{
    static const char *const wide[] = {"\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\xA8",
                                       "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F",
                                       "\xE3\x80\x80", "\xEF\xBB\xBF"};
    if (*at == ' ' || (*at >= '\t' && *at <= '\r'))
        return 1;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (left >= strlen(wide[i]) && memcmp(at, wide[i], strlen(wide[i])) == 0)
            return strlen(wide[i]);
    /* U+2000 .. U+200A */
    return left >= 3 && memcmp(at, "\xE2\x80", 2) == 0 && (unsigned char)at[2] <= 0x8A ? 3 : 0;
}

static bool is_blank(const char *word, size_t bytes)
{
    size_t at = 0;
    for (size_t blank = 1; at < bytes && blank > 0; at += blank)
        blank = blank_bytes(word + at, bytes - at);
    return at == bytes;
}

/* Is the word bad as a whole, though its bytes may be good? */
static bool whole_is_bad(const kith_word_limits *limits, const char *word, size_t bytes)
{
    return (limits->mark && begins_with_mark(word, bytes)) ||
           (limits->blank && is_blank(word, bytes));
}

static bool word_is_bad(const kith_word_limits *limits, const char *word, size_t bytes)
{
    if (limits->bytes == NULL)
        return false;
    if (bytes == 0 || whole_is_bad(limits, word, bytes))
        return true;
    for (size_t i = 0, good = 0; i < bytes; i += good) {
        good = good_bytes(limits, word + i, bytes - i);
        if (good == 0)
            return true;
    }
    return false;
}

static size_t put_escape(char *to, char c)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char byte = (unsigned char)c;
    const char text[ESCAPE] = {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
    memcpy(to, text, sizeof text);
    return sizeof text;
}

/* `to` has room for ESCAPE * bytes. */
static size_t escape(const kith_word_limits *limits, const char *word, size_t bytes, char *to)
{
    const bool whole = whole_is_bad(limits, word, bytes);
    size_t used = 0;
    for (size_t i = 0; i < bytes;) {
        const bool looks_escaped = word[i] == '\\' && i + 1 < bytes && word[i + 1] == 'x';
        const size_t good =
            looks_escaped || (whole && i == 0) ? 0 : good_bytes(limits, word + i, bytes - i);
        if (good == 0)
            used += put_escape(to + used, word[i++]);
        for (size_t end = i + good; good > 0 && i < end;)
            to[used++] = word[i++];
    }
    return used;
}

/* What a bad word has that the format cannot hold. */
static void find_fault(const kith_word_limits *limits, const char *word, size_t bytes, char *fault,
                       size_t room)
{
    size_t at = 0, good = 1;
    if (bytes == 0)
        snprintf(fault, room, "it is empty");
    else if (limits->mark && begins_with_mark(word, bytes))
        snprintf(fault, room, "it begins with a byte order mark");
    else if (limits->blank && is_blank(word, bytes))
        snprintf(fault, room, "it is white space alone");
    else {
        while (at < bytes && (good = good_bytes(limits, word + at, bytes - at)) > 0)
            at += good;
        snprintf(fault, room, "its byte %zu is 0x%02x%s", at, (unsigned)(unsigned char)word[at],
                 byte_is_bad(limits, word[at]) ? "" : ", which is not UTF-8");
    }
}

static kith_status refuse(const kith_word_limits *limits, uint64_t row, const char *word,
                          size_t bytes, kith_error *err)
{
    char shown[KITH_SHOWN_WORD], fault[64];
    find_fault(limits, word, bytes, fault, sizeof fault);
    return kith_fail(err, KITH_ERR_DATA,
                     "word %s of row %" PRIu64
                     " cannot stand in this format: %s (words can be escaped or left out)",
                     kith_show_word(word, bytes, shown), row, fault);
}

kith_status kith_names_begin(kith_names *n, const kith_vectors *v, const kith_word_limits *limits,
                             kith_bad_word policy, kith_error *err)
{
    *n = (kith_names){.v = v, .limits = limits, .policy = policy};
    size_t longest = 0;
    for (uint64_t row = 0; row < kith_vectors_rows(v); row++) {
        size_t bytes = 0;
        const char *word = kith_vectors_word(v, row, &bytes);
        const bool bad = word_is_bad(limits, word, bytes);
        if (bad &&
            (policy == KITH_BAD_WORD_ERROR || (policy == KITH_BAD_WORD_ESCAPE && bytes == 0)))
            return refuse(limits, row, word, bytes, err);
        if (bytes > longest)
            longest = bytes;
        n->bad += bad;
    }
    if (policy == KITH_BAD_WORD_ESCAPE && limits->bytes != NULL) {
        n->escaped = kith_mem_grow(NULL, longest + 1, ESCAPE);
        if (n->escaped == NULL)
            return kith_fail_memory(err, "words", longest * ESCAPE);
    }
    for (uint64_t row = 0; row < kith_vectors_rows(v); row++) {
        size_t bytes = 0;
        n->rows += kith_names_at(n, row, &bytes) != NULL;
        n->bytes += bytes;
    }
    return KITH_OK;
}

const char *kith_names_at(kith_names *n, uint64_t row, size_t *bytes)
{
    const char *word = kith_vectors_word(n->v, row, bytes);
    if (n->escaped != NULL) {
        *bytes = escape(n->limits, word, *bytes, n->escaped);
        return n->escaped;
    }
    if (n->bad == 0 || !word_is_bad(n->limits, word, *bytes))
        return word;
    *bytes = 0;
    return NULL;
}

double kith_names_scale(kith_names *n)
{
    double largest = 0;
    if (n->dtype != KITH_DTYPE_I8)
        return 0;
    for (uint64_t row = 0; row < kith_vectors_rows(n->v); row++) {
        size_t bytes = 0;
        if (kith_names_at(n, row, &bytes) == NULL)
            continue;
        for (uint64_t i = 0; i < kith_vectors_dim(n->v); i++)
            largest = fmax(largest, fabs((double)kith_vectors_row(n->v, row)[i]));
    }
    return largest / 127;
}

void kith_names_clear(kith_names *n)
{
    free(n->escaped);
    n->escaped = NULL;
}

/* The bytes of a character that a terminal may be sent, 0 where it is none. */
static size_t fair_bytes(const char *at, size_t left)
{
    const unsigned char first = (unsigned char)at[0];
    const size_t length = kith_utf8_length(at, left);
    const bool control = first < 0x20 || first == 0x7F ||
                         (length == 2 && first == 0xC2 && (unsigned char)at[1] < 0xA0);
    return control ? 0 : length;
}

const char *kith_show_word(const char *word, size_t bytes, char shown[KITH_SHOWN_WORD])
{
    size_t used = 0, i = 0;
    shown[used++] = '\'';
    while (i < bytes) {
        if (used + ESCAPE + sizeof "...'" > KITH_SHOWN_WORD) {
            memcpy(shown + used, "...", 3);
            used += 3;
            break;
        }
        const size_t fair = fair_bytes(word + i, bytes - i);
        if (fair == 0)
            used += put_escape(shown + used, word[i]);
        memcpy(shown + used, word + i, fair);
        used += fair;
        i += fair > 0 ? fair : 1;
    }
    memcpy(shown + used, "'", 2);
    return shown;
}
