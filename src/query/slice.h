/*
 * Pieces of a line: borrowed bytes with a length, cut at white space (as in text) or at a
 * separator.
 */
#ifndef KITH_QUERY_SLICE_H
#define KITH_QUERY_SLICE_H

#include <string.h>

#include "text/token.h"

typedef struct kith_slice {
    const char *at;
    size_t bytes;
} kith_slice;

static inline kith_slice kith_slice_trim(kith_slice s)
{
    while (s.bytes > 0 && kith_is_space((unsigned char)s.at[0]))
        s = (kith_slice){s.at + 1, s.bytes - 1};
    while (s.bytes > 0 && kith_is_space((unsigned char)s.at[s.bytes - 1]))
        s.bytes--;
    return s;
}

/* Takes the first token off *rest; empty at the end. */
static inline kith_slice kith_slice_token(kith_slice *rest)
{
    kith_slice token = kith_slice_trim(*rest);
    size_t bytes = 0;
    while (bytes < token.bytes && !kith_is_space((unsigned char)token.at[bytes]))
        bytes++;
    *rest = (kith_slice){token.at + bytes, token.bytes - bytes};
    token.bytes = bytes;
    return token;
}

/* Takes the field before the next separator off *rest, without white space around it. */
static inline kith_slice kith_slice_field(kith_slice *rest, char separator)
{
    const char *end = rest->bytes > 0 ? memchr(rest->at, separator, rest->bytes) : NULL;
    const size_t bytes = end == NULL ? rest->bytes : (size_t)(end - rest->at);
    const kith_slice field = {rest->at, bytes};
    const size_t taken = end == NULL ? bytes : bytes + 1;
    *rest = (kith_slice){rest->at + taken, rest->bytes - taken};
    return kith_slice_trim(field);
}

#endif
