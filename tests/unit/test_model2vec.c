#include "sample.h"

#include <sys/stat.h>

static void random_words_and_numbers_come_back_bit_by_bit(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        kith_error err = {0};
        kith_vectors *v = sample_random(40, seed, seed, "", true);
        kith_vectors *got = NULL;
        check_ok(kith_vectors_save(v, "r.model2vec", NULL, KITH_BAD_WORD_ESCAPE, &err));
        check_ok(kith_vectors_open("r.model2vec", NULL, &got, &err));
        check_saved_vectors(got, v, &kith_format_model2vec, KITH_BAD_WORD_ESCAPE);
        kith_vectors_free(got);
        kith_vectors_free(v);
    }
}

static void writes_a_tokenizer_of_whole_words_and_a_row_for_unknown_ones(void **state)
{
    (void)state;
    static const char *const words[] = {"the", "\"a\\\tb"};
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 2, 2, 1);
    size_t size = 0;
    check_ok(kith_vectors_save(v, "g.model2vec", NULL, KITH_BAD_WORD_ERROR, &err));
    char *tokenizer = check_read_file("g.model2vec/tokenizer.json", NULL);
    assert_string_equal(
        tokenizer,
        "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[{\"id\":2,"
        "\"content\":\"[UNK]\",\"single_word\":false,\"lstrip\":false,\"rstrip\":false,"
        "\"normalized\":false,\"special\":true}],\"normalizer\":null,\"pre_tokenizer\":{\"type\":"
        "\"WhitespaceSplit\"},\"post_processor\":null,\"decoder\":null,\"model\":{\"type\":"
        "\"WordLevel\",\"vocab\":{\"the\":0,\"\\\"a\\\\\\u0009b\":1,\"[UNK]\":2},\"unk_token\":"
        "\"[UNK]\"}}\n");
    char *file = check_read_file("g.model2vec/model.safetensors", &size);
    check_contains(file + 8, "{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[3,2],"
                             "\"data_offsets\":[0,24]}}");
    static const char zeros[8] = {0};
    assert_memory_equal(file + size - 24, kith_vectors_row(v, 0), 8);
    assert_memory_equal(file + size - 16, kith_vectors_row(v, 1), 8);
    assert_memory_equal(file + size - 8, zeros, 8);
    char *modules = check_read_file("g.model2vec/modules.json", NULL);
    check_contains(modules, "\"sentence_transformers.models.StaticEmbedding\"");
    char *config = check_read_file("g.model2vec/config.json", NULL);
    check_contains(config, "\"hidden_dim\":2,");
    free(config);
    free(modules);
    free(file);
    free(tokenizer);
    kith_vectors_free(v);
}

static void a_word_for_unknown_ones_keeps_its_row(void **state)
{
    (void)state;
    static const char *const words[] = {"[UNK]", "b"};
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 2, 2, 1), *got = NULL;
    check_ok(kith_vectors_save(v, "u.model2vec", NULL, KITH_BAD_WORD_ERROR, &err));
    char *tokenizer = check_read_file("u.model2vec/tokenizer.json", NULL);
    check_contains(tokenizer, "\"added_tokens\":[],");
    check_contains(tokenizer, "{\"[UNK]\":0,\"b\":1}");
    check_ok(kith_vectors_open("u.model2vec", NULL, &got, &err));
    check_same_vectors(got, v);
    free(tokenizer);
    kith_vectors_free(got);
    kith_vectors_free(v);
}

/* A folder "m" of two rows of two numbers, (0, 1) and (2, 3), or zeros in the last, and tokenizer.
 */
static kith_status read_made(const char *tokenizer, bool zeros, kith_vectors **v, kith_error *err)
{
    static const char header[] =
        "{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}";
    float number[4] = {0, 1, 2, 3};
    const uint64_t length = sizeof header - 1;
    char file[256];
    memcpy(file, &length, 8);
    memcpy(file + 8, header, length);
    if (zeros)
        number[2] = number[3] = 0;
    memcpy(file + 8 + length, number, sizeof number);
    (void)mkdir("m", 0777);
    check_write_file("m/model.safetensors", file, 8 + length + sizeof number);
    check_write_text("m/tokenizer.json", tokenizer);
    return kith_vectors_open("m", NULL, v, err);
}

