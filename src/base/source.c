/* One read() a megabyte: enough to make the calls cheap, little enough to stay in the cache. */
#include "base/source.h"

#include "base/mem.h"
#include "base/status.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER_BYTES = 1 << 20 };

static int open_retrying(const char *path)
{
    int fd;
    do
        fd = open(path, O_RDONLY | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    return fd;
}

static kith_status open_file(kith_source *s, const char *path, kith_error *err)
{
    s->borrowed = strcmp(path, "-") == 0;
    s->fd = s->borrowed ? STDIN_FILENO : open_retrying(path);
    struct stat info;
    if (s->fd < 0 || fstat(s->fd, &info) != 0)
        return kith_fail_errno(err, KITH_ERR_INPUT, "cannot be read", s->name);
    if (S_ISDIR(info.st_mode))
        return kith_fail(err, KITH_ERR_INPUT, "%s: is a folder, expected a file", s->name);
    s->total = S_ISREG(info.st_mode) && info.st_size > 0 ? (uint64_t)info.st_size : 0;
    (void)posix_fadvise(s->fd, 0, 0, POSIX_FADV_SEQUENTIAL); /* advice only */
    return KITH_OK;
}

static kith_status open_named(kith_source *s, const char *path, kith_error *err)
{
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    s->name = kith_mem_copy(name, strlen(name));
    s->buffer = malloc(BUFFER_BYTES);
    if (s->name == NULL || s->buffer == NULL)
        return kith_fail_memory(err, "a read buffer", BUFFER_BYTES);
    s->ahead = s->buffer;
    return open_file(s, path, err);
}

kith_status kith_source_open(kith_source *s, const char *path, kith_error *err)
{
    *s = (kith_source){.fd = -1};
    const kith_status status = open_named(s, path, err);
    if (status != KITH_OK)
        kith_source_close(s);
    return status;
}

kith_status kith_source_memory(kith_source *s, const void *bytes, size_t size, kith_error *err)
{
    *s = (kith_source){
        .fd = -1, .ended = true, .ahead = bytes, .left = size, .read = size, .total = size};
    s->name = kith_mem_copy("memory", strlen("memory"));
    return s->name != NULL ? KITH_OK : kith_fail_memory(err, "a stream's name", 7);
}

void kith_source_close(kith_source *s)
{
    if (s->buffer != NULL && s->fd >= 0 && !s->borrowed)
        close(s->fd); /* nothing was written: there is no failure to report */
    free(s->buffer);
    free(s->name);
    *s = (kith_source){.fd = -1};
}

bool kith_source_is_dry(const kith_source *s)
{
    return s->left == 0 && !s->ended;
}

kith_status kith_source_read(kith_source *s, void *to, size_t room, size_t *size, kith_error *err)
{
    ssize_t got;
    do
        got = read(s->fd, to, room);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return kith_fail_errno(err, KITH_ERR_IO, "reading failed", s->name);
    s->ended = got == 0;
    s->read += (uint64_t)got;
    *size = (size_t)got;
    return KITH_OK;
}

/* One read behind what is ahead, which has been moved to the start of the buffer. */
static kith_status read_more(kith_source *s, kith_error *err)
{
    size_t got = 0;
    KITH_TRY(kith_source_read(s, s->buffer + s->left, BUFFER_BYTES - s->left, &got, err));
    s->left += got;
    return KITH_OK;
}

kith_status kith_source_want(kith_source *s, size_t count, kith_error *err)
{
    if (s->left >= count || s->ended)
        return KITH_OK;
    memmove(s->buffer, s->ahead, s->left);
    s->ahead = s->buffer;
    while (s->left < count && !s->ended)
        KITH_TRY(read_more(s, err));
    return KITH_OK;
}

void kith_source_take(kith_source *s, size_t count)
{
    s->ahead += count;
    s->left -= count;
}

uint64_t kith_source_offset(const kith_source *s)
{
    return s->read - s->left;
}
