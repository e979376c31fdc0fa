/*
 * A folder for TensorBoard's embedding projector: the numbers, the words as their labels, and what
 * tells its two programs where these are.
 *
 *     vectors.tsv   metadata.tsv   projector_config.pbtxt (the plugin)   config.json (the web page)
 *
 * The projector takes a first line of labels for names of columns where there are two or more, so
 * there is one with counts and none without; blank labels, which it would skip and so shift all
 * others, are bad words here.
 */
#include "file/formats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "file/text_rows.h"

enum { METADATA, PLUGIN, PAGE, CONFIG_ROOM = 512 };

static size_t no_word(const kith_names *names, uint64_t row, const char *word, size_t bytes,
                      char *to)
{
    (void)names;
    (void)row;
    (void)word;
    (void)bytes;
    (void)to;
    return 0;
}

static const kith_text_layout layout = {
    .open = "", .between = "", .close = "\n", .separator = '\t', .word = no_word};

/* The two files and what their first lines say. */
typedef struct folder {
    kith_lines *numbers, *labels;
    bool named;   /* labels have a line of names, */
    bool counted; /* whose second is "count" */
} folder;

static kith_status bad_line(const kith_lines *lines, const char *expected, kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": expected %s", kith_lines_name(lines),
                     kith_lines_number(lines), expected);
}

static const char *tab_of(const char *line, size_t bytes)
{
    return memchr(line, '\t', bytes);
}

/* A first line of labels with a tab names columns. */
static kith_status next_label(folder *f, const char **label, size_t *bytes, kith_error *err)
{
    static const char counts[] = "\tcount";
    const bool first = kith_lines_number(f->labels) == 0;
    KITH_TRY(kith_lines_next(f->labels, label, bytes, err));
    if (!first || *label == NULL || tab_of(*label, *bytes) == NULL)
        return KITH_OK;
    const size_t word = (size_t)(tab_of(*label, *bytes) - *label);
    f->named = true;
    f->counted =
        *bytes == word + sizeof counts - 1 && memcmp(*label + word, counts, *bytes - word) == 0;
    return kith_lines_next(f->labels, label, bytes, err);
}

static kith_status read_numbers(const folder *f, const char *line, size_t bytes, uint64_t dim,
                                float *row, kith_error *err)
{
    const char *tab = tab_of(line, bytes);
    const size_t first = tab != NULL ? (size_t)(tab - line) : bytes;
    double value = 0;
    if (!kith_parse_real(line, first, &value) ||
        !kith_text_row_numbers(line + first, bytes - first, '\t', dim - 1, row + 1))
        return bad_line(f->numbers, "as many numbers between tabs as in the first line", err);
    row[0] = (float)value;
    return KITH_OK;
}

static kith_status read_row(folder *f, kith_rows *r, const char *line, size_t bytes,
                            kith_error *err)
{
    const char *label = NULL;
    size_t length = 0;
    float *row = NULL;
    uint64_t count = 0;
    KITH_TRY(next_label(f, &label, &length, err));
    if (label == NULL)
        return bad_line(f->labels, "as many labels as vectors", err);
    KITH_TRY(kith_rows_next(r, &row, err));
    KITH_TRY(read_numbers(f, line, bytes, r->v->input.dim, row, err));
    const char *tab = f->named ? tab_of(label, length) : NULL;
    const size_t word = tab != NULL ? (size_t)(tab - label) : length;
    if (f->counted && (tab == NULL || !kith_parse_u64(tab + 1, length - word - 1, &count)))
        return bad_line(f->labels, "a label, a tab and a count", err);
    KITH_TRY(kith_rows_keep(r, label, word, kith_lines_number(f->labels), err));
    return f->counted ? kith_rows_count(r, count, err) : KITH_OK;
}

static uint64_t count_fields(const char *line, size_t bytes)
{
    uint64_t fields = 1;
    for (size_t i = 0; i < bytes; i++)
        fields += line[i] == '\t';
    return fields;
}

