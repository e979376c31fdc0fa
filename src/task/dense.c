#include "task/dense.h"

#include <string.h>

#include "base/mem.h"

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

/* One sigmoid, or one step (a perceptron), can tell two classes apart; otherwise each class has an
 * output of its own. */
static kith_status check_classes(const kith_spec *s, kith_error *err)
{
    static const char *const fit[] = {"softmax", "sigmoid", "step"};
    const char *act = last_act(s);
    for (size_t i = 0; act != NULL && i < sizeof fit / sizeof *fit; i++)
        if (strcmp(act, fit[i]) == 0)
            return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE,
                     "--net: a classifier ends in softmax, sigmoid or step, as ?-64relu-?softmax");
}

static kith_status check_numbers(const kith_spec *s, kith_error *err)
{
    const char *act = last_act(s);
    if (act == NULL || strcmp(act, "step") != 0)
        return KITH_OK;
    return kith_fail(
        err, KITH_ERR_USAGE,
        "--net: numbers are not learnt by a step, which answers 0 or 1; classify does");
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
    if (status == KITH_OK && c->goal == KITH_GOAL_REGRESS)
        status = check_numbers(s, err);
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
                      .kern = config->kern,
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

void kith_dense_scale(const kith_dense *m, const kith_param *p, const kith_real *x, kith_real *y)
{
    m->kern->standardise(x, kith_param_row(p, 0), kith_param_row(p, 1), p->cols, y);
}

void kith_dense_scale_row(const kith_dense *m, const kith_dataset *d, size_t row, kith_real *y)
{
    const kith_real *x = y;
    if (d->x != NULL)
        x = d->x + row * d->features;
    else
        kith_dataset_row(d, row, y);
    kith_dense_scale(m, &m->inputs, x, y);
}

void kith_dense_unscale(const kith_param *p, kith_real *x)
{
    const kith_real *shift = kith_param_row(p, 0), *factor = kith_param_row(p, 1);
    for (size_t i = 0; i < p->cols; i++)
        x[i] = shift[i] + (factor[i] > 0 ? x[i] / factor[i] : 0);
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
        kith_dense_scale_row(m, d, from + r, x + r * n);
    }
    kith_net_predict(m->net, x, n, rows, m->classes > 0 ? y : out);
    if (m->classes > 0)
        spread(m, rows, y, out);
    for (size_t r = 0; r < rows && m->goal == KITH_GOAL_REGRESS; r++)
        kith_dense_unscale(&m->targets, out + r * outputs);
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
    if (part == KITH_CODE_DECODE)
        memcpy(scaled, x, rows * in * sizeof *x);
    for (size_t r = 0; r < rows && part != KITH_CODE_DECODE; r++)
        kith_dense_scale(m, &m->inputs, x + r * in, scaled + r * in);
    kith_net_predict_part(m->net, first, last, scaled, in, rows, y);
    for (size_t r = 0; r < rows && part != KITH_CODE_ENCODE; r++)
        kith_dense_unscale(&m->inputs, y + r * out);
    kith_mem_free(scaled);
    return KITH_OK;
}
