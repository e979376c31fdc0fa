/*
 * The maps of every ISA against plain loops in double: every length 0..80 at every offset within a
 * vector, nothing written beside them; then the far ends of the functions, and NaN.
 */
#include "check.h"

#include "base/rng.h"
#include "kern/kern.h"

enum { LONGEST = 80, OFFSETS = 5, ROOM = LONGEST + OFFSETS + 16 };
#ifdef KITH_DOUBLE
static const double tolerance = 4e-15;
#else
static const double tolerance = 1e-6;
#endif
static const kith_real guard = 77;

typedef struct vectors {
    kith_real in[ROOM], out[ROOM], state[ROOM];
    double want[ROOM], want_state[ROOM];
} vectors;

static double sigmoid(double z)
{
    return 1 / (1 + exp(-z));
}

/* Fills `in` and `out` with numbers in -size..size; `state` with numbers in 0..size. */
static void fill(vectors *v, double size, uint64_t key)
{
    for (size_t i = 0; i < ROOM; i++) {
        v->in[i] = (kith_real)(size * (2 * kith_rng_unit(kith_rng_at(key, 3 * i)) - 1));
        v->out[i] = (kith_real)(size * (2 * kith_rng_unit(kith_rng_at(key, 3 * i + 1)) - 1));
        v->state[i] = (kith_real)(size * kith_rng_unit(kith_rng_at(key, 3 * i + 2)));
        v->want[i] = (double)v->out[i];
        v->want_state[i] = (double)v->state[i];
    }
}

static void check_all(const kith_real *got, const double *want, const char *what)
{
    for (size_t i = 0; i < ROOM; i++)
        if (!(fabs((double)got[i] - want[i]) <= tolerance * (1 + fabs(want[i]))))
            fail_msg("%s, element %zu: %.17g, expected %.17g", what, i, (double)got[i], want[i]);
}

/* One map on elements [from, from + n) of the vectors: what `want` becomes, and what does it. */
typedef struct map {
    const char *name;
    double (*want)(double out, double in, double *state);
    void (*run)(const kith_kern *k, kith_real *out, const kith_real *in, kith_real *state,
                size_t n);
} map;

static const kith_hyper hyper = {.lr = (kith_real)0.25, .eps = (kith_real)0.125};

static double want_sgd(double w, double d, double *s)
{
    (void)s;
    return w + 0.25 * d;
}
static void run_sgd(const kith_kern *k, kith_real *w, const kith_real *d, kith_real *s, size_t n)
{
    (void)s;
    k->sgd(w, d, &s, n, &hyper);
}

static double want_adagrad(double w, double d, double *s)
{
    *s += d * d;
    return w + 0.25 * d / (sqrt(*s) + 0.125);
}
static void run_adagrad(const kith_kern *k, kith_real *w, const kith_real *d, kith_real *s,
                        size_t n)
{
    k->adagrad(w, d, &s, n, &hyper);
}

static double want_axpy(double y, double x, double *s)
{
    (void)s;
    return y - 1.5 * x;
}
static void run_axpy(const kith_kern *k, kith_real *y, const kith_real *x, kith_real *s, size_t n)
{
    (void)s;
    k->axpy(y, (kith_real)-1.5, x, n);
}

static double want_sigmoid(double y, double z, double *s)
{
    (void)y, (void)s;
    return sigmoid(z);
}
static void run_sigmoid(const kith_kern *k, kith_real *y, const kith_real *z, kith_real *s,
                        size_t n)
{
    (void)s;
    k->act_sigmoid(y, z, n, 0);
}

static double want_tanh(double y, double z, double *s)
{
    (void)y, (void)s;
    return tanh(z);
}
static void run_tanh(const kith_kern *k, kith_real *y, const kith_real *z, kith_real *s, size_t n)
{
    (void)s;
    k->act_tanh(y, z, n, 0);
}

static double want_relu(double y, double z, double *s)
{
    (void)y, (void)s;
    return z > 0 ? z : 0;
}
static void run_relu(const kith_kern *k, kith_real *y, const kith_real *z, kith_real *s, size_t n)
{
    (void)s;
    k->act_relu(y, z, n, 0);
}

static double want_back_sigmoid(double d, double y, double *s)
{
    (void)s;
    return d * y * (1 - y);
}
static void run_back_sigmoid(const kith_kern *k, kith_real *d, const kith_real *y, kith_real *s,
                             size_t n)
{
    (void)s;
    k->back_sigmoid(d, NULL, y, n, 0);
}

static double want_back_tanh(double d, double y, double *s)
{
    (void)s;
    return d * (1 - y * y);
}
static void run_back_tanh(const kith_kern *k, kith_real *d, const kith_real *y, kith_real *s,
                          size_t n)
{
    (void)s;
    k->back_tanh(d, NULL, y, n, 0);
}

static double want_back_relu(double d, double y, double *s)
{
    (void)s;
    return y > 0 ? d : 0;
}
static void run_back_relu(const kith_kern *k, kith_real *d, const kith_real *y, kith_real *s,
                          size_t n)
{
    (void)s;
    k->back_relu(d, NULL, y, n, 0);
}

