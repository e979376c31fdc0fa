#include "sample.h"

static void every_row_has_length_one_and_zeros_stay(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "b", "c"};
    static const float numbers[3][2] = {{3, -4}, {0, 0}, {3e38f, 1e-45f}};
    static const float expected[3][2] = {{0.6f, -0.8f}, {0, 0}, {1, 0}};
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 3, 2, 1);
    kith_vectors *unit = NULL;
    for (size_t row = 0; row < 3; row++)
        memcpy((float *)v->own_input + row * v->input.stride, numbers[row], sizeof numbers[row]);
    uint64_t count[] = {5, 6, 7};
    v->count = count;
    check_ok(kith_vectors_normalize(v, &unit, &err));
    for (size_t row = 0; row < 3; row++) {
        check_near_floats(kith_vectors_row(unit, row), expected[row], 2, 1e-7);
        assert_int_equal(kith_vectors_find(unit, words[row], 1), row);
        assert_int_equal(kith_vectors_count(unit, row), count[row]);
    }
    kith_vectors_free(unit);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_has_length_one_and_zeros_stay),
    };
    return cmocka_run_group_tests_name("vec/normalize", tests, NULL, NULL);
}
