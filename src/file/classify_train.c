/*
 * Training a text classifier from files to file: what kith_classify_train does around the loop.
 *
 * The model's disk space is taken before the training; with --patience the best weights so far are
 * kept aside at the end of an epoch, and they are the ones that are written.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "file/classifier.h"
#include "file/dense_train.h"
#include "file/run_log.h"
#include "task/best.h"
#include "task/class_weight.h"
#include "task/classify_config.h"
#include "task/fit.h"

typedef struct session {
    kith_classify_config config;
    kith_text_classifier model;
    kith_text_data *data;
    kith_vectors *vectors;
    kith_text_run run;
    kith_net_file *file;
    char *options;
    uint32_t *bucket;
    double *class_weight; /* NULL: all 1 */
    kith_position at;
    kith_run_log log;
    double started;
    uint64_t epoch; /* the last one looked at */
    kith_param *param[2];
    kith_best best;
} session;

static kith_status try_output(const char *path, kith_error *err)
{
    kith_writer *w = NULL;
    KITH_TRY(kith_writer_open(path, &w, err));
    kith_writer_discard(&w);
    return KITH_OK;
}

static kith_status weigh_classes(session *s, kith_error *err)
{
    const kith_words *names = &s->model.features.labels;
    if (strcmp(s->config.class_weight, "none") == 0)
        return KITH_OK;
    uint64_t *lines = kith_mem_new(names->size, sizeof *lines);
    s->class_weight = kith_mem_new(names->size, sizeof *s->class_weight);
    kith_status status = KITH_OK;
    if (lines == NULL || s->class_weight == NULL)
        status = kith_fail_memory(err, "class weights", names->size * sizeof *lines);
    for (uint64_t i = 0; i < s->data->lines && status == KITH_OK; i++)
        lines[s->data->label[s->data->line[i].label]]++;
    if (status == KITH_OK)
        status = kith_class_weights(s->config.class_weight, names, lines, s->class_weight, err);
    kith_mem_free(lines);
    return status;
}

static kith_status read_data(session *s, const char *const *paths, size_t count, kith_error *err)
{
    const kith_classify_config *c = &s->config;
    kith_text_reading how = {.min_count = c->min_count, .seed = c->seed, .bag = c->bag};
    if (*c->vectors != '\0') {
        KITH_TRY(kith_vectors_open(c->vectors, NULL, &s->vectors, err));
        s->config.dim = (size_t)kith_vectors_dim(s->vectors);
        how.extra = &s->vectors->words;
    }
    s->model.kern = c->kern;
    s->model.one_vs_all = c->one_vs_all;
    KITH_TRY(kith_features_init(&s->model.features, c->ngrams, c->buckets, c->lowercase, err));
    KITH_TRY(kith_text_data_read(&s->model.features, &how, paths, count, &s->data, err));
    if (c->folds == 0)
        return KITH_OK;
    return kith_text_data_hold_out(s->data, c->folds, c->fold - 1, c->seed, err);
}

static kith_status make_model(session *s, kith_error *err)
{
    KITH_TRY(kith_text_classifier_init(&s->model, s->config.dim, s->config.seed, err));
    if (s->vectors != NULL)
        kith_text_classifier_start(&s->model, s->vectors);
    KITH_TRY(weigh_classes(s, err));
    s->run = (kith_text_run){.model = &s->model,
                             .data = s->data,
                             .pace = s->config.pace,
                             .frozen_words = s->config.freeze_vectors,
                             .weight = s->class_weight};
    s->param[0] = &s->model.input;
    s->param[1] = &s->model.output;
    s->best = (kith_best){.patience = s->config.patience, .param = s->param, .params = 2};
    return kith_text_run_init(&s->run, s->config.threads, err);
}

static kith_status prepare(session *s, const kith_config *config, const char *const *paths,
                           size_t count, const char *output, kith_error *err)
{
    KITH_TRY(kith_classify_configure(config, &s->config, err));
    KITH_TRY(kith_task_config_text(config, &s->options, err));
    if (output != NULL)
        KITH_TRY(try_output(output, err));
    s->log.path = kith_config_text(config, "log");
    s->log.plot = kith_config_text(config, "plot");
    if (*s->log.path != '\0')
        KITH_TRY(try_output(s->log.path, err));
    if (*s->log.plot != '\0')
        KITH_TRY(try_output(s->log.plot, err));
    KITH_TRY(read_data(s, paths, count, err));
    KITH_TRY(make_model(s, err));
    const uint64_t blocks = kith_text_run_source(&s->run).blocks;
    if (s->config.hold_out > blocks)
        return kith_fail(err, KITH_ERR_USAGE,
                         "--valid: %llu lines are too few to hold out that share",
                         (unsigned long long)s->data->lines);
    if (output == NULL)
        return KITH_OK;
    KITH_TRY(kith_features_buckets(&s->model.features, &s->bucket, err));
    KITH_TRY(kith_text_file_new(&s->model, s->options, s->bucket, &s->file, err));
    return kith_net_file_begin(s->file, output, err);
}

