#include "nn/optim.h"

#include <math.h>

#include "base/rng.h"
#include "nn/setting.h"

#define X(name)                                                                                    \
    static void run_##name(const kith_kern *k, kith_real *w, const kith_real *d,                   \
                           kith_real *const *slot, size_t n, const kith_hyper *h)                  \
    {                                                                                              \
        k->name(w, d, slot, n, h);                                                                 \
    }
KITH_RULE_MAPS(X)
#undef X

/* nag keeps w + a s, where the next gradient is taken; the result is w. */
static void finish_nag(const kith_kern *k, kith_real *w, const kith_real *d, kith_real *const *slot,
                       size_t n, const kith_hyper *h)
{
    (void)d;
    k->axpy(w, -h->a, slot[0], n);
}

static void before_nag(const kith_kern *k, kith_real *w, const kith_real *d, kith_real *const *slot,
                       size_t n, const kith_hyper *h)
{
    (void)d;
    k->axpy(w, h->a, slot[0], n);
}

#define NO_EPS .eps = NAN
#define TASKS_LR .lr = NAN

const kith_rule kith_rule_sgd = {.name = "sgd",
                                 TASKS_LR,
                                 NO_EPS,
                                 .run = run_sgd,
                                 .formula = "w += lr d",
                                 .source = "Robbins & Monro 1951"};

