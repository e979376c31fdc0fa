/*
 * Optimiser rules: known vectors on f = w^2 / 2 from w = 1 (worked out by hand, ten digits), the
 * promise that stepping every row is stepping the matrix, and names.
 */
#include "check.h"

#include "base/rng.h"
#include "nn/param.h"

enum { ROWS = 7, COLS = 37 };
#ifdef KITH_DOUBLE
static const double tolerance = 1e-9;
#else
static const double tolerance = 3e-7;
#endif

static kith_optim parsed(const char *text, double lr)
{
    kith_error err;
    kith_optim o;
    check_ok(kith_optim_parse(text, strlen(text), &o, &err));
    o.hyper.lr = (kith_real)lr;
    return o;
}

/* f = w^2 / 2 from w = 1: the weights after each of three steps. */
typedef struct golden {
    const char *text;
    double lr;
    double w[3];
} golden;

static const golden goldens[] = {
    {"sgd", .1, {.9, .81, .729}},
    {"momentum", .1, {.9, .72, .486}},
    {"momentum:notes1", .1, {.9, .72, .486}},
    {"momentum:notes3", .1, {.9, .72, .486}},
    {"nag", .1, {.9, .729, .51759}},
    {"nesterov", .1, {.81, .5751, .327321}},
    {"adagrad", .01, {.99, .9829645540, .9772379395}},
    {"adagrad:notes0", .01, {-99, -98.0100000050, -98.0001005100}},
    {"adagrad:notes3", .01, {.9900000010, .9829645555, .9772379413}},
    {"adagrad:eps=1e-7", .01, {.9900000010, .9829645555, .9772379413}},
    {"adadelta", 1, {.9955279088, .9910087481, .9864645649}},
    {"adadelta:notes0", .01, {.9552786449, .9239753377, .8984622523}},
    {"rmsprop", .001, {.9900000010, .9829467226, .9771910939}},
    {"rmsprop:notes3", .001, {.9968377382, .9945470319, .9926306997}},
    {"adam", .001, {.9990000000, .9980000262, .9970000961}},
    {"adam:notes0", 1, {.0000000050, -.6715801393, -.7451629977}},
    {"adam:notes3", .001, {.999000000005, .998000026214, .997000096065}},
    {"adamw", .001, {.998990000010, .997980036587, .996970127345}},
};
enum { GOLDENS = sizeof goldens / sizeof *goldens };

static void check_golden(const kith_kern *k, const golden *g)
{
    kith_error err;
    kith_param p;
    const kith_optim o = parsed(g->text, g->lr);
    check_ok(kith_param_init(&p, "w", 1, 1, o.rule, &err));
    p.w[0] = 1;
    for (uint64_t step = 1; step <= 3; step++) {
        kith_real direction[16] = {-p.w[0]};
        const kith_hyper h = kith_optim_at(&o, g->lr, step);
        assert_true(p.stride <= 16);
        kith_param_step(k, &p, 0, 1, direction, &h);
        kith_param_finish(k, &p, &h);
        if (!(fabs((double)p.w[0] - g->w[step - 1]) <= tolerance * (1 + fabs(g->w[step - 1]))))
            fail_msg("%s, %s: w%d is %.12g, expected %.12g", k->isa, g->text, (int)step,
                     (double)p.w[0], g->w[step - 1]);
        kith_param_resume(k, &p, &h);
    }
    kith_param_clear(&p);
}

static void three_steps_give_the_known_vectors(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t t = 0; t < isas; t++)
        for (size_t g = 0; g < GOLDENS; g++)
            check_golden(tables[t], &goldens[g]);
}

static void every_name_has_a_known_vector(void **state)
{
    (void)state;
    for (size_t r = 0; kith_rule_at(r) != NULL; r++) {
        size_t with = 0;
        for (size_t g = 0; g < GOLDENS; g++)
            with += strcmp(goldens[g].text, kith_rule_at(r)->name) == 0;
        if (with != 1)
            fail_msg("optimiser %s has no known vector", kith_rule_at(r)->name);
    }
}

static void fill(kith_real *d, size_t stride, uint64_t key)
{
    for (size_t i = 0; i < ROWS; i++)
        for (size_t c = 0; c < COLS; c++)
            d[i * stride + c] = (kith_real)(2 * kith_rng_unit(kith_rng_at(key, i * COLS + c)) - 1);
}

