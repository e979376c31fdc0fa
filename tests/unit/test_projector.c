#include "sample.h"

static void write_folder(const char *vectors, const char *metadata)
{
    assert_int_equal(system("rm -rf f && mkdir f"), 0);
    check_write_text("f/vectors.tsv", vectors);
    check_write_text("f/metadata.tsv", metadata);
}

static void random_words_and_numbers_come_back_bit_by_bit(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        kith_error err = {0};
        kith_vectors *v = sample_random(40, seed, seed, "", false);
        kith_vectors *got = NULL;
        check_ok(kith_vectors_save(v, "r.projector", NULL, KITH_BAD_WORD_ESCAPE, &err));
        check_ok(kith_vectors_open("r.projector", NULL, &got, &err));
        check_saved_vectors(got, v, &kith_format_projector, KITH_BAD_WORD_ESCAPE);
        kith_vectors_free(got);
        kith_vectors_free(v);
    }
}

static void labels_have_a_line_of_names_with_counts_alone(void **state)
{
    (void)state;
    static const char *const words[] = {"a b", "word"};
    static const uint64_t counts[] = {5, 4};
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 2, 2, 1);
    check_ok(kith_vectors_save(v, "p.projector", NULL, KITH_BAD_WORD_ERROR, &err));
    char *labels = check_read_file("p.projector/metadata.tsv", NULL);
    assert_string_equal(labels, "a b\nword\n");
    free(labels);
    v->count = counts;
    check_ok(kith_vectors_save(v, "p.projector", NULL, KITH_BAD_WORD_ERROR, &err));
    labels = check_read_file("p.projector/metadata.tsv", NULL);
    assert_string_equal(labels, "word\tcount\na b\t5\nword\t4\n");
    free(labels);
    char *config = check_read_file("p.projector/projector_config.pbtxt", NULL);
    check_contains(config, "tensor_shape: 2\n  tensor_shape: 2\n");
    free(config);
    v->count = NULL;
    kith_vectors_free(v);
}

/* The projector trims labels and passes over empty ones: all labels behind would be shifted. */
static void blank_labels_are_bad_words(void **state)
{
    (void)state;
    static const char *const blank[] = {
        " ", "\xC2\xA0", "\xE3\x80\x80\xE2\x80\x89", "\xEF\xBB\xBF", "a\tb", "\xFF"};
    for (size_t i = 0; i < sizeof blank / sizeof *blank; i++) {
        const char *const words[] = {"the", blank[i]};
        kith_error err = {0};
        kith_vectors *v = sample_named(words, 2, 2, 1);
        kith_vectors *got = NULL;
        check_fails_with(kith_vectors_save(v, "b.projector", NULL, KITH_BAD_WORD_ERROR, &err),
                         KITH_ERR_DATA, "row 1");
        assert_false(check_file_exists("b.projector"));
        check_ok(kith_vectors_save(v, "e.projector", NULL, KITH_BAD_WORD_ESCAPE, &err));
        check_ok(kith_vectors_open("e.projector", NULL, &got, &err));
        size_t bytes = 0;
        assert_non_null(memchr(kith_vectors_word(got, 1, &bytes), '\\', 12));
        kith_vectors_free(got);
        kith_vectors_free(v);
    }
}

static void folders_of_others_are_read(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = NULL;
    write_folder("1\t2\r\n3\t4", "label\tclass\na\tx\nb\ty\n");
    check_ok(kith_vectors_open("f", NULL, &v, &err));
    assert_string_equal(kith_vectors_format(v), "projector");
    assert_int_equal(kith_vectors_find(v, "b", 1), 1);
    assert_true(kith_vectors_row(v, 1)[0] == 3);
    assert_false(kith_vectors_has_counts(v));
    kith_vectors_free(v);
}

static void numbers_and_labels_must_agree(void **state)
{
    (void)state;
    static const struct {
        const char *vectors, *metadata, *says;
    } cases[] = {{"1\t2\n", "a\nb\n", "f/metadata.tsv:2: expected as many labels"},
                 {"1\t2\n3\t4\n", "a\n", "f/metadata.tsv:1: expected as many labels"},
                 {"1\t2\n3\n", "a\nb\n", "f/vectors.tsv:2: expected as many numbers"},
                 {"1\tx\n", "a\n", "f/vectors.tsv:1: expected as many numbers"},
                 {"", "a\n", "f/vectors.tsv:0: expected numbers"},
                 {"1\n2\n", "a\n\n", "expected a word, got none"},
                 {"1\n2\n", "word\tcount\na\t1\nb\n", "metadata.tsv:3: expected a label"},
                 {"1\n", "word\tcount\na\tx\n", "metadata.tsv:2: expected a label"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        write_folder(cases[i].vectors, cases[i].metadata);
        check_fails_with(kith_vectors_open("f", NULL, &v, &err), KITH_ERR_DATA, cases[i].says);
    }
}

static void a_folder_is_made_or_taken_and_a_file_in_its_place_stays(void **state)
{
    (void)state;
    static const char *const words[] = {"a"};
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 1, 2, 1);
    check_write_text("file.projector", "mine");
    check_fails_with(kith_vectors_save(v, "file.projector", NULL, KITH_BAD_WORD_ERROR, &err),
                     KITH_ERR_CREATE, "is a file");
    assert_int_equal(system("mkdir old.projector && echo x >old.projector/note"), 0);
    check_ok(kith_vectors_save(v, "old.projector", NULL, KITH_BAD_WORD_ERROR, &err));
    assert_int_equal(check_count_entries("old.projector"), 5);
    check_fails_with(kith_vectors_save(v, "-", "projector", KITH_BAD_WORD_ERROR, &err),
                     KITH_ERR_USAGE, "a folder");
    kith_vectors *got = NULL;
    check_fails_with(kith_vectors_open(".", NULL, &got, &err), KITH_ERR_INPUT, "is a folder");
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_words_and_numbers_come_back_bit_by_bit),
        cmocka_unit_test(labels_have_a_line_of_names_with_counts_alone),
        cmocka_unit_test(blank_labels_are_bad_words),
        cmocka_unit_test(folders_of_others_are_read),
        cmocka_unit_test(numbers_and_labels_must_agree),
        cmocka_unit_test(a_folder_is_made_or_taken_and_a_file_in_its_place_stays),
    };
    return cmocka_run_group_tests_name("file/projector", tests, NULL, NULL);
}
