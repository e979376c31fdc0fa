/* The array in memory and in a file are the same array. */
#include "check.h"
#include "text/spool.h"

#include <sys/stat.h>

enum { MANY = 300000 };

static uint32_t number(uint32_t i)
{
    return i * 2654435761u;
}

static void fill(kith_spool *s, uint32_t count)
{
    kith_error err;
    for (uint32_t i = 0; i < count; i++) {
        check_ok(kith_spool_reserve(s, 1, &err));
        s->ids[s->length++] = number(i);
    }
}

static void check_numbers(const kith_spool *s, uint32_t count)
{
    assert_int_equal(s->length, count);
    for (uint32_t i = 0; i < count; i++)
        if (s->ids[i] != number(i))
            fail_msg("id %u of %u is wrong", i, count);
}

static void past_the_budget_the_ids_are_the_same(void **state)
{
    (void)state;
    kith_error err;
    const uint64_t budgets[] = {0, 1, 1 << 18, 500000, 1000000, UINT64_MAX};
    for (size_t b = 0; b < sizeof budgets / sizeof *budgets; b++) {
        kith_spool s;
        check_ok(kith_spool_init(&s, budgets[b], ".", &err));
        fill(&s, MANY);
        assert_int_equal(s.file >= 0, budgets[b] < MANY * sizeof(uint32_t));
        check_numbers(&s, MANY);
        kith_spool_shrink(&s, MANY / 3);
        assert_int_equal(s.room, MANY / 3);
        check_numbers(&s, MANY / 3);
        kith_spool_clear(&s);
    }
}

static void the_file_has_no_name_and_gives_its_space_back(void **state)
{
    (void)state;
    kith_error err;
    kith_spool s;
    struct stat info;
    assert_int_equal(mkdir("spool", 0700), 0);
    check_ok(kith_spool_init(&s, 1000, "spool", &err));
    fill(&s, MANY);
    assert_int_equal(check_count_entries("spool"), 0);
    assert_true(s.file >= 0);
    kith_spool_shrink(&s, 10);
    assert_int_equal(fstat(s.file, &info), 0);
    assert_int_equal(info.st_size, 10 * sizeof(uint32_t));
    kith_spool_clear(&s);
    kith_spool_clear(&s);
}

static void a_missing_folder_is_an_error_that_names_it(void **state)
{
    (void)state;
    kith_error err;
    kith_spool s;
    check_ok(kith_spool_init(&s, 0, "no/such/folder", &err));
    check_fails_with(kith_spool_reserve(&s, 1, &err), KITH_ERR_CREATE, "no/such/folder");
    assert_int_equal(s.length, 0);
    kith_spool_clear(&s);
}

static void an_empty_one_can_be_shrunk_and_cleared(void **state)
{
    (void)state;
    kith_error err;
    kith_spool s;
    check_ok(kith_spool_init(&s, 0, ".", &err));
    kith_spool_shrink(&s, 0);
    kith_spool_clear(&s);
    check_ok(kith_spool_init(&s, 0, ".", &err));
    fill(&s, 5);
    kith_spool_shrink(&s, 0);
    assert_int_equal(s.length, 0);
    kith_spool_clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(past_the_budget_the_ids_are_the_same),
        cmocka_unit_test(the_file_has_no_name_and_gives_its_space_back),
        cmocka_unit_test(a_missing_folder_is_an_error_that_names_it),
        cmocka_unit_test(an_empty_one_can_be_shrunk_and_cleared),
    };
    return cmocka_run_group_tests_name("text/spool", tests, NULL, NULL);
}
