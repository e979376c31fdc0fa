/* Training a net on a table from file to file; the public calls of each goal come here. */
#ifndef KITH_FILE_DENSE_TRAIN_H
#define KITH_FILE_DENSE_TRAIN_H

#include "task/dense_config.h"

kith_status kith_dense_train(const kith_config *config, kith_goal goal, const char *path,
                             const char *output, const kith_watch *watch, kith_task_report *report,
                             kith_error *err);

/* A report of nothing yet: what may not be measured is NaN. */
kith_task_report kith_task_report_none(void);

#endif
