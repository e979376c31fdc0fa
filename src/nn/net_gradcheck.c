/*
 * The numeric gradient check: each direction a step would take against central differences of the
 * loss, on random rows. What a step computes is used as it is, dropout's masks and noise included
 * (they are a function of the step).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"
#include "nn/net.h"

/*
 * Weights are moved by `step` to each side. An error is relative to the layer's largest derivative,
 * or to `least` where all are smaller: below it a float's loss is too coarse to say anything.
 */
#ifdef KITH_DOUBLE
static const double step = 1e-5, limit = 1e-7, least = 1e-2;
#else
static const double step = 4e-3, limit = 2e-3, least = 0.25;
#endif
enum { MOST_PARAMETERS = 20000, TARGET_KEY = 1, INPUT_KEY = 2 };

typedef struct checker {
    kith_net *net;
    size_t batch;
    double scale;          /* from the sum that the net's loss is to what its directions are of */
    kith_real *direction;  /* of the parameter in hand, as the step had it */
    kith_layer_check *now; /* its layer's result */
} checker;

static double draw(uint64_t seed, uint64_t key, uint64_t i)
{
    return kith_rng_unit(kith_rng_at(kith_rng_key(seed, 0, key, KITH_RNG_TEST), i));
}

/* Inputs in -1..1; targets that suit every loss, positive and adding up to 1. */
static void put_row(kith_net *net, uint64_t seed, size_t row, kith_real *y)
{
    const size_t in = kith_net_spec(net)->inputs, out = kith_net_spec(net)->outputs;
    double sum = 0;
    for (size_t c = 0; c < in; c++)
        kith_net_input(net, row)[c] = (kith_real)(2 * draw(seed, INPUT_KEY, row * in + c) - 1);
    for (size_t c = 0; c < out; c++)
        sum += 0.2 + draw(seed, TARGET_KEY, row * out + c);
    for (size_t c = 0; c < out; c++)
        y[c] = (kith_real)((0.2 + draw(seed, TARGET_KEY, row * out + c)) / sum);
    kith_net_target(net, row, y, 1);
}

static double loss_of(const checker *c)
{
    const kith_pass pass = kith_net_pass(c->net, c->batch, 0, 0);
    for (unsigned phase = 0; phase < kith_net_phases(c->net); phase++)
        kith_net_phase(c->net, &pass, phase, 0, 1);
    return kith_net_loss(c->net, c->batch) * c->scale + kith_net_penalty(c->net, c->batch);
}

/* Minus the slope of the loss by one weight, over `by` to each side. */
static double difference(const checker *c, kith_real *w, double by)
{
    const kith_real old = *w;
    *w = (kith_real)((double)old + by);
    const double high = (double)*w, above = loss_of(c);
    *w = (kith_real)((double)old - by);
    const double low = (double)*w, below = loss_of(c);
    *w = old;
    return (below - above) / (high - low);
}

/* Where a quarter of the step changes the slope, a kink lies within it and tells nothing. */
static void check_weight(const checker *c, kith_real *w, double got)
{
    const double want = difference(c, w, step), near = difference(c, w, step / 4);
    kith_layer_check *now = c->now;
    now->parameters++;
    if (fabs(want) > now->largest)
        now->largest = fabs(want);
    if (fabs(near - want) > limit / 2 * (1 + fabs(want)))
        now->kinks++;
    else if (!(fabs(got - want) <= now->error))
        now->error = fabs(got - want);
}

static void check_param(checker *c, const kith_param *p, const kith_real *direction)
{
    memcpy(c->direction, direction, p->rows * p->stride * sizeof *direction);
    for (size_t r = 0; r < p->rows; r++)
        for (size_t i = 0; i < p->cols; i++)
            check_weight(c, kith_param_row(p, r) + i, (double)c->direction[r * p->stride + i]);
}

static void check_layer(checker *c, const kith_layer *l)
{
    for (size_t i = 0; i < l->params; i++)
        if (l->param[i].role == KITH_TRAINABLE) {
            loss_of(c);
            check_param(c, &l->param[i], l->direction[i]);
        }
    c->now->error /= c->now->largest > least ? c->now->largest : least;
}

/* The largest parameter, to copy directions to; refuses nets that would take too long. */
static kith_status make_room(checker *c, kith_error *err)
{
    size_t n, most = 1, all = 0;
    kith_param *const *param = kith_net_params(c->net, &n);
    for (size_t i = 0; i < n; i++) {
        const size_t size = param[i]->rows * param[i]->stride;
        most = size > most ? size : most;
        all += param[i]->rows * param[i]->cols;
    }
    if (all > MOST_PARAMETERS)
        return kith_fail(err, KITH_ERR_USAGE,
                         "every weight is checked by itself: %zu are too many, at most %d", all,
                         MOST_PARAMETERS);
    c->direction = kith_mem_new(most, sizeof *c->direction);
    return c->direction != NULL ? KITH_OK : kith_fail_memory(err, "directions", most);
}

static kith_status check_net(checker *c, uint64_t seed, kith_gradcheck *out, kith_error *err)
{
    const size_t layers = kith_net_layers(c->net);
    kith_real *y = kith_mem_new(kith_net_spec(c->net)->outputs, sizeof *y);
    out->layer = calloc(layers, sizeof *out->layer);
    if (y == NULL || out->layer == NULL) {
        kith_mem_free(y);
        return kith_fail_memory(err, "a net", layers * sizeof *out->layer);
    }
    for (size_t r = 0; r < c->batch; r++)
        put_row(c->net, seed, r, y);
    kith_mem_free(y);
    out->layers = layers;
    for (size_t i = 0; i < layers; i++) {
        c->now = &out->layer[i];
        kith_node_format(kith_net_layer(c->net, i)->node, c->now->text, sizeof c->now->text);
        check_layer(c, kith_net_layer(c->net, i));
        if (!(c->now->error <= out->worst))
            out->worst = c->now->error;
    }
    return KITH_OK;
}

static kith_status check_spec(const kith_spec *s, const kith_gradcheck_options *o,
                              kith_gradcheck *out, kith_error *err)
{
    kith_net_options options = {.optim = &(kith_optim){.rule = &kith_rule_sgd},
                                .loss = o->loss,
                                .batch = (size_t)o->batch,
                                .seed = o->seed};
    checker c = {.batch = options.batch};
    KITH_TRY(kith_kern_choose(o->isa, &options.kern, err));
    KITH_TRY(kith_net_new(s, &options, &c.net, err));
    kith_status status = kith_net_check_rows(c.net, o->batch, options.batch, err);
    if (status == KITH_OK)
        status = make_room(&c, err);
    c.scale = (double)kith_loss_scale(kith_net_head(c.net, 0)->loss, c.batch);
    if (status == KITH_OK)
        status = check_net(&c, o->seed, out, err);
    kith_mem_free(c.direction);
    kith_net_free(c.net);
    return status;
}

kith_status kith_net_gradcheck(const char *spec, const kith_gradcheck_options *o,
                               kith_gradcheck *out, kith_error *err)
{
    kith_spec s;
    *out = (kith_gradcheck){.limit = limit};
    KITH_TRY(kith_spec_parse(spec, &s, err));
    const kith_status status = check_spec(&s, o, out, err);
    kith_spec_clear(&s);
    if (status != KITH_OK)
        kith_gradcheck_clear(out);
    return status;
}

void kith_gradcheck_clear(kith_gradcheck *g)
{
    free(g->layer);
    *g = (kith_gradcheck){0};
}
