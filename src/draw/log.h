/*
 * What a run's log says of its epochs, and the picture of one or more logs.
 */
#ifndef KITH_DRAW_LOG_H
#define KITH_DRAW_LOG_H

#include "base/status.h"

/* One epoch; what was not measured is NaN. */
typedef struct kith_log_row {
    double epoch; /* from 1 */
    double loss, valid_loss, accuracy, valid_accuracy;
} kith_log_row;

/* Begin with {0}. */
typedef struct kith_log {
    kith_log_row *row;
    size_t rows, room;
} kith_log;

kith_status kith_log_add(kith_log *log, const kith_log_row *row, kith_error *err);
/* Adds the lines of an NDJSON file; see kith_plot_logs in kith.h for what it takes. */
kith_status kith_log_read(kith_log *log, const char *path, kith_error *err);
void kith_log_clear(kith_log *log);

/*
 * Draws n >= 1 logs: loss, and accuracy where a log has it, against epochs. A run alone has its
 * curves of training and of what was held out in one panel, and its name is not read; several runs
 * have a column of panels for each, and from the eighth run on colours come again with dashes.
 */
kith_status kith_log_draw(const kith_log *logs, const char *const *names, size_t n,
                          const char *output, kith_error *err);

#endif
