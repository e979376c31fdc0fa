/* kith train: learns word vectors from texts. */
#include "args.h"
#include "output.h"
#include "print.h"
#include "progress.h"
#include "stats.h"

#include <math.h>
#include <string.h>

static void print_option(const args_given *g)
{
    if (g->option->type == KITH_OPTION_FLAG) {
        fprintf(stderr, " --%s%s", strcmp(g->value, "true") == 0 ? "" : "no-", g->option->name);
        return;
    }
    fprintf(stderr, " --%s ", g->option->name);
    print_quoted(stderr, g->value);
}

/* The command that goes on from the checkpoint: the same one, with its --resume replaced. */
static void print_continuation(const args *a, const char *checkpoint, const char *where)
{
    print_message("%s; to continue:", where);
    fputs("kith train", stderr);
    for (size_t i = 0; i < a->operands; i++) {
        putc(' ', stderr);
        print_quoted(stderr, a->operand[i]);
    }
    for (size_t i = 0; i < a->givens; i++)
        if (strcmp(a->given[i].option->name, "resume") != 0)
            print_option(&a->given[i]);
    fputs(" --resume ", stderr);
    print_quoted(stderr, checkpoint);
    putc('\n', stderr);
}

static void print_training(const char *output, const kith_train_report *r)
{
    char words[PRINT_COUNT_CHARS], rate[PRINT_COUNT_CHARS], memory[PRINT_COUNT_CHARS];
    char loss[64] = "", valid[64] = "";
    if (isfinite(r->loss))
        snprintf(loss, sizeof loss, ", loss %.4f", r->loss);
    if (isfinite(r->valid_loss))
        snprintf(valid, sizeof valid, ", held-out loss %.4f", r->valid_loss);
    print_message("trained %s words/s%s%s", print_short(r->rate, rate), loss, valid);
    print_message("read in %.1f s, trained in %.1f s, saved in %.1f s; %sB of parameters",
                  r->seconds_reading, r->seconds_training, r->seconds_saving,
                  print_short((double)r->memory, memory));
    print_message("%s: %s vectors of %llu numbers", output, print_count(r->words, words),
                  (unsigned long long)r->dim);
}

static kith_status check_output(const args *a, kith_error *err)
{
    const char *output = args_text(a, "output");
    if (output == NULL)
        return kith_fail(err, KITH_ERR_USAGE, "train needs -o MODEL, the file to write");
    kith_status status = output_check(output, a->operand, a->operands, err);
    static const char *const others[] = {"log", "plot", "save-vocab"};
    for (size_t i = 0; i < sizeof others / sizeof *others && status == KITH_OK; i++)
        if (args_text(a, others[i]) != NULL)
            status = output_check(args_text(a, others[i]), a->operand, a->operands, err);
    return status;
}

static void print_start(const args *a, const kith_train_report *r)
{
    char started[PRINT_COUNT_CHARS], words[PRINT_COUNT_CHARS], frozen[PRINT_COUNT_CHARS];
    if (args_text(a, "init") == NULL)
        return;
    print_count(r->started, started);
    if (args_flag(a, "freeze") || args_text(a, "freeze-words") != NULL)
        print_message("%s of %s words start from %s, %s of them frozen", started,
                      print_count(r->words, words), args_text(a, "init"),
                      print_count(r->frozen, frozen));
    else
        print_message("%s of %s words start from %s", started, print_count(r->words, words),
                      args_text(a, "init"));
    if (r->freeze_unknown > 0)
        print_message("%s: words without a vector to stay: %s", args_text(a, "freeze-words"),
                      print_count(r->freeze_unknown, words));
}

static void print_summary(const args *a, const kith_train_report *r)
{
    if (args_flag(a, "quiet"))
        return;
    stats_print(&r->text, r->words);
    print_start(a, r);
    print_training(args_text(a, "output"), r);
}

static kith_status run(const args *a, kith_error *err)
{
    kith_train_report report = {.loss = (double)NAN, .valid_loss = (double)NAN};
    kith_status status = check_output(a, err);
    if (status != KITH_OK)
        return status;
    progress p;
    const kith_watch watch = progress_start(&p, args_flag(a, "quiet"));
    status = kith_train(a->config, a->operand, a->operands, args_text(a, "output"), &watch, &report,
                        err);
    progress_finish(&p, status == KITH_OK);
    if (status == KITH_OK)
        print_summary(a, &report);
    if (status == KITH_CANCELLED && report.checkpoint[0] != '\0') {
        print_continuation(a, report.checkpoint, err->text);
        err->text[0] = '\0'; /* said already */
    }
    return status;
}

static const kith_option rows[] = {
    {.name = "output",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "MODEL",
     .group = "Output",
     .help = "the model to write: a .kith file, or another format by the ending of its name"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, NULL};

const command cmd_train = {
    .name = "train",
    .group = "Learn",
    .operands = "FILE... -o MODEL",
    .summary = "Learn word vectors from texts",
    .details = "FILE may be plain or gzip, a folder, or - for standard input; a newline ends a\n"
               "sentence. The model appears whole at the end or not at all. Ctrl-C saves a\n"
               "checkpoint and prints the command that continues. With --maxn words are made of\n"
               "their character n-grams too, as by fastText, so that in every question words\n"
               "outside the vocabulary have vectors; convert writes such a model for fastText.\n",
    .examples = "  kith train text.txt.gz -o words.kith --dim 300\n"
                "  kith train text.txt.gz -o words.kith --minn 3 --maxn 6\n"
                "  kith train new.txt -o more.kith --init words.kith --freeze\n"
                "  kith train texts/ -o words.kith --arch cbow --loss hs --epochs 10\n",
    .least = 1,
    .tables = tables,
    .library = kith_train_options,
    .run = run,
};
