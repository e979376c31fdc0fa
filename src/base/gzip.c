/* zlib's deflate on our own buffers; see gzip.h. */
#define ZLIB_CONST /* next_in points to const */
#include "base/gzip.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

enum {
    OUT_BYTES = 1 << 16,
    GZIP_ONLY = 15 + 16,
    LEVEL = 6,       /* gzip's own */
    MEMORY_LEVEL = 8 /* zlib's own */
};

struct kith_gzip {
    z_stream z;
    const unsigned char *at;
    size_t left;
    bool last, over;
    unsigned char out[OUT_BYTES];
};

kith_status kith_gzip_new(kith_gzip **out, kith_error *err)
{
    kith_gzip *g = malloc(sizeof *g);
    *out = NULL;
    if (g == NULL)
        return kith_fail_memory(err, "packing gzip", sizeof *g);
    g->z = (z_stream){0};
    g->at = NULL;
    g->left = 0;
    g->last = g->over = false;
    if (deflateInit2(&g->z, LEVEL, Z_DEFLATED, GZIP_ONLY, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        free(g);
        return kith_fail_memory(err, "packing gzip", 1 << 18);
    }
    *out = g;
    return KITH_OK;
}

void kith_gzip_give(kith_gzip *g, const void *bytes, size_t size, bool last)
{
    g->at = bytes;
    g->left = size;
    g->last = last;
}

kith_status kith_gzip_next(kith_gzip *g, const unsigned char **packed, size_t *size,
                           kith_error *err)
{
    g->z.next_out = g->out;
    g->z.avail_out = OUT_BYTES;
    while (g->z.avail_out > 0 && !g->over && (g->left > 0 || g->last)) {
        const uInt given = g->left < UINT_MAX ? (uInt)g->left : UINT_MAX;
        g->z.next_in = g->at;
        g->z.avail_in = given;
        const int code = deflate(&g->z, g->last && given == g->left ? Z_FINISH : Z_NO_FLUSH);
        g->at += given - g->z.avail_in;
        g->left -= given - g->z.avail_in;
        g->over = code == Z_STREAM_END;
        if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
            return kith_fail(err, KITH_ERR_INTERNAL, "packing gzip: zlib lost its state");
    }
    *packed = g->out;
    *size = OUT_BYTES - g->z.avail_out;
    return KITH_OK;
}

void kith_gzip_free(kith_gzip *g)
{
    if (g == NULL)
        return;
    deflateEnd(&g->z);
    free(g);
}
