/*
 * Reading a container: nothing in it is believed. The length must be the file's, the checksum of
 * header and table must hold, and the table laid out anew must give the very places it claims.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "file/container_layout.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"

struct kith_container {
    kith_section *section;
    size_t count;
    const unsigned char *at;
    uint64_t bytes;
    void *map; /* NULL once released */
    char *name;
};

static kith_status bad(const kith_container *c, uint64_t offset, const char *what, kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": %s", c->name, offset, what);
}

static kith_status new_container(const char *name, kith_container **out, kith_error *err)
{
    kith_container *c = calloc(1, sizeof *c);
    if (c != NULL)
        c->name = kith_mem_copy(name, strlen(name));
    if (c == NULL || c->name == NULL) {
        free(c);
        return kith_fail_memory(err, "container", sizeof *c);
    }
    *out = c;
    return KITH_OK;
}

/* Memory that can be given back with munmap, as a mapped file is. NULL when there is none. */
static void *new_map(uint64_t bytes)
{
    void *map =
        mmap(NULL, (size_t)bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return map != MAP_FAILED ? map : NULL;
}

static kith_status check_header(const kith_container *c, kith_container_header *header,
                                kith_error *err)
{
    if (c->bytes < sizeof *header)
        return bad(c, c->bytes, "the file ends within its header", err);
    memcpy(header, c->at, sizeof *header);
    if (memcmp(header->magic, KITH_CONTAINER_MAGIC, sizeof header->magic) != 0)
        return bad(c, 0, "no kith file: its first bytes are others", err);
    if (header->version != KITH_CONTAINER_VERSION)
        return kith_fail(err, KITH_ERR_DATA, "%s:8: file version %" PRIu32 ", expected %d", c->name,
                         header->version, KITH_CONTAINER_VERSION);
    if (header->total != c->bytes)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:%" PRIu64 ": the header says %" PRIu64 " bytes, the file has %" PRIu64,
                         c->name, c->bytes, header->total, c->bytes);
    if (header->sections > KITH_SECTIONS_MAX)
        return bad(c, 12, "too many sections", err);
    return KITH_OK;
}

/* Decodes entry i and compares it with where it must lie. */
static kith_status check_entry(const kith_container *c, const unsigned char *at, size_t i,
                               uint64_t *end, kith_error *err)
{
    kith_container_entry entry;
    memcpy(&entry, at, sizeof entry);
    kith_section *s = &c->section[i];
    *s = (kith_section){.rank = entry.rank, .stride = entry.stride, .crc = entry.crc};
    memcpy(s->name, entry.name, sizeof s->name);
    memcpy(s->type, entry.type, sizeof s->type);
    memcpy(s->shape, entry.shape, sizeof s->shape);
    const uint64_t before = *end;
    const char *wrong = kith_section_place(s, end);
    if (wrong == NULL && (s->offset != entry.offset || s->bytes != entry.bytes ||
                          s->stride != entry.stride || s->offset + s->bytes > c->bytes))
        wrong = "it does not lie where its shape puts it";
    for (size_t k = 0; k < i && wrong == NULL; k++)
        if (strcmp(c->section[k].name, s->name) == 0)
            wrong = "its name is there twice";
    for (uint64_t k = before; k < s->offset && wrong == NULL; k++)
        if (c->at[k] != 0)
            wrong = "the bytes before it are not zero";
    if (wrong == NULL)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA, "%s:%zu: section %zu: %s", c->name, (size_t)(at - c->at),
                     i, wrong);
}

