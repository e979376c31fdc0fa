#include "sample.h"

static kith_status read_npy(const void *bytes, size_t size, kith_vectors **v, kith_error *err)
{
    return sample_read(&kith_format_npy, "x.npy", bytes, size, NULL, v, err);
}

/* An array file of version 1.0 (or `major`) with this dictionary. */
static size_t array_file(char *to, int major, const char *header, const void *data, size_t bytes)
{
    const size_t length = strlen(header);
    const size_t start = major == 1 ? 10 : 12;
    memcpy(to, "\x93NUMPY", 6);
    to[6] = (char)major;
    memset(to + 7, 0, start - 7);
    to[8] = (char)(length & 255);
    to[9] = (char)(length >> 8);
    memcpy(to + start, header, length);
    memcpy(to + start + length, data, bytes);
    return start + length + bytes;
}

static void random_words_and_numbers_come_back_bit_by_bit(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        kith_error err = {0};
        kith_vectors *v = sample_random(40, seed, seed, "\n\r", false);
        kith_vectors *got = NULL;
        check_ok(kith_vectors_save(v, "r.npy", NULL, KITH_BAD_WORD_ERROR, &err));
        check_ok(kith_vectors_open("r.npy", NULL, &got, &err));
        check_same_vectors(got, v);
        assert_string_equal(kith_vectors_format(got), "npy");
        kith_vectors_free(got);
        kith_vectors_free(v);
    }
}

/* np.save of the same matrix gives these bytes. */
static void writes_what_numpy_writes(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "b c"};
    char expected[128 + 16];
    memset(expected, ' ', 128);
    const char head[] = "\x93NUMPY\x01\x00\x76\x00"
                        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }";
    memcpy(expected, head, sizeof head - 1);
    expected[127] = '\n';
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 2, 2, 1);
    memcpy(expected + 128, kith_vectors_row(v, 0), 8);
    memcpy(expected + 136, kith_vectors_row(v, 1), 8);
    check_ok(kith_vectors_save(v, "g.npy", NULL, KITH_BAD_WORD_ERROR, &err));
    size_t size = 0;
    char *file = check_read_file("g.npy", &size);
    char *names = check_read_file("g.npy.words", NULL);
    assert_int_equal(size, sizeof expected);
    assert_memory_equal(file, expected, size);
    assert_string_equal(names, "a\nb c\n");
    kith_vectors_free(v);
    free(names);
    free(file);
}

static void reads_halves_doubles_and_later_versions(void **state)
{
    (void)state;
    static const uint16_t halves[] = {0x3C00, 0xC000, 0x0001, 0x7BFF, 0x8000, 0x03FF};
    static const float of_halves[] = {1, -2, 0x1p-24f, 65504, -0.0f, 0x1p-14f - 0x1p-24f};
    static const double doubles[] = {1, -2.5, 0.1, 1e-60, 3, 4};
    char file[512];
    check_write_text("x.npy.words", "a\nb\n");
    for (int major = 1; major <= 3; major++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        size_t size = array_file(file, major,
                                 "{'descr': '<f2', 'fortran_order': False, 'shape': (2, 3), }   \n",
                                 halves, sizeof halves);
        check_ok(read_npy(file, size, &v, &err));
        assert_memory_equal(kith_vectors_row(v, 0), of_halves, 12);
        assert_memory_equal(kith_vectors_row(v, 1), of_halves + 3, 12);
        kith_vectors_free(v);
        size =
            array_file(file, major, "{\"shape\":(2,3),\"fortran_order\":False,\"descr\":\"<f8\"}",
                       doubles, sizeof doubles);
        check_ok(read_npy(file, size, &v, &err));
        for (size_t i = 0; i < 6; i++)
            assert_true(kith_vectors_row(v, i / 3)[i % 3] == (float)doubles[i]);
        kith_vectors_free(v);
    }
}

