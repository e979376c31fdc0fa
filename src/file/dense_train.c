/*
 * Training a net on a table from file to file: what stands around the loop.
 *
 * Outputs are tried and the model's disk space is taken before the training. What is written is the
 * last weights; with --patience the best; and of a run that diverges those of its last good epoch.
 */
#include "file/dense_train.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "file/dense_epoch.h"
#include "file/dense_start.h"
#include "file/vector_table.h"
#include "task/fit.h"

typedef struct session {
    kith_dense_config config;
    kith_dataset *data;
    kith_dense model;
    kith_dense_run run;
    kith_words classes;
    kith_net_file *file;
    char *options, *spec;
    kith_dense_start start;
    kith_dense_epochs epochs;
    kith_run_log log; /* until the epochs take it over */
    kith_position at;
} session;

static kith_status try_output(const char *path, kith_error *err)
{
    kith_writer *w = NULL;
    if (path == NULL || *path == '\0')
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

/* Units that begin alike learn as one, so only hidden layers are asked. */
static void warn_of_init(const session *s, const kith_watch *watch)
{
    const kith_spec *spec = kith_net_spec(s->model.net);
    kith_init_use asked = {0};
    char note[200];
    if (*s->config.init != '\0' &&
        kith_init_parse(s->config.init, strlen(s->config.init), &asked, NULL) != KITH_OK)
        return;
    for (size_t i = 0, hidden = 0; i + 1 < spec->nodes; i++) {
        const kith_node *n = &spec->node[i];
        const kith_init *init = n->init.init != NULL ? n->init.init : asked.init;
        hidden += n->kind == KITH_NODE_DENSE;
        if (n->kind != KITH_NODE_DENSE || n->tied || init == NULL || init->note == NULL)
            continue;
        snprintf(note, sizeof note, "initialiser %s, hidden layer %zu: %s", init->name, hidden,
                 init->note);
        kith_watch_note(watch, note);
        return;
    }
}

static kith_status make_model(session *s, const kith_watch *watch, kith_error *err)
{
    const kith_dataset *d = s->data;
    char taken[512];
    const size_t outputs = s->config.goal == KITH_GOAL_CLASSIFY  ? d->classes
                           : s->config.goal == KITH_GOAL_REGRESS ? d->targets
                                                                 : d->features;
    KITH_TRY(kith_dense_start_open(&s->start, &s->config, err));
    KITH_TRY(kith_dense_init(&s->model, &s->config, d->features, outputs, err));
    KITH_TRY(kith_dense_start_take(&s->start, &s->classes, &s->config, &s->model, taken,
                                   sizeof taken, err));
    if (*taken != '\0')
        kith_watch_note(watch, taken);
    else
        warn_of_init(s, watch);
    KITH_TRY(kith_spec_format(kith_net_spec(s->model.net), &s->spec, err));
    KITH_TRY(kith_dense_run_init(&s->run, &s->model, d, &s->config, err));
    return s->config.dry ? KITH_OK
                         : kith_dense_epochs_init(&s->epochs, &s->run, watch, &s->log, err);
}

static kith_status try_outputs(session *s, const kith_config *config, const char *output,
                               kith_error *err)
{
    s->log.path = kith_config_text(config, "log");
    s->log.plot = kith_config_text(config, "plot");
    if (s->config.dry)
        return KITH_OK;
    KITH_TRY(try_output(output, err));
    KITH_TRY(try_output(s->log.path, err));
    return try_output(s->log.plot, err);
}

static kith_status prepare(session *s, const kith_config *config, kith_goal goal, const char *path,
                           const char *output, const kith_watch *watch, kith_error *err)
{
    KITH_TRY(kith_dense_configure(config, goal, &s->config, err));
    KITH_TRY(kith_task_config_text(config, &s->options, err));
    KITH_TRY(try_outputs(s, config, output, err));
    KITH_TRY(read_data(s, config, path, err));
    KITH_TRY(make_model(s, watch, err));
    if (s->config.dry || output == NULL)
        return KITH_OK;
    KITH_TRY(kith_dense_file_new(&s->model, s->options, s->spec, &s->classes, &s->file, err));
    return kith_net_file_begin(s->file, output, err);
}

/* KITH_NOT_FOUND where the run has diverged, with its last good weights, if any, in the net. */
static kith_status learn(session *s, const kith_watch *watch, kith_error *err)
{
    const kith_source source = kith_table_source(&s->run.table);
    const kith_trainee trainee = kith_supervised_trainee(&s->run.supervised);
    kith_loop loop = {.epochs = s->run.epochs,
                      .seed = s->config.seed,
                      .pace = s->run.supervised.pace,
                      .watch = watch,
                      .watch_seconds = 0.1,
                      .held_out = kith_dense_epochs_held_out,
                      .rounded = kith_dense_epochs_look,
                      .self = &s->epochs};
    KITH_TRY(kith_team_new(s->run.threads, &loop.team, err));
    const kith_status status = kith_loop_run(&loop, &source, &trainee, &s->at, err);
    const bool stopped = s->epochs.best.stopped, diverged = s->epochs.diverged;
    kith_team_free(loop.team);
    kith_net_finish(s->model.net);
    if (stopped || diverged || (status == KITH_OK && s->config.patience > 0))
        kith_best_restore(&s->epochs.best);
    return stopped ? KITH_OK : status;
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

static void report_data(const session *s, double reading, kith_task_report *r)
{
    r->rows = s->data->rows;
    r->skipped = s->data->dropped;
    r->classes = s->classes.size;
    r->features = s->data->features;
    r->memory = parameter_bytes(&s->model);
    r->seconds_reading = reading;
}

/* Of the weights that are written, which need not be the last. */
static kith_status report_training(session *s, double training, kith_task_report *r,
                                   kith_error *err)
{
    kith_dense_epochs *e = &s->epochs;
    KITH_TRY(kith_dense_epochs_measure(e, err));
    r->seconds_training = training;
    r->rate = training > 0 ? (double)s->at.done / training : 0;
    r->loss = kith_loss_mean(&s->at.last);
    r->valid_loss = kith_loss_mean(&e->held_out.loss);
    r->epochs = s->at.epoch;
    r->best_epoch = s->config.patience > 0 ? e->best.epoch : 0;
    r->fit_loss = kith_loss_mean(&e->trained.loss);
    r->fit_accuracy = kith_dense_accuracy(&s->run, &e->trained);
    r->valid_accuracy = kith_dense_accuracy(&s->run, &e->held_out);
    kith_fit_tell(e->first, r->fit_loss, r->valid_loss, r->fit, sizeof r->fit);
    return KITH_OK;
}

/* Adds to the error of a diverged run what became of its model. */
static kith_status tell_kept(const session *s, const char *output, kith_error *err)
{
    const kith_best *b = &s->epochs.best;
    char loss[KITH_REAL_CHARS];
    if (err == NULL)
        return KITH_NOT_FOUND;
    const size_t used = strlen(err->text);
    kith_format_float((float)b->loss, loss);
    if (output == NULL)
        return KITH_NOT_FOUND;
    if (b->epoch == 0)
        snprintf(err->text + used, sizeof err->text - used,
                 "; no epoch was good, and nothing is written");
    else
        snprintf(err->text + used, sizeof err->text - used,
                 "; %s has the last good weights, of epoch %llu, loss %s", output,
                 (unsigned long long)b->epoch, loss);
    return KITH_NOT_FOUND;
}

static kith_status finish(session *s, double training, const char *output, kith_task_report *r,
                          kith_error *err)
{
    const bool diverged = s->epochs.diverged;
    kith_error second = {0};
    kith_error *e = diverged ? &second : err;
    kith_status status = KITH_OK;
    if (!diverged || s->epochs.best.epoch > 0) {
        status = report_training(s, training, r, e);
        if (status == KITH_OK && s->file != NULL)
            status = kith_net_file_finish(&s->file, e);
    }
    if (status == KITH_OK)
        status = kith_run_log_finish(&s->epochs.log, e);
    if (!diverged)
        return status;
    return status == KITH_OK ? tell_kept(s, output, err)
                             : kith_fail(err, status, "%s", second.text);
}

static void clear(session *s)
{
    kith_net_file_discard(&s->file);
    kith_dense_epochs_clear(&s->epochs);
    kith_dense_run_clear(&s->run);
    kith_dense_clear(&s->model);
    kith_dense_start_clear(&s->start);
    kith_words_clear(&s->classes);
    kith_dataset_free(s->data);
    free(s->spec);
    free(s->options);
}

static kith_status run(session *s, const char *output, const kith_watch *watch, kith_task_report *r,
                       kith_error *err)
{
    const double began = kith_clock();
    if (s->config.dry)
        return kith_net_facts_of(s->spec, 0, 0, &r->net, err);
    const kith_status status = learn(s, watch, err);
    if (status == KITH_OK || s->epochs.diverged)
        return finish(s, kith_clock() - began, output, r, err);
    kith_run_log_flush(&s->epochs.log, NULL);
    return status;
}

kith_task_report kith_task_report_none(void)
{
    return (kith_task_report){.loss = NAN,
                              .valid_loss = NAN,
                              .fit_loss = NAN,
                              .fit_accuracy = NAN,
                              .valid_accuracy = NAN};
}

kith_status kith_dense_train(const kith_config *config, kith_goal goal, const char *path,
                             const char *output, const kith_watch *watch, kith_task_report *report,
                             kith_error *err)
{
    session s = {0};
    kith_task_report unused = {0}, *r = report != NULL ? report : &unused;
    *r = kith_task_report_none();
    const double began = kith_clock();
    kith_status status = prepare(&s, config, goal, path, output, watch, err);
    if (status == KITH_OK) {
        report_data(&s, kith_clock() - began, r);
        status = run(&s, output, watch, r, err);
    }
    if (report == NULL)
        kith_net_facts_clear(&unused.net);
    clear(&s);
    return status;
}
