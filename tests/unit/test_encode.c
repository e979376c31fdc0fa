/* Ids against the text they stand for: decoded sentences, given vocabularies, pruned words. */
#define _POSIX_C_SOURCE 200809L
#include "text_help.h"

#include "text/corpus.h"

static kith_corpus *read_text(const char *text, const kith_config *config)
{
    kith_error err;
    kith_corpus *c;
    const char *const path = "text.txt";
    check_write_text(path, text);
    check_ok(kith_corpus_read(config, &path, 1, NULL, &c, &err));
    return c;
}

/* The words of the ids, a sentence a line; freed by the caller. */
static char *decode(const kith_corpus *c)
{
    char *text;
    size_t size;
    FILE *f = open_memstream(&text, &size);
    assert_non_null(f);
    for (uint64_t i = 0; i < c->length; i++) {
        size_t bytes;
        const char *word =
            c->ids[i] == KITH_SENTENCE_END ? "\n" : kith_vocab_word(c->vocab, c->ids[i], &bytes);
        fwrite(word, 1, c->ids[i] == KITH_SENTENCE_END ? 1 : bytes, f);
        if (c->ids[i] != KITH_SENTENCE_END)
            fputc(' ', f);
    }
    assert_int_equal(fclose(f), 0);
    return text;
}

static void check_decoded(const char *text, const kith_config *config, const char *expected)
{
    kith_corpus *c = read_text(text, config);
    char *got = decode(c);
    assert_string_equal(got, expected);
    free(got);
    kith_corpus_free(c);
}

static void decoding_the_ids_gives_the_text(void **state)
{
    (void)state;
    kith_config *config = text_config("min-count", "1", NULL);
    check_decoded("b a c\n\n a b\na", config, "b a c \na b \na \n");
    check_decoded("one", config, "one \n");
    kith_config_free(config);
}

static void rare_words_leave_no_gap_and_empty_sentences_no_mark(void **state)
{
    (void)state;
    kith_config *config = text_config("min-count", "2", NULL);
    check_decoded("rare\nx y gone x\nodd even\n\ny\nlast", config, "x y x \ny \n");
    kith_config_free(config);
}

static void ids_are_ranks(void **state)
{
    (void)state;
    kith_config *config = text_config("min-count", "1", NULL);
    kith_corpus *c = read_text("z a z b\nz a c", config);
    const uint32_t expected[] = {0, 1, 0, 2, KITH_SENTENCE_END, 0, 1, 3, KITH_SENTENCE_END};
    assert_int_equal(c->length, sizeof expected / sizeof *expected);
    assert_memory_equal(c->ids, expected, sizeof expected);
    assert_int_equal(c->tokens, 7);
    assert_int_equal(c->stats.tokens, 7);
    assert_int_equal(c->stats.tokens_kept, 7);
    assert_int_equal(c->stats.sentences, 2);
    assert_int_equal(c->stats.distinct, 4);
    kith_corpus_free(c);
    kith_config_free(config);
}

static void a_given_vocabulary_in_any_order_names_the_ids(void **state)
{
    (void)state;
    check_write_text("list.txt", "c 1\nabsent 3\nz 9\na 9\n");
    kith_config *config = text_config("vocab", "list.txt", NULL);
    kith_corpus *c = read_text("z new a z b\nnew\nz a c", config);
    const uint32_t expected[] = {1, 0, 1, KITH_SENTENCE_END, 1, 0, 3, KITH_SENTENCE_END};
    assert_int_equal(c->length, sizeof expected / sizeof *expected);
    assert_memory_equal(c->ids, expected, sizeof expected);
    assert_int_equal(kith_vocab_size(c->vocab), 4);
    assert_int_equal(kith_vocab_word_count(c->vocab, 0), 9); /* the list's, not the text's */
    assert_int_equal(c->stats.tokens, 9);
    assert_int_equal(c->stats.tokens_kept, 6);
    assert_int_equal(c->stats.distinct, 3);
    assert_int_equal(c->stats.sentences, 3);
    kith_corpus_free(c);
    kith_config_free(config);
}

static void min_count_cuts_a_given_vocabulary_only_when_it_is_given_too(void **state)
{
    (void)state;
    check_write_text("list.txt", "c 1\na 9\nb 2\n");
    kith_config *config = text_config("vocab", "list.txt", NULL);
    check_decoded("a b c", config, "a b c \n");
    kith_config_free(config);
    config = text_config("vocab", "list.txt", "min-count", "2", NULL);
    check_decoded("a b c", config, "a b \n");
    kith_config_free(config);
    config = text_config("vocab", "list.txt", "max-vocab", "1", NULL);
    check_decoded("a b c", config, "a \n");
    kith_config_free(config);
}

