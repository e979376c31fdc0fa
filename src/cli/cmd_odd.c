/* kith odd: the word that goes least with the others. */
#include "ask.h"
#include "command.h"
#include "model_arg.h"
#include "print.h"
#include "sets.h"

#include <stdlib.h>

enum { LEAST = 3 }; /* of two words neither is the odd one */

typedef struct odd {
    const args *args;
    kith_vectors *vectors;
    bool many, all;
} odd;

/* A word of the question and its cosine with the mean of all. */
typedef struct member {
    question_word word;
    double cosine;
    size_t place;
} member;

static int by_cosine(const void *x, const void *y)
{
    const member *a = x, *b = y;
    const int order = (a->cosine > b->cosine) - (a->cosine < b->cosine);
    return order != 0 ? order : (a->place > b->place) - (a->place < b->place);
}

static void print_plain(const odd *o, const question *q, const member *m, size_t shown)
{
    for (size_t i = 0; i < shown; i++) {
        if (o->many)
            ask_label(q);
        print_bytes(stdout, m[i].word.at, m[i].word.bytes);
        putchar('\t');
        print_fixed(stdout, m[i].cosine, 4);
        putchar('\n');
    }
}

static void print_json(const question *q, const member *m)
{
    json j = json_begin_line(stdout);
    ask_json(&j, q);
    json_string(&j, "odd", m->word.at, m->word.bytes);
    json_begin_array(&j, "words");
    for (size_t i = 0; i < q->words; i++) {
        json_begin_object(&j, NULL);
        json_string(&j, "word", m[i].word.at, m[i].word.bytes);
        json_double(&j, "cosine", m[i].cosine);
        json_end_object(&j);
    }
    json_end_array(&j);
    json_end_line(&j);
}

static kith_status measure(const odd *o, const question *q, member *m, kith_error *err)
{
    kith_term *term = calloc(q->words, sizeof *term);
    double *cosine = calloc(q->words, sizeof *cosine);
    kith_status status = KITH_OK;
    if (term == NULL || cosine == NULL)
        status = kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < q->words && status == KITH_OK; i++) {
        term[i].weight = 1;
        status = model_find(o->vectors, q->word[i].at, q->word[i].bytes, &term[i].row, err);
    }
    if (status == KITH_OK)
        status = kith_query_centrality(o->vectors, term, q->words, cosine, err);
    for (size_t i = 0; i < q->words && status == KITH_OK; i++)
        m[i] = (member){q->word[i], cosine[i], i};
    free(term);
    free(cosine);
    return status;
}

static kith_status answer(void *self, const question *q, kith_error *err)
{
    const odd *o = self;
    member *m = calloc(q->words, sizeof *m);
    if (m == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    const kith_status status = measure(o, q, m, err);
    if (status == KITH_OK) {
        qsort(m, q->words, sizeof *m, by_cosine);
        if (args_flag(o->args, "json"))
            print_json(q, m);
        else
            print_plain(o, q, m, o->all ? q->words : 1);
    }
    kith_vectors_forget(o->vectors);
    free(m);
    return status;
}

static kith_status run(const args *a, kith_error *err)
{
    odd o = {.args = a, .all = args_flag(a, "all")};
    const asker loop = {
        .least = LEAST, .prompt = "three words or more", .answer = answer, .self = &o};
    o.many = ask_many(a, &loop);
    kith_status status = ask_check(a, &loop, err);
    if (status == KITH_OK)
        status = model_open(a, a->operand[0], &o.vectors, err);
    if (status == KITH_OK)
        status = ask_all(a, &loop, err);
    kith_vectors_free(o.vectors);
    return status;
}

static const kith_option rows[] = {
    {.name = "all",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Questions",
     .help = "all words with their cosines, the odd one first"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, &options_json, &options_model, NULL};

const command cmd_odd = {
    .name = "odd",
    .group = "Ask",
    .operands = "MODEL [WORD WORD WORD...]",
    .summary = "The word that goes least with the others",
    .details =
        "Prints WORD<TAB>COSINE, the word whose cosine with the mean of all words' unit vectors "
        "is\n"
        "least. Without words, or with -, each line of standard input is a question, and the\n"
        "question is the first column. With --json:\n"
        "{\"query\", \"odd\", \"words\": [{\"word\", \"cosine\"}]}.\n",
    .examples = "  kith odd words.kith breakfast cereal dinner lunch\n"
                "  kith odd words.kith cat dog horse car --all\n",
    .least = 1,
    .tables = tables,
    .run = run,
};
