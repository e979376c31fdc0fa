/* A failure is one line: what, where, expected, got. */
#include "check.h"

#include "base/status.h"

#include <errno.h>

static void a_failure_returns_its_status_and_fills_the_text(void **state)
{
    (void)state;
    kith_error err;
    assert_int_equal(kith_fail(&err, KITH_ERR_DATA, "%s:%d: expected %s", "f", 3, "x"),
                     KITH_ERR_DATA);
    assert_int_equal(err.status, KITH_ERR_DATA);
    assert_string_equal(err.text, "f:3: expected x");
}

static void a_caller_may_not_care_for_the_text(void **state)
{
    (void)state;
    assert_int_equal(kith_fail(NULL, KITH_ERR_IO, "%d", 1), KITH_ERR_IO);
    assert_int_equal(kith_fail_memory(NULL, "x", 1), KITH_ERR_MEMORY);
    assert_int_equal(kith_fail_errno(NULL, KITH_ERR_INPUT, "x", "y"), KITH_ERR_INPUT);
}

static void control_bytes_of_a_name_do_not_reach_the_message(void **state)
{
    (void)state;
    kith_error err;
    kith_fail(&err, KITH_ERR_INPUT, "%s", "a\nb\x1b[2Jc\x7f d\xC3\xA9");
    assert_string_equal(err.text, "a?b?[2Jc? d\xC3\xA9");
}

static void a_message_that_is_cut_says_so(void **state)
{
    (void)state;
    kith_error err;
    char name[1000];
    memset(name, 'x', sizeof name);
    name[sizeof name - 1] = '\0';
    kith_fail(&err, KITH_ERR_INPUT, "%s", name);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
    assert_string_equal(err.text + sizeof err.text - 5, "x...");
}

static void a_message_of_exactly_the_room_is_whole(void **state)
{
    (void)state;
    kith_error err;
    char name[sizeof err.text];
    memset(name, 'x', sizeof name);
    name[sizeof name - 1] = '\0';
    kith_fail(&err, KITH_ERR_INPUT, "%s", name);
    assert_string_equal(err.text, name);
}

static void a_system_failure_names_the_path_and_the_reason(void **state)
{
    (void)state;
    kith_error err;
    errno = ENOENT;
    assert_int_equal(kith_fail_errno(&err, KITH_ERR_INPUT, "cannot be read", "corpus.txt"),
                     KITH_ERR_INPUT);
    assert_string_equal(err.text, "corpus.txt: cannot be read: No such file or directory");
}

static void memory_failures_say_how_much_was_asked_for(void **state)
{
    (void)state;
    kith_error err;
    assert_int_equal(kith_fail_memory(&err, "a matrix", UINT64_MAX), KITH_ERR_MEMORY);
    check_contains(err.text, "a matrix");
    check_contains(err.text, "18446744073709551615");
}

static kith_status stop_at(int step, int *reached)
{
    *reached = 1;
    KITH_TRY(step == 1 ? KITH_ERR_DATA : KITH_OK);
    *reached = 2;
    KITH_TRY(step == 2 ? KITH_NOT_FOUND : KITH_OK);
    *reached = 3;
    return KITH_OK;
}

static void trying_returns_the_first_failure(void **state)
{
    (void)state;
    int reached;
    assert_int_equal(stop_at(1, &reached), KITH_ERR_DATA);
    assert_int_equal(reached, 1);
    assert_int_equal(stop_at(2, &reached), KITH_NOT_FOUND);
    assert_int_equal(reached, 2);
    assert_int_equal(stop_at(0, &reached), KITH_OK);
    assert_int_equal(reached, 3);
}

static void the_version_is_the_header_s(void **state)
{
    (void)state;
    assert_string_equal(kith_version(), KITH_VERSION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_failure_returns_its_status_and_fills_the_text),
        cmocka_unit_test(a_caller_may_not_care_for_the_text),
        cmocka_unit_test(control_bytes_of_a_name_do_not_reach_the_message),
        cmocka_unit_test(a_message_that_is_cut_says_so),
        cmocka_unit_test(a_message_of_exactly_the_room_is_whole),
        cmocka_unit_test(a_system_failure_names_the_path_and_the_reason),
        cmocka_unit_test(memory_failures_say_how_much_was_asked_for),
        cmocka_unit_test(trying_returns_the_first_failure),
        cmocka_unit_test(the_version_is_the_header_s),
    };
    return cmocka_run_group_tests_name("base/status", tests, NULL, NULL);
}
