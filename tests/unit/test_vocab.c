/* Counts against tr, sort and uniq on odd inputs; vocabularies to files and back. */
#define _POSIX_C_SOURCE 200809L
#include "text_help.h"

#include <sys/stat.h>
#include <unistd.h>

static kith_vocab *count_files(const kith_config *config, const char *const *paths, size_t count,
                               kith_text_stats *stats)
{
    kith_error err;
    kith_vocab *v;
    check_ok(kith_vocab_count(config, paths, count, NULL, &v, stats, &err));
    return v;
}

static void check_counts(const char *const *paths, size_t count, const char *files)
{
    kith_config *config = text_config("min-count", "1", NULL);
    kith_text_stats stats;
    kith_vocab *v = count_files(config, paths, count, &stats);
    size_t size, expected_size;
    char *got = vocab_counts(v, &size);
    char *expected = shell_counts(files, &expected_size);
    assert_int_equal(size, expected_size);
    assert_memory_equal(got, expected, size);
    assert_int_equal(stats.tokens, kith_vocab_tokens(v));
    assert_int_equal(stats.tokens_kept, kith_vocab_tokens(v));
    assert_int_equal(stats.distinct, kith_vocab_size(v));
    assert_int_equal(stats.files, count);
    assert_int_equal(stats.truncated + stats.prune_bound + stats.pruned_words, 0);
    free(got);
    free(expected);
    kith_vocab_free(v);
    kith_config_free(config);
}

static void check_text(const void *text, size_t size)
{
    const char *const path = "odd.txt";
    check_write_file(path, text, size);
    check_counts(&path, 1, path);
}

#define CHECK_TEXT(text) check_text(text, sizeof(text) - 1)

static void counts_of_odd_texts_equal_sort_and_uniq(void **state)
{
    (void)state;
    CHECK_TEXT("to be or not to be\nthat is the question\n");
    CHECK_TEXT("no final newline no");
    CHECK_TEXT("one\r\ntwo\r\none two\r\n");
    CHECK_TEXT("tabs\tand\vvertical\fones\t\ttabs");
    CHECK_TEXT("a\0b a\0b a b \0 \0 end\0");
    CHECK_TEXT("\xFF\xFF\xFE bad\x80utf8 \xC3( \xC3( bad\x80utf8 \xA0 \x85");
    CHECK_TEXT("word");
    CHECK_TEXT("</s> is </s> just\na word </s>\n");
    CHECK_TEXT("\n\n\n   \n  x \n\n");
}

static void words_of_200_bytes_and_equal_beginnings_are_told_apart(void **state)
{
    (void)state;
    char text[4000];
    size_t size = 0;
    for (int i = 0; i < 12; i++) {
        memset(text + size, 'w', 200);
        text[size + 199 - (size_t)(i % 5) * 8] = (char)('a' + i % 3);
        size += 200;
        text[size++] = i % 2 == 0 ? ' ' : '\n';
    }
    check_text(text, size);
}

static void one_long_line_of_random_words_is_counted_exactly(void **state)
{
    (void)state;
    const size_t words = 100000;
    char *text = malloc(words * 8);
    assert_non_null(text);
    size_t size = 0;
    uint64_t x = 5;
    for (size_t i = 0; i < words; i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        size += (size_t)sprintf(text + size, "%x ", (unsigned)(x >> 50));
    }
    check_text(text, size);
    free(text);
}

static void many_files_and_folders_are_one_text(void **state)
{
    (void)state;
    assert_int_equal(mkdir("folder", 0700), 0);
    assert_int_equal(mkdir("folder/below", 0700), 0);
    check_write_text("folder/a.txt", "one two\nthree");
    check_write_text("folder/b.txt", "one");
    check_write_text("folder/empty.txt", "");
    check_write_text("folder/below/c.txt", "half");
    check_write_text("last.txt", "one half\n");
    const char *const paths[] = {"folder", "last.txt"};
    kith_config *config = text_config("min-count", "1", NULL);
    kith_text_stats stats;
    kith_vocab *v = count_files(config, paths, 2, &stats);
    size_t size, expected_size;
    char *got = vocab_counts(v, &size);
    char *expected =
        shell_counts("folder/a.txt folder/b.txt folder/below/c.txt last.txt", &expected_size);
    assert_string_equal(got, expected);
    assert_int_equal(stats.files, 5);
    assert_int_equal(stats.sentences, 5);
    free(got);
    free(expected);
    kith_vocab_free(v);
    kith_config_free(config);
}

static void gzip_is_read_as_what_it_holds(void **state)
{
    (void)state;
    check_write_text("plain.txt", "the packed and the plain\nare the same\n");
    assert_int_equal(system("gzip -c plain.txt > packed && gzip -c plain.txt >> packed"), 0);
    const char *const packed[] = {"packed"};
    kith_config *config = text_config("min-count", "1", NULL);
    kith_text_stats stats;
    kith_vocab *v = count_files(config, packed, 1, &stats);
    size_t size, expected_size;
    char *got = vocab_counts(v, &size);
    char *expected = shell_counts("plain.txt plain.txt", &expected_size);
    assert_string_equal(got, expected);
    assert_int_equal(stats.bytes, 2 * 38);
    free(got);
    free(expected);
    kith_vocab_free(v);
    kith_config_free(config);
}

