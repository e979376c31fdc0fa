#include "sample.h"

static kith_status read_fvecs(const void *bytes, size_t size, kith_vectors **v, kith_error *err)
{
    check_write_text("x.words", "a\nb\n");
    return sample_read(&kith_format_fvecs, "x", bytes, size, NULL, v, err);
}

static void random_words_and_numbers_come_back_bit_by_bit(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        kith_error err = {0};
        kith_vectors *v = sample_random(40, seed, seed, "\n\r", false);
        kith_vectors *got = NULL;
        check_ok(kith_vectors_save(v, "r.fvecs", NULL, KITH_BAD_WORD_ERROR, &err));
        check_ok(kith_vectors_open("r.fvecs", NULL, &got, &err));
        check_same_vectors(got, v);
        assert_string_equal(kith_vectors_format(got), "fvecs");
        assert_string_equal(kith_vectors_dtype(got), "f32");
        kith_vectors_free(got);
        kith_vectors_free(v);
    }
}

/* Two rows, (1, -2) and (0.5, 0), by the definition. */
static const unsigned char golden[] = {2, 0, 0, 0, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0,
                                       2, 0, 0, 0, 0, 0, 0,    0x3F, 0, 0, 0, 0};

static void a_row_is_its_dimension_and_its_floats(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = NULL;
    size_t size = 0;
    check_ok(read_fvecs(golden, sizeof golden, &v, &err));
    assert_int_equal(kith_vectors_rows(v), 2);
    assert_int_equal(kith_vectors_find(v, "b", 1), 1);
    assert_true(kith_vectors_row(v, 0)[1] == -2 && kith_vectors_row(v, 1)[0] == 0.5f);
    check_ok(kith_vectors_save(v, "g.fvecs", NULL, KITH_BAD_WORD_ERROR, &err));
    char *file = check_read_file("g.fvecs", &size);
    char *names = check_read_file("g.fvecs.words", NULL);
    assert_int_equal(size, sizeof golden);
    assert_memory_equal(file, golden, size);
    assert_string_equal(names, "a\nb\n");
    free(names);
    free(file);
    kith_vectors_free(v);
}

static void rows_and_words_that_differ_in_number_are_refused(void **state)
{
    (void)state;
    unsigned char three[36];
    kith_error err = {0};
    kith_vectors *v = NULL;
    memcpy(three, golden, 24);
    memcpy(three + 24, golden, 12);
    check_fails_with(read_fvecs(three, 36, &v, &err), KITH_ERR_DATA, "memory:24: expected the end");
    check_fails_with(read_fvecs(three, 12, &v, &err), KITH_ERR_DATA, "memory:12:");
}

static void dimensions_that_cannot_be_are_refused(void **state)
{
    (void)state;
    unsigned char bent[sizeof golden];
    kith_error err = {0};
    kith_vectors *v = NULL;
    memcpy(bent, golden, sizeof bent);
    bent[12] = 3;
    check_fails_with(read_fvecs(bent, sizeof bent, &v, &err), KITH_ERR_DATA,
                     "memory:12: a row of 3 numbers, expected 2");
    memset(bent, 0xFF, 4);
    check_fails_with(read_fvecs(bent, sizeof bent, &v, &err), KITH_ERR_DATA,
                     "dimension 4294967295");
    memset(bent, 0, 4);
    check_fails_with(read_fvecs(bent, sizeof bent, &v, &err), KITH_ERR_DATA, "dimension 0");
    check_fails_with(read_fvecs(bent, 3, &v, &err), KITH_ERR_DATA, "memory:0:");
}

static void a_limit_leaves_the_rest_unread(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = NULL;
    const kith_open one = {.limit = 1};
    check_write_text("x.words", "a\nb\n");
    check_ok(sample_read(&kith_format_fvecs, "x", golden, 20, &one, &v, &err));
    assert_int_equal(kith_vectors_rows(v), 1);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_words_and_numbers_come_back_bit_by_bit),
        cmocka_unit_test(a_row_is_its_dimension_and_its_floats),
        cmocka_unit_test(rows_and_words_that_differ_in_number_are_refused),
        cmocka_unit_test(dimensions_that_cannot_be_are_refused),
        cmocka_unit_test(a_limit_leaves_the_rest_unread),
    };
    return cmocka_run_group_tests_name("file/fvecs", tests, NULL, NULL);
}
