/* Sentences as vectors; see sentences.h. */
#include "sentences.h"

#include "model_arg.h"
#include "numbers.h"

#include <stdlib.h>
#include <string.h>

typedef struct sentences {
    const args *args;
    kith_vectors *vectors;
    kith_sentence_options options;
    uint64_t dim;
    bool keep; /* until the end, for what they share */
    sentence_words all;
    uint64_t count, room; /* kept; place for */
    float *vector;        /* [room][dim]; one where nothing is kept */
    char **text;          /* [count] as they were asked, where JSON shows them */
} sentences;

void sentences_add(sentence_words *all, uint64_t known, uint64_t unknown)
{
    all->known += known;
    all->unknown += unknown;
}

void sentences_json(const question *q, const char *name, double number, uint64_t known,
                    uint64_t unknown)
{
    json j = json_begin_line(stdout);
    ask_json(&j, q);
    json_double(&j, name, number);
    json_count(&j, "words", known);
    json_count(&j, "unknown", unknown);
    json_end_line(&j);
}

static void print(const sentences *s, const char *text, size_t bytes, const float *vector)
{
    const question_word word = {text, bytes};
    const question q = {&word, 1};
    if (args_flag(s->args, "json"))
        numbers_json(&q, vector, s->dim);
    else
        numbers_print(vector, s->dim);
}

static kith_status make_room(sentences *s, kith_error *err)
{
    if (s->count < s->room)
        return KITH_OK;
    const uint64_t room = s->keep ? 2 * s->room + 64 : 1;
    float *vector = NULL;
    if (room <= SIZE_MAX / sizeof *vector / s->dim)
        vector = realloc(s->vector, room * s->dim * sizeof *vector);
    s->vector = vector != NULL ? vector : s->vector;
    char **text = vector != NULL ? realloc(s->text, room * sizeof *text) : NULL;
    s->text = text != NULL ? text : s->text;
    if (text == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory for %llu sentences",
                         (unsigned long long)room);
    s->room = room;
    return KITH_OK;
}

static kith_status answer(void *self, const question *q, kith_error *err)
{
    sentences *s = self;
    uint64_t words, unknown;
    const kith_status status = make_room(s, err);
    if (status != KITH_OK)
        return status;
    float *vector = s->vector + s->count * s->dim;
    kith_sentence_vector(s->vectors, &s->options, q->word->at, q->word->bytes, vector, &words,
                         &unknown);
    kith_vectors_forget(s->vectors);
    sentences_add(&s->all, words, unknown);
    if (!s->keep) {
        print(s, q->word->at, q->word->bytes, vector);
        return KITH_OK;
    }
    s->text[s->count] = args_flag(s->args, "json") ? strndup(q->word->at, q->word->bytes) : NULL;
    if (s->text[s->count] == NULL && args_flag(s->args, "json"))
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    s->count++;
    return KITH_OK;
}

static kith_status print_kept(sentences *s, kith_error *err)
{
    const kith_status status = kith_sentences_remove_common(
        s->vector, s->count, s->dim, (unsigned)args_count(s->args, "threads"),
        args_text(s->args, "isa"), err);
    for (uint64_t i = 0; i < s->count && status == KITH_OK; i++) {
        const char *text = s->text[i] != NULL ? s->text[i] : "";
        print(s, text, strlen(text), s->vector + i * s->dim);
    }
    return status;
}

static void clear(sentences *s)
{
    for (uint64_t i = 0; i < s->count; i++)
        free(s->text[i]);
    free(s->text);
    free(s->vector);
}

kith_status sentences_ask(const args *a, kith_vectors *v, kith_error *err)
{
    sentences s = {.args = a,
                   .vectors = v,
                   .dim = kith_vectors_dim(v),
                   .keep = args_flag(a, "remove-common"),
                   .options = {.sif = strcmp(kith_config_text(a->config, "sentence"), "sif") == 0,
                               .a = kith_config_real(a->config, "sif-a"),
                               .tokens = kith_vectors_tokens(v)}};
    const asker loop = {
        .words = 1, .blanks = true, .prompt = "sentence", .answer = answer, .self = &s};
    if (s.options.sif && !kith_vectors_has_counts(v))
        return kith_fail(err, KITH_ERR_USAGE,
                         "--sentence sif weighs words by their counts, and %s has none",
                         a->operand[0]);
    kith_status status = ask_all(a, &loop, err);
    if (status == KITH_OK && s.keep)
        status = print_kept(&s, err);
    if (status == KITH_OK)
        status = model_unknown_words(a, s.all.known, s.all.unknown);
    clear(&s);
    return status;
}
