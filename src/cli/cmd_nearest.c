/*
 * kith nearest: the rows with the largest cosine to a word, to a weighted sum of words, or to
 * vectors given as numbers. Questions are gathered and answered many at a time where nobody waits
 * between them: one pass over the rows then serves them all.
 */
#include "command.h"
#include "hits.h"
#include "index_arg.h"
#include "model_arg.h"
#include "numbers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 64, BATCH_HITS = 1 << 20 };

typedef struct nearest {
    const args *args;
    kith_vectors *vectors;
    kith_search *search; /* or */
    kith_index *index;
    size_t k, batch;        /* answers to a question, questions a batch */
    size_t waiting;         /* questions not answered yet */
    char *text[BATCH];      /* [waiting] as they were asked */
    kith_term *term[BATCH]; /* [waiting] */
    size_t terms[BATCH];    /* [waiting] */
    float *vector;          /* [batch][dim] with --vectors, else NULL */
    uint64_t asked;         /* vectors so far */
    kith_hit *hit;          /* [batch][k] */
    bool many;
} nearest;

static void forget(nearest *n)
{
    for (size_t i = 0; i < n->waiting; i++) {
        free(n->text[i]);
        free(n->term[i]);
        n->term[i] = NULL;
    }
    n->waiting = 0;
}

static void print_answers(const nearest *n, size_t i, size_t found)
{
    const question_word text = {n->text[i], strlen(n->text[i])};
    const question q = {&text, 1};
    const kith_hit *hit = n->hit + i * n->k;
    if (!args_flag(n->args, "json")) {
        const hits_style style = hits_style_of(n->args, n->many ? &q : NULL);
        hits_print(n->vectors, &style, hit, found);
        return;
    }
    json j = json_begin_line(stdout);
    ask_json(&j, &q);
    hits_json(&j, n->vectors, model_by_product(n->args) ? "score" : "cosine", hit, found);
    json_end_line(&j);
}

static kith_status search(const nearest *n, const kith_query *query, size_t *found, kith_error *err)
{
    const uint64_t effort = args_count(n->args, "effort");
    if (n->index != NULL && n->vector != NULL)
        return kith_index_vectors(n->index, n->vector, n->waiting, n->k, effort, n->hit, found,
                                  err);
    if (n->index != NULL)
        return kith_index_nearest(n->index, query, n->waiting, n->k, effort, n->hit, found, err);
    if (n->vector != NULL)
        return kith_search_vectors(n->search, n->vector, n->waiting, n->k, n->hit, found, err);
    if (!model_by_product(n->args))
        return kith_search_nearest(n->search, query, n->waiting, n->k, n->hit, found, err);
    kith_status status = KITH_OK;
    for (size_t i = 0; i < n->waiting && status == KITH_OK; i++)
        status = kith_search_product(n->search, &query[i], n->k, n->hit + i * n->k, &found[i], err);
    return status;
}

/* Answers all that wait. */
static kith_status flush(void *self, kith_error *err)
{
    nearest *n = self;
    kith_query query[BATCH];
    size_t found[BATCH];
    for (size_t i = 0; i < n->waiting; i++)
        query[i] = (kith_query){.term = n->term[i],
                                .terms = n->terms[i],
                                .include_inputs = args_flag(n->args, "include-inputs")};
    kith_status status = KITH_OK;
    if (n->waiting > 0)
        status = search(n, query, found, err);
    for (size_t i = 0; i < n->waiting && status == KITH_OK; i++)
        print_answers(n, i, found[i]);
    forget(n);
    kith_vectors_forget(n->vectors);
    return status;
}

