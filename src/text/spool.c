/*
 * On the heap the array grows by realloc, which moves large blocks by their page tables and copies
 * nothing. In the file it is mapped anew after each growth.
 */
#include "text/spool.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

enum { FIRST_IDS = 1 << 16, ID = sizeof(uint32_t) };

uint64_t kith_spool_budget(const kith_config *config)
{
    const uint64_t asked = (uint64_t)kith_config_int(config, "corpus-memory");
    return asked != 0 ? asked : kith_mem_available() / 2;
}

kith_status kith_spool_init(kith_spool *s, uint64_t budget, const char *folder, kith_error *err)
{
    *s = (kith_spool){.budget = budget, .file = -1};
    s->folder = kith_mem_copy(folder, strlen(folder));
    return s->folder == NULL ? kith_fail_memory(err, "the encoded text", strlen(folder)) : KITH_OK;
}

void kith_spool_clear(kith_spool *s)
{
    if (s->folder == NULL)
        return;
    if (s->file < 0) {
        free(s->ids);
    } else {
        if (s->ids != NULL)
            munmap(s->ids, s->room * ID);
        close(s->file);
    }
    free(s->folder);
    *s = (kith_spool){.file = -1};
}

/* Opens a file that has no name any more and that no child of the process inherits. */
static kith_status open_file(kith_spool *s, int *file, kith_error *err)
{
    static const char name[] = "/kith-spool-XXXXXX";
    const size_t size = strlen(s->folder) + sizeof name;
    char *path = malloc(size);
    if (path == NULL)
        return kith_fail_memory(err, "the encoded text", size);
    snprintf(path, size, "%s%s", s->folder, name);
    *file = mkstemp(path);
    kith_status status = KITH_OK;
    if (*file < 0) {
        status = kith_fail_errno(err, KITH_ERR_CREATE, "cannot create a spool file in", s->folder);
    } else {
        fcntl(*file, F_SETFD, FD_CLOEXEC);
        unlink(path);
    }
    free(path);
    return status;
}

static kith_status reserve_file(const kith_spool *s, int file, uint64_t room, kith_error *err)
{
    int problem;
    do
        problem = posix_fallocate(file, 0, (off_t)(room * ID));
    while (problem == EINTR);
    if (problem == 0)
        return KITH_OK;
    errno = problem;
    return kith_fail_errno(err, KITH_ERR_IO, "cannot take space for the spool file in", s->folder);
}

static uint32_t *map_file(int file, uint64_t room)
{
    void *map = mmap(NULL, room * ID, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    return map == MAP_FAILED ? NULL : map;
}

/* Maps `room` ids of the file, which has that space. */
static kith_status remap(kith_spool *s, uint64_t room, kith_error *err)
{
    uint32_t *ids = map_file(s->file, room);
    if (ids == NULL)
        return kith_fail_memory(err, "the map of the spool file", room * ID);
    munmap(s->ids, s->room * ID);
    s->ids = ids;
    s->room = room;
    return KITH_OK;
}

static kith_status move_to_file(kith_spool *s, uint64_t room, kith_error *err)
{
    int file = -1;
    KITH_TRY(open_file(s, &file, err));
    kith_status status = reserve_file(s, file, room, err);
    uint32_t *ids = status == KITH_OK ? map_file(file, room) : NULL;
    if (status == KITH_OK && ids == NULL)
        status = kith_fail_memory(err, "the map of the spool file", room * ID);
    if (status != KITH_OK) {
        close(file);
        return status;
    }
    if (s->length > 0)
        memcpy(ids, s->ids, s->length * ID);
    free(s->ids);
    s->ids = ids;
    s->room = room;
    s->file = file;
    return KITH_OK;
}

static kith_status grow(kith_spool *s, uint64_t least, kith_error *err)
{
    uint64_t room = s->room == 0 ? FIRST_IDS : s->room + s->room / 2;
    room = room > least ? room : least;
    if (s->file >= 0) {
        KITH_TRY(reserve_file(s, s->file, room, err));
        return remap(s, room, err);
    }
    if (room > s->budget / ID)
        return move_to_file(s, room, err);
    uint32_t *ids = kith_mem_grow(s->ids, room, ID);
    if (ids == NULL)
        return kith_fail_memory(err, "the encoded text", room * ID);
    s->ids = ids;
    s->room = room;
    return KITH_OK;
}

kith_status kith_spool_reserve(kith_spool *s, uint64_t more, kith_error *err)
{
    return more <= s->room - s->length ? KITH_OK : grow(s, s->length + more, err);
}

void kith_spool_shrink(kith_spool *s, uint64_t length)
{
    s->length = length;
    const uint64_t room = length == 0 ? 1 : length;
    if (room >= s->room)
        return;
    if (s->file < 0) {
        uint32_t *ids = kith_mem_grow(s->ids, room, ID);
        if (ids != NULL) {
            s->ids = ids;
            s->room = room;
        }
    } else if (remap(s, room, NULL) == KITH_OK && ftruncate(s->file, (off_t)(room * ID)) != 0) {
        return; /* the file keeps its space: a loss of disk, not of data */
    }
}
