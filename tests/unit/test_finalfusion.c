#include "sample.h"

#include <math.h>

static kith_status read_fifu(const void *bytes, size_t size, const kith_open *how, kith_vectors **v,
                             kith_error *err)
{
    return sample_read(&kith_format_finalfusion, "-", bytes, size, how, v, err);
}

/* The format's definition by hand: "a" (3, 4) and "bc" (0, -2), the matrix behind 1 byte of
 * padding, the norms behind 4. */
static const unsigned char golden[] =
    {'F',  'i',  'F',  'u',  0,    0,    0,    0,    3,  0, 0, 0, 1,   0, 0,    0,    2,
     0,    0,    0,    6,    0,    0,    0,                       /* 24 */
     1,    0,    0,    0,    19,   0,    0,    0,    0,  0, 0, 0, /* 36 */
     2,    0,    0,    0,    0,    0,    0,    0,    1,  0, 0, 0, 'a', 2, 0,    0,    0,
     'b',  'c',                                                                          /* 55 */
     2,    0,    0,    0,    33,   0,    0,    0,    0,  0, 0, 0,                        /* 67 */
     2,    0,    0,    0,    0,    0,    0,    0,    2,  0, 0, 0, 10,  0, 0,    0,    0, /* 84 */
     0x9A, 0x99, 0x19, 0x3F, 0xCD, 0xCC, 0x4C, 0x3F, 0,  0, 0, 0, 0,   0, 0x80, 0xBF,    /* 100 */
     6,    0,    0,    0,    24,   0,    0,    0,    0,  0, 0, 0,                        /* 112 */
     2,    0,    0,    0,    0,    0,    0,    0,    10, 0, 0, 0, 0,   0, 0,    0,       /* 128 */
     0,    0,    0xA0, 0x40, 0,    0,    0,    0x40};                                    /* 136 */

static kith_vectors *two_words(void)
{
    static const char *const words[] = {"a", "bc"};
    static const float numbers[2][2] = {{3, 4}, {0, -2}};
    kith_vectors *v = sample_named(words, 2, 2, 1);
    for (size_t row = 0; row < 2; row++)
        memcpy((float *)v->own_input + row * v->input.stride, numbers[row], sizeof numbers[row]);
    return v;
}

static void random_words_and_numbers_come_back(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        kith_error err = {0};
        kith_vectors *v = sample_random(40, seed, seed, "", true);
        kith_vectors *got = NULL;
        check_ok(kith_vectors_save(v, "r.fifu", NULL, KITH_BAD_WORD_ESCAPE, &err));
        check_ok(kith_vectors_open("r.fifu", NULL, &got, &err));
        check_saved_vectors(got, v, &kith_format_finalfusion, KITH_BAD_WORD_ESCAPE);
        kith_vectors_free(got);
        kith_vectors_free(v);
    }
}

static void writes_words_rows_of_length_one_and_norms(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = two_words();
    size_t size = 0;
    check_ok(kith_vectors_save(v, "g.fifu", NULL, KITH_BAD_WORD_ERROR, &err));
    char *file = check_read_file("g.fifu", &size);
    assert_int_equal(size, sizeof golden);
    assert_memory_equal(file, golden, size);
    free(file);
    kith_vectors_free(v);
}

static void reads_rows_times_their_norms(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = NULL;
    kith_vectors *expected = two_words();
    check_ok(read_fifu(golden, sizeof golden, NULL, &v, &err));
    check_same_vectors(v, expected);
    kith_vectors_free(v);
    const kith_open one = {.limit = 1};
    check_ok(read_fifu(golden, sizeof golden, &one, &v, &err));
    assert_int_equal(kith_vectors_rows(v), 1);
    check_near(kith_vectors_row(v, 0)[1], 4, 1e-6);
    kith_vectors_free(v);
    kith_vectors_free(expected);
}

/* A file without norms, with metadata in front. */
static void rows_without_norms_are_read_as_they_are(void **state)
{
    (void)state;
    unsigned char file[160];
    size_t size = 0;
    kith_error err = {0};
    kith_vectors *v = NULL;
    static const unsigned char head[] = {'F', 'i', 'F', 'u', 0, 0, 0, 0, 3,   0,   0,   0,   5, 0,
                                         0,   0,   1,   0,   0, 0, 2, 0, 0,   0,   5,   0,   0, 0,
                                         4,   0,   0,   0,   0, 0, 0, 0, 'a', '=', '1', '\n'};
    memcpy(file, head, sizeof head);
    size += sizeof head;
    memcpy(file + size, golden + 24, 76);
    size += 76;
    check_ok(read_fifu(file, size, NULL, &v, &err));
    check_near(kith_vectors_row(v, 0)[0], 0.6, 1e-7);
    assert_int_equal(kith_vectors_find(v, "bc", 2), 1);
    kith_vectors_free(v);
}

