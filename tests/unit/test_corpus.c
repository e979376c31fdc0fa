/* Blocks, the spool file, and what a corpus says of itself. */
#define _POSIX_C_SOURCE 200809L
#include "text_help.h"

#include "text/corpus.h"
#include "text/scan.h"

/* A text of sentences with the given numbers of words, all from a vocabulary of 50. */
static void write_sentences(const char *path, const unsigned *words, size_t sentences)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    unsigned x = 1;
    for (size_t s = 0; s < sentences; s++) {
        for (unsigned i = 0; i < words[s]; i++)
            fprintf(f, "w%u ", (x = x * 1103515245 + 12345) >> 16 & 31);
        fputc('\n', f);
    }
    assert_int_equal(fclose(f), 0);
}

static kith_corpus *read_file(const char *path, const kith_config *config)
{
    kith_error err;
    kith_corpus *c;
    check_ok(kith_corpus_read(config, &path, 1, NULL, &c, &err));
    return c;
}

/* Whether the sentence around position `at` has more words than a block. */
static bool in_long_sentence(const kith_corpus *c, uint64_t at, uint64_t size)
{
    uint64_t first = at, end = at;
    while (first > 0 && c->ids[first - 1] != KITH_SENTENCE_END)
        first--;
    while (c->ids[end] != KITH_SENTENCE_END)
        end++;
    return end - first > size;
}

/* The promises of corpus.h, one block at a time. */
static void check_blocks(const kith_corpus *c)
{
    const uint64_t size = kith_corpus_block_size(c->tokens);
    uint64_t words = 0;
    assert_int_equal(c->start[0], 0);
    assert_int_equal(c->start[c->blocks], c->length);
    for (uint64_t b = 0; b < c->blocks; b++) {
        const uint64_t start = c->start[b], end = c->start[b + 1];
        assert_true(start < end);
        assert_int_not_equal(c->ids[start], KITH_SENTENCE_END);
        uint64_t own = 0;
        for (uint64_t i = start; i < end; i++)
            own += c->ids[i] != KITH_SENTENCE_END;
        assert_int_equal(own, c->words[b]);
        assert_true(own > 0 && own <= size);
        if (c->ids[end - 1] != KITH_SENTENCE_END) {
            assert_int_equal(own, size);
            assert_true(in_long_sentence(c, end - 1, size));
        }
        words += own;
    }
    assert_int_equal(words, c->tokens);
}

static void check_layout(const unsigned *words, size_t sentences, uint64_t blocks)
{
    kith_config *config = text_config("min-count", "1", NULL);
    write_sentences("text.txt", words, sentences);
    kith_corpus *c = read_file("text.txt", config);
    check_blocks(c);
    if (blocks > 0)
        assert_int_equal(c->blocks, blocks);
    kith_corpus_free(c);
    kith_config_free(config);
}

static void blocks_are_whole_sentences_where_these_fit(void **state)
{
    (void)state;
    check_layout((const unsigned[]){1}, 1, 1);
    check_layout((const unsigned[]){1024}, 1, 1);
    check_layout((const unsigned[]){1024, 1}, 2, 2);
    check_layout((const unsigned[]){600, 600, 424, 1}, 4, 3);
    check_layout((const unsigned[]){1023, 1, 1024, 2}, 4, 3);
}

static void a_sentence_longer_than_a_block_is_cut_where_the_block_is_full(void **state)
{
    (void)state;
    check_layout((const unsigned[]){1025}, 1, 2);
    check_layout((const unsigned[]){2048}, 1, 2);
    check_layout((const unsigned[]){100, 5000, 100}, 3, 6);
    check_layout((const unsigned[]){1024, 1024 * 3, 1024}, 3, 5);
    check_layout((const unsigned[]){300000}, 1, 0);
}

static void random_sentences_are_in_exactly_one_block(void **state)
{
    (void)state;
    unsigned words[400], x = 3;
    for (int round = 0; round < 8; round++) {
        for (size_t s = 0; s < 400; s++) {
            x = x * 1103515245 + 12345;
            words[s] = (x >> 16) % (s % 40 == 0 ? 4000 : 60);
        }
        check_layout(words, 400, 0);
    }
}

static void the_block_size_depends_on_the_tokens_alone(void **state)
{
    (void)state;
    assert_int_equal(kith_corpus_block_size(0), 1024);
    assert_int_equal(kith_corpus_block_size(256 * 1024 + 255), 1024);
    assert_int_equal(kith_corpus_block_size(256 * 1025), 1025);
    assert_int_equal(kith_corpus_block_size(17177567), 65536);
    assert_int_equal(kith_corpus_block_size(UINT64_MAX), 65536);
}

