/*
 * The header of safetensors. Of the tensors only their places are kept; they must lie end to end,
 * as the format's own reader wants it, so that no byte means two things.
 */
#include "file/safetensors.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"

enum {
    HEADER_MAX = 100000000, /* as the format's own reader */
    LENGTH_BYTES = 8,
    ALIGN = 8,
    RANK_MAX = 8
};

typedef struct tensor {
    uint64_t begin, end;
    uint64_t shape[RANK_MAX];
    unsigned rank; /* RANK_MAX + 1: more */
    char dtype[8];
    bool embedding; /* by its name */
} tensor;

typedef struct header {
    kith_json json;
    tensor *tensor;
    uint64_t tensors, room;
    double scale;
} header;

bool kith_safetensors_detect(const unsigned char *head, size_t bytes)
{
    uint64_t length = 0;
    if (bytes < LENGTH_BYTES + 2 || head[LENGTH_BYTES] != '{')
        return false;
    memcpy(&length, head, sizeof length);
    return length >= 2 && length <= HEADER_MAX;
}

static bool is(const char *text, size_t bytes, const char *name)
{
    return bytes == strlen(name) && memcmp(text, name, bytes) == 0;
}

static bool take_whole(kith_json *j, uint64_t *value)
{
    double number = 0;
    kith_json_blanks(j);
    const char *text = j->at;
    return kith_json_number(j, &number) && (kith_parse_u64(text, (size_t)(j->at - text), value) ||
                                            kith_json_wrong(j, "a whole number"));
}

static bool take_shape(kith_json *j, tensor *t)
{
    if (!kith_json_need(j, '[', "a shape"))
        return false;
    t->rank = 0;
    if (kith_json_take(j, ']'))
        return true;
    do {
        uint64_t size = 0;
        if (!take_whole(j, &size))
            return false;
        if (t->rank < RANK_MAX)
            t->shape[t->rank] = size;
        t->rank += t->rank <= RANK_MAX;
    } while (kith_json_take(j, ','));
    return kith_json_need(j, ']', "a closing bracket");
}

static bool take_offsets(kith_json *j, tensor *t)
{
    return kith_json_need(j, '[', "two offsets") && take_whole(j, &t->begin) &&
           kith_json_need(j, ',', "two offsets") && take_whole(j, &t->end) &&
           kith_json_need(j, ']', "two offsets");
}

static bool take_dtype(kith_json *j, tensor *t)
{
    const char *text = NULL;
    size_t bytes = 0;
    if (!kith_json_string(j, &text, &bytes))
        return false;
    const size_t kept = bytes < sizeof t->dtype ? bytes : 0;
    memcpy(t->dtype, text, kept);
    t->dtype[kept] = 0;
    return true;
}

static bool take_tensor(kith_json *j, tensor *t)
{
    bool dtype = false, shape = false, offsets = false;
    if (!kith_json_need(j, '{', "an object"))
        return false;
    do {
        const char *key = NULL;
        size_t bytes = 0;
        if (!kith_json_key(j, &key, &bytes))
            return false;
        bool *seen = is(key, bytes, "dtype")          ? &dtype
                     : is(key, bytes, "shape")        ? &shape
                     : is(key, bytes, "data_offsets") ? &offsets
                                                      : NULL;
        if (seen == NULL || *seen)
            return kith_json_wrong(j, "dtype, shape and data_offsets, each once");
        *seen = true;
        if (!(seen == &dtype   ? take_dtype(j, t)
              : seen == &shape ? take_shape(j, t)
                               : take_offsets(j, t)))
            return false;
    } while (kith_json_take(j, ','));
    return kith_json_need(j, '}', "a closing brace") &&
           ((dtype && shape && offsets) || kith_json_wrong(j, "dtype, shape and data_offsets"));
}