static kith_status answer(void *self, const question *q, kith_error *err)
{
    nearest *n = self;
    const size_t i = n->waiting;
    n->text[i] = strndup(q->word->at, q->word->bytes);
    if (n->text[i] == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    kith_error why = {0};
    const kith_status status =
        kith_query_parse(n->vectors, n->text[i], &n->term[i], &n->terms[i], &why);
    if (status != KITH_OK) {
        free(n->text[i]);
        if (status == KITH_ERR_USAGE)
            return kith_fail(err, status, "'%.*s': %s", (int)q->word->bytes, q->word->at, why.text);
        return kith_fail(err, status, "%s", why.text);
    }
    n->waiting++;
    return n->waiting == n->batch ? flush(n, err) : KITH_OK;
}

/* What a vector is called: the text before a tab, else the number of the question. */
static char *name_of(nearest *n, const char *text, const char *tab)
{
    char number[24];
    snprintf(number, sizeof number, "%llu", (unsigned long long)++n->asked);
    return tab != NULL ? strndup(text, (size_t)(tab - text)) : strdup(number);
}

static kith_status answer_vector(void *self, const question *q, kith_error *err)
{
    nearest *n = self;
    const uint64_t dim = kith_vectors_dim(n->vectors);
    const char *text = q->word->at, *tab = memchr(text, '\t', q->word->bytes);
    const size_t head = tab != NULL ? (size_t)(tab + 1 - text) : 0;
    char *name = name_of(n, text, tab);
    if (name == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    kith_error why = {0};
    const kith_status status =
        numbers_read(text + head, q->word->bytes - head, n->vector + n->waiting * dim, dim, &why);
    if (status != KITH_OK) {
        kith_fail(err, status, "vector %s: %s", name, why.text);
        free(name);
        return status;
    }
    n->text[n->waiting++] = name;
    return n->waiting == n->batch ? flush(n, err) : KITH_OK;
}

static kith_status make_room(nearest *n, kith_error *err)
{
    n->batch = n->k * BATCH <= BATCH_HITS ? BATCH : 1;
    n->hit = malloc(n->batch * n->k * sizeof *n->hit);
    if (args_flag(n->args, "vectors"))
        n->vector = calloc(n->batch * sizeof *n->vector, kith_vectors_dim(n->vectors));
    if (n->hit != NULL && (n->vector != NULL || !args_flag(n->args, "vectors")))
        return KITH_OK;
    return kith_fail(err, KITH_ERR_MEMORY, "out of memory for %zu answers", n->k);
}

static kith_status run(const args *a, kith_error *err)
{
    nearest n = {.args = a, .k = (size_t)args_count(a, "k")};
    const bool vectors = args_flag(a, "vectors");
    const asker loop = {.words = 1,
                        .prompt = vectors ? "numbers" : "word or sum",
                        .answer = vectors ? answer_vector : answer,
                        .flush = flush,
                        .self = &n};
    n.many = ask_many(a, &loop);
    kith_status status = ask_check(a, &loop, err);
    if (status == KITH_OK)
        status = index_check(a, err);
    if (status == KITH_OK && vectors && model_by_product(a))
        return kith_fail(err, KITH_ERR_USAGE, "--method mul takes words, and --vectors none");
    if (status == KITH_OK)
        status = model_open(a, a->operand[0], &n.vectors, err);
    if (status == KITH_OK)
        status = index_open(a, n.vectors, &n.index, err);
    if (status == KITH_OK && n.index == NULL)
        status = model_search_among(a, n.vectors, &n.search, err);
    if (status == KITH_OK)
        status = make_room(&n, err);
    if (status == KITH_OK)
        status = ask_all(a, &loop, err);
    forget(&n);
    free(n.vector);
    free(n.hit);
    kith_search_free(n.search);
    kith_index_free(n.index);
    kith_vectors_free(n.vectors);
    return status;
}

static const kith_option rows[] = {
    {.name = "vectors",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Questions",
     .help = "each QUERY or line is a vector, its numbers by spaces, behind its name and a tab "
             "where it has one: what kith vector prints"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&options_question, &own,
                                                  &options_among,    &options_method,
                                                  &options_json,     &options_style,
                                                  &options_search,   &options_index,
                                                  &options_model,    NULL};

const command cmd_nearest = {
    .name = "nearest",
    .group = "Ask",
    .operands = "MODEL [QUERY...]",
    .summary = "The words nearest to a word or to a sum of words, by cosine",
    .details =
        "Each QUERY is one question: a word, or a sum such as 'king - man + woman' or\n"
        "'2*king + queen', with spaces around the signs. Without QUERY, or with -, questions\n"
        "are read from standard input, one a line.\n"
        "\n"
        "Prints WORD<TAB>COSINE with four decimals, best first; with several questions, or\n"
        "with questions from standard input, the question is the first column. The words of\n"
        "the question are no answers. With --json:\n"
        "{\"query\", \"answers\": [{\"word\", \"cosine\"}]}.\n"
        "\n"
        "With --method mul the words of a sum are taken together by products (3CosMul), and\n"
        "what is printed is that score.\n"
        "\n"
        "With --vectors the questions are numbers instead of words, so that vectors of another\n"
        "model or of sentences can be asked about; no word is left out of the answers.\n"
        "\n"
        "With --index the question walks through an index of MODEL, built by kith index, and does\n"
        "not look at every row; scores are exact, but a few of the nearest may be missing.\n",
    .examples =
        "  kith nearest words.kith france\n"
        "  kith nearest words.kith -k 5 'king - man + woman' paris\n"
        "  kith nearest words.kith 'walk - eat + ate' --method mul --match 'w*' --top 50000\n"
        "  cut -f1 words.tsv | kith nearest words.kith --json\n"
        "  kith nearest words.kith --index words.index france\n"
        "  kith vector fr-in-en.kith chat | kith nearest en.kith --vectors\n",
    .least = 1,
    .tables = tables,
    .run = run,
};
