/* What the commands of the neural tasks share: training with its summary, and how tables are read.
 */
#ifndef KITH_CLI_TASK_ARGS_H
#define KITH_CLI_TASK_ARGS_H

#include "args.h"

/* One of the library's trainings, as the command line calls it. */
typedef kith_status task_train(const args *a, const char *output, const kith_watch *watch,
                               kith_task_report *report, kith_error *err);
/* Checks -o, trains with progress, and prints a summary. `rows` is what examples are called. */
kith_status task_run_train(const args *a, task_train *train, const char *rows, kith_error *err);

extern const kith_option_table options_task_output; /* --output */
extern const kith_option_table options_isa;         /* --isa */
extern const kith_option_table options_labels;      /* --label --labels of a table to be answered */

/* Options of a table where some were given; false: as the training's table was read. */
bool task_table(const args *a, kith_table_options *o);

/* How numbers of answers are printed. */
typedef struct task_numbers {
    const args *args;
    const char *name; /* of the member of an object, with --json */
} task_numbers;
/* For kith_answer_watch: a line by tabs, or an object; ends the work when nobody reads any more. */
kith_status task_answer_numbers(void *self, const float *number, size_t n, kith_error *err);

#endif
