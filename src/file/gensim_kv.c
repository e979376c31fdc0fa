/*
 * Reading gensim's KeyedVectors: see gensim_kv.h for what they are, and pickle.h for how a pickle
 * is read.
 */
#include "file/gensim_kv.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/stream.h"
#include "file/npy_header.h"
#include "file/pickle.h"
#include "file/stored.h"

enum {
    CLASS_WITHIN = 256 /* bytes from the pickle's start to its class */
};

static bool detect(const unsigned char *head, size_t bytes)
{
    static const char class[] = "gensim.models.";
    const char *text = (const char *)head;
    const size_t within = bytes < CLASS_WITHIN ? bytes : CLASS_WITHIN;
    if (bytes < 2 || text[0] != '\x80' || text[1] < 2 || text[1] > 5)
        return false;
    for (size_t i = 2; i + sizeof class - 1 <= within; i++)
        if (memcmp(text + i, class, sizeof class - 1) == 0)
            return true;
    return false;
}

/* What the pickle says of the vectors. */
typedef struct object {
    const char *file;
    kith_pickle pickle;
    kith_node keys; /* index_to_key */
    bool inside;    /* the matrix is in the pickle: */
    kith_node array;
    bool has_counts;
    const char *counts;   /* unaligned i64; NULL: */
    kith_node count_list; /* whole numbers */
    uint64_t counted;     /* at most as many as keys */
    uint32_t next;        /* key */
} object;

static kith_status misfit(const object *o, const char *what, kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s:0: %s", o->file, what);
}

/*
 * A NumPy array that is pickled: numpy.core.multiarray._reconstruct with the state (version, shape,
 * dtype, Fortran's order, bytes), and dtype('f4') with a state whose second item is the order of
 * bytes. *type is "<f4" or the like.
 */
static const kith_pickle_node *open_array(const object *o, kith_node n, kith_node *shape,
                                          char type[8])
{
    const kith_pickle *p = &o->pickle;
    kith_node state = 0, dtype = 0, order = 0, bytes = 0, arguments = 0, name = 0, inner = 0,
              end = 0;
    if (!kith_pickle_calls(p, n, NULL, "_reconstruct") ||
        !kith_pickle_item(p, n, 2, KITH_PICKLE_TUPLE, &state) ||
        !kith_pickle_item(p, state, 1, KITH_PICKLE_TUPLE, shape) ||
        !kith_pickle_item(p, state, 2, KITH_PICKLE_OBJECT, &dtype) ||
        !kith_pickle_item(p, state, 3, KITH_PICKLE_BOOL, &order) || p->node[order].whole != 0 ||
        !kith_pickle_item(p, state, 4, KITH_PICKLE_BYTES, &bytes))
        return NULL;
    if (!kith_pickle_calls(p, dtype, "numpy", "dtype") ||
        !kith_pickle_item(p, dtype, 1, KITH_PICKLE_TUPLE, &arguments) ||
        !kith_pickle_item(p, arguments, 0, KITH_PICKLE_TEXT, &name) ||
        !kith_pickle_item(p, dtype, 2, KITH_PICKLE_TUPLE, &inner) ||
        !kith_pickle_item(p, inner, 1, KITH_PICKLE_TEXT, &end) || p->node[end].bytes != 1 ||
        p->node[name].bytes != 2)
        return NULL;
    memcpy(type, p->node[end].text, 1);
    memcpy(type + 1, p->node[name].text, 2);
    type[3] = 0;
    return &p->node[bytes];
}

static bool dimension(const object *o, kith_node shape, uint32_t i, uint64_t *out)
{
    kith_node n = 0;
    if (!kith_pickle_item(&o->pickle, shape, i, KITH_PICKLE_INT, &n) || o->pickle.node[n].whole < 0)
        return false;
    *out = (uint64_t)o->pickle.node[n].whole;
    return true;
}

