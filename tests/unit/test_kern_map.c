/*
 * The maps of every ISA against plain loops in double: optimiser runs, what stands around them,
 * sums and softmax, every length 0..80 at several offsets, nothing written beside them; and NaN.
 * (Activations and losses: test_act.c, test_loss.c.)
 */
#include "check.h"

#include "base/rng.h"
#include "kern/kern.h"

enum { LONGEST = 80, OFFSETS = 5, ROOM = LONGEST + OFFSETS + 16, SLOTS = 2 };
#ifdef KITH_DOUBLE
static const double tolerance = 4e-15;
#else
static const double tolerance = 2e-6;
#endif

/* Weights w, directions d, two slots, and what they are to become. */
typedef struct vectors {
    kith_real w[ROOM], d[ROOM], slot[SLOTS][ROOM];
    double want[ROOM], want_slot[SLOTS][ROOM];
} vectors;

/* Weights and directions in -size..size, slots in 0..size. */
static void fill(vectors *v, double size, uint64_t key)
{
    for (size_t i = 0; i < ROOM; i++) {
        v->d[i] = (kith_real)(size * (2 * kith_rng_unit(kith_rng_at(key, 4 * i)) - 1));
        v->w[i] = (kith_real)(size * (2 * kith_rng_unit(kith_rng_at(key, 4 * i + 1)) - 1));
        v->want[i] = (double)v->w[i];
        for (size_t s = 0; s < SLOTS; s++) {
            v->slot[s][i] = (kith_real)(size * kith_rng_unit(kith_rng_at(key, 4 * i + 2 + s)));
            v->want_slot[s][i] = (double)v->slot[s][i];
        }
    }
}

static void check_all(const kith_real *got, const double *want, const char *what)
{
    for (size_t i = 0; i < ROOM; i++)
        if (!(fabs((double)got[i] - want[i]) <= tolerance * (1 + fabs(want[i]))))
            fail_msg("%s, element %zu: %.17g, expected %.17g", what, i, (double)got[i], want[i]);
}

/* Powers of two, the same in float and double. */
static const kith_hyper hyper = {.lr = (kith_real)0.25,
                                 .a = (kith_real)0.75,
                                 .b = (kith_real)0.875,
                                 .eps = (kith_real)0.125,
                                 .c1 = (kith_real)0.4375,
                                 .c2 = (kith_real)0.234375,
                                 .cut = (kith_real)0.75,
                                 .clip = (kith_real)0.5,
                                 .l2 = (kith_real)0.0625};
static const double lr = 0.25, a = 0.75, b = 0.875, eps = 0.125, c1 = 0.4375, c2 = 0.234375;

/* One step of one weight by the rule: s and t are its slots; returns the new weight. */
#define RULE(name) static double name(double w, double d, double *s, double *t)

RULE(want_sgd)
{
    (void)s, (void)t;
    return w + lr * d;
}
RULE(want_momentum)
{
    (void)t;
    *s = a * *s + d;
    return w + lr * *s;
}
RULE(want_momentum_inside)
{
    (void)t;
    *s = a * *s + lr * d;
    return w + *s;
}
RULE(want_nag) /* w is the look-ahead: back, the step, and ahead again */
{
    const double behind = w - a * *s;
    (void)t;
    *s = a * *s + lr * d;
    return behind + *s + a * *s;
}
RULE(want_nesterov)
{
    (void)t;
    *s = a * *s + d;
    return w + lr * (d + a * *s);
}
RULE(want_adagrad)
{
    (void)t;
    *s += d * d;
    return w + lr * d / (sqrt(*s) + eps);
}
RULE(want_adagrad_lagged)
{
    const double before = *s;
    (void)t;
    *s += d * d;
    return w + lr * d / sqrt(before + eps);
}
RULE(want_adadelta)
{
    *s = a * *s + (1 - a) * d * d;
    const double x = sqrt(*t + eps) / sqrt(*s + eps) * d;
    *t = a * *t + (1 - a) * x * x;
    return w + lr * x;
}
RULE(want_rmsprop)
{
    (void)t;
    *s = a * *s + (1 - a) * d * d;
    return w + lr * d / (sqrt(*s) + eps);
}
RULE(want_rmsprop_inside)
{
    (void)t;
    *s = a * *s + (1 - a) * d * d;
    return w + lr * d / sqrt(*s + eps);
}
RULE(want_adam)
{
    *s = a * *s + (1 - a) * d;
    *t = b * *t + (1 - b) * d * d;
    return w + lr * (*s / c1) / (sqrt(*t / c2) + eps);
}
RULE(want_adam_inside)
{
    *s = a * *s + (1 - a) * d;
    *t = b * *t + (1 - b) * d * d;
    return w + lr * (*s / c1) / sqrt(*t / c2 + eps);
}

