/*
 * kith net tune: many trainings with other settings, each scored on held-out rows of the training
 * data, and the command that repeats the best.
 *
 * A trial is `kith ... train` that writes no model, so the command that is printed at the end has
 * the score that was printed for it.
 */
#include "args.h"
#include "progress.h"
#include "tune_report.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct tune {
    const args *args;
    bool regress, grid, accuracy;
    kith_space *space;
    tune_report report;
    uint64_t folds; /* trainings of a trial, each with another part held out; 0: one */
    progress progress;
    kith_watch shown; /* the progress's own watch */
    double ends;      /* when the budget is spent */
    bool spent;
    uint64_t trials, best; /* done; the best of them, from 1 */
    double best_score;     /* the lower the better */
    kith_error refusal;    /* why training would not take the last settings that it refused */
    kith_config *best_config;
} tune;

/* --- settings --- */

static size_t options(kith_option_table tables[COMMAND_LIBRARY_TABLES])
{
    kith_option_table regress[COMMAND_LIBRARY_TABLES];
    const size_t count = kith_classify_options(tables);
    kith_regress_options(regress);
    tables[count] = regress[0];
    return count + 1;
}

/* The training's configuration as the command line has it. */
static kith_status base_config(const tune *t, kith_config **out, kith_error *err)
{
    static const char *const own[] = {"set",   "budget", "trials", "search",
                                      "score", "json",   "quiet",  "folds"};
    kith_option_table tables[COMMAND_LIBRARY_TABLES];
    const size_t count = t->regress ? kith_regress_options(tables) : kith_classify_options(tables);
    kith_status status = kith_config_new(tables, count, out, err);
    if (status == KITH_OK && t->folds == 0)
        status = kith_config_set(*out, "valid", "0.2", err);
    for (size_t g = 0; g < t->args->givens && status == KITH_OK; g++) {
        const char *name = t->args->given[g].option->name;
        bool ours = false;
        for (size_t i = 0; i < sizeof own / sizeof *own; i++)
            ours |= strcmp(name, own[i]) == 0;
        if (!ours)
            status = kith_config_set(*out, name, t->args->given[g].value, err);
    }
    if (status == KITH_OK && t->folds == 0 && !(kith_config_real(*out, "valid") > 0))
        status = kith_fail(err, KITH_ERR_USAGE, "--valid 0 leaves nothing to score on");
    return status;
}

