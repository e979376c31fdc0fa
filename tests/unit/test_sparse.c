/*
 * Sparse activations: the kernels of every ISA against sorting and the formulas in double; codes
 * that learn on made rows have the mean, the zeros and the number of active units asked for.
 */
#include "check.h"

#include "base/rng.h"
#include "nn/net.h"

enum { MOST = 80, ROWS = 96, INPUTS = 12, CODE = 20 };

static double unit(uint64_t key, uint64_t i)
{
    return 2 * kith_rng_unit(kith_rng_at(key, i)) - 1;
}

/* Whether z[i] is one of the k largest: fewer than k are larger, or equal and before it. */
static bool belongs(const kith_real *z, size_t n, size_t i, size_t k)
{
    size_t before = 0;
    for (size_t j = 0; j < n; j++)
        before += z[j] > z[i] || (z[j] == z[i] && j < i);
    return before < k;
}

static void the_k_largest_pass_and_the_first_of_equals(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t n = 1; n <= MOST; n++)
            for (size_t k = 1; k <= n; k += 1 + n / 7) {
                kith_real z[MOST], x[MOST], y[MOST];
                for (size_t i = 0; i < n; i++) {
                    z[i] = (kith_real)(n % 3 == 0 ? floor(3 * unit(n, i)) : unit(n, i));
                    x[i] = (kith_real)(2 + unit(1, i));
                }
                tables[t]->keep_largest(y, x, z, n, k);
                for (size_t i = 0; i < n; i++)
                    assert_true(y[i] == (belongs(z, n, i, k) ? x[i] : 0));
            }
}

static void a_broken_value_passes_and_is_seen(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++) {
        kith_real z[5] = {1, -(kith_real)NAN, (kith_real)INFINITY, (kith_real)NAN, -1};
        tables[t]->keep_largest(z, z, z, 5, 3);
        assert_true(isnan(z[1]) && isinf(z[2]) && isnan(z[3]) && z[0] == 0 && z[4] == 0);
        kith_real all[2] = {(kith_real)NAN, (kith_real)NAN};
        tables[t]->keep_largest(all, all, all, 2, 1);
        assert_true(isnan(all[0]) && all[1] == 0);
    }
}

static void means_are_pulled_by_the_slope_of_the_divergence(void **state)
{
    (void)state;
    static kith_real x[ROWS * MOST];
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t i = 0; i < ROWS * MOST; i++)
        x[i] = (kith_real)(0.5 + 0.45 * unit(7, i));
    for (size_t t = 0; t < isas; t++)
        for (size_t from = 0; from < 40; from += 13) {
            kith_real mean[MOST] = {0}, pull[MOST] = {0};
            tables[t]->mean_pull(x, ROWS, MOST, (kith_real)0.1, 3, mean, pull, from, from + 21);
            for (size_t j = from; j < from + 21; j++) {
                double m = 0;
                for (size_t r = 0; r < ROWS; r++)
                    m += (double)x[r * MOST + j] / ROWS;
                check_near((double)mean[j], m, 1e-6);
                check_near((double)pull[j], 3.0 / ROWS * (0.1 / m - 0.9 / (1 - m)), 1e-6);
            }
            assert_true(mean[from + 21] == 0 && pull[from + 21] == 0);
        }
}

static void dead_columns_are_pulled_by_finite_amounts(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    const kith_real x[4] = {0, 1, 0, 1};
    for (size_t t = 0; t < isas; t++) {
        kith_real mean[2], pull[2];
        tables[t]->mean_pull(x, 2, 2, (kith_real)0.1, 1, mean, pull, 0, 2);
        assert_true(isfinite(pull[0]) && pull[0] > 0);
        assert_true(isfinite(pull[1]) && pull[1] < 0);
    }
}

static void values_are_pulled_to_zero_from_both_sides(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t n = 0; n <= 40; n++) {
            kith_real d[40], y[40];
            for (size_t i = 0; i < n; i++) {
                d[i] = (kith_real)i;
                y[i] = (kith_real)((double)(i % 3) - 1);
            }
            tables[t]->pull_to_zero(d, y, n, (kith_real)0.25);
            for (size_t i = 0; i < n; i++)
                assert_true(d[i] == (kith_real)((double)i - 0.25 * (double)y[i]));
        }
}

