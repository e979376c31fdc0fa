/*
 * A stream is a source and, where its first bytes say so, gzip on top of it. Plain bytes are handed
 * out of the read buffer as they are: no copy.
 */
#include "base/gunzip.h"
#include "base/source.h"
#include "base/status.h"

#include <stdlib.h>

struct kith_stream {
    kith_source source;
    kith_gunzip *gunzip; /* NULL: plain */
    bool begun;
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
    **out = (kith_stream){.source = *source};
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

kith_status kith_stream_next(kith_stream *s, const unsigned char **chunk, size_t *size,
                             kith_error *err)
{
    *size = 0;
    if (!s->begun)
        KITH_TRY(begin(s, err));
    if (s->gunzip != NULL)
        return kith_gunzip_next(s->gunzip, &s->source, chunk, size, err);
    KITH_TRY(kith_source_want(&s->source, 1, err));
    *chunk = s->source.ahead;
    *size = s->source.left;
    kith_source_take(&s->source, *size);
    return KITH_OK;
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
    kith_source_close(&s->source);
    free(s);
}
