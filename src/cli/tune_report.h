/* What kith net tune prints: a line a trial, the best one, and the command that trains it again. */
#ifndef KITH_CLI_TUNE_REPORT_H
#define KITH_CLI_TUNE_REPORT_H

#include "args.h"

typedef struct tune_report {
    const args *args;
    const char **set; /* [sets] of --set, what is varied */
    size_t sets;
    bool folds; /* trials are means of several trainings, and have deviations */
} tune_report;

/* What a trial came to: of several folds, their mean and standard deviation. */
typedef struct tune_trial {
    uint64_t number; /* from 1 */
    double loss, accuracy, loss_spread, accuracy_spread, seconds;
    const char *remark; /* why it has no score; "" where it has one */
} tune_trial;

/* The names of the columns; nothing with --json. */
void tune_report_begin(const tune_report *r);
/* A line, at once. */
void tune_report_trial(const tune_report *r, const kith_config *config, const tune_trial *t);
void tune_report_best(const tune_report *r, const kith_config *config, uint64_t number);

#endif
