/* The log of a run; see run_log.h. */
#include "file/run_log.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"

enum { LINE = 480, LAYER = 128 };

void kith_run_log_clear(kith_run_log *log)
{
    kith_log_clear(&log->epochs);
    free(log->text);
    *log = (kith_run_log){0};
}

static bool is_wanted(const char *path)
{
    return path != NULL && *path != '\0';
}

static bool is_stream(const char *path)
{
    return strcmp(path, "-") == 0;
}

/* A line as it is put together; `room` is enough for it. */
typedef struct line {
    char *text;
    size_t used, room;
} line;

static void put(line *l, const char *format, ...) KITH_PRINTF(2, 3);
static void put(line *l, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    l->used += (size_t)vsnprintf(l->text + l->used, l->room - l->used, format, list);
    va_end(list);
}

/* ,"key":value as JSON has it: NaN is null. */
static void put_number(line *l, const char *key, double value)
{
    char text[KITH_REAL_CHARS] = "null";
    if (isfinite(value))
        kith_format_double(value, text);
    put(l, ",\"%s\":%s", key, text);
}

/* By the layer's number, from 1: an object without objects within is what `kith net plot` reads. */
static void put_layer(line *l, size_t number, const kith_layer_health *h)
{
    char key[48];
    if (!(h->length > 0) && h->units == 0)
        return;
    snprintf(key, sizeof key, "gradient_%zu", number);
    put_number(l, key, h->length);
    if (h->units > 0)
        put(l, ",\"dead_%zu\":%zu", number, h->dead);
}

static size_t format_line(char *text, size_t room, const kith_run_epoch *e)
{
    const kith_log_row *r = &e->row;
    line l = {.text = text, .room = room};
    put(&l, "{\"epoch\":%.0f", r->epoch);
    put_number(&l, "loss", r->loss);
    put_number(&l, "valid_loss", r->valid_loss);
    if (!isnan(r->accuracy))
        put_number(&l, "accuracy", r->accuracy);
    if (!isnan(r->valid_accuracy))
        put_number(&l, "valid_accuracy", r->valid_accuracy);
    put_number(&l, "lr", e->lr);
    put(&l, ",\"%s\":%llu", e->unit, (unsigned long long)e->done);
    put_number(&l, "seconds", e->seconds);
    if (e->operations > 0) {
        put_number(&l, "kept", e->kept);
        put_number(&l, "operations", e->operations);
    }
    for (size_t i = 0; i < e->layers; i++)
        put_layer(&l, i + 1, &e->health[i]);
    put(&l, "}\n");
    return l.used;
}

static kith_status write_text(const char *path, const char *text, size_t bytes, kith_error *err)
{
    kith_writer *w = NULL;
    KITH_TRY(kith_writer_open(path, &w, err));
    const kith_status status = kith_writer_write(w, text, bytes, err);
    if (status == KITH_OK)
        return kith_writer_commit(&w, err);
    kith_writer_discard(&w);
    return status;
}

/* A line more in memory; on standard output it is printed at once. */
static kith_status add_line(kith_run_log *log, const kith_run_epoch *epoch, kith_error *err)
{
    const size_t most = LINE + epoch->layers * LAYER;
    if (log->bytes + most > log->room) {
        const size_t room = 2 * log->room + most;
        char *text = kith_mem_grow(log->text, room, 1);
        if (text == NULL)
            return kith_fail_memory(err, "the log", room);
        log->text = text;
        log->room = room;
    }
    char *text = log->text + log->bytes;
    const size_t bytes = format_line(text, most, epoch);
    log->bytes += bytes;
    return is_stream(log->path) ? write_text(log->path, text, bytes, err) : KITH_OK;
}

static kith_status write_files(kith_run_log *log, kith_error *err)
{
    log->behind = false;
    if (is_wanted(log->path) && !is_stream(log->path))
        KITH_TRY(write_text(log->path, log->text, log->bytes, err));
    if (is_wanted(log->plot) && !is_stream(log->plot))
        KITH_TRY(kith_log_draw(&log->epochs, NULL, 1, log->plot, err));
    log->written = kith_clock();
    return KITH_OK;
}

kith_status kith_run_log_add(kith_run_log *log, const kith_run_epoch *epoch, kith_error *err)
{
    if (!is_wanted(log->path) && !is_wanted(log->plot))
        return KITH_OK;
    KITH_TRY(kith_log_add(&log->epochs, &epoch->row, err));
    if (is_wanted(log->path))
        KITH_TRY(add_line(log, epoch, err));
    log->behind = true;
    return kith_clock() - log->written > 0.25 ? write_files(log, err) : KITH_OK;
}

kith_status kith_run_log_epoch(kith_run_log *log, uint64_t epoch, const kith_position *at,
                               const char *unit, double lr, double seconds, kith_error *err)
{
    const kith_run_epoch known = {.row = {.epoch = (double)epoch,
                                          .loss = kith_loss_mean(&at->last),
                                          .valid_loss = kith_loss_mean(&at->valid),
                                          .accuracy = kith_loss_accuracy(&at->last),
                                          .valid_accuracy = kith_loss_accuracy(&at->valid)},
                                  .lr = lr,
                                  .seconds = seconds,
                                  .unit = unit,
                                  .done = at->done,
                                  .kept = at->last.kept,
                                  .operations = at->last.operations};
    return kith_run_log_add(log, &known, err);
}

kith_status kith_run_log_flush(kith_run_log *log, kith_error *err)
{
    return log->behind ? write_files(log, err) : KITH_OK;
}

kith_status kith_run_log_finish(kith_run_log *log, kith_error *err)
{
    KITH_TRY(kith_run_log_flush(log, err));
    const bool drawn = log->epochs.rows > 0 && is_wanted(log->plot) && !is_stream(log->plot);
    return is_wanted(log->plot) && !drawn ? kith_log_draw(&log->epochs, NULL, 1, log->plot, err)
                                          : KITH_OK;
}