static kith_status rounded(void *self, const kith_position *at, bool cancelled, kith_error *err)
{
    session *s = self;
    const double done = (double)at->epoch / (double)s->config.epochs;
    if (at->epoch == s->epoch || cancelled)
        return KITH_OK;
    s->epoch = at->epoch;
    KITH_TRY(kith_run_log_epoch(&s->log, at->epoch, at, "lines",
                                kith_pace_at(&s->config.pace, done) *
                                    kith_plateau_left(&at->plateau, &s->config.pace),
                                kith_clock() - s->started, err));
    return kith_best_look(&s->best, at->epoch, kith_loss_mean(&at->valid), err);
}

static kith_status learn(session *s, const kith_watch *watch, kith_error *err)
{
    const kith_source source = kith_text_run_source(&s->run);
    const kith_trainee trainee = kith_text_run_trainee(&s->run);
    kith_loop loop = {.epochs = s->config.epochs,
                      .seed = s->config.seed,
                      .hold_out = s->config.hold_out,
                      .pace = s->config.pace,
                      .watch = watch,
                      .watch_seconds = 0.1,
                      .rounded = rounded,
                      .self = s};
    KITH_TRY(kith_team_new(s->config.threads, &loop.team, err));
    s->started = kith_clock();
    const kith_status status = kith_loop_run(&loop, &source, &trainee, &s->at, err);
    kith_team_free(loop.team);
    if (status != KITH_OK)
        kith_run_log_flush(&s->log, NULL);
    if (status != KITH_OK && !s->best.stopped)
        return status;
    kith_best_restore(&s->best);
    return KITH_OK;
}

static void report_data(const session *s, double seconds, kith_task_report *r)
{
    uint64_t input = 0, output = 0;
    kith_param_bytes(s->model.input.rows, s->config.dim, s->model.input.rule, &input);
    kith_param_bytes(s->model.output.rows, s->config.dim, s->model.output.rule, &output);
    r->rows = s->data->lines;
    r->skipped = s->data->unlabelled;
    r->classes = s->model.features.labels.size;
    r->words = s->model.features.words.size - 1;
    r->features = s->model.features.rows;
    r->memory = input + output;
    r->seconds_reading = seconds;
}

/* Of output rows that are zero: every class is as likely, or against the rest, as not. */
static double first_loss(const session *s)
{
    const double classes = (double)s->model.features.labels.size;
    return s->config.one_vs_all ? classes * log(2) : log(classes);
}

static void report_training(const session *s, double seconds, kith_task_report *r)
{
    r->seconds_training = seconds;
    r->rate = seconds > 0 ? (double)s->at.done / seconds : 0;
    r->loss = kith_loss_mean(&s->at.last);
    r->valid_loss = s->best.epoch > 0 ? s->best.loss : kith_loss_mean(&s->at.valid);
    r->epochs = s->at.epoch;
    r->best_epoch = s->best.epoch;
    r->fit_loss = kith_loss_mean(&s->at.last);
    r->fit_accuracy = kith_loss_accuracy(&s->at.last);
    r->valid_accuracy = kith_loss_accuracy(&s->at.valid);
    kith_fit_tell(first_loss(s), r->fit_loss, kith_loss_mean(&s->at.valid), r->fit, sizeof r->fit);
}

static void clear(session *s)
{
    kith_net_file_discard(&s->file);
    kith_text_run_clear(&s->run);
    kith_text_classifier_clear(&s->model);
    kith_text_data_free(s->data);
    kith_vectors_free(s->vectors);
    kith_run_log_clear(&s->log);
    kith_best_clear(&s->best);
    kith_mem_free(s->class_weight);
    free(s->bucket);
    free(s->options);
}

static kith_status train_table(const kith_config *config, const char *const *paths, size_t count,
                               const char *output, const kith_watch *watch,
                               kith_task_report *report, kith_error *err)
{
    if (count != 1)
        return kith_fail(err, KITH_ERR_USAGE,
                         "expected one table, got %zu files; lines of text need --text", count);
    return kith_dense_train(config, KITH_GOAL_CLASSIFY, paths[0], output, watch, report, err);
}

kith_status kith_classify_train(const kith_config *config, const char *const *paths, size_t count,
                                const char *output, const kith_watch *watch,
                                kith_task_report *report, kith_error *err)
{
    session s = {0};
    kith_task_report unused = {0}, *r = report != NULL ? report : &unused;
    *r = kith_task_report_none();
    if (!kith_config_flag(config, "text"))
        return train_table(config, paths, count, output, watch, report, err);
    const double began = kith_clock();
    kith_status status = prepare(&s, config, paths, count, output, err);
    const double read = kith_clock();
    if (status == KITH_OK) {
        report_data(&s, read - began, r);
        status = learn(&s, watch, err);
        report_training(&s, kith_clock() - read, r);
    }
    if (status == KITH_OK && s.file != NULL)
        status = kith_net_file_finish(&s.file, err);
    if (status == KITH_OK)
        status = kith_run_log_finish(&s.log, err);
    clear(&s);
    return status;
}
