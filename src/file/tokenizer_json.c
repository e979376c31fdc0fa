#include "file/tokenizer_json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "file/input.h"

enum { TOKEN_MARKS = 24, FIXED = 512 };

static bool is(const char *text, size_t bytes, const char *name)
{
    return bytes == strlen(name) && memcmp(text, name, bytes) == 0;
}

/* What the file is read with. */
typedef struct reader {
    kith_token_list *t;
    kith_json json;
    bool memory; /* there was none left */
} reader;

static bool add(reader *r, const kith_json_token *token)
{
    kith_token_list *t = r->t;
    kith_json_token *more = kith_mem_room(t->token, t->tokens, &t->room, sizeof *more);
    r->memory = more == NULL;
    if (more == NULL)
        return kith_json_wrong(&r->json, "memory");
    t->token = more;
    t->token[t->tokens] = *token;
    t->token[t->tokens].order = t->tokens;
    t->tokens++;
    return true;
}

static bool take_id(kith_json *j, uint64_t *id)
{
    double number = 0;
    kith_json_blanks(j);
    const char *text = j->at;
    if (!kith_json_number(j, &number))
        return false;
    if (kith_parse_u64(text, (size_t)(j->at - text), id))
        return true;
    j->at = text;
    return kith_json_wrong(j, "a whole number");
}

/* {"the":0,"of":1} */
static bool take_words(reader *r)
{
    kith_json *j = &r->json;
    if (kith_json_take(j, '}'))
        return true;
    do {
        kith_json_token token = {0};
        if (!kith_json_key(j, &token.text, &token.bytes) || !take_id(j, &token.id) ||
            !add(r, &token))
            return false;
    } while (kith_json_take(j, ','));
    return kith_json_need(j, '}', "a comma or a closing brace");
}

/* [["the",-1.5],["of",-2]]: with scores, numbered as they stand. */
static bool take_scored(reader *r)
{
    kith_json *j = &r->json;
    uint64_t id = 0;
    if (kith_json_take(j, ']'))
        return true;
    do {
        kith_json_token token = {.id = id};
        double score = 0;
        if (!kith_json_need(j, '[', "a token and its score") ||
            !kith_json_string(j, &token.text, &token.bytes) || !kith_json_need(j, ',', "a score") ||
            !kith_json_number(j, &score) || !kith_json_need(j, ']', "a closing bracket") ||
            !add(r, &token))
            return false;
        id++;
    } while (kith_json_take(j, ','));
    return kith_json_need(j, ']', "a comma or a closing bracket");
}

static bool take_model(reader *r)
{
    kith_json *j = &r->json;
    if (!kith_json_need(j, '{', "an object as model"))
        return false;
    do {
        const char *key = NULL;
        size_t bytes = 0;
        if (!kith_json_key(j, &key, &bytes))
            return false;
        const bool vocabulary = is(key, bytes, "vocab");
        if (!(vocabulary && kith_json_take(j, '{')   ? take_words(r)
              : vocabulary && kith_json_take(j, '[') ? take_scored(r)
                                                     : kith_json_skip(j)))
            return false;
    } while (kith_json_take(j, ','));
    return kith_json_need(j, '}', "a comma or a closing brace");
}

static bool take_added_member(kith_json *j, kith_json_token *token, bool *numbered)
{
    const char *key = NULL, *word = NULL;
    size_t bytes = 0, length = 0;
    if (!kith_json_key(j, &key, &bytes))
        return false;
    if (is(key, bytes, "content"))
        return kith_json_string(j, &token->text, &token->bytes);
    if (is(key, bytes, "id")) {
        *numbered = true;
        return take_id(j, &token->id);
    }
    if (!is(key, bytes, "special"))
        return kith_json_skip(j);
    if (!kith_json_word(j, &word, &length))
        return false;
    token->special = *word == 't';
    return true;
}

/* [{"id":2,"content":"[UNK]","special":true}] */
static bool take_added(reader *r)
{
    kith_json *j = &r->json;
    if (!kith_json_need(j, '[', "an array of added tokens"))
        return false;
    if (kith_json_take(j, ']'))
        return true;
    do {
        kith_json_token token = {0};
        bool numbered = false;
        if (!kith_json_need(j, '{', "an added token"))
            return false;
        do
            if (!take_added_member(j, &token, &numbered))
                return false;
        while (kith_json_take(j, ','));
        if (!kith_json_need(j, '}', "a comma or a closing brace"))
            return false;
        if (token.text == NULL || !numbered)
            return kith_json_wrong(j, "a content and an id before here");
        if (!add(r, &token))
            return false;
    } while (kith_json_take(j, ','));
    return kith_json_need(j, ']', "a comma or a closing bracket");
}

static bool take_file(reader *r)
{
    kith_json *j = &r->json;
    if (!kith_json_need(j, '{', "an object"))
        return false;
    do {
        const char *key = NULL;
        size_t bytes = 0;
        if (!kith_json_key(j, &key, &bytes))
            return false;
        if (!(is(key, bytes, "model")          ? take_model(r)
              : is(key, bytes, "added_tokens") ? take_added(r)
                                               : kith_json_skip(j)))
            return false;
    } while (kith_json_take(j, ','));
    if (!kith_json_need(j, '}', "a comma or a closing brace"))
        return false;
    kith_json_blanks(j);
    return j->at == j->end || kith_json_wrong(j, "the end of the file");
}

