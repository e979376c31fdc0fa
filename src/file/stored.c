#include "file/stored.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "file/elements.h"

static void widen_halves(float *row, const void *from, uint64_t dim, double scale)
{
    (void)scale;
    for (uint64_t i = 0; i < dim; i++) {
        uint16_t half = 0;
        memcpy(&half, (const char *)from + 2 * i, sizeof half);
        row[i] = kith_half_widen(half);
    }
}

/* The upper half of a float. */
static void widen_brains(float *row, const void *from, uint64_t dim, double scale)
{
    (void)scale;
    for (uint64_t i = 0; i < dim; i++) {
        uint16_t half = 0;
        memcpy(&half, (const char *)from + 2 * i, sizeof half);
        const uint32_t bits = (uint32_t)half << 16;
        memcpy(&row[i], &bits, sizeof bits);
    }
}

static void narrow_doubles(float *row, const void *from, uint64_t dim, double scale)
{
    (void)scale;
    for (uint64_t i = 0; i < dim; i++) {
        double value = 0;
        memcpy(&value, (const char *)from + 8 * i, sizeof value);
        row[i] = (float)value;
    }
}

static void copy_floats(float *row, const void *from, uint64_t dim, double scale)
{
    (void)scale;
    memcpy(row, from, (size_t)(4 * dim));
}

static void scale_bytes(float *row, const void *from, uint64_t dim, double scale)
{
    const int8_t *byte = from;
    for (uint64_t i = 0; i < dim; i++)
        row[i] = (float)(byte[i] * scale);
}

typedef struct type {
    const char *name, *npy, *safetensors; /* "" where it has none that is read */
    uint64_t bytes;
    void (*convert)(float *row, const void *from, uint64_t dim, double scale);
} type;

static const type types[] = {
    {"f32", "<f4", "F32", 4, copy_floats},  {"f64", "<f8", "F64", 8, narrow_doubles},
    {"f16", "<f2", "F16", 2, widen_halves}, {"bf16", "", "BF16", 2, widen_brains},
    {"i8", "", "I8", 1, scale_bytes},
};
enum { TYPES = sizeof types / sizeof *types };

static bool found(const type *t, kith_stored *s)
{
    *s = (kith_stored){.name = t->name, .bytes = t->bytes, .scale = 1, .convert = t->convert};
    return true;
}

bool kith_stored_npy(const char *descr, kith_stored *s)
{
    for (size_t i = 0; i < TYPES; i++)
        if (descr[0] != 0 && strcmp(types[i].npy, descr) == 0)
            return found(&types[i], s);
    return false;
}

bool kith_stored_safetensors(const char *dtype, kith_stored *s)
{
    for (size_t i = 0; i < TYPES; i++)
        if (strcmp(types[i].safetensors, dtype) == 0)
            return found(&types[i], s);
    return false;
}

void kith_stored_floats(kith_stored *s)
{
    (void)found(&types[0], s);
}

static kith_status check_dim(const kith_stored *s, kith_input *in, kith_error *err)
{
    const uint64_t place = in->offset;
    uint32_t dim = 0;
    KITH_TRY(kith_input_take(in, &dim, sizeof dim, "the dimension of a row", err));
    if (dim == s->dim)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA,
                     "%s:%" PRIu64 ": a row of %" PRIu32 " numbers, expected %" PRIu64,
                     kith_stream_name(in->stream), place, dim, s->dim);
}

static kith_status read_rows(const kith_stored *s, kith_input *in, const kith_word_source *words,
                             void *raw, kith_rows *r, kith_error *err)
{
    const char *word = NULL;
    size_t bytes = 0;
    for (uint64_t i = 0; i < s->rows && !kith_rows_full(r); i++) {
        float *row = NULL;
        const uint64_t place = in->offset;
        KITH_TRY(words->next(words->self, &word, &bytes, err));
        if (word == NULL && s->rows == UINT64_MAX)
            return KITH_OK;
        if (word == NULL)
            return kith_fail(err, KITH_ERR_DATA,
                             "%s:%" PRIu64 ": expected %" PRIu64 " words, they end here",
                             words->name, i, s->rows);
        if (s->measured)
            KITH_TRY(check_dim(s, in, err));
        KITH_TRY(kith_input_take(in, raw, (size_t)(s->dim * s->bytes), "a row", err));
        KITH_TRY(kith_rows_next(r, &row, err));
        s->convert(row, raw, s->dim, s->scale);
        if (bytes == 0 && r->findings == NULL && !r->skip_empty)
            return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": expected a word, got none",
                             words->name, i + 1);
        KITH_TRY(kith_rows_keep(r, word, bytes, place, err));
        if (words->count != NULL)
            KITH_TRY(kith_rows_count(r, words->count(words->self), err));
    }
    if (kith_rows_full(r))
        return KITH_OK;
    KITH_TRY(words->next(words->self, &word, &bytes, err));
    if (word == NULL)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA, "%s:%" PRIu64 ": expected %" PRIu64 " words, got more",
                     words->name, s->rows + 1, s->rows);
}

kith_status kith_stored_read(const kith_stored *s, kith_input *in, const kith_word_source *words,
                             kith_rows *r, kith_error *err)
{
    void *raw = kith_mem_new(s->dim, s->bytes);
    if (raw == NULL)
        return kith_fail_memory(err, "row", s->dim * s->bytes);
    r->v->dtype = s->name;
    const kith_status status = read_rows(s, in, words, raw, r, err);
    kith_mem_free(raw);
    return status;
}

static kith_status write_row(kith_names *names, uint64_t row, double scale, void *raw,
                             kith_writer *file, kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(names->v);
    size_t bytes = 0;
    if (kith_names_at(names, row, &bytes) == NULL)
        return KITH_OK;
    if (!kith_dtype_store(names->dtype, kith_vectors_row(names->v, row), dim, scale, raw))
        return kith_fail(err, KITH_ERR_DATA,
                         "row %" PRIu64 " has a number beyond 65504, which f16 cannot hold", row);
    return kith_writer_write(file, raw, (size_t)(dim * kith_dtype_bytes(names->dtype)), err);
}

kith_status kith_stored_write(kith_names *names, double scale, kith_writer *file, kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(names->v);
    void *raw = kith_mem_new(dim, kith_dtype_bytes(names->dtype));
    kith_status status = raw != NULL ? KITH_OK : kith_fail_memory(err, "row", 4 * dim);
    for (uint64_t row = 0; row < kith_vectors_rows(names->v) && status == KITH_OK; row++)
        status = write_row(names, row, scale, raw, file, err);
    kith_mem_free(raw);
    return status;
}

uint64_t kith_stored_size(const kith_names *names)
{
    return names->rows * kith_dtype_bytes(names->dtype) * kith_vectors_dim(names->v);
}
