#include "task_args.h"

#include "json.h"
#include "net_facts.h"
#include "output.h"
#include "print.h"
#include "progress.h"

#include <math.h>
#include <stdio.h>

static void print_reading(const kith_task_report *r, const char *rows)
{
    char text[4][PRINT_COUNT_CHARS];
    print_message("%s %s, %s labels, %s features", print_count(r->rows, text[0]), rows,
                  print_count(r->classes, text[1]), print_count(r->features, text[2]));
    if (r->skipped > 0)
        print_message("%s %s were left out, without a label or a number",
                      print_count(r->skipped, text[3]), rows);
}

/* "loss 0.1, accuracy 0.9" of those that are numbers. */
static void format_scores(double loss, double accuracy, char text[64])
{
    const size_t used = (size_t)snprintf(text, 64, "loss %.4f", loss);
    if (isfinite(accuracy))
        snprintf(text + used, 64 - used, ", accuracy %.4f", accuracy);
}

/* Bias and variance: the same measures on rows trained on and on rows held out. */
static void print_fit(const kith_task_report *r)
{
    char trained[64], held_out[64];
    format_scores(r->fit_loss, r->fit_accuracy, trained);
    format_scores(r->valid_loss, r->valid_accuracy, held_out);
    if (isfinite(r->fit_loss) && isfinite(r->valid_loss))
        print_message("rows trained on: %s; held out: %s", trained, held_out);
    else if (isfinite(r->fit_loss))
        print_message("rows trained on: %s", trained);
    if (*r->fit != '\0')
        print_message("%s", r->fit);
}

static void print_training(const char *output, const kith_task_report *r, const char *rows)
{
    char rate[PRINT_COUNT_CHARS], valid[64] = "", best[64] = "";
    if (isfinite(r->valid_loss) && !isfinite(r->fit_loss))
        snprintf(valid, sizeof valid, ", held-out loss %.4f", r->valid_loss);
    if (r->best_epoch > 0)
        snprintf(best, sizeof best, "; kept epoch %llu of %llu", (unsigned long long)r->best_epoch,
                 (unsigned long long)r->epochs);
    print_message("trained %s %s/s, loss %.4f%s%s", print_short(r->rate, rate), rows, r->loss,
                  valid, best);
    print_fit(r);
    print_message("%s: read in %.1f s, trained in %.1f s, %sB of parameters", output,
                  r->seconds_reading, r->seconds_training, print_short((double)r->memory, rate));
}

/* With --dry-run nothing is written, so no output is needed. */
static kith_status check_output(const args *a, bool dry, kith_error *err)
{
    const char *output = args_text(a, "output");
    if (dry)
        return KITH_OK;
    if (output == NULL)
        return kith_fail(err, KITH_ERR_USAGE, "%s needs -o MODEL, the file to write",
                         a->command->name);
    return output_check(output, a->operand, a->operands, err);
}

kith_status task_run_train(const args *a, task_train *train, const char *rows, kith_error *err)
{
    kith_task_report report = {0};
    const bool dry = args_flag(a, "dry-run");
    kith_status status = check_output(a, dry, err);
    if (status != KITH_OK)
        return status;
    progress p;
    const char *output = dry ? "" : args_text(a, "output");
    const kith_watch watch = progress_start(&p, args_flag(a, "quiet"));
    status = train(a, output, &watch, &report, err);
    progress_finish(&p, status == KITH_OK);
    if (status == KITH_OK && !args_flag(a, "quiet"))
        print_reading(&report, rows);
    if (status == KITH_OK && dry)
        net_facts_print(&report.net);
    else if (status == KITH_OK && !args_flag(a, "quiet"))
        print_training(output, &report, rows);
    kith_net_facts_clear(&report.net);
    return status;
}

bool task_table(const args *a, kith_table_options *o)
{
    *o =
        (kith_table_options){.label = args_text(a, "label"), .labels_file = args_text(a, "labels")};
    return o->label != NULL || o->labels_file != NULL;
}

static void json_numbers(const char *name, const float *number, size_t n)
{
    json j = json_begin_line(stdout);
    json_begin_array(&j, name);
    for (size_t i = 0; i < n; i++)
        json_float(&j, NULL, number[i]);
    json_end_array(&j);
    json_end_line(&j);
}

static void print_numbers(const float *number, size_t n)
{
    char text[KITH_REAL_CHARS];
    for (size_t i = 0; i < n; i++) {
        const size_t bytes = kith_format_float(number[i], text);
        printf("%s%.*s", i > 0 ? "\t" : "", (int)bytes, text);
    }
    putchar('\n');
}

kith_status task_answer_numbers(void *self, const float *number, size_t n, kith_error *err)
{
    const task_numbers *t = self;
    (void)err;
    if (args_flag(t->args, "json"))
        json_numbers(t->name, number, n);
    else
        print_numbers(number, n);
    return print_reader_gone() ? KITH_NOT_FOUND : KITH_OK;
}

static const kith_option output_rows[] = {
    {.name = "output",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "MODEL",
     .group = "Output",
     .help = "the model to write"},
};
const kith_option_table options_task_output = {.option = output_rows, .count = 1};

static const kith_option isa_rows[] = {
    {.name = "isa",
     .type = KITH_OPTION_TEXT,
     .standard = "auto",
     .value = "NAME",
     .group = "Running",
     .help = "kernels to use: base, avx2, avx512, avx512vnni, neon; auto takes the best this "
             "machine has"},
};
const kith_option_table options_isa = {.option = isa_rows, .count = 1};

static const kith_option label_rows[] = {
    {.name = "label",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "COLUMN",
     .group = "Table",
     .help = "the column of labels, where it is another than in the training's table"},
    {.name = "labels",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "FILE",
     .group = "Table",
     .help = "labels in a file of their own: IDX, or one a line"},
};
const kith_option_table options_labels = {.option = label_rows, .count = 2};