/* An autoencoder of rows of a few causes, and what its code layer says of them. */
typedef struct coder {
    kith_net *net;
    kith_optim optim;
    kith_real x[ROWS * INPUTS], code[ROWS * CODE];
} coder;

static void make_rows(coder *c)
{
    for (size_t r = 0; r < ROWS; r++)
        for (size_t i = 0; i < INPUTS; i++)
            c->x[r * INPUTS + i] =
                (kith_real)(0.8 * (i % 4 == r % 4) - 0.8 * (i % 3 == r % 3) + 0.1 * unit(r, i));
}

/* Trains on all rows at once, then reads the code of the last layer of the first half. */
static coder *learn(const char *text, size_t code_layers, int steps)
{
    kith_error err;
    kith_spec spec;
    coder *c = calloc(1, sizeof *c);
    kith_net_options o = {.optim = &c->optim, .batch = ROWS, .seed = 2};
    check_ok(kith_optim_parse("adam:lr=0.01", 12, &c->optim, &err));
    check_ok(kith_kern_choose(NULL, &o.kern, &err));
    check_ok(kith_spec_parse(text, &spec, &err));
    check_ok(kith_net_new(&spec, &o, &c->net, &err));
    kith_spec_clear(&spec);
    make_rows(c);
    for (size_t r = 0; r < ROWS; r++) {
        memcpy(kith_net_input(c->net, r), c->x + r * INPUTS, INPUTS * sizeof *c->x);
        kith_net_target(c->net, r, c->x + r * INPUTS, 1);
    }
    for (int step = 1; step <= steps; step++) {
        const kith_pass pass = kith_net_pass(c->net, ROWS, 0, (uint64_t)step);
        for (unsigned phase = 0; phase < kith_net_phases(c->net); phase++)
            kith_net_phase(c->net, &pass, phase, 0, 1);
        kith_net_apply(c->net, 0.01, (uint64_t)step, 0, 1);
    }
    kith_net_predict_part(c->net, 0, code_layers, c->x, INPUTS, ROWS, c->code);
    return c;
}

static void forget(coder *c)
{
    kith_net_free(c->net);
    free(c);
}

static double error_of(coder *c)
{
    return kith_net_score(c->net, c->x, INPUTS, c->x, INPUTS, NULL, ROWS) / ROWS;
}

static void kl_brings_every_mean_to_its_share(void **state)
{
    (void)state;
    coder *plain = learn("12-20sigmoid-12", 1, 500);
    coder *sparse = learn("12-20sigmoid-kl:0.1,1-12", 2, 500);
    double most = 0;
    for (size_t j = 0; j < CODE; j++) {
        double mean = 0, without = 0;
        for (size_t r = 0; r < ROWS; r++) {
            mean += (double)sparse->code[r * CODE + j] / ROWS;
            without += (double)plain->code[r * CODE + j] / ROWS;
        }
        check_near(mean, 0.1, 0.02);
        most = fmax(most, fabs(without - 0.1));
    }
    assert_true(most > 0.2);
    assert_true(error_of(sparse) < 0.05);
    forget(plain);
    forget(sparse);
}

static size_t count_zeros(const coder *c, double below)
{
    size_t zeros = 0;
    for (size_t i = 0; i < ROWS * CODE; i++)
        zeros += fabs((double)c->code[i]) <= below;
    return zeros;
}

static void l1_leaves_more_zeros_than_nothing_does(void **state)
{
    (void)state;
    coder *plain = learn("12-20relu-12", 1, 300), *sparse = learn("12-20relu-l1:0.01-12", 2, 300);
    assert_true(count_zeros(sparse, 0) > count_zeros(plain, 0) + ROWS * CODE / 10);
    assert_true(error_of(sparse) < 0.1);
    forget(plain);
    forget(sparse);
}

static void exactly_k_of_a_row_are_active_in_answers_too(void **state)
{
    (void)state;
    coder *c = learn("12-20-topk:3-12", 2, 300);
    for (size_t r = 0; r < ROWS; r++) {
        size_t active = 0;
        for (size_t j = 0; j < CODE; j++)
            active += c->code[r * CODE + j] != 0;
        assert_int_equal(active, 3);
    }
    assert_true(error_of(c) < 0.1);
    forget(c);
}

