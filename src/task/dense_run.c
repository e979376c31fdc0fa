/*
 * Training on a table: which rows, how each one is seen in an epoch, and how they are scored.
 *
 * A row is moved, scaled and damaged by functions of (seed, epoch, row), so neither threads nor the
 * order of rows change what is learnt; rows that are scored are seen as they are.
 */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "base/team.h"
#include "nn/monitor.h"
#include "nn/normal.h"
#include "task/class_weight.h"
#include "task/dense.h"

static void corrupt(const kith_dense_config *c, uint64_t epoch, size_t row, kith_real *x, size_t n)
{
    const uint64_t key = kith_rng_key(c->seed, epoch, row, KITH_RNG_NOISE);
    for (size_t i = 0; i < n; i++)
        if (c->corruption == KITH_CORRUPT_GAUSS)
            x[i] += (kith_real)(c->corruption_amount * kith_normal_at(key, i));
        else if (kith_rng_unit(kith_rng_at(key, i)) < c->corruption_amount)
            x[i] = 0;
}

/* The target of a row, whose scaled features are x. */
static void put_target(const kith_dense_run *run, size_t row, const kith_real *x, kith_real *y,
                       kith_real *weight)
{
    const kith_dense *m = run->model;
    const kith_dataset *d = run->data;
    const size_t outputs = kith_net_spec(m->net)->outputs;
    if (m->goal == KITH_GOAL_CLASSIFY) {
        y[outputs == 1 ? 0 : d->label[row]] = outputs == 1 ? (kith_real)d->label[row] : 1;
        *weight = run->weight != NULL ? (kith_real)run->weight[d->label[row]] : 1;
        return;
    }
    memcpy(y, m->goal == KITH_GOAL_REGRESS ? d->y + row * d->targets : x, outputs * sizeof *y);
    if (m->goal == KITH_GOAL_REGRESS)
        kith_dense_scale(m, &m->targets, y, y);
}

/* The features of a row on the net's scale; where it is `learnt`, moved as its epoch says. */
static void put_inputs(const kith_dense_run *run, uint64_t epoch, size_t row, bool learnt,
                       kith_real *x)
{
    const kith_dense_config *c = run->config;
    const kith_dataset *d = run->data;
    if (learnt && kith_augment_moves(&c->augment)) {
        const kith_warp warp = kith_augment_draw(&c->augment, c->seed, epoch, row);
        kith_warp_image(&warp, d->height, d->width, 0, d->x + row * d->features, x);
        kith_dense_scale(run->model, &run->model->inputs, x, x);
    } else {
        kith_dense_scale_row(run->model, d, row, x);
    }
}

/* Noise is for the inputs alone; rows held out are seen as they are. */
static void put_row(const void *self, uint64_t epoch, size_t place, kith_real *x, kith_real *y,
                    kith_real *weight)
{
    const kith_dense_run *run = self;
    const size_t row = run->split.row[place];
    const bool learnt = place < run->split.train;
    put_inputs(run, epoch, row, learnt, x);
    put_target(run, row, x, y, weight);
    if (learnt && run->config->corruption != KITH_CORRUPT_NONE)
        corrupt(run->config, epoch, row, x, run->data->features);
}

static kith_status fit_inputs(kith_dense_run *run, kith_error *err)
{
    kith_scaler s;
    if (run->model->has_inputs)
        return KITH_OK;
    KITH_TRY(kith_scaler_fit(&s, run->config->scaling, run->data, run->split.row, run->split.train,
                             err));
    memcpy(kith_param_row(&run->model->inputs, 0), s.shift, s.features * sizeof *s.shift);
    memcpy(kith_param_row(&run->model->inputs, 1), s.factor, s.features * sizeof *s.factor);
    kith_scaler_clear(&s);
    return KITH_OK;
}

/* Mean and deviation of one target over the rows trained on. */
static void fit_target(kith_dense_run *run, size_t t)
{
    const kith_dataset *d = run->data;
    const double n = (double)run->split.train;
    double mean = 0, spread_sum = 0;
    for (size_t i = 0; i < run->split.train; i++)
        mean += (double)d->y[run->split.row[i] * d->targets + t] / n;
    for (size_t i = 0; i < run->split.train; i++) {
        const double from = (double)d->y[run->split.row[i] * d->targets + t] - mean;
        spread_sum += from * from / n;
    }
    kith_param_row(&run->model->targets, 0)[t] = (kith_real)mean;
    kith_param_row(&run->model->targets, 1)[t] =
        (kith_real)(spread_sum > 0 ? 1 / sqrt(spread_sum) : 1);
}

