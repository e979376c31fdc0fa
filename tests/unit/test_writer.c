/* A file appears whole or not at all, with the rights it had, and nothing is left beside it. */
#include "check.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Each test works in a fresh folder, so that what is left behind shows. */
static int enter_folder(void **state)
{
    (void)state;
    return mkdir("here", 0700) == 0 && chdir("here") == 0 ? 0 : -1;
}

static int leave_folder(void **state)
{
    (void)state;
    return chdir("..") == 0 && system("rm -rf here") == 0 ? 0 : -1;
}

static kith_writer *open_writer(const char *path)
{
    kith_error err;
    kith_writer *w;
    check_ok(kith_writer_open(path, &w, &err));
    return w;
}

static void assert_file(const char *path, const char *expected)
{
    char *text = check_read_file(path, NULL);
    assert_string_equal(text, expected);
    free(text);
}

static mode_t mode_of(const char *path)
{
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    return info.st_mode & 07777;
}

static void the_target_is_untouched_until_the_commit(void **state)
{
    (void)state;
    kith_error err;
    check_write_text("out", "old");
    kith_writer *w = open_writer("out");
    check_ok(kith_writer_print(w, &err, "%s %d\n", "new", 2));
    check_ok(kith_writer_write(w, "x\0y", 3, &err));
    assert_int_equal(kith_writer_tell(w), 9);
    assert_file("out", "old");
    check_ok(kith_writer_commit(&w, &err));
    assert_null(w);
    size_t size;
    char *text = check_read_file("out", &size);
    assert_int_equal(size, 9);
    assert_memory_equal(text, "new 2\nx\0y", 9);
    free(text);
    assert_int_equal(check_count_entries("."), 1);
}

static void discarding_leaves_nothing_behind(void **state)
{
    (void)state;
    kith_error err;
    kith_writer *w = open_writer("out");
    check_ok(kith_writer_write(w, "half", 4, &err));
    assert_int_equal(check_count_entries("."), 1);
    kith_writer_discard(&w);
    assert_null(w);
    assert_int_equal(check_count_entries("."), 0);
    kith_writer_discard(&w);
}

/* The size of the one file there is, under whatever name. */
static off_t size_of_only_file(void)
{
    struct stat info;
    FILE *names = popen("ls -A", "r");
    char name[300];
    assert_non_null(names);
    assert_int_equal(fscanf(names, "%299s", name), 1);
    pclose(names);
    assert_int_equal(stat(name, &info), 0);
    return info.st_size;
}

static void reserved_space_is_taken_at_once_and_given_back(void **state)
{
    (void)state;
    kith_error err;
    kith_writer *w = open_writer("out");
    check_ok(kith_writer_reserve(w, 1 << 20, &err));
    assert_int_equal(size_of_only_file(), 1 << 20);
    assert_int_equal(kith_writer_tell(w), 0);
    check_ok(kith_writer_write(w, "text", 4, &err));
    check_ok(kith_writer_commit(&w, &err));
    assert_file("out", "text");
    w = open_writer("more");
    check_ok(kith_writer_reserve(w, 2, &err));
    check_ok(kith_writer_write(w, "longer than said", 16, &err));
    check_ok(kith_writer_commit(&w, &err));
    assert_file("more", "longer than said");
}

/* With the file-size limit as the disk: the reservation fails, and so does writing without one. */
static void a_disk_too_small_is_told_at_the_reservation(void **state)
{
    (void)state;
    kith_error err;
    check_write_text("out", "old");
    struct rlimit old, small;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = (struct rlimit){1 << 20, old.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    kith_writer *w = open_writer("out");
    check_fails_with(kith_writer_reserve(w, 2 << 20, &err), KITH_ERR_IO, "out");
    check_fails(kith_writer_write(w, "x", 1, &err), KITH_ERR_IO);
    check_fails(kith_writer_commit(&w, &err), KITH_ERR_IO);
    w = open_writer("out");
    check_fails(kith_writer_reserve(w, UINT64_MAX, &err), KITH_ERR_IO);
    kith_writer_discard(&w);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_file("out", "old");
    assert_int_equal(check_count_entries("."), 1);
}

/* The caller looks away while a write in the middle fails; the commit must not publish the rest. */
static void a_failed_write_is_not_forgotten(void **state)
{
    (void)state;
    kith_error err;
    struct rlimit old, small;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = (struct rlimit){1 << 20, old.rlim_max};
    kith_writer *w = open_writer("out");
    char *block = calloc(1, 3 << 20);
    assert_non_null(block);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    (void)kith_writer_write(w, block, 3 << 20, NULL);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, SIG_DFL);
    (void)kith_writer_write(w, "x", 1, NULL);
    check_fails(kith_writer_commit(&w, &err), KITH_ERR_IO);
    assert_int_equal(check_count_entries("."), 0);
    free(block);
}

