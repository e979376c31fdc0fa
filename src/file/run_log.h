/*
 * The log of a run: one JSON object an epoch. The file is written anew, whole, after each epoch, so
 * it can be read while the run goes on and is never half a line.
 */
#ifndef KITH_FILE_RUN_LOG_H
#define KITH_FILE_RUN_LOG_H

#include "train/loop.h"

typedef struct kith_run_log {
    const char *path; /* NULL or "": no log */
    char *text;       /* what the file holds, owned */
    size_t bytes;
} kith_run_log;

void kith_run_log_clear(kith_run_log *log);
/* Adds the epoch that ended: 1 for the first. */
kith_status kith_run_log_epoch(kith_run_log *log, uint64_t epoch, const kith_position *at,
                               double lr, double seconds, kith_error *err);

#endif
