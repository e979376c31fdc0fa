#include "sample.h"

#include <sys/resource.h>

static kith_status read_bin(const void *bytes, size_t size, kith_vectors **v, kith_error *err)
{
    return sample_read(&kith_format_w2v_bin, "-", bytes, size, NULL, v, err);
}

static void random_words_and_numbers_come_back_bit_by_bit(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        kith_error err = {0};
        kith_vectors *v = sample_random(40, seed, seed, " \t\n\v\f\r", true);
        kith_vectors *got = NULL;
        size_t size = 0;
        char *file = sample_bytes(v, &kith_format_w2v_bin, &size);
        check_ok(read_bin(file, size, &got, &err));
        check_same_vectors(got, v);
        kith_vectors_free(got);
        kith_vectors_free(v);
        free(file);
    }
}

static const char golden[] = "2 1\nthe \x00\x00\x80\x3f\nof \x00\x00\x00\xc0\n";

static void writes_what_word2vec_writes(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = NULL;
    size_t size = 0;
    check_ok(read_bin(golden, sizeof golden - 1, &v, &err));
    assert_true(kith_vectors_row(v, 0)[0] == 1.0f && kith_vectors_row(v, 1)[0] == -2.0f);
    char *file = sample_bytes(v, &kith_format_w2v_bin, &size);
    assert_int_equal(size, sizeof golden - 1);
    assert_memory_equal(file, golden, size);
    kith_vectors_free(v);
    free(file);
}

/* gensim's writer leaves the newlines out. */
static void newlines_between_rows_may_be_absent(void **state)
{
    (void)state;
    static const char gensim[] = "2 1\nthe \x00\x00\x80\x3fof \x00\x00\x00\xc0";
    kith_error err = {0};
    kith_vectors *a = NULL;
    kith_vectors *b = NULL;
    check_ok(read_bin(golden, sizeof golden - 1, &a, &err));
    check_ok(read_bin(gensim, sizeof gensim - 1, &b, &err));
    check_same_vectors(a, b);
    kith_vectors_free(a);
    kith_vectors_free(b);
}

static void every_truncation_is_refused(void **state)
{
    (void)state;
    kith_vectors *v = sample_random(6, 3, 2, " \t\n\v\f\r", true);
    size_t size = 0;
    char *file = sample_bytes(v, &kith_format_w2v_bin, &size);
    for (size_t cut = 0; cut < size - 1; cut++) { /* the last byte is a newline */
        kith_error err = {0};
        kith_vectors *got = NULL;
        check_fails(read_bin(file, cut, &got, &err), KITH_ERR_DATA);
    }
    kith_vectors_free(v);
    free(file);
}

static void a_count_that_is_off_by_one_is_refused(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = NULL;
    char file[sizeof golden];
    memcpy(file, golden, sizeof golden);
    file[0] = '1';
    check_fails_with(read_bin(file, sizeof file - 1, &v, &err), KITH_ERR_DATA,
                     ":13: expected the end");
    file[0] = '3';
    check_fails_with(read_bin(file, sizeof file - 1, &v, &err), KITH_ERR_DATA, "ends within");
    file[0] = '2';
    file[2] = '2';
    check_fails(read_bin(file, sizeof file - 1, &v, &err), KITH_ERR_DATA);
}

static void headers_that_lie_big_take_no_memory(void **state)
{
    (void)state;
    static const char *const headers[] = {"4611686018427387904 2\nthe 12345678\n",
                                          "2 4611686018427387904\nthe 1 2\n",
                                          "4611686018427387904 4611686018427387904\nthe 1 2\n",
                                          "18446744073709551615 2\nthe 1 2\n",
                                          "1000000000000 16777216\nthe 1 2\n",
                                          "99999999999999999999 2\n",
                                          "2 -2\n"};
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_AS, &before), 0);
#ifndef __SANITIZE_ADDRESS__
    const struct rlimit tight = {UINT64_C(512) << 20, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_AS, &tight), 0);
#endif
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        check_fails(read_bin(headers[i], strlen(headers[i]), &v, &err), KITH_ERR_DATA);
        check_write_text("lie.bin", headers[i]);
        assert_int_equal(system("gzip -f lie.bin"), 0);
        check_fails(kith_vectors_open("lie.bin.gz", &(kith_open){.format = "w2v-bin"}, &v, &err),
                    KITH_ERR_DATA);
    }
    assert_int_equal(setrlimit(RLIMIT_AS, &before), 0);
}

static void rows_grow_where_the_size_is_not_known(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = sample_random(20000, 3, 4, " \t\n\v\f\r", true);
    kith_vectors *got = NULL;
    check_ok(kith_vectors_save(v, "big.bin", NULL, KITH_BAD_WORD_ERROR, &err));
    assert_int_equal(system("gzip -f big.bin"), 0);
    check_ok(kith_vectors_open("big.bin.gz", NULL, &got, &err));
    check_same_vectors(got, v);
    kith_vectors_free(got);
    kith_vectors_free(v);
}

static void words_without_end_are_refused(void **state)
{
    (void)state;
    enum { SIZE = 1 << 18 };
    kith_error err = {0};
    kith_vectors *v = NULL;
    char *file = malloc(SIZE);
    memset(file, 'x', SIZE);
    memcpy(file, "1 1\n", 4);
    check_fails_with(read_bin(file, SIZE, &v, &err), KITH_ERR_DATA, "no end of a word");
    free(file);
}

static void infinite_numbers_are_refused(void **state)
{
    (void)state;
    static const char file[] = "1 1\nthe \x00\x00\x80\x7f\n";
    kith_error err = {0};
    kith_vectors *v = NULL;
    check_fails_with(read_bin(file, sizeof file - 1, &v, &err), KITH_ERR_DATA, "'the'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_words_and_numbers_come_back_bit_by_bit),
        cmocka_unit_test(writes_what_word2vec_writes),
        cmocka_unit_test(newlines_between_rows_may_be_absent),
        cmocka_unit_test(every_truncation_is_refused),
        cmocka_unit_test(a_count_that_is_off_by_one_is_refused),
        cmocka_unit_test(headers_that_lie_big_take_no_memory),
        cmocka_unit_test(rows_grow_where_the_size_is_not_known),
        cmocka_unit_test(words_without_end_are_refused),
        cmocka_unit_test(infinite_numbers_are_refused),
    };
    return cmocka_run_group_tests_name("file/w2v_bin", tests, NULL, NULL);
}
