#include "sample.h"

/* A file of this header (padded or not) and so many bytes of tensors, with words a and b beside. */
static kith_status read_made(const char *header, size_t bytes, kith_vectors **v, kith_error *err)
{
    char file[2048] = {0};
    const uint64_t length = strlen(header);
    memcpy(file, &length, sizeof length);
    memcpy(file + 8, header, (size_t)length);
    for (size_t i = 0; i < bytes / 4; i++) {
        const float number = (float)i;
        memcpy(file + 8 + length + 4 * i, &number, sizeof number);
    }
    check_write_text("s.words", "a\nb\n");
    return sample_read(&kith_format_safetensors, "s", file, 8 + (size_t)length + bytes, NULL, v,
                       err);
}

static void random_words_and_numbers_come_back_bit_by_bit(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        kith_error err = {0};
        kith_vectors *v = sample_random(40, seed, seed, "\n\r", false);
        kith_vectors *got = NULL;
        check_ok(kith_vectors_save(v, "r.safetensors", NULL, KITH_BAD_WORD_ERROR, &err));
        check_ok(kith_vectors_open("r.safetensors", NULL, &got, &err));
        check_same_vectors(got, v);
        kith_vectors_free(got);
        kith_vectors_free(v);
    }
}

/* The example of the format's own documentation, byte by byte. */
static void writes_length_header_and_numbers(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "b c"};
    static const char header[] =
        "{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}";
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 2, 2, 1);
    uint64_t length = 0;
    size_t size = 0;
    check_ok(kith_vectors_save(v, "g.safetensors", NULL, KITH_BAD_WORD_ERROR, &err));
    char *file = check_read_file("g.safetensors", &size);
    char *names = check_read_file("g.safetensors.words", NULL);
    memcpy(&length, file, sizeof length);
    assert_int_equal(length % 8, 0);
    assert_true(length >= sizeof header - 1 && length < sizeof header + 7);
    assert_memory_equal(file + 8, header, sizeof header - 1);
    for (size_t i = 8 + sizeof header - 1; i < 8 + length; i++)
        assert_int_equal(file[i], ' ');
    assert_int_equal(size, 8 + length + 16);
    assert_memory_equal(file + 8 + length, kith_vectors_row(v, 0), 8);
    assert_memory_equal(file + 16 + length, kith_vectors_row(v, 1), 8);
    assert_string_equal(names, "a\nb c\n");
    free(names);
    free(file);
    kith_vectors_free(v);
}

static void bytes_are_written_with_their_scale_and_halves_as_they_are(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "b"};
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 2, 2, 1);
    kith_vectors *got = NULL;
    static const float rows[2][2] = {{0.5f, -0.25f}, {0.004f, 0}};
    for (size_t row = 0; row < 2; row++)
        memcpy((float *)v->own_input + row * v->input.stride, rows[row], sizeof rows[row]);
    check_ok(kith_vectors_save_as(v, "i.safetensors", &(kith_save_options){.dtype = "i8"}, &err));
    size_t size = 0;
    char *file = check_read_file("i.safetensors", &size);
    static const char numbers[] = {127, -64, 1, 0};
    assert_memory_equal(file + size - 4, numbers, 4);
    free(file);
    check_ok(kith_vectors_open("i.safetensors", NULL, &got, &err));
    check_near(kith_vectors_row(got, 0)[0], 0.5, 1e-7);
    check_near(kith_vectors_row(got, 0)[1], -64 * 0.5 / 127, 1e-7);
    kith_vectors_free(got);
    check_ok(kith_vectors_save_as(v, "h.safetensors", &(kith_save_options){.dtype = "f16"}, &err));
    check_ok(kith_vectors_open("h.safetensors", NULL, &got, &err));
    assert_true(kith_vectors_row(got, 0)[1] == -0.25f);
    kith_vectors_free(got);
    kith_vectors_free(v);
}

