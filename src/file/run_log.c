/* The log of a run; see run_log.h. */
#include "file/run_log.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { LINE = 480 };

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

/* ,"key":value as JSON has it: NaN is null. */
static size_t put_number(char *line, size_t used, const char *key, double value)
{
    char text[KITH_REAL_CHARS] = "null";
    if (isfinite(value))
        kith_format_double(value, text);
    return used + (size_t)snprintf(line + used, LINE - used, ",\"%s\":%s", key, text);
}

static size_t format_line(char *line, const kith_run_epoch *e)
{
    const kith_log_row *r = &e->row;
    size_t used = (size_t)snprintf(line, LINE, "{\"epoch\":%.0f", r->epoch);
    used = put_number(line, used, "loss", r->loss);
    used = put_number(line, used, "valid_loss", r->valid_loss);
    if (!isnan(r->accuracy))
        used = put_number(line, used, "accuracy", r->accuracy);
    if (!isnan(r->valid_accuracy))
        used = put_number(line, used, "valid_accuracy", r->valid_accuracy);
    used = put_number(line, used, "lr", e->lr);
    used += (size_t)snprintf(line + used, LINE - used, ",\"%s\":%llu", e->unit,
                             (unsigned long long)e->done);
    used = put_number(line, used, "seconds", e->seconds);
    return used + (size_t)snprintf(line + used, LINE - used, "}\n");
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

static kith_status write_log(kith_run_log *log, const kith_run_epoch *epoch, kith_error *err)
{
    char *text = kith_mem_grow(log->text, log->bytes + LINE, 1);
    if (text == NULL)
        return kith_fail_memory(err, "the log", log->bytes + LINE);
    log->text = text;
    const size_t line = format_line(text + log->bytes, epoch);
    log->bytes += line;
    return is_stream(log->path) ? write_text(log->path, text + log->bytes - line, line, err)
                                : write_text(log->path, text, log->bytes, err);
}

kith_status kith_run_log_add(kith_run_log *log, const kith_run_epoch *epoch, kith_error *err)
{
    KITH_TRY(kith_log_add(&log->epochs, &epoch->row, err));
    if (is_wanted(log->path))
        KITH_TRY(write_log(log, epoch, err));
    if (is_wanted(log->plot) && !is_stream(log->plot))
        return kith_log_draw(&log->epochs, NULL, 1, log->plot, err);
    return KITH_OK;
}

kith_status kith_run_log_epoch(kith_run_log *log, uint64_t epoch, const kith_position *at,
                               double lr, double seconds, kith_error *err)
{
    const kith_run_epoch known = {.row = {.epoch = (double)epoch,
                                          .loss = kith_loss_mean(&at->last),
                                          .valid_loss = kith_loss_mean(&at->valid),
                                          .accuracy = NAN,
                                          .valid_accuracy = NAN},
                                  .lr = lr,
                                  .seconds = seconds,
                                  .unit = "words",
                                  .done = at->done};
    return kith_run_log_add(log, &known, err);
}

kith_status kith_run_log_finish(const kith_run_log *log, kith_error *err)
{
    return is_wanted(log->plot) ? kith_log_draw(&log->epochs, NULL, 1, log->plot, err) : KITH_OK;
}
