#include "table_help.h"

static const kith_table_options label_last = {.label = "last"};

static void check_names(char *const *got, const char *const *expected, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_string_equal(got[i], expected[i]);
}

static void reads_a_header_numbers_and_classes(void **state)
{
    (void)state;
    static const char *const features[] = {"a", "b c"}, *const classes[] = {"no", "yes"};
    kith_dataset *d = table_of("t.csv", "a,b c,label\n1,2.5,yes\n-3e2,.5,no\n4,5,yes\n",
                               &(kith_table_options){.label = "auto"});
    assert_int_equal(d->rows, 3);
    assert_int_equal(d->features, 2);
    assert_int_equal(d->classes, 2);
    check_names(d->feature_name, features, 2);
    check_names(d->class_name, classes, 2);
    table_check_row(d, 0, (double[]){1, 2.5});
    table_check_row(d, 1, (double[]){-300, 0.5});
    assert_int_equal(d->label[0], 1);
    assert_int_equal(d->label[1], 0);
    assert_int_equal(d->label[2], 1);
    assert_string_equal(d->format, "csv");
    kith_dataset_free(d);
}

static void a_table_of_numbers_alone_has_no_header_and_no_labels(void **state)
{
    (void)state;
    kith_dataset *d = table_of("t.csv", "1,2\n3,4", NULL);
    assert_int_equal(d->rows, 2);
    assert_null(d->label);
    assert_null(d->feature_name);
    assert_int_equal(d->classes, 0);
    table_check_row(d, 0, (double[]){1, 2});
    table_check_row(d, 1, (double[]){3, 4});
    kith_dataset_free(d);
}

static void text_labels_without_a_header_are_no_header(void **state)
{
    (void)state;
    kith_dataset *d = table_of("t.csv", "1,2,x\n3,4,y\n", &label_last);
    assert_int_equal(d->rows, 2);
    assert_int_equal(d->classes, 2);
    kith_dataset_free(d);
}

static void the_header_can_be_told(void **state)
{
    (void)state;
    kith_dataset *d = table_of("t.csv", "1,2\n3,4\n", &(kith_table_options){.header = "yes"});
    assert_int_equal(d->rows, 1);
    assert_string_equal(d->feature_name[1], "2");
    kith_dataset_free(d);
    table_refused("t.csv", "a,b\n3,4\n", &(kith_table_options){.header = "no"}, KITH_ERR_DATA,
                  "t.csv:1: column 1: expected a number, got 'a'");
    table_refused("t.csv", "a,b\n3,4\n", &(kith_table_options){.header = "maybe"}, KITH_ERR_USAGE,
                  "auto yes no");
}

static void separators_are_found(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "1,2,3\n4,5,6\n", "1\t2\t3\n4\t5\t6\n",       "1;2;3\n4;5;6\n",          "1|2|3\n4|5|6\n",
        "1 2 3\n4 5 6\n", "1 , 2 ,3\r\n4\t,5, 6\r\n", "\357\273\2771,2,3\n4,5,6"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        kith_dataset *d = table_of("t.txt", texts[i], NULL);
        assert_int_equal(d->rows, 2);
        assert_int_equal(d->features, 3);
        table_check_row(d, 0, (double[]){1, 2, 3});
        table_check_row(d, 1, (double[]){4, 5, 6});
        kith_dataset_free(d);
    }
}

/* Spaces cut the last line into more cells than commas do, but not every line. */
static void a_separator_cuts_all_lines_alike(void **state)
{
    (void)state;
    kith_dataset *d = table_of("t.txt", "1,d\n2,a b c\n", &label_last);
    assert_int_equal(d->features, 1);
    assert_string_equal(d->class_name[0], "a b c");
    kith_dataset_free(d);
}

static void a_single_column_is_a_table(void **state)
{
    (void)state;
    kith_dataset *d = table_of("t.csv", "x\n1\n2\n", NULL);
    assert_int_equal(d->rows, 2);
    assert_string_equal(d->feature_name[0], "x");
    kith_dataset_free(d);
}

