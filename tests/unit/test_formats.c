#include "sample.h"

static kith_vectors *two_words(void)
{
    static const char *const words[] = {"the", "of"};
    return sample_named(words, 2, 3, 1);
}

static void the_names_are_those_of_the_table(void **state)
{
    (void)state;
    char names[256] = "";
    for (size_t i = 0; kith_format_at(i) != NULL; i++) {
        strcat(names, i > 0 ? " " : "");
        strcat(names, kith_format_at(i)->name);
    }
    strcat(names, " fasttext-vec"); /* another name of w2v-text */
    assert_string_equal(kith_format_names(), names);
}

static void content_tells_the_format_whatever_the_name(void **state)
{
    (void)state;
    kith_error err = {0};
    for (size_t i = 0; kith_format_at(i) != NULL; i++) {
        kith_vectors *v = two_words();
        kith_vectors *got = NULL;
        const char *name = kith_format_at(i)->name;
        char path[64];
        snprintf(path, sizeof path, "%zu.anything", i);
        check_ok(kith_vectors_save(v, path, name, KITH_BAD_WORD_ERROR, &err));
        check_ok(kith_vectors_open(path, NULL, &got, &err));
        assert_string_equal(kith_vectors_format(got), name);
        check_same_vectors(got, v);
        kith_vectors_free(got);
        kith_vectors_free(v);
    }
}

static void endings_tell_the_format_of_what_is_saved(void **state)
{
    (void)state;
    static const char *const paths[][2] = {
        {"a.kith", "kith"},       {"a.vec", "w2v-text"}, {"a.txt", "w2v-text"},
        {"a.b/c.bin", "w2v-bin"}, {"a.npy", "npy"},      {"a.tsv", "tsv"},
        {"a.b/model", "kith"},    {".hidden", "kith"},   {"-", "kith"},
        {"a.vec.gz", "w2v-text"}, {"a.tsv.gz", "tsv"}};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        assert_string_equal(kith_format_of_path(paths[i][0])->name, paths[i][1]);
    assert_null(kith_format_of_path("a.h5"));
    assert_null(kith_format_of_path("a.h5.gz"));
    kith_error err = {0};
    kith_vectors *v = two_words();
    check_fails_with(kith_vectors_save(v, "a.h5", NULL, KITH_BAD_WORD_ERROR, &err), KITH_ERR_USAGE,
                     "w2v-bin");
    kith_vectors_free(v);
}

static void unknown_formats_list_the_valid_ones(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = two_words();
    kith_vectors *got = NULL;
    check_fails_with(kith_vectors_save(v, "a", "w2v-bni", KITH_BAD_WORD_ERROR, &err),
                     KITH_ERR_USAGE, "did you mean 'w2v-bin'");
    check_fails_with(kith_vectors_open("a", &(kith_open){.format = "?"}, &got, &err),
                     KITH_ERR_USAGE, kith_format_names());
    kith_vectors_free(v);
}

static void a_file_of_no_known_format_is_described(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *says;
    } files[] = {{"", 0, "an empty file"},
                 {"PK\x03\x04zip", 7, "zip archive"},
                 {"\x80\x04\x95", 3, "pickle"},
                 {"\xFF\xFE"
                  "a\0",
                  4, "UTF-16"},
                 {"\x89KITH\n\x1a\n", 8, "transfer as text"},
                 {"the 0.1 two\nof 0.3 0.4\n", 23, "text without a header"},
                 {"\x01\x02\x03\x04", 4, "no known kind"}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        check_write_file("foreign", files[i].bytes, files[i].size);
        check_fails_with(kith_vectors_open("foreign", NULL, &v, &err), KITH_ERR_DATA, "foreign:0:");
        check_contains(err.text, files[i].says);
    }
    kith_error err = {0};
    kith_vectors *v = NULL;
    assert_int_equal(system("echo a > in && tar czf t.tar.gz in"), 0);
    check_fails_with(kith_vectors_open("t.tar.gz", NULL, &v, &err), KITH_ERR_DATA, "tar archive");
    check_fails(kith_vectors_open("absent", NULL, &v, &err), KITH_ERR_INPUT);
    check_fails(kith_vectors_open(".", NULL, &v, &err), KITH_ERR_INPUT);
}

static void an_ending_decides_where_the_content_does_not(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = NULL;
    check_write_text("odd.tsv", "the\tone\n");
    check_fails_with(kith_vectors_open("odd.tsv", NULL, &v, &err), KITH_ERR_DATA, "odd.tsv:1:");
    check_write_text("odd.tsv", "the\t1\t2\nof\t3\n");
    check_fails_with(kith_vectors_open("odd.tsv", NULL, &v, &err), KITH_ERR_DATA, "odd.tsv:2:");
}

static void a_missing_folder_cannot_be_created_into(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = two_words();
    for (size_t i = 0; kith_format_at(i) != NULL; i++)
        check_fails(kith_vectors_save(v, "no/such/folder/x", kith_format_at(i)->name,
                                      KITH_BAD_WORD_ERROR, &err),
                    KITH_ERR_CREATE);
    kith_vectors_free(v);
}

