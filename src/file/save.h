/*
 * Saving in two steps, so that a trainer takes its output before it works: format, words, folder
 * and disk space are tried when a save begins, and only writing is left for its end.
 */
#ifndef KITH_FILE_SAVE_H
#define KITH_FILE_SAVE_H

#include "file/formats.h"

typedef struct kith_save kith_save;

/* What is asked for, as the table has it. */
typedef struct kith_save_plan {
    const kith_format *format;
    kith_dtype dtype;
    kith_bad_word bad_word;
    bool packed;
} kith_save_plan;

/* KITH_ERR_USAGE for a format, a dtype or a way of packing that cannot be. */
kith_status kith_save_plan_of(const char *path, const kith_save_options *options,
                              kith_save_plan *out, kith_error *err);
/*
 * `v` is borrowed until the end, and only its numbers (matrices, counts) may change meanwhile. As
 * kith_vectors_save: KITH_ERR_USAGE for a format, KITH_ERR_DATA for a word, KITH_ERR_CREATE for
 * the path, KITH_ERR_IO for a full disk.
 */
kith_status kith_save_begin(const kith_vectors *v, const char *path,
                            const kith_save_options *options, kith_save **out, kith_error *err);
/*
 * Writes and makes the file appear. Frees the save and sets *s to NULL, also on failure (nothing
 * appears). Words that were left out or escaped are counted in err->text, with KITH_OK.
 */
kith_status kith_save_finish(kith_save **s, kith_error *err);
void kith_save_discard(kith_save **s); /* NULL is fine */

#endif
