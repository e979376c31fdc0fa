/*
 * Saving vectors in any format of the table.
 */
#include "file/save.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/writer.h"

struct kith_save {
    kith_save_plan plan;
    kith_names names;
    kith_sink sink;
    char *made; /* the folder that this save made; NULL: none */
};

/* Those rows of the table that `has` is true of, for a message. */
static const char *list_formats(bool (*has)(const kith_format *f, kith_dtype d), kith_dtype d,
                                char to[256])
{
    size_t used = 0;
    to[0] = 0;
    for (size_t i = 0; kith_format_at(i) != NULL; i++)
        if (has(kith_format_at(i), d) && used + strlen(kith_format_at(i)->name) + 2 < 256)
            used += (size_t)snprintf(to + used, 256 - used, "%s%s", used > 0 ? " " : "",
                                     kith_format_at(i)->name);
    return to;
}

static bool holds(const kith_format *f, kith_dtype d)
{
    return d == KITH_DTYPE_F32 || (f->dtypes >> d & 1) != 0;
}

static bool packs(const kith_format *f, kith_dtype d)
{
    (void)d;
    return f->packs;
}

kith_status kith_save_plan_of(const char *path, const kith_save_options *options,
                              kith_save_plan *out, kith_error *err)
{
    char list[256];
    *out = (kith_save_plan){.bad_word = options->bad_word, .packed = kith_path_is_packed(path)};
    KITH_TRY(kith_dtype_named(options->dtype, &out->dtype, err));
    if (options->format != NULL)
        KITH_TRY(kith_format_named(options->format, &out->format, err));
    else
        out->format = kith_format_of_path(path);
    if (out->format == NULL)
        return kith_fail(err, KITH_ERR_USAGE,
                         "%s: its ending names no format: expected one named, of %s", path,
                         kith_format_names());
    if (!holds(out->format, out->dtype))
        return kith_fail(err, KITH_ERR_USAGE, "%s holds no numbers of type %s: expected one of %s",
                         out->format->name, kith_dtype_name(out->dtype),
                         list_formats(holds, out->dtype, list));
    if (out->packed && !out->format->packs)
        return kith_fail(err, KITH_ERR_USAGE,
                         "%s: %s is not written as gzip, its readers map it or seek in it: "
                         "expected one of %s",
                         path, out->format->name, list_formats(packs, KITH_DTYPE_F32, list));
    if (strcmp(path, "-") == 0 && (out->format->main != NULL || out->format->beside[0] != NULL))
        return kith_fail(err, KITH_ERR_USAGE,
                         "%s takes a second file or a folder: expected a path, got -",
                         out->format->name);
    return KITH_OK;
}

