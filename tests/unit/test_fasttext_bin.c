/* fastText's models: what is written, what n-grams add, and files that are cut or lie. */
#include "sample.h"

static const kith_format *const format = &kith_format_fasttext_bin;

enum { SIZES = 64, WORDS_AT = 68, DIM_AT = 8, BUCKET_AT = 40, LEAST_AT = 44, MOST_AT = 48 };

static void put32(char *file, size_t at, int32_t value)
{
    memcpy(file + at, &value, sizeof value);
}

static void random_words_and_numbers_come_back_bit_by_bit(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        kith_error err = {0};
        kith_vectors *v = sample_random(40, seed, seed, "", true), *got = NULL;
        size_t size = 0;
        char *file = sample_bytes(v, format, &size);
        check_ok(sample_read(format, "-", file, size, NULL, &got, &err));
        check_same_vectors(got, v);
        assert_int_equal(kith_vectors_count(got, 3), 1);
        kith_vectors_free(got);
        kith_vectors_free(v);
        free(file);
    }
}

/* One word "a" of dimension 1, row 1, two buckets of rows 10 and 30. */
static size_t small_model(char *file, int32_t least, int32_t most)
{
    static const char *const words[] = {"a"};
    static const float grams[] = {10, 30};
    size_t size = 0;
    kith_vectors *v = sample_named(words, 1, 1, 1);
    char *plain = sample_bytes(v, format, &size);
    const size_t matrix = 92 + 2 + 9; /* behind the head and one word */
    const float one = 1;
    const int64_t rows = 3;
    memcpy(file, plain, matrix);
    memcpy(file + matrix, plain + matrix, 17 + 4);
    memcpy(file + matrix + 1, &rows, sizeof rows);
    memcpy(file + matrix + 17, &one, sizeof one);
    memcpy(file + matrix + 21, grams, sizeof grams);
    memcpy(file + matrix + 29, plain + matrix + 21, size - matrix - 21);
    put32(file, BUCKET_AT, 2);
    put32(file, LEAST_AT, least);
    put32(file, MOST_AT, most);
    kith_vectors_free(v);
    free(plain);
    return size + sizeof grams;
}

/* FNV-1a of "<a>", "<a" and "a>" is 2359087600, 1761008750 and 287614806. */
static void a_word_is_the_mean_of_its_row_and_its_n_grams(void **state)
{
    (void)state;
    static const struct {
        int32_t least, most;
        float expected;
    } cases[] = {{3, 3, 5.5f}, {2, 3, 7.75f}, {0, 0, 1}};
    for (size_t i = 0; i < 3; i++) {
        char file[256];
        kith_error err = {0};
        kith_vectors *v = NULL;
        const size_t size = small_model(file, cases[i].least, cases[i].most);
        check_ok(sample_read(format, "-", file, size, NULL, &v, &err));
        check_near(kith_vectors_row(v, 0)[0], cases[i].expected, 1e-6);
        kith_vectors_free(v);
    }
}

/* <b> hashes to 2392495743: it is in the second bucket. */
static void a_word_that_is_not_there_is_the_mean_of_its_n_grams(void **state)
{
    (void)state;
    char file[256];
    kith_error err = {0};
    kith_vectors *v = NULL;
    const size_t size = small_model(file, 3, 3);
    check_ok(sample_read(format, "-", file, size, NULL, &v, &err));
    assert_int_equal(kith_vectors_find(v, "b", 1), UINT64_MAX);
    const uint64_t guest = kith_vectors_ask(v, "b", 1);
    assert_int_equal(guest, 1);
    check_near(kith_vectors_row(v, guest)[0], 30, 0);
    assert_int_equal(kith_vectors_ask(v, "", 0), UINT64_MAX);
    kith_vectors_free(v);
}

