/* kith classify train, test, predict: text and its labels. */
#include "args.h"
#include "class_report.h"
#include "json.h"
#include "output.h"
#include "print.h"
#include "progress.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- train --- */

static void print_reading(const kith_task_report *r)
{
    char rows[PRINT_COUNT_CHARS], classes[PRINT_COUNT_CHARS];
    char words[PRINT_COUNT_CHARS], features[PRINT_COUNT_CHARS];
    print_message("%s lines, %s labels, %s words, %s features", print_count(r->rows, rows),
                  print_count(r->classes, classes), print_count(r->words, words),
                  print_count(r->features, features));
    if (r->skipped > 0)
        print_message("%s lines without a label were left out", print_count(r->skipped, rows));
}

static void print_training(const char *output, const kith_task_report *r)
{
    char rate[PRINT_COUNT_CHARS], valid[64] = "", best[64] = "";
    if (isfinite(r->valid_loss))
        snprintf(valid, sizeof valid, ", held-out loss %.4f", r->valid_loss);
    if (r->best_epoch > 0)
        snprintf(best, sizeof best, "; kept epoch %llu of %llu", (unsigned long long)r->best_epoch,
                 (unsigned long long)r->epochs);
    print_message("trained %s lines/s, loss %.4f%s%s", print_short(r->rate, rate), r->loss, valid,
                  best);
    print_message("%s: read in %.1f s, trained in %.1f s, %sB of parameters", output,
                  r->seconds_reading, r->seconds_training, print_short((double)r->memory, rate));
}

static kith_status run_train(const args *a, kith_error *err)
{
    kith_task_report report;
    const char *output = args_text(a, "output");
    if (output == NULL)
        return kith_fail(err, KITH_ERR_USAGE, "classify train needs -o MODEL, the file to write");
    kith_status status = output_check(output, a->operand, a->operands, err);
    if (status != KITH_OK)
        return status;
    progress p;
    const kith_watch watch = progress_start(&p, args_flag(a, "quiet"));
    status = kith_classify_train(a->config, a->operand, a->operands, output, &watch, &report, err);
    progress_finish(&p, status == KITH_OK);
    if (status == KITH_OK && !args_flag(a, "quiet")) {
        print_reading(&report);
        print_training(output, &report);
    }
    return status;
}

static const kith_option train_rows[] = {
    {.name = "output",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "MODEL",
     .group = "Output",
     .help = "the model to write"},
};
static const kith_option_table train_own = {.option = train_rows, .count = 1};
static const kith_option_table *const train_tables[] = {&train_own, NULL};