static void a_word_that_does_not_fit_is_named_and_nothing_is_left(void **state)
{
    (void)state;
    static const char *const bad[] = {"New York", "a\tb", "a\nb", "a\rb"};
    for (size_t i = 0; i < 4; i++) {
        const char *const words[] = {"the", bad[i]};
        kith_error err = {0};
        kith_vectors *v = sample_named(words, 2, 2, 1);
        check_fails_with(kith_vectors_save(v, "left.bin", NULL, KITH_BAD_WORD_ERROR, &err),
                         KITH_ERR_DATA, "row 1");
        assert_false(check_file_exists("left.bin"));
        check_fails(kith_vectors_save(v, "left.txt", NULL, KITH_BAD_WORD_ERROR, &err),
                    KITH_ERR_DATA);
        assert_false(check_file_exists("left.txt"));
        check_ok(kith_vectors_save(v, "left.kith", NULL, KITH_BAD_WORD_ERROR, &err));
        kith_vectors_free(v);
    }
}

static void the_byte_that_cannot_stand_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *format, *word, *says;
    } cases[] = {
        {"w2v-text", "New York",
         "'New York' of row 0 cannot stand in this format: its byte 3 is "
         "0x20 ("},
        {"fasttext-bin", "", "it is empty"},
        {"gensim-kv", "\xC3\xA9\xFF",
         "'\xC3\xA9\\xff' of row 0 cannot stand in this format: its byte 2 "
         "is 0xff, which is not UTF-8 ("},
        {"npy", "\xEF\xBB\xBFx", "it begins with a byte order mark"},
        {"projector", " \xC2\xA0", "it is white space alone"},
        {"tsv",
         "\xC2\x9B" /* moves a terminal's cursor */
         "31m\t\x1B",
         "'\\xc2\\x9b31m\\x09\\x1b' of row 0 cannot stand in this format: its byte 5 is 0x09 ("},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_error err = {0};
        kith_vectors *v = sample_named(&cases[i].word, 1, 2, 1);
        check_fails_with(kith_vectors_save(v, "left", cases[i].format, KITH_BAD_WORD_ERROR, &err),
                         KITH_ERR_DATA, cases[i].says);
        assert_false(check_file_exists("left"));
        kith_vectors_free(v);
    }
}

static void rows_without_a_word_are_refused_or_left_out(void **state)
{
    (void)state;
    static const struct {
        const char *format, *file, *words, *place;
    } cases[] = {{"tsv", "a\t1\n\t2\nb\t3\n", NULL, "e:2: "},
                 {"csv", "a,1\n,2\nb,3\n", NULL, "e:2: "},
                 {"jsonl",
                  "{\"word\":\"a\",\"vector\":[1]}\n{\"word\":\"\",\"vector\":[2]}\n"
                  "{\"word\":\"b\",\"vector\":[3]}\n",
                  NULL, "e:2: "},
                 {"fvecs", "\1\0\0\0\0\0\x80\x3F\1\0\0\0\0\0\0\x40\1\0\0\0\0\0\x40\x40", "a\n\nb\n",
                  "e.words:2: "}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        kith_open how = {.format = cases[i].format};
        check_write_file("e", cases[i].file, cases[i].words != NULL ? 24 : strlen(cases[i].file));
        if (cases[i].words != NULL)
            check_write_text("e.words", cases[i].words);
        check_fails_with(kith_vectors_open("e", &how, &v, &err), KITH_ERR_DATA, cases[i].place);
        check_contains(err.text, "expected a word, got none");
        how.skip_empty = true;
        check_ok(kith_vectors_open("e", &how, &v, &err));
        assert_int_equal(kith_vectors_rows(v), 2);
        check_near(kith_vectors_row(v, kith_vectors_find(v, "b", 1))[0], 3, 0);
        check_contains(kith_vectors_notes(v), "1 rows without a word were left out");
        kith_vectors_free(v);
    }
}

static void bad_words_are_escaped_so_that_they_stay_different(void **state)
{
    (void)state;
    static const char *const words[] = {"a b", "a\\x20b", "\\n", "a\tb"};
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 4, 1, 1);
    kith_vectors *got = NULL;
    check_ok(kith_vectors_save(v, "e.txt", NULL, KITH_BAD_WORD_ESCAPE, &err));
    check_contains(err.text, "2 words");
    check_contains(err.text, "escaped");
    check_ok(kith_vectors_open("e.txt", NULL, &got, &err));
    static const char *const escaped[] = {"a\\x20b", "a\\x5cx20b", "\\n", "a\\x09b"};
    for (uint64_t row = 0; row < 4; row++)
        assert_int_equal(kith_vectors_find(got, escaped[row], strlen(escaped[row])), row);
    kith_vectors_free(got);
    kith_vectors_free(v);
}

