#include "nn/init.h"

#include <math.h>

#include "nn/normal.h"
#include "nn/setting.h"

#define SCALE(name) static double scale_##name(size_t in, size_t out, double a)

SCALE(zero)
{
    (void)in, (void)out, (void)a;
    return 0;
}
SCALE(given)
{
    (void)in, (void)out;
    return a;
}
SCALE(fan_in)
{
    (void)out, (void)a;
    return 1 / sqrt((double)in);
}
SCALE(xavier)
{
    (void)a;
    return sqrt(6.0 / (double)(in + out));
}
SCALE(xavier_normal)
{
    (void)a;
    return sqrt(2.0 / (double)(in + out));
}
SCALE(he)
{
    (void)out, (void)a;
    return sqrt(6.0 / (double)in);
}
SCALE(he_normal)
{
    (void)out, (void)a;
    return sqrt(2.0 / (double)in);
}
SCALE(word2vec)
{
    (void)out, (void)a;
    return 0.5 / (double)in;
}

#define PLAIN .standard = NAN

static const char alike[] =
    "all units of a hidden layer begin alike and stay alike: they learn as one unit";

static const kith_init inits[] = {
    {"zero", KITH_CONSTANT, scale_zero, PLAIN, .formula = "0", .source = "word2vec.c, output rows",
     .note = alike},
    {"constant", KITH_CONSTANT, scale_given, .standard = 0.1, .least = -1e6, .most = 1e6,
     .formula = "a", .source = "notes 000", .note = alike},
    {"normal", KITH_NORMAL, scale_given, .standard = 0.01, .least = 0, .most = 1e6,
     .formula = "N(0, a^2), a the standard deviation", .source = "notes 000"},
    {"uniform", KITH_UNIFORM, scale_given, .standard = 0.05, .least = 0, .most = 1e6,
     .formula = "U(-a, a)", .source = "genann: a = 0.5"},
    {"uniform-fan-in", KITH_UNIFORM, scale_fan_in, PLAIN, .formula = "U(-1/sqrt(in), 1/sqrt(in))",
     .source = "notes 000, 004"},
    {"xavier", KITH_UNIFORM, scale_xavier, PLAIN, .formula = "U(-a, a), a = sqrt(6 / (in + out))",
     .source = "Glorot & Bengio 2010"},
    {"xavier-normal", KITH_NORMAL, scale_xavier_normal, PLAIN, .formula = "N(0, 2 / (in + out))",
     .source = "Glorot & Bengio 2010"},
    {"he", KITH_UNIFORM, scale_he, PLAIN, .formula = "U(-a, a), a = sqrt(6 / in)",
     .source = "He et al. 2015"},
    {"he-normal", KITH_NORMAL, scale_he_normal, PLAIN, .formula = "N(0, 2 / in)",
     .source = "He et al. 2015"},
    {"lecun", KITH_NORMAL, scale_fan_in, PLAIN, .formula = "N(0, 1 / in)",
     .source = "LeCun et al. 1998"},
    {"word2vec", KITH_UNIFORM, scale_word2vec, PLAIN, .formula = "U(-1/2d, 1/2d), d columns",
     .source = "word2vec.c"},
};

const kith_init_use kith_init_word2vec = {.init = &inits[sizeof inits / sizeof *inits - 1]};

const kith_init *kith_init_at(size_t i)
{
    return i < sizeof inits / sizeof *inits ? &inits[i] : NULL;
}

static const char *name_at(size_t i)
{
    return kith_init_at(i) != NULL ? kith_init_at(i)->name : NULL;
}

kith_status kith_init_parse(const char *text, size_t bytes, kith_init_use *out, kith_error *err)
{
    kith_named named;
    KITH_TRY(kith_named_split("initialiser", name_at, text, bytes, &named, err));
    const kith_init *init = &inits[named.index];
    const bool takes = !isnan(init->standard);
    double a = takes ? init->standard : 0;
    const kith_setting setting = {"a", init->least, init->most, &a};
    KITH_TRY(kith_named_settings(&named, init->name, &setting, takes, err));
    *out = (kith_init_use){.init = init, .a = a};
    return KITH_OK;
}

/* Draw i of a distribution of scale 1. */
static double draw(kith_distribution distribution, uint64_t key, uint64_t i)
{
    switch (distribution) {
    case KITH_UNIFORM:
        return 2 * kith_rng_unit(kith_rng_at(key, i)) - 1;
    case KITH_NORMAL:
        return kith_normal_at(key, i);
    default:
        return 1;
    }
}

void kith_param_fill(kith_param *p, const kith_init_use *use, uint64_t seed, uint64_t stream)
{
    const uint64_t key = kith_rng_key(seed, 0, stream, KITH_RNG_INIT);
    const double scale = use->init->scale(p->cols, p->rows, use->a);
    p->stream = stream;
    for (size_t i = 0; i < p->rows; i++)
        for (size_t c = 0; c < p->cols; c++) {
            const uint64_t place = (uint64_t)i * p->cols + c;
            kith_param_row(p, i)[c] =
                (kith_real)(scale * draw(use->init->distribution, key, place));
        }
}