static void files_of_others_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        size_t bytes;
        float last; /* of row 1 */
    } cases[] = {
        {"{\"weight\":{\"shape\":[2,2],\"data_offsets\":[0,16],\"dtype\":\"F32\"}}  ", 16, 3},
        {"{\"__metadata__\":{\"format\":\"pt\"},\"bias\":{\"dtype\":\"F32\",\"shape\":[2],"
         "\"data_offsets\":[16,24]},\"embedding.weight\":{\"dtype\":\"F32\",\"shape\":[2,2],"
         "\"data_offsets\":[24,40]},\"other\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":"
         "[0,16]},\"end\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[40,44]}}",
         44, 9},
    };
    for (size_t i = 0; i < 2; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        check_ok(read_made(cases[i].header, cases[i].bytes, &v, &err));
        assert_true(kith_vectors_row(v, 1)[1] == cases[i].last);
        kith_vectors_free(v);
    }
}

#define ONE(dtype, shape, offsets)                                                                 \
    "{\"e\":{\"dtype\":\"" dtype "\",\"shape\":" shape ",\"data_offsets\":" offsets "}}"

static void headers_that_lie_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *header, *says;
    } cases[] = {
        {ONE("F32", "[2,2]", "[0,15]"), "in 15 bytes"},
        {ONE("F32", "[2,2]", "[4,20]"), "expected one that begins at 0"},
        {ONE("F32", "[2,2]", "[16,0]"), "from 16 to 0"},
        {ONE("F32", "[4611686018427387904,2]", "[0,16]"), "in 16 bytes"},
        {ONE("F32", "[4611686018427387904,4611686018427387904]", "[0,0]"), "in 0 bytes"},
        {ONE("F32", "[2,2]", "[0,99999999999999999999]"), "a whole number"},
        {ONE("F32", "[2]", "[0,8]"), "0 tensors of rank 2"},
        {ONE("F32", "[-2,2]", "[0,16]"), "a whole number"},
        {ONE("I64", "[2,1]", "[0,16]"), "numbers of type 'I64'"},
        {ONE("ANYTHINGLONG", "[2,2]", "[0,16]"), "numbers of type ''"},
        {"{\"a\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
         "\"b\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[8,24]}}",
         "expected one that begins at 16"},
        {"{\"a\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
         "\"b\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[16,32]}}",
         "2 tensors of rank 2"},
        {"{\"e\":{\"dtype\":\"F32\",\"shape\":[2,2]}}", "data_offsets"},
        {"{\"e\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", "each once"},
        {"{}", "expected a string"},
        {"[]", ":8: expected an object"},
        {"{\"e\":1}", "expected an object"},
        {ONE("F32", "[2,2]", "[0,16]") "x", "the end of the header"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        check_fails_with(read_made(cases[i].header, 16, &v, &err), KITH_ERR_DATA, cases[i].says);
    }
}

static void a_length_beyond_the_file_takes_no_memory(void **state)
{
    (void)state;
    char file[] = "\xFF\xE0\xF5\x05\0\0\0\0{\"a\":";
    kith_error err = {0};
    kith_vectors *v = NULL;
    check_fails_with(
        sample_read(&kith_format_safetensors, "s", file, sizeof file - 1, NULL, &v, &err),
        KITH_ERR_DATA, "ends within the header");
    memset(file, 0xFF, 8);
    check_fails_with(
        sample_read(&kith_format_safetensors, "s", file, sizeof file - 1, NULL, &v, &err),
        KITH_ERR_DATA, "a header of 18446744073709551615 bytes");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_words_and_numbers_come_back_bit_by_bit),
        cmocka_unit_test(writes_length_header_and_numbers),
        cmocka_unit_test(bytes_are_written_with_their_scale_and_halves_as_they_are),
        cmocka_unit_test(files_of_others_are_read),
        cmocka_unit_test(headers_that_lie_are_refused),
        cmocka_unit_test(a_length_beyond_the_file_takes_no_memory),
    };
    return cmocka_run_group_tests_name("file/safetensors", tests, NULL, NULL);
}
