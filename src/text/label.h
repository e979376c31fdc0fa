/*
 * Classes in text, as fastText writes them: a word that begins with "__label__" names a class of
 * its line, wherever it stands.
 */
#ifndef KITH_TEXT_LABEL_H
#define KITH_TEXT_LABEL_H

#include <stddef.h>
#include <string.h>

#define KITH_LABEL_PREFIX "__label__"

/* The class that the word names, *class_bytes long; NULL where it is a word like any other, as the
 * prefix alone is. */
static inline const char *kith_label_of(const char *word, size_t bytes, size_t *class_bytes)
{
    const size_t prefix = sizeof KITH_LABEL_PREFIX - 1;
    if (bytes <= prefix || memcmp(word, KITH_LABEL_PREFIX, prefix) != 0)
        return NULL;
    *class_bytes = bytes - prefix;
    return word + prefix;
}

#endif