/* d is minus the gradient throughout. */
static const kith_rule rules[] = {
    {.name = "momentum",
     .slots = 1,
     TASKS_LR,
     .a_key = "momentum",
     .a = 0.9,
     NO_EPS,
     .run = run_momentum,
     .formula = "v = momentum v + d; w += lr v",
     .source = "Polyak 1964; torch's form"},
    {.name = "momentum:notes1",
     .slots = 1,
     TASKS_LR,
     .a_key = "momentum",
     .a = 0.9,
     NO_EPS,
     .run = run_momentum_inside,
     .formula = "v = momentum v + lr g; w -= v",
     .source = "notes 000, 001",
     .note = "the same at a constant rate; after a change of it the old steps keep the old rate"},
    {.name = "momentum:notes3",
     .slots = 1,
     TASKS_LR,
     .a_key = "momentum",
     .a = 0.9,
     NO_EPS,
     .run = run_momentum_inside,
     .formula = "v = momentum v - lr g; w += v",
     .source = "notes 003",
     .note = "momentum:notes1 with the sign in v"},
    {.name = "nag",
     .slots = 1,
     TASKS_LR,
     .a_key = "momentum",
     .a = 0.9,
     NO_EPS,
     .run = run_nag,
     .finish = finish_nag,
     .before = before_nag,
     .formula = "v = momentum v + lr d(w + momentum v); w += v",
     .source = "Nesterov 1983; notes 000, 001",
     .note = "gradients are taken at the look-ahead; what is saved is w"},
    {.name = "nesterov",
     .slots = 1,
     TASKS_LR,
     .a_key = "momentum",
     .a = 0.9,
     NO_EPS,
     .run = run_nesterov,
     .formula = "v = momentum v + d; w += lr (d + momentum v)",
     .source = "Sutskever et al. 2013; torch's form",
     .note = "at a constant rate the look-ahead weights of nag"},
    {.name = "adagrad",
     .slots = 1,
     .lr = 0.01,
     .rows_lr = 0.1,
     .eps = 1e-10,
     .run = run_adagrad,
     .formula = "s += d^2; w += lr d / (sqrt s + eps)",
     .source = "Duchi, Hazan & Singer 2011"},
    {.name = "adagrad:notes0",
     .slots = 1,
     .lr = 0.01,
     .eps = 1e-8,
     .run = run_adagrad_lagged,
     .formula = "w += lr d / sqrt(s + eps); s += d^2",
     .source = "notes 000",
     .erratum = true,
     .note =
         "the sum ends before the gradient in hand, so the first step is lr / sqrt eps times it"},
    {.name = "adagrad:notes3",
     .slots = 1,
     .lr = 0.01,
     .rows_lr = 0.1,
     .eps = 1e-7,
     .run = run_adagrad,
     .formula = "s += d^2; w += lr d / (sqrt s + eps)",
     .source = "notes 003"},
    {.name = "adadelta",
     .slots = 2,
     .lr = 1,
     .rows_lr = 2,
     .a_key = "rho",
     .a = 0.95,
     .eps = 1e-6,
     .run = run_adadelta,
     .formula = "s = rho s + (1-rho) d^2; x = d sqrt((u + eps) / (s + eps)); u = rho u + (1-rho) "
                "x^2; w += lr x",
     .source = "Zeiler 2012"},
    {.name = "adadelta:notes0",
     .slots = 1,
     .lr = 0.01,
     .a_key = "rho",
     .a = 0.95,
     .eps = 1e-8,
     .run = run_rmsprop_inside,
     .formula = "s = rho s + (1-rho) d^2; w += lr d / sqrt(s + eps)",
     .source = "notes 000",
     .erratum = true,
     .note = "what the notes call AdaDelta is RMSProp"},
    {.name = "rmsprop",
     .slots = 1,
     .lr = 0.001,
     .rows_lr = 0.003,
     .a_key = "rho",
     .a = 0.99,
     .eps = 1e-8,
     .run = run_rmsprop,
     .formula = "s = rho s + (1-rho) d^2; w += lr d / (sqrt s + eps)",
     .source = "Tieleman & Hinton 2012; torch's defaults"},
    {.name = "rmsprop:notes3",
     .slots = 1,
     .lr = 0.001,
     .rows_lr = 0.003,
     .a_key = "rho",
     .a = 0.9,
     .eps = 1e-6,
     .run = run_rmsprop_inside,
     .formula = "s = rho s + (1-rho) d^2; w += lr d / sqrt(s + eps)",
     .source = "notes 003",
     .note = "eps inside the root"},
    {.name = "adam",
     .slots = 2,
     .counts = true,
     .lr = 0.001,
     .rows_lr = 0.005,
     .a_key = "b1",
     .a = 0.9,
     .b_key = "b2",
     .b = 0.999,
     .eps = 1e-8,
     .run = run_adam,
     .formula = "m = b1 m + (1-b1) d; v = b2 v + (1-b2) d^2; w += lr (m / (1-b1^t)) / (sqrt(v / "
                "(1-b2^t)) + eps)",
     .source = "Kingma & Ba 2015"},
    {.name = "adam:notes0",
     .slots = 2,
     .counts = true,
     .lr = 1,
     .a_key = "b1",
     .a = 0.9,
     .b_key = "b2",
     .b = 0.99,
     .eps = 1e-8,
     .run = run_adam_inside,
     .formula = "as adam:notes3, with lr 1 and b2 0.99",
     .source = "notes 000",
     .erratum = true,
     .note = "a rate of 1 moves each weight by about 1 a step"},
    {.name = "adam:notes3",
     .slots = 2,
     .counts = true,
     .lr = 0.001,
     .rows_lr = 0.005,
     .a_key = "b1",
     .a = 0.9,
     .b_key = "b2",
     .b = 0.999,
     .eps = 1e-8,
     .run = run_adam_inside,
     .formula = "m, v as adam; w += lr (m / (1-b1^t)) / sqrt(v / (1-b2^t) + eps)",
     .source = "notes 003",
     .note = "eps inside the root: steps of tiny gradients are smaller"},
    {.name = "adamw",
     .slots = 2,
     .counts = true,
     .lr = 0.001,
     .rows_lr = 0.005,
     .a_key = "b1",
     .a = 0.9,
     .b_key = "b2",
     .b = 0.999,
     .eps = 1e-8,
     .decay = 0.01,
     .run = run_adam,
     .formula = "w -= lr decay w; then adam",
     .source = "Loshchilov & Hutter 2019"},
};

const kith_rule *kith_rule_at(size_t i)
{
    if (i == 0)
        return &kith_rule_sgd;
    return i <= sizeof rules / sizeof *rules ? &rules[i - 1] : NULL;
}

