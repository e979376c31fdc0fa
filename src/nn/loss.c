#include "nn/loss.h"

#include <math.h>

#include "nn/setting.h"

#define X(name)                                                                                    \
    static double row_##name(const kith_kern *k, kith_real *d, const kith_real *y,                 \
                             const kith_real *t, size_t n, kith_real scale, kith_real a)           \
    {                                                                                              \
        return k->loss_##name(d, y, t, n, scale, a);                                               \
    }
KITH_LOSS_MAPS(X)
#undef X

#define PLAIN .standard = NAN

static const kith_loss losses[] = {
    {"sse", PLAIN, .sum_batch = true, .row = row_squared, .formula = "sum (y - t)^2",
     .source = "notes 000"},
    {"hsse", PLAIN, .sum_batch = true, .row = row_squared, .half = true,
     .formula = "1/2 sum (y - t)^2", .source = "notes 003"},
    {"mse", PLAIN, .mean_outputs = true, .row = row_squared,
     .formula = "mean of (y - t)^2 over examples and outputs", .source = "Legendre 1805"},
    {"hmse", PLAIN, .mean_outputs = true, .row = row_squared, .half = true,
     .formula = "mean of 1/2 (y - t)^2 over examples and outputs", .source = "notes 001, 003"},
    {"mae", PLAIN, .mean_outputs = true, .row = row_absolute, .formula = "mean of |y - t|",
     .source = "Boscovich 1757"},
    {"huber", .standard = 1, .least = 1e-6, .most = 1e6, .mean_outputs = true, .row = row_huber,
     .formula = "mean of r^2 / 2 for |r| <= a, else a (|r| - a/2); r = y - t",
     .source = "Huber 1964"},
    {"bce", .act = "sigmoid", PLAIN, .row = row_bce,
     .formula = "-sum t log p + (1 - t) log(1 - p), p = sigmoid(z)", .source = "notes 000"},
    {"ce", .act = "softmax", PLAIN, .row = row_ce,
     .formula = "-sum t log p, p = softmax(z); t may be soft", .source = "notes 000, 003"},
    {"kl", .act = "softmax", PLAIN, .row = row_kl, .formula = "sum t log(t / p), p = softmax(z)",
     .source = "notes 003"},
    {"hinge", PLAIN, .row = row_hinge,
     .formula = "sum max(0, 1 - s y), s = 1 for a target above 1/2, else -1",
     .source = "notes 000; Cortes & Vapnik 1995"},
    {"perceptron", .act = "step", PLAIN, .row = row_perceptron,
     .formula = "sum |z| of the units that are wrong: the step is lr (t - y) x",
     .source = "Rosenblatt 1958"},
};

const kith_loss *kith_loss_at(size_t i)
{
    return i < sizeof losses / sizeof *losses ? &losses[i] : NULL;
}

static const char *name_at(size_t i)
{
    return kith_loss_at(i) != NULL ? kith_loss_at(i)->name : NULL;
}

kith_status kith_loss_parse(const char *text, size_t bytes, const kith_loss **out, kith_real *a,
                            kith_error *err)
{
    kith_named named;
    KITH_TRY(kith_named_split("loss", name_at, text, bytes, &named, err));
    const kith_loss *loss = &losses[named.index];
    const bool takes = !isnan(loss->standard);
    double value = takes ? loss->standard : 0;
    const kith_setting setting = {"a", loss->least, loss->most, &value};
    KITH_TRY(kith_named_settings(&named, loss->name, &setting, takes, err));
    *out = loss;
    *a = (kith_real)value;
    return KITH_OK;
}

double kith_loss_run(const kith_loss *loss, const kith_kern *k, const kith_real *y,
                     const kith_real *t, const kith_real *w, size_t m, size_t n, size_t ld,
                     kith_real scale, kith_real a, kith_real *d)
{
    const kith_real factor =
        (loss->half ? (kith_real)0.5 : 1) / (loss->mean_outputs ? (kith_real)n : 1);
    double total = 0;
    for (size_t i = 0; i < m; i++) {
        const kith_real weight = w != NULL ? w[i] : 1;
        total += (double)weight * loss->row(k, d != NULL ? d + i * ld : NULL, y + i * ld,
                                            t + i * ld, n, scale * factor * weight, a);
    }
    return total * (loss->half ? 0.5 : 1) / (loss->mean_outputs ? (double)n : 1);
}
