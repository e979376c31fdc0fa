/*
 * Write beside, sync, rename, sync the folder: after a crash at any moment the target is the old
 * file or the new one, whole. The temporary file is created by open(O_EXCL) and not by mkstemp, so
 * that the kernel applies the umask, which a library cannot read without changing it.
 */
#define _XOPEN_SOURCE 700 /* realpath */
#include "base/target.h"

#include "base/mem.h"
#include "base/rng.h"
#include "base/status.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { TRIES = 100, TAIL_BYTES = 32, KEPT_NAME = 200 /* of 255 a name may have */ };

static kith_status cannot_create(const kith_target *t, kith_error *err)
{
    return kith_fail_errno(err, KITH_ERR_CREATE, "cannot be created", t->name);
}

/* The bytes of the path up to and with its last slash. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

/* Differs between processes, threads and moments; O_EXCL sees to the rest. */
static uint32_t draw(const kith_target *t, unsigned attempt)
{
    struct timespec now = {0, 0};
    clock_gettime(CLOCK_REALTIME, &now);
    const uint64_t seed = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
    return (uint32_t)kith_mix64(seed ^ (uint64_t)getpid() << 40 ^ (uintptr_t)t ^
                                (uint64_t)attempt << 32);
}

/* FOLDER/.NAME.1a2b3c4d.tmp: hidden, so that nobody reading the folder takes it for a result. */
static kith_status open_beside(kith_target *t, mode_t mode, kith_error *err)
{
    const size_t folder = folder_length(t->path);
    const size_t room = strlen(t->path) + TAIL_BYTES;
    t->temporary = malloc(room);
    if (t->temporary == NULL)
        return kith_fail_memory(err, "a file name", room);
    for (unsigned attempt = 0; attempt < TRIES; attempt++) {
        snprintf(t->temporary, room, "%.*s.%.*s.%08x.tmp", (int)folder, t->path, KEPT_NAME,
                 t->path + folder, (unsigned)draw(t, attempt));
        t->fd = open(t->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (t->fd >= 0)
            return KITH_OK;
        if (errno != EEXIST && errno != EINTR)
            break;
    }
    const kith_status status = cannot_create(t, err);
    free(t->temporary);
    t->temporary = NULL;
    return status;
}

/*
 * A link to the target stays a link: what it points to is replaced. A file that may not be written
 * is not, although its folder would allow it: its owner has said so.
 */
static kith_status replace(kith_target *t, const struct stat *old, kith_error *err)
{
    if (faccessat(AT_FDCWD, t->path, W_OK, AT_EACCESS) != 0)
        return cannot_create(t, err);
    char *resolved = realpath(t->path, NULL);
    if (resolved == NULL)
        return cannot_create(t, err);
    free(t->path);
    t->path = resolved;
    const mode_t mode = old->st_mode & 07777;
    KITH_TRY(open_beside(t, mode & 0777, err));
    if (fchmod(t->fd, mode) != 0)
        return cannot_create(t, err);
    return KITH_OK;
}

static kith_status open_in_place(kith_target *t, kith_error *err)
{
    do
        t->fd = open(t->path, O_WRONLY | O_CLOEXEC);
    while (t->fd < 0 && errno == EINTR);
    return t->fd >= 0 ? KITH_OK : cannot_create(t, err);
}

static kith_status open_new(kith_target *t, kith_error *err)
{
    struct stat link;
    if (lstat(t->path, &link) == 0)
        return kith_fail(err, KITH_ERR_CREATE, "%s: is a link to nothing", t->name);
    if (t->path[folder_length(t->path)] == '\0')
        return kith_fail(err, KITH_ERR_CREATE, "'%s' names no file", t->name);
    return open_beside(t, 0666, err);
}

static kith_status open_path(kith_target *t, const char *path, kith_error *err)
{
    const bool standard = strcmp(path, "-") == 0;
    const char *name = standard ? "standard output" : path;
    t->name = kith_mem_copy(name, strlen(name));
    t->path = standard ? NULL : kith_mem_copy(path, strlen(path));
    if (t->name == NULL || (t->path == NULL && !standard))
        return kith_fail_memory(err, "a file name", strlen(path) + 1);
    if (standard) {
        t->fd = STDOUT_FILENO;
        return KITH_OK;
    }
    struct stat info;
    if (stat(path, &info) != 0)
        return errno == ENOENT ? open_new(t, err) : cannot_create(t, err);
    if (S_ISDIR(info.st_mode))
        return kith_fail(err, KITH_ERR_CREATE, "%s: is a folder, expected a file", t->name);
    return S_ISREG(info.st_mode) ? replace(t, &info, err) : open_in_place(t, err);
}

kith_status kith_target_open(kith_target *t, const char *path, kith_error *err)
{
    *t = (kith_target){.fd = -1};
    const kith_status status = open_path(t, path, err);
    if (status != KITH_OK)
        kith_target_abandon(t);
    return status;
}

static kith_status failed(const kith_target *t, const char *what, kith_error *err)
{
    return kith_fail_errno(err, KITH_ERR_IO, what, t->name);
}

static kith_status close_checked(kith_target *t, kith_error *err)
{
    const int fd = t->fd;
    t->fd = -1;
    /* After EINTR the descriptor is gone on Linux; closing again could hit somebody else's. */
    return close(fd) == 0 || errno == EINTR ? KITH_OK : failed(t, "closing failed", err);
}

/* Some file systems cannot sync a folder, and some folders may be written but not opened. */
static kith_status sync_folder(const kith_target *t, kith_error *err)
{
    const size_t length = folder_length(t->path);
    char *folder = length > 0 ? kith_mem_copy(t->path, length) : kith_mem_copy(".", 1);
    if (folder == NULL)
        return kith_fail_memory(err, "a file name", length + 1);
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (fd < 0)
        return KITH_OK;
    kith_status status = KITH_OK;
    if (fsync(fd) != 0 && errno == EIO)
        status = failed(t, "is written, but syncing its folder failed", err);
    close(fd);
    return status;
}

static kith_status publish(kith_target *t, kith_error *err)
{
    if (t->path == NULL)
        return KITH_OK;
    if (t->temporary == NULL)
        return close_checked(t, err);
    KITH_TRY(close_checked(t, err));
    if (rename(t->temporary, t->path) != 0)
        return failed(t, "renaming failed", err);
    free(t->temporary);
    t->temporary = NULL;
    return sync_folder(t, err);
}

kith_status kith_target_publish(kith_target *t, kith_error *err)
{
    const kith_status status = publish(t, err);
    kith_target_abandon(t);
    return status;
}

void kith_target_abandon(kith_target *t)
{
    if (t->fd >= 0 && t->path != NULL)
        close(t->fd);
    if (t->temporary != NULL)
        unlink(t->temporary);
    free(t->temporary);
    free(t->path);
    free(t->name);
    *t = (kith_target){.fd = -1};
}
