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
        cmocka_unit_test(rules_are_found_by_name_with_their_values),
        cmocka_unit_test(what_a_rule_does_not_take_is_refused_with_what_it_takes),
    };
    return cmocka_run_group_tests_name("nn/optim", tests, NULL, NULL);
}
