/*
 * What a file looks like, by the marks that other programs leave in its first bytes.
 */
#include "file/looks.h"

#include <string.h>

typedef struct mark {
    size_t offset;
    const char *bytes;
    size_t count;
    const char *name;
} mark;

static const mark packed[] = {
    {257, "ustar", 5, "a tar archive: unpack it first"},
    {0, "PK\x03\x04", 4, "a zip archive: unpack it first"},
    {0, "BZh", 3, "bzip2 data: unpack it first"},
    {0,
     "\xFD"
     "7zXZ",
     5, "xz data: unpack it first"},
    {0, "\x28\xB5\x2F\xFD", 4, "zstd data: unpack it first"},
    {0, "\x1F\x8B", 2, "gzip within gzip: unpack it first"},
};

static const mark marks[] = {
    {0, "\x89HDF\r\n", 6, "an HDF5 file"},
    {0, "SQLite format 3", 15, "an SQLite database"},
    {0, "\x89KITH", 5, "a kith file that was changed on its way, as by a transfer as text"},
    {8, "{\"", 2, "a safetensors file"},
    {0, "\x80\x02", 2, "a Python pickle, perhaps gensim's own format"},
    {0, "\x80\x03", 2, "a Python pickle, perhaps gensim's own format"},
    {0, "\x80\x04", 2, "a Python pickle, perhaps gensim's own format"},
    {0, "\x80\x05", 2, "a Python pickle, perhaps gensim's own format"},
    {0, "\xFF\xFE", 2, "UTF-16 text"},
    {0, "\xFE\xFF", 2, "UTF-16 text"},
    {0, "{", 1, "JSON"},
    {0, "<", 1, "HTML or XML"},
};

bool kith_looks_text(const unsigned char *head, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        if (head[i] < 0x20 && (head[i] < '\t' || head[i] > '\r'))
            return false;
    return true;
}

static const char *look_for(const mark *m, size_t count, const unsigned char *head, size_t bytes)
{
    for (size_t i = 0; i < count; i++)
        if (bytes >= m[i].offset + m[i].count &&
            memcmp(head + m[i].offset, m[i].bytes, m[i].count) == 0)
            return m[i].name;
    return NULL;
}

const char *kith_looks_packed(const unsigned char *head, size_t bytes)
{
    return look_for(packed, sizeof packed / sizeof *packed, head, bytes);
}

const char *kith_looks_marked(const unsigned char *head, size_t bytes)
{
    const char *archive = kith_looks_packed(head, bytes);
    return archive != NULL ? archive : look_for(marks, sizeof marks / sizeof *marks, head, bytes);
}

const char *kith_looks_like(const unsigned char *head, size_t bytes)
{
    if (bytes == 0)
        return "an empty file";
    const char *marked = kith_looks_marked(head, bytes);
    if (marked != NULL)
        return marked;
    return kith_looks_text(head, bytes) ? "text without a header of rows and dimension"
                                        : "bytes of no known kind";
}