static int by_id(const void *a, const void *b)
{
    const kith_json_token *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* An added token may stand in the vocabulary too. */
static bool join_equal(kith_token_list *t)
{
    uint64_t kept = 0;
    if (t->tokens > 0)
        qsort(t->token, (size_t)t->tokens, sizeof *t->token, by_id);
    for (uint64_t i = 0; i < t->tokens; i++) {
        kith_json_token *last = kept > 0 ? &t->token[kept - 1] : NULL;
        if (last != NULL && last->id == t->token[i].id) {
            if (last->bytes != t->token[i].bytes ||
                memcmp(last->text, t->token[i].text, last->bytes) != 0)
                return false;
            last->special = last->special || t->token[i].special;
            continue;
        }
        if (t->token[i].id != kept)
            return false;
        t->token[kept++] = t->token[i];
    }
    t->tokens = kept;
    return true;
}

static kith_status parse(kith_token_list *t, size_t bytes, kith_error *err)
{
    reader r = {.t = t, .json = {.start = t->text, .at = t->text, .end = t->text + bytes}};
    if (!take_file(&r))
        return r.memory ? kith_fail_memory(err, "tokens", t->tokens * sizeof *t->token)
                        : kith_fail(err, KITH_ERR_DATA, "%s:%zu: expected %s", t->name,
                                    (size_t)(r.json.at - r.json.start), r.json.expected);
    if (join_equal(t))
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA,
                     "%s:0: expected tokens numbered from 0 on, each number once", t->name);
}

static kith_status open_file(const char *path, kith_token_list *t, kith_error *err)
{
    kith_stream *stream = NULL;
    kith_input in;
    size_t bytes = 0;
    t->name = kith_mem_copy(path, strlen(path));
    if (t->name == NULL)
        return kith_fail_memory(err, "path", strlen(path));
    KITH_TRY(kith_stream_open(path, &stream, err));
    kith_input_begin(&in, stream);
    const kith_status status = kith_input_rest(&in, UINT64_MAX, &t->text, &bytes, err);
    kith_stream_close(stream);
    return status == KITH_OK ? parse(t, bytes, err) : status;
}

kith_status kith_token_list_open(const char *path, kith_token_list *t, kith_error *err)
{
    *t = (kith_token_list){0};
    const kith_status status = open_file(path, t, err);
    if (status != KITH_OK)
        kith_token_list_clear(t);
    return status;
}

void kith_token_list_clear(kith_token_list *t)
{
    free(t->name);
    free(t->text);
    free(t->token);
    *t = (kith_token_list){0};
}

bool kith_token_list_adds_unknown(const kith_names *names)
{
    const size_t bytes = sizeof KITH_TOKEN_UNKNOWN - 1;
    return kith_vectors_find(names->v, KITH_TOKEN_UNKNOWN, bytes) == UINT64_MAX;
}

static kith_status write_words(kith_names *names, kith_writer *w, kith_error *err)
{
    char *text = NULL;
    size_t room = 0;
    uint64_t id = 0;
    kith_status status = KITH_OK;
    for (uint64_t row = 0; row < kith_vectors_rows(names->v) && status == KITH_OK; row++) {
        size_t bytes = 0;
        const char *word = kith_names_at(names, row, &bytes);
        if (word == NULL)
            continue;
        if (bytes > room) {
            free(text);
            room = 2 * bytes;
            text = kith_mem_grow(NULL, room, KITH_JSON_GROWTH);
            if (text == NULL)
                return kith_fail_memory(err, "a word", room * KITH_JSON_GROWTH);
        }
        status = kith_writer_print(w, err, id > 0 ? ",\"" : "\"");
        if (status == KITH_OK)
            status = kith_writer_write(w, text, kith_json_escape(word, bytes, text), err);
        if (status == KITH_OK)
            status = kith_writer_print(w, err, "\":%" PRIu64, id++);
    }
    free(text);
    return status;
}

kith_status kith_token_list_write(kith_names *names, kith_writer *w, kith_error *err)
{
    const bool adds = kith_token_list_adds_unknown(names);
    KITH_TRY(kith_writer_print(w, err,
                               "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,"
                               "\"added_tokens\":["));
    if (adds)
        KITH_TRY(kith_writer_print(w, err,
                                   "{\"id\":%" PRIu64 ",\"content\":\"" KITH_TOKEN_UNKNOWN
                                   "\",\"single_word\":false,\"lstrip\":false,\"rstrip\":false,"
                                   "\"normalized\":false,\"special\":true}",
                                   names->rows));
    KITH_TRY(kith_writer_print(w, err,
                               "],\"normalizer\":null,\"pre_tokenizer\":{\"type\":"
                               "\"WhitespaceSplit\"},\"post_processor\":null,\"decoder\":null,"
                               "\"model\":{\"type\":\"WordLevel\",\"vocab\":{"));
    KITH_TRY(write_words(names, w, err));
    if (adds)
        KITH_TRY(kith_writer_print(w, err, "%s\"" KITH_TOKEN_UNKNOWN "\":%" PRIu64,
                                   names->rows > 0 ? "," : "", names->rows));
    return kith_writer_print(w, err, "},\"unk_token\":\"" KITH_TOKEN_UNKNOWN "\"}}\n");
}

uint64_t kith_token_list_size(const kith_names *names)
{
    return FIXED + 2 * names->bytes + TOKEN_MARKS * names->rows;
}
