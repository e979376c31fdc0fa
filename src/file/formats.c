/*
 * The table of formats, and opening vectors of any of them: by what the file holds first, by what
 * its name ends in second.
 */
#include "file/formats.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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
    &kith_format_model,        &kith_format_w2v_text,    &kith_format_w2v_bin,
    &kith_format_npy,          &kith_format_gensim_kv,   &kith_format_safetensors,
    &kith_format_fasttext_bin, &kith_format_finalfusion, &kith_format_sqlite,
    &kith_format_jsonl,        &kith_format_pgvector,    &kith_format_tsv,
    &kith_format_glove,        &kith_format_csv,         &kith_format_projector,
    &kith_format_model2vec,    &kith_format_fvecs,
};
enum { FORMATS = sizeof formats / sizeof *formats };

const char *kith_format_names(void)
{
    return "kith w2v-text w2v-bin npy gensim-kv safetensors fasttext-bin finalfusion sqlite jsonl "
           "pgvector tsv glove csv projector model2vec fvecs fasttext-vec";
}

const kith_format *kith_format_at(size_t i)
{
    return i < FORMATS ? formats[i] : NULL;
}

/* Other names of formats: fastText's .vec is word2vec's text. */
static const struct {
    const char *name;
    const kith_format *format;
} aliases[] = {{"fasttext-vec", &kith_format_w2v_text}};
enum { ALIASES = sizeof aliases / sizeof *aliases };

static const char *name_at(size_t i)
{
    if (i < FORMATS)
        return formats[i]->name;
    return i < FORMATS + ALIASES ? aliases[i - FORMATS].name : NULL;
}

kith_status kith_format_named(const char *name, const kith_format **out, kith_error *err)
{
    size_t i = 0;
    KITH_TRY(kith_named_find("format", name_at, name, strlen(name), &i, err));
    *out = i < FORMATS ? formats[i] : aliases[i - FORMATS].format;
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
    size_t bytes = 0;
    const char *dot = kith_ending_of_input(path, &bytes);
    return dot == NULL || dot == name ? formats[0] : with_ending(dot, bytes);
}

bool kith_path_is_packed(const char *path)
{
    const size_t bytes = strlen(path);
    return bytes > 3 && strcmp(path + bytes - 3, ".gz") == 0;
}

kith_status kith_path_beside(const char *path, const char *behind, char **out, kith_error *err)
{
    const size_t bytes = strlen(path), more = strlen(behind) + 1;
    *out = kith_mem_grow(NULL, bytes + more, 1);
    if (*out == NULL)
        return kith_fail_memory(err, "path", bytes + more);
    memcpy(*out, path, bytes);
    memcpy(*out + bytes, behind, more);
    return KITH_OK;
}

static kith_status choose(kith_stream *stream, const char *path, const kith_format **out,
                          kith_error *err)
{
    const unsigned char *head = NULL;
    size_t bytes = 0;
    KITH_TRY(kith_stream_peek(stream, HEAD_BYTES, &head, &bytes, err));
    for (size_t i = 0; i < FORMATS; i++)
        if (formats[i]->detect != NULL && formats[i]->detect(head, bytes)) {
            *out = formats[i];
            return KITH_OK;
        }
    size_t ending = 0;
    const char *dot = kith_ending_of_input(path, &ending);
    const bool named = bytes > 0 && dot != NULL && kith_looks_packed(head, bytes) == NULL;
    *out = named ? with_ending(dot, ending) : NULL;
    if (*out != NULL)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA, "%s:0: expected vectors (%s), got %s",
                     kith_stream_name(stream), kith_format_names(), kith_looks_like(head, bytes));
}

/* The format whose main file is in the folder, or the named one; the folder's files tell. */
static kith_status find_main(const char *folder, const kith_format **format, char **file,
                             kith_error *err)
{
    struct stat info;
    for (size_t i = 0; i < FORMATS; i++) {
        if (formats[i]->main == NULL || (*format != NULL && *format != formats[i]))
            continue;
        KITH_TRY(kith_path_beside(folder, formats[i]->main, file, err));
        if (stat(*file, &info) == 0) {
            *format = formats[i];
            return KITH_OK;
        }
        free(*file);
        *file = NULL;
    }
    return kith_fail(err, KITH_ERR_INPUT, "%s: is a folder, expected a file or a folder of vectors",
                     folder);
}

/* The main file of what stands under the path. */
static kith_status open_main(kith_reading *reading, const kith_format **format, kith_error *err)
{
    struct stat info;
    if (stat(reading->path, &info) != 0 || !S_ISDIR(info.st_mode))
        return kith_stream_open(reading->path, &reading->stream, err);
    char *file = NULL;
    KITH_TRY(find_main(reading->path, format, &file, err));
    const kith_status status = kith_stream_open(file, &reading->stream, err);
    free(file);
    return status;
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
    KITH_TRY(open_main(&reading, &format, err));
    if (format == NULL) {
        const kith_status status = choose(reading.stream, path, &format, err);
        if (status != KITH_OK) {
            kith_stream_close(reading.stream);
            return status;
        }
    }
    KITH_TRY(format->read(&reading, out, err));
    if ((*out)->dtype == NULL)
        (*out)->dtype = format->text ? "text" : "f32";
    return KITH_OK;
}
