/* Texts of many pieces against a splitter, a sort and a search that know of none. */
#include "check.h"
#include "text/corpus.h"
#include "text_help.h"

enum { LINES = 24000, WORDS = 5000, LONG = 3 };

typedef struct truth {
    const char *word;
    uint64_t count;
} truth;

static uint64_t draw(uint64_t *x)
{
    *x = *x * 6364136223846793005u + 1442695040888963407u;
    return *x >> 33;
}

/* Lines of 0..19 words with a long tail, blanks of all kinds, now and then a very long word. */
static void write_text(const char *path, uint64_t seed)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (int line = 0; line < LINES; line++) {
        for (uint64_t n = draw(&seed) % 20; n > 0; n--) {
            const double u = (double)(draw(&seed) % 100000) / 100000;
            fprintf(f, "%.*s%u%c", (int)(draw(&seed) % 3), "\t  ",
                    (unsigned)(exp(u * log(WORDS)) * 7919), " \t\r"[draw(&seed) % 3]);
        }
        if (line % (LINES / LONG) == 100)
            for (int i = 0; i < 70000; i++)
                fputc('x', f);
        if (line + 1 < LINES || seed % 2 == 0)
            fputs(draw(&seed) % 9 == 0 ? "\n \n\n" : "\n", f);
    }
    assert_int_equal(fclose(f), 0);
}

static int by_word(const void *a, const void *b)
{
    return strcmp(((const truth *)a)->word, ((const truth *)b)->word);
}

static int by_count(const void *a, const void *b)
{
    const truth *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count) - (x->count > y->count) : by_word(a, b);
}

/* All words of the text with NULL for the end of each line that has words; the list ends so too. */
static const char **split(char *text, uint64_t *tokens, uint64_t most)
{
    const char **token = calloc(strlen(text) + 2, sizeof *token);
    assert_non_null(token);
    *tokens = 0;
    char *next_line;
    for (char *line = strtok_r(text, "\n", &next_line); line != NULL;
         line = strtok_r(NULL, "\n", &next_line)) {
        const uint64_t before = *tokens;
        char *next_word;
        for (char *word = strtok_r(line, " \t\r", &next_word); word != NULL;
             word = strtok_r(NULL, " \t\r", &next_word)) {
            if (strlen(word) > most)
                word[most] = '\0';
            token[(*tokens)++] = word;
        }
        *tokens += *tokens > before;
    }
    return token;
}

/* The words that occur `least` times, ranked. */
static truth *rank(const char *const *token, uint64_t tokens, uint64_t least, uint64_t *size)
{
    truth *words = calloc(tokens + 1, sizeof *words);
    assert_non_null(words);
    uint64_t n = 0, different = 0;
    for (uint64_t i = 0; i < tokens; i++)
        if (token[i] != NULL)
            words[n++] = (truth){token[i], 1};
    qsort(words, n, sizeof *words, by_word);
    for (uint64_t i = 0; i < n; i++)
        if (different > 0 && strcmp(words[different - 1].word, words[i].word) == 0)
            words[different - 1].count++;
        else
            words[different++] = words[i];
    qsort(words, different, sizeof *words, by_count);
    for (*size = 0; *size < different && words[*size].count >= least;)
        ++*size;
    return words;
}

