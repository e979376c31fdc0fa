/*
 * The words of a matrix whose format has no place for them: one a line, in PATH.words beside it.
 */
#ifndef KITH_FILE_WORDS_BESIDE_H
#define KITH_FILE_WORDS_BESIDE_H

#include "file/formats.h"
#include "file/stored.h"

/* What such words may not have. */
#define KITH_WORDS_BESIDE_LIMITS                                                                   \
    {                                                                                              \
        .bytes = "\n\r", .mark = true                                                              \
    }

/* kith_stored_read with the words beside. */
kith_status kith_words_beside_read(const kith_reading *reading, const kith_stored *s,
                                   kith_input *in, kith_rows *r, kith_error *err);
kith_status kith_words_beside_write(kith_names *names, kith_writer *words, kith_error *err);
uint64_t kith_words_beside_size(const kith_names *names); /* bytes */
/* The lines of a file as words. */
kith_word_source kith_words_of_lines(kith_lines *lines);

#endif