const command cmd_classify_train = {
    .name = "classify train",
    .group = "Neural tasks",
    .operands = "FILE... -o MODEL",
    .summary = "Learn to label lines of text",
    .details =
        "With --text a FILE is lines of words with a label, \"__label__spam buy now\". A line\n"
        "is the mean of the vectors of its words, its end, and its word n-grams.\n",
    .examples = "  kith classify train --text train.txt -o spam.kith --ngrams 2\n"
                "  kith classify train --text train.txt -o m.kith --vectors words.kith\n",
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

static kith_status run_test(const args *a, kith_error *err)
{
    kith_classifier *c = NULL;
    kith_class_report report = {0};
    kith_status status = open_model(a, &c, err);
    if (status == KITH_OK)
        status = kith_classifier_test(c, a->operand + 1, a->operands - 1, &report, err);
    if (status == KITH_OK && args_flag(a, "json"))
        class_report_json(&report);
    else if (status == KITH_OK)
        class_report_print(&report);
    kith_class_report_clear(&report);
    kith_classifier_free(c);
    return status;
}

static const kith_option isa_rows[] = {
    {.name = "isa",
     .type = KITH_OPTION_TEXT,
     .standard = "auto",
     .value = "NAME",
     .group = "Running",
     .help = "kernels to use: base, avx2, avx512, neon; auto takes the best this machine has"},
};
static const kith_option_table isa_table = {.option = isa_rows, .count = 1};
static const kith_option_table *const test_tables[] = {&options_json, &isa_table, NULL};

const command cmd_classify_test = {
    .name = "classify test",
    .group = "Neural tasks",
    .operands = "MODEL FILE...",
    .summary = "Measure a classifier on labelled data",
    .details =
        "Accuracy, F1, precision and recall of each label, who is taken for whom, log loss,\n"
        "area under the ROC curve, and how far probabilities can be trusted. A label that\n"
        "the training did not have counts as wrong.\n",
    .examples = "  kith classify test spam.kith test.txt\n"
                "  kith classify test spam.kith test.txt --json | jq .accuracy\n",
    .least = 2,
    .tables = test_tables,
    .run = run_test,
};

/* --- predict --- */

typedef struct predict {
    const args *args;
    const kith_classifier *c;
    size_t k;
    size_t *order; /* [classes] */
} predict;

/* Puts the k likeliest classes first; few of few, so by selection. */
static void rank_classes(predict *p, const float *probability, size_t classes)
{
    for (size_t i = 0; i < classes; i++)
        p->order[i] = i;
    for (size_t i = 0; i < p->k; i++)
        for (size_t j = i + 1; j < classes; j++)
            if (probability[p->order[j]] > probability[p->order[i]]) {
                const size_t other = p->order[i];
                p->order[i] = p->order[j];
                p->order[j] = other;
            }
}

static void print_answer(const predict *p, const float *probability)
{
    for (size_t i = 0; i < p->k; i++) {
        if (i > 0)
            putchar('\t');
        print_text(stdout, kith_classifier_class(p->c, p->order[i]));
        putchar('\t');
        print_fixed(stdout, (double)probability[p->order[i]], 6);
    }
    putchar('\n');
}

static void json_answer(const predict *p, const float *probability)
{
    json j = json_begin_line(stdout);
    json_text(&j, "label", kith_classifier_class(p->c, p->order[0]));
    json_begin_array(&j, "answers");
    for (size_t i = 0; i < p->k; i++) {
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
    (void)err;
    rank_classes(p, probability, classes);
    if (args_flag(p->args, "json"))
        json_answer(p, probability);
    else
        print_answer(p, probability);
    return fflush(stdout) == 0 || !print_reader_gone() ? KITH_OK : KITH_NOT_FOUND;
}

static kith_status run_predict(const args *a, kith_error *err)
{
    kith_classifier *c = NULL;
    kith_status status = open_model(a, &c, err);
    if (status != KITH_OK)
        return status;
    const size_t classes = kith_classifier_classes(c), k = (size_t)args_count(a, "k");
    predict p = {.args = a, .c = c, .k = k < classes ? k : classes};
    const kith_answer_watch each = {.call = answer, .self = &p};
    p.order = malloc(classes * sizeof *p.order);
    if (p.order == NULL)
        status = kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    for (size_t i = 1; i < a->operands && status == KITH_OK; i++)
        status = kith_classifier_predict(c, a->operand[i], &each, err);
    if (status == KITH_OK && a->operands == 1)
        status = kith_classifier_predict(c, "-", &each, err);
    free(p.order);
    kith_classifier_free(c);
    return print_reader_gone() ? KITH_OK : status;
}

static const kith_option predict_rows[] = {
    {.name = "k",
     .type = KITH_OPTION_INT,
     .standard = "1",
     .least = 1,
     .most = 1e9,
     .value = "K",
     .group = "Answers",
     .help = "labels to show for a line, likeliest first"},
};
static const kith_option_table predict_own = {.option = predict_rows, .count = 1};
static const kith_option_table *const predict_tables[] = {&predict_own, &options_json, &isa_table,
                                                          NULL};

const command cmd_classify_predict = {
    .name = "classify predict",
    .group = "Neural tasks",
    .operands = "MODEL [FILE...]",
    .summary = "Label each line of the input",
    .details =
        "For each line one line: LABEL<TAB>PROBABILITY, with -k several such pairs. Without\n"
        "FILE the lines come from standard input and are answered as they come.\n",
    .examples = "  echo 'buy now' | kith classify predict spam.kith\n"
                "  kith classify predict spam.kith mails.txt -k 3 --json\n",
    .least = 1,
    .tables = predict_tables,
    .run = run_predict,
};
