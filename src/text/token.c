/*
 * The tokens that do not lie whole and plain in one chunk: their bytes are gathered, then finished:
 * byte order mark off, cut at max_bytes, letters folded.
 */
#include "text/token.h"
#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>

enum {
    MARK = 3, /* bytes of the UTF-8 byte order mark, which do not count towards max_bytes */
    PEEK = 1  /* the byte behind a cut tells whether a character goes on */
};

static size_t room(const kith_tokenizer *t)
{
    return MARK + t->max_bytes + PEEK;
}

kith_status kith_tokenizer_init(kith_tokenizer *t, size_t max_bytes, bool lowercase,
                                kith_error *err)
{
    assert(max_bytes >= KITH_TOKEN_LEAST && max_bytes <= KITH_TOKEN_MOST);
    *t = (kith_tokenizer){.max_bytes = max_bytes};
    t->gathered = calloc(room(t) + KITH_TOKEN_PAD, 1);
    t->fold = lowercase ? malloc(sizeof *t->fold) : NULL;
    if (t->gathered == NULL || (lowercase && t->fold == NULL)) {
        kith_tokenizer_clear(t);
        return kith_fail_memory(err, "the tokenizer", max_bytes + sizeof *t->fold);
    }
    if (lowercase)
        kith_fold_init(t->fold);
    kith_tokenizer_start(t);
    return KITH_OK;
}

void kith_tokenizer_clear(kith_tokenizer *t)
{
    free(t->gathered);
    free(t->fold);
    *t = (kith_tokenizer){0};
}

void kith_tokenizer_start(kith_tokenizer *t)
{
    t->at = t->end = NULL;
    t->length = 0;
    t->at_start = true;
    t->at_end = false;
    t->in_sentence = false;
}

void kith_tokenizer_feed(kith_tokenizer *t, const unsigned char *chunk, size_t size)
{
    t->at = chunk;
    t->end = size == 0 ? chunk : chunk + size;
    t->at_end = size == 0;
}

/* Takes the bytes up to white space or the chunk's end; what does not fit is only counted. */
static void gather_run(kith_tokenizer *t)
{
    const unsigned char *p = t->at;
    while (t->end - p >= 8 && kith_spaces(kith_load8(p)) == 0)
        p += 8;
    while (p < t->end && !kith_is_space(*p))
        p++;
    const size_t run = (size_t)(p - t->at);
    const size_t left = t->length < room(t) ? room(t) - t->length : 0;
    if (run > 0)
        memcpy(t->gathered + room(t) - left, t->at, run < left ? run : left);
    t->length += run;
    t->at = p;
}

/* The most bytes of a word longer than `most` that end with a whole character. */
static size_t cut(const char *word, size_t most)
{
    for (size_t end = most; end > most - 4; end--)
        if (((unsigned char)word[end] & 0xC0) != 0x80)
            return end;
    return most; /* no UTF-8 */
}

/* Makes the gathered bytes a word; KITH_TOKEN_MORE when nothing but a byte order mark was there. */
static kith_token finish(kith_tokenizer *t)
{
    char *word = t->gathered;
    size_t bytes = t->length;
    const bool first = t->at_start;
    t->length = 0;
    t->at_start = false;
    if (first && bytes >= 2 &&
        (memcmp(word, "\xFF\xFE", 2) == 0 || memcmp(word, "\xFE\xFF", 2) == 0))
        return KITH_TOKEN_UTF16;
    if (first && bytes >= MARK && memcmp(word, "\xEF\xBB\xBF", MARK) == 0) {
        word += MARK;
        bytes -= MARK;
    }
    if (bytes == 0)
        return KITH_TOKEN_MORE;
    if (bytes > t->max_bytes) {
        bytes = cut(word, t->max_bytes);
        t->truncated++;
    }
    t->word = word;
    t->bytes = t->fold == NULL ? bytes : kith_fold_word(t->fold, word, bytes);
    t->in_chunk = false;
    t->in_sentence = true;
    return KITH_TOKEN_WORD;
}

/* Skips white space; true at the end of a sentence. */
static bool skip_spaces(kith_tokenizer *t)
{
    while (t->at < t->end && kith_is_space(*t->at)) {
        t->at_start = false;
        if (*t->at++ == '\n' && t->in_sentence) {
            t->in_sentence = false;
            return true;
        }
    }
    return false;
}

kith_token kith_token_gather(kith_tokenizer *t)
{
    for (;;) {
        if (t->length == 0 && skip_spaces(t))
            return KITH_TOKEN_BREAK;
        gather_run(t);
        if (t->at == t->end && !t->at_end)
            return KITH_TOKEN_MORE;
        if (t->length == 0)
            break;
        const kith_token token = finish(t);
        if (token != KITH_TOKEN_MORE)
            return token;
    }
    if (!t->in_sentence)
        return KITH_TOKEN_MORE;
    t->in_sentence = false;
    return KITH_TOKEN_BREAK;
}
