/* kith analogy: A is to B as C is to what? */
#include "command.h"
#include "hits.h"
#include "index_arg.h"
#include "model_arg.h"
#include "print.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS = 3 };

typedef struct analogy {
    const args *args;
    kith_vectors *vectors;
    kith_search *search; /* or */
    kith_index *index;
    bool include_inputs, many;
    size_t k;
    kith_hit *hit; /* [k] */
} analogy;

/* A question as the sum that answers it. */
typedef struct sum {
    kith_term *term;
    size_t terms;
} sum;

static const char *word_of(const analogy *n, uint64_t row, int *bytes)
{
    size_t length;
    const char *word = kith_vectors_word(n->vectors, row, &length);
    *bytes = length < 80 ? (int)length : 80;
    return word;
}

/* Hidden filters confuse: what cannot be an answer is said. */
static void print_left_out(const analogy *n, const sum *s)
{
    char text[480] = "";
    size_t used = 0;
    if (n->include_inputs || args_flag(n->args, "quiet"))
        return;
    for (size_t i = 0; i < s->terms && used < sizeof text; i++) {
        int bytes;
        const char *word = word_of(n, s->term[i].row, &bytes);
        used += (size_t)snprintf(text + used, sizeof text - used, " %.*s", bytes, word);
    }
    print_message("left out:%s", text);
}

static void print_plain(const analogy *n, const question *q, size_t found)
{
    const hits_style style = hits_style_of(n->args, n->many ? q : NULL);
    hits_print(n->vectors, &style, n->hit, found);
}

static void print_json(const analogy *n, const question *q, const sum *s, size_t found)
{
    json j = json_begin_line(stdout);
    ask_json(&j, q);
    json_text(&j, "method", kith_config_text(n->args->config, "method"));
    json_begin_array(&j, "left_out");
    for (size_t i = 0; !n->include_inputs && i < s->terms; i++) {
        size_t bytes;
        const char *word = kith_vectors_word(n->vectors, s->term[i].row, &bytes);
        json_string(&j, NULL, word, bytes);
    }
    json_end_array(&j);
    hits_json(&j, n->vectors, "score", n->hit, found);
    json_end_line(&j);
}

/* Three words: B - A + C, or what --order says. */
static kith_status read_words(const analogy *n, const question *q, sum *s, kith_error *err)
{
    const size_t less = strcmp(kith_config_text(n->args->config, "order"), "a-b+c") == 0 ? 1 : 0;
    kith_status status = KITH_OK;
    s->term = calloc(WORDS, sizeof *s->term);
    if (s->term == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    for (; s->terms < WORDS && status == KITH_OK; s->terms++) {
        kith_term *t = &s->term[s->terms];
        const question_word *w = &q->word[s->terms];
        t->weight = s->terms == less ? -1 : 1;
        status = model_find(n->vectors, w->at, w->bytes, &t->row, err);
    }
    return status;
}

/* One text: pairs. */
static kith_status read_pairs(const analogy *n, const question *q, sum *s, kith_error *err)
{
    char *text = strndup(q->word->at, q->word->bytes);
    if (text == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    const kith_status status = kith_query_proportion(n->vectors, text, &s->term, &s->terms, err);
    free(text);
    return status;
}

static kith_status search(const analogy *n, const sum *s, size_t *found, kith_error *err)
{
    const kith_query query = {
        .term = s->term, .terms = s->terms, .include_inputs = n->include_inputs};
    if (n->index != NULL)
        return kith_index_nearest(n->index, &query, 1, n->k, args_count(n->args, "effort"), n->hit,
                                  found, err);
    if (model_by_product(n->args))
        return kith_search_product(n->search, &query, n->k, n->hit, found, err);
    return kith_search_nearest(n->search, &query, 1, n->k, n->hit, found, err);
}

static kith_status answer(void *self, const question *q, kith_error *err)
{
    const analogy *n = self;
    sum s = {0};
    size_t found = 0;
    kith_status status = q->words == 1 ? read_pairs(n, q, &s, err) : read_words(n, q, &s, err);
    if (status == KITH_OK)
        status = search(n, &s, &found, err);
    if (status == KITH_OK) {
        print_left_out(n, &s);
        if (args_flag(n->args, "json"))
            print_json(n, q, &s, found);
        else
            print_plain(n, q, found);
    }
    kith_vectors_forget(n->vectors);
    free(s.term);
    return status;
}

static kith_status run(const args *a, kith_error *err)
{
    analogy n = {.args = a,
                 .include_inputs = args_flag(a, "include-inputs"),
                 .k = (size_t)args_count(a, "k")};
    const asker loop = {
        .words = WORDS, .alone = "::", .prompt = "A B C", .answer = answer, .self = &n};
    n.many = ask_many(a, &loop);
    kith_status status = ask_check(a, &loop, err);
    if (status == KITH_OK)
        status = index_check(a, err);
    if (status == KITH_OK)
        status = model_open(a, a->operand[0], &n.vectors, err);
    if (status == KITH_OK)
        status = index_open(a, n.vectors, &n.index, err);
    if (status == KITH_OK && n.index == NULL)
        status = model_search_among(a, n.vectors, &n.search, err);
    if (status == KITH_OK && (n.hit = malloc(n.k * sizeof *n.hit)) == NULL)
        status = kith_fail(err, KITH_ERR_MEMORY, "out of memory for %zu answers", n.k);
    if (status == KITH_OK)
        status = ask_all(a, &loop, err);
    free(n.hit);
    kith_search_free(n.search);
    kith_index_free(n.index);
    kith_vectors_free(n.vectors);
    return status;
}

static const kith_option rows[] = {
    {.name = "order",
     .type = KITH_OPTION_NAME,
     .standard = "b-a+c",
     .choices = "b-a+c a-b+c",
     .value = "NAME",
     .group = "Questions",
     .help =
         "what three words A B C ask for: b-a+c, A is to B as C is to what; a-b+c, the order of "
         "fastText's analogies",
     .source = "word2vec's word-analogy"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {
    &own,           &options_method, &options_question, &options_among, &options_json,
    &options_style, &options_search, &options_index,    &options_model, NULL};

const command cmd_analogy = {
    .name = "analogy",
    .group = "Ask",
    .operands = "MODEL [A B C | A:B::C:?]",
    .summary = "A is to B as C is to what (B - A + C)",
    .details =
        "A:B::C:? asks the same; the ? may stand for any word of it, and more pairs in front,\n"
        "A:B::A2:B2::C:?, are taken by the mean of their steps. Without a question, or with -,\n"
        "questions are read from standard input, one a line.\n"
        "\n"
        "Prints WORD<TAB>SCORE with four decimals, best first; with questions from standard input\n"
        "the question is the first column. The words given are no answers, and standard error\n"
        "says so. With --json: {\"query\", \"method\", \"left_out\", \"answers\": [{\"word\", "
        "\"score\"}]}.\n",
    .examples = "  kith analogy words.kith man king woman\n"
                "  kith analogy words.kith man:king::woman:? -k 3\n"
                "  kith analogy words.kith paris france rome --method mul -k 1\n",
    .least = 1,
    .tables = tables,
    .run = run,
};
