#include "nn/act.h"

#include <math.h>
#include <string.h>

#include "nn/setting.h"

static void forward_linear(const kith_kern *k, kith_real *y, const kith_real *z, size_t n,
                           kith_real a)
{
    (void)k, (void)a;
    if (y != z)
        memcpy(y, z, n * sizeof *y);
}

static void biased_linear(const kith_kern *k, kith_real *y, kith_real *z, const kith_real *bias,
                          size_t n, kith_real a)
{
    k->axpy(z, 1, bias, n);
    forward_linear(k, y, z, n, a);
}

static void backward_linear(const kith_kern *k, kith_real *d, const kith_real *z,
                            const kith_real *y, size_t n, kith_real a)
{
    (void)k, (void)d, (void)z, (void)y, (void)n, (void)a;
}

#define X(name)                                                                                    \
    static void forward_##name(const kith_kern *k, kith_real *y, const kith_real *z, size_t n,     \
                               kith_real a)                                                        \
    {                                                                                              \
        k->act_##name(y, z, n, a);                                                                 \
    }                                                                                              \
    static void biased_##name(const kith_kern *k, kith_real *y, kith_real *z,                      \
                              const kith_real *bias, size_t n, kith_real a)                        \
    {                                                                                              \
        k->bias_##name(y, z, bias, n, a);                                                          \
    }                                                                                              \
    static void backward_##name(const kith_kern *k, kith_real *d, const kith_real *z,              \
                                const kith_real *y, size_t n, kith_real a)                         \
    {                                                                                              \
        k->back_##name(d, z, y, n, a);                                                             \
    }
KITH_ACT_MAPS(X)
#undef X

#define LOOPS(name) .forward = forward_##name, .biased = biased_##name, .backward = backward_##name
#define PLAIN .standard = NAN

static const kith_act acts[] = {
    {"linear", PLAIN, LOOPS(linear), .formula = "z", .source = "notes 000"},
    {"step", PLAIN, LOOPS(step), .formula = "1 if z > 0, else 0",
     .source = "McCulloch & Pitts 1943",
     .untrained = "its derivative is 0 everywhere, so a gradient teaches nothing before it; it "
                  "learns by loss perceptron in the last layer"},
    {"clip01", PLAIN, .share = true, LOOPS(clip01), .formula = "max(0, min(1, z))",
     .source = "notes 003"},
    {"sigmoid", PLAIN, .share = true, LOOPS(sigmoid), .formula = "1 / (1 + e^-z)",
     .source = "notes 000"},
    {"tanh", PLAIN, LOOPS(tanh), .formula = "2 sigmoid(2z) - 1", .source = "notes 000"},
    {"relu", PLAIN, LOOPS(relu), .formula = "max(0, z), derivative 0 at 0",
     .source = "Nair & Hinton 2010"},
    {"leaky", .standard = 0.01, .least = 0, .most = 1, LOOPS(leaky),
     .formula = "z if z > 0, else a z", .source = "Maas et al. 2013"},
    {"prelu", .standard = 0.25, .least = -10, .most = 10, .learned = true, .needs_z = true,
     LOOPS(prelu), .formula = "z if z > 0, else a z, with a learned from this beginning",
     .source = "He et al. 2015"},
    {"elu", .standard = 1, .least = 1e-6, .most = 100, LOOPS(elu),
     .formula = "z if z > 0, else a (e^z - 1)", .source = "Clevert et al. 2016"},
    {"swish", PLAIN, .needs_z = true, LOOPS(swish), .formula = "z sigmoid(z)",
     .source = "Ramachandran et al. 2017"},
    {"silu", PLAIN, .needs_z = true, LOOPS(swish), .formula = "another name of swish",
     .source = "Elfwing et al. 2018"},
    {"softplus", PLAIN, LOOPS(softplus), .formula = "ln(1 + e^z)", .source = "Dugas et al. 2001"},
    {"gelu", PLAIN, .needs_z = true, LOOPS(gelu),
     .formula = "z times the normal distribution function", .source = "Hendrycks & Gimpel 2016"},
    {"selu", PLAIN, LOOPS(selu), .formula = "1.0507 (z if z > 0, else 1.6733 (e^z - 1))",
     .source = "Klambauer et al. 2017"},
    {"hard-sigmoid", PLAIN, .share = true, LOOPS(hard_sigmoid),
     .formula = "max(0, min(1, z / 6 + 1/2))", .source = "Howard et al. 2019"},
    {"hard-tanh", PLAIN, LOOPS(hard_tanh), .formula = "max(-1, min(1, z))",
     .source = "Collobert 2004"},
    {"softsign", PLAIN, LOOPS(softsign), .formula = "z / (1 + |z|)",
     .source = "Bergstra et al. 2009"},
    {"gaussian", PLAIN, .share = true, .needs_z = true, LOOPS(gaussian), .formula = "e^(-z^2)",
     .source = "Broomhead & Lowe 1988"},
    {"softmax", PLAIN, .share = true, .whole_row = true, LOOPS(softmax),
     .formula = "e^z / sum of e^z over the layer", .source = "Bridle 1990"},
};

const kith_act *kith_act_at(size_t i)
{
    return i < sizeof acts / sizeof *acts ? &acts[i] : NULL;
}

static const char *name_at(size_t i)
{
    return kith_act_at(i) != NULL ? kith_act_at(i)->name : NULL;
}

kith_status kith_act_parse(const char *text, size_t bytes, kith_act_use *out, kith_error *err)
{
    kith_named named;
    KITH_TRY(kith_named_split("activation", name_at, text, bytes, &named, err));
    const kith_act *act = &acts[named.index];
    const bool takes = !isnan(act->standard);
    double a = takes ? act->standard : 0;
    const kith_setting setting = {"a", act->least, act->most, &a};
    KITH_TRY(kith_named_settings(&named, act->name, &setting, takes, err));
    *out = (kith_act_use){.act = act, .a = (kith_real)a};
    return KITH_OK;
}

kith_status kith_act_check_gradient(const kith_act *act, kith_error *err)
{
    if (act->untrained == NULL)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE, "activation %s: %s", act->name, act->untrained);
}

kith_real kith_act_slope(const kith_kern *k, const kith_real *d, const kith_real *z, size_t n)
{
    return k->slope(d, z, n);
}
