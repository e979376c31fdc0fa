/* Allocation checks its sizes, aligns its blocks, and refuses with NULL. */
#include "check.h"

#include "base/mem.h"
#include "base/stride.h"

#include <sys/resource.h>

static void products_and_sums_that_wrap_are_refused(void **state)
{
    (void)state;
    uint64_t x = 0;
    assert_true(kith_mul(UINT64_C(1) << 32, (UINT64_C(1) << 32) - 1, &x));
    assert_true(x == UINT64_C(0xFFFFFFFF00000000));
    assert_false(kith_mul(UINT64_C(1) << 32, UINT64_C(1) << 32, &x));
    assert_true(kith_mul(0, UINT64_MAX, &x) && x == 0);
    assert_true(kith_add(UINT64_MAX - 1, 1, &x) && x == UINT64_MAX);
    assert_false(kith_add(UINT64_MAX, 1, &x));
}

/* Blocks are dirtied before they are freed, so that a reused one shows if it is not zeroed. */
static void assert_zero_and_aligned(uint64_t count, uint64_t size, uint64_t boundary)
{
    for (int round = 0; round < 2; round++) {
        unsigned char *p = kith_mem_new(count, size);
        assert_non_null(p);
        assert_true((uintptr_t)p % boundary == 0);
        for (uint64_t i = 0; i < count * size; i++)
            assert_true(p[i] == 0);
        memset(p, 0xAB, count * size);
        kith_mem_free(p);
    }
}

static void a_new_block_is_zero_and_begins_on_a_cache_line(void **state)
{
    (void)state;
    for (uint64_t size = 1; size < 300; size += 7)
        assert_zero_and_aligned(size, 3, 64);
}

static void a_large_block_is_zero_and_begins_on_a_huge_page(void **state)
{
    (void)state;
    assert_zero_and_aligned(1 << 19, 4, 2 << 20);
    assert_zero_and_aligned((1 << 19) + 1, 5, 2 << 20);
}

static void an_empty_block_is_no_failure(void **state)
{
    (void)state;
    void *p = kith_mem_new(0, 8);
    assert_non_null(p);
    kith_mem_free(p);
    p = kith_mem_grow(NULL, 0, 8);
    assert_non_null(p);
    free(p);
    kith_mem_free(NULL);
}

static void a_size_that_wraps_or_cannot_be_is_null(void **state)
{
    (void)state;
    assert_null(kith_mem_new(UINT64_C(1) << 62, 4));
    assert_null(kith_mem_new(UINT64_C(1) << 62, 2));
    assert_null(kith_mem_new(UINT64_C(1) << 56, 1));
    assert_null(kith_mem_grow(NULL, UINT64_C(1) << 62, 4));
    assert_null(kith_mem_grow(NULL, UINT64_C(1) << 56, 1));
}

static void a_block_that_cannot_grow_stays_as_it_was(void **state)
{
    (void)state;
    uint32_t *p = kith_mem_grow(NULL, 3, sizeof *p);
    assert_non_null(p);
    memcpy(p, (uint32_t[]){1, 2, 3}, 12);
    assert_null(kith_mem_grow(p, UINT64_MAX / 2, 4));
    assert_int_equal(p[2], 3);
    p = kith_mem_grow(p, 1000, sizeof *p);
    assert_non_null(p);
    assert_int_equal(p[0] + p[1] + p[2], 6);
    free(p);
}

static void a_copy_has_a_nul_behind_it(void **state)
{
    (void)state;
    char *copy = kith_mem_copy("a\0bcd", 4);
    assert_non_null(copy);
    assert_memory_equal(copy, "a\0bc", 5);
    free(copy);
}

static void available_memory_is_some_and_heeds_the_process_limit(void **state)
{
    (void)state;
    const uint64_t before = kith_mem_available();
    assert_true(before > 1 << 20);
    struct rlimit old, lower;
    assert_int_equal(getrlimit(RLIMIT_DATA, &old), 0);
    lower = old;
    lower.rlim_cur = before / 2;
    assert_int_equal(setrlimit(RLIMIT_DATA, &lower), 0);
    const uint64_t limited = kith_mem_available();
    assert_int_equal(setrlimit(RLIMIT_DATA, &old), 0);
    assert_true(limited <= before / 2);
}

static void strides_hold_the_row_and_are_whole_lines_but_no_power_of_two(void **state)
{
    (void)state;
    for (uint64_t cols = 1; cols < 5000; cols++) {
        const uint64_t stride = kith_row_stride(cols, 4), bytes = stride * 4;
        assert_true(stride >= cols && stride < cols + 32);
        assert_true(bytes % 64 == 0);
        assert_true(bytes < 256 || (bytes & (bytes - 1)) != 0);
        assert_true(kith_row_stride(cols, 8) * 8 % 64 == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_and_sums_that_wrap_are_refused),
        cmocka_unit_test(a_new_block_is_zero_and_begins_on_a_cache_line),
        cmocka_unit_test(a_large_block_is_zero_and_begins_on_a_huge_page),
        cmocka_unit_test(an_empty_block_is_no_failure),
        cmocka_unit_test(a_size_that_wraps_or_cannot_be_is_null),
        cmocka_unit_test(a_block_that_cannot_grow_stays_as_it_was),
        cmocka_unit_test(a_copy_has_a_nul_behind_it),
        cmocka_unit_test(available_memory_is_some_and_heeds_the_process_limit),
        cmocka_unit_test(strides_hold_the_row_and_are_whole_lines_but_no_power_of_two),
    };
    return cmocka_run_group_tests_name("base/mem", tests, NULL, NULL);
}
