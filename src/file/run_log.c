#include "file/run_log.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { LINE = 320 };

void kith_run_log_clear(kith_run_log *log)
{
    free(log->text);
    *log = (kith_run_log){0};
}

/* A number as JSON has it: NaN is null. */
static const char *number(double value, char text[KITH_REAL_CHARS])
{
    if (!isfinite(value))
        return "null";
    text[kith_format_double(value, text)] = '\0';
    return text;
}

static kith_status write_all(const kith_run_log *log, kith_error *err)
{
    kith_writer *w = NULL;
    KITH_TRY(kith_writer_open(log->path, &w, err));
    const kith_status status = kith_writer_write(w, log->text, log->bytes, err);
    if (status == KITH_OK)
        return kith_writer_commit(&w, err);
    kith_writer_discard(&w);
    return status;
}

kith_status kith_run_log_epoch(kith_run_log *log, uint64_t epoch, const kith_position *at,
                               double lr, double seconds, kith_error *err)
{
    char loss[KITH_REAL_CHARS], valid[KITH_REAL_CHARS], rate[KITH_REAL_CHARS],
        time[KITH_REAL_CHARS];
    if (log->path == NULL || *log->path == '\0')
        return KITH_OK;
    char *text = kith_mem_grow(log->text, log->bytes + LINE, 1);
    if (text == NULL)
        return kith_fail_memory(err, "the log", log->bytes + LINE);
    log->text = text;
    const int length = snprintf(
        text + log->bytes, LINE,
        "{\"epoch\":%llu,\"loss\":%s,\"valid_loss\":%s,\"lr\":%s,\"words\":%llu,\"seconds\":%s}\n",
        (unsigned long long)epoch, number(kith_loss_mean(&at->last), loss),
        number(kith_loss_mean(&at->valid), valid), number(lr, rate), (unsigned long long)at->done,
        number(seconds, time));
    log->bytes += (size_t)length;
    return write_all(log, err);
}
