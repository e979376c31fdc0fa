/*
 * Losses: every name, on every ISA, at every length 1..80, against formulas written down here in
 * double; directions against central differences of them; reductions, soft labels, the far ends.
 */
#include "check.h"

#include "base/rng.h"
#include "nn/loss.h"

enum { LONGEST = 80, LD = 96, ROWS = 3 };
#ifdef KITH_DOUBLE
static const double tolerance = 1e-13, slope_tolerance = 1e-7;
#else
static const double tolerance = 2e-6, slope_tolerance = 2e-5;
#endif

static double sse(const double *y, const double *t, size_t n, double a)
{
    double sum = 0;
    (void)a;
    for (size_t i = 0; i < n; i++)
        sum += (y[i] - t[i]) * (y[i] - t[i]);
    return sum;
}
static double hsse(const double *y, const double *t, size_t n, double a)
{
    return sse(y, t, n, a) / 2;
}
static double mse(const double *y, const double *t, size_t n, double a)
{
    return sse(y, t, n, a) / (double)n;
}
static double hmse(const double *y, const double *t, size_t n, double a)
{
    return sse(y, t, n, a) / 2 / (double)n;
}
static double mae(const double *y, const double *t, size_t n, double a)
{
    double sum = 0;
    (void)a;
    for (size_t i = 0; i < n; i++)
        sum += fabs(y[i] - t[i]);
    return sum / (double)n;
}
static double huber(const double *y, const double *t, size_t n, double a)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        const double r = fabs(y[i] - t[i]);
        sum += r <= a ? r * r / 2 : a * (r - a / 2);
    }
    return sum / (double)n;
}
static double bce(const double *y, const double *t, size_t n, double a)
{
    double sum = 0;
    (void)a;
    for (size_t i = 0; i < n; i++)
        sum -= t[i] * -log1p(exp(-y[i])) + (1 - t[i]) * -log1p(exp(y[i]));
    return sum;
}
static double ce(const double *y, const double *t, size_t n, double a)
{
    double total = 0, sum = 0;
    (void)a;
    for (size_t i = 0; i < n; i++)
        total += exp(y[i]);
    for (size_t i = 0; i < n; i++)
        sum -= t[i] * log(exp(y[i]) / total);
    return sum;
}
static double kl(const double *y, const double *t, size_t n, double a)
{
    double sum = ce(y, t, n, a);
    for (size_t i = 0; i < n; i++)
        sum += t[i] > 0 ? t[i] * log(t[i]) : 0;
    return sum;
}
static double hinge(const double *y, const double *t, size_t n, double a)
{
    double sum = 0;
    (void)a;
    for (size_t i = 0; i < n; i++)
        sum += fmax(0, 1 - y[i] * (t[i] > 0.5 ? 1 : -1));
    return sum;
}
static double perceptron(const double *y, const double *t, size_t n, double a)
{
    double sum = 0;
    (void)a;
    for (size_t i = 0; i < n; i++)
        sum += (y[i] > 0) != (t[i] > 0.5) ? fabs(y[i]) : 0;
    return sum;
}

static const struct formula {
    const char *name;
    double (*f)(const double *y, const double *t, size_t n, double a);
    bool sum_batch;
} formulas[] = {
    {"sse", sse, true},          {"hsse", hsse, true},    {"mse", mse, false},
    {"hmse", hmse, false},       {"mae", mae, false},     {"huber", huber, false},
    {"huber:0.4", huber, false}, {"bce", bce, false},     {"ce", ce, false},
    {"kl", kl, false},           {"hinge", hinge, false}, {"perceptron", perceptron, false},
};
enum { FORMULAS = sizeof formulas / sizeof *formulas };

typedef struct batch {
    const kith_loss *loss;
    kith_real a, y[ROWS * LD], t[ROWS * LD], d[ROWS * LD], w[ROWS];
} batch;

static double unit(uint64_t key, uint64_t i)
{
    return kith_rng_unit(kith_rng_at(key, i));
}

/* Targets are a distribution for softmax, in 0..1 otherwise. */
static void fill(batch *b, const char *name, size_t n, uint64_t key)
{
    kith_error err;
    check_ok(kith_loss_parse(name, strlen(name), &b->loss, &b->a, &err));
    for (size_t r = 0; r < ROWS; r++) {
        double total = 0;
        b->w[r] = (kith_real)(0.5 + (double)r);
        for (size_t i = 0; i < LD; i++) {
            b->y[r * LD + i] = (kith_real)(6 * unit(key, r * LD + i) - 3);
            b->t[r * LD + i] = (kith_real)unit(key + 1, r * LD + i);
            b->d[r * LD + i] = 77;
            total += i < n ? (double)b->t[r * LD + i] : 0;
        }
        const bool softmax = b->loss->act != NULL && strcmp(b->loss->act, "softmax") == 0;
        for (size_t i = 0; softmax && i < n; i++)
            b->t[r * LD + i] /= (kith_real)total;
    }
}