static void check_rows_are_dense(const kith_kern *k, const kith_optim *o)
{
    kith_error err;
    kith_param dense, sparse, d;
    check_ok(kith_param_init(&dense, "dense", ROWS, COLS, o->rule, &err));
    check_ok(kith_param_init(&sparse, "sparse", ROWS, COLS, o->rule, &err));
    check_ok(kith_param_init(&d, "d", ROWS, COLS, &kith_rule_sgd, &err));
    const size_t bytes = ROWS * dense.stride * sizeof *dense.w;
    for (uint64_t step = 0; step < 5; step++) {
        fill(d.w, d.stride, step);
        const kith_hyper h = kith_optim_at(o, 0.3, step + 1);
        kith_param_step(k, &dense, 0, ROWS, d.w, &h);
        for (size_t row = ROWS; row-- > 0;) /* the order must not matter */
            kith_param_step_row(k, &sparse, row, kith_param_row(&d, row), &h);
    }
    assert_memory_equal(dense.w, sparse.w, bytes);
    for (unsigned s = 0; s < o->rule->slots; s++)
        assert_memory_equal(dense.slot[s], sparse.slot[s], bytes);
    assert_true(dense.w[0] != 0);
    for (size_t row = 0; row < ROWS; row++)
        for (size_t c = COLS; c < dense.stride; c++)
            assert_true(kith_param_row(&dense, row)[c] == 0); /* padding */
    kith_param_clear(&dense);
    kith_param_clear(&sparse);
    kith_param_clear(&d);
}

static void stepping_every_row_is_stepping_the_matrix(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    for (size_t r = 0; kith_rule_at(r) != NULL; r++) {
        const kith_optim o = parsed(kith_rule_at(r)->name, 0.3);
        for (size_t t = 0; t < isas; t++)
            check_rows_are_dense(tables[t], &o);
    }
}

/* The weight after `steps` dense steps of f = curvature w^2 / 2 from w = 1. */
static double after(const char *text, double lr, double curvature, int steps)
{
    kith_error err;
    kith_param p;
    const kith_kern *tables[8];
    const kith_optim o = parsed(text, lr);
    kith_kern_all(tables);
    check_ok(kith_param_init(&p, "w", 1, 1, o.rule, &err));
    p.w[0] = 1;
    for (int i = 1; i <= steps; i++) {
        kith_real d[16] = {(kith_real)-curvature * p.w[0]};
        const kith_hyper h = kith_optim_at(&o, lr, (uint64_t)i);
        kith_param_step(tables[0], &p, 0, 1, d, &h);
    }
    const double w = (double)p.w[0];
    kith_param_clear(&p);
    return w;
}

static void without_data_decay_is_a_power(void **state)
{
    (void)state;
    check_near(after("sgd:l2=0.2", 0.1, 0, 50), pow(1 - 0.02, 50), 50 * tolerance);
    check_near(after("sgd:l2:notes0=0.1", 0.1, 0, 50), pow(1 - 0.02, 50), 50 * tolerance);
    check_near(after("sgd:decay=0.2", 0.1, 0, 50), pow(1 - 0.02, 50), 50 * tolerance);
    check_near(after("adamw:decay=0.2", 0.1, 0, 50), pow(1 - 0.02, 50), 50 * tolerance);
}

static void coupled_and_decoupled_decay_are_one_under_sgd_and_two_under_adam(void **state)
{
    (void)state;
    check_near(after("sgd:l2=0.1", 0.1, 1, 20), after("sgd:decay=0.1", 0.1, 1, 20), 20 * tolerance);
    assert_true(fabs(after("adam:l2=0.5", 0.01, 1, 20) - after("adam:decay=0.5", 0.01, 1, 20)) >
                1e-3);
    check_near(after("adam:decay=0.01", 0.01, 1, 20), after("adamw", 0.01, 1, 20), 0);
}

/* The proximal form of the orthonormal case: w goes to sign(t) max(|t| - lambda, 0). */
static void l1_is_a_soft_threshold_with_exact_zeros(void **state)
{
    (void)state;
    kith_error err;
    kith_param p;
    const kith_kern *tables[8];
    const kith_optim o = parsed("sgd:l1=0.5", 0.1);
    const size_t isas = kith_kern_all(tables);
    static const double target[5] = {2, -2, 0.4, -0.4, 0.6};
    for (size_t t = 0; t < isas; t++) {
        check_ok(kith_param_init(&p, "w", 1, 5, o.rule, &err));
        for (uint64_t step = 1; step <= 400; step++) {
            kith_real d[16] = {0};
            for (int i = 0; i < 5; i++)
                d[i] = (kith_real)target[i] - p.w[i];
            const kith_hyper h = kith_optim_at(&o, 0.1, step);
            kith_param_step(tables[t], &p, 0, 1, d, &h);
        }
        for (int i = 0; i < 5; i++) {
            const double size = fabs(target[i]) - 0.5;
            check_near((double)p.w[i], size > 0 ? copysign(size, target[i]) : 0, 1e-5);
            assert_true((p.w[i] == 0) == (size < 0));
        }
        kith_param_clear(&p);
    }
}

