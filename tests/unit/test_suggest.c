#include "sample.h"

#include "base/rng.h"

/* The whole table, on letters only: the oracle. */
static unsigned slow_distance(const char *a, size_t n, const char *b, size_t m)
{
    unsigned d[20][20];
    for (size_t i = 0; i <= n; i++)
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = (unsigned)(i + j);
                continue;
            }
            unsigned cell = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            cell = d[i - 1][j] + 1 < cell ? d[i - 1][j] + 1 : cell;
            cell = d[i][j - 1] + 1 < cell ? d[i][j - 1] + 1 : cell;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cell = d[i - 2][j - 2] + 1 < cell ? d[i - 2][j - 2] + 1 : cell;
            d[i][j] = cell;
        }
    return d[n][m];
}

static size_t slow_suggest(const kith_vectors *v, const char *word, size_t bytes, uint64_t *rows,
                           size_t most)
{
    size_t found = 0;
    for (unsigned want = 0; want <= (bytes + 1) / 3; want++)
        for (uint64_t row = 0; row < kith_vectors_rows(v) && found < most; row++) {
            size_t length = 0;
            const char *other = kith_vectors_word(v, row, &length);
            if (slow_distance(word, bytes, other, length) == want)
                rows[found++] = row;
        }
    return found;
}

static void agrees_with_the_whole_table(void **state)
{
    (void)state;
    char forbidden[256];
    size_t used = 0;
    for (int c = 1; c < 256; c++)
        if (c < 'a' || c > 'd')
            forbidden[used++] = (char)c;
    forbidden[used] = 0;
    kith_vectors *v = sample_random(600, 1, 5, forbidden, true);
    size_t hits = 0;
    for (uint64_t i = 0; i < 300; i++) {
        char word[16];
        const size_t bytes = 1 + kith_rng_at(9, 20 * i) % 14;
        for (size_t k = 0; k < bytes; k++)
            word[k] = (char)('a' + kith_rng_at(9, 20 * i + 1 + k) % 4);
        uint64_t got[8];
        uint64_t expected[8];
        const size_t most = 1 + i % 8;
        const size_t count = kith_vectors_suggest(v, word, bytes, got, most);
        if (bytes < 2) { /* a third of one character is none */
            assert_int_equal(count, 0);
            continue;
        }
        assert_int_equal(count, slow_suggest(v, word, bytes, expected, most));
        assert_memory_equal(got, expected, count * sizeof *got);
        hits += count;
    }
    assert_true(hits > 500);
    kith_vectors_free(v);
}

static void counts_characters_and_not_bytes(void **state)
{
    (void)state;
    static const char *const words[] = {"한국", "naïve", "na\xFFve"};
    kith_vectors *v = sample_named(words, 3, 1, 1);
    uint64_t rows[4];
    assert_int_equal(kith_vectors_suggest(v, "한굮", strlen("한굮"), rows, 4), 1);
    assert_int_equal(rows[0], 0);
    assert_int_equal(kith_vectors_suggest(v, "naive", 5, rows, 4), 2);
    assert_int_equal(rows[0], 1);
    assert_int_equal(rows[1], 2);
    kith_vectors_free(v);
}

static void a_swap_is_one_step(void **state)
{
    (void)state;
    static const char *const words[] = {"cat", "act", "coat"};
    kith_vectors *v = sample_named(words, 3, 1, 1);
    uint64_t rows[4];
    assert_int_equal(kith_vectors_suggest(v, "cta", 3, rows, 4), 1);
    assert_int_equal(rows[0], 0);
    kith_vectors_free(v);
}

static void frequent_words_come_first_among_equals(void **state)
{
    (void)state;
    static const char *const words[] = {"bat", "cat", "hat"};
    static const uint64_t counts[] = {1, 5, 3};
    kith_vectors *v = sample_named(words, 3, 1, 1);
    v->count = counts;
    uint64_t rows[4];
    assert_int_equal(kith_vectors_suggest(v, "rat", 3, rows, 2), 2);
    assert_int_equal(rows[0], 1);
    assert_int_equal(rows[1], 2);
    kith_vectors_free(v);
}

static void words_without_end_suggest_nothing(void **state)
{
    (void)state;
    char word[65];
    memset(word, 'a', 64);
    word[64] = 0;
    const char *const words[] = {word};
    kith_vectors *v = sample_named(words, 1, 1, 1);
    uint64_t rows[4];
    assert_int_equal(kith_vectors_suggest(v, word, 64, rows, 4), 1);
    assert_int_equal(kith_vectors_suggest(v, word, 65, rows, 4), 0);
    assert_int_equal(kith_vectors_suggest(v, "", 0, rows, 4), 0);
    assert_int_equal(kith_vectors_suggest(v, word, 60, rows, 0), 0);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_whole_table),
        cmocka_unit_test(counts_characters_and_not_bytes),
        cmocka_unit_test(a_swap_is_one_step),
        cmocka_unit_test(frequent_words_come_first_among_equals),
        cmocka_unit_test(words_without_end_suggest_nothing),
    };
    return cmocka_run_group_tests_name("vec/suggest", tests, NULL, NULL);
}