/* The formula's loss of a row; output `which` moved by h. */
static double row_loss(const batch *b, const struct formula *f, size_t r, size_t n, size_t which,
                       double h)
{
    double y[LONGEST], t[LONGEST];
    for (size_t i = 0; i < n; i++) {
        y[i] = (double)b->y[r * LD + i] + (i == which ? h : 0);
        t[i] = (double)b->t[r * LD + i];
    }
    return f->f(y, t, n, (double)b->a);
}

static bool near_kink(const batch *b, const char *name, size_t at)
{
    const double y = (double)b->y[at], r = fabs(y - (double)b->t[at]), h = 1e-4;
    if (strcmp(name, "hinge") == 0)
        return fabs(fabs(y) - 1) < h;
    if (strcmp(name, "perceptron") == 0)
        return fabs(y) < h;
    return strncmp(name, "huber", 5) == 0 ? fabs(r - (double)b->a) < h : r < h;
}

static void check_loss(const kith_kern *k, const struct formula *f, size_t n)
{
    batch b;
    double want = 0;
    const double scale = 0.25, h = 1e-5;
    fill(&b, f->name, n, n);
    const double got =
        kith_loss_run(b.loss, k, b.y, b.t, b.w, ROWS, n, LD, (kith_real)scale, b.a, b.d);
    for (size_t r = 0; r < ROWS; r++)
        want += (double)b.w[r] * row_loss(&b, f, r, n, n, 0);
    check_near(got, want, tolerance * (1 + fabs(want)));
    check_near(kith_loss_run(b.loss, k, b.y, b.t, b.w, ROWS, n, LD, (kith_real)scale, b.a, NULL),
               got, 0);
    for (size_t r = 0; r < ROWS; r++)
        for (size_t i = 0; i < LD; i++) {
            const size_t at = r * LD + i;
            if (i >= n)
                assert_true(b.d[at] == 77); /* padding */
            else if (!near_kink(&b, f->name, at)) {
                const double slope =
                    (row_loss(&b, f, r, n, i, h) - row_loss(&b, f, r, n, i, -h)) / (2 * h);
                const double down = -scale * (double)b.w[r] * slope;
                if (!(fabs((double)b.d[at] - down) <= slope_tolerance * (1 + fabs(down))))
                    fail_msg("%s, %s, output %zu of %zu: %.9g, expected %.9g", k->isa, f->name, i,
                             n, (double)b.d[at], down);
            }
        }
}

static void every_loss_follows_its_formula_at_every_length(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t f = 0; f < FORMULAS; f++)
            for (size_t n = 1; n <= LONGEST; n++)
                check_loss(tables[t], &formulas[f], n);
}

static void every_name_has_a_formula(void **state)
{
    (void)state;
    for (size_t i = 0; kith_loss_at(i) != NULL; i++) {
        size_t with = 0;
        for (size_t f = 0; f < FORMULAS; f++) {
            batch b;
            fill(&b, formulas[f].name, 1, 1);
            assert_int_equal(b.loss->sum_batch, formulas[f].sum_batch);
            with += b.loss == kith_loss_at(i);
        }
        if (with == 0)
            fail_msg("loss %s is not tested", kith_loss_at(i)->name);
    }
}

/* sse : hsse : mse : hmse are 1 : 1/2 : 1/mn : 1/2mn, losses and directions alike. */
static void the_notes_squares_differ_by_exact_factors(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const char *const names[] = {"sse", "hsse", "mse", "hmse"};
    const double factor[] = {1, 0.5, 1.0 / (2 * 8), 0.5 / (2 * 8)};
    enum { M = 2, N = 8 };
    double loss[4];
    kith_real first[4];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t i = 0; i < 4; i++) {
            batch b;
            fill(&b, names[i], N, 5);
            const kith_real scale = kith_loss_scale(b.loss, M);
            loss[i] = kith_loss_run(b.loss, tables[t], b.y, b.t, NULL, M, N, LD, scale, b.a, b.d) *
                      (double)scale;
            first[i] = b.d[3];
            assert_true(loss[i] == factor[i] * loss[0]);
            assert_true(first[i] == (kith_real)factor[i] * first[0]);
        }
}

static void equal_logits_cost_the_logarithm_of_their_number(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t n = 1; n <= LONGEST; n++) {
            batch b;
            fill(&b, "ce", n, 1);
            for (size_t i = 0; i < n; i++) {
                b.y[i] = (kith_real)2.5;
                b.t[i] = i == n / 2;
            }
            assert_true(kith_loss_run(b.loss, tables[t], b.y, b.t, NULL, 1, n, LD, 1, 0, NULL) ==
                        log((double)n));
        }
}

/* H(t, p) = H(t) + KL(t || p). */
static void cross_entropy_is_entropy_and_divergence(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    kith_kern_all(tables);
    for (uint64_t key = 0; key < 50; key++) {
        batch b, c;
        double entropy = 0;
        fill(&b, "ce", 9, key);
        fill(&c, "kl", 9, key);
        for (size_t i = 0; i < 9; i++)
            entropy -= (double)b.t[i] * log((double)b.t[i]);
        const double cross = kith_loss_run(b.loss, tables[0], b.y, b.t, NULL, 1, 9, LD, 1, 0, b.d);
        const double apart = kith_loss_run(c.loss, tables[0], c.y, c.t, NULL, 1, 9, LD, 1, 0, c.d);
        check_near(cross, entropy + apart, 1e-6);
        assert_true(apart >= -1e-7);
        assert_memory_equal(b.d, c.d, 9 * sizeof *b.d);
    }
}

