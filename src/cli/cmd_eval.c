/* kith eval: how well vectors do on analogy questions and on word pairs that people have scored. */
#include "eval_each.h"
#include "eval_report.h"
#include "model_arg.h"
#include "print.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct eval {
    const args *args;
    subject *subject; /* [count] the models */
    size_t count;
    bool each, json, count_missing, use_grams;
    size_t pairs; /* files of them done */
    bool empty;   /* a file of which a model could not be asked anything */
} eval;

static each_question each_of(const eval *e, const subject *s, const char *path)
{
    return (each_question){.subject = s, .path = path, .json = e->json, .many = e->count > 1};
}

static void tell_empty(eval *e, const subject *s, const char *path, const char *what)
{
    if (e->count > 1)
        print_message("%s: %s in %s", path, what, s->path);
    else
        print_message("%s: %s in the model", path, what);
    e->empty = true;
}

static kith_status ask_analogies(eval *e, const subject *s, const char *path,
                                 kith_analogy_report *out, kith_error *err)
{
    const args *a = e->args;
    each_question each = each_of(e, s, path);
    const kith_analogy_options options = {.top = args_count(a, "top"),
                                          .case_sensitive = args_flag(a, "case-sensitive"),
                                          .method =
                                              model_by_product(a) ? KITH_3COSMUL : KITH_3COSADD,
                                          .count_missing = e->count_missing,
                                          .use_grams = e->use_grams,
                                          .each = e->each ? each_analogy : NULL,
                                          .self = &each};
    const kith_status status = kith_eval_analogies(s->search, path, &options, out, err);
    if (status == KITH_OK && out->total.asked == 0)
        tell_empty(e, s, path, "no question has all its words");
    return status;
}

static void print_analogies(const eval *e, const char *path, const kith_analogy_report *r)
{
    for (size_t i = 0; i < e->count && e->json; i++)
        report_analogies_json(e->args, e->subject[i].path, path, &r[i]);
    if (e->json)
        return;
    if (e->count > 1)
        report_analogies_beside(path, r, e->count);
    else
        report_analogies(r);
}

static kith_status eval_analogies(eval *e, const char *path, kith_error *err)
{
    kith_status status = KITH_OK;
    kith_analogy_report *r = calloc(e->count, sizeof *r);
    if (r == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < e->count && status == KITH_OK; i++)
        status = ask_analogies(e, &e->subject[i], path, &r[i], err);
    if (status == KITH_OK && !e->each)
        print_analogies(e, path, r);
    for (size_t i = 0; i < e->count; i++)
        kith_analogy_report_clear(&r[i]);
    free(r);
    return status;
}

static kith_status ask_pairs(eval *e, const subject *s, const char *path, kith_pairs_report *out,
                             kith_error *err)
{
    each_question each = each_of(e, s, path);
    const kith_pairs_options options = {.case_sensitive = args_flag(e->args, "case-sensitive"),
                                        .count_missing = e->count_missing,
                                        .use_grams = e->use_grams,
                                        .each = e->each ? each_pair : NULL,
                                        .self = &each};
    const kith_status status = kith_eval_pairs(s->vectors, path, &options, out, err);
    if (status == KITH_OK && out->pairs == 0)
        tell_empty(e, s, path, "no pair has both its words");
    return status;
}

static void print_pairs(const eval *e, const char *path, const kith_pairs_report *r)
{
    for (size_t i = 0; i < e->count && e->json; i++)
        report_pairs_json(e->subject[i].path, path, &r[i]);
    if (e->json)
        return;
    if (e->count > 1)
        report_pairs_beside(path, r, e->count);
    else
        report_pairs(path, r, e->pairs == 0);
}

static kith_status eval_pairs(eval *e, const char *path, kith_error *err)
{
    kith_status status = KITH_OK;
    kith_pairs_report *r = calloc(e->count, sizeof *r);
    if (r == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < e->count && status == KITH_OK; i++)
        status = ask_pairs(e, &e->subject[i], path, &r[i], err);
    if (status == KITH_OK && !e->each)
        print_pairs(e, path, r);
    e->pairs++;
    free(r);
    return status;
}

