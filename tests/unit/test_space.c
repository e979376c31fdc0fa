/* Settings to search: draws within their ranges, spread as asked, and every point of a grid. */
#include "check.h"

static kith_config *config_of(void)
{
    kith_option_table tables[4];
    kith_config *config = NULL;
    kith_error err = {0};
    check_ok(kith_config_new(tables, kith_classify_options(tables), &config, &err));
    return config;
}

static kith_space *space_of(kith_config *config, const char *const *sets, size_t count)
{
    kith_space *space = NULL;
    kith_error err = {0};
    check_ok(kith_space_new(config, sets, count, &space, &err));
    return space;
}

static void a_logarithmic_range_has_as_many_draws_in_each_decade(void **state)
{
    (void)state;
    enum { DRAWS = 3000 };
    static const char *const sets[] = {"lr=0.0001..0.1:log"};
    static const double expected[3] = {DRAWS / 3.0, DRAWS / 3.0, DRAWS / 3.0};
    kith_error err = {0};
    kith_config *config = config_of();
    kith_space *space = space_of(config, sets, 1);
    uint64_t seen[3] = {0};
    for (uint64_t i = 0; i < DRAWS; i++) {
        check_ok(kith_space_choose(space, false, 1, i, config, &err));
        const double lr = kith_config_real(config, "lr");
        assert_true(lr >= 0.0001 && lr <= 0.1);
        seen[lr < 0.001 ? 0 : lr < 0.01 ? 1 : 2]++;
    }
    assert_true(check_counts_p(seen, expected, 3) > 1e-4);
    kith_space_free(space);
    kith_config_free(config);
}

static void whole_numbers_and_values_come_out_evenly(void **state)
{
    (void)state;
    enum { DRAWS = 2000 };
    static const char *const sets[] = {"batch=3..6", "init=he,xavier"};
    static const double batches[4] = {DRAWS / 4.0, DRAWS / 4.0, DRAWS / 4.0, DRAWS / 4.0};
    static const double inits[2] = {DRAWS / 2.0, DRAWS / 2.0};
    kith_error err = {0};
    kith_config *config = config_of();
    kith_space *space = space_of(config, sets, 2);
    uint64_t batch[4] = {0}, init[2] = {0};
    for (uint64_t i = 0; i < DRAWS; i++) {
        check_ok(kith_space_choose(space, false, 5, i, config, &err));
        batch[kith_config_int(config, "batch") - 3]++;
        init[strcmp(kith_config_text(config, "init"), "he") == 0]++;
    }
    assert_true(check_counts_p(batch, batches, 4) > 1e-4);
    assert_true(check_counts_p(init, inits, 2) > 1e-4);
    kith_space_free(space);
    kith_config_free(config);
}

static void a_trial_can_be_told_again(void **state)
{
    (void)state;
    static const char *const sets[] = {"lr=0.001..1"};
    kith_error err = {0};
    kith_config *config = config_of();
    kith_space *space = space_of(config, sets, 1);
    char first[64];
    check_ok(kith_space_choose(space, false, 3, 7, config, &err));
    snprintf(first, sizeof first, "%s", kith_config_text(config, "lr"));
    check_ok(kith_space_choose(space, false, 3, 8, config, &err));
    assert_string_not_equal(first, kith_config_text(config, "lr"));
    check_ok(kith_space_choose(space, false, 3, 7, config, &err));
    assert_string_equal(first, kith_config_text(config, "lr"));
    kith_space_free(space);
    kith_config_free(config);
}

static void a_grid_has_every_combination_once(void **state)
{
    (void)state;
    static const char *const sets[] = {"batch=8,16,32", "optim=adam:l2=1,clip=2|sgd", "lr=1..5"};
    kith_error err = {0};
    kith_config *config = config_of();
    kith_space *space = space_of(config, sets, 3);
    int seen[3][2][5] = {{{0}}};
    assert_int_equal(kith_space_grid(space), 3 * 2 * 5);
    for (uint64_t i = 0; i < 3 * 2 * 5; i++) {
        check_ok(kith_space_choose(space, true, 1, i, config, &err));
        const int64_t batch = kith_config_int(config, "batch");
        const int lr = (int)kith_config_real(config, "lr");
        const char *optim = kith_config_text(config, "optim");
        assert_true(strcmp(optim, "sgd") == 0 || strcmp(optim, "adam:l2=1,clip=2") == 0);
        seen[batch == 8 ? 0 : batch == 16 ? 1 : 2][strcmp(optim, "sgd") == 0][lr - 1]++;
    }
    for (int i = 0; i < 3 * 2 * 5; i++)
        assert_int_equal((&seen[0][0][0])[i], 1);
    kith_space_free(space);
    kith_config_free(config);
}

static void what_cannot_be_is_refused_before_anything_is_trained(void **state)
{
    (void)state;
    static const struct {
        const char *set, *why;
    } bad[] = {
        {"lr", "expected NAME="},      {"lr=", "expected NAME="},  {"lrr=1,2", "no option --lrr"},
        {"lr=2..1", "LOW below HIGH"}, {"lr=0..1:log", "above 0"}, {"epochs=0..10", "goes from"},
        {"batch=0..8", "goes from"},   {"batch=8,many", "many"},   {"optim=sgd,adamm", "adamm"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        kith_error err = {0};
        kith_config *config = config_of();
        kith_space *space = NULL;
        check_fails_with(kith_space_new(config, &bad[i].set, 1, &space, &err), KITH_ERR_USAGE,
                         bad[i].why);
        assert_null(space);
        kith_config_free(config);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_logarithmic_range_has_as_many_draws_in_each_decade),
        cmocka_unit_test(whole_numbers_and_values_come_out_evenly),
        cmocka_unit_test(a_trial_can_be_told_again),
        cmocka_unit_test(a_grid_has_every_combination_once),
        cmocka_unit_test(what_cannot_be_is_refused_before_anything_is_trained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
