/* Halves and bytes: every half there and back, the nearest by search, scales. */
#include "check.h"

#include "file/dtype.h"
#include "file/elements.h"

static void every_half_comes_back(void **state)
{
    (void)state;
    for (uint32_t half = 0; half < 0x10000; half++) {
        const float value = kith_half_widen((uint16_t)half);
        const uint16_t back = kith_half_narrow(value);
        if (isnan(value))
            assert_true(isnan(kith_half_widen(back)));
        else
            assert_int_equal(back, half);
    }
}

/* Between each half and the next: nearer ones go where they are near, the middle to the even. */
static void what_lies_between_goes_to_the_nearest_and_ties_to_the_even(void **state)
{
    (void)state;
    for (uint16_t half = 0; half < 0x7BFF; half++) {
        const float low = kith_half_widen(half);
        const float high = kith_half_widen((uint16_t)(half + 1));
        const float middle = low + (high - low) / 2; /* exact: floats have 13 bits more */
        assert_int_equal(kith_half_narrow(nextafterf(middle, 0)), half);
        assert_int_equal(kith_half_narrow(nextafterf(middle, INFINITY)), half + 1);
        assert_int_equal(kith_half_narrow(-middle), 0x8000 | (half + (half & 1)));
    }
    assert_int_equal(kith_half_narrow(65519.99f), 0x7BFF);
    assert_int_equal(kith_half_narrow(65520.0f), 0x7C00);
    assert_int_equal(kith_half_narrow(3e38f), 0x7C00);
    assert_int_equal(kith_half_narrow(1e-30f), 0);
}

static void numbers_too_large_for_a_half_are_told(void **state)
{
    (void)state;
    static const float small[] = {1, -65504}, large[] = {1, -65536};
    uint16_t to[2];
    assert_true(kith_dtype_store(KITH_DTYPE_F16, small, 2, 0, to));
    assert_int_equal(to[0], 0x3C00);
    assert_false(kith_dtype_store(KITH_DTYPE_F16, large, 2, 0, to));
}

static void bytes_are_whole_numbers_of_the_scale(void **state)
{
    (void)state;
    static const float from[] = {0.5f, -0.5f, 0.1f, 0, -0.004f};
    static const int8_t expected[] = {127, -127, 25, 0, -1};
    int8_t to[5];
    assert_true(kith_dtype_store(KITH_DTYPE_I8, from, 5, 0.5 / 127, to));
    assert_memory_equal(to, expected, 5);
    assert_true(kith_dtype_store(KITH_DTYPE_I8, (float[]){0, 0}, 2, 0, to));
    assert_int_equal(to[0], 0);
}

static void names_are_known_and_others_list_them(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_dtype d = KITH_DTYPE_I8;
    check_ok(kith_dtype_named(NULL, &d, &err));
    assert_int_equal(d, KITH_DTYPE_F32);
    check_ok(kith_dtype_named("f16", &d, &err));
    assert_int_equal(d, KITH_DTYPE_F16);
    check_fails_with(kith_dtype_named("f64", &d, &err), KITH_ERR_USAGE, "f32 f16 i8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_half_comes_back),
        cmocka_unit_test(what_lies_between_goes_to_the_nearest_and_ties_to_the_even),
        cmocka_unit_test(numbers_too_large_for_a_half_are_told),
        cmocka_unit_test(bytes_are_whole_numbers_of_the_scale),
        cmocka_unit_test(names_are_known_and_others_list_them),
    };
    return cmocka_run_group_tests_name("file/dtype", tests, NULL, NULL);
}
