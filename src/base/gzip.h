/*
 * Packs bytes as one gzip member (RFC 1952) in constant memory. The member has no name and no time,
 * so the same bytes are packed to the same bytes.
 */
#ifndef KITH_BASE_GZIP_H
#define KITH_BASE_GZIP_H

#include "base/status.h"

typedef struct kith_gzip kith_gzip;

kith_status kith_gzip_new(kith_gzip **out, kith_error *err);
/* The bytes to pack next, borrowed until they are all taken; `last`: none follow. */
void kith_gzip_give(kith_gzip *g, const void *bytes, size_t size, bool last);
/*
 * Packed bytes, borrowed until the next call; *size 0 once the bytes given are taken (what is held
 * back comes with later ones).
 */
kith_status kith_gzip_next(kith_gzip *g, const unsigned char **packed, size_t *size,
                           kith_error *err);
void kith_gzip_free(kith_gzip *g); /* NULL is fine */

#endif
