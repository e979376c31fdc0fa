/* kith analogy: A is to B as C is to what? */
#include "command.h"
#include "hits.h"
#include "model_arg.h"
#include "print.h"

#include <stdlib.h>
#include <string.h>

typedef struct analogy {
    const args *args;
    kith_vectors *vectors;
    kith_search *search;
    kith_analogy_method method;
    bool include_inputs, many;
    size_t k;
    kith_hit *hit; /* [k] */
} analogy;

/* Hidden filters confuse: what cannot be an answer is said. */
static void print_left_out(const analogy *n, const question *q)
{
    if (n->include_inputs || args_flag(n->args, "quiet"))
        return;
    print_message("left out: %.*s %.*s %.*s", (int)q->bytes[0], q->word[0], (int)q->bytes[1],
                  q->word[1], (int)q->bytes[2], q->word[2]);
}

static void print_json(const analogy *n, const question *q, size_t found)
{
    json j = json_begin_line(stdout);
    ask_json(&j, q, 3);
    json_text(&j, "method", kith_config_text(n->args->config, "method"));
    json_begin_array(&j, "left_out");
    for (size_t w = 0; !n->include_inputs && w < 3; w++)
        json_string(&j, NULL, q->word[w], q->bytes[w]);
    json_end_array(&j);
    hits_json(&j, n->vectors, "score", n->hit, found);
    json_end_line(&j);
}

static kith_status answer(void *self, const question *q, kith_error *err)
{
    analogy *n = self;
    uint64_t row[3];
    size_t found = 0;
    kith_status status = KITH_OK;
    for (size_t w = 0; w < 3 && status == KITH_OK; w++)
        status = model_find(n->vectors, q->word[w], q->bytes[w], &row[w], err);
    if (status == KITH_OK)
        status = kith_search_analogy(n->search, n->method, row[0], row[1], row[2],
                                     n->include_inputs, n->k, n->hit, &found, err);
    if (status != KITH_OK)
        return status;
    print_left_out(n, q);
    if (args_flag(n->args, "json"))
        print_json(n, q, found);
    else
        hits_print(n->vectors, n->many ? q : NULL, n->hit, found);
    kith_vectors_forget(n->vectors);
    return KITH_OK;
}

static kith_status run(const args *a, kith_error *err)
{
    const bool multiply = strcmp(kith_config_text(a->config, "method"), "mul") == 0;
    analogy n = {.args = a,
                 .method = multiply ? KITH_3COSMUL : KITH_3COSADD,
                 .include_inputs = args_flag(a, "include-inputs"),
                 .many = ask_many(a, 3),
                 .k = (size_t)args_count(a, "k")};
    const asker loop = {.words = 3, .prompt = "A B C", .answer = answer, .self = &n};
    kith_status status = ask_check(a, loop.words, err);
    if (status == KITH_OK)
        status = model_open(a, a->operand[0], &n.vectors, err);
    if (status == KITH_OK)
        status = model_search(a, n.vectors, args_count(a, "top"), &n.search, err);
    if (status == KITH_OK && (n.hit = malloc(n.k * sizeof *n.hit)) == NULL)
        status = kith_fail(err, KITH_ERR_MEMORY, "out of memory for %zu answers", n.k);
    if (status == KITH_OK)
        status = ask_all(a, &loop, err);
    free(n.hit);
    kith_search_free(n.search);
    kith_vectors_free(n.vectors);
    return status;
}

static const kith_option_table *const tables[] = {&options_method, &options_question, &options_json,
                                                  &options_search, &options_model,    NULL};

const command cmd_analogy = {
    .name = "analogy",
    .group = "Ask",
    .operands = "MODEL [A B C]",
    .summary = "A is to B as C is to what (B - A + C)",
    .details =
        "Without A B C, or with -, questions are read from standard input, three words a line.\n"
        "\n"
        "Prints WORD<TAB>SCORE with four decimals, best first; with questions from standard input\n"
        "the three words are the first column. The three words are no answers, and standard error\n"
        "says so. With --json: {\"query\", \"method\", \"left_out\", \"answers\": [{\"word\", "
        "\"score\"}]}.\n",
    .examples = "  kith analogy words.kith man king woman\n"
                "  kith analogy words.kith paris france rome --method mul -k 1\n",
    .least = 1,
    .tables = tables,
    .run = run,
};
