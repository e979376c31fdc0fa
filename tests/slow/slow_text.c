/* Texts too large for `make check`: ten million different words, and the counts of wiki8. */
#define _POSIX_C_SOURCE 200809L
#include "text_help.h"

#include "text/corpus.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DISTINCT = 10000000, COMMON = 100, LIMIT_MIB = 256 };

/* Every word once but COMMON ones, of which one stands before each word. */
static void write_distinct(const char *path)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (unsigned i = 0; i < DISTINCT; i++)
        fprintf(f, "common%u word%u%c", i % COMMON, i, i % 16 == 0 ? '\n' : ' ');
    assert_int_equal(fclose(f), 0);
}

/* Runs in a child of its own; 0 when all is as promised. */
static int read_distinct(const char *path)
{
    const struct rlimit limit = {(rlim_t)LIMIT_MIB << 20, (rlim_t)LIMIT_MIB << 20};
    kith_error err;
    kith_corpus *c;
    struct rusage usage;
    kith_config *config = text_config("min-count", "2", "max-vocab-memory", "100MiB", NULL);
    if (setrlimit(RLIMIT_AS, &limit) != 0)
        return 1;
    if (kith_corpus_read(config, &path, 1, NULL, &c, &err) != KITH_OK) {
        fprintf(stderr, "%s\n", err.text);
        return 2;
    }
    getrusage(RUSAGE_SELF, &usage);
    fprintf(stderr, "%ld MiB at most, %llu words pruned, bound %llu\n", usage.ru_maxrss / 1024,
            (unsigned long long)c->stats.pruned_words, (unsigned long long)c->stats.prune_bound);
    for (uint64_t id = 0; id < COMMON; id++)
        if (kith_vocab_word_count(c->vocab, id) != DISTINCT / COMMON)
            return 3;
    const bool exact = kith_vocab_size(c->vocab) == COMMON && c->stats.tokens == 2 * DISTINCT &&
                       c->tokens == DISTINCT && c->stats.prune_bound > 0;
    kith_corpus_free(c);
    kith_config_free(config);
    return exact ? 0 : 4;
}

static void ten_million_words_pass_in_256_mib(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    check_skip("a sanitizer's own memory is beyond the limit");
#endif
    write_distinct("distinct.txt");
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(read_distinct("distinct.txt"));
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void the_counts_of_wiki8_equal_sort_and_uniq(void **state)
{
    (void)state;
    kith_error err;
    kith_vocab *v;
    char *path = check_top_path("../shared/data/wiki8.gz");
    if (path == NULL)
        check_skip("../shared/data/wiki8.gz is not here");
    char command[1024];
    snprintf(command, sizeof command, "gzip -dc '%s' > wiki8", path);
    assert_int_equal(system(command), 0);
    kith_config *config = text_config("min-count", "1", NULL);
    check_ok(kith_vocab_count(config, (const char *const *)&path, 1, NULL, &v, NULL, &err));
    size_t size, expected_size;
    char *got = vocab_counts(v, &size);
    char *expected = shell_counts("wiki8", &expected_size);
    assert_int_equal(size, expected_size);
    assert_memory_equal(got, expected, size);
    free(got);
    free(expected);
    free(path);
    kith_vocab_free(v);
    kith_config_free(config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_million_words_pass_in_256_mib),
        cmocka_unit_test(the_counts_of_wiki8_equal_sort_and_uniq),
    };
    return cmocka_run_group_tests_name("text, large", tests, NULL, NULL);
}