static kith_status name_classes(const kith_dataset *d, kith_words *names, kith_error *err)
{
    for (size_t c = 0; c < d->classes; c++) {
        uint64_t id;
        bool added;
        KITH_TRY(
            kith_words_add(names, d->class_name[c], strlen(d->class_name[c]), &id, &added, err));
    }
    return KITH_OK;
}

static kith_status weigh_classes(kith_dense_run *run, kith_error *err)
{
    const kith_dataset *d = run->data;
    kith_words names = {0};
    uint64_t *rows = kith_mem_new(d->classes, sizeof *rows);
    run->weight = kith_mem_new(d->classes, sizeof *run->weight);
    kith_status status = rows != NULL && run->weight != NULL
                             ? name_classes(d, &names, err)
                             : kith_fail_memory(err, "class weights", d->classes * sizeof *rows);
    for (size_t i = 0; i < run->split.train && status == KITH_OK; i++)
        rows[d->label[run->split.row[i]]]++;
    if (status == KITH_OK)
        status = kith_class_weights(run->config->class_weight, &names, rows, run->weight, err);
    kith_words_clear(&names);
    kith_mem_free(rows);
    return status;
}

static kith_status share_rows(kith_dense_run *run, kith_error *err)
{
    const kith_dense_config *c = run->config;
    const size_t rows = run->data->rows;
    if (c->folds > 0)
        return kith_split_fold(run->data, c->folds, c->fold - 1, c->seed, &run->split, err);
    if (c->valid > 0)
        return kith_split_share(run->data, c->valid, c->seed, &run->split, err);
    run->split = (kith_split){.row = kith_mem_new(rows, sizeof *run->split.row), .train = rows};
    if (run->split.row == NULL)
        return kith_fail_memory(err, "a split", rows * sizeof *run->split.row);
    for (size_t i = 0; i < rows; i++)
        run->split.row[i] = i;
    return KITH_OK;
}

static kith_status split_rows(kith_dense_run *run, kith_error *err)
{
    KITH_TRY(share_rows(run, err));
    return run->config->bag ? kith_split_bag(&run->split, run->config->seed, err) : KITH_OK;
}

/* A small table needs more passes to get anywhere. */
static uint64_t epochs_of(const kith_dense_config *c, size_t rows)
{
    const uint64_t steps = (rows + c->batch - 1) / c->batch;
    const uint64_t enough = (c->least_steps + steps - 1) / steps;
    return enough > c->epochs ? enough : c->epochs;
}

/* Images that are moved must be images, held as such. */
static kith_status check_images(const kith_dense_run *run, kith_error *err)
{
    const kith_dataset *d = run->data;
    if (!kith_augment_moves(&run->config->augment))
        return KITH_OK;
    if (d->x != NULL && d->height > 0 && d->height * d->width == d->features)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE,
                     "--augment moves images, and the rows of this table are none: expected a file "
                     "that says their height and width (IDX)");
}

/*
 * Workers that shorten a step: its phases end in barriers, which cost more than a small net's whole
 * arithmetic. The bits are the same whatever the number.
 */
static unsigned workers_for(const kith_dense_run *run)
{
    enum { WORK_OF_ONE = 1 << 25 }; /* operations, some hundred microseconds */
    const size_t rows =
        run->config->batch < run->split.train ? run->config->batch : run->split.train;
    size_t count;
    kith_param *const *param = kith_net_params(run->model->net, &count);
    double weights = 0;
    for (size_t i = 0; i < count; i++)
        weights += (double)param[i]->rows * (double)param[i]->cols;
    const double most = 6 * weights * (double)rows / WORK_OF_ONE;
    const unsigned cores = kith_team_processors();
    return most >= cores ? cores : most > 1 ? (unsigned)most : 1;
}

