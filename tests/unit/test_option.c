/* Values are checked as they are set; a refusal says what would do. */
#include "check.h"

static const kith_option model[] = {
    {"dim", KITH_OPTION_INT, "100", 1, 65536, "", "N", "Model", "Numbers a word.", ""},
    {"lr", KITH_OPTION_REAL, "", 0, 1000, "", "X", "Model", "Learning rate.", ""},
    {"shift", KITH_OPTION_INT, "-3", -5, 5, "", "N", "Model", "May be negative.", ""},
    {"loss", KITH_OPTION_NAME, "ns", 0, 0, "ns hs softmax ns+hs", "NAME", "Model", "Loss.", ""},
    {"optim", KITH_OPTION_NAME, "sgd", 0, 0, "sgd adagrad", "NAME", "Model", "Rule.", ""},
};
static const kith_option text[] = {
    {"lowercase", KITH_OPTION_FLAG, "false", 0, 0, "", "", "Text", "Fold letters.", ""},
    {"memory", KITH_OPTION_SIZE, "1GiB", 1, 1e15, "", "SIZE", "Text", "Bound.", ""},
    {"every", KITH_OPTION_SECONDS, "5m", 0, INFINITY, "", "TIME", "Text", "Interval.", ""},
    {"vocab", KITH_OPTION_TEXT, "", 0, 0, "", "FILE", "Text", "Vocabulary.", ""},
};
static const kith_option_table tables[] = {{model, 5}, {text, 4}};

static int make(void **state)
{
    kith_error err;
    kith_config *c;
    const kith_status status = kith_config_new(tables, 2, &c, &err);
    *state = c;
    return status == KITH_OK ? 0 : -1;
}

static int unmake(void **state)
{
    kith_config_free(*state);
    return 0;
}

static void what_is_not_set_has_its_default(void **state)
{
    const kith_config *c = *state;
    assert_int_equal(kith_config_int(c, "dim"), 100);
    assert_int_equal(kith_config_int(c, "shift"), -3);
    assert_true(isnan(kith_config_real(c, "lr")));
    assert_string_equal(kith_config_text(c, "loss"), "ns");
    assert_string_equal(kith_config_text(c, "vocab"), "");
    assert_false(kith_config_flag(c, "lowercase"));
    assert_int_equal(kith_config_int(c, "memory"), 1 << 30);
    check_near(kith_config_real(c, "every"), 300, 0);
    assert_false(kith_config_given(c, "dim"));
}

static void what_is_set_last_holds(void **state)
{
    kith_config *c = *state;
    kith_error err;
    check_ok(kith_config_set(c, "dim", "300", &err));
    check_ok(kith_config_set(c, "dim", "200", &err));
    check_ok(kith_config_set(c, "lr", "2.5e-2", &err));
    check_ok(kith_config_set(c, "lowercase", "true", &err));
    check_ok(kith_config_set(c, "memory", "256M", &err));
    check_ok(kith_config_set(c, "every", "30s", &err));
    check_ok(kith_config_set(c, "vocab", "any text: {}", &err));
    assert_int_equal(kith_config_int(c, "dim"), 200);
    assert_string_equal(kith_config_text(c, "dim"), "200");
    assert_true(kith_config_given(c, "dim"));
    check_near(kith_config_real(c, "lr"), 0.025, 0);
    assert_true(kith_config_flag(c, "lowercase"));
    assert_int_equal(kith_config_int(c, "memory"), 256000000);
    check_near(kith_config_real(c, "every"), 30, 0);
    assert_string_equal(kith_config_text(c, "vocab"), "any text: {}");
}

static void a_refused_value_leaves_the_old_one(void **state)
{
    kith_config *c = *state;
    kith_error err;
    check_ok(kith_config_set(c, "dim", "300", &err));
    check_fails(kith_config_set(c, "dim", "0", &err), KITH_ERR_USAGE);
    assert_int_equal(kith_config_int(c, "dim"), 300);
}

static void a_value_out_of_range_names_the_range(void **state)
{
    static const struct {
        const char *name, *value, *part;
    } bad[] = {{"dim", "0", "--dim: expected a whole number in 1..65536, got '0'"},
               {"dim", "65537", "1..65536"},
               {"dim", "-1", "1..65536"},
               {"dim", "", "whole number"},
               {"dim", "1e3", "whole number"},
               {"dim", "12x", "got '12x'"},
               {"dim", "99999999999999999999999", "1..65536"},
               {"shift", "-6", "-5..5"},
               {"shift", "--5", "-5..5"},
               {"lr", "nan", "a number in 0..1000"},
               {"lr", "inf", "0..1000"},
               {"lr", "-0.1", "0..1000"},
               {"lr", "1e3x", "got '1e3x'"},
               {"lr", "0,1", "got '0,1'"},
               {"lowercase", "yes", "true or false"},
               {"memory", "0", "1..1000000000000000"},
               {"memory", "1 G", "256M"},
               {"every", "-5s", "of 0 or more"},
               {"every", "nan", "5m"}};
    kith_config *c = *state;
    kith_error err;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_fails_with(kith_config_set(c, bad[i].name, bad[i].value, &err), KITH_ERR_USAGE,
                         bad[i].part);
}