/* Numbers in any order, among the added tokens, by place with scores. */
static void tokenizers_of_others_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *tokenizer, *word; /* of row 1 */
    } cases[] = {
        {"{\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"b\":1,\"a\":0},\"unk_token\":\"a\"}}",
         "b"},
        {" {\"added_tokens\":[{\"id\":1,\"content\":\"[PAD]\",\"special\":true}],\"model\":"
         "{\"vocab\":{\"a\":0,\"[PAD]\":1},\"merges\":[[\"x\",\"y\"]]},\"decoder\":{}} \n",
         "[PAD]"},
        {"{\"model\":{\"type\":\"Unigram\",\"vocab\":[[\"a\",0],[\"\\u00e9\",-1.5]]}}", "\xC3\xA9"},
        {"{\"added_tokens\":[{\"content\":\"z\",\"id\":1,\"special\":false}],\"model\":{\"vocab\":"
         "{\"a\":0}}}",
         "z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        check_ok(read_made(cases[i].tokenizer, false, &v, &err));
        assert_int_equal(kith_vectors_rows(v), 2);
        assert_int_equal(kith_vectors_find(v, cases[i].word, strlen(cases[i].word)), 1);
        assert_true(kith_vectors_row(v, 1)[1] == 3);
        assert_string_equal(kith_vectors_format(v), "model2vec");
        kith_vectors_free(v);
    }
}

static void a_last_row_of_zeros_is_left_out_where_its_token_is_special(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = NULL;
    check_ok(read_made("{\"added_tokens\":[{\"id\":1,\"content\":\"b\",\"special\":true}],"
                       "\"model\":{\"vocab\":{\"a\":0,\"b\":1}}}",
                       true, &v, &err));
    assert_int_equal(kith_vectors_rows(v), 1);
    kith_vectors_free(v);
    check_ok(read_made("{\"model\":{\"vocab\":{\"a\":0,\"b\":1}}}", true, &v, &err));
    assert_int_equal(kith_vectors_rows(v), 2);
    kith_vectors_free(v);
}

static void tokenizers_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *tokenizer, *says;
    } cases[] = {
        {"", "m/tokenizer.json:0: expected an object"},
        {"{\"model\":{\"vocab\":{\"a\":0,\"b\":2}}}", "numbered from 0 on"},
        {"{\"model\":{\"vocab\":{\"a\":0,\"b\":0}}}", "each number once"},
        {"{\"model\":{\"vocab\":{\"a\":0}}}",
         "model.safetensors:8: expected a row for each of the 1"},
        {"{\"model\":{\"vocab\":{\"a\":0,\"b\":1,\"c\":2}}}", "for each of the 3 tokens"},
        {"{\"model\":{\"vocab\":{\"a\":0,\"b\":-1}}}",
         "tokenizer.json:29: expected a whole number"},
        {"{\"model\":{\"vocab\":{\"a\":0,\"b\":1}}", "expected a comma or a closing brace"},
        {"{\"model\":{\"vocab\":{\"a\":0,\"b\":1}}}x", "expected the end of the file"},
        {"{\"model\":{\"vocab\":{\"a\":0,\"\\ud800\":1}}}", "half of a surrogate pair"},
        {"{\"added_tokens\":[{\"id\":1}],\"model\":{\"vocab\":{\"a\":0}}}", "a content and an id"},
        {"{\"model\":{\"vocab\":{\"a\":0,\"\":1}}}", "expected a word, got none"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        check_fails_with(read_made(cases[i].tokenizer, false, &v, &err), KITH_ERR_DATA,
                         cases[i].says);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_words_and_numbers_come_back_bit_by_bit),
        cmocka_unit_test(writes_a_tokenizer_of_whole_words_and_a_row_for_unknown_ones),
        cmocka_unit_test(a_word_for_unknown_ones_keeps_its_row),
        cmocka_unit_test(tokenizers_of_others_are_read),
        cmocka_unit_test(a_last_row_of_zeros_is_left_out_where_its_token_is_special),
        cmocka_unit_test(tokenizers_that_do_not_fit_are_refused),
    };
    return cmocka_run_group_tests_name("file/model2vec", tests, NULL, NULL);
}
