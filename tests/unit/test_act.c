/*
 * Activations: every name, on every ISA, at every length 0..80, against formulas written down here
 * in double; derivatives against central differences of those formulas; far ends and NaN.
 */
#include "check.h"

#include "base/rng.h"
#include "nn/act.h"

enum { LONGEST = 80, OFFSETS = 3, ROOM = LONGEST + OFFSETS + 16, GRID = 10001 };
#ifdef KITH_DOUBLE
static const double tolerance = 4e-15, slope_tolerance = 1e-8;
#else
static const double tolerance = 1e-6, slope_tolerance = 4e-6;
#endif

static double logistic(double z)
{
    return z > 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z));
}
static double linear(double z, double a)
{
    (void)a;
    return z;
}
static double threshold(double z, double a)
{
    (void)a;
    return z > 0;
}
static double clip01(double z, double a)
{
    (void)a;
    return fmax(0, fmin(1, z));
}
static double sigmoid(double z, double a)
{
    (void)a;
    return logistic(z);
}
static double hyperbolic(double z, double a)
{
    (void)a;
    return tanh(z);
}
static double relu(double z, double a)
{
    (void)a;
    return fmax(0, z);
}
static double leaky(double z, double a)
{
    return z > 0 ? z : a * z;
}
static double elu(double z, double a)
{
    return z > 0 ? z : a * expm1(z);
}
static double swish(double z, double a)
{
    (void)a;
    return z * logistic(z);
}
static double softplus(double z, double a)
{
    (void)a;
    return fmax(z, 0) + log1p(exp(-fabs(z)));
}
static double gelu(double z, double a)
{
    (void)a;
    return z * 0.5 * erfc(-z / sqrt(2));
}
static double selu(double z, double a)
{
    (void)a;
    return 1.0507009873554804934193349852946 *
           (z > 0 ? z : 1.6732632423543772848170429916717 * expm1(z));
}
static double hard_sigmoid(double z, double a)
{
    (void)a;
    return fmax(0, fmin(6, z + 3)) / 6;
}
static double hard_tanh(double z, double a)
{
    (void)a;
    return fmax(-1, fmin(1, z));
}
static double softsign(double z, double a)
{
    (void)a;
    return z / (1 + fabs(z));
}
static double gaussian(double z, double a)
{
    (void)a;
    return exp(-z * z);
}

/* A name without a line here fails the test. `kink` are places without a derivative. */
static const struct formula {
    const char *name;
    double (*f)(double z, double a);
    double kink[2];
} formulas[] = {
    {"linear", linear, {INFINITY, INFINITY}},
    {"step", threshold, {0, INFINITY}},
    {"clip01", clip01, {0, 1}},
    {"sigmoid", sigmoid, {INFINITY, INFINITY}},
    {"tanh", hyperbolic, {INFINITY, INFINITY}},
    {"relu", relu, {0, INFINITY}},
    {"leaky", leaky, {0, INFINITY}},
    {"leaky:0.3", leaky, {0, INFINITY}},
    {"prelu", leaky, {0, INFINITY}},
    {"prelu:-0.5", leaky, {0, INFINITY}},
    {"elu", elu, {0, INFINITY}},
    {"elu:0.7", elu, {0, INFINITY}},
    {"swish", swish, {INFINITY, INFINITY}},
    {"silu", swish, {INFINITY, INFINITY}},
    {"softplus", softplus, {INFINITY, INFINITY}},
    {"gelu", gelu, {INFINITY, INFINITY}},
    {"selu", selu, {0, INFINITY}},
    {"hard-sigmoid", hard_sigmoid, {-3, 3}},
    {"hard-tanh", hard_tanh, {-1, 1}},
    {"softsign", softsign, {INFINITY, INFINITY}},
    {"gaussian", gaussian, {INFINITY, INFINITY}},
};
enum { FORMULAS = sizeof formulas / sizeof *formulas };

