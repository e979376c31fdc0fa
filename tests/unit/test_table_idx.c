#include "table_help.h"

static const char pictures[] = "\x00\x00\x08\x03\x00\x00\x00\x02\x00\x00\x00\x02\x00\x00\x00\x03"
                               "\x00\x01\x02\x03\x04\xFF\x0A\x0B\x0C\x0D\x0E\x0F";
static const char labels[] = "\x00\x00\x08\x01\x00\x00\x00\x02\x07\x05";
static const kith_table_options labelled = {.labels_file = "labels"};

static void reads_images_and_the_labels_beside_them(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_dataset *d = NULL;
    check_write_file("labels", labels, sizeof labels - 1);
    check_ok(table_read("pictures", pictures, sizeof pictures - 1, &labelled, &d, &err));
    assert_string_equal(d->format, "idx");
    assert_int_equal(d->rows, 2);
    assert_int_equal(d->features, 6);
    assert_int_equal(d->height, 2);
    assert_int_equal(d->width, 3);
    table_check_row(d, 0, (double[]){0, 1, 2, 3, 4, 255});
    table_check_row(d, 1, (double[]){10, 11, 12, 13, 14, 15});
    assert_string_equal(d->class_name[d->label[0]], "7");
    assert_string_equal(d->class_name[d->label[1]], "5");
    kith_dataset_free(d);
}

/* A row of two numbers of each type, the second negative or large. */
static void reads_every_type_of_number(void **state)
{
    (void)state;
    static const struct {
        unsigned char type, bytes[16];
        size_t count;
        double value[2];
    } cases[] = {
        {0x08, {0x00, 0xFF}, 2, {0, 255}},
        {0x09, {0x7F, 0x80}, 2, {127, -128}},
        {0x0B, {0x01, 0x02, 0xFF, 0xFE}, 4, {258, -2}},
        {0x0C, {0x00, 0x01, 0x00, 0x00, 0x80, 0, 0, 0}, 8, {65536, -2147483648.0}},
        {0x0D, {0x3F, 0xC0, 0, 0, 0xC2, 0x28, 0, 0}, 8, {1.5, -42}},
        {0x0E, {0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0xC0, 0x45}, 16, {1.5, -42}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned char file[32] = {0, 0, cases[i].type, 2, 0, 0, 0, 1, 0, 0, 0, 2};
        kith_error err = {0};
        kith_dataset *d = NULL;
        memcpy(file + 12, cases[i].bytes, cases[i].count);
        check_ok(table_read("t", file, 12 + cases[i].count, NULL, &d, &err));
        table_check_row(d, 0, cases[i].value);
        assert_int_equal(d->height, 0);
        kith_dataset_free(d);
    }
}

static void hostile_headers_are_refused_before_memory_is_taken(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *words;
    } cases[] = {
        {"\x00\x00\x0A\x01\x00\x00\x00\x01\x00", 9, ":2: numbers of type 10"},
        {"\x00\x00\x07\x01\x00\x00\x00\x01\x00", 9, ":2: numbers of type 7"},
        {"\x00\x00\x0F\x01\x00\x00\x00\x01\x00", 9, ":2: numbers of type 15"},
        {"\x00\x00\x08\x00", 4, ":3: an array of 0 dimensions"},
        {"\x00\x00\x08\x09", 4, ":3: an array of 9 dimensions"},
        {"\x00\x00\x08\x02\xFF\xFF\xFF\xFF\x00\x00\x00\x01\x00", 13, "make 4294967307 bytes"},
        {"\x00\x00\x08\x02\x00\x00\x00\x00\x00\x00\x00\x01", 12, "expected rows"},
        {"\x00\x00\x08\x02\x00\x00\x00\x01\x00\x00\x00\x00", 12, "0 features"},
        {"\x00\x00\x08\x02\x00\x00\x00\x01\xFF\xFF\xFF\xFF", 12, "4294967295 features"},
        {"\x00\x00\x0E\x04\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 20,
         "beyond 64 bits"},
        {"\x00\x00\x08\x02\x00\x00\x00\x01\x00\x00\x00\x01\x05\x06", 14,
         "make 13 bytes, the file has 14"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_error err = {0};
        kith_dataset *d = NULL;
        check_fails_with(table_read("t", cases[i].bytes, cases[i].size, NULL, &d, &err),
                         KITH_ERR_DATA, cases[i].words);
    }
}

static void cut_anywhere_it_is_refused(void **state)
{
    (void)state;
    check_write_file("labels", labels, sizeof labels - 1);
    table_check_prefixes("pictures", pictures, sizeof pictures - 1, &labelled, false);
}

static void labels_that_are_cut_or_of_another_number_are_refused(void **state)
{
    (void)state;
    for (size_t cut = 0; cut <= sizeof labels; cut++) {
        kith_error err = {0};
        kith_dataset *d = NULL;
        if (cut == sizeof labels - 1)
            continue;
        check_write_file("labels", labels, cut);
        check_fails(table_read("pictures", pictures, sizeof pictures - 1, &labelled, &d, &err),
                    KITH_ERR_DATA);
    }
    kith_error err = {0};
    kith_dataset *d = NULL;
    check_write_file("labels", "\x00\x00\x08\x01\x00\x00\x00\x03\x01\x02\x03", 11);
    check_fails_with(table_read("pictures", pictures, sizeof pictures - 1, &labelled, &d, &err),
                     KITH_ERR_DATA, "more labels than the table's 2 rows");
    check_write_file("labels", "\x00\x00\x08\x01\x00\x00\x00\x01\x01", 9);
    check_fails_with(table_read("pictures", pictures, sizeof pictures - 1, &labelled, &d, &err),
                     KITH_ERR_DATA, "labels of 1 rows");
    check_write_file("labels", pictures, sizeof pictures - 1);
    check_fails_with(table_read("pictures", pictures, sizeof pictures - 1, &labelled, &d, &err),
                     KITH_ERR_DATA, "labels of 3 dimensions");
}

static void an_array_of_images_has_no_columns_to_name(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_dataset *d = NULL;
    check_fails(table_read("p", pictures, sizeof pictures - 1,
                           &(kith_table_options){.label = "last"}, &d, &err),
                KITH_ERR_USAGE);
    check_fails(table_read("p", pictures, sizeof pictures - 1,
                           &(kith_table_options){.targets = "1"}, &d, &err),
                KITH_ERR_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_images_and_the_labels_beside_them),
        cmocka_unit_test(reads_every_type_of_number),
        cmocka_unit_test(hostile_headers_are_refused_before_memory_is_taken),
        cmocka_unit_test(cut_anywhere_it_is_refused),
        cmocka_unit_test(labels_that_are_cut_or_of_another_number_are_refused),
        cmocka_unit_test(an_array_of_images_has_no_columns_to_name),
    };
    return cmocka_run_group_tests_name("table_idx", tests, NULL, NULL);
}
