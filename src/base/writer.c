/*
 * A buffer before a target. The first failure is kept: once a write has failed every later call
 * fails the same way, so a caller who looked away cannot publish a file with a hole in it.
 */
#include "base/writer.h"

#include "base/gzip.h"
#include "base/mem.h"
#include "base/status.h"
#include "base/target.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER_BYTES = 1 << 18 };

struct kith_writer {
    kith_target target;
    kith_error failure;                 /* its status is KITH_OK while all is well */
    kith_gzip *gzip;                    /* NULL: plain */
    uint64_t flushed, reserved;         /* bytes, flushed before they are packed */
    uint64_t put;                       /* bytes in the file */
    bool settled;                       /* nothing is left to write */
    size_t used;                        /* of the buffer */
    unsigned char buffer[BUFFER_BYTES]; /* behind what is flushed */
};

kith_status kith_writer_open(const char *path, kith_writer **out, kith_error *err)
{
    kith_writer *w = malloc(sizeof *w);
    *out = NULL;
    if (w == NULL)
        return kith_fail_memory(err, "a write buffer", sizeof *w);
    w->failure.status = KITH_OK;
    w->gzip = NULL;
    w->flushed = w->reserved = w->put = 0;
    w->used = 0;
    w->settled = false;
    const kith_status status = kith_target_open(&w->target, path, err);
    if (status != KITH_OK)
        free(w);
    else
        *out = w;
    return status;
}

static kith_status report(const kith_writer *w, kith_error *err)
{
    if (err != NULL && w->failure.status != KITH_OK)
        *err = w->failure;
    return w->failure.status;
}

static kith_status fail_writing(kith_writer *w, const char *what, kith_error *err)
{
    kith_fail_errno(&w->failure, KITH_ERR_IO, what, w->target.name);
    return report(w, err);
}

/* posix_fallocate returns its error instead of setting errno. */
static int allocate(int fd, uint64_t bytes)
{
    int code;
    do
        code = posix_fallocate(fd, 0, (off_t)bytes);
    while (code == EINTR);
    return code;
}

kith_status kith_writer_reserve(kith_writer *w, uint64_t bytes, kith_error *err)
{
    KITH_TRY(report(w, err));
    if (w->target.temporary == NULL || bytes <= w->reserved)
        return KITH_OK;
    const int code = bytes <= INT64_MAX ? allocate(w->target.fd, bytes) : EFBIG;
    if (code == EINVAL || code == EOPNOTSUPP)
        return KITH_OK; /* a file system without reservation: the writes will tell */
    errno = code;
    if (code != 0)
        return fail_writing(w, "reserving its space failed", err);
    w->reserved = bytes;
    return KITH_OK;
}

kith_status kith_writer_pack(kith_writer *w, kith_error *err)
{
    return kith_gzip_new(&w->gzip, err);
}

static kith_status put(kith_writer *w, const unsigned char *p, size_t size, kith_error *err)
{
    while (size > 0) {
        const ssize_t done = write(w->target.fd, p, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return fail_writing(w, "writing failed", err);
        p += done;
        size -= (size_t)done;
        w->put += (uint64_t)done;
    }
    return KITH_OK;
}

static kith_status put_packed(kith_writer *w, const unsigned char *p, size_t size, bool last,
                              kith_error *err)
{
    kith_gzip_give(w->gzip, p, size, last);
    for (;;) {
        const unsigned char *packed = NULL;
        size_t bytes = 0;
        KITH_TRY(kith_gzip_next(w->gzip, &packed, &bytes, err));
        if (bytes == 0)
            return KITH_OK;
        KITH_TRY(put(w, packed, bytes, err));
    }
}

static kith_status write_out(kith_writer *w, const unsigned char *p, size_t size, kith_error *err)
{
    KITH_TRY(w->gzip != NULL ? put_packed(w, p, size, false, err) : put(w, p, size, err));
    w->flushed += size;
    return KITH_OK;
}

static kith_status flush(kith_writer *w, kith_error *err)
{
    const size_t size = w->used;
    w->used = 0;
    return write_out(w, w->buffer, size, err);
}

kith_status kith_writer_write(kith_writer *w, const void *bytes, size_t size, kith_error *err)
{
    KITH_TRY(report(w, err));
    if (size > BUFFER_BYTES - w->used)
        KITH_TRY(flush(w, err));
    if (size >= BUFFER_BYTES)
        return write_out(w, bytes, size, err);
    memcpy(w->buffer + w->used, bytes, size);
    w->used += size;
    return KITH_OK;
}

/* Text longer than the room in the buffer goes through a block of its own. */
static kith_status print_long(kith_writer *w, size_t length, const char *format, va_list args,
                              kith_error *err)
{
    char *text = malloc(length + 1);
    if (text == NULL)
        return kith_fail_memory(err, "formatted text", length + 1);
    vsnprintf(text, length + 1, format, args);
    const kith_status status = kith_writer_write(w, text, length, err);
    free(text);
    return status;
}

kith_status kith_writer_print(kith_writer *w, kith_error *err, const char *format, ...)
{
    KITH_TRY(report(w, err));
    const size_t room = BUFFER_BYTES - w->used;
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const int length = vsnprintf((char *)w->buffer + w->used, room, format, args);
    kith_status status = KITH_OK;
    if (length < 0)
        status = kith_fail(err, KITH_ERR_INTERNAL, "%s: text of no valid format", w->target.name);
    else if ((size_t)length < room)
        w->used += (size_t)length;
    else
        status = print_long(w, (size_t)length, format, again, err);
    va_end(again);
    va_end(args);
    return status;
}

uint64_t kith_writer_tell(const kith_writer *w)
{
    return w->flushed + w->used;
}

kith_status kith_writer_settle(kith_writer *w, kith_error *err)
{
    KITH_TRY(report(w, err));
    if (w->settled)
        return KITH_OK;
    KITH_TRY(flush(w, err));
    if (w->gzip != NULL)
        KITH_TRY(put_packed(w, NULL, 0, true, err));
    if (w->reserved > w->put && ftruncate(w->target.fd, (off_t)w->put) != 0)
        return fail_writing(w, "cutting it to its size failed", err);
    if (w->target.temporary != NULL && fsync(w->target.fd) != 0)
        return fail_writing(w, "syncing failed", err);
    w->settled = true;
    return KITH_OK;
}

static kith_status finish(kith_writer *w, kith_error *err)
{
    KITH_TRY(kith_writer_settle(w, err));
    return kith_target_publish(&w->target, err);
}

kith_status kith_writer_commit(kith_writer **writer, kith_error *err)
{
    const kith_status status = finish(*writer, err);
    kith_writer_discard(writer);
    return status;
}

void kith_writer_discard(kith_writer **writer)
{
    if (*writer == NULL)
        return;
    kith_target_abandon(&(*writer)->target);
    kith_gzip_free((*writer)->gzip);
    free(*writer);
    *writer = NULL;
}
