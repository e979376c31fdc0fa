/*
 * The analogy test: a hand-made file whose every outcome is known, and random files against a slow
 * reading of compute-accuracy's rules that shares nothing with src/.
 */
#include <ctype.h>

#include "made_vectors.h"

static const kith_analogy_options standard = {.top = 30000};

static void eval(const kith_vectors *v, const char *path, const kith_analogy_options *options,
                 unsigned threads, kith_analogy_report *out)
{
    kith_error err = {0};
    kith_search *s = NULL;
    check_ok(kith_search_new(v, threads, NULL, 0, &s, &err));
    check_ok(kith_eval_analogies(s, path, options, out, &err));
    kith_search_free(s);
}

static void check_score(const kith_analogy_score *s, const char *name, bool semantic,
                        uint64_t right, uint64_t asked, uint64_t missing)
{
    assert_string_equal(s->name, name);
    assert_true(s->semantic == semantic);
    assert_int_equal(s->right, right);
    assert_int_equal(s->asked, asked);
    assert_int_equal(s->missing, missing);
}

/* On a grid: x is the country, y tells capital from country, so b - a + c lands on the answer. */
static kith_vectors *grid(void)
{
    static const char *const words[] = {"France", "Paris",  "japan", "TOKYO",
                                        "Tokyo",  "france", "far",   "oslo"};
    static const float at[8][3] = {{1, 0, 0.1F}, {1, 0, 1},       {0, 1, 0.1F}, {0, 1, 1},
                                   {0, 1, 1.1F}, {-1, -1, -0.1F}, {-1, 0, -1},  {0.5F, 0.5F, 1}};
    kith_vectors *v = made_vectors(words, 8, 3);
    for (uint64_t i = 0; i < 8; i++)
        memcpy(made_row(v, i), at[i], sizeof at[i]);
    return v;
}

static void a_file_by_hand_scores_as_it_must(void **state)
{
    (void)state;
    check_write_text("q.txt", "\xEF\xBB\xBF: capitals\r\n"
                              "france paris JAPAN tokyo\r\n" /* right, by folding */
                              "Japan Tokyo France Paris\n"   /* right */
                              "france paris japan oslo\n"    /* wrong */
                              "france paris japan lima\n"    /* missing */
                              "\n"
                              ": gram1-nonsense\n"
                              "france paris france paris\n" /* a given word cannot be right */
                              ":Gram-is-not-gram\n"
                              "rome italy france paris");
    kith_vectors *v = grid();
    kith_analogy_report r;
    eval(v, "q.txt", &standard, 2, &r);
    assert_int_equal(r.sections, 3);
    check_score(&r.section[0], "capitals", true, 2, 3, 1);
    check_score(&r.section[1], "gram1-nonsense", false, 0, 1, 0);
    check_score(&r.section[2], "Gram-is-not-gram", true, 0, 0, 1);
    check_score(&r.semantic, "semantic", true, 2, 3, 2);
    check_score(&r.syntactic, "syntactic", false, 0, 1, 0);
    check_score(&r.total, "total", false, 2, 4, 2);
    kith_analogy_report_clear(&r);
    assert_null(r.section);
    kith_vectors_free(v);
}

/* "Tokyo" in row 4 points better than "TOKYO" in row 3, which stands for both. */
static void later_words_that_fold_to_an_earlier_one_do_not_answer(void **state)
{
    (void)state;
    check_write_text("q.txt", "france paris japan tokyo\n");
    kith_vectors *v = grid();
    memcpy(made_row(v, 3), (float[]){0.2F, 1, 1}, 12);
    memcpy(made_row(v, 4), (float[]){0, 1, 1}, 12);
    memcpy(made_row(v, 7), (float[]){0.1F, 1, 1}, 12); /* oslo lies between the two */
    kith_analogy_report r;
    eval(v, "q.txt", &standard, 1, &r);
    check_score(&r.section[0], "questions", true, 0, 1, 0);
    kith_analogy_report_clear(&r);
    memcpy(made_row(v, 7), (float[]){1, 1, 1}, 12);
    eval(v, "q.txt", &standard, 1, &r);
    check_score(&r.section[0], "questions", true, 1, 1, 0);
    kith_analogy_report_clear(&r);
    kith_vectors_free(v);
}