/* What is no rule, in the same shape. */
RULE(want_axpy)
{
    (void)s, (void)t;
    return w - 1.5 * d;
}
RULE(want_standardise)
{
    (void)t;
    return (w - d) * *s;
}
RULE(want_constrain)
{
    (void)s, (void)t;
    return fmax(-0.5, fmin(0.5, 0.75 * d)) - 0.0625 * w;
}
RULE(want_shrink)
{
    (void)d, (void)s, (void)t;
    return w > 0.5 ? w - 0.5 : w < -0.5 ? w + 0.5 : 0;
}
RULE(want_scale_by)
{
    (void)d, (void)s, (void)t;
    return 0.875 * w;
}

typedef void run(const kith_kern *k, kith_real *w, const kith_real *d, kith_real *const *slot,
                 size_t n);

#define X(name)                                                                                    \
    static void run_##name(const kith_kern *k, kith_real *w, const kith_real *d,                   \
                           kith_real *const *slot, size_t n)                                       \
    {                                                                                              \
        k->name(w, d, slot, n, &hyper);                                                            \
    }
KITH_RULE_MAPS(X)
#undef X

static void run_axpy(const kith_kern *k, kith_real *w, const kith_real *d, kith_real *const *slot,
                     size_t n)
{
    (void)slot;
    k->axpy(w, (kith_real)-1.5, d, n);
}
static void run_standardise(const kith_kern *k, kith_real *w, const kith_real *d,
                            kith_real *const *slot, size_t n)
{
    k->standardise(w, d, slot[0], n, w);
}
static void run_constrain(const kith_kern *k, kith_real *w, const kith_real *d,
                          kith_real *const *slot, size_t n)
{
    (void)slot;
    k->constrain(w, d, w, n, &hyper);
}
static void run_shrink(const kith_kern *k, kith_real *w, const kith_real *d, kith_real *const *slot,
                       size_t n)
{
    (void)d, (void)slot;
    k->shrink(w, (kith_real)0.5, n);
}
static void run_scale_by(const kith_kern *k, kith_real *w, const kith_real *d,
                         kith_real *const *slot, size_t n)
{
    (void)d, (void)slot;
    k->scale_by(w, (kith_real)0.875, n);
}

static const struct map {
    const char *name;
    double (*want)(double w, double d, double *s, double *t);
    run *run;
} maps[] = {
#define X(name) {#name, want_##name, run_##name},
    KITH_RULE_MAPS(X)
#undef X
        {"axpy", want_axpy, run_axpy},
    {"standardise", want_standardise, run_standardise},
    {"constrain", want_constrain, run_constrain},
    {"shrink", want_shrink, run_shrink},
    {"scale_by", want_scale_by, run_scale_by},
};
enum { MAPS = sizeof maps / sizeof *maps };

static void run_map(const kith_kern *k, const struct map *m, vectors *v, size_t from, size_t n)
{
    kith_real *const slot[SLOTS] = {v->slot[0] + from, v->slot[1] + from};
    m->run(k, v->w + from, v->d + from, slot, n);
}

