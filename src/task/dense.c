#include "task/dense.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "nn/normal.h"

/* --- the model --- */

static const char *default_spec(kith_goal goal)
{
    return goal == KITH_GOAL_CLASSIFY ? "?-64relu-?softmax" : "?-64relu-?";
}

/* The activation that the last layer of the trunk ends with; NULL where it has none. */
static const char *last_act(const kith_spec *s)
{
    const kith_node *n = &s->node[s->nodes - 1];
    const bool acts = n->kind == KITH_NODE_DENSE || n->kind == KITH_NODE_ACT;
    return acts && n->act.act != NULL ? n->act.act->name : NULL;
}

/* One sigmoid can tell two classes apart; otherwise each class has an output of its own. */
static kith_status check_classes(const kith_spec *s, kith_error *err)
{
    const char *act = last_act(s);
    if (act != NULL && (strcmp(act, "softmax") == 0 || strcmp(act, "sigmoid") == 0))
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE,
                     "--net: a classifier ends in softmax or sigmoid, as ?-64relu-?softmax");
}

static kith_status read_spec(const kith_dense_config *c, size_t features, size_t outputs,
                             kith_spec *s, kith_error *err)
{
    const char *text = *c->net != '\0' ? c->net : default_spec(c->goal);
    KITH_TRY(kith_spec_parse(text, s, err));
    if (c->goal == KITH_GOAL_CLASSIFY && outputs == 2 && s->outputs == 1)
        outputs = 1;
    kith_status status = c->tied ? kith_spec_tie(s, err) : KITH_OK;
    if (status == KITH_OK && c->sparse != NULL && *c->sparse != '\0')
        status = kith_spec_sparsen(s, c->sparse, err);
    if (status == KITH_OK)
        status = kith_spec_infer(s, features, outputs, err);
    if (status == KITH_OK && c->goal == KITH_GOAL_CLASSIFY)
        status = check_classes(s, err);
    if (status != KITH_OK)
        kith_spec_clear(s);
    return status;
}

static kith_status make_scale(kith_param *p, const char *name, size_t cols, kith_error *err)
{
    KITH_TRY(kith_param_init(p, name, 2, cols, &kith_rule_sgd, err));
    for (size_t i = 0; i < cols; i++)
        kith_param_row(p, 1)[i] = 1;
    return KITH_OK;
}

/* A code lies between two layers of the trunk: not in a block, not the last. */
static kith_status check_code(const kith_dense *m, kith_error *err)
{
    const kith_spec *s = kith_net_spec(m->net);
    const size_t code = kith_dense_code(m);
    int open = 0;
    for (size_t i = 0; i <= code && i < s->nodes; i++)
        open += (s->node[i].kind == KITH_NODE_RES_OPEN) - (s->node[i].kind == KITH_NODE_RES_CLOSE);
    if (open == 0 && s->heads == 0 && code + 1 < s->nodes)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE,
                     "--net: an autoencoder needs a narrow layer inside its trunk, as "
                     "784-128relu-30-128relu-784");
}

kith_status kith_dense_init(kith_dense *m, const kith_dense_config *config, size_t features,
                            size_t outputs, kith_error *err)
{
    kith_spec spec;
    const kith_net_options options = {.kern = config->kern,
                                      .optim = config->answering ? NULL : &config->optim,
                                      .loss = config->loss,
                                      .init = config->init,
                                      .clip_norm = config->clip,
                                      .batch = config->batch,
                                      .seed = config->seed};
    *m = (kith_dense){.goal = config->goal,
                      .classes = config->goal == KITH_GOAL_CLASSIFY ? outputs : 0};
    KITH_TRY(read_spec(config, features, outputs, &spec, err));
    kith_status status = kith_net_new(&spec, &options, &m->net, err);
    kith_spec_clear(&spec);
    if (status == KITH_OK)
        status = make_scale(&m->inputs, "inputs", features, err);
    if (status == KITH_OK && config->goal == KITH_GOAL_REGRESS)
        status = make_scale(&m->targets, "targets", outputs, err);
    if (status == KITH_OK && config->goal == KITH_GOAL_ENCODE)
        status = check_code(m, err);
    return status;
}

