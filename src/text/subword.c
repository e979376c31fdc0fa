/*
 * fastText's n-grams: of the word between < and >, of whole UTF-8 characters as far as the bytes
 * are UTF-8, without the two marks alone. The hash is FNV-1a, but of bytes taken as signed, so that
 * those from 0x80 on flip its upper bits too: an error once, part of every model since.
 */
#include "text/subword.h"

#include <string.h>

/* The word with its marks, byte by byte, without a copy. */
static unsigned char byte_at(const char *word, size_t bytes, size_t i)
{
    return i == 0 ? '<' : i == bytes + 1 ? '>' : (unsigned char)word[i - 1];
}

static bool continues(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

static uint32_t mix(uint32_t hash, unsigned char byte)
{
    const uint32_t extended = byte < 0x80 ? byte : 0xFFFFFF00u | byte;
    return (hash ^ extended) * 16777619u;
}

void kith_subwords_spell(const kith_subwords *s, const char *word, size_t bytes,
                         void (*visit)(void *self, const kith_subword *gram), void *self)
{
    const size_t end = bytes + 2;
    if (s->buckets == 0 || (bytes == 4 && memcmp(word, "</s>", 4) == 0))
        return;
    for (size_t start = 0; start < end; start++) {
        if (continues(byte_at(word, bytes, start)))
            continue;
        uint32_t hash = 2166136261u;
        size_t at = start;
        for (uint32_t n = 1; at < end && n <= s->most; n++) {
            do
                hash = mix(hash, byte_at(word, bytes, at++));
            while (at < end && continues(byte_at(word, bytes, at)));
            if (n >= s->least && !(n == 1 && (start == 0 || at == end)))
                visit(self, &(kith_subword){hash % s->buckets, start, at});
        }
    }
}

/* Who wants the buckets alone. */
typedef struct listener {
    void (*visit)(void *self, uint32_t bucket);
    void *self;
} listener;

static void tell_bucket(void *self, const kith_subword *gram)
{
    const listener *l = self;
    l->visit(l->self, gram->bucket);
}

void kith_subwords_visit(const kith_subwords *s, const char *word, size_t bytes,
                         void (*visit)(void *self, uint32_t bucket), void *self)
{
    kith_subwords_spell(s, word, bytes, tell_bucket, &(listener){visit, self});
}