static void check_words(const char *text, const kith_config *config, const char *expected)
{
    const char *const path = "words.txt";
    check_write_text(path, text);
    kith_vocab *v = count_files(config, &path, 1, NULL);
    size_t size;
    char *got = vocab_counts(v, &size);
    assert_string_equal(got, expected);
    free(got);
    kith_vocab_free(v);
}

static void rare_words_and_words_past_the_maximum_are_left_out(void **state)
{
    (void)state;
    const char text[] = "c b a b a c d e a";
    kith_config *config = text_config("min-count", "2", NULL);
    check_words(text, config, "3 a\n2 b\n2 c\n");
    kith_config_free(config);
    config = text_config("min-count", "1", "max-vocab", "4", NULL);
    check_words(text, config, "3 a\n2 b\n2 c\n1 d\n");
    kith_config_free(config);
}

static void lower_case_joins_the_counts_of_both_cases(void **state)
{
    (void)state;
    kith_config *config = text_config("min-count", "1", "lowercase", "true", NULL);
    check_words("Ärger ärger ÄRGER The the", config, "3 ärger\n2 the\n");
    kith_config_free(config);
}

static void words_cut_at_the_limit_are_counted_together(void **state)
{
    (void)state;
    kith_config *config = text_config("min-count", "1", "max-token-bytes", "4", NULL);
    const char *const path = "cut.txt";
    kith_text_stats stats;
    check_write_text(path, "abcdefg abcdxyz abcd abc");
    kith_vocab *v = count_files(config, &path, 1, &stats);
    assert_int_equal(kith_vocab_word_count(v, 0), 3);
    assert_int_equal(stats.truncated, 2);
    kith_vocab_free(v);
    kith_config_free(config);
}

static void only_the_words_of_a_given_list_are_counted(void **state)
{
    (void)state;
    check_write_text("list.txt", "never 7\nb 5\na 9\n");
    kith_config *config = text_config("min-count", "1", "vocab", "list.txt", NULL);
    check_words("b b b a x x x x x", config, "3 b\n1 a\n");
    kith_config_free(config);
}

static void texts_without_words_say_what_to_do(void **state)
{
    (void)state;
    kith_error err;
    kith_vocab *v;
    const char *const path = "few.txt";
    kith_config *config = text_config(NULL, NULL);
    check_write_text(path, "a b c d e f g h i a b c\n");
    check_fails(kith_vocab_count(config, &path, 1, NULL, &v, NULL, &err), KITH_ERR_DATA);
    assert_string_equal(err.text, "no words left: 12 tokens, 9 different words, none with count >= "
                                  "5; lower --min-count");
    assert_null(v);
    check_write_text(path, " \n");
    check_fails_with(kith_vocab_count(config, &path, 1, NULL, &v, NULL, &err), KITH_ERR_DATA,
                     "2 bytes");
    check_write_text(path, "");
    check_fails_with(kith_vocab_count(config, &path, 1, NULL, &v, NULL, &err), KITH_ERR_DATA,
                     "no words");
    check_write_text(path, "\xFF\xFEx");
    check_fails_with(kith_vocab_count(config, &path, 1, NULL, &v, NULL, &err), KITH_ERR_DATA,
                     "UTF-16");
    const char *const missing = "missing.txt";
    check_fails_with(kith_vocab_count(config, &missing, 1, NULL, &v, NULL, &err), KITH_ERR_INPUT,
                     "missing.txt");
    kith_config_free(config);
}

static bool refuse(void *calls, const kith_progress *progress)
{
    assert_string_equal(progress->phase, "count");
    assert_string_equal(progress->unit, "bytes");
    assert_true(progress->done > 0 && progress->done <= progress->total);
    ++*(int *)calls;
    return false;
}

static void the_watch_can_stop_the_reading(void **state)
{
    (void)state;
    kith_error err;
    kith_vocab *v;
    int calls = 0;
    const kith_watch watch = {refuse, &calls};
    /*
     * Holes cost no disk, and so many take any machine longer to read than the watch's pause; the
     * reading ends with it.
     */
    enum { TIMES = 2000 };
    const char *paths[TIMES];
    check_write_text("big.txt", "word ");
    assert_int_equal(truncate("big.txt", 100 << 20), 0);
    for (size_t i = 0; i < TIMES; i++)
        paths[i] = "big.txt";
    kith_config *config = text_config("min-count", "1", NULL);
    check_fails(kith_vocab_count(config, paths, TIMES, &watch, &v, NULL, &err), KITH_CANCELLED);
    assert_int_equal(calls, 1);
    assert_null(v);
    kith_config_free(config);
}

