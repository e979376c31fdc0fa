/*
 * Writing a container: lay out, then append header, payloads, table. The checksum of a payload is
 * taken on the way, from the bytes that are still in the cache, and stands in the table behind.
 */
#include "file/container_layout.h"

#include <string.h>

#include "base/hash.h"

enum {
    CHUNK = 1 << 18 /* bytes that are summed and written before the next are touched */
};

static bool name_is_taken(const kith_part *part, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(part[i].section.name, name) == 0)
            return true;
    return false;
}

/* The layout, and where the table begins. */
static kith_status lay_out(kith_part *part, size_t count, uint64_t *table, uint64_t *total,
                           kith_error *err)
{
    uint64_t end = sizeof(kith_container_header);
    if (count > KITH_SECTIONS_MAX)
        return kith_fail(err, KITH_ERR_INTERNAL, "%zu sections: expected at most %d", count,
                         KITH_SECTIONS_MAX);
    for (size_t i = 0; i < count; i++) {
        kith_section *s = &part[i].section;
        const char *wrong = kith_section_place(s, &end);
        if (wrong == NULL && name_is_taken(part, i, s->name))
            wrong = "its name is taken";
        if (wrong != NULL)
            return kith_fail(err, KITH_ERR_INTERNAL, "section %zu (%.23s): %s", i, s->name, wrong);
    }
    if (!kith_container_end(end, count, table, total))
        return kith_fail(err, KITH_ERR_INTERNAL, "sections are too large for a file");
    return KITH_OK;
}

kith_status kith_container_layout(kith_part *part, size_t count, uint64_t *total, kith_error *err)
{
    uint64_t table = 0;
    return lay_out(part, count, &table, total, err);
}

/* Writes the bytes and carries their checksum on. */
static kith_status append(kith_writer *w, uint32_t *crc, const void *bytes, size_t size,
                          kith_error *err)
{
    *crc = kith_crc32c(*crc, bytes, size);
    return kith_writer_write(w, bytes, size, err);
}

static kith_status append_zeros(kith_writer *w, uint32_t *crc, uint64_t bytes, kith_error *err)
{
    static const char zeros[KITH_CONTAINER_ALIGN];
    while (bytes > 0) {
        const size_t now = bytes < sizeof zeros ? (size_t)bytes : sizeof zeros;
        KITH_TRY(append(w, crc, zeros, now, err));
        bytes -= now;
    }
    return KITH_OK;
}

static kith_status write_whole(kith_writer *w, kith_part *part, kith_error *err)
{
    kith_section *s = &part->section;
    for (uint64_t done = 0; done < s->bytes;) {
        const size_t now = s->bytes - done < CHUNK ? (size_t)(s->bytes - done) : CHUNK;
        KITH_TRY(append(w, &s->crc, (const char *)part->at + done, now, err));
        done += now;
    }
    return KITH_OK;
}

static kith_status write_rows(kith_writer *w, kith_part *part, kith_error *err)
{
    kith_section *s = &part->section;
    const uint64_t rows = s->bytes > 0 ? kith_section_rows(s) : 0;
    const uint64_t bytes = kith_section_row_bytes(s);
    for (uint64_t row = 0; row < rows; row++) {
        KITH_TRY(append(w, &s->crc, part->row(part->self, row), (size_t)bytes, err));
        if (s->rank > 1)
            KITH_TRY(append_zeros(w, &s->crc, s->stride - bytes, err));
    }
    return KITH_OK;
}

/* Zeros between sections belong to no checksum: a reader looks at each of them. */
static kith_status write_gap(kith_writer *w, uint64_t bytes, kith_error *err)
{
    uint32_t unused = 0;
    return append_zeros(w, &unused, bytes, err);
}

static kith_status write_table(kith_writer *w, const kith_part *part, size_t count, uint32_t crc,
                               kith_error *err)
{
    for (size_t i = 0; i < count; i++) {
        const kith_section *s = &part[i].section;
        kith_container_entry entry = {.rank = s->rank,
                                      .crc = s->crc,
                                      .stride = s->stride,
                                      .offset = s->offset,
                                      .bytes = s->bytes};
        memcpy(entry.name, s->name, sizeof entry.name);
        memcpy(entry.type, s->type, sizeof entry.type);
        memcpy(entry.shape, s->shape, sizeof entry.shape);
        KITH_TRY(append(w, &crc, &entry, sizeof entry, err));
    }
    return kith_writer_write(w, &crc, sizeof crc, err);
}

kith_status kith_container_write(kith_writer *w, kith_part *part, size_t count, kith_error *err)
{
    uint64_t table = 0;
    kith_container_header header = {.version = KITH_CONTAINER_VERSION, .sections = (uint32_t)count};
    KITH_TRY(lay_out(part, count, &table, &header.total, err));
    memcpy(header.magic, KITH_CONTAINER_MAGIC, sizeof header.magic);
    KITH_TRY(kith_writer_write(w, &header, sizeof header, err));
    uint64_t end = sizeof header;
    for (size_t i = 0; i < count; i++) {
        kith_section *s = &part[i].section;
        s->crc = 0;
        KITH_TRY(write_gap(w, s->offset - end, err));
        KITH_TRY(part[i].row != NULL ? write_rows(w, &part[i], err)
                                     : write_whole(w, &part[i], err));
        end = s->offset + s->bytes;
    }
    KITH_TRY(write_gap(w, table - end, err));
    return write_table(w, part, count, kith_crc32c(0, &header, sizeof header), err);
}
