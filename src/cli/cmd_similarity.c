/* kith similarity: the cosine of two words, or of two sets of words. */
#include "ask.h"
#include "command.h"
#include "model_arg.h"
#include "print.h"
#include "sets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct similarity {
    const args *args;
    kith_vectors *vectors;
    bool many, raw;
} similarity;

static void print_plain(const similarity *s, const question *q, double cosine)
{
    for (size_t w = 0; s->many && w < 2; w++) {
        print_bytes(stdout, q->word[w].at, q->word[w].bytes);
        putchar('\t');
    }
    print_fixed(stdout, cosine, 4);
    putchar('\n');
}

static void print_json(const question *q, double cosine)
{
    json j = json_begin_line(stdout);
    ask_json(&j, q);
    json_double(&j, "cosine", cosine);
    json_end_line(&j);
}

/* Terms are of unit vectors: weighted by their lengths they are the vectors as they are. */
static void weigh_by_length(const kith_vectors *v, kith_term *term, size_t terms)
{
    for (size_t t = 0; t < terms; t++) {
        const float *row = kith_vectors_row(v, term[t].row);
        double square = 0;
        for (uint64_t i = 0; i < kith_vectors_dim(v); i++)
            square += (double)row[i] * (double)row[i];
        term[t].weight = (float)sqrt(square);
    }
}

static kith_status measure(const similarity *s, const question *q, double *cosine, kith_error *err)
{
    kith_term *term = NULL;
    size_t first = 0, all = 0;
    kith_status status = sets_add(s->vectors, &q->word[0], &term, &first, err);
    all = first;
    if (status == KITH_OK)
        status = sets_add(s->vectors, &q->word[1], &term, &all, err);
    if (status == KITH_OK && s->raw)
        weigh_by_length(s->vectors, term, all);
    if (status == KITH_OK)
        status =
            kith_query_similarity(s->vectors, term, first, term + first, all - first, cosine, err);
    free(term);
    return status;
}

static kith_status answer(void *self, const question *q, kith_error *err)
{
    const similarity *s = self;
    double cosine;
    const kith_status status = measure(s, q, &cosine, err);
    if (status == KITH_OK && args_flag(s->args, "json"))
        print_json(q, cosine);
    else if (status == KITH_OK)
        print_plain(s, q, cosine);
    kith_vectors_forget(s->vectors);
    return status;
}

static kith_status run(const args *a, kith_error *err)
{
    similarity s = {.args = a, .raw = strcmp(kith_config_text(a->config, "mean"), "raw") == 0};
    const asker loop = {.words = 2, .sets = true, .prompt = "A B", .answer = answer, .self = &s};
    s.many = ask_many(a, &loop);
    kith_status status = ask_check(a, &loop, err);
    if (status == KITH_OK)
        status = model_open(a, a->operand[0], &s.vectors, err);
    if (status == KITH_OK)
        status = ask_all(a, &loop, err);
    kith_vectors_free(s.vectors);
    return status;
}

static const kith_option rows[] = {
    {.name = "mean",
     .type = KITH_OPTION_NAME,
     .standard = "unit",
     .choices = "unit raw",
     .value = "NAME",
     .group = "Questions",
     .help = "a set is the mean of its words' vectors at length 1, or as they are (gensim's "
             "n_similarity)"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, &options_json, &options_model, NULL};

const command cmd_similarity = {
    .name = "similarity",
    .group = "Ask",
    .operands = "MODEL [A B]",
    .summary = "The cosine of two words, or of two sets of words",
    .details =
        "Prints the cosine with four decimals. A and B may be several words each ('king\n"
        "queen' 'man woman'), which stand for their mean. Without A B, or with -, pairs are\n"
        "read from standard input, two words a line, or two sets with a tab between them,\n"
        "and printed as A<TAB>B<TAB>COSINE. With --json: {\"query\": [A, B], \"cosine\"}.\n",
    .examples = "  kith similarity words.kith cat dog\n"
                "  kith similarity words.kith 'breakfast cereal' 'lunch soup'\n"
                "  printf 'cat dog\\ncat car\\n' | kith similarity words.kith\n",
    .least = 1,
    .tables = tables,
    .run = run,
};
