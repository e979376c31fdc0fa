/*
 * Phrases against a slow twin that works on strings: counts by linear search, candidates and
 * joining as gensim's Phrases has them, word for word.
 */
#include "check.h"

enum { MOST_LINES = 200, MOST_WORDS = 12, CHARS = 128, MOST_KEYS = 20000 };

typedef struct line {
    char word[MOST_WORDS][CHARS];
    int words;
} line;

static line text[MOST_LINES];
static int lines;

typedef struct key {
    char text[CHARS];
    double count;
} key;
static key words[MOST_KEYS], pairs[MOST_KEYS];
static int word_keys, pair_keys;

typedef struct settings {
    bool npmi;
    double threshold, least;
    int passes;
    const char *connectors; /* with a space before and after each */
} settings;

/* Puts `from` at the end of `to`, which has room for CHARS. */
static void append(char *to, const char *from)
{
    const size_t used = strlen(to), bytes = strlen(from);
    assert_true(used + bytes < CHARS);
    memcpy(to + used, from, bytes + 1);
}

static void copy(char *to, const char *from)
{
    to[0] = '\0';
    append(to, from);
}

static bool is_connector(const settings *s, const char *word)
{
    char spaced[CHARS] = " ";
    append(spaced, word);
    append(spaced, " ");
    return strstr(s->connectors, spaced) != NULL;
}

static key *key_of(key *all, int *n, const char *text_of_key)
{
    for (int i = 0; i < *n; i++)
        if (strcmp(all[i].text, text_of_key) == 0)
            return &all[i];
    assert_true(*n < MOST_KEYS);
    copy(all[*n].text, text_of_key);
    all[*n].count = 0;
    return &all[(*n)++];
}

/* Words first..last of a line with `mark` between them. */
static const char *span_text(const line *l, int first, int last, char mark)
{
    static char joined[CHARS];
    joined[0] = '\0';
    for (int i = first; i <= last; i++) {
        if (i > first)
            append(joined, (char[]){mark, '\0'});
        append(joined, l->word[i]);
    }
    return joined;
}

static void count_line(const settings *s, const line *l)
{
    int start = -1;
    for (int i = 0; i < l->words; i++) {
        if (is_connector(s, l->word[i]))
            continue;
        key_of(words, &word_keys, l->word[i])->count++;
        if (start >= 0)
            key_of(pairs, &pair_keys, span_text(l, start, i, ' '))->count++;
        start = i;
    }
}

static double count_tokens(void)
{
    double n = 0;
    for (int i = 0; i < lines; i++)
        n += text[i].words;
    return n;
}

/* The score of words first..last; -1e300 where they are no phrase. */
static double score_span(const settings *s, const line *l, int first, int last, double n)
{
    const double a = key_of(words, &word_keys, l->word[first])->count;
    const double b = key_of(words, &word_keys, l->word[last])->count;
    const double ab = key_of(pairs, &pair_keys, span_text(l, first, last, ' '))->count;
    const double score =
        s->npmi ? log(ab / n / (a / n * (b / n))) / -log(ab / n) : (ab - s->least) / (a * b) * n;
    return ab >= s->least && score > s->threshold ? score : -1e300;
}

static void join_line(const settings *s, line *l, double n)
{
    line out = {.words = 0};
    int start = -1;
    int from = 0; /* words before it are written */
    for (int i = 0; i < l->words; i++) {
        if (is_connector(s, l->word[i]))
            continue;
        if (start >= 0 && score_span(s, l, start, i, n) > -1e300) {
            for (; from < start; from++)
                memcpy(out.word[out.words++], l->word[from], CHARS);
            copy(out.word[out.words++], span_text(l, start, i, '_'));
            from = i + 1;
            start = -1;
        } else {
            start = i;
        }
    }
    for (; from < l->words; from++)
        memcpy(out.word[out.words++], l->word[from], CHARS);
    *l = out;
}

static uint64_t draw(uint64_t *x, uint64_t n)
{
    *x = *x * 6364136223846793005u + 1442695040888963407u;
    return (*x >> 33) % n;
}

