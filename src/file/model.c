/*
 * The model file: kith_vectors as sections of a container, made so that opening builds nothing.
 *
 *     words.offset u64 [rows + 1]   words.bytes   words.slot u32 [slots], the set's hash table
 *     input f32 [rows][dim]         count u64 [rows], output f32 [rows][dim],
 *                                   inner f32 [any][dim], config bytes: where there are any
 *     gram.how u64 [3], shortest, longest and buckets; gram.rows f32 [any][dim], gram.place u32
 *     [buckets], own f32 [rows][dim]: what input was made of, where there are n-grams
 *
 * The hash table is built anew for each file from the words in their order, so the bytes of a file
 * do not depend on how its set of words came about.
 */
#include "file/formats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/stream.h"
#include "base/stride.h"
#include "file/container.h"

enum { PARTS_MAX = 12, MATRICES = 5, HOW = 3 };

/* The sections of a model, and what they are made of. */
typedef struct model_parts {
    kith_part part[PARTS_MAX];
    size_t count;
    kith_words words;
    kith_matrix matrix[MATRICES];
    uint64_t how[HOW];
} model_parts;

static kith_status collect_words(const kith_vectors *v, kith_words *words, kith_error *err)
{
    for (uint64_t row = 0; row < kith_vectors_rows(v); row++) {
        size_t bytes = 0;
        uint64_t id = 0;
        bool added = false;
        const char *word = kith_vectors_word(v, row, &bytes);
        KITH_TRY(kith_words_add(words, word, bytes, &id, &added, err));
        if (!added)
            return kith_fail(err, KITH_ERR_DATA, "rows %" PRIu64 " and %" PRIu64 " have one word",
                             id, row);
    }
    return KITH_OK;
}

static kith_part *add_part(model_parts *m, const char *name, const char *type, uint64_t count,
                           const void *at)
{
    kith_part *part = &m->part[m->count++];
    memset(part, 0, sizeof *part);
    memcpy(part->section.name, name, strlen(name));
    memcpy(part->section.type, type, strlen(type));
    part->section.rank = 1;
    part->section.shape[0] = count;
    part->at = at;
    return part;
}

static const void *matrix_row(void *self, uint64_t row)
{
    const kith_matrix *m = self;
    return m->at + row * m->stride;
}

/* By rows, since the stride in memory may be another than the file's. */
static void add_matrix(model_parts *m, const char *name, kith_matrix *matrix)
{
    if (matrix->at == NULL)
        return;
    kith_part *part = add_part(m, name, "f32", matrix->rows, NULL);
    part->section.rank = 2;
    part->section.shape[1] = matrix->dim;
    part->section.stride = 4 * kith_row_stride(matrix->dim, 4);
    part->row = matrix_row;
    part->self = matrix;
}

static void add_words(model_parts *m)
{
    static const uint64_t none = 0;
    const kith_words *w = &m->words;
    add_part(m, "words.offset", "u64", w->size + 1, w->size > 0 ? w->offset : &none);
    add_part(m, "words.bytes", "bytes", w->size > 0 ? w->offset[w->size] : 0, w->bytes);
    add_part(m, "words.slot", "u32", w->slots, w->slot);
}

static void add_grams(const kith_grams *g, model_parts *m)
{
    if (g->how.most == 0)
        return;
    m->how[0] = g->how.least;
    m->how[1] = g->how.most;
    m->how[2] = g->how.buckets;
    m->matrix[3] = g->own;
    m->matrix[4] = g->row;
    add_part(m, "gram.how", "u64", HOW, m->how);
    if (g->place != NULL)
        add_part(m, "gram.place", "u32", g->how.buckets, g->place);
    add_matrix(m, "own", &m->matrix[3]);
    add_matrix(m, "gram.rows", &m->matrix[4]);
}

/* Cleared by kith_words_clear(&m->words), also on failure. */
static kith_status collect(const kith_vectors *v, model_parts *m, kith_error *err)
{
    memset(m, 0, sizeof *m);
    KITH_TRY(collect_words(v, &m->words, err));
    m->matrix[0] = v->input;
    m->matrix[1] = v->output;
    m->matrix[2] = v->inner;
    add_words(m);
    if (v->count != NULL)
        add_part(m, "count", "u64", kith_vectors_rows(v), v->count);
    if (v->config != NULL)
        add_part(m, "config", "bytes", strlen(v->config), v->config);
    add_matrix(m, "input", &m->matrix[0]);
    add_matrix(m, "output", &m->matrix[1]);
    add_matrix(m, "inner", &m->matrix[2]);
    add_grams(&v->grams, m);
    return KITH_OK;
}

