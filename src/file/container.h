/*
 * A file of typed sections: what models, checkpoints and networks are kept in.
 *
 *     header   64 bytes: magic, version, sections, total length
 *     payload  of section 0, 1, ..., each on a 64-byte boundary, zeros up to the boundary
 *     table    on a 64-byte boundary, 96 bytes a section: name, type, shape, place, CRC32C
 *     CRC32C   of header and table, 4 bytes
 *
 * Little endian throughout. Nothing else fits in: where a section lies follows from the shapes
 * alone, and a reader lays the table out anew and refuses any other place, so there are no gaps,
 * no overlaps and no byte that is not covered. The table comes last because it holds the checksums
 * of the payloads: so a file is written in one pass, by appending, each byte looked at once, while
 * its length is known before the first (and stands in the header, which shows a file cut short).
 * Matrices get no 2 MiB boundary: ordinary file mappings gain nothing from it, and the holes would
 * be larger than most files.
 */
#ifndef KITH_FILE_CONTAINER_H
#define KITH_FILE_CONTAINER_H

#include "base/status.h"

#define KITH_CONTAINER_MAGIC "\x89KITH\r\n\x1a" /* 8 bytes; text mode and 7-bit paths break it */

enum { KITH_CONTAINER_VERSION = 1, KITH_SECTIONS_MAX = 4096 };

/*
 * One section to be written. Of `section` the caller fills name (at most 23 bytes), type ("f32",
 * "f64", "u32", "u64" or "bytes"), rank 1..4, shape and, for rank > 1, the stride in bytes from
 * one innermost row to the next (0: no padding); the rest is computed.
 */
typedef struct kith_part {
    kith_section section;
    const void *at; /* the payload as it lies in the file, padding included and zero; or NULL: */
    /* innermost row `row` without its padding, borrowed until the next call */
    const void *(*row)(void *self, uint64_t row);
    void *self;
} kith_part;

/* The length of the file that the parts will make; also fills stride, offset and bytes of each. */
kith_status kith_container_layout(kith_part *part, size_t count, uint64_t *total, kith_error *err);

/* Writes the whole container from the writer's present position, which must be the file's start. */
kith_status kith_container_write(kith_writer *w, kith_part *part, size_t count, kith_error *err);

/* An open container. */
typedef struct kith_container kith_container;

/*
 * Opens a file by mapping it, or by reading it into memory when `copy`. Header, table, bounds and
 * length are checked, payloads are not looked at. KITH_ERR_DATA with the offset otherwise.
 */
kith_status kith_container_open(const char *path, bool copy, kith_container **out, kith_error *err);
/* The same from a stream, read to its end into memory; the stream stays the caller's. */
kith_status kith_container_read(kith_stream *stream, kith_container **out, kith_error *err);

/* The table, borrowed; and the section of that name, NULL where there is none. */
const kith_section *kith_container_sections(const kith_container *c, size_t *count);
const kith_section *kith_container_find(const kith_container *c, const char *name);

/*
 * The payload of a section that must be there with this type and rank; KITH_ERR_DATA otherwise.
 * Borrowed for the life of the container, 64-byte aligned, section->bytes long.
 */
kith_status kith_container_need(const kith_container *c, const char *name, const char *type,
                                uint32_t rank, const kith_section **section, const void **at,
                                kith_error *err);

/* Reads every payload: checksums, and zeros between the rows. O(bytes of the file). */
kith_status kith_container_check(const kith_container *c, kith_error *err);

const char *kith_container_name(const kith_container *c); /* the path, for messages */
/* Hands the mapping over (munmap it); the container can still be closed. */
void *kith_container_release(kith_container *c, uint64_t *bytes);
void kith_container_close(kith_container *c); /* NULL is fine */

#endif
