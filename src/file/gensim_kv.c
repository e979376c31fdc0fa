/*
 * gensim's own KeyedVectors: a pickle of the object, and its matrix in NAME.vectors.npy, which
 * KeyedVectors.load(NAME, mmap='r') maps.
 *
 * gensim keeps small matrices inside the pickle and large ones beside it; both are read, beside is
 * written. The pickle is written by protocol 2 in its plainest form; see file/pickle.h for how one
 * is read.
 */
#include "file/formats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/stream.h"
#include "file/npy_header.h"
#include "file/pickle.h"
#include "file/stored.h"

enum {
    CLASS_WITHIN = 256, /* bytes from the pickle's start to its class */
    WORD_EXTRA = 30,    /* bytes of a word's length, number and places in the memo, and its count */
    FIXED = 1024
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
    if (status == KITH_OK)
        kith_rows_end(&r, UINT64_MAX, out);
    kith_rows_discard(&r);
    kith_pickle_clear(&o.pickle);
    free(text);
    kith_stream_close(reading->stream);
    return status;
}

static kith_status size(kith_names *names, uint64_t *bytes, kith_error *err)
{
    (void)err;
    bytes[0] = FIXED + names->bytes + names->rows * WORD_EXTRA;
    bytes[1] = KITH_NPY_HEADER_ROOM + kith_stored_size(names);
    return KITH_OK;
}

static kith_status put(kith_writer *w, const char *text, size_t bytes, kith_error *err)
{
    return kith_writer_write(w, text, bytes, err);
}

/* An opcode with a number of four bytes behind it. */
static kith_status put_op(kith_writer *w, char op, uint32_t value, kith_error *err)
{
    char text[5] = {op};
    memcpy(text + 1, &value, sizeof value);
    return put(w, text, sizeof text, err);
}

/* BININT where it fits, LONG1 otherwise. */
static kith_status put_whole(kith_writer *w, uint64_t value, kith_error *err)
{
    char text[11] = {'\x8A', 9};
    if (value <= INT32_MAX)
        return put_op(w, 'J', (uint32_t)value, err);
    memcpy(text + 2, &value, sizeof value);
    return put(w, text, sizeof text, err);
}

static kith_status put_text(kith_writer *w, const char *text, size_t bytes, kith_error *err)
{
    KITH_TRY(put_op(w, 'X', (uint32_t)bytes, err));
    return put(w, text, bytes, err);
}

static kith_status put_key(kith_writer *w, const char *key, kith_error *err)
{
    return put_text(w, key, strlen(key), err);
}

/* The list of words, each put in the memo under its number. */
static kith_status write_list(kith_names *names, kith_writer *w, kith_error *err)
{
    uint32_t number = 0;
    KITH_TRY(put_key(w, "index_to_key", err));
    KITH_TRY(put(w, "](", 2, err));
    for (uint64_t row = 0; row < kith_vectors_rows(names->v); row++) {
        size_t bytes = 0;
        const char *word = kith_names_at(names, row, &bytes);
        if (word == NULL)
            continue;
        if (bytes > UINT32_MAX)
            return kith_fail(err, KITH_ERR_DATA, "row %" PRIu64 ": a word of 4 GiB", row);
        KITH_TRY(put_text(w, word, bytes, err));
        KITH_TRY(put_op(w, 'r', number++, err));
    }
    return put(w, "e", 1, err);
}

static kith_status write_dict(const kith_names *names, kith_writer *w, kith_error *err)
{
    KITH_TRY(put_key(w, "key_to_index", err));
    KITH_TRY(put(w, "}(", 2, err));
    for (uint64_t i = 0; i < names->rows; i++) {
        KITH_TRY(put_op(w, 'j', (uint32_t)i, err));
        KITH_TRY(put_whole(w, i, err));
    }
    return put(w, "u", 1, err);
}

static kith_status write_counts(kith_names *names, kith_writer *w, kith_error *err)
{
    static const char array[] = "(cnumpy\narray\n(](";
    KITH_TRY(put_key(w, "expandos", err));
    KITH_TRY(put(w, "}", 1, err));
    if (!kith_vectors_has_counts(names->v))
        return KITH_OK;
    KITH_TRY(put(w, array, 1, err)); /* the mark of the dict's items */
    KITH_TRY(put_key(w, "count", err));
    KITH_TRY(put(w, array + 1, sizeof array - 2, err));
    for (uint64_t row = 0; row < kith_vectors_rows(names->v); row++) {
        size_t bytes = 0;
        if (kith_names_at(names, row, &bytes) != NULL)
            KITH_TRY(put_whole(w, kith_vectors_count(names->v, row), err));
    }
    KITH_TRY(put(w, "e", 1, err));
    KITH_TRY(put_key(w, "i8", err));
    return put(w, "tRu", 3, err);
}

/* What gensim's SaveLoad asks for: which attributes lie in files of their own. */
static kith_status write_places(kith_writer *w, kith_error *err)
{
    static const char *const none[] = {"__scipys", "__ignoreds", "__recursive_saveloads"};
    KITH_TRY(put_key(w, "__numpys", err));
    KITH_TRY(put(w, "](", 2, err));
    KITH_TRY(put_key(w, "vectors", err));
    KITH_TRY(put(w, "e", 1, err));
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        KITH_TRY(put_key(w, none[i], err));
        KITH_TRY(put(w, "]", 1, err));
    }
    return KITH_OK;
}

static kith_status write_pickle(kith_names *names, kith_writer *w, kith_error *err)
{
    static const char head[] = "\x80\x02"
                               "cgensim.models.keyedvectors\nKeyedVectors\n)\x81}(";
    KITH_TRY(put(w, head, sizeof head - 1, err));
    KITH_TRY(put_key(w, "vector_size", err));
    KITH_TRY(put_whole(w, kith_vectors_dim(names->v), err));
    KITH_TRY(write_list(names, w, err));
    KITH_TRY(write_dict(names, w, err));
    KITH_TRY(put_key(w, "next_index", err));
    KITH_TRY(put_whole(w, names->rows, err));
    KITH_TRY(put_key(w, "norms", err));
    KITH_TRY(put(w, "N", 1, err));
    KITH_TRY(put_key(w, "mapfile_path", err));
    KITH_TRY(put(w, "N", 1, err));
    KITH_TRY(write_counts(names, w, err));
    KITH_TRY(write_places(w, err));
    return put(w, "ub.", 3, err);
}

static kith_status write(const kith_sink *sink, kith_error *err)
{
    KITH_TRY(write_pickle(sink->names, sink->file, err));
    KITH_TRY(kith_npy_header_write(sink->names, sink->beside[0], err));
    return kith_stored_write(sink->names, 0, sink->beside[0], err);
}

const kith_format kith_format_gensim_kv = {
    .name = "gensim-kv",
    .endings = ".kv",
    .limits = {.bytes = "", .utf8 = true},
    .beside = {".vectors.npy"},
    .detect = detect,
    .read = read,
    .size = size,
    .write = write,
};
