/*
 * Raw bytes as they come from a descriptor or lie in memory, read ahead far enough to be looked at
 * before they are taken. Streams are built on it; nothing else needs it.
 */
#ifndef KITH_BASE_SOURCE_H
#define KITH_BASE_SOURCE_H

#include "kith.h"

typedef struct kith_source {
    char *name;
    int fd;                     /* -1: memory */
    bool borrowed;              /* standard input, left open */
    bool ended;                 /* nothing follows what is ahead */
    unsigned char *buffer;      /* NULL: memory */
    const unsigned char *ahead; /* bytes read and not yet taken */
    size_t left;                /* how many of them */
    uint64_t read, total;       /* bytes of the file, total 0: unknown */
} kith_source;

kith_status kith_source_open(kith_source *s, const char *path, kith_error *err);
/* `bytes` must outlive the source. */
kith_status kith_source_memory(kith_source *s, const void *bytes, size_t size, kith_error *err);
void kith_source_close(kith_source *s); /* a zeroed source is fine */

/*
 * Reads until `count` bytes (at most 16) are ahead or the input ends; blocks only where there are
 * fewer. What lay ahead before may move.
 */
kith_status kith_source_want(kith_source *s, size_t count, kith_error *err);
void kith_source_take(kith_source *s, size_t count);
/* Is nothing ahead of what is still to be read? Then it can be read without a copy in between. */
bool kith_source_is_dry(const kith_source *s);
/* At most `room` bytes straight into `to`; none at the end. */
kith_status kith_source_read(kith_source *s, void *to, size_t room, size_t *size, kith_error *err);
/* Where the first byte ahead stands in the file. */
uint64_t kith_source_offset(const kith_source *s);

#endif