static kith_act_use use_of(const char *text)
{
    kith_error err;
    kith_act_use use;
    check_ok(kith_act_parse(text, strlen(text), &use, &err));
    return use;
}

static void every_name_has_a_formula(void **state)
{
    (void)state;
    for (size_t i = 0; kith_act_at(i) != NULL; i++) {
        size_t with = kith_act_at(i)->whole_row; /* softmax has tests of its own */
        for (size_t f = 0; f < FORMULAS; f++)
            with += use_of(formulas[f].name).act == kith_act_at(i);
        if (with == 0)
            fail_msg("activation %s is not tested", kith_act_at(i)->name);
    }
}

static void fill(kith_real *z, uint64_t key)
{
    for (size_t i = 0; i < ROOM; i++)
        z[i] = (kith_real)(8 * kith_rng_unit(kith_rng_at(key, i)) - 4);
}

static void check_value(const kith_kern *k, const struct formula *f, size_t from, size_t n)
{
    kith_real z[ROOM], y[ROOM], old[ROOM];
    const kith_act_use use = use_of(f->name);
    fill(z, from * 100 + n);
    fill(old, 7);
    memcpy(y, old, sizeof y);
    use.act->forward(k, y + from, z + from, n, use.a);
    for (size_t i = 0; i < ROOM; i++) {
        const bool inside = i >= from && i < from + n;
        const double want = inside ? f->f((double)z[i], (double)use.a) : (double)old[i];
        if (!(fabs((double)y[i] - want) <= tolerance * (1 + fabs(want))))
            fail_msg("%s, %s(%g): %.9g, expected %.9g", k->isa, f->name, (double)z[i], (double)y[i],
                     want);
    }
    use.act->forward(k, z + from, z + from, n, use.a);
    assert_memory_equal(z + from, y + from, n * sizeof *z); /* in place */
}

static void every_value_follows_its_formula_at_every_length(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t f = 0; f < FORMULAS; f++)
            for (size_t from = 0; from < OFFSETS; from++)
                for (size_t n = 0; n <= LONGEST; n++)
                    check_value(tables[t], &formulas[f], from, n);
}

/* A bias and the activation in one pass: the bits of one after the other, and z + bias is kept. */
static void check_biased(const kith_kern *k, const kith_act_use *use, size_t n)
{
    kith_real z[ROOM], bias[ROOM], sum[ROOM], y[ROOM], want[ROOM];
    fill(z, n);
    fill(bias, n + 1000);
    fill(y, 7);
    memcpy(sum, z, sizeof sum);
    for (size_t i = 0; i < n; i++)
        sum[i] = z[i] + bias[i];
    memcpy(want, y, sizeof want);
    use->act->forward(k, want, sum, n, use->a);
    use->act->biased(k, y, z, bias, n, use->a);
    if (memcmp(y, want, sizeof y) != 0 || memcmp(z, sum, sizeof z) != 0)
        fail_msg("%s, %s: a bias before %zu values differs", k->isa, use->act->name, n);
    fill(z, n);
    use->act->biased(k, z, z, bias, n, use->a); /* in place */
    assert_memory_equal(z, want, n * sizeof *z);
}

static void a_bias_and_the_activation_are_one_pass_with_the_same_bits(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t i = 0; kith_act_at(i) != NULL; i++)
            for (size_t n = 1; n <= LONGEST; n++) {
                const kith_act_use use = use_of(kith_act_at(i)->name);
                check_biased(tables[t], &use, n);
            }
}