static void pieces_of_any_size_arrive_in_order(void **state)
{
    (void)state;
    kith_error err;
    const size_t size = 3000000;
    char *text = malloc(size + 1);
    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = (char)('a' + i % 25);
    text[size] = '\0';
    kith_writer *w = open_writer("out");
    size_t done = 0;
    for (size_t step = 1; done < size; step = step * 3 % 700001) {
        const size_t piece = step < size - done ? step : size - done;
        if (piece % 2 == 0)
            check_ok(kith_writer_print(w, &err, "%.*s", (int)piece, text + done));
        else
            check_ok(kith_writer_write(w, text + done, piece, &err));
        done += piece;
        assert_int_equal(kith_writer_tell(w), done);
    }
    check_ok(kith_writer_commit(&w, &err));
    size_t got;
    char *back = check_read_file("out", &got);
    assert_int_equal(got, size);
    assert_memory_equal(back, text, size);
    free(back);
    free(text);
}

static void a_new_file_has_the_umask_s_rights_and_an_old_one_keeps_its_own(void **state)
{
    (void)state;
    kith_error err;
    const mode_t old = umask(027);
    kith_writer *w = open_writer("new");
    check_ok(kith_writer_commit(&w, &err));
    assert_int_equal(mode_of("new"), 0640);
    check_write_text("kept", "x");
    assert_int_equal(chmod("kept", 0606), 0);
    w = open_writer("kept");
    check_ok(kith_writer_commit(&w, &err));
    assert_int_equal(mode_of("kept"), 0606);
    umask(old);
}