static void check_map(const kith_kern *k, const struct map *m, size_t from, size_t n)
{
    vectors v;
    fill(&v, 3, from * 100 + n);
    for (size_t i = from; i < from + n; i++)
        v.want[i] = m->want(v.want[i], (double)v.d[i], &v.want_slot[0][i], &v.want_slot[1][i]);
    run_map(k, m, &v, from, n);
    check_all(v.w, v.want, m->name);
    check_all(v.slot[0], v.want_slot[0], m->name);
    check_all(v.slot[1], v.want_slot[1], m->name);
}

static void every_map_follows_its_formula_at_every_length_and_offset(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t m = 0; m < MAPS; m++)
            for (size_t from = 0; from < OFFSETS; from++)
                for (size_t n = 0; n <= LONGEST; n++)
                    check_map(tables[t], &maps[m], from, n);
}

/* A broken direction, or a broken weight where there is none, must not be mended in silence. */
static void nan_in_is_nan_out_and_nowhere_else(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    static const size_t place[] = {0, 5, 16, 22}; /* in whole vectors and in the tail */
    for (size_t t = 0; t < isas; t++)
        for (size_t m = 0; m < MAPS; m++)
            for (size_t p = 0; p < 4; p++) {
                vectors v;
                fill(&v, 1, p);
                v.d[place[p]] = v.w[place[p]] = (kith_real)NAN;
                run_map(tables[t], &maps[m], &v, 0, 23);
                for (size_t i = 0; i < ROOM; i++)
                    if ((bool)isnan(v.w[i]) != (i == place[p]))
                        fail_msg("%s: element %zu", maps[m].name, i);
            }
}

/* Padding is zero and must stay zero: every rule maps (0, 0) to 0. */
static void zeros_stay_zero(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t m = 0; m < MAPS; m++) {
            vectors v = {0};
            run_map(tables[t], &maps[m], &v, 0, LONGEST);
            check_all(v.w, v.want, maps[m].name);
        }
}

static void dots_add_up_at_every_length_and_offset(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    vectors v;
    for (size_t t = 0; t < isas; t++)
        for (size_t from = 0; from < OFFSETS; from++)
            for (size_t n = 0; n <= LONGEST; n++) {
                fill(&v, 1, n);
                double want = 0;
                for (size_t i = 0; i < n; i++)
                    want += (double)v.d[from + i] * (double)v.w[i];
                check_near((double)tables[t]->dot(v.d + from, v.w, n), want, 10 * tolerance);
            }
}

static void check_softmax(const kith_kern *k, size_t from, size_t n)
{
    vectors v;
    double total = 0, sum = 0;
    fill(&v, 5, n);
    for (size_t i = from; i < from + n; i++)
        total += exp((double)v.w[i]);
    for (size_t i = from; i < from + n; i++)
        v.want[i] = exp((double)v.w[i]) / total;
    k->softmax(v.w + from, n);
    check_all(v.w, v.want, "softmax");
    for (size_t i = from; i < from + n; i++)
        sum += (double)v.w[i];
    check_near(sum, 1, 10 * tolerance);
}

static void softmax_is_a_distribution_whatever_the_logits(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++) {
        for (size_t from = 0; from < OFFSETS; from++)
            for (size_t n = 1; n <= LONGEST; n++)
                check_softmax(tables[t], from, n);
        kith_real far[3] = {(kith_real)1e4, (kith_real)-1e4, (kith_real)1e4};
        tables[t]->softmax(far, 3);
        check_near((double)far[0], 0.5, tolerance);
        check_near((double)far[1], 0, tolerance);
        kith_real two[2] = {(kith_real)1001.5, (kith_real)1000};
        tables[t]->softmax(two, 2);
        check_near((double)two[0], 1 / (1 + exp(-1.5)), tolerance);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_map_follows_its_formula_at_every_length_and_offset),
        cmocka_unit_test(nan_in_is_nan_out_and_nowhere_else),
        cmocka_unit_test(zeros_stay_zero),
        cmocka_unit_test(dots_add_up_at_every_length_and_offset),
        cmocka_unit_test(softmax_is_a_distribution_whatever_the_logits),
    };
    return cmocka_run_group_tests_name("kern/map", tests, NULL, NULL);
}
