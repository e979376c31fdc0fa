/* Spelling of options on the command line, on a small command of the test's own. */
#include "check.h"

#include "cli/args.c"
#include "cli/options.c"

static kith_status do_nothing(const args *a, kith_error *err)
{
    (void)a;
    (void)err;
    return KITH_OK;
}

static const kith_option rows[] = {
    {.name = "lr",
     .type = KITH_OPTION_REAL,
     .standard = "0.5",
     .least = -10,
     .most = 10,
     .value = "X",
     .group = "G",
     .help = "h"},
    {.name = "output", .type = KITH_OPTION_TEXT, .standard = "", .group = "G", .help = "h"},
    {.name = "pairs", .type = KITH_OPTION_TEXT, .standard = "", .group = "G", .help = "h"},
    {.name = "fold", .type = KITH_OPTION_FLAG, .standard = "true", .group = "G", .help = "h"},
    {.name = "spool-dir", .type = KITH_OPTION_TEXT, .standard = "/x", .group = "G", .help = "h"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const own_tables[] = {&own, &options_question, NULL};
static const command sample = {.name = "sample",
                               .operands = "FILE [MORE]",
                               .least = 1,
                               .most = 2,
                               .tables = own_tables,
                               .run = do_nothing};

enum { MOST_ARGUMENTS = 12 };
static char words[MOST_ARGUMENTS][32];

/* Parses a line cut at its blanks, for a command. */
static kith_status parse_for(const command *c, const char *line, args *a, kith_error *err)
{
    char *argv[MOST_ARGUMENTS];
    int argc = 0;
    while (*(line += strspn(line, " ")) != '\0') {
        const size_t bytes = strcspn(line, " ");
        snprintf(words[argc], sizeof words[argc], "%.*s", (int)bytes, line);
        argv[argc] = words[argc];
        argc++;
        line += bytes;
    }
    return args_parse(c, argc, argv, a, err);
}

static kith_status parse(const char *line, args *a, kith_error *err)
{
    return parse_for(&sample, line, a, err);
}

static void assert_lr(const char *line, double expected)
{
    kith_error err = {0};
    args a;
    check_ok(parse(line, &a, &err));
    assert_true(kith_config_real(a.config, "lr") == expected);
    assert_int_equal(a.operands, 1);
    assert_string_equal(a.operand[0], "f");
    args_clear(&a);
}

static void a_value_follows_or_is_joined_by_an_equals_sign(void **state)
{
    (void)state;
    assert_lr("f", 0.5);
    assert_lr("--lr 0.25 f", 0.25);
    assert_lr("f --lr=0.25", 0.25);
}

static void a_negative_number_is_a_value(void **state)
{
    (void)state;
    assert_lr("f --lr -2.5", -2.5);
    assert_lr("f --lr=-1e-3", -1e-3);
}

static void a_negative_number_is_an_operand_too(void **state)
{
    (void)state;
    kith_error err = {0};
    args a;
    check_ok(parse("f -5", &a, &err));
    assert_int_equal(a.operands, 2);
    assert_string_equal(a.operand[1], "-5");
    args_clear(&a);
}

static void flags_have_a_form_that_takes_them_back(void **state)
{
    (void)state;
    kith_error err = {0};
    args a;
    check_ok(parse("f --no-fold", &a, &err));
    assert_false(args_flag(&a, "fold"));
    args_clear(&a);
    check_ok(parse("f --no-fold --fold", &a, &err));
    assert_true(args_flag(&a, "fold"));
    args_clear(&a);
    check_ok(parse("f --fold=false", &a, &err));
    assert_false(args_flag(&a, "fold"));
    args_clear(&a);
    check_fails(parse("f --no-lr", &a, &err), KITH_ERR_USAGE);
}

static void letters_stand_for_names(void **state)
{
    (void)state;
    kith_error err = {0};
    args a;
    check_ok(parse("-q f -o out -k 7", &a, &err));
    assert_string_equal(args_text(&a, "output"), "out");
    assert_int_equal(args_count(&a, "k"), 7);
    assert_true(args_flag(&a, "quiet"));
    args_clear(&a);
    check_ok(parse("f -k7", &a, &err));
    assert_int_equal(args_count(&a, "k"), 7);
    args_clear(&a);
}

/* word2vec's -output is close; "utput" would be a strange file. */
static void a_long_name_behind_one_dash_is_no_letter(void **state)
{
    (void)state;
    kith_error err = {0};
    args a;
    check_fails_with(parse("f -output x", &a, &err), KITH_ERR_USAGE, "did you mean --output?");
}

static void a_command_may_have_its_options_behind_one_dash(void **state)
{
    (void)state;
    kith_error err = {0};
    args a;
    command single = sample;
    single.single = true;
    check_ok(parse_for(&single, "-lr -2 file -output x --quiet -spool-dir /y", &a, &err));
    assert_true(kith_config_real(a.config, "lr") == -2);
    assert_string_equal(args_text(&a, "output"), "x");
    assert_string_equal(args_text(&a, "spool-dir"), "/y");
    assert_true(args_flag(&a, "quiet"));
    assert_int_equal(a.operands, 1);
    args_clear(&a);
    check_fails_with(parse_for(&single, "-pears x file", &a, &err), KITH_ERR_USAGE,
                     "unknown option -pears; did you mean -pairs?");
    check_fails_with(parse_for(&single, "-frobnicate x file", &a, &err), KITH_ERR_USAGE,
                     "unknown option -frobnicate");
}

static void two_dashes_end_the_options(void **state)
{
    (void)state;
    kith_error err = {0};
    args a;
    check_ok(parse("-- --lr -q", &a, &err));
    assert_int_equal(a.operands, 2);
    assert_string_equal(a.operand[0], "--lr");
    assert_false(args_flag(&a, "quiet"));
    args_clear(&a);
}

static void one_dash_is_an_operand_and_a_value(void **state)
{
    (void)state;
    kith_error err = {0};
    args a;
    check_ok(parse("- -o -", &a, &err));
    assert_string_equal(a.operand[0], "-");
    assert_string_equal(args_text(&a, "output"), "-");
    args_clear(&a);
}

static void all_values_of_a_repeated_option_are_kept(void **state)
{
    (void)state;
    kith_error err = {0};
    args a;
    check_ok(parse("f --pairs x --lr 1 --pairs=y", &a, &err));
    assert_string_equal(args_value(&a, "pairs", 0), "x");
    assert_string_equal(args_value(&a, "pairs", 1), "y");
    assert_null(args_value(&a, "pairs", 2));
    assert_string_equal(args_text(&a, "pairs"), "y");
    args_clear(&a);
}

static void what_is_wrong_is_said(void **state)
{
    (void)state;
    kith_error err = {0};
    args a;
    check_fails_with(parse("f --pears x", &a, &err), KITH_ERR_USAGE, "did you mean --pairs?");
    check_fails_with(parse("f --lr", &a, &err), KITH_ERR_USAGE, "--lr needs a value");
    check_fails_with(parse("f -o --lr 3", &a, &err), KITH_ERR_USAGE, "-o needs a value");
    check_fails_with(parse("f --lr nan", &a, &err), KITH_ERR_USAGE, "nan");
    check_fails_with(parse("", &a, &err), KITH_ERR_USAGE, "FILE");
    check_fails_with(parse("f g h", &a, &err), KITH_ERR_USAGE, "'h'");
}

static void help_wins_over_what_is_missing_and_what_follows(void **state)
{
    (void)state;
    kith_error err = {0};
    args a;
    check_ok(parse("--help --unknown", &a, &err));
    assert_true(a.help);
    args_clear(&a);
    check_ok(parse("-h", &a, &err));
    assert_true(a.help);
    args_clear(&a);
}

static void the_environment_stands_in_for_an_option_not_given(void **state)
{
    (void)state;
    kith_error err = {0};
    args a;
    assert_int_equal(setenv("TMPDIR", "/from/env", 1), 0);
    check_ok(parse("f", &a, &err));
    assert_string_equal(args_text(&a, "spool-dir"), "/from/env");
    args_clear(&a);
    check_ok(parse("f --spool-dir /given", &a, &err));
    assert_string_equal(args_text(&a, "spool-dir"), "/given");
    args_clear(&a);
    assert_int_equal(setenv("TMPDIR", "", 1), 0);
    check_ok(parse("f", &a, &err));
    assert_string_equal(args_text(&a, "spool-dir"), "/x");
    args_clear(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_follows_or_is_joined_by_an_equals_sign),
        cmocka_unit_test(a_negative_number_is_a_value),
        cmocka_unit_test(a_negative_number_is_an_operand_too),
        cmocka_unit_test(flags_have_a_form_that_takes_them_back),
        cmocka_unit_test(letters_stand_for_names),
        cmocka_unit_test(a_long_name_behind_one_dash_is_no_letter),
        cmocka_unit_test(a_command_may_have_its_options_behind_one_dash),
        cmocka_unit_test(two_dashes_end_the_options),
        cmocka_unit_test(one_dash_is_an_operand_and_a_value),
        cmocka_unit_test(all_values_of_a_repeated_option_are_kept),
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(help_wins_over_what_is_missing_and_what_follows),
        cmocka_unit_test(the_environment_stands_in_for_an_option_not_given),
    };
    return cmocka_run_group_tests_name("cli/args", tests, NULL, NULL);
}