static void bad_words_are_left_out_and_counted(void **state)
{
    (void)state;
    static const char *const words[] = {"a b", "good", "c\nd", "fine"};
    kith_vectors *v = sample_named(words, 4, 3, 1);
    static const char *const formats[] = {"w2v-text", "w2v-bin"};
    for (size_t i = 0; i < 2; i++) {
        kith_error err = {0};
        kith_vectors *got = NULL;
        check_ok(kith_vectors_save(v, "s", formats[i], KITH_BAD_WORD_SKIP, &err));
        check_contains(err.text, "2 words");
        check_contains(err.text, "left out");
        check_ok(kith_vectors_open("s", NULL, &got, &err));
        assert_int_equal(kith_vectors_rows(got), 2);
        assert_string_equal(kith_vectors_notes(got), "");
        assert_memory_equal(kith_vectors_row(got, 1), kith_vectors_row(v, 3), 12);
        kith_vectors_free(got);
    }
    kith_vectors_free(v);
}

static void the_same_vectors_give_the_same_bytes(void **state)
{
    (void)state;
    kith_vectors *v = sample_random(30, 7, 11, " \t\n\v\f\r", true);
    for (size_t i = 0; kith_format_at(i) != NULL; i++) {
        size_t a = 0;
        size_t b = 0;
        char *first = sample_bytes(v, kith_format_at(i), &a);
        char *second = sample_bytes(v, kith_format_at(i), &b);
        assert_int_equal(a, b);
        assert_memory_equal(first, second, a);
        free(first);
        free(second);
    }
    kith_vectors_free(v);
}

static void sizes_are_known_before_writing(void **state)
{
    (void)state;
    kith_vectors *v = sample_random(30, 7, 12, " \t\n\v\f\r", true);
    for (size_t i = 0; kith_format_at(i) != NULL; i++) {
        const kith_format *f = kith_format_at(i);
        kith_error err = {0};
        kith_names names;
        uint64_t bytes[1 + KITH_BESIDE_MAX] = {0};
        size_t size = 0;
        check_ok(kith_names_begin(&names, v, &f->limits, sample_policy(f), &err));
        check_ok(f->size(&names, bytes, &err));
        free(sample_bytes(v, f, &size));
        assert_true(bytes[0] >= size && bytes[0] <= 2 * size + 256);
        kith_names_clear(&names);
    }
    kith_vectors_free(v);
}

/* What stands beside "x" stands beside "pipe" too. */
static void copy_beside(const kith_format *f)
{
    for (size_t i = 0; i < KITH_BESIDE_MAX && f->beside[i] != NULL; i++) {
        char command[128];
        snprintf(command, sizeof command, "cp x%s pipe%s", f->beside[i], f->beside[i]);
        assert_int_equal(system(command), 0);
    }
}

static void a_pipe_is_read_like_a_file(void **state)
{
    (void)state;
    for (size_t i = 0; kith_format_at(i) != NULL; i++) {
        kith_error err = {0};
        if (kith_format_at(i)->main != NULL)
            continue;
        kith_vectors *v = two_words();
        kith_vectors *got = NULL;
        check_ok(kith_vectors_save(v, "x", kith_format_at(i)->name, KITH_BAD_WORD_ERROR, &err));
        copy_beside(kith_format_at(i));
        /* by single bytes, so that the first read does not bring enough to tell the format */
        assert_int_equal(system("rm -f pipe; mkfifo pipe && (dd if=x of=pipe bs=1 2>/dev/null &)"),
                         0);
        check_ok(kith_vectors_open("pipe", NULL, &got, &err));
        assert_string_equal(kith_vectors_format(got), kith_format_at(i)->name);
        check_same_vectors(got, v);
        kith_vectors_free(got);
        kith_vectors_free(v);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_names_are_those_of_the_table),
        cmocka_unit_test(content_tells_the_format_whatever_the_name),
        cmocka_unit_test(endings_tell_the_format_of_what_is_saved),
        cmocka_unit_test(unknown_formats_list_the_valid_ones),
        cmocka_unit_test(a_file_of_no_known_format_is_described),
        cmocka_unit_test(an_ending_decides_where_the_content_does_not),
        cmocka_unit_test(a_missing_folder_cannot_be_created_into),
        cmocka_unit_test(a_word_that_does_not_fit_is_named_and_nothing_is_left),
        cmocka_unit_test(the_byte_that_cannot_stand_is_named),
        cmocka_unit_test(rows_without_a_word_are_refused_or_left_out),
        cmocka_unit_test(bad_words_are_escaped_so_that_they_stay_different),
        cmocka_unit_test(bad_words_are_left_out_and_counted),
        cmocka_unit_test(the_same_vectors_give_the_same_bytes),
        cmocka_unit_test(sizes_are_known_before_writing),
        cmocka_unit_test(a_pipe_is_read_like_a_file),
    };
    return cmocka_run_group_tests_name("file/formats", tests, NULL, NULL);
}