static void with_case_each_spelling_is_a_word(void **state)
{
    (void)state;
    check_write_text("q.txt", "France Paris japan Tokyo\nFrance Paris japan tokyo\n");
    kith_vectors *v = grid();
    memcpy(made_row(v, 3), (float[]){1, 1, 1}, 12);
    const kith_analogy_options options = {.case_sensitive = true};
    kith_analogy_report r;
    eval(v, "q.txt", &options, 1, &r);
    check_score(&r.total, "total", false, 1, 1, 1);
    kith_analogy_report_clear(&r);
    kith_vectors_free(v);
}

/* What was told of each question, one a line. */
static kith_status tell(void *self, const kith_analogy_outcome *o, kith_error *err)
{
    char *text = self;
    (void)err;
    snprintf(text + strlen(text), 1000 - strlen(text), "%s %d: %.*s = %d%s\n", o->section,
             (int)o->line, (int)o->bytes, o->words, (int)o->answer,
             !o->known  ? " missing"
             : o->right ? " right"
                        : " wrong");
    return o->line == 9 ? kith_fail(err, KITH_ERR_IO, "enough") : KITH_OK;
}

static void each_question_is_told_in_the_order_of_the_file(void **state)
{
    (void)state;
    kith_error err = {0};
    char text[1000] = "";
    check_write_text("q.txt", "france paris japan tokyo\n"
                              ": capitals\n"
                              "  france paris  japan lima\t\n"
                              "japan tokyo france oslo\n");
    kith_vectors *v = grid();
    const kith_analogy_options options = {.each = tell, .self = text};
    kith_analogy_report r;
    eval(v, "q.txt", &options, 1, &r);
    kith_analogy_report_clear(&r);
    assert_string_equal(text, "questions 1: france paris japan tokyo = 3 right\n"
                              "capitals 3: france paris  japan lima = -1 missing\n"
                              "capitals 4: japan tokyo france oslo = 1 wrong\n");
    check_write_text("q.txt", "\n\n\n\n\n\n\n\nfrance paris japan tokyo\n");
    kith_search *s = NULL;
    check_ok(kith_search_new(v, 1, NULL, 0, &s, &err));
    check_fails_with(kith_eval_analogies(s, "q.txt", &options, &r, &err), KITH_ERR_IO, "enough");
    kith_search_free(s);
    kith_vectors_free(v);
}

static void missing_questions_may_count_as_wrong(void **state)
{
    (void)state;
    check_write_text("q.txt", "france paris japan tokyo\nfrance paris japan lima\nx y z w\n");
    kith_vectors *v = grid();
    const kith_analogy_options options = {.count_missing = true};
    kith_analogy_report r;
    eval(v, "q.txt", &options, 1, &r);
    check_score(&r.total, "total", false, 1, 3, 2);
    kith_analogy_report_clear(&r);
    kith_vectors_free(v);
}

/* ---- compute-accuracy, read naively: strings, double loops, one question after the other ---- */

typedef struct naive {
    uint64_t right, asked, missing;
} naive;

static void upper(char *s)
{
    for (; *s != '\0'; s++)
        *s = (char)toupper((unsigned char)*s);
}

static void unit_row(const kith_vectors *v, uint64_t row, double *x)
{
    double square = 0;
    for (uint64_t i = 0; i < v->input.dim; i++) {
        x[i] = kith_vectors_row(v, row)[i];
        square += x[i] * x[i];
    }
    for (uint64_t i = 0; i < v->input.dim; i++)
        x[i] = square > 0 ? x[i] / sqrt(square) : 0;
}

static uint64_t find(char (*names)[24], uint64_t top, const char *word)
{
    for (uint64_t i = 0; i < top; i++)
        if (strcmp(names[i], word) == 0)
            return i;
    return top;
}

static uint64_t best_answer(const kith_vectors *v, char (*names)[24], uint64_t top, uint64_t a,
                            uint64_t b, uint64_t c, bool mul)
{
    const uint64_t dim = v->input.dim;
    double xa[64], xb[64], xc[64], x[64], best = -INFINITY;
    uint64_t answer = top;
    unit_row(v, a, xa);
    unit_row(v, b, xb);
    unit_row(v, c, xc);
    for (uint64_t r = 0; r < top; r++) {
        if (r == a || r == b || r == c || find(names, r, names[r]) < r)
            continue;
        unit_row(v, r, x);
        double da = 0, db = 0, dc = 0;
        for (uint64_t i = 0; i < dim; i++) {
            da += xa[i] * x[i];
            db += xb[i] * x[i];
            dc += xc[i] * x[i];
        }
        const double score =
            mul ? (1 + db) / 2 * (1 + dc) / 2 / ((1 + da) / 2 + 0.001) : db - da + dc;
        if (score > best) {
            best = score;
            answer = r;
        }
    }
    return answer;
}

