/* kith classify train, test, predict. */
#include "args.h"
#include "class_report.h"
#include "json.h"
#include "print.h"
#include "task_args.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- train --- */

static kith_status train(const args *a, const char *output, const kith_watch *watch,
                         kith_task_report *report, kith_error *err)
{
    return kith_classify_train(a->config, a->operand, a->operands, output, watch, report, err);
}

static kith_status run_train(const args *a, kith_error *err)
{
    return task_run_train(a, train, args_flag(a, "text") ? "lines" : "rows", err);
}

static const kith_option_table *const train_tables[] = {&options_task_output, NULL};

const command cmd_classify_train = {
    .name = "classify train",
    .group = "Neural tasks",
    .operands = "FILE... -o MODEL",
    .summary = "Learn to label rows of a table, or lines of text",
    .details =
        "FILE is a table (CSV, TSV, svmlight, IDX, npy), whose labels are a column or a file of\n"
        "their own; a net learns from it. With --text it is lines of words with a label,\n"
        "\"__label__spam buy now\": a line is the mean of the vectors of its words, its end, and\n"
        "its word n-grams.\n",
    .examples = "  kith classify train iris.csv -o iris.kith --net '?-32relu-?softmax'\n"
                "  kith classify train --text train.txt -o spam.kith --ngrams 2\n",
    .least = 1,
    .tables = train_tables,
    .library = kith_classify_options,
    .run = run_train,
};

/* --- test --- */

static kith_status open_model(const args *a, kith_classifier **c, kith_error *err)
{
    return kith_classifier_open(a->operand[0], args_text(a, "isa"), c, err);
}

static void print_report(const args *a, const kith_class_report *r, const kith_class_limit *limit)
{
    const char *style = args_text(a, "style");
    if (args_flag(a, "json"))
        class_report_json(r, limit);
    else if (strcmp(style, "kith") == 0)
        class_report_print(r, limit);
    else
        class_report_fasttext(r, limit, strcmp(style, "fasttext-label") == 0);
}

static kith_class_limit limit_of(const args *a)
{
    return (kith_class_limit){(size_t)args_count(a, "k"),
                              (float)kith_config_real(a->config, "threshold")};
}

static kith_status run_test(const args *a, kith_error *err)
{
    kith_classifier *c = NULL;
    kith_class_report report = {0};
    kith_table_options o;
    const kith_table_options *how = task_table(a, &o) ? &o : NULL;
    const kith_class_limit limit = limit_of(a);
    kith_status status = open_model(a, &c, err);
    if (status == KITH_OK)
        status =
            kith_classifier_test(c, a->operand + 1, a->operands - 1, how, &limit, &report, err);
    if (status == KITH_OK)
        print_report(a, &report, &limit);
    kith_class_report_clear(&report);
    kith_classifier_free(c);
    return status;
}

static const kith_option limit_rows[] = {
    {.name = "k",
     .type = KITH_OPTION_INT,
     .standard = "1",
     .least = 1,
     .most = 1e9,
     .value = "K",
     .group = "Answers",
     .help = "labels to give a row or line, likeliest first"},
    {.name = "threshold",
     .type = KITH_OPTION_REAL,
     .standard = "0",
     .least = 0,
     .most = 1,
     .value = "P",
     .group = "Answers",
     .help = "of these the ones whose probability is P or more"},
};
static const kith_option_table limit_table = {.option = limit_rows,
                                              .count = sizeof limit_rows / sizeof *limit_rows};

static const kith_option test_rows[] = {
    {.name = "style",
     .type = KITH_OPTION_NAME,
     .standard = "kith",
     .choices = "kith fasttext fasttext-label",
     .value = "NAME",
     .group = "Answers",
     .help = "fasttext: N, P@K and R@K as its test prints them; fasttext-label: as its test-label "
             "does"},
};
static const kith_option_table test_own = {.option = test_rows, .count = 1};
static const kith_option_table *const test_tables[] = {&limit_table,    &test_own,    &options_json,
                                                       &options_labels, &options_isa, NULL};

const command cmd_classify_test = {
    .name = "classify test",
    .group = "Neural tasks",
    .operands = "MODEL FILE...",
    .summary = "Measure a classifier on labelled data",
    .details =
        "Accuracy, F1, precision and recall of each label, who is taken for whom, log loss,\n"
        "area under the ROC curve, and how far probabilities can be trusted. A label that\n"
        "the training did not have counts as wrong. With -k or --threshold also fastText's P@k\n"
        "and R@k: how many of the labels given are right, and how many of a line's are given.\n",
    .examples = "  kith classify test spam.kith test.txt\n"
                "  kith classify test spam.kith test.txt --json | jq .accuracy\n"
                "  kith classify test topics.kith test.txt -k 3 --threshold 0.2\n",
    .least = 2,
    .tables = test_tables,
    .run = run_test,
};