void kith_dense_clear(kith_dense *m)
{
    kith_net_free(m->net);
    kith_param_clear(&m->inputs);
    kith_param_clear(&m->targets);
    *m = (kith_dense){0};
}

size_t kith_dense_code(const kith_dense *m)
{
    return kith_spec_code(kith_net_spec(m->net));
}

size_t kith_dense_outputs(const kith_dense *m)
{
    return m->classes > 0 ? m->classes : kith_net_spec(m->net)->outputs;
}

/* --- answers --- */

/* x' = (x - shift) factor, or the way back; a factor of 0 leads back to the shift. */
static void scale_row(const kith_param *p, kith_real *x, bool back)
{
    const kith_real *shift = kith_param_row(p, 0), *factor = kith_param_row(p, 1);
    for (size_t i = 0; i < p->cols; i++)
        if (back)
            x[i] = shift[i] + (factor[i] > 0 ? x[i] / factor[i] : 0);
        else
            x[i] = (x[i] - shift[i]) * factor[i];
}

/* Outputs of the net to probabilities of all classes. */
static void spread(const kith_dense *m, size_t rows, const kith_real *y, kith_real *out)
{
    const size_t outputs = kith_net_spec(m->net)->outputs, classes = m->classes;
    for (size_t r = 0; r < rows; r++) {
        double sum = 0;
        for (size_t c = 0; c < classes; c++)
            out[r * classes + c] = outputs == classes ? y[r * outputs + c]
                                   : c == 1           ? y[r]
                                                      : 1 - y[r];
        for (size_t c = 0; c < classes; c++)
            sum += (double)out[r * classes + c];
        for (size_t c = 0; c < classes; c++)
            out[r * classes + c] =
                sum > 0 ? (kith_real)((double)out[r * classes + c] / sum) : 1 / (kith_real)classes;
    }
}

kith_status kith_dense_answer(kith_dense *m, const kith_dataset *d, size_t from, size_t rows,
                              kith_real *out, kith_error *err)
{
    const size_t outputs = kith_net_spec(m->net)->outputs, n = d->features;
    kith_real *x = kith_mem_new(rows, (n + outputs) * sizeof *x), *y;
    if (x == NULL)
        return kith_fail_memory(err, "a batch", rows * (n + outputs) * sizeof *x);
    y = x + rows * n;
    for (size_t r = 0; r < rows; r++) {
        kith_dataset_row(d, from + r, x + r * n);
        scale_row(&m->inputs, x + r * n, false);
    }
    kith_net_predict(m->net, x, n, rows, m->classes > 0 ? y : out);
    if (m->classes > 0)
        spread(m, rows, y, out);
    for (size_t r = 0; r < rows && m->goal == KITH_GOAL_REGRESS; r++)
        scale_row(&m->targets, out + r * outputs, true);
    kith_mem_free(x);
    return KITH_OK;
}

kith_status kith_dense_code_run(kith_dense *m, kith_code_part part, const kith_real *x, size_t rows,
                                kith_real *y, kith_error *err)
{
    const size_t code = kith_dense_code(m), layers = kith_net_layers(m->net);
    const size_t first = part == KITH_CODE_DECODE ? code + 1 : 0;
    const size_t last = part == KITH_CODE_ENCODE ? code + 1 : layers;
    const size_t in = part == KITH_CODE_DECODE ? kith_net_spec(m->net)->node[code].out
                                               : kith_net_spec(m->net)->inputs;
    const size_t out = kith_net_spec(m->net)->outputs;
    kith_real *scaled = kith_mem_new(rows, in * sizeof *scaled);
    if (scaled == NULL)
        return kith_fail_memory(err, "a batch", rows * in * sizeof *scaled);
    memcpy(scaled, x, rows * in * sizeof *x);
    for (size_t r = 0; r < rows && part != KITH_CODE_DECODE; r++)
        scale_row(&m->inputs, scaled + r * in, false);
    kith_net_predict_part(m->net, first, last, scaled, in, rows, y);
    for (size_t r = 0; r < rows && part != KITH_CODE_ENCODE; r++)
        scale_row(&m->inputs, y + r * out, true);
    kith_mem_free(scaled);
    return KITH_OK;
}

/* --- training --- */

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
        scale_row(&m->targets, y, false);
}