static kith_status read_table(kith_container *c, kith_error *err)
{
    kith_container_header header;
    KITH_TRY(check_header(c, &header, err));
    const uint64_t table_bytes = header.sections * sizeof(kith_container_entry);
    if (c->bytes - sizeof header < table_bytes + sizeof(uint32_t))
        return bad(c, 12, "more sections than the file has room for", err);
    const uint64_t table = c->bytes - sizeof(uint32_t) - table_bytes;
    uint32_t crc = kith_crc32c(0, c->at, sizeof header);
    crc = kith_crc32c(crc, c->at + table, (size_t)table_bytes);
    if (memcmp(&crc, c->at + table + table_bytes, sizeof crc) != 0)
        return bad(c, table, "the checksum of header and table does not hold", err);

    c->section = calloc((size_t)header.sections + 1, sizeof *c->section);
    if (c->section == NULL)
        return kith_fail_memory(err, "section table", header.sections * sizeof *c->section);
    c->count = header.sections;
    uint64_t end = sizeof header;
    for (size_t i = 0; i < c->count; i++)
        KITH_TRY(check_entry(c, c->at + table + i * sizeof(kith_container_entry), i, &end, err));
    uint64_t place = 0;
    uint64_t total = 0;
    if (!kith_container_end(end, c->count, &place, &total) || place != table || total != c->bytes)
        return bad(c, table, "the table does not lie behind the last section", err);
    for (uint64_t k = end; k < table; k++)
        if (c->at[k] != 0)
            return bad(c, k, "the bytes before the table are not zero", err);
    return KITH_OK;
}

/* Reads the table of what c holds now and hands it out, or closes it. */
static kith_status finish(kith_container *c, kith_status status, kith_container **out,
                          kith_error *err)
{
    if (status == KITH_OK)
        status = read_table(c, err);
    if (status != KITH_OK) {
        kith_container_close(c);
        return status;
    }
    *out = c;
    return KITH_OK;
}

static kith_status fill(kith_container *c, int file, kith_error *err)
{
    unsigned char *to = c->map;
    for (uint64_t done = 0; done < c->bytes;) {
        const ssize_t got = read(file, to + done, (size_t)(c->bytes - done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return kith_fail_errno(err, KITH_ERR_IO, "cannot read", c->name);
        if (got == 0)
            return bad(c, done, "the file became shorter while it was read", err);
        done += (uint64_t)got;
    }
    return KITH_OK;
}

static kith_status map_file(kith_container *c, int file, bool copy, kith_error *err)
{
    struct stat info;
    if (fstat(file, &info) != 0)
        return kith_fail_errno(err, KITH_ERR_INPUT, "cannot read", c->name);
    if (!S_ISREG(info.st_mode))
        return kith_fail(err, KITH_ERR_INPUT, "%s: not a regular file", c->name);
    c->bytes = (uint64_t)info.st_size;
    if (c->bytes < sizeof(kith_container_header))
        return bad(c, c->bytes, "the file ends within its header", err);
    if (copy) {
        c->map = new_map(c->bytes);
        c->at = c->map;
        return c->map != NULL ? fill(c, file, err) : kith_fail_memory(err, c->name, c->bytes);
    }
    void *map = mmap(NULL, (size_t)c->bytes, PROT_READ, MAP_PRIVATE, file, 0);
    if (map == MAP_FAILED)
        return kith_fail_errno(err, errno == ENOMEM ? KITH_ERR_MEMORY : KITH_ERR_IO, "cannot map",
                               c->name);
    c->map = map;
    c->at = map;
    return KITH_OK;
}

kith_status kith_container_open(const char *path, bool copy, kith_container **out, kith_error *err)
{
    *out = NULL;
    kith_container *c = NULL;
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return kith_fail_errno(err, KITH_ERR_INPUT, "cannot open", path);
    kith_status status = new_container(path, &c, err);
    if (status == KITH_OK)
        status = finish(c, map_file(c, file, copy, err), out, err);
    close(file);
    return status;
}

/* Twice the room, or the first of it. */
static kith_status grow(kith_container *c, uint64_t used, kith_error *err)
{
    const uint64_t room = c->bytes > 0 ? 2 * c->bytes : UINT64_C(1) << 20;
    void *map = new_map(room);
    if (map == NULL)
        return kith_fail_memory(err, c->name, room);
    if (c->map != NULL) {
        memcpy(map, c->map, (size_t)used);
        munmap(c->map, (size_t)c->bytes);
    }
    c->map = map;
    c->at = map;
    c->bytes = room;
    return KITH_OK;
}

/* Gives back the pages behind `used`, so that munmap of the container's bytes frees all. */
static void trim(kith_container *c, uint64_t used)
{
    const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    const uint64_t keep = (used + page - 1) / page * page;
    if (keep < c->bytes)
        munmap((char *)c->map + keep, (size_t)(c->bytes - keep));
    c->bytes = used;
}

static kith_status slurp(kith_container *c, kith_stream *stream, kith_error *err)
{
    uint64_t used = 0;
    for (;;) {
        const unsigned char *chunk = NULL;
        size_t size = 0;
        KITH_TRY(kith_stream_next(stream, &chunk, &size, err));
        if (size == 0)
            break;
        while (c->bytes - used < size)
            KITH_TRY(grow(c, used, err));
        memcpy((char *)c->map + used, chunk, size);
        used += size;
    }
    if (used == 0)
        return bad(c, 0, "the file is empty", err);
    trim(c, used);
    return KITH_OK;
}

kith_status kith_container_read(kith_stream *stream, kith_container **out, kith_error *err)
{
    *out = NULL;
    kith_container *c = NULL;
    KITH_TRY(new_container(kith_stream_name(stream), &c, err));
    return finish(c, slurp(c, stream, err), out, err);
}

const kith_section *kith_container_sections(const kith_container *c, size_t *count)
{
    *count = c->count;
    return c->section;
}

const kith_section *kith_container_find(const kith_container *c, const char *name)
{
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->section[i].name, name) == 0)
            return &c->section[i];
    return NULL;
}