/* Buckets that have no row are written as zeros. */
static void n_grams_are_written_with_a_row_for_each_bucket(void **state)
{
    (void)state;
    for (int sparse = 0; sparse < 2; sparse++) {
        kith_error err = {0};
        kith_vectors *v = sample_random(30, 5, 3, "", true), *got = NULL;
        size_t size = 0, again = 0;
        sample_add_grams(v, 41, sparse == 1, 8);
        char *file = sample_bytes(v, format, &size);
        check_ok(sample_read(format, "-", file, size, NULL, &got, &err));
        check_same_vectors(got, v);
        assert_int_equal(got->grams.row.rows, 41);
        for (uint32_t bucket = 0; bucket < 41; bucket++) {
            const float *row = kith_grams_row(&got->grams, bucket);
            const float *expected = kith_grams_row(&v->grams, bucket);
            assert_true((expected == NULL) == (sparse == 1 && bucket % 3 == 2));
            for (size_t i = 0; i < 5; i++)
                assert_true(row[i] == (expected != NULL ? expected[i] : 0));
        }
        char *second = sample_bytes(got, format, &again);
        assert_int_equal(again, size);
        assert_memory_equal(second, file, size);
        kith_vectors_free(got);
        kith_vectors_free(v);
        free(file);
        free(second);
    }
}

enum { LOSS_AT = 8 + 4 * 6, ARCH_AT = 8 + 4 * 7, OUT_ROWS = 4, OUT_DIM = 3 };

/* Output vectors 1, 2, 3 .. of a model that its configuration says was trained by cbow. */
static char *with_outputs(kith_vectors **v, float first, size_t *size)
{
    static const char *const words[] = {"a", "b", "c", "d"};
    static float output[OUT_ROWS * OUT_DIM];
    for (size_t i = 0; i < OUT_ROWS * OUT_DIM; i++)
        output[i] = first * (float)(i + 1);
    *v = sample_named(words, OUT_ROWS, OUT_DIM, 2);
    (*v)->output = (kith_matrix){output, OUT_ROWS, OUT_DIM, OUT_DIM};
    (*v)->config = strdup("arch cbow\nwindow 7\n");
    return sample_bytes(*v, format, size);
}

static void output_vectors_are_read_where_they_are_asked_for(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = NULL, *got = NULL;
    size_t size = 0;
    char *file = with_outputs(&v, 1, &size);
    check_ok(sample_read(format, "-", file, size, NULL, &got, &err));
    assert_null(got->output.at);
    assert_string_equal(kith_vectors_config(got), "");
    kith_vectors_free(got);
    check_ok(sample_read(format, "-", file, size, &(kith_open){.outputs = true, .limit = 3}, &got,
                         &err));
    assert_int_equal(got->output.rows, 3);
    for (size_t i = 0; i < 9; i++)
        check_near(got->output.at[i / 3 * got->output.stride + i % 3], (double)(i + 1), 0);
    assert_string_equal(kith_vectors_config(got), "arch cbow\nwindow 7\n");
    kith_vectors_free(got);
    for (size_t cut = size - 4 * OUT_ROWS * OUT_DIM; cut < size; cut++)
        check_fails_with(
            sample_read(format, "-", file, cut, &(kith_open){.outputs = true}, &got, &err),
            KITH_ERR_DATA, "within an output vector");
    const float nan = NAN;
    memcpy(file + size - 4, &nan, sizeof nan);
    check_fails(sample_read(format, "-", file, size, &(kith_open){.outputs = true}, &got, &err),
                KITH_ERR_DATA);
    kith_vectors_free(v);
    free(file);
}

