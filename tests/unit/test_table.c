/*
 * Tables of all formats: how they are told apart, gzip, memory, the report, and the public data
 * sets against what is known of them.
 */
#include "table_help.h"

#include <sys/resource.h>
#include <zlib.h>

static void pack(const char *path, const void *bytes, size_t size)
{
    gzFile f = gzopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(gzwrite(f, bytes, (unsigned)size), size);
    assert_int_equal(gzclose(f), Z_OK);
}

static void formats_are_told_by_content_before_endings(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *format;
    } cases[] = {
        {"a.csv", "1,2\n3,4\n", "csv"},
        {"a", "1 2\n3 4\n", "csv"},
        {"a.csv", "1 1:2\n0 2:3\n", "svmlight"},
        {"a.svm", "1\n-1 1:1\n", "svmlight"},
        {"a", "# c\n1 3:1 4:2 # d\n", "svmlight"},
        {"a.csv", "__label__x 1\n", "labels"},
    };
    const kith_table_options o = {.label = "auto", .labels_only = true};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_dataset *d = table_of(cases[i].name, cases[i].text, &o);
        assert_string_equal(d->format, cases[i].format);
        kith_dataset_free(d);
    }
    table_refused("a.npy", "1,2\n", &o, KITH_ERR_DATA, "the header");
    table_refused("a.csv", "10:30,1\n", &o, KITH_ERR_DATA, "column 1: expected a number");
    table_refused("a.csv", "1,2\n", &(kith_table_options){.format = "exel"}, KITH_ERR_USAGE,
                  "npy idx labels svmlight csv");
}

static void what_is_no_table_is_said_by_name(void **state)
{
    (void)state;
    table_refused("a", "PK\x03\x04 and so on", NULL, KITH_ERR_DATA, "a zip archive");
    table_refused("a", "{\"x\": 1}", NULL, KITH_ERR_DATA, "JSON");
    table_refused("a", "<html>", NULL, KITH_ERR_DATA, "HTML");
    table_refused("a", "\x01\x02\x03", NULL, KITH_ERR_DATA, "bytes of no known kind");
    kith_error err = {0};
    kith_dataset *d = NULL;
    check_fails(kith_dataset_read("absent.csv", NULL, &d, &err), KITH_ERR_INPUT);
    check_fails(kith_dataset_read(".", NULL, &d, &err), KITH_ERR_INPUT);
}

static void packed_tables_are_read_and_cut_ones_refused(void **state)
{
    (void)state;
    static const char text[] = "a,label\n1,x\n2,y\n";
    kith_error err = {0};
    kith_dataset *d = NULL;
    size_t size = 0;
    pack("t.csv.gz", text, sizeof text - 1);
    char *packed = check_read_file("t.csv.gz", &size);
    check_ok(kith_dataset_read("t.csv.gz", &(kith_table_options){.label = "auto"}, &d, &err));
    assert_int_equal(d->rows, 2);
    assert_int_equal(d->classes, 2);
    kith_dataset_free(d);
    table_check_prefixes("t.csv.gz", packed, size, NULL, false);
    free(packed);
}

/* The length of a packed file does not tell that there is more; reading to its end does. */
static void bytes_behind_a_packed_array_are_refused(void **state)
{
    (void)state;
    static const char idx[] = "\x00\x00\x08\x02\x00\x00\x00\x01\x00\x00\x00\x02\x05\x06\x07";
    kith_error err = {0};
    kith_dataset *d = NULL;
    pack("t.gz", idx, sizeof idx - 2);
    check_ok(kith_dataset_read("t.gz", NULL, &d, &err));
    table_check_row(d, 0, (double[]){5, 6});
    kith_dataset_free(d);
    pack("t.gz", idx, sizeof idx - 1);
    check_fails_with(kith_dataset_read("t.gz", NULL, &d, &err), KITH_ERR_DATA,
                     "expected the end of the file");
}

static long peak_kilobytes(void)
{
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    return usage.ru_maxrss;
}

/* Packed, so that the length of the file says nothing about what is in it. */
static void a_header_that_promises_much_takes_no_memory(void **state)
{
    (void)state;
    static const char idx[] = "\x00\x00\x0E\x02\xFF\xFF\xFF\xFF\x02\x00\x00\x00\x01\x02\x03";
    static const char npy[] = "\x93NUMPY\x01\x00\x48\x00{'descr': '<f8', 'fortran_order': False, "
                              "'shape': (99999999999, 33554432)}\n";
    const long before = peak_kilobytes();
    kith_error err = {0};
    kith_dataset *d = NULL;
    pack("t.gz", idx, sizeof idx - 1);
    check_fails_with(kith_dataset_read("t.gz", NULL, &d, &err), KITH_ERR_DATA, "ends within a row");
    pack("t.gz", npy, sizeof npy - 1);
    check_fails(kith_dataset_read("t.gz", NULL, &d, &err), KITH_ERR_DATA);
    assert_in_range(peak_kilobytes() - before, 0, 20000);
}

