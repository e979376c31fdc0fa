/*
 * Words character by character, for patterns. A character is one of UTF-8; a byte that is part of
 * none counts as one. Its code is its bytes as one number, which orders UTF-8 by code point.
 */
#ifndef KITH_TEXT_CHARACTER_H
#define KITH_TEXT_CHARACTER_H

#include "kith.h"

typedef struct kith_character {
    uint32_t code;
    size_t bytes;
} kith_character;

/* The character at `text`, of which at least one byte is left. */
static inline kith_character kith_character_at(const char *text, size_t bytes)
{
    const size_t length = kith_utf8_length(text, bytes);
    kith_character c = {0, length > 0 ? length : 1};
    for (size_t i = 0; i < c.bytes; i++)
        c.code = c.code << 8 | (unsigned char)text[i];
    return c;
}

#endif
