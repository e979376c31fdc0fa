/* Parameters: their layout in memory, sizes that cannot be, roles that do not move. */
#include "check.h"

#include "nn/param.h"

static const kith_rule *rule_named(const char *name)
{
    kith_error err;
    kith_optim o;
    check_ok(kith_optim_parse(name, strlen(name), &o, &err));
    return o.rule;
}

static kith_param made(size_t rows, size_t cols, const kith_rule *rule)
{
    kith_error err;
    kith_param p;
    check_ok(kith_param_init(&p, "weights", rows, cols, rule, &err));
    return p;
}

static void rows_are_padded_aligned_and_zero(void **state)
{
    (void)state;
    static const size_t cols[] = {1, 15, 16, 17, 64, 100, 128, 256, 300, 512, 1024};
    for (size_t i = 0; i < sizeof cols / sizeof *cols; i++) {
        kith_param p = made(3, cols[i], rule_named("adagrad"));
        const size_t bytes = p.stride * sizeof *p.w;
        assert_true(p.stride >= cols[i] && bytes % 64 == 0);
        assert_true(bytes < 256 || (bytes & (bytes - 1)) != 0); /* rows share no cache set */
        for (size_t row = 0; row < 3; row++)
            assert_int_equal((uintptr_t)kith_param_row(&p, row) % 64, 0);
        for (size_t at = 0; at < 3 * p.stride; at++)
            assert_true(p.w[at] == 0 && p.slot[0][at] == 0);
        assert_null(p.slot[1]);
        kith_param_clear(&p);
        assert_null(p.w);
        kith_param_clear(&p); /* safe on what is clear */
    }
}

static void bytes_count_weights_and_state(void **state)
{
    (void)state;
    uint64_t bytes = 0;
    kith_param p = made(7, 100, &kith_rule_sgd);
    assert_true(kith_param_bytes(7, 100, &kith_rule_sgd, &bytes));
    assert_int_equal(bytes, 7 * p.stride * sizeof *p.w);
    assert_true(kith_param_bytes(7, 100, rule_named("adagrad"), &bytes));
    assert_int_equal(bytes, 2 * 7 * p.stride * sizeof *p.w);
    kith_param_clear(&p);
}

static void sizes_beyond_64_bits_are_refused(void **state)
{
    (void)state;
    kith_error err;
    kith_param p;
    uint64_t bytes;
    static const uint64_t size[][2] = {{UINT64_MAX, 1},
                                       {1, UINT64_MAX},
                                       {(uint64_t)1 << 32, (uint64_t)1 << 31},
                                       {3, UINT64_MAX / 8}};
    for (size_t i = 0; i < sizeof size / sizeof *size; i++) {
        assert_false(kith_param_bytes(size[i][0], size[i][1], rule_named("adagrad"), &bytes));
        check_fails_with(
            kith_param_init(&p, "weights", size[i][0], size[i][1], rule_named("adagrad"), &err),
            KITH_ERR_MEMORY, "weights");
        assert_null(p.w);
    }
    check_fails_with(kith_param_init(&p, "weights", (size_t)1 << 40, 1000, &kith_rule_sgd, &err),
                     KITH_ERR_MEMORY, "weights");
    assert_null(p.w);
}

static void only_trainable_parameters_move(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    kith_real d[64] = {1, 2, 3};
    const kith_hyper h = {.lr = 1};
    static const kith_role role[] = {KITH_TRAINABLE, KITH_FROZEN, KITH_STATISTIC};
    kith_kern_all(tables);
    for (size_t i = 0; i < 3; i++) {
        kith_param p = made(2, 3, &kith_rule_sgd);
        assert_true(2 * p.stride <= 64);
        p.role = role[i];
        kith_param_step(tables[0], &p, 0, 2, d, &h);
        kith_param_step_row(tables[0], &p, 1, d, &h);
        assert_true(p.w[2] == (i == 0 ? 3 : 0));
        assert_true(kith_param_row(&p, 1)[2] == (i == 0 ? 3 : 0));
        kith_param_clear(&p);
    }
}

static void a_step_of_some_rows_leaves_the_others(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const kith_hyper h = {.lr = 1, .eps = (kith_real)1e-10};
    kith_param p = made(5, 3, rule_named("adagrad")), d = made(5, 3, &kith_rule_sgd);
    kith_kern_all(tables);
    for (size_t i = 0; i < 5 * d.stride; i++)
        d.w[i] = 1;
    kith_param_step(tables[0], &p, 1, 3, d.w, &h);
    for (size_t row = 0; row < 5; row++)
        for (size_t c = 0; c < 3; c++) {
            check_near((double)kith_param_row(&p, row)[c], row == 1 || row == 2, 1e-6);
            assert_true(p.slot[0][row * p.stride + c] == (row == 1 || row == 2));
        }
    kith_param_clear(&p);
    kith_param_clear(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_padded_aligned_and_zero),
        cmocka_unit_test(bytes_count_weights_and_state),
        cmocka_unit_test(sizes_beyond_64_bits_are_refused),
        cmocka_unit_test(only_trainable_parameters_move),
        cmocka_unit_test(a_step_of_some_rows_leaves_the_others),
    };
    return cmocka_run_group_tests_name("nn/param", tests, NULL, NULL);
}