/* Few words, some of which like to follow each other; "of" and "the" come between. */
static void make_text(uint64_t seed)
{
    lines = MOST_LINES;
    for (int i = 0; i < lines; i++) {
        line *l = &text[i];
        l->words = (int)draw(&seed, MOST_WORDS + 1);
        uint64_t last = 0;
        for (int w = 0; w < l->words; w++) {
            const uint64_t next = draw(&seed, 3) == 0 ? last + 1 : draw(&seed, 40);
            const uint64_t kind = draw(&seed, 8);
            last = kind > 1 ? next : last;
            if (kind > 1)
                snprintf(l->word[w], CHARS, "w%lu", (unsigned long)next);
            else
                copy(l->word[w], kind == 0 ? "of" : "the");
        }
    }
}

/* Lines without words are left out, as kith writes them. */
static char *print_text(void)
{
    char *all = calloc(MOST_LINES * MOST_WORDS, CHARS);
    assert_non_null(all);
    size_t used = 0;
    for (int i = 0; i < lines; i++)
        for (int w = 0; w < text[i].words; w++) {
            const size_t bytes = strlen(text[i].word[w]);
            memcpy(all + used, text[i].word[w], bytes);
            used += bytes;
            all[used++] = w + 1 < text[i].words ? ' ' : '\n';
        }
    return all;
}

static kith_config *phrase_config(const settings *s)
{
    kith_error err;
    kith_option_table tables[4];
    kith_config *c;
    char number[64];
    check_ok(kith_config_new(tables, kith_phrase_options(tables), &c, &err));
    check_ok(kith_config_set(c, "score", s->npmi ? "npmi" : "word2phrase", &err));
    snprintf(number, sizeof number, "%g", s->threshold);
    check_ok(kith_config_set(c, "threshold", number, &err));
    snprintf(number, sizeof number, "%g", s->least);
    check_ok(kith_config_set(c, "min-count", number, &err));
    snprintf(number, sizeof number, "%d", s->passes);
    check_ok(kith_config_set(c, "passes", number, &err));
    check_ok(kith_config_set(c, "connectors", s->connectors, &err));
    return c;
}

static const char *const text_path = "text.txt";

static kith_phrases *learn_text(const settings *s)
{
    kith_error err;
    kith_phrases *p;
    kith_config *c = phrase_config(s);
    check_ok(kith_phrases_learn(c, &text_path, 1, NULL, &p, NULL, &err));
    kith_config_free(c);
    return p;
}

/* Every phrase that kith found in a pass has the twin's score, and there are as many. */
static uint64_t check_pass(const settings *s, const kith_phrases *p, uint64_t at, uint64_t pass)
{
    const double n = count_tokens();
    uint64_t found = 0;
    static char seen[MOST_KEYS][CHARS];
    for (int i = 0; i < lines; i++)
        for (int first = 0; first < text[i].words; first++)
            for (int last = first + 1; last < text[i].words; last++) {
                const line *l = &text[i];
                bool fits = !is_connector(s, l->word[first]) && !is_connector(s, l->word[last]);
                for (int w = first + 1; w < last; w++)
                    fits = fits && is_connector(s, l->word[w]);
                const double score = fits ? score_span(s, l, first, last, n) : -1e300;
                if (score == -1e300)
                    continue;
                const char *joined = span_text(l, first, last, '_');
                bool is_new = true;
                for (uint64_t k = 0; k < found; k++)
                    is_new = is_new && strcmp(seen[k], joined) != 0;
                if (!is_new)
                    continue;
                copy(seen[found++], joined);
                bool there = false;
                for (uint64_t k = at; k < kith_phrases_count(p) && !there; k++) {
                    kith_phrase phrase;
                    kith_phrases_at(p, k, &phrase);
                    there = phrase.pass == pass && phrase.bytes == strlen(joined) &&
                            memcmp(phrase.text, joined, phrase.bytes) == 0;
                    if (there)
                        check_near(phrase.score, score, 1e-9 * fabs(score) + 1e-12);
                }
                assert_true(there);
            }
    return found;
}