/* --- predict --- */

typedef struct predict {
    const args *args;
    const kith_classifier *c;
    kith_class_limit limit;
    bool fasttext, bare; /* labels and blanks as fastText prints them; no probabilities */
    size_t *order;       /* [classes] */
} predict;

static void print_answer(const predict *p, const float *probability, size_t given)
{
    const char blank = p->fasttext ? ' ' : '\t';
    for (size_t i = 0; i < given; i++) {
        if (i > 0)
            putchar(blank);
        if (p->fasttext)
            fputs("__label__", stdout);
        print_text(stdout, kith_classifier_class(p->c, p->order[i]));
        if (p->bare)
            continue;
        putchar(blank);
        print_fixed(stdout, (double)probability[p->order[i]], 6);
    }
    putchar('\n');
}

static void json_answer(const predict *p, const float *probability, size_t given)
{
    json j = json_begin_line(stdout);
    json_text(&j, "label", kith_classifier_class(p->c, p->order[0]));
    json_begin_array(&j, "answers");
    for (size_t i = 0; i < given; i++) {
        json_begin_object(&j, NULL);
        json_text(&j, "label", kith_classifier_class(p->c, p->order[i]));
        json_float(&j, "probability", probability[p->order[i]]);
        json_end_object(&j);
    }
    json_end_array(&j);
    json_end_line(&j);
}

/* A line in, a line out, so that it can stand in a pipe. */
static kith_status answer(void *self, const float *probability, size_t classes, kith_error *err)
{
    predict *p = self;
    size_t given = 0;
    (void)err;
    kith_class_rank(probability, classes, p->limit.k, p->order);
    while (given < p->limit.k && given < classes &&
           probability[p->order[given]] >= p->limit.threshold)
        given++;
    (args_flag(p->args, "json") ? json_answer : print_answer)(p, probability, given);
    return fflush(stdout) == 0 || !print_reader_gone() ? KITH_OK : KITH_NOT_FOUND;
}

static kith_status run_predict(const args *a, kith_error *err)
{
    kith_classifier *c = NULL;
    kith_table_options o;
    const kith_table_options *how = task_table(a, &o) ? &o : NULL;
    kith_status status = open_model(a, &c, err);
    if (status != KITH_OK)
        return status;
    const size_t classes = kith_classifier_classes(c);
    const char *style = args_text(a, "style");
    predict p = {.args = a,
                 .c = c,
                 .limit = limit_of(a),
                 .fasttext = strcmp(style, "kith") != 0,
                 .bare = strcmp(style, "fasttext") == 0};
    const kith_answer_watch each = {.call = answer, .self = &p};
    p.order = malloc(classes * sizeof *p.order);
    if (p.order == NULL)
        status = kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    for (size_t i = 1; i < a->operands && status == KITH_OK; i++)
        status = kith_classifier_predict(c, a->operand[i], how, &each, err);
    if (status == KITH_OK && a->operands == 1)
        status = kith_classifier_predict(c, "-", how, &each, err);
    free(p.order);
    kith_classifier_free(c);
    return print_reader_gone() ? KITH_OK : status;
}

static const kith_option predict_rows[] = {
    {.name = "style",
     .type = KITH_OPTION_NAME,
     .standard = "kith",
     .choices = "kith fasttext fasttext-prob",
     .value = "NAME",
     .group = "Answers",
     .help = "kith: LABEL<TAB>PROBABILITY; fasttext: __label__LABEL alone, as its predict prints "
             "it; fasttext-prob: __label__LABEL PROBABILITY, as its predict-prob does"},
};
static const kith_option_table predict_own = {.option = predict_rows,
                                              .count = sizeof predict_rows / sizeof *predict_rows};
static const kith_option_table *const predict_tables[] = {
    &limit_table, &predict_own, &options_json, &options_labels, &options_isa, NULL};

const command cmd_classify_predict = {
    .name = "classify predict",
    .group = "Neural tasks",
    .operands = "MODEL [FILE...]",
    .summary = "Label each row or line of the input",
    .details =
        "For each row or line one line: LABEL<TAB>PROBABILITY, with -k several such pairs.\n"
        "Without FILE it comes from standard input; lines of text are answered as they come.\n",
    .examples = "  echo 'buy now' | kith classify predict spam.kith\n"
                "  kith classify predict spam.kith mails.txt -k 3 --json\n",
    .least = 1,
    .tables = predict_tables,
    .run = run_predict,
};
