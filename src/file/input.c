/*
 * Counted reading from a stream of chunks.
 */
#include "file/input.h"

#include <inttypes.h>
#include <string.h>

void kith_input_begin(kith_input *in, kith_stream *stream)
{
    *in = (kith_input){.stream = stream};
}

/* Makes at least one byte available, or leaves left at 0 at the end. */
static kith_status refill(kith_input *in, kith_error *err)
{
    if (in->left > 0)
        return KITH_OK;
    return kith_stream_next(in->stream, &in->at, &in->left, err);
}

static void advance(kith_input *in, size_t bytes)
{
    in->at += bytes;
    in->left -= bytes;
    in->offset += bytes;
}

static kith_status ended(const kith_input *in, const char *what, uint64_t missing, kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA,
                     "%s:%" PRIu64 ": the file ends within %s: expected %" PRIu64 " more bytes",
                     kith_stream_name(in->stream), in->offset, what, missing);
}

kith_status kith_input_peek(kith_input *in, unsigned char *byte, bool *end, kith_error *err)
{
    KITH_TRY(refill(in, err));
    *end = in->left == 0;
    *byte = *end ? 0 : in->at[0];
    return KITH_OK;
}

kith_status kith_input_take(kith_input *in, void *to, size_t bytes, const char *what,
                            kith_error *err)
{
    unsigned char *next = to;
    while (bytes > 0) {
        KITH_TRY(refill(in, err));
        if (in->left == 0)
            return ended(in, what, bytes, err);
        const size_t now = in->left < bytes ? in->left : bytes;
        memcpy(next, in->at, now);
        next += now;
        bytes -= now;
        advance(in, now);
    }
    return KITH_OK;
}

kith_status kith_input_until(kith_input *in, char stop, char *to, size_t room, size_t *bytes,
                             const char *what, kith_error *err)
{
    const uint64_t start = in->offset;
    for (size_t used = 0;;) {
        KITH_TRY(refill(in, err));
        if (in->left == 0)
            return ended(in, what, 1, err);
        const size_t look = in->left < room - used ? in->left : room - used;
        const unsigned char *found = memchr(in->at, stop, look);
        const size_t now = found != NULL ? (size_t)(found - in->at) : look;
        if (found == NULL && look == room - used)
            return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": no end of %s within %zu bytes",
                             kith_stream_name(in->stream), start, what, room);
        memcpy(to + used, in->at, now);
        used += now;
        advance(in, now + (found != NULL ? 1 : 0));
        if (found != NULL) {
            to[used] = 0;
            *bytes = used;
            return KITH_OK;
        }
    }
}

kith_status kith_input_end(kith_input *in, kith_error *err)
{
    KITH_TRY(refill(in, err));
    if (in->left == 0)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": expected the end of the file, got more",
                     kith_stream_name(in->stream), in->offset);
}