static void check_settings(const settings *s, uint64_t seed)
{
    kith_error err;
    make_text(seed);
    char *before = print_text();
    check_write_text(text_path, before);
    kith_phrases *p = learn_text(s);
    uint64_t at = 0;
    for (int pass = 1; pass <= s->passes; pass++) {
        word_keys = pair_keys = 0;
        for (int i = 0; i < lines; i++)
            count_line(s, &text[i]);
        const uint64_t found = check_pass(s, p, at, (uint64_t)pass);
        at += found;
        const double n = count_tokens();
        for (int i = 0; i < lines; i++)
            join_line(s, &text[i], n);
    }
    assert_int_equal(kith_phrases_count(p), at);
    assert_true(at > 0);
    check_ok(kith_phrases_apply(p, &text_path, 1, "joined.txt", NULL, NULL, NULL, &err));
    char *expected = print_text(), *got = check_read_file("joined.txt", NULL);
    assert_string_equal(got, expected);
    free(before);
    free(expected);
    free(got);
    kith_phrases_free(p);
}

static void phrases_are_those_of_a_slow_twin(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        check_settings(&(settings){false, 3, 2, 1, " "}, seed);
        check_settings(&(settings){false, 2, 3, 3, " "}, seed);
        check_settings(&(settings){true, 0.3, 2, 1, " "}, seed);
        check_settings(&(settings){true, 0.2, 2, 2, " "}, seed);
    }
}

static void connector_words_stand_inside_phrases_only(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        check_settings(&(settings){false, 3, 2, 1, " of the "}, seed);
        check_settings(&(settings){true, 0.2, 2, 3, " of the never "}, seed);
    }
}

/* ------------------------------------------------------------------- lines */

static void check_joined(const settings *s, const char *learned, const char *given,
                         const char *expected)
{
    kith_error err;
    check_write_text(text_path, learned);
    kith_phrases *p = learn_text(s);
    check_write_text("given.txt", given);
    const char *const path = "given.txt";
    check_ok(kith_phrases_apply(p, &path, 1, "joined.txt", NULL, NULL, NULL, &err));
    char *got = check_read_file("joined.txt", NULL);
    assert_string_equal(got, expected);
    free(got);
    kith_phrases_free(p);
}

static void no_phrase_crosses_the_end_of_a_line(void **state)
{
    (void)state;
    const settings s = {false, 0, 1, 1, " "};
    check_joined(&s, "a b\na b\na b x\n", "a\nb\n\n a\tb \r\na b a b", "a\nb\na_b\na_b a_b\n");
    check_joined(&s, "a\nb\na\nb\na\nb\n", "a b", "a b\n");
}

static void a_joined_word_begins_no_other_phrase(void **state)
{
    (void)state;
    const settings s = {false, 0, 1, 1, " "};
    check_joined(&s, "a a a\na a a\n", "a a a a a", "a_a a_a a\n");
}

/* Lines that chunks of the reader cut anywhere, words of phrases and others. */
static void long_lines_are_joined_whole(void **state)
{
    (void)state;
    enum { REPEATS = 60000 };
    const settings s = {false, 0, 1, 1, " "};
    static const char unit[] = "new york other new york ", joined[] = "new_york other new_york ";
    char *given = malloc(REPEATS * sizeof unit), *expected = malloc(REPEATS * sizeof joined);
    assert_non_null(given);
    assert_non_null(expected);
    for (size_t i = 0; i < REPEATS; i++) {
        memcpy(given + i * (sizeof unit - 1), unit, sizeof unit);
        memcpy(expected + i * (sizeof joined - 1), joined, sizeof joined);
    }
    expected[REPEATS * (sizeof joined - 1) - 1] = '\n';
    check_joined(&s, "new york\nnew york\nnew york\n", given, expected);
    free(given);
    free(expected);
}

/* ------------------------------------------------------------------- files */

