/*
 * A stream is a source and, where its first bytes say so, gzip on top of it. Plain bytes are handed
 * out of the read buffer as they are: no copy.
 */
#include "base/gunzip.h"
#include "base/mem.h"
#include "base/source.h"
#include "base/status.h"
#include "base/stream.h"

#include <stdlib.h>
#include <string.h>

struct kith_stream {
    kith_source source;
    kith_gunzip *gunzip; /* NULL: plain */
    bool begun;
    int last;            /* byte, -1 before the first */
    unsigned char *head; /* bytes that were looked at and not read yet */
    size_t head_bytes;
};

/* Takes the source over, on failure too. */
static kith_status wrap(const kith_source *source, kith_stream **out, kith_error *err)
{
    *out = malloc(sizeof **out);
    if (*out == NULL) {
        kith_source doomed = *source;
        kith_source_close(&doomed);
        return kith_fail_memory(err, "a stream", sizeof **out);
    }
    **out = (kith_stream){.source = *source, .last = -1};
    return KITH_OK;
}

kith_status kith_stream_open(const char *path, kith_stream **out, kith_error *err)
{
    kith_source source;
    *out = NULL;
    KITH_TRY(kith_source_open(&source, path, err));
    return wrap(&source, out, err);
}

kith_status kith_stream_memory(const void *bytes, size_t size, kith_stream **out, kith_error *err)
{
    kith_source source;
    *out = NULL;
    KITH_TRY(kith_source_memory(&source, bytes, size, err));
    return wrap(&source, out, err);
}

/* Reads nothing before it is asked to: opening a pipe must not wait for its writer's first byte. */
static kith_status begin(kith_stream *s, kith_error *err)
{
    bool packed;
    KITH_TRY(kith_gunzip_ahead(&s->source, &packed, err));
    if (packed)
        KITH_TRY(kith_gunzip_new(&s->gunzip, err));
    s->begun = true;
    return KITH_OK;
}

static kith_status next_plain(kith_stream *s, const unsigned char **chunk, size_t *size,
                              kith_error *err)
{
    KITH_TRY(kith_source_want(&s->source, 1, err));
    *chunk = s->source.ahead;
    *size = s->source.left;
    kith_source_take(&s->source, *size);
    return KITH_OK;
}

static kith_status next_chunk(kith_stream *s, const unsigned char **chunk, size_t *size,
                              kith_error *err)
{
    *size = 0;
    if (!s->begun)
        KITH_TRY(begin(s, err));
    KITH_TRY(s->gunzip != NULL ? kith_gunzip_next(s->gunzip, &s->source, chunk, size, err)
                               : next_plain(s, chunk, size, err));
    if (*size > 0)
        s->last = (*chunk)[*size - 1];
    return KITH_OK;
}

int kith_stream_last(const kith_stream *s)
{
    return s->last;
}

kith_status kith_stream_next(kith_stream *s, const unsigned char **chunk, size_t *size,
                             kith_error *err)
{
    if (s->head_bytes == 0)
        return next_chunk(s, chunk, size, err);
    *chunk = s->head;
    *size = s->head_bytes;
    s->head_bytes = 0;
    return KITH_OK;
}

kith_status kith_stream_read(kith_stream *s, void *to, size_t room, size_t *size, kith_error *err)
{
    *size = 0;
    if (!s->begun || s->gunzip != NULL || s->head_bytes > 0 || !kith_source_is_dry(&s->source))
        return KITH_OK;
    KITH_TRY(kith_source_read(&s->source, to, room, size, err));
    if (*size > 0)
        s->last = ((const unsigned char *)to)[*size - 1];
    return KITH_OK;
}

kith_status kith_stream_peek(kith_stream *s, size_t want, const unsigned char **head, size_t *bytes,
                             kith_error *err)
{
    while (s->head_bytes < want) {
        const unsigned char *chunk;
        size_t size;
        KITH_TRY(next_chunk(s, &chunk, &size, err));
        if (size == 0)
            break;
        unsigned char *more = kith_mem_grow(s->head, s->head_bytes + size, 1);
        if (more == NULL)
            return kith_fail_memory(err, "the start of a file", s->head_bytes + size);
        memcpy(more + s->head_bytes, chunk, size);
        s->head = more;
        s->head_bytes += size;
    }
    *head = s->head != NULL ? s->head : (const unsigned char *)"";
    *bytes = s->head_bytes;
    return KITH_OK;
}

bool kith_stream_is_packed(const kith_stream *s)
{
    return s->gunzip != NULL;
}

const char *kith_stream_name(const kith_stream *s)
{
    return s->source.name;
}

void kith_stream_position(const kith_stream *s, uint64_t *read, uint64_t *total)
{
    *read = kith_source_offset(&s->source);
    *total = s->source.total;
}

void kith_stream_close(kith_stream *s)
{
    if (s == NULL)
        return;
    kith_gunzip_free(s->gunzip);
    free(s->head);
    kith_source_close(&s->source);
    free(s);
}
