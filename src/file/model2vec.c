/*
 * A folder that model2vec and sentence-transformers load as a static model: the matrix, the words
 * as a tokenizer that splits at white space, and what tells the two programs what it is.
 *
 *     model.safetensors   tokenizer.json   config.json   modules.json
 *
 * A word's answer is its vector; a text's the mean of its words'. The tokenizer needs a token for
 * words that it does not know: a last row of zeros, which is left out when the folder is read.
 */
#include "file/formats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "file/safetensors.h"
#include "file/tokenizer_json.h"

enum { TOKENIZER, CONFIG, MODULES, CONFIG_ROOM = 256 };

/* The words, one after the other. */
typedef struct folder {
    kith_token_list tokenizer;
    uint64_t next, end;
    char *word; /* scratch */
    size_t room;
} folder;

static kith_status next_word(void *self, const char **word, size_t *bytes, kith_error *err)
{
    folder *f = self;
    *word = NULL;
    *bytes = 0;
    if (f->next == f->end)
        return KITH_OK;
    const kith_json_token *t = &f->tokenizer.token[f->next++];
    if (t->bytes >= f->room) {
        char *more = kith_mem_grow(f->word, t->bytes + 1, 2);
        if (more == NULL)
            return kith_fail_memory(err, "a word", 2 * (t->bytes + 1));
        f->word = more;
        f->room = 2 * (t->bytes + 1);
    }
    if (!kith_json_unescape(t->text, t->bytes, f->word, bytes))
        return kith_fail(err, KITH_ERR_DATA, "%s:%zu: half of a surrogate pair in a token",
                         f->tokenizer.name, (size_t)(t->text - f->tokenizer.text));
    *word = f->word;
    return KITH_OK;
}

static bool all_zeros(const float *row, uint64_t dim)
{
    for (uint64_t i = 0; i < dim; i++)
        if (row[i] != 0)
            return false;
    return true;
}

/* The row of a special token behind all others. */
static kith_status read_last(folder *f, const kith_stored *s, kith_input *in, kith_rows *r,
                             kith_error *err)
{
    const char *word = NULL;
    size_t bytes = 0;
    float *row = NULL;
    const uint64_t place = in->offset;
    void *raw = kith_mem_new(s->dim, s->bytes);
    if (raw == NULL)
        return kith_fail_memory(err, "row", s->dim * s->bytes);
    kith_status status = kith_input_take(in, raw, (size_t)(s->dim * s->bytes), "a row", err);
    if (status == KITH_OK)
        status = kith_rows_next(r, &row, err);
    if (status == KITH_OK)
        s->convert(row, raw, s->dim, s->scale);
    kith_mem_free(raw);
    if (status != KITH_OK || all_zeros(row, s->dim))
        return status;
    f->end++;
    KITH_TRY(next_word(f, &word, &bytes, err));
    return kith_rows_keep(r, word, bytes, place, err);
}

static kith_status read_tokens(folder *f, const kith_reading *reading, kith_error *err)
{
    char *path = NULL;
    KITH_TRY(kith_path_beside(reading->path, kith_format_model2vec.beside[TOKENIZER], &path, err));
    const kith_status status = kith_token_list_open(path, &f->tokenizer, err);
    free(path);
    return status;
}

static kith_status read_matrix(folder *f, const kith_reading *reading, kith_rows *r,
                               kith_error *err)
{
    const char *file = kith_stream_name(reading->stream);
    const kith_word_source words = {.self = f, .next = next_word, .name = file};
    kith_input in;
    kith_stored s;
    uint64_t behind = 0;
    kith_input_begin(&in, reading->stream);
    KITH_TRY(kith_safetensors_begin(&in, &s, &behind, err));
    KITH_TRY(read_tokens(f, reading, err));
    if (f->tokenizer.tokens != s.rows || behind > 0)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:8: expected a row for each of the %" PRIu64
                         " tokens and no tensor behind them (weights of rows are not applied)",
                         file, f->tokenizer.tokens);
    const bool special = s.rows > 0 && f->tokenizer.token[s.rows - 1].special;
    KITH_TRY(kith_rows_begin(r, reading->stream, kith_format_model2vec.name, s.dim, s.rows,
                             s.dim * s.bytes, reading->how, err));
    f->end = s.rows -= special;
    KITH_TRY(kith_stored_read(&s, &in, &words, r, err));
    if (kith_rows_full(r))
        return KITH_OK;
    if (special)
        KITH_TRY(read_last(f, &s, &in, r, err));
    return kith_safetensors_end(&in, behind, err);
}

static kith_status read(const kith_reading *reading, kith_vectors **out, kith_error *err)
{
    folder f = {0};
    kith_rows r = {0};
    const kith_status status =
        kith_rows_finish(&r, read_matrix(&f, reading, &r, err), UINT64_MAX, out);
    kith_token_list_clear(&f.tokenizer);
    free(f.word);
    kith_stream_close(reading->stream);
    return status;
}

static kith_status size(kith_names *names, uint64_t *bytes, kith_error *err)
{
    (void)err;
    const uint64_t row = kith_vectors_dim(names->v) * kith_dtype_bytes(names->dtype);
    bytes[0] = KITH_SAFETENSORS_ROOM / 2 + kith_stored_size(names) + row;
    bytes[1 + TOKENIZER] = kith_token_list_size(names);
    bytes[1 + CONFIG] = bytes[1 + MODULES] = CONFIG_ROOM;
    return KITH_OK;
}

static kith_status write_zeros(const kith_names *names, kith_writer *w, kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(names->v), bytes = kith_dtype_bytes(names->dtype);
    void *zeros = kith_mem_new(dim, bytes);
    if (zeros == NULL)
        return kith_fail_memory(err, "row", dim * bytes);
    const kith_status status = kith_writer_write(w, zeros, (size_t)(dim * bytes), err);
    kith_mem_free(zeros);
    return status;
}

static kith_status write(const kith_sink *sink, kith_error *err)
{
    kith_names *names = sink->names;
    const bool adds = kith_token_list_adds_unknown(names);
    KITH_TRY(kith_token_list_write(names, sink->beside[TOKENIZER], err));
    KITH_TRY(kith_writer_print(sink->beside[CONFIG], err,
                               "{\"model_type\":\"model2vec\",\"architectures\":[\"StaticModel\"],"
                               "\"hidden_dim\":%" PRIu64
                               ",\"seq_length\":1000000,\"normalize\":false}\n",
                               kith_vectors_dim(names->v)));
    KITH_TRY(kith_writer_print(sink->beside[MODULES], err,
                               "[{\"idx\":0,\"name\":\"0\",\"path\":\".\",\"type\":"
                               "\"sentence_transformers.models.StaticEmbedding\"}]\n"));
    KITH_TRY(kith_safetensors_head(names, adds, 1, sink->file, err));
    KITH_TRY(kith_stored_write(names, 1, sink->file, err));
    return adds ? write_zeros(names, sink->file, err) : KITH_OK;
}

const kith_format kith_format_model2vec = {
    .name = "model2vec",
    .endings = ".model2vec",
    .limits = {.bytes = "", .utf8 = true},
    .dtypes = 1U << KITH_DTYPE_F16,
    .main = "/model.safetensors",
    .beside = {"/tokenizer.json", "/config.json", "/modules.json"},
    .read = read,
    .size = size,
    .write = write,
};