static void put_row(const void *self, uint64_t epoch, size_t place, kith_real *x, kith_real *y,
                    kith_real *weight)
{
    const kith_dense_run *run = self;
    const size_t row = run->split.row[place];
    kith_dataset_row(run->data, row, x);
    scale_row(&run->model->inputs, x, false);
    put_target(run, row, x, y, weight);
    if (place < run->split.train && run->config->corruption != KITH_CORRUPT_NONE)
        corrupt(run->config, epoch, row, x, run->data->features);
}

static kith_status fit_inputs(kith_dense_run *run, kith_error *err)
{
    kith_scaler s;
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

/* Weights n / (classes * n_c), as scikit-learn's "balanced". */
static kith_status weigh_classes(kith_dense_run *run, kith_error *err)
{
    const size_t classes = run->model->classes;
    run->weight = kith_mem_new(classes, sizeof *run->weight);
    if (run->weight == NULL)
        return kith_fail_memory(err, "class weights", classes * sizeof *run->weight);
    for (size_t i = 0; i < run->split.train; i++)
        run->weight[run->data->label[run->split.row[i]]] += 1;
    for (size_t c = 0; c < classes; c++)
        if (run->weight[c] > 0)
            run->weight[c] = (double)run->split.train / ((double)classes * run->weight[c]);
    return KITH_OK;
}

static kith_status split_rows(kith_dense_run *run, kith_error *err)
{
    const size_t rows = run->data->rows;
    if (run->config->valid > 0)
        return kith_split_share(run->data, run->config->valid, run->config->seed, &run->split, err);
    run->split = (kith_split){.row = kith_mem_new(rows, sizeof *run->split.row), .train = rows};
    if (run->split.row == NULL)
        return kith_fail_memory(err, "a split", rows * sizeof *run->split.row);
    for (size_t i = 0; i < rows; i++)
        run->split.row[i] = i;
    return KITH_OK;
}

kith_status kith_dense_run_init(kith_dense_run *run, kith_dense *model, const kith_dataset *data,
                                const kith_dense_config *config, kith_error *err)
{
    const kith_spec *spec = kith_net_spec(model->net);
    *run = (kith_dense_run){.model = model, .data = data, .config = config};
    KITH_TRY(split_rows(run, err));
    KITH_TRY(fit_inputs(run, err));
    for (size_t t = 0; t < model->targets.cols; t++)
        fit_target(run, t);
    if (config->balanced)
        KITH_TRY(weigh_classes(run, err));
    run->table = (kith_table){.rows = run->split.train,
                              .inputs = spec->inputs,
                              .outputs = spec->outputs,
                              .batch = config->batch,
                              .fill = put_row,
                              .self = run};
    return kith_supervised_init(&run->supervised, model->net, &run->table, &config->pace,
                                config->seed, config->threads, err);
}

void kith_dense_run_clear(kith_dense_run *run)
{
    kith_supervised_clear(&run->supervised);
    kith_split_clear(&run->split);
    kith_mem_free(run->weight);
    *run = (kith_dense_run){0};
}

kith_status kith_dense_run_score(kith_dense_run *run, kith_loss_sum *out, kith_error *err)
{
    const size_t inputs = run->table.inputs, outputs = run->table.outputs;
    const size_t batch = run->config->batch;
    kith_real *x = kith_mem_new(batch, (inputs + outputs + 1) * sizeof *x);
    *out = (kith_loss_sum){0};
    if (x == NULL)
        return kith_fail_memory(err, "a batch", batch * (inputs + outputs) * sizeof *x);
    kith_real *y = x + batch * inputs, *weight = y + batch * outputs;
    for (size_t done = 0, n; done < run->split.test; done += n) {
        n = run->split.test - done < batch ? run->split.test - done : batch;
        memset(y, 0, n * outputs * sizeof *y);
        for (size_t r = 0; r < n; r++) {
            weight[r] = 1;
            put_row(run, 0, run->split.train + done + r, x + r * inputs, y + r * outputs,
                    &weight[r]);
            out->examples += (double)weight[r];
        }
        out->loss += kith_net_score(run->model->net, x, inputs, y, outputs, weight, n);
    }
    kith_mem_free(x);
    return KITH_OK;
}
