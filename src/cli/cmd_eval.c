/* kith eval: how well vectors do on analogy questions and on word pairs that people have scored. */
#include "args.h"
#include "json.h"
#include "model_arg.h"
#include "print.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct eval {
    const args *args;
    kith_vectors *vectors;
    kith_search *search;
    bool empty; /* a file of which nothing could be asked */
} eval;

static double share(const kith_analogy_score *s)
{
    return s->asked > 0 ? (double)s->right / (double)s->asked : 0;
}

static void print_score(const kith_analogy_score *s, const char *name)
{
    print_text(stdout, name);
    printf("\t%llu\t%llu\t%llu\t", (unsigned long long)s->right, (unsigned long long)s->asked,
           (unsigned long long)s->missing);
    print_fixed(stdout, 100 * share(s), 2);
    putchar('\n');
}

static void print_analogies(const kith_analogy_report *r)
{
    puts("section\tright\tasked\tmissing\tpercent");
    for (size_t i = 0; i < r->sections; i++)
        print_score(&r->section[i], r->section[i].name);
    print_score(&r->semantic, "semantic");
    print_score(&r->syntactic, "syntactic");
    print_score(&r->total, "total");
}

static void json_score(json *j, const char *key, const kith_analogy_score *s)
{
    json_begin_object(j, key);
    if (key == NULL) {
        json_text(j, "name", s->name);
        json_bool(j, "semantic", s->semantic);
    }
    json_count(j, "right", s->right);
    json_count(j, "asked", s->asked);
    json_count(j, "missing", s->missing);
    json_double(j, "accuracy", share(s));
    json_end_object(j);
}

static void json_analogies(const args *a, const char *path, const kith_analogy_report *r)
{
    json j = json_begin_line(stdout);
    json_text(&j, "analogies", path);
    json_text(&j, "method", kith_config_text(a->config, "method"));
    json_count(&j, "top", args_count(a, "top"));
    json_begin_array(&j, "sections");
    for (size_t i = 0; i < r->sections; i++)
        json_score(&j, NULL, &r->section[i]);
    json_end_array(&j);
    json_score(&j, "semantic", &r->semantic);
    json_score(&j, "syntactic", &r->syntactic);
    json_score(&j, "total", &r->total);
    json_end_line(&j);
}

static kith_status eval_analogies(eval *e, const char *path, kith_error *err)
{
    const args *a = e->args;
    const bool multiply = strcmp(kith_config_text(a->config, "method"), "mul") == 0;
    const kith_analogy_options options = {.top = args_count(a, "top"),
                                          .case_sensitive = args_flag(a, "case-sensitive"),
                                          .method = multiply ? KITH_3COSMUL : KITH_3COSADD};
    kith_analogy_report report = {0};
    const kith_status status = kith_eval_analogies(e->search, path, &options, &report, err);
    if (status != KITH_OK)
        return status;
    if (args_flag(a, "json"))
        json_analogies(a, path, &report);
    else
        print_analogies(&report);
    if (report.total.asked == 0) {
        print_message("%s: no question has all its words in the model", path);
        e->empty = true;
    }
    kith_analogy_report_clear(&report);
    return KITH_OK;
}

static void print_correlation(double value)
{
    putchar('\t');
    print_fixed(stdout, 100 * value, 2);
}

static void print_pairs(const char *path, const kith_pairs_report *r)
{
    print_text(stdout, path);
    printf("\t%llu\t%llu", (unsigned long long)r->pairs, (unsigned long long)r->missing);
    print_correlation(r->spearman);
    print_correlation(r->pearson);
    putchar('\n');
}

static void json_pairs(const char *path, const kith_pairs_report *r)
{
    json j = json_begin_line(stdout);
    json_text(&j, "pairs", path);
    json_count(&j, "compared", r->pairs);
    json_count(&j, "missing", r->missing);
    json_double(&j, "spearman", r->spearman);
    json_double(&j, "pearson", r->pearson);
    json_end_line(&j);
}

static kith_status eval_pairs(eval *e, const char *path, kith_error *err)
{
    kith_pairs_report report = {0};
    const kith_status status =
        kith_eval_pairs(e->vectors, path, args_flag(e->args, "case-sensitive"), &report, err);
    if (status != KITH_OK)
        return status;
    if (args_flag(e->args, "json"))
        json_pairs(path, &report);
    else
        print_pairs(path, &report);
    if (report.pairs == 0) {
        print_message("%s: no pair has both its words in the model", path);
        e->empty = true;
    }
    return KITH_OK;
}

static kith_status eval_files(eval *e, kith_error *err)
{
    const args *a = e->args;
    const char *path;
    kith_status status = KITH_OK;
    for (size_t i = 0; status == KITH_OK && (path = args_value(a, "analogies", i)) != NULL; i++)
        status = eval_analogies(e, path, err);
    if (status == KITH_OK && args_value(a, "pairs", 0) != NULL && !args_flag(a, "json"))
        puts("pairs\tcompared\tmissing\tspearman\tpearson");
    for (size_t i = 0; status == KITH_OK && (path = args_value(a, "pairs", i)) != NULL; i++)
        status = eval_pairs(e, path, err);
    return status;
}

static kith_status run(const args *a, kith_error *err)
{
    if (args_value(a, "analogies", 0) == NULL && args_value(a, "pairs", 0) == NULL)
        return kith_fail(err, KITH_ERR_USAGE, "eval needs --analogies FILE or --pairs FILE");
    eval e = {.args = a};
    kith_status status = model_open(a, a->operand[0], &e.vectors, err);
    if (status == KITH_OK)
        status = model_search(a, e.vectors, 0, &e.search, err);
    if (status == KITH_OK)
        status = eval_files(&e, err);
    kith_search_free(e.search);
    kith_vectors_free(e.vectors);
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
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {
    &own, &options_method, &options_json, &options_search, &options_model, NULL};

const command cmd_eval = {
    .name = "eval",
    .group = "Ask",
    .operands = "MODEL --analogies FILE --pairs FILE",
    .summary = "Score vectors by analogy questions and by word pairs",
    .details =
        "Analogies: right answers by section; a question with a word outside the first --top rows\n"
        "is missing; sections that begin with \"gram\" are syntactic, all others semantic.\n"
        "Pairs: Spearman's and Pearson's correlation with the scores, times 100.\n"
        "With --json one object a file, correlations and accuracies as fractions.\n",
    .examples = "  kith eval words.kith --analogies questions-words.txt\n"
                "  kith eval words.kith --pairs ws353.tsv --pairs simlex999.tsv --json\n",
    .least = 1,
    .most = 1,
    .tables = tables,
    .run = run,
};
