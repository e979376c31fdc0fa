/* kith nearest: the rows with the largest cosine to a word or to a weighted sum of words. */
#include "command.h"
#include "model.h"
#include "print.h"
#include "questions.h"

#include <stdlib.h>
#include <string.h>

typedef struct nearest {
    const args *args;
    kith_vectors *vectors;
    kith_search *search;
    size_t k;
    kith_hit *hit; /* [k] */
    bool many;
} nearest;

static void print_plain(const nearest *n, const question *q, size_t found)
{
    for (size_t i = 0; i < found; i++) {
        size_t bytes;
        const char *word = kith_vectors_word(n->vectors, n->hit[i].row, &bytes);
        if (n->many) {
            print_bytes(stdout, q->word[0], q->bytes[0]);
            putchar('\t');
        }
        print_bytes(stdout, word, bytes);
        putchar('\t');
        print_fixed(stdout, (double)n->hit[i].score, 4);
        putchar('\n');
    }
}

static void print_json(const nearest *n, const question *q, size_t found)
{
    json j = json_begin_line(stdout);
    questions_json(&j, q, 1);
    json_begin_array(&j, "answers");
    for (size_t i = 0; i < found; i++) {
        size_t bytes;
        const char *word = kith_vectors_word(n->vectors, n->hit[i].row, &bytes);
        json_begin_object(&j, NULL);
        json_string(&j, "word", word, bytes);
        json_float(&j, "cosine", n->hit[i].score);
        json_end_object(&j);
    }
    json_end_array(&j);
    json_end_line(&j);
}

static kith_status answer(void *self, const question *q, kith_error *err)
{
    nearest *n = self;
    char *text = strndup(q->word[0], q->bytes[0]);
    if (text == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    kith_term *terms = NULL;
    size_t count = 0, found = 0;
    kith_status status = kith_query_parse(n->vectors, text, &terms, &count, err);
    if (status == KITH_OK) {
        const kith_query query = {
            .term = terms, .terms = count, .include_inputs = args_flag(n->args, "include-inputs")};
        status = kith_search_nearest(n->search, &query, 1, n->k, n->hit, &found, err);
    }
    if (status == KITH_OK && args_flag(n->args, "json"))
        print_json(n, q, found);
    else if (status == KITH_OK)
        print_plain(n, q, found);
    free(terms);
    free(text);
    return status;
}

static kith_status run(const args *a, kith_error *err)
{
    nearest n = {.args = a, .k = (size_t)args_count(a, "k"), .many = questions_many(a, 1)};
    const asker loop = {.words = 1, .prompt = "word or sum", .answer = answer, .self = &n};
    kith_status status = model_open(a, a->operand[0], &n.vectors, err);
    if (status == KITH_OK)
        status = model_search(a, n.vectors, args_count(a, "top"), &n.search, err);
    if (status == KITH_OK && (n.hit = malloc(n.k * sizeof *n.hit)) == NULL)
        status = kith_fail(err, KITH_ERR_MEMORY, "out of memory for %zu answers", n.k);
    if (status == KITH_OK)
        status = questions_ask(a, &loop, err);
    free(n.hit);
    kith_search_free(n.search);
    kith_vectors_free(n.vectors);
    return status;
}

static const kith_option_table *const tables[] = {&options_question, &options_json, &options_search,
                                                  &options_model, NULL};

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
        "Prints WORD<TAB>COSINE with four decimals, best first; with several questions, or with\n"
        "questions from standard input, the question is the first column. The words of the\n"
        "question are no answers. With --json: {\"query\", \"answers\": [{\"word\", "
        "\"cosine\"}]}.\n",
    .examples = "  kith nearest words.kith france\n"
                "  kith nearest words.kith -k 5 'king - man + woman' paris\n"
                "  cut -f1 words.tsv | kith nearest words.kith --json\n",
    .least = 1,
    .tables = tables,
    .run = run,
};