/* d *= f'(z) on a fine grid around 0, with z kept only where the activation asks for it. */
static void check_slope(const kith_kern *k, const struct formula *f)
{
    static kith_real z[GRID], y[GRID], d[GRID];
    const kith_act_use use = use_of(f->name);
    const double h = 1e-5;
    for (int i = 0; i < GRID; i++) {
        z[i] = (kith_real)((i - GRID / 2) * 0.0017 + 0.00031);
        d[i] = (kith_real)(1.5 - i % 3);
    }
    use.act->forward(k, y, z, GRID, use.a);
    use.act->backward(k, d, use.act->needs_z ? z : NULL, y, GRID, use.a);
    for (int i = 0; i < GRID; i++) {
        const double at = (double)z[i], a = (double)use.a;
        const double want = (1.5 - i % 3) * (f->f(at + h, a) - f->f(at - h, a)) / (2 * h);
        if (fabs(at - f->kink[0]) < 2 * h || fabs(at - f->kink[1]) < 2 * h)
            continue;
        if (!(fabs((double)d[i] - want) <= slope_tolerance * (1 + fabs(want))))
            fail_msg("%s, %s'(%g): %.9g, expected %.9g", k->isa, f->name, at, (double)d[i], want);
    }
}

static void every_derivative_is_the_slope_of_the_value(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t f = 0; f < FORMULAS; f++)
            check_slope(tables[t], &formulas[f]);
}

static void tails_of_derivatives_are_computed_as_their_bodies(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t f = 0; f < FORMULAS; f++)
            for (size_t n = 0; n <= LONGEST; n++) {
                kith_real z[ROOM], y[ROOM], whole[ROOM], part[ROOM];
                const kith_act_use use = use_of(formulas[f].name);
                fill(z, f);
                fill(whole, 3);
                memcpy(part, whole, sizeof part);
                use.act->forward(tables[t], y, z, ROOM, use.a);
                use.act->backward(tables[t], part, z, y, n, use.a);
                assert_memory_equal(part + n, whole + n, (ROOM - n) * sizeof *part);
                use.act->backward(tables[t], whole, z, y, ROOM, use.a);
                for (size_t i = 0; i < n; i++)
                    check_near((double)part[i], (double)whole[i], tolerance);
            }
}

static void relu_has_slope_zero_at_zero(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    const kith_act_use use = use_of("relu");
    for (size_t t = 0; t < isas; t++) {
        kith_real z[2] = {0, -(kith_real)0.0}, y[2], d[2] = {1, 1};
        use.act->forward(tables[t], y, z, 2, use.a);
        use.act->backward(tables[t], d, NULL, y, 2, use.a);
        assert_true(d[0] == 0 && d[1] == 0);
    }
}

static void far_out_everything_is_finite_and_at_its_limit(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t f = 0; f < FORMULAS; f++) {
            kith_real z[4] = {(kith_real)-1e4, (kith_real)1e4, -90, 90}, y[4], d[4] = {1, 1, 1, 1};
            const kith_act_use use = use_of(formulas[f].name);
            use.act->forward(tables[t], y, z, 4, use.a);
            use.act->backward(tables[t], d, z, y, 4, use.a);
            for (int i = 0; i < 4; i++) {
                const double want = formulas[f].f((double)z[i], (double)use.a);
                check_near((double)y[i], want, 1e-6 * (1 + fabs(want)));
                assert_true(isfinite((double)d[i]));
            }
        }
}

static void nan_in_is_nan_out_and_nowhere_else(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    static const size_t place[] = {0, 5, 16, 22}; /* in whole vectors and in the tail */
    for (size_t t = 0; t < isas; t++)
        for (size_t f = 0; f < FORMULAS; f++)
            for (size_t p = 0; p < 4; p++) {
                kith_real z[ROOM], y[ROOM];
                const kith_act_use use = use_of(formulas[f].name);
                fill(z, p);
                z[place[p]] = (kith_real)NAN;
                use.act->forward(tables[t], y, z, 23, use.a);
                for (size_t i = 0; i < 23; i++)
                    if ((bool)isnan(y[i]) != (i == place[p]))
                        fail_msg("%s, %s: element %zu", tables[t]->isa, formulas[f].name, i);
            }
}

