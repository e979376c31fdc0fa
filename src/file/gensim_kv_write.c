/*
 * Writing gensim's KeyedVectors: a pickle by protocol 2, in its plainest form.
 */
#include "file/gensim_kv.h"

#include <inttypes.h>
#include <string.h>

#include "file/npy_header.h"
#include "file/stored.h"

enum {
    WORD_EXTRA = 30, /* bytes of a word's length, number and places in the memo, and its count */
    FIXED = 1024
};

kith_status kith_gensim_size(kith_names *names, uint64_t *bytes, kith_error *err)
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

kith_status kith_gensim_write(const kith_sink *sink, kith_error *err)
{
    KITH_TRY(write_pickle(sink->names, sink->file, err));
    KITH_TRY(kith_npy_header_write(sink->names, sink->beside[0], err));
    return kith_stored_write(sink->names, 0, sink->beside[0], err);
}