static void arrays_that_are_no_matrix_of_numbers_are_refused(void **state)
{
    (void)state;
    static const char *const headers[] = {
        "{'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }",
        "{'descr': '>f4', 'fortran_order': False, 'shape': (2, 2), }",
        "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 2), }",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 2), }",
        "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }",
        "{'descr': '<f4', 'fortran_order': None, 'shape': (2, 2), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1, 2), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, -2), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 0), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 2), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4611686018427387904), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 99999999999999999999), }",
        "{'descr': '<f4', 'fortran_order': False, }",
        "{'descr': '<f4', 'shape': (2, 2), }",
        "{'descr': '<f4",
        "'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), ",
        "",
    };
    static const float data[4] = {1, 2, 3, 4};
    char file[512];
    check_write_text("x.npy.words", "a\nb\n");
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        const size_t size = array_file(file, 1, headers[i], data, sizeof data);
        check_fails(read_npy(file, size, &v, &err), KITH_ERR_DATA);
    }
}

static void header_lengths_are_checked_before_they_are_read(void **state)
{
    (void)state;
    static const char file[] = "\x93NUMPY\x02\x00\xFF\xFF\xFF\x7F{";
    static const char version[] = "\x93NUMPY\x04\x00\x01\x00\x00\x00{";
    kith_error err = {0};
    kith_vectors *v = NULL;
    check_fails_with(read_npy(file, sizeof file - 1, &v, &err), KITH_ERR_DATA,
                     "header of 2147483647");
    check_fails(read_npy(version, sizeof version - 1, &v, &err), KITH_ERR_DATA);
}

static void every_truncation_and_a_longer_file_are_refused(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "b"};
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 2, 3, 1);
    kith_vectors *got = NULL;
    check_ok(kith_vectors_save(v, "x.npy", NULL, KITH_BAD_WORD_ERROR, &err));
    size_t size = 0;
    char *file = check_read_file("x.npy", &size);
    for (size_t cut = 0; cut < size; cut++)
        check_fails(read_npy(file, cut, &got, &err), KITH_ERR_DATA);
    /* the NUL behind the bytes stands for one byte more */
    check_fails_with(read_npy(file, size + 1, &got, &err), KITH_ERR_DATA, "expected the end");
    kith_vectors_free(v);
    free(file);
}

static void words_must_be_as_many_as_rows(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "b"};
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 2, 3, 1);
    kith_vectors *got = NULL;
    check_ok(kith_vectors_save(v, "y.npy", NULL, KITH_BAD_WORD_ERROR, &err));
    check_write_text("y.npy.words", "a\n");
    check_fails_with(kith_vectors_open("y.npy", NULL, &got, &err), KITH_ERR_DATA, "2 words");
    check_write_text("y.npy.words", "a\nb\nc\n");
    check_fails_with(kith_vectors_open("y.npy", NULL, &got, &err), KITH_ERR_DATA, "got more");
    check_write_text("y.npy.words", "a\n\n");
    check_fails_with(kith_vectors_open("y.npy", NULL, &got, &err), KITH_ERR_DATA,
                     "expected a word");
    assert_int_equal(remove("y.npy.words"), 0);
    check_fails_with(kith_vectors_open("y.npy", NULL, &got, &err), KITH_ERR_INPUT, "y.npy.words");
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_words_and_numbers_come_back_bit_by_bit),
        cmocka_unit_test(writes_what_numpy_writes),
        cmocka_unit_test(reads_halves_doubles_and_later_versions),
        cmocka_unit_test(arrays_that_are_no_matrix_of_numbers_are_refused),
        cmocka_unit_test(header_lengths_are_checked_before_they_are_read),
        cmocka_unit_test(every_truncation_and_a_longer_file_are_refused),
        cmocka_unit_test(words_must_be_as_many_as_rows),
    };
    return cmocka_run_group_tests_name("file/npy", tests, NULL, NULL);
}