static void logits_far_out_cost_finite_and_exact_losses(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++) {
        kith_real y[3] = {(kith_real)1e4, (kith_real)-1e4, 0}, hit[3] = {1, 0, 0},
                  miss[3] = {0, 1, 0}, d[3], a;
        const kith_loss *bce_loss, *ce_loss;
        kith_error err;
        check_ok(kith_loss_parse("bce", 3, &bce_loss, &a, &err));
        check_ok(kith_loss_parse("ce", 2, &ce_loss, &a, &err));
        check_near(kith_loss_run(ce_loss, tables[t], y, hit, NULL, 1, 3, 3, 1, a, d), 0, 1e-6);
        check_near(kith_loss_run(ce_loss, tables[t], y, miss, NULL, 1, 3, 3, 1, a, d), 2e4, 0.01);
        check_near((double)d[0], -1, 1e-6);
        check_near((double)d[1], 1, 1e-6);
        check_near(kith_loss_run(bce_loss, tables[t], y, hit, NULL, 1, 2, 3, 1, a, d), 0, 1e-6);
        check_near(kith_loss_run(bce_loss, tables[t], y, miss, NULL, 1, 2, 3, 1, a, d), 2e4, 0.01);
    }
}

/* d = t - [z > 0]: the rule of the perceptron, with z = 0 not firing. */
static void the_perceptron_moves_by_target_minus_output(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++) {
        kith_real y[6] = {2, 2, -2, -2, 0, 0}, target[6] = {1, 0, 1, 0, 1, 0}, d[6], a;
        const double want[6] = {0, -1, 1, 0, 1, 0};
        const kith_loss *loss;
        kith_error err;
        check_ok(kith_loss_parse("perceptron", 10, &loss, &a, &err));
        assert_string_equal(loss->act, "step");
        check_near(kith_loss_run(loss, tables[t], y, target, NULL, 1, 6, 6, 1, a, d), 4, 1e-6);
        for (int i = 0; i < 6; i++)
            check_near((double)d[i], want[i], 0);
    }
}

static void the_direction_may_replace_the_output(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t f = 0; f < FORMULAS; f++) {
            batch b;
            fill(&b, formulas[f].name, 21, 4);
            const double apart =
                kith_loss_run(b.loss, tables[t], b.y, b.t, NULL, ROWS, 21, LD, 1, b.a, b.d);
            const double inside =
                kith_loss_run(b.loss, tables[t], b.y, b.t, NULL, ROWS, 21, LD, 1, b.a, b.y);
            assert_true(apart == inside);
            for (size_t r = 0; r < ROWS; r++)
                assert_memory_equal(b.y + r * LD, b.d + r * LD, 21 * sizeof *b.d);
        }
}

static void a_nan_output_is_a_nan_loss(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t f = 0; f < FORMULAS; f++)
            for (size_t at = 0; at < 20; at++) {
                batch b;
                fill(&b, formulas[f].name, 20, 4);
                b.y[at] = (kith_real)NAN;
                if (!isnan(
                        kith_loss_run(b.loss, tables[t], b.y, b.t, NULL, 1, 20, LD, 1, b.a, b.d)))
                    fail_msg("%s, %s, output %zu", tables[t]->isa, formulas[f].name, at);
            }
}

static void a_wrong_name_or_value_is_refused_with_what_is_right(void **state)
{
    (void)state;
    kith_error err;
    const kith_loss *loss;
    kith_real a;
    check_fails_with(kith_loss_parse("msee", 4, &loss, &a, &err), KITH_ERR_USAGE, "did you mean");
    check_fails_with(kith_loss_parse("ce:1", 4, &loss, &a, &err), KITH_ERR_USAGE, "takes none");
    check_fails_with(kith_loss_parse("huber:0", 7, &loss, &a, &err), KITH_ERR_USAGE, "expected");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_loss_follows_its_formula_at_every_length),
        cmocka_unit_test(every_name_has_a_formula),
        cmocka_unit_test(the_notes_squares_differ_by_exact_factors),
        cmocka_unit_test(equal_logits_cost_the_logarithm_of_their_number),
        cmocka_unit_test(cross_entropy_is_entropy_and_divergence),
        cmocka_unit_test(logits_far_out_cost_finite_and_exact_losses),
        cmocka_unit_test(the_perceptron_moves_by_target_minus_output),
        cmocka_unit_test(the_direction_may_replace_the_output),
        cmocka_unit_test(a_nan_output_is_a_nan_loss),
        cmocka_unit_test(a_wrong_name_or_value_is_refused_with_what_is_right),
    };
    return cmocka_run_group_tests_name("nn/loss", tests, NULL, NULL);
}
