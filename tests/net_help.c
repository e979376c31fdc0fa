#include "net_help.h"

#include "base/rng.h"

double net_random(uint64_t key, uint64_t i)
{
    return 2 * kith_rng_unit(kith_rng_at(key, i)) - 1;
}

static kith_net *made(const char *text, kith_net_options o)
{
    kith_error err;
    kith_spec spec;
    kith_net *net = NULL;
    if (o.kern == NULL)
        check_ok(kith_kern_choose(NULL, &o.kern, &err));
    check_ok(kith_spec_parse(text, &spec, &err));
    check_ok(kith_net_new(&spec, &o, &net, &err));
    kith_spec_clear(&spec);
    return net;
}

kith_net *net_made(const char *text, const char *loss, const kith_optim *optim,
                   const kith_kern *kern, double clip)
{
    return made(text, (kith_net_options){.kern = kern,
                                         .optim = optim,
                                         .loss = loss,
                                         .batch = NET_BATCH,
                                         .seed = 5,
                                         .clip_norm = clip});
}

/* Targets that suit every loss: soft classes that add up to 1, away from 0 and 1. */
static void fill(net_fixture *f)
{
    for (size_t r = 0; r < NET_BATCH; r++) {
        double sum = 0;
        for (size_t c = 0; c < f->inputs; c++)
            f->x[r * f->inputs + c] = (kith_real)net_random(11, r * f->inputs + c);
        for (size_t c = 0; c < f->outputs; c++)
            sum += 1.2 + net_random(12, r * f->outputs + c);
        for (size_t c = 0; c < f->outputs; c++)
            f->y[r * f->outputs + c] =
                (kith_real)((1.2 + net_random(12, r * f->outputs + c)) / sum);
    }
}

void net_put(net_fixture *f)
{
    for (size_t r = 0; r < NET_BATCH; r++) {
        memcpy(kith_net_input(f->net, r), f->x + r * f->inputs, f->inputs * sizeof *f->x);
        kith_net_target(f->net, r, f->y + r * f->outputs, (kith_real)(1 + (double)r / 10));
    }
}

void net_start(net_fixture *f, const char *text, const char *loss, const char *optim,
               const kith_kern *kern, double clip)
{
    kith_error err;
    size_t params;
    check_ok(kith_optim_parse(optim, strlen(optim), &f->optim, &err));
    f->net = net_made(text, loss, &f->optim, kern, clip);
    f->inputs = kith_net_spec(f->net)->inputs;
    f->outputs = kith_net_spec(f->net)->outputs;
    assert_true(f->inputs <= NET_MOST && f->outputs <= NET_MOST);
    kith_param *const *param = kith_net_params(f->net, &params);
    for (size_t i = 0; i < params; i++)
        for (size_t c = 0; param[i]->rows == 1 && c < param[i]->cols; c++)
            if (param[i]->role == KITH_TRAINABLE)
                param[i]->w[c] += (kith_real)(0.2 * net_random(i, c));
    fill(f);
    net_put(f);
}

static void run(kith_net *net, const kith_pass *pass, unsigned workers)
{
    for (unsigned phase = 0; phase < kith_net_phases(net); phase++)
        for (unsigned w = 0; w < workers; w++)
            kith_net_phase(net, pass, phase, w, workers);
}

void net_run(net_fixture *f, const kith_pass *pass, unsigned workers)
{
    run(f->net, pass, workers);
}

double net_loss(net_fixture *f)
{
    const kith_pass pass = kith_net_pass(f->net, NET_BATCH, 2, 3);
    run(f->net, &pass, 1);
    return kith_net_loss(f->net, NET_BATCH);
}

kith_param *net_param(const kith_net *net, const char *name)
{
    size_t n;
    kith_param *const *param = kith_net_params(net, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(param[i]->name, name) == 0)
            return param[i];
    fail_msg("no parameter %s", name);
    return NULL;
}

void net_set(const kith_net *net, const char *name, const kith_real *values)
{
    kith_param *p = net_param(net, name);
    for (size_t r = 0; r < p->rows; r++)
        memcpy(kith_param_row(p, r), values + r * p->cols, p->cols * sizeof *values);
}

double net_length(const kith_layer *l)
{
    const kith_param *w = &l->param[0];
    double sum = 0;
    for (size_t i = 0; i < w->rows * w->stride; i++)
        sum += (double)l->direction[0][i] * (double)l->direction[0][i];
    return sqrt(sum);
}

kith_net *net_learner(const char *text, const char *loss, const char *optim, const char *init,
                      size_t batch)
{
    kith_error err;
    kith_optim rule;
    check_ok(kith_optim_parse(optim, strlen(optim), &rule, &err));
    return made(text, (kith_net_options){
                          .optim = &rule, .loss = loss, .init = init, .batch = batch, .seed = 5});
}

double net_look(kith_net *net, const kith_real *x, const kith_real *y, size_t rows)
{
    const size_t inputs = kith_net_spec(net)->inputs, outputs = kith_net_spec(net)->outputs;
    for (size_t r = 0; r < rows; r++) {
        memcpy(kith_net_input(net, r), x + r * inputs, inputs * sizeof *x);
        kith_net_target(net, r, y + r * outputs, 1);
    }
    const kith_pass pass = kith_net_pass(net, rows, 0, 1);
    run(net, &pass, 1);
    return kith_net_loss(net, rows);
}

double net_learn(kith_net *net, const kith_real *x, const kith_real *y, size_t rows, double lr,
                 uint64_t step)
{
    const double loss = net_look(net, x, y, rows);
    kith_net_apply(net, lr, step, 0, 1);
    return loss;
}
