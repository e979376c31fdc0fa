#include "file/dense_epoch.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"

void kith_watch_note(const kith_watch *watch, const char *note)
{
    const kith_progress p = {.phase = "note", .unit = "", .note = note};
    if (watch != NULL)
        watch->call(watch->self, &p);
}

kith_status kith_dense_epochs_measure(kith_dense_epochs *e, kith_error *err)
{
    memset(e->fired, 0, kith_net_units(e->run->model->net) * sizeof *e->fired);
    KITH_TRY(kith_dense_run_trained(e->run, e->fired, &e->trained, err));
    return kith_dense_run_held_out(e->run, &e->held_out, err);
}

kith_status kith_dense_epochs_init(kith_dense_epochs *e, kith_dense_run *run,
                                   const kith_watch *watch, const kith_run_log *log,
                                   kith_error *err)
{
    const kith_net *net = run->model->net;
    *e = (kith_dense_epochs){.run = run, .watch = watch, .log = *log};
    e->best.patience = run->config->patience;
    e->best.param = kith_net_params(net, &e->best.params);
    e->health = kith_mem_new(kith_net_layers(net), sizeof *e->health);
    e->fired = kith_mem_new(kith_net_units(net), sizeof *e->fired);
    if (e->health == NULL || e->fired == NULL)
        return kith_fail_memory(err, "the health of layers", kith_net_units(net));
    KITH_TRY(kith_dense_epochs_measure(e, err));
    e->first = kith_loss_mean(&e->trained.loss);
    e->best.lowest = isfinite(e->first) ? e->first : 0;
    e->started = kith_clock();
    return KITH_OK;
}

void kith_dense_epochs_clear(kith_dense_epochs *e)
{
    kith_best_clear(&e->best);
    kith_run_log_clear(&e->log);
    kith_mem_free(e->health);
    kith_mem_free(e->fired);
    *e = (kith_dense_epochs){0};
}

static kith_status diverge(kith_dense_epochs *e, uint64_t epoch, kith_error *err)
{
    e->diverged = true;
    return kith_fail(err, KITH_NOT_FOUND,
                     "the loss is no longer a number (epoch %llu): the learning rate %g is too "
                     "high, lower --lr, or set --clip",
                     (unsigned long long)epoch, e->run->config->pace.lr);
}

/* One line of advice for each kind of verdict, the first time it is reached. */
static void advise(kith_dense_epochs *e, double loss)
{
    char text[256];
    const size_t layers = kith_net_layers(e->run->model->net);
    const kith_verdict verdict = kith_net_verdict(e->health, layers, loss, text, sizeof text);
    if (verdict != KITH_HEALTHY && !e->told[verdict])
        kith_watch_note(e->watch, text);
    e->told[verdict] = true;
}

static bool is_number(const kith_loss_sum *loss)
{
    return loss->examples == 0 || isfinite(loss->loss);
}

static kith_status log_epoch(kith_dense_epochs *e, const kith_position *at, kith_error *err)
{
    const kith_pace *pace = &e->run->supervised.pace;
    const double done = (double)at->epoch / (double)e->run->epochs;
    const kith_run_epoch epoch = {
        .row = {.epoch = (double)at->epoch,
                .loss = kith_loss_mean(&at->last),
                .valid_loss = kith_loss_mean(&e->held_out.loss),
                .accuracy = kith_dense_accuracy(e->run, &e->trained),
                .valid_accuracy = kith_dense_accuracy(e->run, &e->held_out)},
        .lr = kith_pace_at(pace, done) * kith_plateau_left(&at->plateau, pace),
        .seconds = kith_clock() - e->started,
        .unit = "rows",
        .done = at->done,
        .health = e->health,
        .layers = kith_net_layers(e->run->model->net)};
    return kith_run_log_add(&e->log, &epoch, err);
}

kith_status kith_dense_epochs_held_out(void *self, kith_loss_sum *valid, kith_error *err)
{
    kith_dense_epochs *e = self;
    kith_net *net = e->run->model->net;
    kith_net_finish(net);
    const kith_status status = kith_dense_epochs_measure(e, err);
    kith_net_resume(net);
    *valid = e->held_out.loss;
    return status;
}

/* An epoch is over and the net has the weights that are its result. */
static kith_status look(kith_dense_epochs *e, const kith_position *at, kith_error *err)
{
    const double loss = kith_loss_mean(&at->last);
    if (!is_number(&at->last) || !is_number(&e->trained.loss) || !is_number(&e->held_out.loss) ||
        !kith_best_is_finite(&e->best))
        return diverge(e, at->epoch, err);
    kith_net_health(e->run->model->net, e->fired, e->health);
    advise(e, loss);
    KITH_TRY(log_epoch(e, at, err));
    KITH_TRY(kith_best_good(&e->best, at->epoch, loss, err));
    return kith_best_look(&e->best, at->epoch, kith_loss_mean(&e->held_out.loss), err);
}

kith_status kith_dense_epochs_look(void *self, const kith_position *at, bool cancelled,
                                   kith_error *err)
{
    kith_dense_epochs *e = self;
    kith_net *net = e->run->model->net;
    if (!is_number(&at->running))
        return diverge(e, at->epoch + 1, err);
    if (at->epoch == e->epoch || cancelled)
        return KITH_OK;
    e->epoch = at->epoch;
    kith_net_finish(net);
    const kith_status status = look(e, at, err);
    kith_net_resume(net);
    return status;
}