/* Counts as NumPy pickles them, or as we write them: numpy.array([1, 2], 'i8'). */
static kith_status find_counts(object *o, kith_node state, kith_error *err)
{
    const kith_pickle *p = &o->pickle;
    kith_node extras = 0, counts = 0, arguments = 0, shape = 0, number = 0;
    char type[8];
    if (!kith_pickle_get(p, state, "expandos", &extras) ||
        !kith_pickle_get(p, extras, "count", &counts))
        return KITH_OK;
    o->has_counts = true;
    if (kith_pickle_calls(p, counts, "numpy", "array") &&
        kith_pickle_item(p, counts, 1, KITH_PICKLE_TUPLE, &arguments) &&
        kith_pickle_item(p, arguments, 0, KITH_PICKLE_LIST, &o->count_list)) {
        o->counted = p->node[o->count_list].items;
        for (uint32_t i = 0; i < o->counted; i++)
            if (!kith_pickle_item(p, o->count_list, i, KITH_PICKLE_INT, &number))
                return misfit(o, "a count is no whole number", err);
        return KITH_OK;
    }
    const kith_pickle_node *bytes = open_array(o, counts, &shape, type);
    if (bytes == NULL || strcmp(type, "<i8") != 0 || !dimension(o, shape, 0, &o->counted) ||
        bytes->bytes % 8 != 0 || bytes->bytes / 8 != o->counted)
        return misfit(o, "its counts are no array of whole numbers of 64 bits", err);
    o->counts = bytes->text;
    return KITH_OK;
}

static kith_status next_key(void *self, const char **word, size_t *bytes, kith_error *err)
{
    object *o = self;
    kith_node n = 0;
    *word = NULL;
    *bytes = 0;
    if (o->next == o->pickle.node[o->keys].items)
        return KITH_OK;
    if (!kith_pickle_item(&o->pickle, o->keys, o->next, KITH_PICKLE_TEXT, &n))
        return kith_fail(err, KITH_ERR_DATA, "%s:0: key %" PRIu32 " is no text", o->file, o->next);
    o->next++;
    *word = o->pickle.node[n].text;
    *bytes = (size_t)o->pickle.node[n].bytes;
    return KITH_OK;
}

/* Words that were added later have no count in gensim either. */
static uint64_t count_of_key(void *self)
{
    const object *o = self;
    const uint32_t i = o->next - 1;
    uint64_t count = 0;
    if (i >= o->counted)
        return 0;
    if (o->counts != NULL)
        memcpy(&count, o->counts + (size_t)8 * i, sizeof count);
    else
        memcpy(&count, &o->pickle.node[o->pickle.node[o->count_list].item[i]].whole, sizeof count);
    return count;
}

static kith_status find_parts(object *o, kith_error *err)
{
    const kith_pickle *p = &o->pickle;
    kith_node state = 0;
    if (kith_pickle_calls(p, p->root, NULL, "Word2Vec") ||
        kith_pickle_calls(p, p->root, NULL, "FastText") ||
        kith_pickle_calls(p, p->root, NULL, "FastTextKeyedVectors"))
        return misfit(
            o,
            "a model of gensim's, expected its KeyedVectors: save model.wv, or a fastText "
            "model by save_facebook_model",
            err);
    if (!kith_pickle_calls(p, p->root, "gensim.models.keyedvectors", "KeyedVectors") ||
        !kith_pickle_item(p, p->root, 2, KITH_PICKLE_DICT, &state))
        return misfit(o, "expected a pickle of gensim.models.keyedvectors.KeyedVectors", err);
    if (!kith_pickle_get(p, state, "index_to_key", &o->keys) ||
        p->node[o->keys].kind != KITH_PICKLE_LIST)
        return misfit(o, "there is no index_to_key, expected what gensim 4 saves", err);
    o->inside = kith_pickle_get(p, state, "vectors", &o->array);
    return find_counts(o, state, err);
}

