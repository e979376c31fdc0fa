/* Folders stand for their files; find(1) and sort(1) are the oracle. */
#include "check.h"

#include <sys/stat.h>
#include <unistd.h>

static int make_tree(void **state)
{
    (void)state;
    return system(
        "mkdir -p t/b/deep t/c t/.hidden empty && cd t && touch z a.txt b/2 b/10 "
        "b/deep/x c/y .secret .hidden/h 'b name' && ln -s ../.. c/up && ln -s gone c/gone "
        "&& ln -s ring c/ring && ln -s ../b/deep c/again && mkfifo c/fifo");
}

static void expect(const char *const *paths, size_t count, const char *expected)
{
    kith_error err;
    kith_paths found;
    check_ok(kith_paths_expand(paths, count, &found, &err));
    char text[4096] = "";
    for (size_t i = 0; i < found.count; i++) {
        strcat(text, found.path[i]);
        strcat(text, "\n");
    }
    kith_paths_clear(&found);
    assert_string_equal(text, expected);
}

static void a_folder_is_its_files_in_the_order_of_a_sorted_walk(void **state)
{
    (void)state;
    expect((const char *const[]){"t/b"}, 1, "t/b/10\nt/b/2\nt/b/deep/x\n");
    expect((const char *const[]){"t/b/"}, 1, "t/b/10\nt/b/2\nt/b/deep/x\n");
}

/*
 * From inside t: c/up leads back above, where everything would come again without end; hidden
 * names, dangling links, link rings and pipes are left out.
 */
static void links_that_loop_end_and_what_is_no_file_is_left_out(void **state)
{
    (void)state;
    kith_error err;
    kith_paths found;
    const char *const top[] = {"t"};
    check_ok(kith_paths_expand(top, 1, &found, &err));
    assert_true(found.count >= 7);
    size_t whole = 0;
    for (size_t i = 0; i < found.count; i++) {
        assert_null(strstr(found.path[i], "/."));
        assert_null(strstr(found.path[i], "gone"));
        assert_null(strstr(found.path[i], "ring"));
        assert_null(strstr(found.path[i], "fifo"));
        whole += strcmp(found.path[i], "t/b/deep/x") == 0;
    }
    assert_int_equal(whole, 1);
    kith_paths_clear(&found);
    assert_null(found.path);
    assert_int_equal(found.count, 0);
}

static void each_folder_is_entered_once_even_by_two_ways(void **state)
{
    (void)state;
    assert_int_equal(
        system("mkdir -p two/a && touch two/a/f && ln -s a two/b && ln -s .. two/a/up"), 0);
    expect((const char *const[]){"two"}, 1, "two/a/f\n");
}

static void given_names_stay_in_order_and_as_often_as_given(void **state)
{
    (void)state;
    expect((const char *const[]){"t/z", "-", "t/b/deep", "t/z", "t/b/deep", "t/c/fifo"}, 6,
           "t/z\n-\nt/b/deep/x\nt/z\nt/b/deep/x\nt/c/fifo\n");
    expect(NULL, 0, "");
}

static void a_hidden_name_that_is_given_is_meant(void **state)
{
    (void)state;
    expect((const char *const[]){"t/.hidden", "t/.secret"}, 2, "t/.hidden/h\nt/.secret\n");
}

static void what_is_not_there_is_no_input(void **state)
{
    (void)state;
    kith_error err;
    kith_paths found;
    static const char *const bad[] = {"missing", "empty", "t/c/gone", "t/c/ring", "t/z/below", ""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *const paths[] = {"t/z", bad[i]};
        check_fails_with(kith_paths_expand(paths, 2, &found, &err), KITH_ERR_INPUT, bad[i]);
        assert_int_equal(found.count, 0);
        assert_null(found.path);
    }
}

static void a_folder_without_permission_is_no_input(void **state)
{
    (void)state;
    kith_error err;
    kith_paths found;
    const char *const paths[] = {"shut"};
    assert_int_equal(system("mkdir -p shut/in && touch shut/f shut/in/g && chmod 0 shut/in"), 0);
    check_drop_rights();
    check_fails_with(kith_paths_expand(paths, 1, &found, &err), KITH_ERR_INPUT, "shut/in");
    check_regain_rights();
}

static void hundreds_of_folders_and_a_deep_one_are_walked(void **state)
{
    (void)state;
    kith_error err;
    kith_paths found;
    const char *const paths[] = {"many"};
    assert_int_equal(system("mkdir -p many && cd many && seq -f 'd%04g' 200 | xargs mkdir && "
                            "seq -f 'd%04g/f' 200 | xargs touch && "
                            "mkdir -p $(yes e | head -150 | paste -sd/) && "
                            "touch $(yes e | head -150 | paste -sd/)/f"),
                     0);
    check_ok(kith_paths_expand(paths, 1, &found, &err));
    assert_int_equal(found.count, 201);
    FILE *oracle = popen("find many -type f | LC_ALL=C sort", "r");
    assert_non_null(oracle);
    char line[2048];
    for (size_t i = 0; i < found.count; i++) {
        assert_non_null(fgets(line, sizeof line, oracle));
        line[strcspn(line, "\n")] = '\0';
        assert_string_equal(found.path[i], line);
    }
    pclose(oracle);
    kith_paths_clear(&found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_is_its_files_in_the_order_of_a_sorted_walk),
        cmocka_unit_test(links_that_loop_end_and_what_is_no_file_is_left_out),
        cmocka_unit_test(each_folder_is_entered_once_even_by_two_ways),
        cmocka_unit_test(given_names_stay_in_order_and_as_often_as_given),
        cmocka_unit_test(a_hidden_name_that_is_given_is_meant),
        cmocka_unit_test(what_is_not_there_is_no_input),
        cmocka_unit_test(a_folder_without_permission_is_no_input),
        cmocka_unit_test(hundreds_of_folders_and_a_deep_one_are_walked),
    };
    return cmocka_run_group_tests_name("base/paths", tests, make_tree, NULL);
}