static naive naive_eval(const kith_vectors *v, const char *path, uint64_t top, bool mul)
{
    char(*names)[24] = calloc(top, sizeof *names), w[4][24];
    for (uint64_t i = 0; i < top; i++) {
        size_t bytes;
        const char *word = kith_vectors_word(v, i, &bytes);
        memcpy(names[i], word, bytes);
        upper(names[i]);
    }
    naive n = {0};
    FILE *f = fopen(path, "rb");
    while (fscanf(f, "%23s %23s %23s %23s", w[0], w[1], w[2], w[3]) == 4) {
        uint64_t row[4];
        bool known = true;
        for (int i = 0; i < 4; i++) {
            upper(w[i]);
            row[i] = find(names, top, w[i]);
            known = known && row[i] < top;
        }
        if (!known) {
            n.missing++;
            continue;
        }
        n.asked++;
        const uint64_t answer = best_answer(v, names, top, row[0], row[1], row[2], mul);
        n.right += answer < top && strcmp(names[answer], w[3]) == 0;
    }
    fclose(f);
    free(names);
    return n;
}

/* 300 words, a third of them a former one in other case, in pairs that lie parallel but for noise.
 */
static kith_vectors *mixed_case(uint64_t rows, uint64_t dim)
{
    char(*text)[24] = calloc(rows, sizeof *text);
    const char **words = calloc(rows, sizeof *words);
    for (uint64_t i = 0; i < rows; i++) {
        if (i % 3 == 2)
            snprintf(text[i], sizeof *text, "Word%llu", (unsigned long long)(i / 2));
        else
            snprintf(text[i], sizeof *text, "word%llu", (unsigned long long)i);
        words[i] = text[i];
    }
    kith_vectors *v = made_vectors(words, rows, dim);
    for (uint64_t i = 0; i < rows; i++)
        for (uint64_t j = 0; j < dim; j++)
            made_row(v, i)[j] = made_number(1, i / 2 * dim + j) +
                                0.3F * made_number(2, i * dim + j) +
                                (i % 2 == 1 ? 2 * made_number(3, j) : 0);
    free(words);
    free(text);
    return v;
}

static void write_questions(const char *path, size_t count, uint32_t rows)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    const uint64_t key = kith_rng_key(5, 0, 0, KITH_RNG_TEST);
    for (size_t i = 0; i < count; i++) {
        const unsigned a = kith_rng_below(kith_rng_at(key, 2 * i), rows / 2) * 2;
        const unsigned c = kith_rng_below(kith_rng_at(key, 2 * i + 1), rows / 2) * 2;
        fprintf(f, "word%u WORD%u Word%u word%u\n", a, a + 1, c, c + 1);
    }
    fclose(f);
}

static void random_files_score_as_compute_accuracy_would(void **state)
{
    (void)state;
    enum { ROWS = 300 };
    kith_vectors *v = mixed_case(ROWS, 9);
    write_questions("random.txt", 150, ROWS);
    const uint64_t tops[] = {ROWS, 200, 17};
    const unsigned threads[] = {1, 2, 7};
    for (size_t i = 0; i < 3; i++)
        for (int mul = 0; mul < 2; mul++) {
            const naive n = naive_eval(v, "random.txt", tops[i], mul == 1);
            const kith_analogy_options options = {.top = tops[i],
                                                  .method = mul == 1 ? KITH_3COSMUL : KITH_3COSADD};
            kith_analogy_report r;
            eval(v, "random.txt", &options, threads[i], &r);
            assert_int_equal(r.total.asked, n.asked);
            assert_int_equal(r.total.missing, n.missing);
            assert_int_equal(r.total.right, n.right);
            assert_true(i > 0 || mul == 1 || (n.right > 5 && n.right < n.asked && n.missing > 10));
            kith_analogy_report_clear(&r);
        }
    kith_vectors_free(v);
}

