/* kith similarity: the cosine of two words or sets of words, the distance of two sentences. */
#include "command.h"
#include "model_arg.h"
#include "print.h"
#include "sentences.h"
#include "sets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct similarity {
    const args *args;
    kith_vectors *vectors;
    bool many, raw;
    sentence_words all;
} similarity;

static void print_plain(const similarity *s, const question *q, double number)
{
    for (size_t w = 0; s->many && w < 2; w++) {
        print_bytes(stdout, q->word[w].at, q->word[w].bytes);
        putchar('\t');
    }
    print_fixed(stdout, number, 4);
    putchar('\n');
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

/* cosine [words][words]; each pair is measured once. */
static kith_status measure_all(const similarity *s, const question *q, double *cosine,
                               kith_error *err)
{
    kith_status status = KITH_OK;
    for (size_t i = 0; i < q->words; i++)
        for (size_t j = i; j < q->words && status == KITH_OK; j++) {
            const question_word pair[2] = {q->word[i], q->word[j]};
            double *number = &cosine[i * q->words + j];
            status = measure(s, &(question){pair, 2}, number, err);
            cosine[j * q->words + i] = *number;
        }
    return status;
}

static void print_table(const question *q, const double *cosine)
{
    for (size_t j = 0; j < q->words; j++) {
        putchar('\t');
        print_bytes(stdout, q->word[j].at, q->word[j].bytes);
    }
    putchar('\n');
    for (size_t i = 0; i < q->words; i++) {
        print_bytes(stdout, q->word[i].at, q->word[i].bytes);
        for (size_t j = 0; j < q->words; j++) {
            putchar('\t');
            print_fixed(stdout, cosine[i * q->words + j], 4);
        }
        putchar('\n');
    }
}

static void json_table(const question *q, const double *cosine)
{
    json j = json_begin_line(stdout);
    ask_json(&j, q);
    json_begin_array(&j, "cosines");
    for (size_t i = 0; i < q->words; i++) {
        json_begin_array(&j, NULL);
        for (size_t k = 0; k < q->words; k++)
            json_double(&j, NULL, cosine[i * q->words + k]);
        json_end_array(&j);
    }
    json_end_array(&j);
    json_end_line(&j);
}

static kith_status answer_table(void *self, const question *q, kith_error *err)
{
    const similarity *s = self;
    double *cosine = calloc(q->words * sizeof *cosine, q->words);
    if (cosine == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory for a table of %zu words", q->words);
    const kith_status status = measure_all(s, q, cosine, err);
    kith_vectors_forget(s->vectors);
    if (status == KITH_OK)
        (args_flag(s->args, "json") ? json_table : print_table)(q, cosine);
    free(cosine);
    return status;
}

static kith_status answer_cosine(void *self, const question *q, kith_error *err)
{
    const similarity *s = self;
    double cosine;
    const kith_status status = measure(s, q, &cosine, err);
    kith_vectors_forget(s->vectors);
    if (status != KITH_OK)
        return status;
    if (args_flag(s->args, "json")) {
        json j = json_begin_line(stdout);
        ask_json(&j, q);
        json_double(&j, "cosine", cosine);
        json_end_line(&j);
    } else {
        print_plain(s, q, cosine);
    }
    return KITH_OK;
}

static kith_status answer_distance(void *self, const question *q, kith_error *err)
{
    similarity *s = self;
    kith_mover got;
    const kith_status status = kith_query_mover(s->vectors, s->raw, q->word[0].at, q->word[0].bytes,
                                                q->word[1].at, q->word[1].bytes, &got, err);
    kith_vectors_forget(s->vectors);
    if (status != KITH_OK)
        return status;
    sentences_add(&s->all, got.words, got.unknown);
    if (args_flag(s->args, "json"))
        sentences_json(q, "distance", got.distance, got.words, got.unknown);
    else
        print_plain(s, q, got.distance);
    return KITH_OK;
}

static kith_status run(const args *a, kith_error *err)
{
    similarity s = {.args = a, .raw = strcmp(kith_config_text(a->config, "mean"), "raw") == 0};
    const bool table = args_flag(a, "table"), wmd = args_flag(a, "wmd");
    const asker loop = {.words = table ? 0 : 2,
                        .least = 2,
                        .sets = true,
                        .prompt = table ? "words" : "A B",
                        .answer = table ? answer_table
                                  : wmd ? answer_distance
                                        : answer_cosine,
                        .self = &s};
    s.many = ask_many(a, &loop);
    kith_status status = ask_check(a, &loop, err);
    if (status == KITH_OK && table && wmd)
        return kith_fail(err, KITH_ERR_USAGE, "--table has cosines, --wmd asks for distances");
    if (status == KITH_OK)
        status = model_open(a, a->operand[0], &s.vectors, err);
    if (status == KITH_OK)
        status = ask_all(a, &loop, err);
    if (status == KITH_OK)
        status = model_unknown_words(a, s.all.known, s.all.unknown);
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
             "n_similarity); --wmd takes the vectors so"},
    {.name = "wmd",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Questions",
     .help = "A and B are sentences, asked for their Word Mover's Distance (Kusner et al. 2015): "
             "the least way on which the words of the one become those of the other"},
    {.name = "table",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Questions",
     .help = "any number of words or sets, a table of the cosines of all with all"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, &options_json, &options_model, NULL};

const command cmd_similarity = {
    .name = "similarity",
    .group = "Ask",
    .operands = "MODEL [A B...]",
    .summary = "The cosine of two words or sets, the distance of two sentences",
    .details =
        "Prints the cosine with four decimals. A and B may be several words each ('king\n"
        "queen' 'man woman'), which stand for their mean. Without A B, or with -, pairs are\n"
        "read from standard input, two words a line, or two sets with a tab between them,\n"
        "and printed as A<TAB>B<TAB>COSINE. With --json: {\"query\": [A, B], \"cosine\"}.\n"
        "\n"
        "With --wmd A and B are sentences, and the number is their distance: 0 for the same words\n"
        "in any order. Words that are not in the vocabulary are left out, and their number is\n"
        "told on standard error. With --json {\"query\", \"distance\", \"words\", \"unknown\"}.\n"
        "\n"
        "With --table all operands, or the words or sets of each line, make a square table, with\n"
        "them above and in front. With --json {\"query\": [...], \"cosines\": [[...]...]}.\n",
    .examples = "  kith similarity words.kith cat dog\n"
                "  kith similarity words.kith 'breakfast cereal' 'lunch soup'\n"
                "  kith similarity words.kith --wmd 'the queen spoke' 'a king said'\n"
                "  kith similarity words.kith --table cat dog horse car\n"
                "  printf 'cat dog\\ncat car\\n' | kith similarity words.kith\n",
    .least = 1,
    .tables = tables,
    .run = run,
};