static void the_report_has_means_and_ranges(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_column_report column[2];
    kith_dataset *d =
        table_of("t.csv", "a,b\n1,10\n2,\n6,-4\n", &(kith_table_options){.missing = "keep"});
    check_ok(kith_dataset_columns(d, column, &err));
    assert_string_equal(column[0].name, "a");
    assert_true(column[0].least == 1 && column[0].most == 6 && column[0].mean == 3);
    check_near(column[0].spread, sqrt((4 + 1 + 9) / 3.0), 1e-12);
    assert_true(column[1].least == -4 && column[1].most == 10 && column[1].mean == 3);
    assert_int_equal(column[1].missing, 1);
    kith_dataset_free(d);
    d = table_of("t.svm", "1 1:4\n1 2:-1\n1 1:2\n", &(kith_table_options){.label = "auto"});
    check_ok(kith_dataset_columns(d, column, &err));
    assert_true(column[0].least == 0 && column[0].most == 4 && column[0].mean == 2);
    check_near(column[0].spread, sqrt(8 / 3.0), 1e-12);
    assert_true(column[1].least == -1 && column[1].most == 0);
    check_near(column[1].mean, -1 / 3.0, 1e-12);
    assert_int_equal(column[1].missing, 0);
    kith_dataset_free(d);
}

static void a_column_of_gaps_has_no_range(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_column_report column[2];
    kith_dataset *d = table_of("t.csv", "1,?\n2,?\n", &(kith_table_options){.missing = "keep"});
    check_ok(kith_dataset_columns(d, column, &err));
    assert_true(isnan(column[1].least) && isnan(column[1].mean) && isnan(column[1].spread));
    assert_int_equal(column[1].missing, 2);
    kith_dataset_free(d);
}

/* ------------------------------------------------------------- public data */

/* Reads a file of the shared data sets, or NULL where they are absent. */
static kith_dataset *shared(const char *path, const char *labels, const char *label)
{
    kith_error err = {0};
    kith_dataset *d = NULL;
    char *file = check_top_path(path), *beside = labels != NULL ? check_top_path(labels) : NULL;
    const kith_table_options o = {.label = label, .labels_file = beside};
    if (file != NULL)
        check_ok(kith_dataset_read(file, &o, &d, &err));
    free(file);
    free(beside);
    return d;
}

static void check_counts(const kith_dataset *d, const char *const *names, const uint64_t *counts)
{
    for (size_t i = 0; i < d->classes; i++) {
        uint64_t rows = 0;
        assert_string_equal(kith_dataset_class(d, i, &rows), names[i]);
        assert_int_equal(rows, counts[i]);
    }
}

static void mnist_is_as_its_page_says(void **state)
{
    (void)state;
    static const char *const digits[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    static const uint64_t counts[] = {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009};
    static const uint32_t first[] = {7, 2, 1, 0, 4, 1, 4, 9, 5, 9};
    kith_dataset *d = shared("../shared/data/mnist/t10k-images-idx3-ubyte.gz",
                             "../shared/data/mnist/t10k-labels-idx1-ubyte.gz", NULL);
    if (d == NULL)
        check_skip("no mnist beside the repository");
    assert_int_equal(d->rows, 10000);
    assert_int_equal(d->features, 784);
    assert_int_equal(d->height, 28);
    assert_int_equal(d->width, 28);
    assert_int_equal(d->classes, 10);
    check_counts(d, digits, counts);
    assert_memory_equal(d->label, first, sizeof first);
    double sum = 0;
    for (size_t i = 0; i < 10000 * 784; i++)
        sum += (double)d->x[i];
    check_near(sum / (10000 * 784.0) / 255, 0.1325, 1e-4);
    kith_dataset_free(d);
}

static void the_tables_are_as_their_pages_say(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        size_t rows, features, classes;
        const char *name[3];
        uint64_t count[3];
    } cases[] = {
        {"iris", 150, 4, 3, {"setosa", "versicolor", "virginica"}, {50, 50, 50}},
        {"wine", 178, 13, 3, {"class_0", "class_1", "class_2"}, {59, 71, 48}},
        {"breast_cancer", 569, 30, 2, {"benign", "malignant"}, {357, 212}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[64];
        snprintf(path, sizeof path, "../shared/data/tabular/%s.csv", cases[i].path);
        kith_dataset *d = shared(path, NULL, "auto");
        if (d == NULL)
            check_skip("no tables beside the repository");
        assert_int_equal(d->rows, cases[i].rows);
        assert_int_equal(d->features, cases[i].features);
        assert_int_equal(d->classes, cases[i].classes);
        check_counts(d, cases[i].name, cases[i].count);
        kith_dataset_free(d);
    }
}

static void the_digits_are_all_there(void **state)
{
    (void)state;
    static const char *const digits[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    static const uint64_t counts[] = {178, 182, 177, 183, 181, 182, 181, 179, 174, 180};
    kith_dataset *d = shared("../shared/data/tabular/digits.csv", NULL, "label");
    if (d == NULL)
        check_skip("no tables beside the repository");
    assert_int_equal(d->rows, 1797);
    assert_int_equal(d->features, 64);
    check_counts(d, digits, counts);
    kith_dataset_free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_are_told_by_content_before_endings),
        cmocka_unit_test(what_is_no_table_is_said_by_name),
        cmocka_unit_test(packed_tables_are_read_and_cut_ones_refused),
        cmocka_unit_test(bytes_behind_a_packed_array_are_refused),
        cmocka_unit_test(a_header_that_promises_much_takes_no_memory),
        cmocka_unit_test(the_report_has_means_and_ranges),
        cmocka_unit_test(a_column_of_gaps_has_no_range),
        cmocka_unit_test(mnist_is_as_its_page_says),
        cmocka_unit_test(the_tables_are_as_their_pages_say),
        cmocka_unit_test(the_digits_are_all_there),
    };
    return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