/* RFC 4180's rules: separators, newlines and doubled quotes in quotes. */
static void quoted_cells_hold_anything(void **state)
{
    (void)state;
    static const char *const classes[] = {"a\nb", "c,\"d\"", "plain \"e\""};
    kith_dataset *d = table_of("t.csv",
                               "\"the, \"\"first\"\"\",label\r\n"
                               "\"1\",\"a\r\nb\"\r\n"
                               "2,\"c,\"\"d\"\"\"\r\n"
                               " \"3\" , plain \"e\" \r\n",
                               &(kith_table_options){.label = "label"});
    assert_int_equal(d->rows, 3);
    assert_string_equal(d->feature_name[0], "the, \"first\"");
    check_names(d->class_name, classes, 3);
    for (uint32_t r = 0; r < 3; r++) {
        assert_int_equal(d->label[r], r);
        table_check_row(d, r, (double[]){r + 1});
    }
    kith_dataset_free(d);
}

static void columns_are_named_numbered_first_or_last(void **state)
{
    (void)state;
    static const char *const asked[] = {"k", "2"};
    for (size_t i = 0; i < 2; i++) {
        kith_dataset *d =
            table_of("t.csv", "a,k,b\n1,7,2\n3,8,4\n", &(kith_table_options){.label = asked[i]});
        assert_string_equal(d->class_name[0], "7");
        assert_string_equal(d->feature_name[1], "b");
        table_check_row(d, 1, (double[]){3, 4});
        kith_dataset_free(d);
    }
    kith_dataset *d = table_of("t.csv", "9,1\n8,2\n", &(kith_table_options){.label = "first"});
    table_check_row(d, 0, (double[]){1});
    assert_string_equal(d->class_name[0], "8");
    kith_dataset_free(d);
    table_refused("t.csv", "a,b\n1,2\n", &(kith_table_options){.label = "c"}, KITH_ERR_USAGE,
                  "no column 'c'");
    table_refused("t.csv", "1,2\n3,4\n", &(kith_table_options){.label = "3"}, KITH_ERR_USAGE,
                  "1 to 2");
}

/* A header of numbers: "3" is the name of column 1. */
static void a_name_comes_before_a_number(void **state)
{
    (void)state;
    kith_dataset *d =
        table_of("t.csv", "3,2,1\n7,8,9\n", &(kith_table_options){.header = "yes", .label = "3"});
    assert_string_equal(d->class_name[0], "7");
    kith_dataset_free(d);
}

static void targets_are_read_in_the_order_of_the_file(void **state)
{
    (void)state;
    kith_dataset *d =
        table_of("t.csv", "a,b,c,d\n1,2,3,4\n5,6,7,8\n", &(kith_table_options){.targets = "d,b"});
    assert_int_equal(d->targets, 2);
    assert_int_equal(d->features, 2);
    assert_true(d->y[0] == 2 && d->y[1] == 4 && d->y[2] == 6 && d->y[3] == 8);
    table_check_row(d, 1, (double[]){5, 7});
    assert_string_equal(d->feature_name[1], "c");
    kith_dataset_free(d);
    table_refused("t.csv", "1,2\n", &(kith_table_options){.targets = "2,last"}, KITH_ERR_USAGE,
                  "target twice");
    table_refused("t.csv", "1,2\n", &(kith_table_options){.targets = "2", .label = "2"},
                  KITH_ERR_USAGE, "the label and a target");
    table_refused("t.csv", "1,2\n", &(kith_table_options){.targets = "1,2"}, KITH_ERR_DATA,
                  "0 features");
}

static void classes_are_sorted_as_numbers_where_all_are(void **state)
{
    (void)state;
    static const char *const numbers[] = {"-1", "2", "10"}, *const text[] = {"10", "2", "x"};
    kith_dataset *d = table_of("t.csv", "0,10\n1,2\n2,-1\n3,2\n", &label_last);
    check_names(d->class_name, numbers, 3);
    assert_int_equal(d->label[0], 2);
    assert_int_equal(d->label[1], 1);
    assert_int_equal(d->label[2], 0);
    kith_dataset_free(d);
    d = table_of("t.csv", "0,10\n1,2\n2,x\n", &label_last);
    check_names(d->class_name, text, 3);
    kith_dataset_free(d);
}