static void a_name_is_one_of_the_choices_and_may_have_settings(void **state)
{
    kith_config *c = *state;
    kith_error err;
    static const char *const good[] = {
        "sgd", "adagrad", "adagrad:eps=1e-8", "adagrad:notes0", "sgd:1,b=2", "sgd:a=1,b=2"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        check_ok(kith_config_set(c, "optim", good[i], &err));
    assert_string_equal(kith_config_text(c, "optim"), "sgd:a=1,b=2");
    static const char *const bad[] = {
        "",       "adam",   "sg",       "sgd ",     "sgd:", "sgd:a=1,b",
        "sgd:=1", "sgd:a=", "sgd:a=1,", "sgd:,a=1", ":a=1", "sgd adagrad"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_fails(kith_config_set(c, "optim", bad[i], &err), KITH_ERR_USAGE);
    check_ok(kith_config_set(c, "loss", "ns+hs", &err));
}

static void a_wrong_name_lists_the_choices_and_the_nearest(void **state)
{
    kith_config *c = *state;
    kith_error err;
    check_fails_with(kith_config_set(c, "loss", "sofmax", &err), KITH_ERR_USAGE,
                     "expected one of ns hs softmax ns+hs, got 'sofmax'; did you mean softmax?");
    check_fails_with(kith_config_set(c, "optim", "adagrd:eps=1", &err), KITH_ERR_USAGE,
                     "did you mean adagrad?");
    check_fails(kith_config_set(c, "loss", "quadratic", &err), KITH_ERR_USAGE);
    assert_null(strstr(err.text, "did you mean"));
}

static void an_unknown_option_names_the_nearest_or_all(void **state)
{
    kith_config *c = *state;
    kith_error err;
    check_fails_with(kith_config_set(c, "dmi", "1", &err), KITH_ERR_USAGE,
                     "unknown option --dmi; did you mean --dim?");
    check_fails_with(kith_config_set(c, "lower", "1", &err), KITH_ERR_USAGE,
                     "did you mean --lowercase?");
    check_fails_with(kith_config_set(c, "qqqqqqqqqq", "1", &err), KITH_ERR_USAGE,
                     "valid are --dim --lr --shift --loss --optim --lowercase --memory");
}

static void options_can_be_walked_and_found(void **state)
{
    const kith_config *c = *state;
    assert_int_equal(kith_config_count(c), 9);
    assert_ptr_equal(kith_config_at(c, 0), &model[0]);
    assert_ptr_equal(kith_config_at(c, 8), &text[3]);
    assert_ptr_equal(kith_config_option(c, "every"), &text[2]);
    assert_null(kith_config_option(c, "eve"));
}

static void tables_that_contradict_themselves_are_our_mistake(void **state)
{
    (void)state;
    kith_error err;
    kith_config *c;
    const kith_option_table twice[] = {{model, 5}, {model, 1}};
    check_fails_with(kith_config_new(twice, 2, &c, &err), KITH_ERR_INTERNAL, "--dim");
    assert_null(c);
    const kith_option wrong = {"k", KITH_OPTION_INT, "0", 1, 2, "", "N", "", "", ""};
    const kith_option_table bad = {&wrong, 1};
    check_fails_with(kith_config_new(&bad, 1, &c, &err), KITH_ERR_INTERNAL, "--k");
    kith_config_free(NULL);
}

static void the_nearest_name_is_one_or_two_slips_away(void **state)
{
    (void)state;
    static const char *const names[] = {"train", "nearest", "analogy", "vector", "vocab", "net"};
    static const struct {
        const char *wrong, *nearest;
    } cases[] = {{"trian", "train"},
                 {"tran", "train"},
                 {"nearst", "nearest"},
                 {"anlaogy", "analogy"},
                 {"vectors", "vector"},
                 {"vokab", "vocab"},
                 {"anal", "analogy"},
                 {"near", "nearest"},
                 {"Net", "net"},
                 {"zzz", NULL},
                 {"", NULL},
                 {"q", NULL},
                 {"information", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = kith_nearest_name(cases[i].wrong, names, 6);
        if (cases[i].nearest == NULL)
            assert_null(got);
        else
            assert_string_equal(got != NULL ? got : "none", cases[i].nearest);
    }
    char endless[5000];
    memset(endless, 'v', sizeof endless);
    endless[sizeof endless - 1] = '\0';
    assert_null(kith_nearest_name(endless, names, 6));
}

#define with_config(test) cmocka_unit_test_setup_teardown(test, make, unmake)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_config(what_is_not_set_has_its_default),
        with_config(what_is_set_last_holds),
        with_config(a_refused_value_leaves_the_old_one),
        with_config(a_value_out_of_range_names_the_range),
        with_config(a_name_is_one_of_the_choices_and_may_have_settings),
        with_config(a_wrong_name_lists_the_choices_and_the_nearest),
        with_config(an_unknown_option_names_the_nearest_or_all),
        with_config(options_can_be_walked_and_found),
        cmocka_unit_test(tables_that_contradict_themselves_are_our_mistake),
        cmocka_unit_test(the_nearest_name_is_one_or_two_slips_away),
    };
    return cmocka_run_group_tests_name("base/option", tests, NULL, NULL);
}