static kith_status read_rows(object *o, const kith_stored *s, kith_input *in,
                             const kith_reading *reading, kith_rows *r, kith_error *err)
{
    const kith_word_source words = {
        .self = o, .next = next_key, .count = o->has_counts ? count_of_key : NULL, .name = o->file};
    if (o->pickle.node[o->keys].items != s->rows || o->counted > s->rows)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:0: %" PRIu32 " keys and %" PRIu64 " counts for %" PRIu64 " vectors",
                         o->file, o->pickle.node[o->keys].items, o->counted, s->rows);
    KITH_TRY(kith_rows_begin(r, in->stream, kith_format_gensim_kv.name, s->dim, s->rows,
                             s->dim * s->bytes, reading->how, err));
    return kith_stored_read(s, in, &words, r, err);
}

/* The matrix in the pickle, which is read from where it lies. */
static kith_status read_inside(object *o, const kith_reading *reading, kith_rows *r,
                               kith_error *err)
{
    kith_node shape = 0;
    kith_stored s;
    char type[8];
    uint64_t bytes = 0;
    const kith_pickle_node *array = open_array(o, o->array, &shape, type);
    if (array == NULL || !kith_stored_npy(type, &s) || !dimension(o, shape, 0, &s.rows) ||
        !dimension(o, shape, 1, &s.dim) || !kith_mul(s.rows, s.dim, &bytes) ||
        !kith_mul(bytes, s.bytes, &bytes) || bytes != array->bytes)
        return misfit(o, "its vectors are no matrix of floats, halves or doubles in C's order",
                      err);
    kith_input in = {.stream = reading->stream,
                     .at = (const unsigned char *)array->text,
                     .left = (size_t)array->bytes,
                     .offset = (uint64_t)array->whole};
    return read_rows(o, &s, &in, reading, r, err);
}

static kith_status read_beside(object *o, const kith_reading *reading, kith_rows *r,
                               kith_error *err)
{
    char *path = NULL;
    kith_stream *stream = NULL;
    kith_npy_header h;
    kith_stored s;
    kith_input in;
    KITH_TRY(kith_path_beside(reading->path, kith_format_gensim_kv.beside[0], &path, err));
    kith_status status = kith_stream_open(path, &stream, err);
    free(path);
    KITH_TRY(status);
    kith_input_begin(&in, stream);
    status = kith_npy_header_read(&in, &h, err);
    if (status == KITH_OK && !kith_stored_npy(h.descr, &s))
        status =
            kith_fail(err, KITH_ERR_DATA, "%s:10: numbers of type '%s', expected <f4, <f8, <f2",
                      kith_stream_name(stream), h.descr);
    s.rows = h.rows;
    s.dim = h.dim;
    if (status == KITH_OK)
        status = read_rows(o, &s, &in, reading, r, err);
    if (status == KITH_OK && !kith_rows_full(r))
        status = kith_input_end(&in, err);
    kith_stream_close(stream);
    return status;
}

static kith_status read_object(object *o, const char *text, size_t bytes,
                               const kith_reading *reading, kith_rows *r, kith_error *err)
{
    KITH_TRY(kith_pickle_read(&o->pickle, o->file, text, bytes, err));
    KITH_TRY(find_parts(o, err));
    return o->inside ? read_inside(o, reading, r, err) : read_beside(o, reading, r, err);
}

static kith_status read(const kith_reading *reading, kith_vectors **out, kith_error *err)
{
    object o = {.file = kith_stream_name(reading->stream)};
    kith_rows r = {0};
    kith_input in;
    char *text = NULL;
    size_t bytes = 0;
    kith_input_begin(&in, reading->stream);
    kith_status status = kith_input_rest(&in, UINT64_MAX, &text, &bytes, err);
    if (status == KITH_OK)
        status = read_object(&o, text, bytes, reading, &r, err);
    status = kith_rows_finish(&r, status, UINT64_MAX, out);
    kith_pickle_clear(&o.pickle);
    free(text);
    kith_stream_close(reading->stream);
    return status;
}

const kith_format kith_format_gensim_kv = {
    .name = "gensim-kv",
    .endings = ".kv",
    .limits = {.bytes = "", .utf8 = true},
    .beside = {".vectors.npy"},
    .detect = detect,
    .read = read,
    .size = kith_gensim_size,
    .write = kith_gensim_write,
};