static kith_status size(kith_names *names, uint64_t *bytes, kith_error *err)
{
    model_parts m;
    kith_status status = collect(names->v, &m, err);
    if (status == KITH_OK)
        status = kith_container_layout(m.part, m.count, bytes, err);
    kith_words_clear(&m.words);
    return status;
}

static kith_status write(const kith_sink *sink, kith_error *err)
{
    model_parts m;
    kith_status status = collect(sink->names->v, &m, err);
    if (status == KITH_OK)
        status = kith_container_write(sink->file, m.part, m.count, err);
    kith_words_clear(&m.words);
    return status;
}

static bool detect(const unsigned char *head, size_t bytes)
{
    const size_t magic = sizeof KITH_CONTAINER_MAGIC - 1;
    return bytes >= magic && memcmp(head, KITH_CONTAINER_MAGIC, magic) == 0;
}

static kith_status misfit(const kith_container *c, const char *name, const char *expected,
                          kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s: section %s: expected %s", kith_container_name(c),
                     name, expected);
}

/*
 * The tables' lengths are checked here, so that the set may look anywhere in them; each offset and
 * each slot is checked by the set where it is followed.
 */
static kith_status open_words(const kith_container *c, uint64_t rows, uint64_t limit,
                              kith_words *words, kith_error *err)
{
    const kith_section *offset = NULL;
    const kith_section *bytes = NULL;
    const kith_section *slot = NULL;
    const void *offset_at = NULL;
    const void *bytes_at = NULL;
    const void *slot_at = NULL;
    KITH_TRY(kith_container_need(c, "words.offset", "u64", 1, &offset, &offset_at, err));
    KITH_TRY(kith_container_need(c, "words.bytes", "bytes", 1, &bytes, &bytes_at, err));
    KITH_TRY(kith_container_need(c, "words.slot", "u32", 1, &slot, &slot_at, err));
    if (offset->shape[0] != rows + 1)
        return misfit(c, "words.offset", "one offset more than rows", err);
    const uint64_t *offsets = offset_at;
    if (offsets[0] != 0 || offsets[rows] != bytes->bytes || offsets[limit] > bytes->bytes)
        return misfit(c, "words.offset", "offsets from 0 to the length of words.bytes", err);
    if ((slot->shape[0] & (slot->shape[0] - 1)) != 0 || slot->shape[0] < rows)
        return misfit(c, "words.slot", "a power of two, and a slot for each word", err);
    *words = (kith_words){.size = limit,
                          .offset = offsets,
                          .bytes = bytes_at,
                          .slot = slot_at,
                          .slots = slot->shape[0]};
    return KITH_OK;
}

/* rows UINT64_MAX: any number of them. */
static kith_status open_matrix(const kith_container *c, const char *name, uint64_t rows,
                               uint64_t dim, kith_matrix *m, kith_error *err)
{
    const kith_section *s = NULL;
    const void *at = NULL;
    KITH_TRY(kith_container_need(c, name, "f32", 2, &s, &at, err));
    if (s->shape[1] == 0 || s->shape[1] > KITH_DIM_MAX || (dim > 0 && s->shape[1] != dim))
        return misfit(c, name, "the dimension of the input, at least 1", err);
    if (rows != UINT64_MAX && s->shape[0] != rows)
        return misfit(c, name, "a row for each word", err);
    if (s->stride != 4 * kith_row_stride(s->shape[1], 4))
        return misfit(c, name, "rows at kith's stride", err);
    *m = (kith_matrix){at, s->shape[0], s->shape[1], s->stride / 4};
    return KITH_OK;
}

static kith_status open_matrices(const kith_container *c, kith_vectors *v, kith_error *err)
{
    KITH_TRY(open_matrix(c, "input", UINT64_MAX, 0, &v->input, err));
    if (kith_container_find(c, "output") != NULL)
        KITH_TRY(open_matrix(c, "output", v->input.rows, v->input.dim, &v->output, err));
    if (kith_container_find(c, "inner") != NULL)
        KITH_TRY(open_matrix(c, "inner", UINT64_MAX, v->input.dim, &v->inner, err));
    return KITH_OK;
}

static kith_status open_counts(const kith_container *c, kith_vectors *v, kith_error *err)
{
    const kith_section *s = NULL;
    const void *at = NULL;
    if (kith_container_find(c, "count") == NULL)
        return KITH_OK;
    KITH_TRY(kith_container_need(c, "count", "u64", 1, &s, &at, err));
    if (s->shape[0] != v->input.rows)
        return misfit(c, "count", "a count for each word", err);
    v->count = at;
    return KITH_OK;
}