/* The folder of a format that has one. */
static kith_status make_folder(kith_save *s, const char *path, kith_error *err)
{
    if (mkdir(path, 0777) == 0) {
        s->made = kith_mem_copy(path, strlen(path));
        return s->made != NULL ? KITH_OK : kith_fail_memory(err, "path", strlen(path));
    }
    struct stat info;
    if (errno == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        return KITH_OK;
    if (errno == EEXIST)
        return kith_fail(err, KITH_ERR_CREATE, "%s: is a file, expected a folder", path);
    return kith_fail_errno(err, KITH_ERR_CREATE, "cannot be created", path);
}

static kith_status open_file(const char *path, const char *behind, kith_writer **out,
                             kith_error *err)
{
    char *name = NULL;
    if (behind == NULL)
        return kith_writer_open(path, out, err);
    KITH_TRY(kith_path_beside(path, behind, &name, err));
    const kith_status status = kith_writer_open(name, out, err);
    free(name);
    return status;
}

static kith_status open_files(kith_save *s, const char *path, kith_error *err)
{
    const kith_format *format = s->plan.format;
    if (format->main != NULL)
        KITH_TRY(make_folder(s, path, err));
    KITH_TRY(open_file(path, format->main, &s->sink.file, err));
    for (size_t i = 0; i < KITH_BESIDE_MAX && format->beside[i] != NULL; i++)
        KITH_TRY(open_file(path, format->beside[i], &s->sink.beside[i], err));
    if (s->plan.packed)
        KITH_TRY(kith_writer_pack(s->sink.file, err));
    return KITH_OK;
}

/* Takes the space now, for files that are written much later. */
static kith_status reserve(kith_save *s, kith_error *err)
{
    uint64_t bytes[1 + KITH_BESIDE_MAX] = {0};
    KITH_TRY(s->plan.format->size(&s->names, bytes, err));
    KITH_TRY(kith_writer_reserve(s->sink.file, bytes[0], err));
    for (size_t i = 0; i < KITH_BESIDE_MAX && s->sink.beside[i] != NULL; i++)
        KITH_TRY(kith_writer_reserve(s->sink.beside[i], bytes[1 + i], err));
    return KITH_OK;
}

static kith_status begin(const kith_vectors *v, const char *path, const kith_save_options *options,
                         kith_save **out, kith_error *err)
{
    kith_save_plan plan;
    *out = NULL;
    KITH_TRY(kith_save_plan_of(path, options, &plan, err));
    kith_save *s = calloc(1, sizeof *s);
    if (s == NULL)
        return kith_fail_memory(err, "save", sizeof *s);
    s->plan = plan;
    s->sink.names = &s->names;
    kith_status status = kith_names_begin(&s->names, v, &plan.format->limits, plan.bad_word, err);
    s->names.dtype = plan.dtype;
    if (status == KITH_OK)
        status = open_files(s, path, err);
    if (status != KITH_OK) {
        kith_save_discard(&s);
        return status;
    }
    *out = s;
    return KITH_OK;
}

kith_status kith_save_begin(const kith_vectors *v, const char *path,
                            const kith_save_options *options, kith_save **out, kith_error *err)
{
    KITH_TRY(begin(v, path, options, out, err));
    const kith_status status = reserve(*out, err);
    if (status != KITH_OK)
        kith_save_discard(out);
    return status;
}

/* What is beside goes first: whoever waits for the main file finds the rest there. */
static kith_status commit(kith_save *s, kith_error *err)
{
    KITH_TRY(kith_writer_settle(s->sink.file, err));
    for (size_t i = 0; i < KITH_BESIDE_MAX && s->sink.beside[i] != NULL; i++)
        KITH_TRY(kith_writer_settle(s->sink.beside[i], err));
    for (size_t i = KITH_BESIDE_MAX; i-- > 0;)
        if (s->sink.beside[i] != NULL)
            KITH_TRY(kith_writer_commit(&s->sink.beside[i], err));
    return kith_writer_commit(&s->sink.file, err);
}

static kith_status check_finite(const kith_save *s, kith_error *err)
{
    const kith_vectors *v = s->names.v;
    if (!s->plan.format->finite && s->plan.dtype != KITH_DTYPE_I8)
        return KITH_OK;
    for (uint64_t row = 0; row < kith_vectors_rows(v); row++)
        for (uint64_t i = 0; i < kith_vectors_dim(v); i++)
            if (!isfinite(kith_vectors_row(v, row)[i]))
                return kith_fail(err, KITH_ERR_DATA,
                                 "row %" PRIu64 " has NaN or Inf, which %s as %s cannot hold", row,
                                 s->plan.format->name, kith_dtype_name(s->plan.dtype));
    return KITH_OK;
}

kith_status kith_save_finish(kith_save **save, kith_error *err)
{
    kith_save *s = *save;
    kith_status status = check_finite(s, err);
    if (status == KITH_OK)
        status = s->plan.format->write(&s->sink, err);
    if (status == KITH_OK)
        status = commit(s, err);
    if (status == KITH_OK) {
        free(s->made); /* the folder stays */
        s->made = NULL;
    }
    if (status == KITH_OK && s->names.bad > 0)
        status = kith_fail(err, KITH_OK, "%" PRIu64 " words that %s cannot hold were %s",
                           s->names.bad, s->plan.format->name,
                           s->names.policy == KITH_BAD_WORD_SKIP ? "left out" : "escaped");
    kith_save_discard(save);
    return status;
}

void kith_save_discard(kith_save **save)
{
    kith_save *s = *save;
    *save = NULL;
    if (s == NULL)
        return;
    for (size_t i = 0; i < KITH_BESIDE_MAX; i++)
        kith_writer_discard(&s->sink.beside[i]);
    kith_writer_discard(&s->sink.file);
    if (s->made != NULL)
        (void)rmdir(s->made); /* what else may have come into it stays */
    free(s->made);
    kith_names_clear(&s->names);
    free(s);
}

kith_status kith_vectors_save_as(const kith_vectors *v, const char *path,
                                 const kith_save_options *options, kith_error *err)
{
    kith_save *s = NULL;
    KITH_TRY(begin(v, path, options, &s, err)); /* writing follows at once: it will tell of space */
    return kith_save_finish(&s, err);
}

kith_status kith_vectors_save(const kith_vectors *v, const char *path, const char *format,
                              kith_bad_word bad_word, kith_error *err)
{
    const kith_save_options options = {.format = format, .bad_word = bad_word};
    return kith_vectors_save_as(v, path, &options, err);
}

kith_status kith_save_check(const char *path, const kith_save_options *options, kith_error *err)
{
    kith_save_plan plan;
    struct stat info;
    KITH_TRY(kith_save_plan_of(path, options, &plan, err));
    if (plan.format->main != NULL && stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        return KITH_OK;
    kith_writer *trial = NULL;
    const kith_status status = kith_writer_open(path, &trial, err);
    kith_writer_discard(&trial);
    return status;
}
