/*
 * The formats that vectors come in and go out in: one table, one row a format. A new format is a
 * new row and the file that its functions stand in.
 */
#ifndef KITH_FILE_FORMATS_H
#define KITH_FILE_FORMATS_H

#include "file/names.h"
#include "vec/vectors.h"

/* What a reader is given. */
typedef struct kith_reading {
    const char *path;
    kith_stream *stream;  /* at its start; the reader closes it */
    const kith_open *how; /* never NULL */
} kith_reading;

/* What a writer is given. */
typedef struct kith_sink {
    kith_names *names; /* the vectors, and the words as the format can hold them */
    kith_writer *file;
    kith_writer *beside; /* NAME.words; NULL where the format has no use for it */
} kith_sink;

typedef struct kith_format {
    const char *name;
    const char *endings; /* of paths, each with its dot, separated by spaces; the first is usual */
    kith_word_limits limits;
    bool words_beside; /* the words go to NAME.words */
    /* Do these first bytes (unpacked) look like it? */
    bool (*detect)(const unsigned char *head, size_t bytes);
    kith_status (*read)(const kith_reading *reading, kith_vectors **out, kith_error *err);
    /* The bytes that `write` will write, exact or a little more. */
    kith_status (*size)(kith_names *names, uint64_t *bytes, kith_error *err);
    kith_status (*write)(const kith_sink *sink, kith_error *err);
} kith_format;

extern const kith_format kith_format_model;
extern const kith_format kith_format_w2v_text;
extern const kith_format kith_format_w2v_bin;
extern const kith_format kith_format_npy;
extern const kith_format kith_format_tsv;
extern const kith_format kith_format_glove;
extern const kith_format kith_format_fasttext_bin;

/* Row i of the table; NULL behind its end. */
const kith_format *kith_format_at(size_t i);
/* KITH_ERR_USAGE with the names there are, and the nearest. */
kith_status kith_format_named(const char *name, const kith_format **out, kith_error *err);
/* The format of a path by its ending; a path without ending is a model. NULL: unknown. */
const kith_format *kith_format_of_path(const char *path);

/* PATH.words, where words stand beside a file; freed by the caller, NULL when out of memory. */
char *kith_path_of_words(const char *path);

/*
 * The first line of word2vec's formats, "rows dim": false when the bytes do not begin with one.
 * *line is its length with the newline.
 */
bool kith_w2v_header(const char *head, size_t bytes, uint64_t *rows, uint64_t *dim, size_t *line);
/* Behind such a header: does the first row read as text? */
bool kith_w2v_is_text(const char *rows, size_t bytes, uint64_t dim);

#endif
