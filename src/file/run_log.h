/*
 * The log of a run: one JSON object an epoch, and the same as a picture. Both files are written
 * anew, whole, after an epoch (where epochs are short, four times a second), so they can be looked
 * at while the run goes on and are never half a line. On standard output ("-") the log is a line at
 * a time and the picture comes at the end.
 */
#ifndef KITH_FILE_RUN_LOG_H
#define KITH_FILE_RUN_LOG_H

#include "draw/log.h"
#include "nn/monitor.h"
#include "train/loop.h"

typedef struct kith_run_log {
    const char *path; /* NULL or "": no log */
    const char *plot; /* NULL or "": no picture */
    kith_log epochs;
    char *text; /* what the log holds, owned */
    size_t bytes, room;
    double written; /* when the files were, 0: never */
    bool behind;    /* they lack epochs */
} kith_run_log;

/* What is known at the end of an epoch. */
typedef struct kith_run_epoch {
    kith_log_row row; /* an accuracy of NaN is left out of the log */
    double lr, seconds;
    const char *unit;                /* "words", "rows": the key of `done` */
    uint64_t done;                   /* so many of them since the run began */
    double kept, operations;         /* of the epoch, see kith_loss_sum; 0: not in the log */
    const kith_layer_health *health; /* [layers] of a net: those that learn are in the log */
    size_t layers;
} kith_run_epoch;

kith_status kith_run_log_add(kith_run_log *log, const kith_run_epoch *epoch, kith_error *err);
/* The same of a run whose losses stand in its position; `epoch` is 1 for the first. */
kith_status kith_run_log_epoch(kith_run_log *log, uint64_t epoch, const kith_position *at,
                               const char *unit, double lr, double seconds, kith_error *err);
/* Writes epochs that the files lack, where a run was cut short. */
kith_status kith_run_log_flush(kith_run_log *log, kith_error *err);
/* At the end of a run, whether or not an epoch ended in it. */
kith_status kith_run_log_finish(kith_run_log *log, kith_error *err);
void kith_run_log_clear(kith_run_log *log);

#endif