static void a_saved_vocabulary_is_loaded_as_it_was(void **state)
{
    (void)state;
    kith_error err;
    const char *const path = "text.bin";
    const char text[] = "one two\0 two\0 \xFF </s> \xFF \xFF";
    const char expected[] = "\xFF 3\ntwo\0 2\n</s> 1\none 1\n";
    check_write_file(path, text, sizeof text - 1);
    kith_config *config = text_config("min-count", "1", NULL);
    kith_vocab *v = count_files(config, &path, 1, NULL);
    check_ok(kith_vocab_save(v, "saved", &err));
    size_t size;
    char *saved = check_read_file("saved", &size);
    assert_int_equal(size, sizeof expected - 1);
    assert_memory_equal(saved, expected, size);
    kith_vocab *loaded;
    check_ok(kith_vocab_load("saved", &loaded, &err));
    size_t a, b;
    char *before = vocab_counts(v, &a), *after = vocab_counts(loaded, &b);
    assert_int_equal(a, b);
    assert_memory_equal(before, after, a);
    assert_int_equal(kith_vocab_tokens(loaded), kith_vocab_tokens(v));
    assert_int_equal(kith_vocab_find(loaded, "two\0", 4), 1);
    assert_int_equal(kith_vocab_find(loaded, "three", 5), UINT64_MAX);
    free(saved);
    free(before);
    free(after);
    kith_vocab_free(v);
    kith_vocab_free(loaded);
    kith_config_free(config);
}

static void a_list_in_any_order_is_ranked(void **state)
{
    (void)state;
    kith_error err;
    kith_vocab *v;
    check_write_text("list.txt", "\xEF\xBB\xBFrare 0\r\nb 18446744073709551000\na\t5 \nab 5\n5 5");
    check_ok(kith_vocab_load("list.txt", &v, &err));
    size_t size;
    char *got = vocab_counts(v, &size);
    assert_string_equal(got, "18446744073709551000 b\n5 5\n5 a\n5 ab\n0 rare\n");
    free(got);
    kith_vocab_free(v);
}

static void lists_that_are_none_are_refused_with_the_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *part;
    } bad[] = {
        {"a 1\nb\n", "list.txt:2:"},
        {"a 1\n\nb 1\n", "list.txt:2:"},
        {"a 1\nb x\n", "'b x'"},
        {"a -1\n", "list.txt:1:"},
        {"two words 1\n", "list.txt:1:"},
        {" 5\n", "list.txt:1:"},
        {"a 1\nb 2\na 3\n", "second time"},
        {"a 18446744073709551616\n", "list.txt:1:"},
        {"", "no word"},
        {"a 18446744073709551615\nb 1\n", "2^64"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        kith_error err;
        kith_vocab *v;
        check_write_text("list.txt", bad[i].text);
        check_fails_with(kith_vocab_load("list.txt", &v, &err), KITH_ERR_DATA, bad[i].part);
        assert_null(v);
    }
    kith_error err;
    kith_vocab *v;
    check_fails(kith_vocab_load("missing", &v, &err), KITH_ERR_INPUT);
}

static void pruning_keeps_frequent_words_and_says_what_it_dropped(void **state)
{
    (void)state;
    FILE *f = fopen("tail.txt", "w");
    assert_non_null(f);
    for (int i = 0; i < 150000; i++)
        fprintf(f, "common%d once%d%c", i % 50, i, i % 10 == 0 ? '\n' : ' ');
    assert_int_equal(fclose(f), 0);
    const char *const path = "tail.txt";
    kith_config *config = text_config("min-count", "100", "max-vocab-memory", "1MiB", NULL);
    kith_text_stats stats;
    kith_vocab *v = count_files(config, &path, 1, &stats);
    assert_int_equal(kith_vocab_size(v), 50);
    for (uint64_t id = 0; id < 50; id++)
        assert_int_equal(kith_vocab_word_count(v, id), 3000);
    assert_int_equal(stats.tokens, 300000);
    assert_true(stats.prune_bound > 0 && stats.prune_bound < 100);
    assert_true(stats.pruned_words > 100000);
    assert_int_equal(stats.pruned_tokens, stats.pruned_words);
    kith_vocab_free(v);
    kith_config_free(config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_of_odd_texts_equal_sort_and_uniq),
        cmocka_unit_test(words_of_200_bytes_and_equal_beginnings_are_told_apart),
        cmocka_unit_test(one_long_line_of_random_words_is_counted_exactly),
        cmocka_unit_test(many_files_and_folders_are_one_text),
        cmocka_unit_test(gzip_is_read_as_what_it_holds),
        cmocka_unit_test(rare_words_and_words_past_the_maximum_are_left_out),
        cmocka_unit_test(lower_case_joins_the_counts_of_both_cases),
        cmocka_unit_test(words_cut_at_the_limit_are_counted_together),
        cmocka_unit_test(only_the_words_of_a_given_list_are_counted),
        cmocka_unit_test(texts_without_words_say_what_to_do),
        cmocka_unit_test(the_watch_can_stop_the_reading),
        cmocka_unit_test(a_saved_vocabulary_is_loaded_as_it_was),
        cmocka_unit_test(a_list_in_any_order_is_ranked),
        cmocka_unit_test(lists_that_are_none_are_refused_with_the_line),
        cmocka_unit_test(pruning_keeps_frequent_words_and_says_what_it_dropped),
    };
    return cmocka_run_group_tests_name("text/vocab", tests, NULL, NULL);
}