static void a_file_of_phrases_reads_back_as_it_was_written(void **state)
{
    (void)state;
    kith_error err;
    const settings s = {true, 0.2, 2, 2, " of the "};
    make_text(3);
    char *all = print_text();
    check_write_text(text_path, all);
    kith_phrases *p = learn_text(&s), *q;
    check_ok(kith_phrases_save(p, "one", &err));
    check_ok(kith_phrases_open("one", &q, &err));
    check_ok(kith_phrases_save(q, "two", &err));
    check_ok(kith_phrases_apply(q, &text_path, 1, "joined.txt", NULL, NULL, NULL, &err));
    check_ok(kith_phrases_apply(p, &text_path, 1, "expected.txt", NULL, NULL, NULL, &err));
    char *one = check_read_file("one", NULL), *two = check_read_file("two", NULL);
    char *joined = check_read_file("joined.txt", NULL);
    char *expected = check_read_file("expected.txt", NULL);
    assert_string_equal(one, two);
    assert_string_equal(joined, expected);
    free(one);
    free(two);
    free(joined);
    free(expected);
    free(all);
    kith_phrases_free(p);
    kith_phrases_free(q);
}

static void check_refused(const char *file, const char *part)
{
    kith_error err;
    kith_phrases *p;
    check_write_text("bad", file);
    check_fails_with(kith_phrases_open("bad", &p, &err), KITH_ERR_DATA, part);
    assert_null(p);
}

static void a_file_that_is_none_is_refused_with_its_line(void **state)
{
    (void)state;
    check_refused("", "not a file of phrases");
    check_refused("the text itself\n", "not a file of phrases");
    check_refused("kith-phrases 1\nmin-count many\n", "bad:2: ");
    check_refused("kith-phrases 1\nnonsense 3\n", "bad:2: ");
    check_refused("kith-phrases 1\npass 2 10\n", "bad:2: expected \"pass NUMBER TOKENS\"");
    check_refused("kith-phrases 1\npass 1 10\n1.5 3 a b\n", "bad:3: expected SCORE<TAB>COUNT");
    check_refused("kith-phrases 1\npass 1 10\n1.5\tx\ta b\n", "bad:3: expected SCORE<TAB>COUNT");
    check_refused("kith-phrases 1\npass 1 10\n1.5\t3\ta\n", "bad:3: \"a\": expected two words");
    check_refused("kith-phrases 1\npass 1 10\n1.5\t3\ta b c\n", "expected two words, with");
    check_refused("kith-phrases 1\nconnectors a\npass 1 10\n1\t3\ta b\n", "expected two words");
    check_refused("kith-phrases 1\npass 1 10\n1\t3\ta b\n1\t3\ta b\n", "bad:4: \"a b\": twice");
}

static void values_that_cannot_be_are_refused(void **state)
{
    (void)state;
    static const char *const bad[][3] = {{"delimiter", " ", "--delimiter"},
                                         {"delimiter", "", "--delimiter"},
                                         {"connectors", "a\nb", "--connectors"}};
    kith_error err;
    kith_phrases *p;
    check_write_text(text_path, "a b\n");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        kith_config *c = phrase_config(&(settings){false, 1, 1, 1, " "});
        check_ok(kith_config_set(c, bad[i][0], bad[i][1], &err));
        check_fails_with(kith_phrases_learn(c, &text_path, 1, NULL, &p, NULL, &err), KITH_ERR_USAGE,
                         bad[i][2]);
        kith_config_free(c);
    }
    kith_config *c = phrase_config(&(settings){true, 1, 1, 1, " "});
    check_fails_with(kith_phrases_learn(c, &text_path, 1, NULL, &p, NULL, &err), KITH_ERR_USAGE,
                     "npmi is at most 1");
    kith_config_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrases_are_those_of_a_slow_twin),
        cmocka_unit_test(connector_words_stand_inside_phrases_only),
        cmocka_unit_test(no_phrase_crosses_the_end_of_a_line),
        cmocka_unit_test(a_joined_word_begins_no_other_phrase),
        cmocka_unit_test(long_lines_are_joined_whole),
        cmocka_unit_test(a_file_of_phrases_reads_back_as_it_was_written),
        cmocka_unit_test(a_file_that_is_none_is_refused_with_its_line),
        cmocka_unit_test(values_that_cannot_be_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