static kith_status read_space(tune *t, kith_error *err)
{
    kith_config *config = NULL;
    tune_report *r = &t->report;
    r->set = malloc((t->args->givens + 1) * sizeof *r->set);
    if (r->set == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    while (args_value(t->args, "set", r->sets) != NULL) {
        r->set[r->sets] = args_value(t->args, "set", r->sets);
        r->sets++;
    }
    if (r->sets == 0 && t->folds == 0)
        return kith_fail(err, KITH_ERR_USAGE, "net tune needs --set NAME=..., what to vary");
    kith_status status = base_config(t, &config, err);
    if (status == KITH_OK)
        status = kith_space_new(config, r->set, r->sets, &t->space, err);
    kith_config_free(config);
    return status;
}

/* --- one trial --- */

static bool watch(void *self, const kith_progress *p)
{
    tune *t = self;
    t->spent = progress_now() > t->ends;
    return t->shown.call(t->shown.self, p) && !t->spent;
}

/* Advice on each of many trainings would drown what is asked for. */
static bool watch_quietly(void *self, const kith_progress *p)
{
    return p->note != NULL || watch(self, p);
}

static kith_status train(tune *t, const kith_config *config, kith_task_report *r, kith_error *err)
{
    const kith_watch w = {.call = watch_quietly, .self = t};
    const args *a = t->args;
    if (t->regress)
        return kith_regress_train(config, a->operand[1], NULL, &w, r, err);
    return kith_classify_train(config, a->operand + 1, a->operands - 1, NULL, &w, r, err);
}

/* Adds fold number `n` (from 0) to the mean and the sum of squares around it (Welford 1962). */
static void add_fold(double value, uint64_t n, double *mean, double *squares)
{
    const double from = value - *mean;
    *mean += from / (double)(n + 1);
    *squares += from * (value - *mean);
}

/* One training, or one for each fold. */
static kith_status train_folds(tune *t, kith_config *config, tune_trial *o, kith_error *err)
{
    const uint64_t runs = t->folds > 0 ? t->folds : 1;
    for (uint64_t i = 0; i < runs; i++) {
        kith_task_report r = {0};
        char fold[48];
        snprintf(fold, sizeof fold, "%" PRIu64 "/%" PRIu64, i + 1, runs);
        kith_status status = t->folds > 0 ? kith_config_set(config, "fold", fold, err) : KITH_OK;
        if (status == KITH_OK)
            status = train(t, config, &r, err);
        if (status != KITH_OK)
            return status;
        add_fold(r.valid_loss, i, &o->loss, &o->loss_spread);
        add_fold(r.valid_accuracy, i, &o->accuracy, &o->accuracy_spread);
        o->seconds += r.seconds_training;
    }
    o->loss_spread = sqrt(o->loss_spread / (double)(runs > 1 ? runs - 1 : 1));
    o->accuracy_spread = sqrt(o->accuracy_spread / (double)(runs > 1 ? runs - 1 : 1));
    return KITH_OK;
}

/* Takes the configuration over where it is the best so far; it is freed otherwise. */
static kith_status judge(tune *t, kith_config *config, const tune_trial *o, kith_error *err)
{
    const double score = t->accuracy ? -o->accuracy : o->loss;
    tune_report_trial(&t->report, config, o);
    if (isfinite(score) && (t->best == 0 || score < t->best_score)) {
        kith_config_free(t->best_config);
        t->best_config = config;
        t->best_score = score;
        t->best = o->number;
        return KITH_OK;
    }
    kith_config_free(config);
    if (t->accuracy && isnan(o->accuracy) && isfinite(o->loss))
        return kith_fail(err, KITH_ERR_USAGE, "--score accuracy: numbers have a loss alone");
    return KITH_OK;
}

/* A run that diverged, or that training refuses, is a trial without a score. */
static kith_status try_one(tune *t, uint64_t trial, kith_error *err)
{
    const uint64_t seed = args_count(t->args, "seed");
    tune_trial o = {.number = t->trials + 1, .remark = ""};
    kith_error why = {0};
    kith_config *config = NULL;
    kith_status status = base_config(t, &config, err);
    if (status == KITH_OK)
        status = kith_space_choose(t->space, t->grid, seed, trial, config, err);
    if (status != KITH_OK) {
        kith_config_free(config);
        return status;
    }
    status = train_folds(t, config, &o, &why);
    if (status == KITH_NOT_FOUND || status == KITH_ERR_USAGE) {
        o.loss = o.accuracy = o.loss_spread = o.accuracy_spread = (double)NAN;
        o.remark = why.text;
        t->refusal = status == KITH_ERR_USAGE ? why : t->refusal;
    } else if (status != KITH_OK) {
        kith_config_free(config);
        return kith_fail(err, status, "%s", why.text);
    }
    t->trials++;
    return judge(t, config, &o, err);
}

/* --- the search --- */

static kith_status search(tune *t, kith_error *err)
{
    const uint64_t asked = args_count(t->args, "trials"), grid = kith_space_grid(t->space);
    const uint64_t most = t->report.sets == 0 ? 1 : t->grid && grid < asked ? grid : asked;
    kith_status status = KITH_OK;
    tune_report_begin(&t->report);
    for (uint64_t i = 0; i < most && status == KITH_OK && progress_now() < t->ends; i++)
        status = try_one(t, i, err);
    if (status == KITH_CANCELLED && t->spent && progress_signal() == 0)
        status = KITH_OK;
    return status;
}

static kith_status finish(const tune *t, kith_status status, kith_error *err)
{
    if (t->best > 0 && (status == KITH_OK || status == KITH_CANCELLED))
        tune_report_best(&t->report, t->best_config, t->best);
    else if (status == KITH_OK && t->refusal.status != KITH_OK)
        return kith_fail(err, KITH_ERR_USAGE, "no trial came to a score: %s", t->refusal.text);
    else if (status == KITH_OK)
        return kith_fail(err, KITH_NOT_FOUND,
                         "no trial came to a score: a larger --budget, or lower learning rates");
    return status;
}

static kith_status run(const args *a, kith_error *err)
{
    tune t = {.args = a,
              .regress = strcmp(a->operand[0], "regress") == 0,
              .grid = strcmp(kith_config_text(a->config, "search"), "grid") == 0,
              .accuracy = strcmp(kith_config_text(a->config, "score"), "accuracy") == 0};
    if (!t.regress && strcmp(a->operand[0], "classify") != 0)
        return kith_fail(err, KITH_ERR_USAGE, "net tune '%s': expected classify or regress",
                         a->operand[0]);
    const double budget = kith_config_real(a->config, "budget");
    t.folds = args_count(a, "folds");
    if (t.folds == 1)
        return kith_fail(err, KITH_ERR_USAGE, "--folds 1 leaves nothing to train on");
    t.report = (tune_report){.args = a, .folds = t.folds > 0};
    kith_status status = read_space(&t, err);
    if (status == KITH_OK) {
        t.ends = budget > 0 ? progress_now() + budget : HUGE_VAL;
        t.shown = progress_start(&t.progress, args_flag(a, "quiet"));
        status = search(&t, err);
        progress_finish(&t.progress, status == KITH_OK);
        status = finish(&t, status, err);
    }
    kith_config_free(t.best_config);
    kith_space_free(t.space);
    free(t.report.set);
    return status;
}

static const kith_option rows[] = {
    {.name = "set",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "NAME=...",
     .group = "Search",
     .help =
         "an option to vary, repeatable: values parted by commas (by | where they have commas), "
         "or for a number LOW..HIGH, LOW..HIGH:log"},
    {.name = "search",
     .type = KITH_OPTION_NAME,
     .standard = "random",
     .choices = "random grid",
     .value = "NAME",
     .group = "Search",
     .help = "draw each trial, or go through all combinations (of a range 5 values)"},
    {.name = "trials",
     .type = KITH_OPTION_INT,
     .standard = "20",
     .least = 1,
     .most = 1e9,
     .value = "N",
     .group = "Search",
     .help = "at most so many trainings"},
    {.name = "budget",
     .type = KITH_OPTION_SECONDS,
     .standard = "0",
     .least = 0,
     .most = 1e9,
     .value = "TIME",
     .group = "Search",
     .help = "stop after so long, as 60s or 10m, and leave out the training in hand; 0: never"},
    {.name = "folds",
     .type = KITH_OPTION_INT,
     .standard = "0",
     .least = 0,
     .most = 1e6,
     .value = "K",
     .group = "Search",
     .help = "cross-validation: a trial is K trainings, each scored on another K-th of "
             "the rows or lines, and has their means and standard deviations; without --set there "
             "is one "
             "trial. 0: one training, scored on --valid"},
    {.name = "score",
     .type = KITH_OPTION_NAME,
     .standard = "loss",
     .choices = "loss accuracy",
     .value = "NAME",
     .group = "Search",
     .help = "what of the held-out rows decides"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, &options_json, NULL};

const command cmd_net_tune = {
    .name = "net tune",
    .group = "Neural tasks",
    .operands = "classify|regress FILE...",
    .summary = "Search for settings by random or grid search within a time budget",
    .details =
        "Each trial trains with the options given, and values of those that --set varies, on a\n"
        "part of the data and is scored on the rest (--valid, 0.2 unless given): keep test files\n"
        "out of it. A line a trial: number, held-out loss and accuracy, settings; then the best\n"
        "one, and the command that trains it again. Settings that training refuses, or whose loss\n"
        "leaves the numbers, are a line with the reason as its last column. Ctrl-C ends with the\n"
        "best so far.\n",
    .examples =
        "  kith net tune classify iris.csv --budget 60s --trials 30 --set lr=3e-4..0.03:log \\\n"
        "    --set net='?-16relu-?softmax,?-64relu-dropout0.2-?softmax' --set batch=16,32\n"
        "  kith net tune classify --text train.txt --set ngrams=1,2,3 --search grid\n"
        "  kith net tune classify iris.csv --folds 10\n",
    .least = 2,
    .tables = tables,
    .library = options,
    .run = run,
};
