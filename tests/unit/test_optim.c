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
    check_ok(kith_optim_parse(text, &o, &err));
    o.hyper.lr = (kith_real)lr;
    return o;
}

static void check_golden(const char *name, double lr, const double *golden)
{
    kith_error err;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    const kith_optim o = parsed(name, lr);
    for (size_t t = 0; t < isas; t++) {
        kith_param p;
        check_ok(kith_param_init(&p, "w", 1, 1, o.rule, &err));
        p.w[0] = 1;
        for (int step = 0; step < 3; step++) {
            kith_real direction[16] = {-p.w[0]};
            assert_true(p.stride <= 16);
            kith_param_step(tables[t], &p, 0, 1, direction, &o.hyper);
            check_near((double)p.w[0], golden[step], tolerance);
        }
        kith_param_clear(&p);
    }
}

static void three_steps_give_the_known_vectors(void **state)
{
    (void)state;
    check_golden("sgd", 0.1, (double[]){.9, .81, .729});
    check_golden("adagrad", 0.01, (double[]){.99, .9829645540, .9772379395});
    check_golden("adagrad:eps=1e-7", 0.01, (double[]){.9900000010, .9829645555, .9772379413});
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
        kith_param_step(k, &dense, 0, ROWS, d.w, &o->hyper);
        for (size_t row = ROWS; row-- > 0;) /* the order must not matter */
            kith_param_step_row(k, &sparse, row, kith_param_row(&d, row), &o->hyper);
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
    for (size_t r = 0; kith_rules()[r] != NULL; r++) {
        const kith_optim o = parsed(kith_rules()[r]->name, 0.3);
        for (size_t t = 0; t < isas; t++)
            check_rows_are_dense(tables[t], &o);
    }
}

static void rules_are_found_by_name_with_their_values(void **state)
{
    (void)state;
    assert_ptr_equal(parsed("sgd", 1).rule, &kith_rule_sgd);
    const kith_optim plain = parsed("adagrad", 1), eps = parsed("adagrad:eps=0.5", 1);
    assert_ptr_equal(plain.rule, &kith_rule_adagrad);
    check_near((double)plain.hyper.eps, 1e-10, 1e-16);
    check_near((double)eps.hyper.eps, 0.5, 0);
}

static void what_a_rule_does_not_take_is_refused_with_what_it_takes(void **state)
{
    (void)state;
    kith_error err;
    kith_optim o;
    static const char *const bad[] = {"adagrad:eps=0",     "adagrad:eps=-1", "adagrad:eps=nan",
                                      "adagrad:eps=1e-7x", "adagrad:eps=",   "adagrad:eps=1",
                                      "adagrad:rho=0.9",   "adagrad:",       "adagrad:eps"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_fails_with(kith_optim_parse(bad[i], &o, &err), KITH_ERR_USAGE, "eps");
    check_fails_with(kith_optim_parse("sgd:eps=1e-3", &o, &err), KITH_ERR_USAGE, "sgd");
    static const char *const unknown[] = {"", "adam", "sg", "sgdx", "SGD", ":eps=1e-3"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        check_fails_with(kith_optim_parse(unknown[i], &o, &err), KITH_ERR_USAGE, "sgd adagrad");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_steps_give_the_known_vectors),
        cmocka_unit_test(stepping_every_row_is_stepping_the_matrix),
        cmocka_unit_test(rules_are_found_by_name_with_their_values),
        cmocka_unit_test(what_a_rule_does_not_take_is_refused_with_what_it_takes),
    };
    return cmocka_run_group_tests_name("nn/optim", tests, NULL, NULL);
}