static void a_link_stays_and_what_it_points_to_is_replaced(void **state)
{
    (void)state;
    kith_error err;
    struct stat info;
    assert_int_equal(mkdir("sub", 0700), 0);
    check_write_text("sub/real", "old");
    assert_int_equal(symlink("sub/real", "link"), 0);
    kith_writer *w = open_writer("link");
    check_ok(kith_writer_write(w, "new", 3, &err));
    check_ok(kith_writer_commit(&w, &err));
    assert_int_equal(lstat("link", &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_file("sub/real", "new");
    assert_int_equal(check_count_entries("sub"), 1);
}

static void what_cannot_be_created_is_told_at_the_opening(void **state)
{
    (void)state;
    kith_error err;
    kith_writer *w;
    assert_int_equal(mkdir("folder", 0700), 0);
    assert_int_equal(symlink("nothing", "dangling"), 0);
    assert_int_equal(symlink("loop", "loop"), 0);
    static const char *const paths[] = {"no/such/folder", "folder", "folder/", "new/", "",
                                        "dangling",       "loop",   "."};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        check_fails(kith_writer_open(paths[i], &w, &err), KITH_ERR_CREATE);
        assert_null(w);
    }
    assert_int_equal(check_count_entries("."), 3);
}

static void a_folder_or_file_without_permission_cannot_be_written(void **state)
{
    (void)state;
    kith_error err;
    kith_writer *w;
    check_write_text("fixed", "x");
    assert_int_equal(chmod("fixed", 0444), 0);
    assert_int_equal(mkdir("closed", 0555), 0);
    check_drop_rights();
    check_fails(kith_writer_open("fixed", &w, &err), KITH_ERR_CREATE);
    check_fails(kith_writer_open("closed/new", &w, &err), KITH_ERR_CREATE);
    check_regain_rights();
    assert_int_equal(check_count_entries("."), 2);
}

static void a_device_is_written_in_place(void **state)
{
    (void)state;
    kith_error err;
    kith_writer *w = open_writer("/dev/null");
    check_ok(kith_writer_reserve(w, 1 << 20, &err));
    check_ok(kith_writer_write(w, "x", 1, &err));
    check_ok(kith_writer_commit(&w, &err));
    if (!check_file_exists("/dev/full"))
        check_skip("there is no /dev/full");
    w = open_writer("/dev/full");
    check_ok(kith_writer_write(w, "x", 1, &err));
    check_fails_with(kith_writer_commit(&w, &err), KITH_ERR_IO, "/dev/full");
    assert_null(w);
}

static void a_pipe_is_written_in_place(void **state)
{
    (void)state;
    kith_error err;
    assert_int_equal(mkfifo("fifo", 0600), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        kith_writer *w;
        if (kith_writer_open("fifo", &w, &err) != KITH_OK ||
            kith_writer_write(w, "through", 7, &err) != KITH_OK)
            _exit(1);
        _exit(kith_writer_commit(&w, &err) == KITH_OK ? 0 : 1);
    }
    char got[16] = {0};
    const int fd = open("fifo", O_RDONLY);
    assert_true(fd >= 0);
    assert_int_equal(read(fd, got, sizeof got), 7);
    close(fd);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_string_equal(got, "through");
    assert_int_equal(check_count_entries("."), 1);
}

static void a_dash_is_standard_output_which_stays_open(void **state)
{
    (void)state;
    kith_error err;
    fflush(stdout);
    const int kept = dup(STDOUT_FILENO), fd = open("out", O_WRONLY | O_CREAT, 0600);
    assert_true(kept >= 0 && fd >= 0 && dup2(fd, STDOUT_FILENO) == STDOUT_FILENO);
    kith_writer *w;
    kith_status status = kith_writer_open("-", &w, &err);
    status = status == KITH_OK ? kith_writer_write(w, "shown", 5, &err) : status;
    status = status == KITH_OK ? kith_writer_commit(&w, &err) : status;
    const bool open_still = fcntl(STDOUT_FILENO, F_GETFD) >= 0;
    dup2(kept, STDOUT_FILENO);
    close(kept);
    close(fd);
    assert_int_equal(status, KITH_OK);
    assert_true(open_still);
    assert_file("out", "shown");
}

static void two_writers_of_one_name_do_not_mix(void **state)
{
    (void)state;
    kith_error err;
    kith_writer *a = open_writer("out"), *b = open_writer("out");
    check_ok(kith_writer_write(a, "first", 5, &err));
    check_ok(kith_writer_write(b, "second", 6, &err));
    check_ok(kith_writer_commit(&a, &err));
    check_ok(kith_writer_commit(&b, &err));
    assert_file("out", "second");
    assert_int_equal(check_count_entries("."), 1);
}

static void a_name_of_the_longest_kind_can_be_written(void **state)
{
    (void)state;
    kith_error err;
    char name[256];
    memset(name, 'n', 255);
    name[255] = '\0';
    kith_writer *w = open_writer(name);
    check_ok(kith_writer_commit(&w, &err));
    assert_true(check_file_exists(name));
}

#define in_folder(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(the_target_is_untouched_until_the_commit),
        in_folder(discarding_leaves_nothing_behind),
        in_folder(reserved_space_is_taken_at_once_and_given_back),
        in_folder(a_disk_too_small_is_told_at_the_reservation),
        in_folder(a_failed_write_is_not_forgotten),
        in_folder(pieces_of_any_size_arrive_in_order),
        in_folder(a_new_file_has_the_umask_s_rights_and_an_old_one_keeps_its_own),
        in_folder(a_link_stays_and_what_it_points_to_is_replaced),
        in_folder(what_cannot_be_created_is_told_at_the_opening),
        in_folder(a_folder_or_file_without_permission_cannot_be_written),
        in_folder(a_device_is_written_in_place),
        in_folder(a_pipe_is_written_in_place),
        in_folder(a_dash_is_standard_output_which_stays_open),
        in_folder(two_writers_of_one_name_do_not_mix),
        in_folder(a_name_of_the_longest_kind_can_be_written),
    };
    return cmocka_run_group_tests_name("base/writer", tests, NULL, NULL);
}
