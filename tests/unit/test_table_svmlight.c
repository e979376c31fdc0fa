#include "table_help.h"

static const kith_table_options labelled = {.label = "auto"};

static const char sample[] = "# made by hand\n"
                             "+1 1:0.5 3:-2 # a comment 9:9\n"
                             "\n"
                             "-1 qid:7 2:1e1\r\n"
                             "1.0\t4:1\n"
                             "-1\n";

static void reads_sparse_rows_and_classes(void **state)
{
    (void)state;
    kith_dataset *d = table_of("s.txt", sample, &labelled);
    assert_string_equal(d->format, "svmlight");
    assert_int_equal(d->rows, 4);
    assert_int_equal(d->features, 4);
    assert_null(d->x);
    assert_int_equal(d->start[4], 4);
    table_check_row(d, 0, (double[]){0.5, 0, -2, 0});
    table_check_row(d, 1, (double[]){0, 10, 0, 0});
    table_check_row(d, 2, (double[]){0, 0, 0, 1});
    table_check_row(d, 3, (double[]){0, 0, 0, 0});
    assert_int_equal(d->classes, 2);
    assert_string_equal(d->class_name[0], "-1");
    assert_string_equal(d->class_name[1], "1");
    assert_int_equal(d->label[0], 1);
    assert_int_equal(d->label[2], 1);
    kith_dataset_free(d);
}

static void a_label_may_be_a_number_to_predict_or_nothing(void **state)
{
    (void)state;
    kith_dataset *d = table_of("s.txt", sample, &(kith_table_options){.targets = "first"});
    assert_int_equal(d->targets, 1);
    assert_int_equal(d->classes, 0);
    assert_true(d->y[0] == 1 && d->y[1] == -1 && d->y[3] == -1);
    kith_dataset_free(d);
    d = table_of("s.txt", sample, NULL);
    assert_null(d->label);
    assert_null(d->y);
    kith_dataset_free(d);
}

static void a_models_features_are_the_width(void **state)
{
    (void)state;
    kith_dataset *d =
        table_of("s.txt", sample, &(kith_table_options){.label = "auto", .features = 9});
    assert_int_equal(d->features, 9);
    kith_dataset_free(d);
    table_refused("s.txt", sample, &(kith_table_options){.label = "auto", .features = 3},
                  KITH_ERR_DATA, "s.txt:5: feature 4, expected at most 3");
}

static void bad_lines_are_refused_with_their_number(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"1 1:1\n1 0:1\n", ":2: expected an index from 1 to 33554432, got '0:1'"},
        {"1 1:1\n1 2:1 1:1\n", ":2: expected ascending indices, got '1:1'"},
        {"1 1:1\n1 2:1 2:1\n", ":2: expected ascending indices, got '2:1'"},
        {"1 1:1\n1 -1:1\n", ":2: expected an index"},
        {"1 1:1\n1 33554433:1\n", ":2: expected an index"},
        {"1 1:1\n1 9223372036854775808:1\n", ":2: expected an index"},
        {"1 1:1\n1 18446744073709551617:1\n", ":2: expected an index"},
        {"1 1:1\n1 1:x\n", ":2: expected index:value, got '1:x'"},
        {"1 1:1\n1 1\n", ":2: expected index:value, got '1'"},
        {"1 1:1\n1 1:nan\n", ":2: expected finite numbers"},
        {"1 1:1\n1 1:-inf\n", ":2: expected finite numbers"},
        {"1 1:1\nx 1:1\n", ":2: expected a number as label, got 'x'"},
        {"1 1:1\n1,2 1:1\n", ":2: expected a number as label, got '1,2'"},
        {"1 1:1\n1 1:1 qid:3\n", ":2: expected an index"},
        {"1 1:1\nnan 1:1\n", ":2: expected a number as label, got 'nan'"},
    };
    const kith_table_options o = {.label = "auto", .format = "svmlight"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        table_refused("s.txt", cases[i].text, &o, KITH_ERR_DATA, cases[i].words);
    table_refused("s.txt", "1\n-1\n", &o, KITH_ERR_DATA, "no row has a feature");
    table_refused("s.txt", "# nothing\n", &o, KITH_ERR_DATA, "expected rows");
}

/* One entry far out costs what one entry costs. */
static void a_large_index_takes_no_memory_of_its_size(void **state)
{
    (void)state;
    kith_dataset *d = table_of("s.txt", "1 1:1 33554432:2\n", &labelled);
    assert_int_equal(d->features, 33554432);
    assert_int_equal(d->index[1], 33554431);
    kith_dataset_free(d);
}

static void cut_anywhere_it_is_read_or_refused(void **state)
{
    (void)state;
    const kith_table_options o = {.label = "auto", .format = "svmlight"};
    table_check_prefixes("s.txt", sample, sizeof sample - 1, &o, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_sparse_rows_and_classes),
        cmocka_unit_test(a_label_may_be_a_number_to_predict_or_nothing),
        cmocka_unit_test(a_models_features_are_the_width),
        cmocka_unit_test(bad_lines_are_refused_with_their_number),
        cmocka_unit_test(a_large_index_takes_no_memory_of_its_size),
        cmocka_unit_test(cut_anywhere_it_is_read_or_refused),
    };
    return cmocka_run_group_tests_name("table_svmlight", tests, NULL, NULL);
}