static void clipping_bounds_each_direction(void **state)
{
    (void)state;
    check_near(after("sgd:clip=0.5", 0.1, 100, 1), 0.95, tolerance);
    check_near(after("sgd:clip=0.5", 0.1, 0.25, 1), 0.975, tolerance);
    check_near(after("momentum:clip=0.5", 0.1, 100, 2), 1 - 0.05 - 0.095, tolerance);
}

/* The classes of rates on a quadratic of curvature 2: slow, oscillating, diverging. */
static void rates_converge_oscillate_or_diverge_as_the_notes_say(void **state)
{
    (void)state;
    assert_true(after("sgd", 0.4, 2, 1) > 0); /* below 1/a */
    assert_true(after("sgd", 0.8, 2, 1) < 0); /* 1/a to 2/a */
    assert_true(fabs(after("sgd", 0.8, 2, 50)) < 1e-6);
    assert_true(fabs(after("sgd", 1.1, 2, 50)) > 100); /* above 2/a */
}

/* A constant gradient drives momentum to steps of lr / (1 - momentum). */
static void momentum_gathers_to_ten_times_the_step(void **state)
{
    (void)state;
    kith_error err;
    const kith_kern *tables[8];
    const kith_optim o = parsed("momentum", 0.01);
    kith_param p;
    kith_real d[16] = {1};
    double before = 0;
    kith_kern_all(tables);
    check_ok(kith_param_init(&p, "w", 1, 1, o.rule, &err));
    for (uint64_t step = 1; step <= 200; step++) {
        const kith_hyper h = kith_optim_at(&o, 0.01, step);
        before = (double)p.w[0];
        kith_param_step(tables[0], &p, 0, 1, d, &h);
    }
    check_near((double)p.w[0] - before, 0.1, 1e-5);
    kith_param_clear(&p);
}

/* Noise of variance noise / step^0.55: measured, off the padding, a function of seed and place. */
static void step_noise_has_its_variance_and_leaves_padding_alone(void **state)
{
    (void)state;
    enum { N = 100, NOISE_COLS = 500 };
    kith_error err;
    const kith_kern *tables[8];
    kith_optim o = parsed("sgd:noise=0.04", 1);
    kith_param p, again, zero;
    kith_kern_all(tables);
    check_ok(kith_param_init(&p, "w", N, NOISE_COLS, o.rule, &err));
    check_ok(kith_param_init(&again, "w", N, NOISE_COLS, o.rule, &err));
    check_ok(kith_param_init(&zero, "d", N, NOISE_COLS, o.rule, &err));
    const kith_hyper h = kith_optim_at(&o, 1, 16);
    kith_param_step(tables[0], &p, 0, N, zero.w, &h);
    for (size_t row = N; row-- > 0;)
        kith_param_step(tables[0], &again, row, row + 1, zero.w, &h);
    assert_memory_equal(p.w, again.w, N * p.stride * sizeof *p.w);
    double sum = 0, squares = 0;
    for (size_t i = 0; i < N * p.stride; i++) {
        assert_true(i % p.stride < NOISE_COLS || p.w[i] == 0);
        sum += (double)p.w[i];
        squares += (double)p.w[i] * (double)p.w[i];
    }
    const double variance = 0.04 / pow(16, 0.55), n = N * NOISE_COLS;
    check_near(sum / n, 0, 4 * sqrt(variance / n));
    check_near(squares / n, variance, 0.03 * variance);
    o.seed = 2;
    const kith_hyper other = kith_optim_at(&o, 1, 16);
    kith_param_step(tables[0], &again, 0, N, zero.w, &other);
    assert_true(again.w[0] != 2 * p.w[0]);
    kith_param_clear(&p);
    kith_param_clear(&again);
    kith_param_clear(&zero);
}

/* Noise leaves the saddle x^2 - y^2 at y = 0; nothing else does. */
static void only_noise_leaves_a_saddle(void **state)
{
    (void)state;
    static const char *const rules[] = {"sgd", "momentum", "adagrad", "adam", "sgd:noise=0.01"};
    for (size_t r = 0; r < 5; r++) {
        kith_error err;
        kith_param p;
        const kith_kern *tables[8];
        const kith_optim o = parsed(rules[r], 0.05);
        kith_kern_all(tables);
        check_ok(kith_param_init(&p, "w", 1, 2, o.rule, &err));
        p.w[0] = 1;
        for (uint64_t step = 1; step <= 60; step++) {
            kith_real d[16] = {-2 * p.w[0], 2 * p.w[1]};
            const kith_hyper h = kith_optim_at(&o, 0.05, step);
            kith_param_step(tables[0], &p, 0, 1, d, &h);
        }
        assert_true(r < 4 ? p.w[1] == 0 : fabs((double)p.w[1]) > 0.1);
        kith_param_clear(&p);
    }
}

