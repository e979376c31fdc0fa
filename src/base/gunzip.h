/*
 * Unpacks gzip (RFC 1952), one member or many, from a source in constant memory.
 */
#ifndef KITH_BASE_GUNZIP_H
#define KITH_BASE_GUNZIP_H

#include "base/source.h"

typedef struct kith_gunzip kith_gunzip;

/* Is a gzip member ahead? Reads no further than it must to tell. */
kith_status kith_gunzip_ahead(kith_source *s, bool *yes, kith_error *err);

kith_status kith_gunzip_new(kith_gunzip **out, kith_error *err);
/*
 * The next unpacked bytes, borrowed until the next call; *size 0 at the end. Damage and a missing
 * end are KITH_ERR_DATA with the offset in the packed file.
 */
kith_status kith_gunzip_next(kith_gunzip *g, kith_source *s, const unsigned char **chunk,
                             size_t *size, kith_error *err);
void kith_gunzip_free(kith_gunzip *g);

#endif