static bool take_metadata(kith_json *j, double *scale)
{
    if (!kith_json_need(j, '{', "an object"))
        return false;
    if (kith_json_take(j, '}'))
        return true;
    do {
        const char *key = NULL, *text = NULL;
        size_t bytes = 0, length = 0;
        if (!kith_json_key(j, &key, &bytes) || !kith_json_string(j, &text, &length))
            return false;
        if (is(key, bytes, "scale") && !kith_parse_real(text, length, scale))
            return kith_json_wrong(j, "a number as scale");
    } while (kith_json_take(j, ','));
    return kith_json_need(j, '}', "a closing brace");
}

static kith_status add_tensor(header *h, const tensor *t, kith_error *err)
{
    tensor *more = kith_mem_room(h->tensor, h->tensors, &h->room, sizeof *more);
    if (more == NULL)
        return kith_fail_memory(err, "a table of tensors", h->tensors * sizeof *more);
    h->tensor = more;
    h->tensor[h->tensors++] = *t;
    return KITH_OK;
}

static kith_status bad_json(const kith_input *in, const kith_json *j, kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s:%zu: expected %s", kith_stream_name(in->stream),
                     LENGTH_BYTES + (size_t)(j->at - j->start), j->expected);
}

static kith_status take_members(const kith_input *in, header *h, kith_error *err)
{
    kith_json *j = &h->json;
    do {
        const char *key = NULL;
        size_t bytes = 0;
        tensor t = {0};
        if (!kith_json_key(j, &key, &bytes))
            return bad_json(in, j, err);
        if (is(key, bytes, "__metadata__")) {
            if (!take_metadata(j, &h->scale))
                return bad_json(in, j, err);
            continue;
        }
        t.embedding = is(key, bytes, "embeddings") || is(key, bytes, "embedding.weight") ||
                      is(key, bytes, "vectors");
        if (!take_tensor(j, &t))
            return bad_json(in, j, err);
        KITH_TRY(add_tensor(h, &t, err));
    } while (kith_json_take(j, ','));
    if (!kith_json_need(j, '}', "a comma or a closing brace"))
        return bad_json(in, j, err);
    kith_json_blanks(j);
    if (j->at == j->end)
        return KITH_OK;
    (void)kith_json_wrong(j, "the end of the header");
    return bad_json(in, j, err);
}

static int by_begin(const void *a, const void *b)
{
    const tensor *x = a, *y = b;
    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

static kith_status check_places(const kith_input *in, header *h, kith_error *err)
{
    uint64_t at = 0;
    if (h->tensors > 0)
        qsort(h->tensor, (size_t)h->tensors, sizeof *h->tensor, by_begin);
    for (uint64_t i = 0; i < h->tensors; i++) {
        const tensor *t = &h->tensor[i];
        if (t->begin != at || t->end < t->begin)
            return kith_fail(err, KITH_ERR_DATA,
                             "%s:8: a tensor from %" PRIu64 " to %" PRIu64
                             ", expected one that begins at %" PRIu64 ": they lie end to end",
                             kith_stream_name(in->stream), t->begin, t->end, at);
        at = t->end;
    }
    return KITH_OK;
}

/* The matrix: by its name, or as the only one of rank 2. */
static kith_status choose(const kith_input *in, const header *h, const tensor **out,
                          kith_error *err)
{
    uint64_t named = 0, flat = 0;
    const tensor *by_name = NULL, *by_rank = NULL;
    for (uint64_t i = 0; i < h->tensors; i++) {
        const tensor *t = &h->tensor[i];
        if (t->rank != 2)
            continue;
        flat++;
        by_rank = t;
        named += t->embedding;
        if (t->embedding)
            by_name = t;
    }
    *out = named == 1 ? by_name : named == 0 && flat == 1 ? by_rank : NULL;
    if (*out != NULL)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA,
                     "%s:8: %" PRIu64 " tensors of rank 2, expected one, or one named embeddings",
                     kith_stream_name(in->stream), flat);
}

