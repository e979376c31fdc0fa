/*
 * From bytes to tokens: the words of a line and the ends of the lines.
 *
 * Space, tab, newline, \v, \f and CR are white space; every other byte, NUL among them, is part of
 * a word. A newline or the end of the file ends a sentence, told once for each line that has words.
 * A byte order mark at the file's start is skipped; UTF-16 is recognised by its own and refused.
 *
 * The caller feeds chunks cut anywhere and asks for tokens until KITH_TOKEN_MORE, and may ask for
 * runs of plain words in between. The common token, whole within its chunk, is handed out where it
 * lies; the others (cut by a chunk, too long, with letters to fold) are put together in a buffer.
 */
#ifndef KITH_TEXT_TOKEN_H
#define KITH_TEXT_TOKEN_H

#include "base/status.h"
#include "text/fold.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
    KITH_TOKEN_LEAST = 4,    /* of max_bytes: one UTF-8 character */
    KITH_TOKEN_MOST = 65535, /* of max_bytes */
    KITH_TOKEN_PAD = 16,     /* bytes readable behind every word handed out */
    /* Of a run without white space so much tells what its word is, mark and cut included. */
    KITH_TOKEN_LONGEST = KITH_TOKEN_MOST + 8
};

typedef enum kith_token {
    KITH_TOKEN_MORE,  /* the chunk is used up, or the file after its last chunk */
    KITH_TOKEN_WORD,  /* in word and bytes; never empty */
    KITH_TOKEN_BREAK, /* end of a sentence that had words */
    KITH_TOKEN_UTF16  /* not UTF-8 text: nothing more will come */
} kith_token;

typedef struct kith_tokenizer {
    const unsigned char *at, *end; /* the rest of the chunk */
    const char *word; /* the last word: borrowed until the next call, KITH_TOKEN_PAD bytes more */
    size_t bytes;
    bool in_chunk;      /* the word lies in the chunk and lasts until KITH_TOKEN_MORE */
    uint64_t truncated; /* words cut at max_bytes so far, over all files */
    size_t max_bytes;
    size_t length;  /* bytes of the word being put together, also those that did not fit */
    char *gathered; /* its first bytes */
    bool at_start;  /* nothing but that word was read of this file */
    bool at_end;    /* the last chunk has been fed */
    bool in_sentence;
    kith_fold *fold; /* NULL: letters stay as they are */
} kith_tokenizer;

/* max_bytes in KITH_TOKEN_LEAST..KITH_TOKEN_MOST; longer words are cut at a character and counted.
 */
kith_status kith_tokenizer_init(kith_tokenizer *t, size_t max_bytes, bool lowercase,
                                kith_error *err);
void kith_tokenizer_clear(kith_tokenizer *t);
/* A new file begins. */
void kith_tokenizer_start(kith_tokenizer *t);
/* The next chunk, borrowed until KITH_TOKEN_MORE; size 0 says that the file has ended. */
void kith_tokenizer_feed(kith_tokenizer *t, const unsigned char *chunk, size_t size);

/* The general case behind kith_token_next. */
kith_token kith_token_gather(kith_tokenizer *t);

static inline bool kith_is_space(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Eight bytes, the first one lowest. */
static inline uint64_t kith_load8(const void *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof x);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    return x;
}

/* The high bit of every byte of x that is white space, exactly (no carry crosses a byte). */
static inline uint64_t kith_spaces(uint64_t x)
{
    const uint64_t ones = 0x0101010101010101u;
    const uint64_t low = x & (ones * 0x7F);
    const uint64_t not_space = (low ^ (ones * ' ')) + ones * 0x7F;
    const uint64_t from_tab = low + ones * (0x80 - '\t');
    const uint64_t past_cr = low + ones * (0x80 - '\r' - 1);
    return (~not_space | (from_tab & ~past_cr)) & ~x & (ones * 0x80);
}

#ifdef __SSE2__
static inline uint32_t kith_token_mask(const unsigned char *p)
{
    const __m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
    const __m128i from_tab = _mm_sub_epi8(x, _mm_set1_epi8('\t'));
    const __m128i to_cr = _mm_min_epu8(from_tab, _mm_set1_epi8('\r' - '\t'));
    const __m128i space =
        _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8(' ')), _mm_cmpeq_epi8(to_cr, from_tab));
    return (uint32_t)_mm_movemask_epi8(space);
}
#endif