/* Zeros of a file made for answers, a tree's inner nodes, a classifier's labels. */
static void output_rows_that_are_not_of_words_are_passed_over(void **state)
{
    (void)state;
    static const struct {
        float first;
        size_t at;
        int32_t value;
    } cases[] = {{0, LOSS_AT, 3}, {1, LOSS_AT, 1}, {1, ARCH_AT, 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL, *got = NULL;
        size_t size = 0;
        char *file = with_outputs(&v, cases[i].first, &size);
        put32(file, cases[i].at, cases[i].value);
        check_ok(sample_read(format, "-", file, size, &(kith_open){.outputs = true}, &got, &err));
        assert_null(got->output.at);
        assert_string_equal(kith_vectors_config(got), "");
        kith_vectors_free(got);
        kith_vectors_free(v);
        free(file);
    }
}

static void n_grams_without_numbers_are_refused_unless_allowed(void **state)
{
    (void)state;
    char file[256];
    kith_error err = {0};
    kith_vectors *v = NULL;
    const float infinite = INFINITY;
    const size_t size = small_model(file, 3, 3), last_gram = 92 + 2 + 9 + 17 + 4 + 4;
    memcpy(file + last_gram, &infinite, sizeof infinite);
    check_fails_with(sample_read(format, "-", file, size, NULL, &v, &err), KITH_ERR_DATA, ":132:");
    check_ok(sample_read(format, "-", file, size, &(kith_open){.allow_nonfinite = true}, &v, &err));
    kith_vectors_free(v);
}

static void cut_at_every_byte_it_is_bad_data(void **state)
{
    (void)state;
    char file[256];
    const size_t size = small_model(file, 3, 3);
    for (size_t bytes = 0; bytes < size; bytes++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        check_fails(sample_read(format, "-", file, bytes, NULL, &v, &err), KITH_ERR_DATA);
        assert_null(v);
    }
    kith_error err = {0};
    kith_vectors *v = NULL;
    file[size] = 0;
    check_fails(sample_read(format, "-", file, size + 1, NULL, &v, &err), KITH_ERR_DATA);
}

static void heads_that_lie_are_refused(void **state)
{
    (void)state;
    static const struct {
        size_t at;
        int32_t value;
    } lies[] = {{0, 1},
                {4, 11},
                {DIM_AT, 0},
                {DIM_AT, -1},
                {DIM_AT, 2},
                {DIM_AT, 1 << 30},
                {BUCKET_AT, -1},
                {BUCKET_AT, 1},
                {BUCKET_AT, INT32_MAX},
                {LEAST_AT, -1},
                {MOST_AT, -1},
                {SIZES, 2},
                {WORDS_AT, 0},
                {WORDS_AT, INT32_MAX},
                {84, 1}};
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        char file[256];
        kith_error err = {0};
        kith_vectors *v = NULL;
        const size_t size = small_model(file, 3, 3);
        put32(file, lies[i].at, lies[i].value);
        if (lies[i].at == 84) /* the upper half of -1 would keep it negative */
            put32(file, 88, 0);
        check_fails(sample_read(format, "-", file, size, NULL, &v, &err), KITH_ERR_DATA);
        assert_null(v);
    }
    char file[256];
    kith_error err = {0};
    kith_vectors *v = NULL;
    const size_t size = small_model(file, 3, 3);
    put32(file, 104 + 4, 1 << 30); /* 2^62 rows and some */
    check_fails(sample_read(format, "-", file, size, NULL, &v, &err), KITH_ERR_DATA);
}

static void the_first_rows_alone_are_read_where_asked(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = sample_random(40, 3, 1, "", true), *got = NULL;
    size_t size = 0;
    char *file = sample_bytes(v, format, &size);
    check_ok(sample_read(format, "-", file, size, &(kith_open){.limit = 7}, &got, &err));
    assert_int_equal(kith_vectors_rows(got), 7);
    kith_vectors_free(got);
    kith_vectors_free(v);
    free(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_words_and_numbers_come_back_bit_by_bit),
        cmocka_unit_test(a_word_is_the_mean_of_its_row_and_its_n_grams),
        cmocka_unit_test(a_word_that_is_not_there_is_the_mean_of_its_n_grams),
        cmocka_unit_test(n_grams_are_written_with_a_row_for_each_bucket),
        cmocka_unit_test(output_vectors_are_read_where_they_are_asked_for),
        cmocka_unit_test(output_rows_that_are_not_of_words_are_passed_over),
        cmocka_unit_test(n_grams_without_numbers_are_refused_unless_allowed),
        cmocka_unit_test(cut_at_every_byte_it_is_bad_data),
        cmocka_unit_test(heads_that_lie_are_refused),
        cmocka_unit_test(the_first_rows_alone_are_read_where_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
