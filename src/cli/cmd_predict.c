/* kith predict: the word that a model expects between others. */
#include "ask.h"
#include "command.h"
#include "hits.h"
#include "model_arg.h"

#include <stdlib.h>

enum { DECIMALS = 6 }; /* of many words each has a small share */

typedef struct predict {
    const args *args;
    kith_vectors *vectors;
    kith_predictor *predictor;
    bool many;
    size_t k;
    kith_hit *hit; /* [k] */
} predict;

static kith_status ask_model(const predict *p, const question *q, size_t *found, kith_error *err)
{
    kith_term *context = calloc(q->words, sizeof *context);
    kith_status status = KITH_OK;
    if (context == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < q->words && status == KITH_OK; i++)
        status = model_find(p->vectors, q->word[i].at, q->word[i].bytes, &context[i].row, err);
    if (status == KITH_OK)
        status = kith_predict_word(p->predictor, context, q->words, p->k, p->hit, found, err);
    free(context);
    kith_vectors_forget(p->vectors);
    return status;
}

static kith_status answer(void *self, const question *q, kith_error *err)
{
    const predict *p = self;
    size_t found;
    const kith_status status = ask_model(p, q, &found, err);
    if (status != KITH_OK)
        return status;
    if (args_flag(p->args, "json")) {
        json j = json_begin_line(stdout);
        ask_json(&j, q);
        hits_json(&j, p->vectors, "probability", p->hit, found);
        json_end_line(&j);
    } else {
        const hits_style style = {p->many ? q : NULL, '\t', DECIMALS};
        hits_print(p->vectors, &style, p->hit, found);
    }
    return KITH_OK;
}

static kith_status run(const args *a, kith_error *err)
{
    predict p = {.args = a, .k = (size_t)args_count(a, "k")};
    const asker loop = {.least = 1, .prompt = "words around", .answer = answer, .self = &p};
    p.many = ask_many(a, &loop);
    kith_status status = ask_check(a, &loop, err);
    if (status == KITH_OK)
        status = model_open_whole(a, a->operand[0], &p.vectors, err);
    if (status == KITH_OK)
        status = kith_predictor_new(p.vectors, args_text(a, "isa"), &p.predictor, err);
    if (status == KITH_OK && (p.hit = malloc(p.k * sizeof *p.hit)) == NULL)
        status = kith_fail(err, KITH_ERR_MEMORY, "out of memory for %zu answers", p.k);
    if (status == KITH_OK)
        status = ask_all(a, &loop, err);
    free(p.hit);
    kith_predictor_free(p.predictor);
    kith_vectors_free(p.vectors);
    return status;
}

static const kith_option rows[] = {
    {.name = "k",
     .type = KITH_OPTION_INT,
     .standard = "10",
     .least = 1,
     .most = 1000000,
     .value = "N",
     .group = "Questions",
     .help = "so many answers to each question"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, &options_json, &options_search,
                                                  &options_model, NULL};

const command cmd_predict = {
    .name = "predict",
    .group = "Ask",
    .operands = "MODEL [WORD...]",
    .summary = "The word that a model expects between others",
    .details =
        "MODEL is a .kith file of kith train, which keeps the output vectors; other formats have\n"
        "word vectors alone. The words around are one bag, as in cbow's training. Prints\n"
        "WORD<TAB>PROBABILITY, likeliest first. By hierarchical softmax and softmax these are the\n"
        "model's probabilities; negative sampling learns none, and its output vectors are read by\n"
        "a softmax, whose order is to be trusted more than its numbers. Without words, or with -,\n"
        "each line of standard input is a question, and the question is the first column.\n"
        "With --json: {\"query\", \"answers\": [{\"word\", \"probability\"}]}.\n",
    .examples = "  kith predict words.kith the cat on the mat\n"
                "  kith predict words.kith -k 3 - < contexts.txt\n",
    .least = 1,
    .tables = tables,
    .run = run,
};
