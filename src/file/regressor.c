/* Regressors: nets whose answers are numbers on the scale of the targets. */
#include "base/mem.h"
#include "file/dense_file.h"
#include "file/dense_train.h"
#include "task/metrics.h"

struct kith_regressor {
    kith_dense_model model;
};

kith_status kith_regress_train(const kith_config *config, const char *path, const char *output,
                               const kith_watch *watch, kith_task_report *report, kith_error *err)
{
    return kith_dense_train(config, KITH_GOAL_REGRESS, path, output, watch, report, err);
}

kith_status kith_regressor_open(const char *path, const char *isa, kith_regressor **out,
                                kith_error *err)
{
    kith_regressor *r = kith_mem_new(1, sizeof *r);
    *out = NULL;
    if (r == NULL)
        return kith_fail_memory(err, "a regressor", sizeof *r);
    const kith_status status = kith_dense_model_open(path, KITH_GOAL_REGRESS, isa, &r->model, err);
    if (status == KITH_OK)
        *out = r;
    else
        kith_regressor_free(r);
    return status;
}

void kith_regressor_free(kith_regressor *r)
{
    if (r == NULL)
        return;
    kith_dense_model_clear(&r->model);
    kith_mem_free(r);
}

size_t kith_regressor_targets(const kith_regressor *r)
{
    return kith_dense_outputs(&r->model.dense);
}

kith_status kith_regressor_predict(kith_regressor *r, const char *path,
                                   const kith_table_options *how, const kith_answer_watch *each,
                                   kith_error *err)
{
    return kith_dense_model_tell(&r->model, path, how, each, err);
}

/* Sums of a test, one a target. */
typedef struct test {
    kith_residuals *sum;
    size_t targets;
    uint64_t rows;
} test;

static kith_status take_row(void *self, const kith_dataset *d, size_t row, const kith_real *answer,
                            kith_error *err)
{
    test *t = self;
    if (d->targets != t->targets)
        return kith_fail(err, KITH_ERR_DATA, "expected %zu columns of true values, got %zu",
                         t->targets, d->targets);
    for (size_t i = 0; i < t->targets; i++)
        kith_residuals_add(&t->sum[i], (double)d->y[row * d->targets + i], (double)answer[i]);
    t->rows++;
    return KITH_OK;
}

kith_status kith_regressor_test(kith_regressor *r, const char *path, const kith_table_options *how,
                                kith_regress_score *score, uint64_t *rows, kith_error *err)
{
    test t = {.targets = kith_regressor_targets(r)};
    const kith_dense_watch watch = {.take = take_row, .self = &t};
    t.sum = kith_mem_new(t.targets, sizeof *t.sum);
    if (t.sum == NULL)
        return kith_fail_memory(err, "a test", t.targets * sizeof *t.sum);
    const kith_status status = kith_dense_model_answer(&r->model, path, how, NULL, &watch, err);
    for (size_t i = 0; i < t.targets; i++)
        score[i] = kith_residuals_score(&t.sum[i]);
    *rows = t.rows;
    kith_mem_free(t.sum);
    return status;
}