static kith_status eval_files(eval *e, kith_error *err)
{
    const args *a = e->args;
    const bool headers = e->each && !e->json;
    const each_question each = each_of(e, NULL, NULL);
    const char *path;
    kith_status status = KITH_OK;
    if (e->count > 1 && !e->each && !e->json)
        report_header(e->subject, e->count);
    if (headers && args_value(a, "analogies", 0) != NULL)
        each_header_analogies(&each);
    for (size_t i = 0; status == KITH_OK && (path = args_value(a, "analogies", i)) != NULL; i++)
        status = eval_analogies(e, path, err);
    if (status == KITH_OK && headers && args_value(a, "pairs", 0) != NULL)
        each_header_pairs(&each);
    for (size_t i = 0; status == KITH_OK && (path = args_value(a, "pairs", i)) != NULL; i++)
        status = eval_pairs(e, path, err);
    return status;
}

static kith_status open_subjects(eval *e, kith_error *err)
{
    const args *a = e->args;
    kith_status status = KITH_OK;
    for (; e->count < a->operands && status == KITH_OK; e->count++) {
        subject *s = &e->subject[e->count];
        s->path = a->operand[e->count];
        status = model_open(a, s->path, &s->vectors, err);
        if (status == KITH_OK)
            status = model_search(a, s->vectors, 0, &s->search, err);
    }
    return status;
}

static kith_status run(const args *a, kith_error *err)
{
    if (args_value(a, "analogies", 0) == NULL && args_value(a, "pairs", 0) == NULL)
        return kith_fail(err, KITH_ERR_USAGE, "eval needs --analogies FILE or --pairs FILE");
    eval e = {.args = a,
              .each = args_flag(a, "per-question"),
              .json = args_flag(a, "json"),
              .count_missing = strcmp(kith_config_text(a->config, "oov"), "wrong") == 0,
              .use_grams = strcmp(kith_config_text(a->config, "oov"), "ngrams") == 0};
    e.subject = calloc(a->operands, sizeof *e.subject);
    if (e.subject == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    kith_status status = open_subjects(&e, err);
    if (status == KITH_OK)
        status = eval_files(&e, err);
    for (size_t i = 0; i < e.count; i++) {
        kith_search_free(e.subject[i].search);
        kith_vectors_free(e.subject[i].vectors);
    }
    free(e.subject);
    return status == KITH_OK && e.empty ? KITH_NOT_FOUND : status;
}

static const kith_option rows[] = {
    {.name = "analogies",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "FILE",
     .group = "Questions",
     .help = "analogy questions as in word2vec's questions-words.txt; may be given several times"},
    {.name = "pairs",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "FILE",
     .group = "Questions",
     .help = "lines of two words and a score by people; may be given several times"},
    {.name = "top",
     .type = KITH_OPTION_INT,
     .standard = "30000",
     .least = 0,
     .most = INFINITY,
     .value = "N",
     .group = "Questions",
     .help = "analogies see the first N rows alone, the most frequent words; 0: all",
     .source = "word2vec's compute-accuracy"},
    {.name = "case-sensitive",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Questions",
     .help = "tell A from a; otherwise ASCII letters are folded and the first of equal words "
             "stands"},
    {.name = "oov",
     .type = KITH_OPTION_NAME,
     .standard = "skip",
     .choices = "skip wrong ngrams",
     .value = "NAME",
     .group = "Questions",
     .help = "a question with an unknown word is skipped, or counts as wrong, a pair as a cosine "
             "of 0, or the word is made of its n-grams where the model has them",
     .source = "word2vec's compute-accuracy; wrong: gensim's dummy4unknown"},
    {.name = "per-question",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Output",
     .help = "print what became of each question, one a line, instead of sums"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {
    &own, &options_method, &options_json, &options_search, &options_model, NULL};

const command cmd_eval = {
    .name = "eval",
    .group = "Ask",
    .operands = "MODEL... --analogies FILE --pairs FILE",
    .summary = "Score vectors by analogy questions and by word pairs",
    .details =
        "Analogies: right answers by section; a question with a word outside the first --top rows\n"
        "is missing; sections that begin with \"gram\" are syntactic, all others semantic; low "
        "and\n"
        "high are Wilson's interval of 95 % confidence; nan where no question was asked.\n"
        "Pairs: Spearman's and Pearson's correlation with the scores, times 100, with intervals "
        "of\n"
        "95 % confidence by Fisher's z, and the percent of pairs with an unknown word.\n"
        "Several models stand side by side in one table. With --json one object a model and file,\n"
        "correlations and accuracies as fractions.\n",
    .examples =
        "  kith eval words.kith --analogies questions-words.txt\n"
        "  kith eval words.kith --pairs ws353.tsv --pairs simlex999.tsv --json\n"
        "  kith eval sg.kith cbow.kith --analogies questions-words.txt\n"
        "  kith eval words.kith --analogies questions-words.txt --per-question >answers.tsv\n",
    .least = 1,
    .tables = tables,
    .run = run,
};
