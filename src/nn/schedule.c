#include "nn/schedule.h"

#include <math.h>
#include <string.h>

#include "nn/setting.h"

#define FACTOR(name) static double factor_##name(const double *value, double done)

/* word2vec.c's floor of 1e-4 keeps the last updates alive. */
FACTOR(linear)
{
    return 1 - done > value[0] ? 1 - done : value[0];
}
FACTOR(constant)
{
    (void)value, (void)done;
    return 1;
}
FACTOR(step)
{
    return pow(value[1], floor(done / value[0] + 1e-9));
}
FACTOR(exp)
{
    return pow(value[0], done);
}
FACTOR(poly)
{
    const double left = done < 1 ? pow(1 - done, value[0]) : 0;
    return value[1] + (1 - value[1]) * left;
}
FACTOR(cosine)
{
    return value[0] + (1 - value[0]) * 0.5 * (1 + cos(3.14159265358979324 * done));
}
FACTOR(inverse)
{
    return 1 / (1 + value[0] * done);
}

static const kith_schedule schedules[] = {
    {"linear",
     {"floor"},
     {1e-4},
     {0},
     {1},
     factor_linear,
     .formula = "lr max(floor, 1 - done)",
     .source = "word2vec.c"},
    {"constant", .factor = factor_constant, .formula = "lr", .source = "Robbins & Monro 1951"},
    {"step",
     {"every", "factor"},
     {1.0 / 3, 0.1},
     {1e-6, 1e-6},
     {1, 1},
     factor_step,
     .formula = "lr factor^floor(done / every)",
     .source = "Krizhevsky et al. 2012"},
    {"exp",
     {"end"},
     {0.01},
     {1e-12},
     {1},
     factor_exp,
     .formula = "lr end^done",
     .source = "notes 001: high, then decay"},
    {"poly",
     {"power", "end"},
     {2, 0},
     {1e-3, 0},
     {100, 1},
     factor_poly,
     .formula = "lr (end + (1 - end) (1 - done)^power)",
     .source = "darknet: power 4"},
    {"cosine",
     {"end"},
     {0},
     {0},
     {1},
     factor_cosine,
     .formula = "lr (end + (1 - end) (1 + cos(pi done)) / 2)",
     .source = "Loshchilov & Hutter 2017"},
    {"inverse-t",
     {"decay"},
     {9},
     {0},
     {1e9},
     factor_inverse,
     .formula = "lr / (1 + decay done)",
     .source = "Robbins & Monro 1951"},
    {"plateau",
     {"factor", "patience"},
     {0.1, 10},
     {1e-6, 1},
     {1, 1e6},
     factor_constant,
     .plateau = true,
     .formula = "lr times factor after patience epochs without a lower loss, held out if any is",
     .source = "torch: ReduceLROnPlateau"},
};

const kith_schedule *kith_schedule_at(size_t i)
{
    return i < sizeof schedules / sizeof *schedules ? &schedules[i] : NULL;
}

static const char *name_at(size_t i)
{
    return kith_schedule_at(i) != NULL ? kith_schedule_at(i)->name : NULL;
}

kith_status kith_schedule_parse(const char *text, size_t bytes, kith_pace *out, kith_error *err)
{
    kith_named named;
    KITH_TRY(kith_named_split("schedule", name_at, text, bytes, &named, err));
    const kith_schedule *s = &schedules[named.index];
    kith_pace pace = {.schedule = s, .lr = out->lr};
    kith_setting setting[KITH_PACE_VALUES + 1];
    size_t n = 0;
    for (; n < KITH_PACE_VALUES && s->key[n] != NULL; n++) {
        setting[n] = (kith_setting){s->key[n], s->least[n], s->most[n], &pace.value[n]};
        pace.value[n] = s->standard[n];
    }
    setting[n++] = (kith_setting){"warm", 0, 1e12, &pace.warm};
    KITH_TRY(kith_named_settings(&named, s->name, setting, n, err));
    *out = pace;
    return KITH_OK;
}

kith_status kith_pace_check_share(const kith_pace *p, kith_error *err)
{
    if (p->warm < 1)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE, "schedule %s: warm is a share of the run here, below 1",
                     p->schedule->name);
}

void kith_pace_set_steps(kith_pace *p, uint64_t steps)
{
    if (p->warm >= 1)
        p->warm = p->warm < (double)steps ? p->warm / (double)steps : 1;
}

double kith_pace_at(const kith_pace *p, double done)
{
    const double rise = done < p->warm ? done / p->warm : 1;
    return p->lr * rise * p->schedule->factor(p->value, done);
}

void kith_plateau_score(kith_plateau *state, const kith_pace *p, double score)
{
    if (!p->schedule->plateau)
        return;
    if (state->seen++ == 0 || score < state->best) {
        state->best = score;
        state->bad = 0;
    } else if ((double)++state->bad >= p->value[1]) {
        state->bad = 0;
        state->falls++;
    }
}

double kith_plateau_left(const kith_plateau *state, const kith_pace *p)
{
    return p->schedule->plateau ? pow(p->value[0], (double)state->falls) : 1;
}
