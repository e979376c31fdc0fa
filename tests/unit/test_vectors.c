#include "sample.h"

static void looks_up_words_rows_and_counts(void **state)
{
    (void)state;
    static const char *const words[] = {"the", "of", "프랑스"};
    static const uint64_t counts[] = {30, 20, 10};
    kith_vectors *v = sample_named(words, 3, 5, 1);
    assert_int_equal(kith_vectors_rows(v), 3);
    assert_int_equal(kith_vectors_dim(v), 5);
    assert_int_equal(kith_vectors_find(v, "프랑스", strlen("프랑스")), 2);
    assert_int_equal(kith_vectors_find(v, "th", 2), UINT64_MAX);
    assert_ptr_equal(kith_vectors_row(v, 1), v->input.at + v->input.stride);
    assert_false(kith_vectors_has_counts(v));
    assert_int_equal(kith_vectors_count(v, 2), 0);
    v->count = counts;
    assert_true(kith_vectors_has_counts(v));
    assert_int_equal(kith_vectors_count(v, 2), 10);
    kith_vectors_free(v);
}

static void texts_that_are_not_there_are_empty(void **state)
{
    (void)state;
    kith_vectors *v = sample_named(NULL, 0, 3, 1);
    assert_string_equal(kith_vectors_config(v), "");
    assert_string_equal(kith_vectors_notes(v), "");
    assert_string_equal(kith_vectors_format(v), "");
    kith_vectors_free(v);
    kith_vectors_free(NULL);
}

static void notes_are_lines(void **state)
{
    (void)state;
    kith_vectors *v = sample_named(NULL, 0, 3, 1);
    kith_vectors_note(v, "header says %d rows", 10);
    kith_vectors_note(v, "%s", "and another");
    assert_string_equal(kith_vectors_notes(v), "header says 10 rows\nand another\n");
    kith_vectors_free(v);
}

static void rows_begin_on_cache_lines_and_their_padding_is_zero(void **state)
{
    (void)state;
    kith_error err = {0};
    struct kith_vectors *v = NULL;
    check_ok(kith_vectors_new(7, 17, &v, &err));
    for (uint64_t row = 0; row < 7; row++) {
        assert_int_equal((uintptr_t)kith_vectors_row(v, row) % 64, 0);
        for (uint64_t i = 0; i < v->input.stride; i++)
            assert_true(kith_vectors_row(v, row)[i] == 0);
    }
    kith_vectors_free(v);
}

static void sizes_that_wrap_are_refused(void **state)
{
    (void)state;
    kith_error err = {0};
    struct kith_vectors *v = NULL;
    check_fails(kith_vectors_new(UINT64_MAX / 2, 100, &v, &err), KITH_ERR_MEMORY);
    check_fails(kith_vectors_new(1, UINT64_MAX - 3, &v, &err), KITH_ERR_MEMORY);
    assert_null(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(looks_up_words_rows_and_counts),
        cmocka_unit_test(texts_that_are_not_there_are_empty),
        cmocka_unit_test(notes_are_lines),
        cmocka_unit_test(rows_begin_on_cache_lines_and_their_padding_is_zero),
        cmocka_unit_test(sizes_that_wrap_are_refused),
    };
    return cmocka_run_group_tests_name("vec/vectors", tests, NULL, NULL);
}
