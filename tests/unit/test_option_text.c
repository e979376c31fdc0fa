/* Configurations as lines of text: what a model remembers of its training, and text that is bent.
 */
#include "base/option_text.h"
#include "check.h"

static const kith_option rows[] = {
    {.name = "epochs", .type = KITH_OPTION_INT, .standard = "5", .least = 1, .most = 1000},
    {.name = "lr", .type = KITH_OPTION_REAL, .standard = "", .least = 0, .most = 10},
    {.name = "net", .type = KITH_OPTION_TEXT, .standard = ""},
    {.name = "tied", .type = KITH_OPTION_FLAG, .standard = "false"},
    {.name = "optim", .type = KITH_OPTION_NAME, .standard = "sgd", .choices = "sgd adam"},
};

static kith_config *fresh(void)
{
    static const kith_option_table table = {rows, sizeof rows / sizeof *rows};
    kith_error err;
    kith_config *c = NULL;
    check_ok(kith_config_new(&table, 1, &c, &err));
    return c;
}

static bool all(const kith_option *o)
{
    return o->name[0] != '\0';
}

static bool but_lr(const kith_option *o)
{
    return strcmp(o->name, "lr") != 0;
}

static const char full[] = "epochs 7\nlr 0.25\nnet ?-4 relu-?\ntied true\noptim adam:lr=1e-3\n";

static void lines_come_back_as_they_were(void **state)
{
    (void)state;
    kith_error err;
    kith_config *c = fresh();
    char *text = NULL;
    check_ok(kith_config_read(c, full, &err));
    assert_int_equal(kith_config_int(c, "epochs"), 7);
    assert_string_equal(kith_config_text(c, "net"), "?-4 relu-?");
    assert_true(kith_config_flag(c, "tied"));
    check_ok(kith_config_format(c, all, &text, &err));
    assert_string_equal(text, full);
    free(text);
    kith_config_free(c);
}

static void empty_values_and_those_not_wanted_are_left_out(void **state)
{
    (void)state;
    kith_error err;
    kith_config *c = fresh();
    char *text = NULL;
    check_ok(kith_config_set(c, "lr", "1", &err));
    check_ok(kith_config_format(c, but_lr, &text, &err));
    assert_string_equal(text, "epochs 5\ntied false\noptim sgd\n");
    free(text);
    kith_config_free(c);
}

static void no_line_at_all_sets_nothing(void **state)
{
    (void)state;
    kith_error err;
    kith_config *c = fresh();
    check_ok(kith_config_read(c, "", &err));
    assert_false(kith_config_given(c, "epochs"));
    kith_config_free(c);
}

/* Cut anywhere, text is read as far as it makes sense or refused by its options' own words. */
static void text_cut_at_any_byte_is_read_or_refused(void **state)
{
    (void)state;
    size_t read = 0;
    for (size_t cut = 0; cut < sizeof full; cut++) {
        kith_error err = {0};
        kith_config *c = fresh();
        char text[sizeof full];
        memcpy(text, full, cut);
        text[cut] = '\0';
        const kith_status status = kith_config_read(c, text, &err);
        assert_true(status == KITH_OK || status == KITH_ERR_DATA);
        if (status != KITH_OK)
            check_contains(err.text, "options: ");
        /* a line that is whole is taken, whatever becomes of the next */
        if (cut >= strlen("epochs 7\n"))
            assert_int_equal(kith_config_int(c, "epochs"), 7);
        read += status == KITH_OK;
        kith_config_free(c);
    }
    assert_true(read >= 6 && read < sizeof full);
}

static void lines_that_are_no_options_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } bad[] = {
        {"epochs\n", "'name value'"},
        {"\n", "'name value'"},
        {"epochs 7\n\nlr 1\n", "'name value'"},
        {"epoch 7\n", "epochs"},
        {"epochs seven\n", "epochs"},
        {"epochs 0\n", "epochs"},
        {"epochs  7\n", "epochs"},
        {" epochs 7\n", "option"},
        {"lr 11\n", "lr"},
        {"optim none\n", "sgd"},
        {"epochs 7\r\n", "epochs"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        kith_error err;
        kith_config *c = fresh();
        check_fails_with(kith_config_read(c, bad[i].text, &err), KITH_ERR_DATA, bad[i].says);
        kith_config_free(c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_back_as_they_were),
        cmocka_unit_test(empty_values_and_those_not_wanted_are_left_out),
        cmocka_unit_test(no_line_at_all_sets_nothing),
        cmocka_unit_test(text_cut_at_any_byte_is_read_or_refused),
        cmocka_unit_test(lines_that_are_no_options_are_refused),
    };
    return cmocka_run_group_tests_name("base/option_text", tests, NULL, NULL);
}
