/*
 * The table of formats, and opening vectors of any of them: by what the file holds first, by what
 * its name ends in second.
 */
#include "file/formats.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/named.h"
#include "base/stream.h"
#include "file/endings.h"
#include "file/looks.h"

enum {
    HEAD_BYTES = 1 << 16 /* looked at to tell a format */
};

/* In the order in which contents are tried: the surest signs first. */
static const kith_format *const formats[] = {
    &kith_format_model,        &kith_format_w2v_text, &kith_format_w2v_bin, &kith_format_npy,
    &kith_format_fasttext_bin, &kith_format_tsv,      &kith_format_glove,
};
enum { FORMATS = sizeof formats / sizeof *formats };

const char *kith_format_names(void)
{
    return "kith w2v-text w2v-bin npy fasttext-bin tsv glove";
}

const kith_format *kith_format_at(size_t i)
{
    return i < FORMATS ? formats[i] : NULL;
}

static const char *name_at(size_t i)
{
    return i < FORMATS ? formats[i]->name : NULL;
}

kith_status kith_format_named(const char *name, const kith_format **out, kith_error *err)
{
    size_t i = 0;
    KITH_TRY(kith_named_find("format", name_at, name, strlen(name), &i, err));
    *out = formats[i];
    return KITH_OK;
}

static const kith_format *with_ending(const char *ending, size_t bytes)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (kith_ending_listed(formats[i]->endings, ending, bytes))
            return formats[i];
    return NULL;
}

const kith_format *kith_format_of_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    return dot == NULL || dot == name ? formats[0] : with_ending(dot, strlen(dot));
}

char *kith_path_of_words(const char *path)
{
    static const char ending[] = ".words";
    const size_t bytes = strlen(path);
    char *name = kith_mem_grow(NULL, bytes + sizeof ending, 1);
    if (name == NULL)
        return NULL;
    memcpy(name, path, bytes);
    memcpy(name + bytes, ending, sizeof ending);
    return name;
}

static kith_status choose(kith_stream *stream, const char *path, const kith_format **out,
                          kith_error *err)
{
    const unsigned char *head = NULL;
    size_t bytes = 0;
    KITH_TRY(kith_stream_peek(stream, HEAD_BYTES, &head, &bytes, err));
    for (size_t i = 0; i < FORMATS; i++)
        if (formats[i]->detect(head, bytes)) {
            *out = formats[i];
            return KITH_OK;
        }
    size_t ending = 0;
    const char *dot = kith_ending_of_input(path, &ending);
    *out = bytes > 0 && dot != NULL ? with_ending(dot, ending) : NULL;
    if (*out != NULL)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA, "%s:0: expected vectors (%s), got %s",
                     kith_stream_name(stream), kith_format_names(), kith_looks_like(head, bytes));
}

kith_status kith_vectors_open(const char *path, const kith_open *how, kith_vectors **out,
                              kith_error *err)
{
    static const kith_open standard = {0};
    kith_reading reading = {.path = path, .how = how != NULL ? how : &standard};
    const kith_format *format = NULL;
    *out = NULL;
    if (reading.how->format != NULL)
        KITH_TRY(kith_format_named(reading.how->format, &format, err));
    KITH_TRY(kith_stream_open(path, &reading.stream, err));
    if (format == NULL) {
        const kith_status status = choose(reading.stream, path, &format, err);
        if (status != KITH_OK) {
            kith_stream_close(reading.stream);
            return status;
        }
    }
    return format->read(&reading, out, err);
}