static void a_models_classes_keep_their_numbers_and_others_are_unknown(void **state)
{
    (void)state;
    static char b[] = "b", a[] = "a";
    static char *const classes[] = {b, a};
    kith_dataset_report r;
    kith_dataset *d =
        table_of("t.csv", "1,a\n2,c\n3,b\n",
                 &(kith_table_options){.label = "last", .class_name = classes, .classes = 2});
    assert_int_equal(d->label[0], 1);
    assert_int_equal(d->label[1], KITH_CLASS_UNKNOWN);
    assert_int_equal(d->label[2], 0);
    kith_dataset_describe(d, &r);
    assert_int_equal(r.classes, 2);
    assert_int_equal(r.unknown, 1);
    kith_dataset_free(d);
}

static void a_models_features_must_be_there(void **state)
{
    (void)state;
    table_refused("t.csv", "1,2,3\n", &(kith_table_options){.features = 2}, KITH_ERR_DATA,
                  "3 features in a row, expected the model's 2");
}

static const char gaps[] = "a,b,label\n1,2,x\n,4,y\n5,?,x\n7,NA,z\n9,nan,x\n";

static void missing_cells_are_an_error_with_its_line(void **state)
{
    (void)state;
    table_refused("t.csv", gaps, &label_last, KITH_ERR_DATA, "t.csv:3: feature 1 is missing");
}

static void missing_cells_become_the_mean(void **state)
{
    (void)state;
    kith_dataset *d =
        table_of("t.csv", gaps, &(kith_table_options){.label = "last", .missing = "mean"});
    assert_int_equal(d->missing, 4);
    table_check_row(d, 1, (double[]){(1 + 5 + 7 + 9) / 4.0, 4});
    table_check_row(d, 2, (double[]){5, 3});
    table_check_row(d, 4, (double[]){9, 3});
    kith_dataset_free(d);
}

static void missing_cells_become_zero_or_stay_unknown(void **state)
{
    (void)state;
    kith_dataset *d =
        table_of("t.csv", gaps, &(kith_table_options){.label = "last", .missing = "zero"});
    table_check_row(d, 1, (double[]){0, 4});
    kith_dataset_free(d);
    d = table_of("t.csv", gaps, &(kith_table_options){.label = "last", .missing = "keep"});
    table_check_row(d, 1, (double[]){NAN, 4});
    kith_dataset_free(d);
}

/* The class z stands in dropped rows alone, so there is no class z. */
static void rows_with_missing_cells_are_dropped(void **state)
{
    (void)state;
    kith_dataset *d =
        table_of("t.csv", gaps, &(kith_table_options){.label = "last", .missing = "drop"});
    assert_int_equal(d->rows, 1);
    assert_int_equal(d->dropped, 4);
    assert_int_equal(d->classes, 1);
    table_check_row(d, 0, (double[]){1, 2});
    kith_dataset_free(d);
    table_refused("t.csv", "1,\n,2\n", &(kith_table_options){.missing = "drop"}, KITH_ERR_DATA,
                  "all 2 rows were dropped");
}

static void missing_labels_and_targets_are_never_filled(void **state)
{
    (void)state;
    table_refused("t.csv", "1,x\n2,\n", &(kith_table_options){.label = "last", .missing = "mean"},
                  KITH_ERR_DATA, "t.csv:2: expected the name of a class");
    table_refused("t.csv", "1,3\n2,?\n",
                  &(kith_table_options){.targets = "last", .missing = "zero"}, KITH_ERR_DATA,
                  "t.csv:2: expected a number to predict");
    kith_dataset *d = table_of("t.csv", "1,3\n2,?\n",
                               &(kith_table_options){.targets = "last", .missing = "drop"});
    assert_int_equal(d->rows, 1);
    kith_dataset_free(d);
}

static void bad_tables_are_refused_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"1,2\n3,4,5\n", ":2: expected 2 cells, got 3"},
        {"1,2\n\n3\n", ":3: expected 2 cells, got 1"},
        {"a,b\n1,2\n3,x\n", ":3: column 2 b: expected a number, got 'x'"},
        {"1,2\n3,inf\n", ":2: feature 2 is infinite"},
        {"1,2\n3,1e999\n", ":2: feature 2 is infinite"},
        {"1,2\n3,\"4\n", "a quote opens and does not close"},
        {"1,2\n3,\"4\"5\n", ":2: text behind a closing quote"},
        {"1,0x10\n", "expected a number"},
        {"1,1_000\n", "expected a number"},
        {"a,b\n", "expected a number, got 'a'"},
        {"\n\n\n", "expected rows of numbers, got none"},
        {"", "got an empty file"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        table_refused("t.csv", cases[i].text, NULL, KITH_ERR_DATA, cases[i].words);
    table_refused("t.csv", "1\n", &(kith_table_options){.missing = "guess"}, KITH_ERR_USAGE,
                  "error mean zero drop keep");
}

