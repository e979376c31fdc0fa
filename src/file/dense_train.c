#include "file/dense_train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "file/dense_file.h"
#include "file/run_log.h"
#include "file/vector_table.h"
#include "task/best.h"

typedef struct session {
    kith_dense_config config;
    kith_dataset *data;
    kith_dense model;
    kith_dense_run run;
    kith_words classes;
    kith_net_file *file;
    char *options, *spec;
    kith_best best;
    kith_run_log log;
    kith_position at;
    double started;
    uint64_t epoch;      /* the last one looked at */
    kith_loss_sum valid; /* after it */
} session;

static kith_status try_output(const char *path, kith_error *err)
{
    kith_writer *w = NULL;
    if (*path == '\0')
        return KITH_OK;
    KITH_TRY(kith_writer_open(path, &w, err));
    kith_writer_discard(&w);
    return KITH_OK;
}

static kith_status check_data(const session *s, const char *path, kith_error *err)
{
    const kith_dataset *d = s->data;
    if (d->rows == 0 || d->features == 0)
        return kith_fail(err, KITH_ERR_DATA, "%s: no rows with features", path);
    if (s->config.goal == KITH_GOAL_CLASSIFY && d->classes == 0)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s: no labels; --label COLUMN or --labels FILE says where they are",
                         path);
    if (s->config.goal == KITH_GOAL_CLASSIFY && d->classes < 2)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s: all %zu rows have the same label, there is nothing to tell apart",
                         path, d->rows);
    if (s->config.goal == KITH_GOAL_REGRESS && d->targets == 0)
        return kith_fail(err, KITH_ERR_DATA, "%s: no column of numbers to predict", path);
    return KITH_OK;
}

static kith_status read_data(session *s, const kith_config *config, const char *path,
                             kith_error *err)
{
    const kith_table_options o = kith_table_options_of(config);
    bool vectors = false;
    if (s->config.goal == KITH_GOAL_ENCODE)
        KITH_TRY(kith_vector_table_is(path, &vectors, err));
    if (vectors)
        KITH_TRY(kith_vector_table_open(path, &s->data, err));
    else
        KITH_TRY(kith_dataset_read(path, &o, &s->data, err));
    KITH_TRY(check_data(s, path, err));
    for (size_t i = 0; i < s->data->classes && s->config.goal == KITH_GOAL_CLASSIFY; i++) {
        uint64_t id;
        bool added;
        const char *name = s->data->class_name[i];
        KITH_TRY(kith_words_add(&s->classes, name, strlen(name), &id, &added, err));
    }
    return KITH_OK;
}

static kith_status make_model(session *s, kith_error *err)
{
    const kith_dataset *d = s->data;
    const size_t outputs = s->config.goal == KITH_GOAL_CLASSIFY  ? d->classes
                           : s->config.goal == KITH_GOAL_REGRESS ? d->targets
                                                                 : d->features;
    KITH_TRY(kith_dense_init(&s->model, &s->config, d->features, outputs, err));
    KITH_TRY(kith_dense_run_init(&s->run, &s->model, d, &s->config, err));
    s->best.patience = s->config.patience;
    s->best.param = kith_net_params(s->model.net, &s->best.params);
    return kith_spec_format(kith_net_spec(s->model.net), &s->spec, err);
}

static kith_status prepare(session *s, const kith_config *config, kith_goal goal, const char *path,
                           const char *output, kith_error *err)
{
    KITH_TRY(kith_dense_configure(config, goal, &s->config, err));
    KITH_TRY(kith_task_config_text(config, &s->options, err));
    s->log.path = kith_config_text(config, "log");
    s->log.plot = kith_config_text(config, "plot");
    KITH_TRY(try_output(output, err));
    KITH_TRY(try_output(s->log.path, err));
    KITH_TRY(try_output(s->log.plot, err));
    KITH_TRY(read_data(s, config, path, err));
    KITH_TRY(make_model(s, err));
    KITH_TRY(kith_dense_file_new(&s->model, s->options, s->spec, &s->classes, &s->file, err));
    return kith_net_file_begin(s->file, output, err);
}