static void what_is_no_question_file_is_refused(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = grid();
    kith_search *s = NULL;
    kith_analogy_report r;
    check_ok(kith_search_new(v, 1, NULL, 0, &s, &err));
    check_write_text("three.txt", ": s\na b c d\na b c\n");
    check_fails_with(kith_eval_analogies(s, "three.txt", &standard, &r, &err), KITH_ERR_DATA,
                     "three.txt:3: expected four words, got 3");
    check_write_text("five.txt", "a b c d e\n");
    check_fails_with(kith_eval_analogies(s, "five.txt", &standard, &r, &err), KITH_ERR_DATA,
                     "got 5");
    check_write_text("empty.txt", "");
    check_fails_with(kith_eval_analogies(s, "empty.txt", &standard, &r, &err), KITH_ERR_DATA,
                     "no analogy question");
    check_write_text("names.txt", ": one\n: two\n");
    check_fails(kith_eval_analogies(s, "names.txt", &standard, &r, &err), KITH_ERR_DATA);
    check_fails_with(kith_eval_analogies(s, "absent.txt", &standard, &r, &err), KITH_ERR_INPUT,
                     "absent.txt");
    assert_null(r.section);
    kith_search_free(s);
    kith_vectors_free(v);
}

/* 62 letters, then a character of two bytes: the name ends before it. */
static void long_section_names_are_cut_between_characters(void **state)
{
    (void)state;
    char text[200] = ": ";
    memset(text + 2, 'n', 62);
    strcpy(text + 64, "\xC3\xA9tude\nfrance paris japan tokyo\n");
    check_write_text("long.txt", text);
    kith_vectors *v = grid();
    kith_analogy_report r;
    eval(v, "long.txt", &standard, 1, &r);
    assert_int_equal(strlen(r.section[0].name), 62);
    kith_analogy_report_clear(&r);
    kith_vectors_free(v);
}

/* Every word of the file, each with a random row. */
static kith_vectors *words_of(const char *path)
{
    enum { MOST = 2000 };
    kith_error err = {0};
    kith_words set = {0};
    static char text[MOST][24];
    static const char *words[MOST];
    char word[64];
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    while (fscanf(f, "%63s", word) == 1) {
        uint64_t id;
        bool added;
        check_ok(kith_words_add(&set, word, strlen(word), &id, &added, &err));
        assert_true(id < MOST);
        if (added) {
            snprintf(text[id], sizeof text[id], "%.23s", word);
            words[id] = text[id];
        }
    }
    fclose(f);
    kith_vectors *v = made_vectors(words, set.size, 8);
    for (uint64_t i = 0; i < set.size; i++)
        for (uint64_t j = 0; j < 8; j++)
            made_row(v, i)[j] = made_number(1, 8 * i + j);
    kith_words_clear(&set);
    return v;
}

/* Mikolov et al. 2013a, table 1: 8869 semantic and 10675 syntactic questions. */
static void the_usual_file_is_read_whole(void **state)
{
    (void)state;
    char *path = check_top_path("../shared/data/eval/questions-words.txt");
    if (path == NULL)
        check_skip("no questions-words.txt");
    kith_vectors *v = words_of(path);
    kith_analogy_report r;
    eval(v, path, &standard, 2, &r);
    assert_int_equal(r.sections, 14);
    assert_int_equal(r.total.missing, 0);
    assert_int_equal(r.total.asked, 19544);
    assert_int_equal(r.semantic.asked, 8869);
    assert_int_equal(r.syntactic.asked, 10675);
    kith_analogy_report_clear(&r);
    kith_vectors_free(v);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_by_hand_scores_as_it_must),
        cmocka_unit_test(later_words_that_fold_to_an_earlier_one_do_not_answer),
        cmocka_unit_test(each_question_is_told_in_the_order_of_the_file),
        cmocka_unit_test(missing_questions_may_count_as_wrong),
        cmocka_unit_test(with_case_each_spelling_is_a_word),
        cmocka_unit_test(random_files_score_as_compute_accuracy_would),
        cmocka_unit_test(what_is_no_question_file_is_refused),
        cmocka_unit_test(the_usual_file_is_read_whole),
        cmocka_unit_test(long_section_names_are_cut_between_characters),
    };
    return cmocka_run_group_tests_name("query/evaluate_analogies", tests, NULL, NULL);
}