static kith_status read_lines(folder *f, const kith_reading *reading, kith_rows *r, kith_error *err)
{
    const char *line = NULL;
    size_t bytes = 0;
    KITH_TRY(kith_lines_next(f->numbers, &line, &bytes, err));
    if (line == NULL)
        return bad_line(f->numbers, "numbers between tabs", err);
    const uint64_t dim = count_fields(line, bytes);
    KITH_TRY(kith_rows_begin(r, reading->stream, kith_format_projector.name, dim, UINT64_MAX,
                             2 * dim, reading->how, err));
    while (line != NULL) {
        if (kith_rows_full(r))
            return KITH_OK;
        KITH_TRY(read_row(f, r, line, bytes, err));
        KITH_TRY(kith_lines_next(f->numbers, &line, &bytes, err));
    }
    KITH_TRY(next_label(f, &line, &bytes, err));
    return line == NULL ? KITH_OK : bad_line(f->labels, "as many labels as vectors", err);
}

static kith_status read_folder(folder *f, const kith_reading *reading, kith_rows *r,
                               kith_error *err)
{
    char *path = NULL;
    KITH_TRY(kith_lines_take(reading->stream, &f->numbers, err));
    KITH_TRY(kith_path_beside(reading->path, kith_format_projector.beside[METADATA], &path, err));
    kith_status status = kith_lines_open(path, &f->labels, err);
    free(path);
    return status == KITH_OK ? read_lines(f, reading, r, err) : status;
}

static kith_status read(const kith_reading *reading, kith_vectors **out, kith_error *err)
{
    folder f = {0};
    kith_rows r = {0};
    const kith_status status =
        kith_rows_finish(&r, read_folder(&f, reading, &r, err), UINT64_MAX, out);
    if (f.numbers != NULL)
        kith_lines_close(f.numbers);
    kith_lines_close(f.labels);
    return status;
}

static kith_status size(kith_names *names, uint64_t *bytes, kith_error *err)
{
    (void)err;
    bytes[0] = names->rows * kith_vectors_dim(names->v) * KITH_TEXT_NUMBER;
    bytes[1 + METADATA] =
        names->bytes + names->rows * (kith_vectors_has_counts(names->v) ? 22 : 1) + 16;
    bytes[1 + PLUGIN] = bytes[1 + PAGE] = CONFIG_ROOM;
    return KITH_OK;
}

static kith_status write_labels(kith_names *names, kith_writer *w, kith_error *err)
{
    const bool counts = kith_vectors_has_counts(names->v);
    if (counts)
        KITH_TRY(kith_writer_print(w, err, "word\tcount\n"));
    for (uint64_t row = 0; row < kith_vectors_rows(names->v); row++) {
        size_t bytes = 0;
        const char *word = kith_names_at(names, row, &bytes);
        if (word == NULL)
            continue;
        KITH_TRY(kith_writer_write(w, word, bytes, err));
        if (counts)
            KITH_TRY(kith_writer_print(w, err, "\t%" PRIu64, kith_vectors_count(names->v, row)));
        KITH_TRY(kith_writer_write(w, "\n", 1, err));
    }
    return KITH_OK;
}

static kith_status write(const kith_sink *sink, kith_error *err)
{
    const uint64_t rows = sink->names->rows, dim = kith_vectors_dim(sink->names->v);
    KITH_TRY(write_labels(sink->names, sink->beside[METADATA], err));
    KITH_TRY(kith_writer_print(sink->beside[PLUGIN], err,
                               "embeddings {\n"
                               "  tensor_name: \"kith\"\n"
                               "  tensor_shape: %" PRIu64 "\n"
                               "  tensor_shape: %" PRIu64 "\n"
                               "  tensor_path: \"vectors.tsv\"\n"
                               "  metadata_path: \"metadata.tsv\"\n"
                               "}\n",
                               rows, dim));
    KITH_TRY(kith_writer_print(sink->beside[PAGE], err,
                               "{\"embeddings\":[{\"tensorName\":\"kith\",\"tensorShape\":[%" PRIu64
                               ",%" PRIu64 "],\"tensorPath\":\"vectors.tsv\","
                               "\"metadataPath\":\"metadata.tsv\"}]}\n",
                               rows, dim));
    return kith_text_layout_write(sink->names, &layout, sink->file, err);
}

const kith_format kith_format_projector = {
    .name = "projector",
    .endings = ".projector",
    .limits = {.bytes = "\t\n\r", .mark = true, .utf8 = true, .blank = true},
    .text = true,
    .open_end = true,
    .main = "/vectors.tsv",
    .beside = {"/metadata.tsv", "/projector_config.pbtxt", "/config.json"},
    .read = read,
    .size = size,
    .write = write,
};
