/*
 * Saving vectors in any format of the table.
 */
#include "file/save.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "file/formats.h"

struct kith_save {
    const kith_format *format;
    kith_names names;
    kith_writer *file;
    kith_writer *beside;
};

static kith_status choose(const char *path, const char *name, const kith_format **out,
                          kith_error *err)
{
    if (name != NULL)
        return kith_format_named(name, out, err);
    *out = kith_format_of_path(path);
    if (*out != NULL)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE,
                     "%s: its ending names no format: expected one named, of %s", path,
                     kith_format_names());
}

static kith_status open_beside(const char *path, kith_writer **out, kith_error *err)
{
    if (strcmp(path, "-") == 0)
        return kith_fail(err, KITH_ERR_USAGE,
                         "this format has its words in a second file: expected a path, got -");
    char *name = kith_path_of_words(path);
    if (name == NULL)
        return kith_fail_memory(err, "path", strlen(path));
    const kith_status status = kith_writer_open(name, out, err);
    free(name);
    return status;
}

static kith_status open_files(kith_save *s, const char *path, kith_error *err)
{
    uint64_t bytes = 0;
    KITH_TRY(kith_writer_open(path, &s->file, err));
    if (s->format->words_beside)
        KITH_TRY(open_beside(path, &s->beside, err));
    KITH_TRY(s->format->size(&s->names, &bytes, err));
    KITH_TRY(kith_writer_reserve(s->file, bytes, err));
    if (s->beside != NULL)
        KITH_TRY(kith_writer_reserve(s->beside, s->names.bytes + s->names.rows, err));
    return KITH_OK;
}

kith_status kith_save_begin(const kith_vectors *v, const char *path, const char *format,
                            kith_bad_word bad_word, kith_save **out, kith_error *err)
{
    const kith_format *chosen = NULL;
    *out = NULL;
    KITH_TRY(choose(path, format, &chosen, err));
    kith_save *s = calloc(1, sizeof *s);
    if (s == NULL)
        return kith_fail_memory(err, "save", sizeof *s);
    s->format = chosen;
    kith_status status = kith_names_begin(&s->names, v, &chosen->limits, bad_word, err);
    if (status == KITH_OK)
        status = open_files(s, path, err);
    if (status != KITH_OK) {
        kith_save_discard(&s);
        return status;
    }
    *out = s;
    return KITH_OK;
}

/* The words first: whoever waits for the matrix finds them there. */
static kith_status commit(kith_save *s, kith_error *err)
{
    if (s->beside != NULL)
        KITH_TRY(kith_writer_commit(&s->beside, err));
    return kith_writer_commit(&s->file, err);
}

kith_status kith_save_finish(kith_save **save, kith_error *err)
{
    kith_save *s = *save;
    const kith_sink sink = {.names = &s->names, .file = s->file, .beside = s->beside};
    kith_status status = s->format->write(&sink, err);
    if (status == KITH_OK)
        status = commit(s, err);
    if (status == KITH_OK && s->names.bad > 0)
        status = kith_fail(err, KITH_OK, "%" PRIu64 " words that %s cannot hold were %s",
                           s->names.bad, s->format->name,
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
    kith_writer_discard(&s->beside);
    kith_writer_discard(&s->file);
    kith_names_clear(&s->names);
    free(s);
}

kith_status kith_vectors_save(const kith_vectors *v, const char *path, const char *format,
                              kith_bad_word bad_word, kith_error *err)
{
    kith_save *s = NULL;
    KITH_TRY(kith_save_begin(v, path, format, bad_word, &s, err));
    return kith_save_finish(&s, err);
}