/* What the penalty of a step says: the divergence and the sum, of the values in hand. */
static void penalties_are_those_of_the_formulas(void **state)
{
    (void)state;
    coder *c = learn("12-20sigmoid-kl:0.2,3-l1:0.5-12", 3, 1);
    const kith_layer *l = kith_net_layer(c->net, 0);
    double want = 0;
    for (size_t j = 0; j < CODE; j++) {
        double mean = 0;
        for (size_t r = 0; r < ROWS; r++)
            mean += (double)l->out.y[r * l->out.ld + j] / ROWS;
        want += 3 * (0.2 * log(0.2 / mean) + 0.8 * log(0.8 / (1 - mean))) + 0.5 * mean;
    }
    const kith_pass pass = kith_net_pass(c->net, ROWS, 0, 1);
    for (size_t r = 0; r < ROWS; r++)
        memcpy(kith_net_input(c->net, r), c->x + r * INPUTS, INPUTS * sizeof *c->x);
    for (unsigned phase = 0; phase < kith_net_phases(c->net); phase++)
        kith_net_phase(c->net, &pass, phase, 0, 1);
    check_near(kith_net_penalty(c->net, ROWS), want, 1e-4);
    forget(c);
}

static void codes_are_made_sparse_behind_the_narrowest_inner_layer(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"12-20sigmoid-12", "kl:0.1,3", "12-20sigmoid-kl:0.1,3-12"},
        {"?-40relu-9-40relu-?", "topk:9", "?-40relu-9-topk:9-40relu-?"},
        {"12-9tanh-l1:0.1-12", "topk:2", "12-9tanh-l1:0.1-topk:2-12"},
        {"4-res(3-4)-2-res(5-2)-4", "l1:0.5", "4-res(3-4)-2-l1:0.5-res(5-2)-4"},
        {"9-4-9:tied", "topk:1", "9-4-topk:1-9:tied"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_error err;
        kith_spec s;
        char *text;
        check_ok(kith_spec_parse(cases[i][0], &s, &err));
        check_ok(kith_spec_sparsen(&s, cases[i][1], &err));
        check_ok(kith_spec_format(&s, &text, &err));
        assert_string_equal(text, cases[i][2]);
        assert_int_equal(s.node[kith_spec_code(&s)].kind >= KITH_NODE_SPARSE_KL, true);
        free(text);
        kith_spec_clear(&s);
    }
}

static void sparsities_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"12-5sigmoid-12", "topk:6", "K up to the 5 values"},
        {"12-5sigmoid-12", "kl:1,2", "RHO in (0, 1)"},
        {"12-5sigmoid-12", "kl:0.5", "expected kl:RHO,BETA"},
        {"12-5sigmoid-12", "relu", "expected kl:RHO,BETA"},
        {"12-5sigmoid-12", "l1:1-7", "expected kl:RHO,BETA"},
        {"12-5sigmoid-12", "topk:0", "expected kl:RHO,BETA"},
        {"12-5tanh-12", "kl:0.1,1", "stands behind sigmoid"},
        {"12-12", "topk:1", "no layer before its last"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_error err;
        kith_spec s;
        check_ok(kith_spec_parse(cases[i][0], &s, &err));
        check_fails_with(kith_spec_sparsen(&s, cases[i][1], &err), KITH_ERR_USAGE, cases[i][2]);
        kith_spec_clear(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_k_largest_pass_and_the_first_of_equals),
        cmocka_unit_test(a_broken_value_passes_and_is_seen),
        cmocka_unit_test(means_are_pulled_by_the_slope_of_the_divergence),
        cmocka_unit_test(dead_columns_are_pulled_by_finite_amounts),
        cmocka_unit_test(values_are_pulled_to_zero_from_both_sides),
        cmocka_unit_test(kl_brings_every_mean_to_its_share),
        cmocka_unit_test(l1_leaves_more_zeros_than_nothing_does),
        cmocka_unit_test(exactly_k_of_a_row_are_active_in_answers_too),
        cmocka_unit_test(penalties_are_those_of_the_formulas),
        cmocka_unit_test(codes_are_made_sparse_behind_the_narrowest_inner_layer),
        cmocka_unit_test(sparsities_that_do_not_fit_are_refused),
    };
    return cmocka_run_group_tests_name("nn/layer_sparse", tests, NULL, NULL);
}