/* How many of sixteen bytes come before white space; 16 without any. */
static inline unsigned kith_token_part(const unsigned char *p)
{
#ifdef __SSE2__
    return (unsigned)__builtin_ctz(kith_token_mask(p) | 1U << 16);
#else
    const uint64_t spaces = kith_spaces(kith_load8(p));
    const uint64_t behind = kith_spaces(kith_load8(p + 8));
    if (spaces != 0)
        return (unsigned)__builtin_ctzll(spaces) / 8;
    return behind != 0 ? 8 + (unsigned)__builtin_ctzll(behind) / 8 : 16;
#endif
}

/* Which of 64 bytes are white space, the first one lowest. */
static inline uint64_t kith_token_spaces(const unsigned char *p)
{
    uint64_t spaces = 0;
#ifdef __SSE2__
    for (unsigned i = 0; i < 64; i += 16)
        spaces |= (uint64_t)kith_token_mask(p + i) << i;
#else
    for (unsigned i = 0; i < 64; i += 8) /* a bit a byte: the product puts them side by side */
        spaces |= (kith_spaces(kith_load8(p + i)) >> 7) * 0x0102040810204080u >> 56 << i;
#endif
    return spaces;
}

/*
 * Whether folding could change a byte: capitals of ASCII and the lead bytes of the scripts that
 * fold.h covers (0xC3..0xD4) all have their low seven bits in 'A'..'Z'.
 */
static inline bool kith_may_fold(const unsigned char *word, size_t bytes)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t found = 0;
    for (size_t i = 0; i < bytes; i += 8) {
        const uint64_t low = kith_load8(word + i) & (ones * 0x7F);
        const uint64_t from_a = low + ones * (0x80 - 'A');
        const uint64_t past_z = low + ones * (0x80 - 'Z' - 1);
        const uint64_t beyond = bytes - i < 8 ? UINT64_MAX << 8 * (bytes - i) : 0;
        found |= from_a & ~past_z & (ones * 0x80) & ~beyond;
    }
    return found != 0;
}

static inline kith_token kith_token_next(kith_tokenizer *t)
{
    if (t->at_start || t->length != 0)
        return kith_token_gather(t);
    const unsigned char *word = t->at;
    const unsigned char *const end = t->end;
    for (; word < end && kith_is_space(*word); word++) {
        if (*word == '\n' && t->in_sentence) {
            t->at = word + 1;
            t->in_sentence = false;
            return KITH_TOKEN_BREAK;
        }
    }
    t->at = word;
    for (const unsigned char *p = word; end - p >= 2 * KITH_TOKEN_PAD; p += 16) {
        const unsigned part = kith_token_part(p);
        if (part == 16)
            continue;
        p += part;
        const size_t bytes = (size_t)(p - word);
        if (bytes > t->max_bytes || (t->fold != NULL && kith_may_fold(word, bytes)))
            break;
        t->at = p;
        t->word = (const char *)word;
        t->bytes = bytes;
        t->in_chunk = true;
        t->in_sentence = true;
        return KITH_TOKEN_WORD;
    }
    return kith_token_gather(t);
}

/* A word of a run: it lies in the chunk, as in_chunk says of a tokenizer's. */
typedef struct kith_run_word {
    const char *word;
    size_t bytes;
} kith_run_word;

/*
 * The next words, at most `most`, as long as they are plain: shorter than 64 bytes, far from the
 * chunk's end, not to be folded, of one sentence. Returns how many, which may be none;
 * kith_token_next tells what comes behind them. White space is looked for in 64 bytes at once, so
 * that a word need not wait for a look at the bytes behind the one before.
 */
static inline size_t kith_token_run(kith_tokenizer *t, kith_run_word *run, size_t most)
{
    enum { BLOCK = 64 };
    const unsigned char *at = t->at;
    uint64_t spaces = 0; /* from `at` on, as far as it is known */
    size_t n = 0;
    if (t->at_start || t->length != 0 || t->fold != NULL)
        return 0;
    while (n < most) {
        if (spaces == 0 && t->end - at >= BLOCK + KITH_TOKEN_PAD)
            spaces = kith_token_spaces(at);
        if (spaces == 0)
            break;
        const size_t bytes = (size_t)__builtin_ctzll(spaces);
        if (bytes > t->max_bytes)
            break;
        if (bytes > 0) {
            run[n++] = (kith_run_word){(const char *)at, bytes};
            t->in_sentence = true;
        }
        at += bytes;
        if (*at == '\n' && t->in_sentence)
            break;
        at++;
        spaces = spaces >> bytes >> 1;
    }
    t->at = at;
    return n;
}

#endif