static const map maps[] = {
    {"sgd", want_sgd, run_sgd},
    {"adagrad", want_adagrad, run_adagrad},
    {"axpy", want_axpy, run_axpy},
    {"act_sigmoid", want_sigmoid, run_sigmoid},
    {"act_tanh", want_tanh, run_tanh},
    {"act_relu", want_relu, run_relu},
    {"back_sigmoid", want_back_sigmoid, run_back_sigmoid},
    {"back_tanh", want_back_tanh, run_back_tanh},
    {"back_relu", want_back_relu, run_back_relu},
};

static void check_map(const kith_kern *k, const map *m, size_t from, size_t n)
{
    vectors v;
    fill(&v, 3, from * 100 + n);
    for (size_t i = from; i < from + n; i++)
        v.want[i] = m->want(v.want[i], (double)v.in[i], &v.want_state[i]);
    m->run(k, v.out + from, v.in + from, v.state + from, n);
    check_all(v.out, v.want, m->name);
    check_all(v.state, v.want_state, m->name);
}

static void every_map_follows_its_formula_at_every_length_and_offset(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t m = 0; m < sizeof maps / sizeof *maps; m++)
            for (size_t from = 0; from < OFFSETS; from++)
                for (size_t n = 0; n <= LONGEST; n++)
                    check_map(tables[t], &maps[m], from, n);
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
                    want += (double)v.in[from + i] * (double)v.out[i];
                check_near((double)tables[t]->dot(v.in + from, v.out, n), want, 10 * tolerance);
            }
}

static void check_softmax(const kith_kern *k, size_t from, size_t n)
{
    vectors v;
    double total = 0, sum = 0;
    fill(&v, 5, n);
    for (size_t i = from; i < from + n; i++)
        total += exp((double)v.out[i]);
    for (size_t i = from; i < from + n; i++)
        v.want[i] = exp((double)v.out[i]) / total;
    k->softmax(v.out + from, n);
    check_all(v.out, v.want, "softmax");
    for (size_t i = from; i < from + n; i++)
        sum += (double)v.out[i];
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
        check_near((double)two[0], sigmoid(1.5), tolerance);
    }
}

static void activations_are_right_on_a_fine_grid_and_finite_far_out(void **state)
{
    (void)state;
    enum { N = 10001 };
    static kith_real z[N], y[N];
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++) {
        for (int i = 0; i < N; i++)
            z[i] = (kith_real)((i - N / 2) * 0.008);
        tables[t]->act_sigmoid(y, z, N, 0);
        for (int i = 0; i < N; i++)
            check_near((double)y[i], sigmoid((double)z[i]), tolerance);
        tables[t]->act_tanh(y, z, N, 0);
        for (int i = 0; i < N; i++)
            check_near((double)y[i], tanh((double)z[i]), tolerance);
        kith_real end[4] = {(kith_real)-1e4, (kith_real)1e4, -(kith_real)INFINITY, INFINITY};
        tables[t]->act_sigmoid(y, end, 4, 0);
        tables[t]->act_tanh(y + 4, end, 4, 0);
        for (int i = 0; i < 4; i++) {
            check_near((double)y[i], i % 2, tolerance);
            check_near((double)y[4 + i], i % 2 ? 1 : -1, tolerance);
        }
    }
}

static void nan_in_is_nan_out(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    static const size_t place[] = {0, 5, 16, 22}; /* in whole vectors and in the tail */
    for (size_t t = 0; t < isas; t++)
        for (size_t m = 0; m < sizeof maps / sizeof *maps; m++)
            for (size_t p = 0; p < 4; p++) {
                vectors v;
                fill(&v, 1, p);
                const bool back_relu = strcmp(maps[m].name, "back_relu") == 0;
                *(back_relu ? v.out + place[p] : v.in + place[p]) = (kith_real)NAN;
                if (back_relu)
                    v.in[place[p]] = 1;
                maps[m].run(tables[t], v.out, v.in, v.state, 23);
                for (size_t i = 0; i < ROOM; i++)
                    if ((bool)isnan(v.out[i]) != (i == place[p]))
                        fail_msg("%s: element %zu", maps[m].name, i);
            }
}

static void maps_work_in_place(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t m = 3; m < 6; m++) { /* the activations */
            vectors v;
            fill(&v, 3, m);
            memcpy(v.in, v.out, sizeof v.in);
            v.in[50] = v.out[50] = guard;
            v.want[50] = (double)guard;
            for (size_t i = 0; i < 50; i++)
                v.want[i] = maps[m].want(0, (double)v.in[i], NULL);
            maps[m].run(tables[t], v.out, v.out, NULL, 50);
            check_all(v.out, v.want, maps[m].name);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_map_follows_its_formula_at_every_length_and_offset),
        cmocka_unit_test(dots_add_up_at_every_length_and_offset),
        cmocka_unit_test(softmax_is_a_distribution_whatever_the_logits),
        cmocka_unit_test(activations_are_right_on_a_fine_grid_and_finite_far_out),
        cmocka_unit_test(nan_in_is_nan_out),
        cmocka_unit_test(maps_work_in_place),
    };
    return cmocka_run_group_tests_name("kern/map", tests, NULL, NULL);
}
