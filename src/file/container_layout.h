/*
 * What the reader and the writer of containers share: the bytes of header and table, and the one
 * rule that says where each section lies.
 */
#ifndef KITH_FILE_CONTAINER_LAYOUT_H
#define KITH_FILE_CONTAINER_LAYOUT_H

#include "file/container.h"

enum { KITH_CONTAINER_ALIGN = 64 };

/* As they lie in the file. */
typedef struct kith_container_header {
    char magic[8];
    uint32_t version;
    uint32_t sections;
    uint64_t total; /* bytes of the whole file */
    uint8_t zero[40];
} kith_container_header;

typedef struct kith_container_entry {
    char name[24];
    char type[8];
    uint32_t rank;
    uint32_t crc;
    uint64_t shape[4];
    uint64_t stride;
    uint64_t offset;
    uint64_t bytes;
} kith_container_entry;

_Static_assert(sizeof(kith_container_header) == 64, "the header is 64 bytes");
_Static_assert(sizeof(kith_container_entry) == 96, "an entry is 96 bytes");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "payloads are written as they lie");

/* Bytes of one element, 0 for an unknown type. */
uint64_t kith_section_element(const kith_section *s);
/* The innermost rows of a section, and the bytes of one without its padding. */
uint64_t kith_section_rows(const kith_section *s);
uint64_t kith_section_row_bytes(const kith_section *s);

/*
 * Checks name, type, rank and shape, and fills stride (where it is 0), bytes, and the offset: the
 * first boundary at or after `end`, which is moved behind the section. Returns NULL, or what is
 * wrong with the section.
 */
const char *kith_section_place(kith_section *s, uint64_t *end);

/* Where a table of `count` sections and the file end, when the last payload ends at `end`. */
bool kith_container_end(uint64_t end, size_t count, uint64_t *table, uint64_t *total);

#endif