static const char *name_at(size_t i)
{
    return kith_rule_at(i) != NULL ? kith_rule_at(i)->name : NULL;
}

/* What a text can set, in double. */
typedef struct values {
    double lr, a, b, eps, l2, l2_notes, decay, l1, clip, noise;
} values;

enum { MOST_SETTINGS = 10 };

static size_t settings_of(const kith_rule *r, values *v, kith_setting setting[MOST_SETTINGS])
{
    const double below_one = 1 - 0x1p-24;
    size_t n = 0;
    setting[n++] = (kith_setting){"lr", 1e-12, 1000, &v->lr};
    if (r->a_key != NULL)
        setting[n++] = (kith_setting){r->a_key, 0, below_one, &v->a};
    if (r->b_key != NULL)
        setting[n++] = (kith_setting){r->b_key, 0, below_one, &v->b};
    if (!isnan(r->eps))
        setting[n++] = (kith_setting){"eps", 1e-30, 1, &v->eps};
    setting[n++] = (kith_setting){"l2", 0, 1000, &v->l2};
    setting[n++] = (kith_setting){"l2:notes0", 0, 500, &v->l2_notes};
    setting[n++] = (kith_setting){"decay", 0, 1000, &v->decay};
    setting[n++] = (kith_setting){"l1", 0, 1000, &v->l1};
    setting[n++] = (kith_setting){"clip", 0, 1e30, &v->clip};
    setting[n++] = (kith_setting){"noise", 0, 1e6, &v->noise};
    return n;
}

static double or_zero(double x)
{
    return isnan(x) ? 0 : x;
}

kith_status kith_optim_parse(const char *text, size_t bytes, kith_optim *out, kith_error *err)
{
    kith_named named;
    kith_setting setting[MOST_SETTINGS];
    KITH_TRY(kith_named_split("optimiser", name_at, text, bytes, &named, err));
    const kith_rule *r = kith_rule_at(named.index);
    values v = {.lr = NAN, .a = r->a, .b = r->b, .eps = or_zero(r->eps), .decay = r->decay};
    KITH_TRY(kith_named_settings(&named, r->name, setting, settings_of(r, &v, setting), err));
    *out = (kith_optim){.rule = r, .noise = v.noise, .rated = !isnan(v.lr)};
    out->hyper = (kith_hyper){.lr = (kith_real)or_zero(isnan(v.lr) ? r->lr : v.lr),
                              .a = (kith_real)v.a,
                              .b = (kith_real)v.b,
                              .eps = (kith_real)v.eps,
                              .clip = (kith_real)v.clip,
                              .l2 = (kith_real)(v.l2 + 2 * v.l2_notes),
                              .decay = (kith_real)v.decay,
                              .l1 = (kith_real)v.l1};
    return KITH_OK;
}

double kith_optim_rows_lr(const kith_optim *o, double plain)
{
    if (!o->rated && o->rule->rows_lr > 0)
        return o->rule->rows_lr;
    if (!o->rated && isnan(o->rule->lr))
        return plain * (1 - (double)o->hyper.a);
    return (double)o->hyper.lr;
}

void kith_hyper_count(kith_hyper *h, uint64_t step)
{
    h->c1 = (kith_real)(1 - pow((double)h->a, (double)step));
    h->c2 = (kith_real)(1 - pow((double)h->b, (double)step));
}

kith_hyper kith_optim_at(const kith_optim *o, double lr, uint64_t step)
{
    kith_hyper h = o->hyper;
    h.lr = (kith_real)lr;
    if (o->rule->counts)
        kith_hyper_count(&h, step);
    if (o->noise > 0) {
        h.noise = (kith_real)sqrt(o->noise / pow((double)step, 0.55));
        h.key = kith_rng_key(o->seed, step, 0, KITH_RNG_STEP);
    }
    return h;
}

bool kith_optim_is_plain(const kith_optim *o)
{
    const kith_hyper *h = &o->hyper;
    return o->rule == &kith_rule_sgd && o->noise <= 0 && h->clip <= 0 && h->l2 <= 0 &&
           h->decay <= 0 && h->l1 <= 0;
}