kith_status kith_container_need(const kith_container *c, const char *name, const char *type,
                                uint32_t rank, const kith_section **section, const void **at,
                                kith_error *err)
{
    const kith_section *s = kith_container_find(c, name);
    if (s == NULL)
        return kith_fail(err, KITH_ERR_DATA, "%s: there is no section %s", c->name, name);
    if (strcmp(s->type, type) != 0 || s->rank != rank)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:%" PRIu64 ": section %s: expected %s of rank %" PRIu32
                         ", got %s of rank %" PRIu32,
                         c->name, s->offset, name, type, rank, s->type, s->rank);
    *section = s;
    *at = c->at + s->offset;
    return KITH_OK;
}

static bool padding_is_zero(const kith_section *s, const unsigned char *at)
{
    const uint64_t row_bytes = kith_section_row_bytes(s);
    const uint64_t rows = s->stride > row_bytes ? kith_section_rows(s) : 0;
    for (uint64_t row = 0; row < rows; row++)
        for (uint64_t k = row_bytes; k < s->stride; k++)
            if (at[row * s->stride + k] != 0)
                return false;
    return true;
}

kith_status kith_container_check(const kith_container *c, kith_error *err)
{
    for (size_t i = 0; i < c->count; i++) {
        const kith_section *s = &c->section[i];
        const unsigned char *at = c->at + s->offset;
        const uint32_t crc = kith_crc32c(0, at, (size_t)s->bytes);
        if (crc != s->crc)
            return kith_fail(err, KITH_ERR_DATA,
                             "%s:%" PRIu64 ": section %s: expected checksum %08" PRIx32
                             ", got %08" PRIx32,
                             c->name, s->offset, s->name, s->crc, crc);
        if (!padding_is_zero(s, at))
            return kith_fail(err, KITH_ERR_DATA,
                             "%s:%" PRIu64 ": section %s: bytes between its rows are not zero",
                             c->name, s->offset, s->name);
    }
    return KITH_OK;
}

const char *kith_container_name(const kith_container *c)
{
    return c->name;
}

void *kith_container_release(kith_container *c, uint64_t *bytes)
{
    void *map = c->map;
    *bytes = c->bytes;
    c->map = NULL;
    return map;
}

void kith_container_close(kith_container *c)
{
    if (c == NULL)
        return;
    if (c->map != NULL)
        munmap(c->map, (size_t)c->bytes);
    free(c->section);
    free(c->name);
    free(c);
}

kith_status kith_file_sections(const char *path, bool check, kith_section **out, size_t *count,
                               kith_error *err)
{
    kith_container *c = NULL;
    *out = NULL;
    KITH_TRY(kith_container_open(path, false, &c, err));
    const kith_status status = check ? kith_container_check(c, err) : KITH_OK;
    if (status == KITH_OK) {
        *out = c->section;
        *count = c->count;
        c->section = NULL;
    }
    kith_container_close(c);
    return status;
}