static kith_status open_config(const kith_container *c, kith_vectors *v, kith_error *err)
{
    const kith_section *s = NULL;
    const void *at = NULL;
    if (kith_container_find(c, "config") == NULL)
        return KITH_OK;
    KITH_TRY(kith_container_need(c, "config", "bytes", 1, &s, &at, err));
    if (memchr(at, 0, (size_t)s->bytes) != NULL)
        return misfit(c, "config", "text", err);
    v->config = kith_mem_copy(at, (size_t)s->bytes);
    return v->config != NULL ? KITH_OK : kith_fail_memory(err, "config", s->bytes);
}

static kith_status open_how(const kith_container *c, kith_subwords *how, kith_error *err)
{
    const kith_section *s = NULL;
    const void *at = NULL;
    KITH_TRY(kith_container_need(c, "gram.how", "u64", 1, &s, &at, err));
    const uint64_t *number = at;
    if (s->shape[0] != HOW || number[0] > number[1] || number[1] == 0 || number[1] > UINT32_MAX ||
        number[2] == 0 || number[2] > UINT32_MAX)
        return misfit(c, "gram.how", "the shortest n-gram, the longest and the buckets", err);
    *how = (kith_subwords){(uint32_t)number[0], (uint32_t)number[1], (uint32_t)number[2]};
    return KITH_OK;
}

/* Each place is checked where it is followed. */
static kith_status open_grams(const kith_container *c, kith_vectors *v, kith_error *err)
{
    kith_grams *g = &v->grams;
    const kith_section *s = NULL;
    const void *at = NULL;
    if (kith_container_find(c, "gram.how") == NULL)
        return KITH_OK;
    KITH_TRY(open_matrix(c, "own", v->input.rows, v->input.dim, &g->own, err));
    KITH_TRY(open_matrix(c, "gram.rows", UINT64_MAX, v->input.dim, &g->row, err));
    if (kith_container_find(c, "gram.place") != NULL)
        KITH_TRY(kith_container_need(c, "gram.place", "u32", 1, &s, &at, err));
    KITH_TRY(open_how(c, &g->how, err));
    if (s != NULL && s->shape[0] != g->how.buckets)
        return misfit(c, "gram.place", "a place for each bucket", err);
    g->place = at;
    return kith_guests_new(&v->guests, err);
}

/* The first `limit` rows of all; inner nodes belong to no row. */
static kith_status fill(const kith_container *c, uint64_t limit, kith_vectors *v, kith_error *err)
{
    KITH_TRY(open_matrices(c, v, err));
    const uint64_t rows = v->input.rows;
    if (limit == 0 || limit > rows)
        limit = rows;
    KITH_TRY(open_words(c, rows, limit, &v->words, err));
    KITH_TRY(open_counts(c, v, err));
    KITH_TRY(open_config(c, v, err));
    KITH_TRY(open_grams(c, v, err));
    v->summed = limit == rows;
    v->sum = kith_container_find(c, "input")->crc;
    v->input.rows = limit;
    if (v->grams.own.at != NULL)
        v->grams.own.rows = limit;
    if (v->output.at != NULL)
        v->output.rows = limit;
    v->format = kith_format_model.name;
    return KITH_OK;
}

/* A file as it is can be mapped; what comes packed or through a pipe is read. */
static kith_status open_container(const kith_reading *reading, kith_container **c, kith_error *err)
{
    const unsigned char *head = NULL;
    size_t bytes = 0;
    struct stat info;
    KITH_TRY(kith_stream_peek(reading->stream, 1, &head, &bytes, err));
    if (strcmp(reading->path, "-") == 0 || stat(reading->path, &info) != 0 ||
        !S_ISREG(info.st_mode) || kith_stream_is_packed(reading->stream))
        return kith_container_read(reading->stream, c, err);
    return kith_container_open(reading->path, reading->how->copy, c, err);
}

static kith_status read(const kith_reading *reading, kith_vectors **out, kith_error *err)
{
    kith_container *c = NULL;
    kith_vectors *v = calloc(1, sizeof *v);
    kith_status status = v != NULL ? KITH_OK : kith_fail_memory(err, "vectors", sizeof *v);
    if (status == KITH_OK)
        status = open_container(reading, &c, err);
    if (status == KITH_OK)
        status = fill(c, reading->how->limit, v, err);
    if (status == KITH_OK)
        v->map = kith_container_release(c, &v->map_bytes);
    kith_container_close(c);
    kith_stream_close(reading->stream);
    if (status != KITH_OK) {
        kith_vectors_free(v);
        return status;
    }
    *out = v;
    return KITH_OK;
}

const kith_format kith_format_model = {
    .name = "kith",
    .endings = ".kith",
    .detect = detect,
    .read = read,
    .size = size,
    .write = write,
};