static void a_corpus_in_a_file_equals_one_in_memory(void **state)
{
    (void)state;
    kith_config *memory = text_config("min-count", "1", NULL);
    kith_config *file = text_config("min-count", "1", "corpus-memory", "1", "spool-dir", ".", NULL);
    write_sentences("text.txt", (const unsigned[]){100, 70000, 2, 30000}, 4);
    kith_corpus *a = read_file("text.txt", memory), *b = read_file("text.txt", file);
    assert_true(a->spool->file < 0);
    assert_true(b->spool->file >= 0);
    assert_int_equal(a->length, b->length);
    assert_memory_equal(a->ids, b->ids, a->length * sizeof *a->ids);
    assert_int_equal(kith_corpus_hash(a), kith_corpus_hash(b));
    kith_corpus_free(a);
    kith_corpus_free(b);
    kith_config_free(memory);
    kith_config_free(file);
}

static void the_hash_notices_other_ids_words_and_counts(void **state)
{
    (void)state;
    static const char *const texts[] = {"a b a", "a a b", "a c a", "a b\na"};
    uint64_t hash[4];
    kith_config *config = text_config("min-count", "1", NULL);
    for (size_t i = 0; i < 4; i++) {
        check_write_text("text.txt", texts[i]);
        kith_corpus *c = read_file("text.txt", config);
        hash[i] = kith_corpus_hash(c);
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(hash[i], hash[j]);
        kith_corpus_free(c);
    }
    kith_config_free(config);
    check_write_text("text.txt", "a b a");
    check_write_text("list.txt", "a 2\nb 1\n");
    config = text_config("vocab", "list.txt", NULL);
    kith_corpus *c = read_file("text.txt", config);
    assert_int_equal(kith_corpus_hash(c), hash[0]);
    kith_corpus_free(c);
    check_write_text("list.txt", "a 3\nb 1\n");
    c = read_file("text.txt", config);
    assert_int_not_equal(kith_corpus_hash(c), hash[0]);
    kith_corpus_free(c);
    kith_config_free(config);
}

static void many_files_are_one_corpus_and_each_ends_a_sentence(void **state)
{
    (void)state;
    kith_error err;
    kith_corpus *c;
    check_write_text("one.txt", "a b");
    check_write_text("two.txt", "\xEF\xBB\xBF"
                                "a");
    assert_int_equal(system("gzip -c one.txt > three.gz"), 0);
    const char *const paths[] = {"one.txt", "two.txt", "three.gz"};
    const uint32_t expected[] = {0, 1, KITH_SENTENCE_END, 0, KITH_SENTENCE_END,
                                 0, 1, KITH_SENTENCE_END};
    kith_config *config = text_config("min-count", "1", NULL);
    check_ok(kith_corpus_read(config, paths, 3, NULL, &c, &err));
    assert_int_equal(c->length, 8);
    assert_memory_equal(c->ids, expected, sizeof expected);
    assert_int_equal(c->stats.files, 3);
    kith_corpus_free(c);
    kith_config_free(config);
}

static void errors_of_files_reach_the_caller(void **state)
{
    (void)state;
    kith_error err;
    kith_corpus *c;
    check_write_text("good.txt", "a b c");
    const char *const paths[] = {"good.txt", "absent.txt"};
    kith_config *config = text_config("min-count", "1", NULL);
    check_fails_with(kith_corpus_read(config, paths, 2, NULL, &c, &err), KITH_ERR_INPUT,
                     "absent.txt");
    assert_null(c);
    kith_config_free(config);
    config = text_config("corpus-memory", "1", "spool-dir", "no/folder", NULL);
    check_fails_with(kith_corpus_read(config, paths, 1, NULL, &c, &err), KITH_ERR_CREATE,
                     "no/folder");
    kith_config_free(config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_whole_sentences_where_these_fit),
        cmocka_unit_test(a_sentence_longer_than_a_block_is_cut_where_the_block_is_full),
        cmocka_unit_test(random_sentences_are_in_exactly_one_block),
        cmocka_unit_test(the_block_size_depends_on_the_tokens_alone),
        cmocka_unit_test(a_corpus_in_a_file_equals_one_in_memory),
        cmocka_unit_test(the_hash_notices_other_ids_words_and_counts),
        cmocka_unit_test(many_files_are_one_corpus_and_each_ends_a_sentence),
        cmocka_unit_test(errors_of_files_reach_the_caller),
    };
    return cmocka_run_group_tests_name("text/corpus", tests, NULL, NULL);
}