/* L = c . softmax(z) has the direction y (c - c.y). */
static void softmax_passes_directions_through_its_whole_row(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    const kith_act_use use = use_of("softmax");
    assert_true(use.act->whole_row);
    for (size_t t = 0; t < isas; t++)
        for (size_t n = 1; n <= LONGEST; n++) {
            kith_real z[ROOM], y[ROOM], c[ROOM];
            double e[ROOM], total = 0, mean = 0;
            fill(z, n);
            fill(c, n + 1);
            for (size_t i = 0; i < n; i++)
                total += e[i] = exp((double)z[i]);
            for (size_t i = 0; i < n; i++)
                mean += (double)c[i] * (e[i] /= total);
            use.act->forward(tables[t], y, z, n, use.a);
            for (size_t i = 0; i < n; i++)
                check_near((double)y[i], e[i], tolerance);
            kith_real d[ROOM];
            memcpy(d, c, sizeof d);
            use.act->backward(tables[t], d, NULL, y, n, use.a);
            for (size_t i = 0; i < n; i++)
                check_near((double)d[i], e[i] * ((double)c[i] - mean), 10 * tolerance);
        }
}

static void the_slope_of_prelu_adds_up_over_what_is_below_zero(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t n = 0; n <= LONGEST; n++) {
            kith_real z[ROOM], d[ROOM];
            double want = 0;
            fill(z, n);
            fill(d, n + 1);
            for (size_t i = 0; i < n; i++)
                want += z[i] < 0 ? (double)d[i] * (double)z[i] : 0;
            check_near((double)kith_act_slope(tables[t], d, z, n), want, 100 * tolerance);
        }
}

static void what_no_gradient_passes_is_refused_with_the_reason(void **state)
{
    (void)state;
    kith_error err;
    for (size_t i = 0; kith_act_at(i) != NULL; i++)
        if (strcmp(kith_act_at(i)->name, "step") == 0)
            check_fails_with(kith_act_check_gradient(kith_act_at(i), &err), KITH_ERR_USAGE,
                             "derivative is 0");
        else
            check_ok(kith_act_check_gradient(kith_act_at(i), &err));
}

static void a_wrong_name_or_value_is_refused_with_what_is_right(void **state)
{
    (void)state;
    kith_error err;
    kith_act_use use;
    static const struct {
        const char *text, *part;
    } bad[] = {{"relux", "did you mean 'relu': expected one of linear step clip01"},
               {"relu:0.1", "takes none"},
               {"leaky:2", "expected a number in 0..1"},
               {"leaky:x", "unknown activation"},
               {"elu:b=1", "it takes =number for a"},
               {"", "expected one of"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_fails_with(kith_act_parse(bad[i].text, strlen(bad[i].text), &use, &err),
                         KITH_ERR_USAGE, bad[i].part);
    check_ok(kith_act_parse("relu-dropout", 4, &use, &err)); /* as a part of a longer text */
    assert_string_equal(use.act->name, "relu");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_has_a_formula),
        cmocka_unit_test(every_value_follows_its_formula_at_every_length),
        cmocka_unit_test(a_bias_and_the_activation_are_one_pass_with_the_same_bits),
        cmocka_unit_test(every_derivative_is_the_slope_of_the_value),
        cmocka_unit_test(tails_of_derivatives_are_computed_as_their_bodies),
        cmocka_unit_test(relu_has_slope_zero_at_zero),
        cmocka_unit_test(far_out_everything_is_finite_and_at_its_limit),
        cmocka_unit_test(nan_in_is_nan_out_and_nowhere_else),
        cmocka_unit_test(softmax_passes_directions_through_its_whole_row),
        cmocka_unit_test(the_slope_of_prelu_adds_up_over_what_is_below_zero),
        cmocka_unit_test(what_no_gradient_passes_is_refused_with_the_reason),
        cmocka_unit_test(a_wrong_name_or_value_is_refused_with_what_is_right),
    };
    return cmocka_run_group_tests_name("nn/act", tests, NULL, NULL);
}
