/*
 * zlib's inflate on our own buffers. Its gzread is not used: it hands out what precedes a missing
 * end as if all were well, and takes what is no gzip for plain text.
 */
#define ZLIB_CONST /* next_in points to const */
#include "base/gunzip.h"

#include "base/status.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

enum { OUT_BYTES = 1 << 20, GZIP_ONLY = 15 + 16 };

struct kith_gunzip {
    z_stream z;
    bool inside; /* a member */
    bool done;   /* no member follows */
    unsigned char out[OUT_BYTES];
};

kith_status kith_gunzip_ahead(kith_source *s, bool *yes, kith_error *err)
{
    *yes = false;
    KITH_TRY(kith_source_want(s, 1, err));
    if (s->left == 0 || s->ahead[0] != 0x1f)
        return KITH_OK;
    KITH_TRY(kith_source_want(s, 2, err));
    *yes = s->left >= 2 && s->ahead[1] == 0x8b;
    return KITH_OK;
}

kith_status kith_gunzip_new(kith_gunzip **out, kith_error *err)
{
    kith_gunzip *g = malloc(sizeof *g);
    *out = NULL;
    if (g == NULL)
        return kith_fail_memory(err, "unpacking gzip", sizeof *g);
    g->z = (z_stream){0};
    g->inside = g->done = false;
    if (inflateInit2(&g->z, GZIP_ONLY) != Z_OK) {
        free(g);
        return kith_fail_memory(err, "unpacking gzip", sizeof(z_stream));
    }
    *out = g;
    return KITH_OK;
}

static kith_status begin_member(kith_gunzip *g, kith_source *s, kith_error *err)
{
    KITH_TRY(kith_gunzip_ahead(s, &g->inside, err));
    g->done = !g->inside;
    if (g->inside && inflateReset(&g->z) != Z_OK)
        return kith_fail(err, KITH_ERR_INTERNAL, "%s: zlib lost its state", s->name);
    return KITH_OK;
}

static kith_status explain(const kith_gunzip *g, const kith_source *s, int code, kith_error *err)
{
    if (code == Z_MEM_ERROR)
        return kith_fail_memory(err, "unpacking gzip", 1 << 15);
    const char *why = g->z.msg != NULL ? g->z.msg : "invalid data";
    return kith_fail(err, KITH_ERR_DATA, "%s: damaged gzip at byte %llu: %s", s->name,
                     (unsigned long long)kith_source_offset(s), why);
}

/* Unpacks what is ahead, or as much as the room takes. */
static kith_status unpack(kith_gunzip *g, kith_source *s, kith_error *err)
{
    KITH_TRY(kith_source_want(s, 1, err));
    if (s->left == 0)
        return kith_fail(err, KITH_ERR_DATA, "%s: gzip ends early, at byte %llu", s->name,
                         (unsigned long long)kith_source_offset(s));
    const uInt given = s->left < UINT_MAX ? (uInt)s->left : UINT_MAX;
    g->z.next_in = s->ahead;
    g->z.avail_in = given;
    const int code = inflate(&g->z, Z_NO_FLUSH);
    kith_source_take(s, given - g->z.avail_in);
    if (code == Z_STREAM_END)
        g->inside = false;
    else if (code != Z_OK)
        return explain(g, s, code, err);
    return KITH_OK;
}

kith_status kith_gunzip_next(kith_gunzip *g, kith_source *s, const unsigned char **chunk,
                             size_t *size, kith_error *err)
{
    g->z.next_out = g->out;
    g->z.avail_out = OUT_BYTES;
    while (!g->done && g->z.avail_out > 0) {
        /* What a pipe has given so far is handed on before waiting for more. */
        if (g->z.avail_out < OUT_BYTES && s->left == 0 && !s->ended)
            break;
        KITH_TRY(g->inside ? unpack(g, s, err) : begin_member(g, s, err));
    }
    *chunk = g->out;
    *size = OUT_BYTES - g->z.avail_out;
    return KITH_OK;
}

void kith_gunzip_free(kith_gunzip *g)
{
    if (g == NULL)
        return;
    inflateEnd(&g->z);
    free(g);
}
