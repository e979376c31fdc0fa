#include "file/ensemble.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "file/classifier.h"

enum { MEMBERS = 1000 /* what a model file has room for */ };

static void name_member(size_t i, char name[24])
{
    snprintf(name, 24, "member.%zu", i + 1);
}

/* --- reading --- */

static kith_status read_member(const void *bytes, size_t size, const kith_member_watch *each,
                               kith_error *err)
{
    kith_stream *stream = NULL;
    kith_container *file = NULL;
    char *kind = NULL;
    KITH_TRY(kith_stream_memory(bytes, size, &stream, err));
    kith_status status = kith_container_read(stream, &file, err);
    kith_stream_close(stream);
    if (status == KITH_OK)
        status = kith_container_check(file, err);
    if (status == KITH_OK)
        status = kith_net_file_read_text(file, "kind", &kind, err);
    if (status == KITH_OK)
        status = each->read(each->self, file, kind, err);
    free(kind);
    kith_container_close(file);
    return status;
}

kith_status kith_ensemble_each(const kith_container *file, const char *kind,
                               const kith_member_watch *each, kith_error *err)
{
    const kith_section *s = NULL;
    const void *at = NULL;
    char name[24];
    if (strcmp(kind, KITH_KIND_ENSEMBLE) != 0)
        return each->read(each->self, file, kind, err);
    name_member(0, name);
    KITH_TRY(kith_container_need(file, name, "bytes", 1, &s, &at, err));
    for (size_t i = 0; kith_container_find(file, name) != NULL; name_member(++i, name)) {
        kith_error why = {0};
        KITH_TRY(kith_container_need(file, name, "bytes", 1, &s, &at, err));
        const kith_status status = read_member(at, (size_t)s->bytes, each, &why);
        if (status != KITH_OK)
            return kith_fail(err, status, "%s: member %zu: %s", kith_container_name(file), i + 1,
                             why.text);
    }
    return KITH_OK;
}

/* --- writing --- */

/* The members side by side: their files as bytes, and what they make up when they are opened. */
typedef struct averaging {
    char **bytes; /* [members] */
    size_t members;
    char *kind; /* of all of them */
    kith_classifier *classifier;
    kith_dense_model regressor;
    kith_net_file *file;
} averaging;

static kith_status read_file(const char *path, char **out, size_t *size, kith_error *err)
{
    kith_stream *stream = NULL;
    const unsigned char *chunk;
    size_t bytes;
    KITH_TRY(kith_stream_open(path, &stream, err));
    kith_status status = kith_stream_next(stream, &chunk, &bytes, err);
    *size = 0;
    while (status == KITH_OK && bytes > 0) {
        char *more = kith_mem_grow(*out, (uint64_t)*size + bytes, 1);
        if (more == NULL) {
            status = kith_fail_memory(err, "a model", *size + bytes);
            break;
        }
        *out = more;
        memcpy(more + *size, chunk, bytes);
        *size += bytes;
        status = kith_stream_next(stream, &chunk, &bytes, err);
    }
    kith_stream_close(stream);
    return status;
}

/* Whether it goes with the others is found out as it will be when the ensemble is opened. */
static kith_status join(averaging *a, const kith_container *model, const char *kind,
                        kith_error *err)
{
    if (a->kind == NULL)
        a->kind = kith_mem_copy(kind, strlen(kind));
    if (a->kind == NULL)
        return kith_fail_memory(err, "a name", strlen(kind));
    if (strcmp(a->kind, kind) != 0)
        return kith_fail(err, KITH_ERR_DATA, "%s: is of kind %s, the first model of kind %s",
                         kith_container_name(model), kind, a->kind);
    if (strcmp(kind, kith_dense_kind(KITH_GOAL_REGRESS)) == 0)
        return kith_dense_model_add(&a->regressor, model, KITH_GOAL_REGRESS, NULL, err);
    return kith_classifier_add(a->classifier, model, kind, NULL, err);
}

static kith_status add_member(averaging *a, const char *path, kith_error *err)
{
    kith_container *model = NULL;
    char *kind = NULL, name[24];
    size_t size;
    KITH_TRY(kith_net_file_open(path, &model, &kind, err));
    kith_status status = join(a, model, kind, err);
    free(kind);
    kith_container_close(model);
    if (status == KITH_OK)
        status = read_file(path, &a->bytes[a->members], &size, err);
    if (status != KITH_OK)
        return status;
    name_member(a->members, name);
    kith_net_file_array(a->file, name, "bytes", size, a->bytes[a->members]);
    a->members++;
    return KITH_OK;
}

static kith_status average(averaging *a, const char *const *paths, size_t count, const char *output,
                           kith_error *err)
{
    if (count == 0 || count > MEMBERS)
        return kith_fail(err, KITH_ERR_USAGE, "%zu models: expected 1 to %d", count, MEMBERS);
    a->bytes = kith_mem_new(count, sizeof *a->bytes);
    a->classifier = kith_mem_new(1, sizeof *a->classifier);
    if (a->bytes == NULL || a->classifier == NULL)
        return kith_fail_memory(err, "an ensemble", count * sizeof *a->bytes);
    KITH_TRY(kith_net_file_new(KITH_KIND_ENSEMBLE, &a->file, err));
    for (size_t i = 0; i < count; i++)
        KITH_TRY(add_member(a, paths[i], err));
    KITH_TRY(kith_net_file_begin(a->file, output, err));
    return kith_net_file_finish(&a->file, err);
}

kith_status kith_net_average(const char *const *paths, size_t count, const char *output,
                             kith_error *err)
{
    averaging a = {0};
    const kith_status status = average(&a, paths, count, output, err);
    kith_net_file_discard(&a.file);
    for (size_t i = 0; a.bytes != NULL && i < count; i++)
        free(a.bytes[i]);
    kith_mem_free((void *)a.bytes);
    kith_classifier_free(a.classifier);
    kith_dense_model_clear(&a.regressor);
    free(a.kind);
    return status;
}
