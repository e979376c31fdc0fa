/*
 * Counted reading from a stream of chunks.
 */
#include "file/input.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

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

kith_status kith_input_skip(kith_input *in, uint64_t bytes, const char *what, kith_error *err)
{
    while (bytes > 0) {
        KITH_TRY(refill(in, err));
        if (in->left == 0)
            return ended(in, what, bytes, err);
        const size_t now = in->left < bytes ? in->left : (size_t)bytes;
        bytes -= now;
        advance(in, now);
    }
    return KITH_OK;
}

/* What a block has so far. */
typedef struct growing {
    char *at;
    uint64_t used, room;
} growing;

/* Appends at most `most` bytes of what is there; *some false at the end of the data. */
static kith_status grow(kith_input *in, growing *g, uint64_t most, bool *some, kith_error *err)
{
    KITH_TRY(refill(in, err));
    const uint64_t now = in->left < most ? in->left : most;
    if (g->used + now >= g->room) {
        const uint64_t room = 2 * g->room > g->used + now + 1 ? 2 * g->room : g->used + now + 1;
        char *at = kith_mem_grow(g->at, room, 1);
        if (at == NULL)
            return kith_fail_memory(err, "a block", room);
        g->at = at;
        g->room = room;
    }
    if (now > 0)
        memcpy(g->at + g->used, in->at, (size_t)now);
    g->used += now;
    g->at[g->used] = 0;
    advance(in, (size_t)now);
    *some = now > 0;
    return KITH_OK;
}

static kith_status fill_block(kith_input *in, growing *g, uint64_t bytes, const char *what,
                              kith_error *err)
{
    bool some = true;
    do {
        KITH_TRY(grow(in, g, bytes - g->used, &some, err));
        if (!some && g->used < bytes)
            return ended(in, what, bytes - g->used, err);
    } while (g->used < bytes);
    return KITH_OK;
}

kith_status kith_input_block(kith_input *in, uint64_t bytes, const char *what, char **out,
                             kith_error *err)
{
    growing g = {0};
    const kith_status status = fill_block(in, &g, bytes, what, err);
    if (status != KITH_OK)
        free(g.at);
    *out = status == KITH_OK ? g.at : NULL;
    return status;
}

static kith_status fill_rest(kith_input *in, growing *g, uint64_t most, kith_error *err)
{
    for (bool some = true; some;) {
        KITH_TRY(grow(in, g, UINT64_MAX, &some, err));
        if (g->used > most)
            return kith_fail(err, KITH_ERR_DATA, "%s: expected at most %" PRIu64 " bytes, got more",
                             kith_stream_name(in->stream), most);
    }
    return KITH_OK;
}

kith_status kith_input_rest(kith_input *in, uint64_t most, char **out, size_t *bytes,
                            kith_error *err)
{
    growing g = {0};
    const kith_status status = fill_rest(in, &g, most, err);
    if (status != KITH_OK)
        free(g.at);
    *out = status == KITH_OK ? g.at : NULL;
    *bytes = status == KITH_OK ? (size_t)g.used : 0;
    return status;
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