/* A row that moves now and then is corrected by the number of its own steps. */
static void sparse_rows_count_their_own_steps(void **state)
{
    (void)state;
    kith_error err;
    const kith_kern *tables[8];
    const kith_optim o = parsed("adam", 0.1);
    kith_param sparse, alone;
    kith_real d[16] = {(kith_real)0.5};
    kith_kern_all(tables);
    check_ok(kith_param_init(&sparse, "sparse", 3, 1, o.rule, &err));
    check_ok(kith_param_init(&alone, "alone", 1, 1, o.rule, &err));
    for (uint64_t step = 1; step <= 12; step++) {
        const kith_hyper h = kith_optim_at(&o, 0.1, step);
        kith_param_step_row(tables[0], &sparse, 0, d, &h);
        if (step % 3 == 0)
            kith_param_step_row(tables[0], &sparse, 2, d, &h);
    }
    for (uint64_t step = 1; step <= 4; step++) {
        const kith_hyper h = kith_optim_at(&o, 0.1, step);
        kith_param_step(tables[0], &alone, 0, 1, d, &h);
    }
    assert_int_equal(sparse.count[0], 12);
    assert_int_equal(sparse.count[1], 0);
    assert_int_equal(sparse.count[2], 4);
    assert_true(kith_param_row(&sparse, 2)[0] == alone.w[0]);
    assert_true(kith_param_row(&sparse, 1)[0] == 0);
    kith_param_clear(&sparse);
    kith_param_clear(&alone);
}

static void only_bare_sgd_is_plain(void **state)
{
    (void)state;
    static const char *const others[] = {"sgd:l2=1",   "sgd:decay=1", "sgd:l1=1",
                                         "sgd:clip=1", "sgd:noise=1", "momentum:momentum=0"};
    const kith_optim sgd = parsed("sgd", 1);
    assert_true(kith_optim_is_plain(&sgd));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        const kith_optim o = parsed(others[i], 1);
        assert_false(kith_optim_is_plain(&o));
    }
}

static void rules_are_found_by_name_with_their_values(void **state)
{
    (void)state;
    const kith_optim plain = parsed("adagrad", 1), eps = parsed("adagrad:eps=0.5", 1);
    assert_ptr_equal(parsed("sgd", 1).rule, &kith_rule_sgd);
    assert_string_equal(plain.rule->name, "adagrad");
    check_near((double)plain.hyper.eps, 1e-10, 1e-16);
    check_near((double)eps.hyper.eps, 0.5, 0);
}

static void what_a_rule_does_not_take_is_refused_with_what_it_takes(void **state)
{
    (void)state;
    kith_error err;
    kith_optim o;
    static const char *const bad[] = {"adagrad:eps=0",     "adagrad:eps=-1", "adagrad:eps=nan",
                                      "adagrad:eps=1e-7x", "adagrad:eps=",   "adagrad:rho=0.9",
                                      "adagrad:",          "adagrad:eps"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_fails_with(kith_optim_parse(bad[i], strlen(bad[i]), &o, &err), KITH_ERR_USAGE, "eps");
    check_fails_with(kith_optim_parse("sgd:eps=1e-3", 12, &o, &err), KITH_ERR_USAGE, "sgd");
    static const char *const unknown[] = {"", "adan", "sg", "sgdx", "SGD", ":eps=1e-3"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        check_fails_with(kith_optim_parse(unknown[i], strlen(unknown[i]), &o, &err), KITH_ERR_USAGE,
                         "sgd momentum");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_steps_give_the_known_vectors),
        cmocka_unit_test(every_name_has_a_known_vector),
        cmocka_unit_test(stepping_every_row_is_stepping_the_matrix),
        cmocka_unit_test(without_data_decay_is_a_power),
        cmocka_unit_test(coupled_and_decoupled_decay_are_one_under_sgd_and_two_under_adam),
        cmocka_unit_test(l1_is_a_soft_threshold_with_exact_zeros),
        cmocka_unit_test(clipping_bounds_each_direction),
        cmocka_unit_test(rates_converge_oscillate_or_diverge_as_the_notes_say),
        cmocka_unit_test(momentum_gathers_to_ten_times_the_step),
        cmocka_unit_test(step_noise_has_its_variance_and_leaves_padding_alone),
        cmocka_unit_test(only_noise_leaves_a_saddle),
        cmocka_unit_test(sparse_rows_count_their_own_steps),
        cmocka_unit_test(only_bare_sgd_is_plain),
        cmocka_unit_test(rules_are_found_by_name_with_their_values),
        cmocka_unit_test(what_a_rule_does_not_take_is_refused_with_what_it_takes),
    };
    return cmocka_run_group_tests_name("nn/optim", tests, NULL, NULL);
}