static uint32_t find(const truth *sorted, const uint32_t *order, uint64_t size, const char *word)
{
    uint64_t low = 0, high = size;
    while (low < high) {
        const uint64_t middle = (low + high) / 2;
        if (strcmp(sorted[middle].word, word) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < size && strcmp(sorted[low].word, word) == 0 ? order[low] : UINT32_MAX;
}

static void check_corpus(const kith_corpus *c, const char *const *token, uint64_t tokens,
                         const truth *words, uint64_t size)
{
    truth *sorted = calloc(size, sizeof *sorted);
    uint32_t *order = calloc(size, sizeof *order);
    assert_true(sorted != NULL && order != NULL);
    assert_int_equal(kith_vocab_size(c->vocab), size);
    memcpy(sorted, words, size * sizeof *sorted);
    qsort(sorted, size, sizeof *sorted, by_word);
    for (uint64_t i = 0; i < size; i++) {
        assert_int_equal(kith_vocab_word_count(c->vocab, i), words[i].count);
        const truth *found = bsearch(&words[i], sorted, size, sizeof *sorted, by_word);
        order[found - sorted] = (uint32_t)i;
    }
    uint64_t at = 0;
    for (uint64_t i = 0; i < tokens; i++) {
        uint32_t id = KITH_SENTENCE_END;
        if (token[i] != NULL && (id = find(sorted, order, size, token[i])) == UINT32_MAX)
            continue;
        if (token[i] == NULL && (at == 0 || c->ids[at - 1] == KITH_SENTENCE_END))
            continue;
        if (at >= c->length || c->ids[at] != id)
            fail_msg("id %llu of %llu differs", (unsigned long long)at,
                     (unsigned long long)c->length);
        at++;
    }
    assert_int_equal(at, c->length);
    free(sorted);
    free(order);
}

static kith_config *config_of(const char *threads, const char *memory, const char *least)
{
    kith_error err;
    kith_config *config;
    kith_option_table tables[4];
    check_ok(kith_config_new(tables, kith_train_options(tables), &config, &err));
    check_ok(kith_config_set(config, "threads", threads, &err));
    check_ok(kith_config_set(config, "max-vocab-memory", memory, &err));
    check_ok(kith_config_set(config, "min-count", least, &err));
    return config;
}

static kith_corpus *read_with(const char *path, kith_config *config)
{
    kith_error err;
    kith_corpus *c;
    check_ok(kith_corpus_read(config, &path, 1, NULL, &c, &err));
    kith_config_free(config);
    return c;
}

static void texts_of_many_pieces_are_encoded_exactly_at_any_number_of_threads(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 2; seed++) {
        size_t bytes;
        uint64_t tokens, size;
        write_text("text.txt", seed);
        char *text = check_read_file("text.txt", &bytes);
        const char **token = split(text, &tokens, 4096);
        truth *words = rank(token, tokens, 3, &size);
        for (char threads = '1'; threads <= '5'; threads += 2) {
            kith_corpus *c = read_with("text.txt", config_of((char[]){threads, '\0'}, "0", "3"));
            assert_int_equal(c->stats.bytes, bytes);
            assert_int_equal(c->stats.truncated, LONG);
            check_corpus(c, token, tokens, words, size);
            kith_corpus_free(c);
        }
        free(words);
        free(token);
        free(text);
    }
}

/* Each of the common words stands beside one that comes once: these alone are pruned. */
static void a_pruned_text_is_the_same_at_any_number_of_threads(void **state)
{
    (void)state;
    uint64_t hash = 0, pruned = 0;
    FILE *f = fopen("tail.txt", "w");
    assert_non_null(f);
    for (int i = 0; i < 60000; i++)
        fprintf(f, "common%d once%d%c", i % 50, i, i % 10 == 0 ? '\n' : ' ');
    assert_int_equal(fclose(f), 0);
    for (char threads = '1'; threads <= '5'; threads++) {
        kith_corpus *c = read_with("tail.txt", config_of((char[]){threads, '\0'}, "1MiB", "10"));
        assert_int_equal(kith_vocab_size(c->vocab), 50);
        assert_int_equal(c->tokens, 60000);
        assert_true(c->stats.prune_bound > 0);
        assert_int_equal(kith_corpus_hash(c), threads == '1' ? kith_corpus_hash(c) : hash);
        assert_int_equal(c->stats.pruned_words, threads == '1' ? c->stats.pruned_words : pruned);
        hash = kith_corpus_hash(c);
        pruned = c->stats.pruned_words;
        kith_corpus_free(c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_many_pieces_are_encoded_exactly_at_any_number_of_threads),
        cmocka_unit_test(a_pruned_text_is_the_same_at_any_number_of_threads),
    };
    return cmocka_run_group_tests_name("text/scan", tests, NULL, NULL);
}