static void a_text_without_words_of_the_vocabulary_is_refused(void **state)
{
    (void)state;
    kith_error err;
    kith_corpus *c;
    const char *const path = "text.txt";
    check_write_text("list.txt", "c 1\n");
    check_write_text(path, "a b\n");
    kith_config *config = text_config("vocab", "list.txt", NULL);
    check_fails_with(kith_corpus_read(config, &path, 1, NULL, &c, &err), KITH_ERR_DATA,
                     "none of 2 tokens is a word of list.txt");
    assert_null(c);
    kith_config_free(config);
    config = text_config("vocab", "missing.txt", NULL);
    check_fails_with(kith_corpus_read(config, &path, 1, NULL, &c, &err), KITH_ERR_INPUT,
                     "missing.txt");
    kith_config_free(config);
    config = text_config("min-count", "3", NULL);
    check_fails_with(kith_corpus_read(config, &path, 1, NULL, &c, &err), KITH_ERR_DATA,
                     "lower --min-count");
    kith_config_free(config);
}

/* ------------------------------------------------------- with pruned words */

enum { TOKENS = 200000, WORDS = 40000 };

/* Words by number, most draws on few; a sentence every 20. */
static uint32_t *draw_tokens(void)
{
    uint32_t *token = malloc(TOKENS * sizeof *token);
    assert_non_null(token);
    uint64_t x = 11;
    for (int i = 0; i < TOKENS; i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        token[i] = (uint32_t)(exp((double)(x >> 33) / 0x1p31 * log(WORDS)) - 1);
    }
    return token;
}

static void write_tokens(const char *path, const uint32_t *token)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (int i = 0; i < TOKENS; i++)
        fprintf(f, "w%u%c", token[i], i % 20 == 19 ? '\n' : ' ');
    assert_int_equal(fclose(f), 0);
}

/* Of each kept word the last occurrences are counted, as many as its count says. */
static void check_last_occurrences(const kith_corpus *c, const uint32_t *token)
{
    uint64_t *rank = malloc(WORDS * sizeof *rank);
    uint64_t *skip = malloc(WORDS * sizeof *skip); /* first occurrences that are not counted */
    assert_non_null(rank);
    assert_non_null(skip);
    for (uint32_t w = 0; w < WORDS; w++) {
        char word[32];
        const int n = snprintf(word, sizeof word, "w%u", w);
        rank[w] = kith_vocab_find(c->vocab, word, (size_t)n);
        skip[w] = rank[w] == UINT64_MAX ? UINT64_MAX : 0 - kith_vocab_word_count(c->vocab, rank[w]);
    }
    for (int i = 0; i < TOKENS; i++)
        skip[token[i]] += rank[token[i]] != UINT64_MAX;
    uint64_t at = 0, cut = 0;
    for (int i = 0; i < TOKENS; i++) {
        const uint32_t w = token[i];
        if (skip[w] == 0) {
            assert_true(at < c->length);
            assert_int_equal(c->ids[at++], rank[w]);
        } else if (rank[w] != UINT64_MAX) {
            skip[w]--;
            cut++;
        }
        if (i % 20 == 19 && at > 0 && c->ids[at - 1] != KITH_SENTENCE_END)
            assert_int_equal(c->ids[at++], KITH_SENTENCE_END);
    }
    assert_int_equal(at, c->length);
    assert_true(cut > 0);
    free(rank);
    free(skip);
}

static void the_ids_of_pruned_words_never_pass_for_other_words(void **state)
{
    (void)state;
    uint32_t *token = draw_tokens();
    kith_error err;
    kith_corpus *c;
    const char *const path = "tail.txt";
    write_tokens(path, token);
    kith_config *config = text_config("min-count", "1", "max-vocab-memory", "1MiB", NULL);
    check_ok(kith_corpus_read(config, &path, 1, NULL, &c, &err));
    assert_true(c->stats.prune_bound > 0);
    assert_int_equal(c->stats.tokens, TOKENS);
    assert_int_equal(c->stats.tokens_kept + c->stats.pruned_tokens, TOKENS);
    assert_int_equal(c->tokens, kith_vocab_tokens(c->vocab));
    check_last_occurrences(c, token);
    kith_corpus_free(c);
    kith_config_free(config);
    free(token);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decoding_the_ids_gives_the_text),
        cmocka_unit_test(rare_words_leave_no_gap_and_empty_sentences_no_mark),
        cmocka_unit_test(ids_are_ranks),
        cmocka_unit_test(a_given_vocabulary_in_any_order_names_the_ids),
        cmocka_unit_test(min_count_cuts_a_given_vocabulary_only_when_it_is_given_too),
        cmocka_unit_test(a_text_without_words_of_the_vocabulary_is_refused),
        cmocka_unit_test(the_ids_of_pruned_words_never_pass_for_other_words),
    };
    return cmocka_run_group_tests_name("text/encode", tests, NULL, NULL);
}
