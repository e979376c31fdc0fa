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

enum { KITH_BESIDE_MAX = 4 };

/* What a writer is given. */
typedef struct kith_sink {
    kith_names *names; /* the vectors, and the words as the format can hold them */
    kith_writer *file;
    kith_writer *beside[KITH_BESIDE_MAX]; /* in the order of the format's `beside` */
} kith_sink;

typedef struct kith_format {
    const char *name;
    const char *endings; /* of paths, each with its dot, separated by spaces; the first is usual */
    kith_word_limits limits;
    unsigned dtypes; /* a bit (1 << dtype) for each that it holds; 0: floats alone */
    bool packs;      /* written as gzip where the path ends in .gz */
    bool text;       /* numbers as text, a row a line */
    bool open_end; /* a row is over where its line is: one cut in its last number reads as whole */
    bool finite;   /* cannot hold NaN and Inf */
    /* A row's numbers read back are off by at most this part of its length; 0: the same bits. */
    double loss;
    /* PATH is a folder, with this file in it ("/vectors.tsv"); NULL: PATH is the file. */
    const char *main;
    /* What stands behind PATH in the names of other files: ".words" */
    const char *beside[KITH_BESIDE_MAX];
    /* Do these first bytes (unpacked) look like it? NULL: they do not tell. */
    bool (*detect)(const unsigned char *head, size_t bytes);
    kith_status (*read)(const kith_reading *reading, kith_vectors **out, kith_error *err);
    /* The bytes that `write` will write, exact or a little more, of the file and of those beside it
     * [1 + KITH_BESIDE_MAX]; zeros where not set. */
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
extern const kith_format kith_format_csv;
extern const kith_format kith_format_jsonl;
extern const kith_format kith_format_safetensors;
extern const kith_format kith_format_gensim_kv;
extern const kith_format kith_format_projector;
extern const kith_format kith_format_sqlite;
extern const kith_format kith_format_fvecs;
extern const kith_format kith_format_pgvector;
extern const kith_format kith_format_finalfusion;
extern const kith_format kith_format_model2vec;

/* Row i of the table; NULL behind its end. */
const kith_format *kith_format_at(size_t i);
/* KITH_ERR_USAGE with the names there are, and the nearest. */
kith_status kith_format_named(const char *name, const kith_format **out, kith_error *err);
/* The format of a path by its ending, before .gz; a path without ending is a model. NULL: unknown.
 */
const kith_format *kith_format_of_path(const char *path);
bool kith_path_is_packed(const char *path); /* ends in .gz */

/* The path of a file beside `path`: with `behind` behind it. Freed by the caller. */
kith_status kith_path_beside(const char *path, const char *behind, char **out, kith_error *err);

/*
 * The first line of word2vec's formats, "rows dim": false when the bytes do not begin with one.
 * *line is its length with the newline.
 */
bool kith_w2v_header(const char *head, size_t bytes, uint64_t *rows, uint64_t *dim, size_t *line);
/* Behind such a header: does the first row read as text? */
bool kith_w2v_is_text(const char *rows, size_t bytes, uint64_t dim);

#endif
