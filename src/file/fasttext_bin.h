/*
 * fastText's model (.bin), little endian and unpadded: magic, version, twelve arguments, the
 * dictionary, the input matrix (a row a word, then a row a bucket of n-grams), the output matrix.
 */
#ifndef KITH_FILE_FASTTEXT_BIN_H
#define KITH_FILE_FASTTEXT_BIN_H

#include "file/formats.h"

enum { FASTTEXT_MAGIC = 793712314, FASTTEXT_VERSION = 12, FASTTEXT_ARGUMENTS = 12 };

/* The arguments that matter here, in their places among the twelve. */
enum {
    FASTTEXT_DIM = 0,
    FASTTEXT_WINDOW = 1,
    FASTTEXT_LOSS = 6,
    FASTTEXT_ARCH = 7,
    FASTTEXT_BUCKET = 8,
    FASTTEXT_LEAST = 9,
    FASTTEXT_MOST = 10
};
/* Values of the loss and of the architecture. */
enum { FASTTEXT_HS = 1, FASTTEXT_SOFTMAX = 3, FASTTEXT_CBOW = 1, FASTTEXT_SKIPGRAM = 2 };

/* `size` and `write` of the format (fasttext_write.c). */
kith_status kith_fasttext_size(kith_names *names, uint64_t *bytes, kith_error *err);
kith_status kith_fasttext_write(const kith_sink *sink, kith_error *err);

#endif