static kith_status describe(const kith_input *in, const header *h, const tensor *t, kith_stored *s,
                            kith_error *err)
{
    uint64_t bytes = 0;
    const char *file = kith_stream_name(in->stream);
    if (!kith_stored_safetensors(t->dtype, s))
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:8: numbers of type '%s', expected F32, F16, BF16, F64 or I8", file,
                         t->dtype);
    s->rows = t->shape[0];
    s->dim = t->shape[1];
    s->scale = h->scale;
    if (kith_mul(s->rows, s->dim, &bytes) && kith_mul(bytes, s->bytes, &bytes) &&
        bytes == t->end - t->begin)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA,
                     "%s:8: a tensor of %" PRIu64 "x%" PRIu64 " %s in %" PRIu64 " bytes", file,
                     s->rows, s->dim, t->dtype, t->end - t->begin);
}

static kith_status read_header(kith_input *in, header *h, kith_stored *s, uint64_t *behind,
                               kith_error *err)
{
    const tensor *t = NULL;
    if (!kith_json_need(&h->json, '{', "an object"))
        return bad_json(in, &h->json, err);
    KITH_TRY(take_members(in, h, err));
    KITH_TRY(check_places(in, h, err));
    KITH_TRY(choose(in, h, &t, err));
    KITH_TRY(describe(in, h, t, s, err));
    *behind = h->tensor[h->tensors - 1].end - t->end;
    return kith_input_skip(in, t->begin, "the tensors", err);
}

kith_status kith_safetensors_begin(kith_input *in, kith_stored *s, uint64_t *behind,
                                   kith_error *err)
{
    uint64_t length = 0;
    char *text = NULL;
    KITH_TRY(kith_input_take(in, &length, sizeof length, "the header", err));
    if (length > HEADER_MAX)
        return kith_fail(err, KITH_ERR_DATA, "%s:0: a header of %" PRIu64 " bytes, expected <= %d",
                         kith_stream_name(in->stream), length, HEADER_MAX);
    KITH_TRY(kith_input_block(in, length, "the header", &text, err));
    header h = {.json = {.start = text, .at = text, .end = text + length}, .scale = 1};
    const kith_status status = read_header(in, &h, s, behind, err);
    free(h.tensor);
    free(text);
    return status;
}

kith_status kith_safetensors_end(kith_input *in, uint64_t behind, kith_error *err)
{
    KITH_TRY(kith_input_skip(in, behind, "the tensors", err));
    return kith_input_end(in, err);
}

kith_status kith_safetensors_head(const kith_names *names, uint64_t extra, double scale,
                                  kith_writer *w, kith_error *err)
{
    static const char *const dtype[] = {
        [KITH_DTYPE_F32] = "F32", [KITH_DTYPE_F16] = "F16", [KITH_DTYPE_I8] = "I8"};
    const uint64_t rows = names->rows + extra, dim = kith_vectors_dim(names->v);
    char number[KITH_REAL_CHARS + 1], text[KITH_SAFETENSORS_ROOM];
    size_t used = LENGTH_BYTES;
    number[kith_format_double(scale, number)] = 0;
    text[used++] = '{';
    if (names->dtype == KITH_DTYPE_I8)
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "\"__metadata__\":{\"scale\":\"%s\"},", number);
    used += (size_t)snprintf(text + used, sizeof text - used,
                             "\"embeddings\":{\"dtype\":\"%s\",\"shape\":[%" PRIu64 ",%" PRIu64
                             "],\"data_offsets\":[0,%" PRIu64 "]}}",
                             dtype[names->dtype], rows, dim,
                             rows * dim * kith_dtype_bytes(names->dtype));
    while (used % ALIGN != 0)
        text[used++] = ' ';
    const uint64_t length = used - LENGTH_BYTES;
    memcpy(text, &length, sizeof length);
    return kith_writer_write(w, text, used, err);
}