static void the_norm_of_an_equal_word_is_passed_over(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "b", "c"};
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 3, 2, 1), *got = NULL;
    for (size_t row = 0; row < 3; row++)
        for (size_t i = 0; i < 2; i++)
            ((float *)v->own_input)[row * v->input.stride + i] = (float)(row + 1);
    size_t size = 0;
    char *file = sample_bytes(v, &kith_format_finalfusion, &size);
    char *b = memchr(file + 36, 'b', size - 36);
    *b = 'a';
    check_ok(read_fifu(file, size, NULL, &got, &err));
    assert_int_equal(kith_vectors_rows(got), 2);
    check_near(kith_vectors_row(got, 1)[0], 3, 1e-6);
    free(file);
    kith_vectors_free(got);
    kith_vectors_free(v);
}

/* A length that no float holds, the smallest one, and none. */
static void rows_of_any_length_come_back(void **state)
{
    (void)state;
    static const char *const words[] = {"large", "small", "none"};
    static const float numbers[3][2] = {{3.4e38f, -3.4e38f}, {1e-45f, 2e-45f}, {0, 0}};
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 3, 2, 1), *got = NULL;
    for (size_t row = 0; row < 3; row++)
        memcpy((float *)v->own_input + row * v->input.stride, numbers[row], sizeof numbers[row]);
    check_ok(kith_vectors_save(v, "l.fifu", NULL, KITH_BAD_WORD_ERROR, &err));
    check_ok(kith_vectors_open("l.fifu", NULL, &got, &err));
    check_same_vectors(got, v);
    kith_vectors_free(got);
    kith_vectors_free(v);
}

static void what_is_not_as_it_should_be_is_refused_with_its_place(void **state)
{
    (void)state;
    static const struct {
        size_t at;
        unsigned char byte;
        const char *says;
    } cases[] = {
        {0, 'f', "memory:0: expected FiFu"},
        {4, 1, "version 0"},
        {8, 17, "at most 16 chunks"},
        {12, 3, "memory:24: expected a chunk of the kind"},
        {35, 1, "ends within the words"},
        {36, 9, "memory:36: more words"},
        {28, 18, "memory:"},
        {44, 200, "a word that is longer"},
        {67, 3, "memory:67: expected a row"},
        {75, 3, "memory:67: a matrix that is not as long"},
        {79, 1, "memory:79: expected numbers"},
        {59, 34, "memory:67: a matrix that is not as long"},
        {112, 1, "memory:112: expected a norm"},
        {131, 0x7F, "memory:128: a vector times its norm"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned char bent[sizeof golden];
        kith_error err = {0};
        kith_vectors *v = NULL;
        memcpy(bent, golden, sizeof bent);
        bent[cases[i].at] = cases[i].byte;
        if (cases[i].byte == 0x7F)
            bent[130] = 0xC0;
        check_fails_with(read_fifu(bent, sizeof bent, NULL, &v, &err), KITH_ERR_DATA,
                         cases[i].says);
    }
}

static void subwords_are_refused_by_name(void **state)
{
    (void)state;
    unsigned char bent[sizeof golden];
    kith_error err = {0};
    kith_vectors *v = NULL;
    memcpy(bent, golden, sizeof bent);
    bent[12] = bent[24] = 3;
    check_fails_with(read_fifu(bent, sizeof bent, NULL, &v, &err), KITH_ERR_DATA,
                     "memory:24: a chunk of kind 3 (subwords");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_words_and_numbers_come_back),
        cmocka_unit_test(writes_words_rows_of_length_one_and_norms),
        cmocka_unit_test(reads_rows_times_their_norms),
        cmocka_unit_test(rows_without_norms_are_read_as_they_are),
        cmocka_unit_test(the_norm_of_an_equal_word_is_passed_over),
        cmocka_unit_test(rows_of_any_length_come_back),
        cmocka_unit_test(what_is_not_as_it_should_be_is_refused_with_its_place),
        cmocka_unit_test(subwords_are_refused_by_name),
    };
    return cmocka_run_group_tests_name("file/finalfusion", tests, NULL, NULL);
}
