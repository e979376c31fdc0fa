/* kith regress train, test, predict: numbers from rows of a table. */
#include "json.h"
#include "print.h"
#include "task_args.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static kith_status train(const args *a, const char *output, const kith_watch *watch,
                         kith_task_report *report, kith_error *err)
{
    return kith_regress_train(a->config, a->operand[0], output, watch, report, err);
}

static kith_status run_train(const args *a, kith_error *err)
{
    return task_run_train(a, train, "rows", err);
}

static const kith_option_table *const train_tables[] = {&options_task_output, NULL};

const command cmd_regress_train = {
    .name = "regress train",
    .group = "Neural tasks",
    .operands = "TABLE -o MODEL",
    .summary = "Learn to predict numbers from rows of a table",
    .details = "Features and targets are brought to mean 0 and deviation 1 for the training; the\n"
               "model remembers how, and answers on the targets' own scale.\n",
    .examples = "  kith regress train houses.csv --target price -o price.kith\n"
                "  kith regress train xy.csv --net ?-1 --optim sgd -o line.kith\n",
    .least = 1,
    .most = 1,
    .tables = train_tables,
    .library = kith_regress_options,
    .run = run_train,
};

/* The columns to predict may stand elsewhere than in the training's table, or be absent. */
static const kith_option target_rows[] = {
    {.name = "target",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "COLUMNS",
     .group = "Table",
     .help = "the columns of true numbers, where they are others than in the training's table; "
             "none: the table has features alone"},
};
static const kith_option_table target_table = {.option = target_rows, .count = 1};

static bool table_of(const args *a, kith_table_options *o)
{
    const char *target = args_text(a, "target");
    *o = (kith_table_options){.targets = target};
    if (target != NULL && strcmp(target, "none") == 0)
        o->targets = NULL;
    return target != NULL;
}

static void print_scores(const kith_regress_score *s, size_t targets, uint64_t rows)
{
    printf("rows\t%llu\ntarget\tRMSE\tMAE\tR2\n", (unsigned long long)rows);
    for (size_t i = 0; i < targets; i++)
        printf("%zu\t%.6g\t%.6g\t%.4f\n", i + 1, s[i].rmse, s[i].mae, s[i].r2);
}

static void json_scores(const kith_regress_score *s, size_t targets, uint64_t rows)
{
    json j = json_begin_line(stdout);
    json_count(&j, "rows", rows);
    json_begin_array(&j, "targets");
    for (size_t i = 0; i < targets; i++) {
        json_begin_object(&j, NULL);
        json_double(&j, "rmse", s[i].rmse);
        json_double(&j, "mae", s[i].mae);
        json_double(&j, "r2", s[i].r2);
        json_end_object(&j);
    }
    json_end_array(&j);
    json_end_line(&j);
}

static kith_status score(const args *a, kith_regressor *r, kith_error *err)
{
    kith_table_options o;
    uint64_t rows = 0;
    const size_t targets = kith_regressor_targets(r);
    kith_regress_score *s = calloc(targets, sizeof *s);
    if (s == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    const kith_status status =
        kith_regressor_test(r, a->operand[1], table_of(a, &o) ? &o : NULL, s, &rows, err);
    if (status == KITH_OK && args_flag(a, "json"))
        json_scores(s, targets, rows);
    else if (status == KITH_OK)
        print_scores(s, targets, rows);
    free(s);
    return status;
}

static kith_status run_test(const args *a, kith_error *err)
{
    kith_regressor *r = NULL;
    kith_status status = kith_regressor_open(a->operand[0], args_text(a, "isa"), &r, err);
    if (status == KITH_OK)
        status = score(a, r, err);
    kith_regressor_free(r);
    return status;
}

static const kith_option_table *const tables[] = {&target_table, &options_json, &options_isa, NULL};

const command cmd_regress_test = {
    .name = "regress test",
    .group = "Neural tasks",
    .operands = "MODEL TABLE",
    .summary = "Measure a regressor: RMSE, MAE and R2 of each target",
    .details = "",
    .examples = "  kith regress test price.kith more.csv --json\n",
    .least = 2,
    .most = 2,
    .tables = tables,
    .run = run_test,
};

static kith_status run_predict(const args *a, kith_error *err)
{
    task_numbers numbers = {a, "answer"};
    kith_table_options o;
    kith_regressor *r = NULL;
    const kith_answer_watch each = {.call = task_answer_numbers, .self = &numbers};
    const char *path = a->operands > 1 ? a->operand[1] : "-";
    kith_status status = kith_regressor_open(a->operand[0], args_text(a, "isa"), &r, err);
    if (status == KITH_OK)
        status = kith_regressor_predict(r, path, table_of(a, &o) ? &o : NULL, &each, err);
    kith_regressor_free(r);
    return print_reader_gone() ? KITH_OK : status;
}

const command cmd_regress_predict = {
    .name = "regress predict",
    .group = "Neural tasks",
    .operands = "MODEL [TABLE]",
    .summary = "Predict the numbers of each row",
    .details = "For each row of the table one line, its numbers separated by tabs.\n",
    .examples = "  kith regress predict price.kith new.csv --target none\n",
    .least = 1,
    .most = 2,
    .tables = tables,
    .run = run_predict,
};
