/* The file of an index: the same bytes at any number of threads, bound to its vectors, and what
 * becomes of it when it is cut or bent. */
#include "made_vectors.h"

enum { ROWS = 60, DIM = 5, K = 3 };

static void build(const kith_vectors *v, unsigned threads, const char *path)
{
    kith_error err = {0};
    const kith_index_options how = {.links = 4, .effort = 20, .threads = threads};
    check_ok(kith_index_build(v, &how, path, NULL, NULL, &err));
}

static void threads_do_not_change_a_byte(void **state)
{
    (void)state;
    kith_vectors *v = made_random(3000, 20, 3);
    size_t size[3];
    char *bytes[3];
    for (unsigned i = 0; i < 3; i++) {
        build(v, i + 1, "t.index");
        bytes[i] = check_read_file("t.index", &size[i]);
        assert_int_equal(size[i], size[0]);
        assert_memory_equal(bytes[i], bytes[0], size[0]);
    }
    for (unsigned i = 0; i < 3; i++)
        free(bytes[i]);
    kith_vectors_free(v);
}

static void ask_all(const kith_index *x, kith_hit *hits, size_t *found)
{
    kith_error err = {0};
    for (uint64_t i = 0; i < ROWS; i++) {
        const kith_term term = {i, 1};
        const kith_query q = {&term, 1, false};
        check_ok(kith_index_nearest(x, &q, 1, K, 0, hits + i * K, &found[i], &err));
    }
}

static void what_was_built_is_what_is_opened(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(ROWS, DIM, 3);
    kith_hit a[ROWS * K] = {{0, 0}}, b[ROWS * K] = {{0, 0}};
    size_t found_a[ROWS], found_b[ROWS];
    kith_index *x = NULL;
    kith_index_facts f;
    check_ok(kith_index_build(v, NULL, "o.index", NULL, &x, &err));
    ask_all(x, a, found_a);
    check_ok(kith_index_read_facts("o.index", true, &f, &err));
    assert_memory_equal(&f, kith_index_about(x), sizeof f);
    kith_index_free(x);
    for (int copy = 0; copy < 2; copy++) {
        const kith_index_opening how = {.copy = copy == 1, .check = copy == 0, .threads = 1};
        check_ok(kith_index_open("o.index", v, &how, &x, &err));
        ask_all(x, b, found_b);
        assert_memory_equal(found_a, found_b, sizeof found_a);
        assert_memory_equal(a, b, sizeof a);
        kith_index_free(x);
    }
    kith_vectors_free(v);
}

static void other_vectors_are_refused(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_index *x = NULL;
    kith_vectors *v = made_random(ROWS, DIM, 3), *more = made_random(ROWS + 1, DIM, 3);
    build(v, 1, "v.index");
    check_ok(kith_vectors_save(v, "v.kith", NULL, KITH_BAD_WORD_ERROR, &err));
    check_ok(kith_vectors_save(v, "v.bin", "w2v-bin", KITH_BAD_WORD_ERROR, &err));
    check_fails_with(kith_index_open("v.index", more, NULL, &x, &err), KITH_ERR_DATA,
                     "other vectors: 60 x 5, the model has 61 x 5");
    made_row(v, 17)[2] += 1;
    check_fails_with(kith_index_open("v.index", v, NULL, &x, &err), KITH_ERR_DATA,
                     "v.index: an index of other vectors");
    assert_null(x);
    kith_vectors_free(v);
    kith_vectors_free(more);
    /* The same numbers are the same vectors, whatever file they are read from. */
    static const char *const files[] = {"v.kith", "v.bin"};
    for (size_t i = 0; i < 2; i++) {
        check_ok(kith_vectors_open(files[i], NULL, &v, &err));
        check_ok(kith_index_open("v.index", v, NULL, &x, &err));
        kith_index_free(x);
        kith_vectors_free(v);
    }
    /* A model's first rows are not the model. */
    check_ok(kith_vectors_open("v.kith", &(kith_open){.limit = ROWS - 1}, &v, &err));
    build(v, 1, "part.index");
    check_ok(kith_index_open("part.index", v, NULL, &x, &err));
    kith_index_free(x);
    check_fails(kith_index_open("v.index", v, NULL, &x, &err), KITH_ERR_DATA);
    kith_vectors_free(v);
}

static void other_files_are_refused(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_index *x = NULL;
    kith_index_facts f;
    kith_vectors *v = made_random(ROWS, DIM, 3);
    check_ok(kith_vectors_save(v, "m.kith", NULL, KITH_BAD_WORD_ERROR, &err));
    check_write_text("text", "this is no file of kith, and long enough to have had a header of it");
    check_fails_with(kith_index_open("m.kith", v, NULL, &x, &err), KITH_ERR_DATA, "no index");
    check_fails(kith_index_read_facts("m.kith", false, &f, &err), KITH_NOT_FOUND);
    check_fails_with(kith_index_open("text", v, NULL, &x, &err), KITH_ERR_DATA, "no kith file");
    check_fails(kith_index_open("absent", v, NULL, &x, &err), KITH_ERR_INPUT);
    kith_vectors_free(v);
}

/* Opens and asks; any status but KITH_OK must be KITH_ERR_DATA. Returns what opening said. */
static kith_status try(const kith_vectors *v, bool check)
{
    kith_error err = {0};
    kith_index *x = NULL;
    const kith_index_opening how = {.check = check, .threads = 1};
    const kith_status opened = kith_index_open("bent.index", v, &how, &x, &err);
    assert_true(opened == KITH_OK || opened == KITH_ERR_DATA);
    for (uint64_t i = 0; opened == KITH_OK && i < ROWS; i++) {
        const kith_term term = {i, 1};
        const kith_query q = {&term, 1, false};
        kith_hit hits[K];
        size_t found;
        const kith_status asked = kith_index_nearest(x, &q, 1, K, 0, hits, &found, &err);
        assert_true(asked == KITH_OK || asked == KITH_ERR_DATA);
        for (size_t j = 0; asked == KITH_OK && j < found; j++)
            assert_true(hits[j].row < ROWS);
    }
    kith_index_free(x);
    return opened;
}

static void a_cut_index_is_refused(void **state)
{
    (void)state;
    kith_vectors *v = made_random(ROWS, DIM, 3);
    size_t size;
    build(v, 1, "whole.index");
    char *bytes = check_read_file("whole.index", &size);
    for (size_t left = 0; left < size; left += left < 200 || left + 700 > size ? 1 : 13) {
        check_write_file("bent.index", bytes, left);
        assert_int_equal(try(v, false), KITH_ERR_DATA);
    }
    free(bytes);
    kith_vectors_free(v);
}

static void a_bent_index_is_refused_or_found_out(void **state)
{
    (void)state;
    kith_vectors *v = made_random(ROWS, DIM, 3);
    size_t size;
    build(v, 1, "whole.index");
    char *bytes = check_read_file("whole.index", &size);
    for (size_t at = 0; at < size; at += at < 400 || at + 700 > size ? 1 : 7) {
        bytes[at] ^= (char)(1 << at % 8);
        check_write_file("bent.index", bytes, size);
        assert_int_equal(try(v, true), KITH_ERR_DATA);
        try(v, false);
        bytes[at] ^= (char)(1 << at % 8);
    }
    free(bytes);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_change_a_byte),
        cmocka_unit_test(what_was_built_is_what_is_opened),
        cmocka_unit_test(other_vectors_are_refused),
        cmocka_unit_test(other_files_are_refused),
        cmocka_unit_test(a_cut_index_is_refused),
        cmocka_unit_test(a_bent_index_is_refused_or_found_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