kith_status kith_dense_run_init(kith_dense_run *run, kith_dense *model, const kith_dataset *data,
                                const kith_dense_config *config, kith_error *err)
{
    const kith_spec *spec = kith_net_spec(model->net);
    *run = (kith_dense_run){.model = model, .data = data, .config = config};
    KITH_TRY(split_rows(run, err));
    KITH_TRY(fit_inputs(run, err));
    for (size_t t = 0; t < model->targets.cols && !model->has_targets; t++)
        fit_target(run, t);
    if (config->class_weight != NULL && strcmp(config->class_weight, "none") != 0)
        KITH_TRY(weigh_classes(run, err));
    KITH_TRY(check_images(run, err));
    run->epochs = epochs_of(config, run->split.train);
    run->table = (kith_table){.rows = run->split.train,
                              .inputs = spec->inputs,
                              .outputs = spec->outputs,
                              .batch = config->batch,
                              .fill = put_row,
                              .self = run};
    run->threads = config->threads > 0 ? config->threads : workers_for(run);
    kith_pace pace = config->pace;
    kith_pace_set_steps(&pace, run->epochs * kith_table_source(&run->table).blocks);
    return kith_supervised_init(&run->supervised, model->net, &run->table, &pace, config->seed,
                                run->threads, err);
}

void kith_dense_run_clear(kith_dense_run *run)
{
    kith_supervised_clear(&run->supervised);
    kith_split_clear(&run->split);
    kith_mem_free(run->weight);
    *run = (kith_dense_run){0};
}

/* --- scoring --- */

/* Rows of the batch in hand whose likeliest class is theirs; y is what stands before or behind the
 * activation, which keeps the order of the classes. */
static size_t count_right(const kith_dense_run *run, size_t place, size_t rows)
{
    const kith_head *h = kith_net_head(run->model->net, 0);
    const kith_flow *out = &h->top->out;
    const kith_real half = h->top->raw ? 0 : (kith_real)0.5;
    size_t right = 0;
    for (size_t r = 0; r < rows; r++) {
        const kith_real *y = out->y + r * out->ld;
        size_t best = out->n == 1 ? y[0] > half : 0;
        for (size_t c = 1; c < out->n; c++)
            if (y[c] > y[best])
                best = c;
        right += best == run->data->label[run->split.row[place + r]];
    }
    return right;
}

/* Rows of a batch as they are: inputs, targets, weights. */
typedef struct scored {
    kith_real *x, *y, *weight;
} scored;

static void put_scored(const kith_dense_run *run, size_t place, size_t rows, const scored *s)
{
    const size_t inputs = run->table.inputs, outputs = run->table.outputs;
    memset(s->y, 0, rows * outputs * sizeof *s->y);
    for (size_t r = 0; r < rows; r++) {
        const size_t row = run->split.row[place + r];
        s->weight[r] = 1;
        put_inputs(run, 0, row, false, s->x + r * inputs);
        put_target(run, row, s->x + r * inputs, s->y + r * outputs, &s->weight[r]);
    }
}

static kith_status measure(kith_dense_run *run, size_t from, size_t to, bool *fired,
                           kith_dense_score *out, kith_error *err)
{
    const size_t inputs = run->table.inputs, outputs = run->table.outputs;
    const size_t batch = run->config->batch;
    const scored s = {.x = kith_mem_new(batch, (inputs + outputs + 1) * sizeof *s.x)};
    *out = (kith_dense_score){0};
    if (s.x == NULL)
        return kith_fail_memory(err, "a batch", batch * (inputs + outputs) * sizeof *s.x);
    const scored at = {s.x, s.x + batch * inputs, s.x + batch * (inputs + outputs)};
    for (size_t done = from, n; done < to; done += n) {
        n = to - done < batch ? to - done : batch;
        put_scored(run, done, n, &at);
        for (size_t r = 0; r < n; r++)
            out->loss.examples += (double)at.weight[r];
        out->loss.loss +=
            kith_net_score(run->model->net, at.x, inputs, at.y, outputs, at.weight, n);
        out->rows += n;
        if (run->model->classes > 0)
            out->right += count_right(run, done, n);
        if (fired != NULL)
            kith_net_mark_fired(run->model->net, n, fired);
    }
    kith_mem_free(s.x);
    return KITH_OK;
}

double kith_dense_accuracy(const kith_dense_run *run, const kith_dense_score *s)
{
    return run->model->classes > 0 && s->rows > 0 ? (double)s->right / (double)s->rows
                                                  : (double)NAN;
}

kith_status kith_dense_run_held_out(kith_dense_run *run, kith_dense_score *out, kith_error *err)
{
    return measure(run, run->split.train, run->split.train + run->split.test, NULL, out, err);
}

kith_status kith_dense_run_trained(kith_dense_run *run, bool *fired, kith_dense_score *out,
                                   kith_error *err)
{
    const size_t least = 1024, test = run->split.test, train = run->split.train;
    const size_t wanted = test > least ? test : least;
    return measure(run, 0, wanted < train ? wanted : train, fired, out, err);
}
