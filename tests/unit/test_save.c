#include "sample.h"

#include <sys/resource.h>
#include <signal.h>

#include "file/save.h"

static const char *const words[] = {"the", "of"};

static void numbers_may_change_until_the_end(void **state)
{
    (void)state;
    kith_error err = {0};
    for (size_t i = 0; kith_format_at(i) != NULL; i++) {
        kith_vectors *v = sample_named(words, 2, 3, 1);
        kith_vectors *got = NULL;
        kith_save *s = NULL;
        check_ok(kith_save_begin(v, "late", &(kith_save_options){.format = kith_format_at(i)->name},
                                 &s, &err));
        char path[64];
        snprintf(path, sizeof path, "late%s",
                 kith_format_at(i)->main != NULL ? kith_format_at(i)->main : "");
        assert_false(check_file_exists(path));
        ((float *)v->own_input)[1] = 42;
        check_ok(kith_save_finish(&s, &err));
        assert_null(s);
        check_ok(kith_vectors_open("late", NULL, &got, &err));
        assert_true(kith_vectors_row(got, 0)[1] == 42);
        check_same_vectors(got, v);
        kith_vectors_free(got);
        kith_vectors_free(v);
        assert_int_equal(system("rm -r late"), 0);
    }
}

static void a_save_that_is_given_up_leaves_nothing(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 2, 3, 1);
    kith_save *s = NULL;
    const size_t before = check_count_entries(".");
    check_ok(kith_save_begin(v, "gone.npy", &(kith_save_options){0}, &s, &err));
    kith_save_discard(&s);
    kith_save_discard(&s);
    assert_int_equal(check_count_entries("."), before);
    kith_vectors_free(v);
}

static void a_disk_that_is_too_small_is_known_at_the_beginning(void **state)
{
    (void)state;
    kith_error err = {0};
    struct rlimit old;
    kith_vectors *v = sample_random(2000, 20, 3, " \t\n\v\f\r", true);
    const size_t before = check_count_entries(".");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    const struct rlimit small = {100000, old.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    for (size_t i = 0; kith_format_at(i) != NULL; i++) {
        kith_save *s = NULL;
        check_fails(
            kith_save_begin(v, "small",
                            &(kith_save_options){.format = kith_format_at(i)->name,
                                                 .bad_word = sample_policy(kith_format_at(i))},
                            &s, &err),
            KITH_ERR_IO);
        assert_null(s);
    }
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    assert_int_equal(check_count_entries("."), before);
    kith_vectors_free(v);
}

/* As it fills up while they are written, without any file of several that belong together. */
static void a_disk_that_fills_up_leaves_nothing(void **state)
{
    (void)state;
    kith_error err = {0};
    struct rlimit old;
    kith_vectors *v = sample_random(2000, 20, 3, " \t\n\v\f\r", true);
    const size_t before = check_count_entries(".");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    const struct rlimit small = {100000, old.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    for (size_t i = 0; kith_format_at(i) != NULL; i++) {
        const kith_format *f = kith_format_at(i);
        check_fails(kith_vectors_save(v, "small", f->name, sample_policy(f), &err), KITH_ERR_IO);
        assert_int_equal(check_count_entries("."), before);
    }
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    kith_vectors_free(v);
}

static void words_beside_a_file_need_a_path(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 2, 3, 1);
    kith_save *s = NULL;
    check_fails_with(kith_save_begin(v, "-", &(kith_save_options){.format = "npy"}, &s, &err),
                     KITH_ERR_USAGE, "second file");
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_may_change_until_the_end),
        cmocka_unit_test(a_save_that_is_given_up_leaves_nothing),
        cmocka_unit_test(a_disk_that_is_too_small_is_known_at_the_beginning),
        cmocka_unit_test(a_disk_that_fills_up_leaves_nothing),
        cmocka_unit_test(words_beside_a_file_need_a_path),
    };
    return cmocka_run_group_tests_name("file/save", tests, NULL, NULL);
}