/* A quote that was never meant to open must not swallow the file unseen. */
static void a_record_of_endless_lines_is_refused(void **state)
{
    (void)state;
    enum { LINES = 20000 };
    char *text = malloc(2 * LINES + 8);
    assert_non_null(text);
    memcpy(text, "1\n\"2\n", 5);
    for (int i = 0; i < LINES; i++)
        memcpy(text + 5 + 2 * i, "3\n", 2);
    text[5 + 2 * LINES] = '\0';
    table_refused("t.csv", text, NULL, KITH_ERR_DATA, "t.csv:2: a quote opens");
    free(text);
}

static void cut_anywhere_it_is_read_or_refused(void **state)
{
    (void)state;
    static const char text[] = "\"a\",\"b \"\"q\"\"\",label\r\n1,\"2\",x\r\n3,4.5e0,\"y\nz\"\r\n";
    table_check_prefixes("t.csv", text, sizeof text - 1, &label_last, true);
}

/* Labels beside the table: row by row, dropped rows too. */
static void labels_may_stand_in_a_file_of_lines(void **state)
{
    (void)state;
    const kith_table_options o = {.labels_file = "l.txt", .missing = "drop", .label = "auto"};
    check_write_text("l.txt", "b\nc\na\n");
    kith_dataset *d = table_of("t.csv", "1,2\n3,\n5,6\n", &o);
    assert_int_equal(d->rows, 2);
    assert_int_equal(d->classes, 2);
    assert_string_equal(d->class_name[d->label[0]], "b");
    assert_string_equal(d->class_name[d->label[1]], "a");
    kith_dataset_free(d);
    table_refused("t.csv", "1,2\n3,4\n", &o, KITH_ERR_DATA, "more labels than the table's 2 rows");
    table_refused("t.csv", "1\n2\n3\n4\n", &o, KITH_ERR_DATA, "labels of 3 rows");
    table_refused("t.csv", "1\n", &(kith_table_options){.labels_file = "l.txt", .label = "1"},
                  KITH_ERR_USAGE, "expected one of both");
    table_refused("t.csv", "1\n", &(kith_table_options){.labels_file = "none.txt"}, KITH_ERR_INPUT,
                  "none.txt");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_header_numbers_and_classes),
        cmocka_unit_test(a_table_of_numbers_alone_has_no_header_and_no_labels),
        cmocka_unit_test(text_labels_without_a_header_are_no_header),
        cmocka_unit_test(the_header_can_be_told),
        cmocka_unit_test(separators_are_found),
        cmocka_unit_test(a_separator_cuts_all_lines_alike),
        cmocka_unit_test(a_single_column_is_a_table),
        cmocka_unit_test(quoted_cells_hold_anything),
        cmocka_unit_test(columns_are_named_numbered_first_or_last),
        cmocka_unit_test(a_name_comes_before_a_number),
        cmocka_unit_test(targets_are_read_in_the_order_of_the_file),
        cmocka_unit_test(classes_are_sorted_as_numbers_where_all_are),
        cmocka_unit_test(a_models_classes_keep_their_numbers_and_others_are_unknown),
        cmocka_unit_test(a_models_features_must_be_there),
        cmocka_unit_test(missing_cells_are_an_error_with_its_line),
        cmocka_unit_test(missing_cells_become_the_mean),
        cmocka_unit_test(missing_cells_become_zero_or_stay_unknown),
        cmocka_unit_test(rows_with_missing_cells_are_dropped),
        cmocka_unit_test(missing_labels_and_targets_are_never_filled),
        cmocka_unit_test(bad_tables_are_refused_with_their_line),
        cmocka_unit_test(a_record_of_endless_lines_is_refused),
        cmocka_unit_test(cut_anywhere_it_is_read_or_refused),
        cmocka_unit_test(labels_may_stand_in_a_file_of_lines),
    };
    return cmocka_run_group_tests_name("table_csv", tests, NULL, NULL);
}