static kith_status diverged(const session *s, const kith_position *at, kith_error *err)
{
    return kith_fail(err, KITH_NOT_FOUND,
                     "the loss is no longer a number (epoch %llu): the learning rate %g is too "
                     "high, lower --lr, or set --clip",
                     (unsigned long long)(at->epoch == s->epoch ? at->epoch + 1 : at->epoch),
                     s->config.pace.lr);
}

static kith_status rounded(void *self, const kith_position *at, bool cancelled, kith_error *err)
{
    session *s = self;
    const double done = (double)at->epoch / (double)s->config.epochs;
    kith_position told = *at;
    if (!isfinite(at->running.loss) || (at->epoch > s->epoch && !isfinite(at->last.loss)))
        return diverged(s, at, err);
    if (at->epoch == s->epoch || cancelled)
        return KITH_OK;
    s->epoch = at->epoch;
    if (s->run.split.test > 0)
        KITH_TRY(kith_dense_run_score(&s->run, &s->valid, err));
    told.valid = s->valid;
    KITH_TRY(kith_run_log_epoch(&s->log, at->epoch, &told, kith_pace_at(&s->config.pace, done),
                                kith_clock() - s->started, err));
    return kith_best_look(&s->best, at->epoch, kith_loss_mean(&s->valid), err);
}

static kith_status learn(session *s, const kith_watch *watch, kith_error *err)
{
    const kith_source source = kith_table_source(&s->run.table);
    const kith_trainee trainee = kith_supervised_trainee(&s->run.supervised);
    kith_loop loop = {.epochs = s->config.epochs,
                      .seed = s->config.seed,
                      .pace = s->config.pace,
                      .watch = watch,
                      .watch_seconds = 0.1,
                      .rounded = rounded,
                      .self = s};
    KITH_TRY(kith_team_new(s->config.threads, &loop.team, err));
    s->started = kith_clock();
    const kith_status status = kith_loop_run(&loop, &source, &trainee, &s->at, err);
    kith_team_free(loop.team);
    if (status != KITH_OK && !s->best.stopped)
        return status;
    kith_best_restore(&s->best);
    return KITH_OK;
}

static uint64_t parameter_bytes(const kith_dense *m)
{
    uint64_t total = 0;
    size_t params;
    kith_param *const *param = kith_net_params(m->net, &params);
    for (size_t i = 0; i < params; i++)
        total += (uint64_t)param[i]->rows * param[i]->stride * sizeof(kith_real);
    return total;
}

static void report_run(const session *s, double reading, double training, kith_task_report *r)
{
    r->rows = s->data->rows;
    r->skipped = s->data->dropped;
    r->classes = s->classes.size;
    r->features = s->data->features;
    r->memory = parameter_bytes(&s->model);
    r->seconds_reading = reading;
    r->seconds_training = training;
    r->rate = training > 0 ? (double)s->at.done / training : 0;
    r->loss = kith_loss_mean(&s->at.last);
    r->valid_loss = s->best.epoch > 0 ? s->best.loss : kith_loss_mean(&s->valid);
    r->epochs = s->at.epoch;
    r->best_epoch = s->best.epoch;
}

static void clear(session *s)
{
    kith_net_file_discard(&s->file);
    kith_best_clear(&s->best);
    kith_dense_run_clear(&s->run);
    kith_dense_clear(&s->model);
    kith_words_clear(&s->classes);
    kith_dataset_free(s->data);
    kith_run_log_clear(&s->log);
    free(s->spec);
    free(s->options);
}

kith_status kith_dense_train(const kith_config *config, kith_goal goal, const char *path,
                             const char *output, const kith_watch *watch, kith_task_report *report,
                             kith_error *err)
{
    session s = {0};
    kith_task_report unused = {0}, *r = report != NULL ? report : &unused;
    *r = (kith_task_report){.loss = NAN, .valid_loss = NAN};
    const double began = kith_clock();
    kith_status status = prepare(&s, config, goal, path, output, err);
    const double read = kith_clock();
    if (status == KITH_OK)
        status = learn(&s, watch, err);
    if (status == KITH_OK)
        report_run(&s, read - began, kith_clock() - read, r);
    if (status == KITH_OK)
        status = kith_net_file_finish(&s.file, err);
    if (status == KITH_OK)
        status = kith_run_log_finish(&s.log, err);
    clear(&s);
    return status;
}
