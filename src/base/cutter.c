/*
 * A piece is what was carried over and some bytes of the stream; behind its last end it is cut, and
 * the rest carried over to the next. Only a run longer than a piece is looked at twice.
 */
#include "base/cutter.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/status.h"
#include "base/stream.h"

static kith_status reserve(kith_span *s, size_t bytes, kith_error *err)
{
    if (bytes <= s->room - s->bytes)
        return KITH_OK;
    const size_t least = s->bytes + bytes;
    const size_t room = 2 * s->room > least ? 2 * s->room : least;
    char *text = kith_mem_grow(s->text, room, 1);
    if (text == NULL)
        return kith_fail_memory(err, "a piece of text", room);
    s->text = text;
    s->room = room;
    return KITH_OK;
}

static kith_status append(kith_span *s, const void *from, size_t bytes, kith_error *err)
{
    KITH_TRY(reserve(s, bytes, err));
    if (bytes > 0)
        memcpy(s->text + s->bytes, from, bytes);
    s->bytes += bytes;
    return KITH_OK;
}

kith_status kith_span_add(kith_span *s, char byte, kith_error *err)
{
    return append(s, &byte, 1, err);
}

/* The chunk that is being taken from, a new one where it is used up; *more false at the end. */
static kith_status have_chunk(kith_cutter *c, bool *more, kith_error *err)
{
    if (c->left == 0) {
        KITH_TRY(kith_stream_next(c->stream, &c->chunk, &c->left, err));
        c->bytes += c->left;
    }
    *more = c->left > 0;
    return KITH_OK;
}

static void advance(kith_cutter *c, size_t bytes)
{
    c->chunk += bytes;
    c->left -= bytes;
}

kith_status kith_cutter_skip(kith_cutter *c, size_t bytes, kith_error *err)
{
    bool more;
    KITH_TRY(have_chunk(c, &more, err));
    advance(c, bytes);
    return KITH_OK;
}

/* Where nothing of a chunk is left, the stream's next bytes without a copy, if it can. */
static kith_status fill_directly(kith_cutter *c, kith_span *out, size_t enough, kith_error *err)
{
    size_t got = 1;
    KITH_TRY(reserve(out, enough - out->bytes, err));
    while (c->left == 0 && out->bytes < enough && got > 0) {
        KITH_TRY(
            kith_stream_read(c->stream, out->text + out->bytes, enough - out->bytes, &got, err));
        out->bytes += got;
        c->bytes += got;
    }
    return KITH_OK;
}

/* Appends a piece's bytes; *more false: the stream has ended. */
static kith_status fill(kith_cutter *c, kith_span *out, bool *more, kith_error *err)
{
    const size_t enough = out->bytes + c->piece;
    while (out->bytes < enough) {
        KITH_TRY(fill_directly(c, out, enough, err));
        if (out->bytes == enough)
            return KITH_OK;
        KITH_TRY(have_chunk(c, more, err));
        if (!*more)
            return KITH_OK;
        const size_t missing = enough - out->bytes;
        const size_t part = c->left < missing ? c->left : missing;
        KITH_TRY(append(out, c->chunk, part, err));
        advance(c, part);
    }
    return KITH_OK;
}

/* Bytes up to and with the last end at or after `from`, 0 without one. */
static size_t last_end(const kith_cutter *c, const kith_span *out, size_t from)
{
    for (size_t bytes = out->bytes; bytes > from; bytes--)
        if (c->ends((unsigned char)out->text[bytes - 1]))
            return bytes;
    return 0;
}

static kith_status drop_run(kith_cutter *c, bool *more, kith_error *err)
{
    for (;;) {
        KITH_TRY(have_chunk(c, more, err));
        if (!*more || c->ends(*c->chunk))
            return KITH_OK;
        advance(c, 1);
    }
}

kith_status kith_cutter_take(kith_cutter *c, kith_span *out, bool *more, kith_error *err)
{
    size_t end = 0;
    out->bytes = 0;
    *more = true;
    KITH_TRY(append(out, c->carry.text, c->carry.bytes, err));
    c->carry.bytes = 0;
    while (end == 0 && *more) {
        const size_t before = out->bytes;
        KITH_TRY(fill(c, out, more, err));
        end = last_end(c, out, before);
        if (end == 0 && c->longest > 0 && out->bytes > c->longest) {
            out->bytes = c->longest;
            KITH_TRY(drop_run(c, more, err));
        }
    }
    if (!*more)
        return KITH_OK;
    KITH_TRY(append(&c->carry, out->text + end, out->bytes - end, err));
    out->bytes = end;
    return KITH_OK;
}

void kith_cutter_clear(kith_cutter *c)
{
    free(c->carry.text);
    c->carry = (kith_span){0};
}
