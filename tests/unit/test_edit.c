/* Edits of words and of numbers, against what was put in and against definitions. */
#include "made_vectors.h"
#include "sample.h"

static kith_vectors *edited(const kith_vectors *a, const kith_vectors *b, kith_edit how,
                            kith_edit_report *report)
{
    kith_error err = {0};
    const kith_vectors *v[] = {a, b};
    kith_vectors *out = NULL;
    check_ok(kith_vectors_edit(v, b != NULL ? 2 : 1, &how, &out, report, &err));
    return out;
}

/* The words of a result by spaces. */
static const char *words_of(const kith_vectors *v, char *text)
{
    *text = '\0';
    for (uint64_t i = 0; i < kith_vectors_rows(v); i++) {
        size_t bytes;
        const char *word = kith_vectors_word(v, i, &bytes);
        sprintf(text + strlen(text), "%s%.*s", i > 0 ? " " : "", (int)bytes, word);
        assert_int_equal(kith_vectors_find(v, word, bytes), i);
    }
    return text;
}

static kith_vectors *counted(const char *const *words, uint64_t rows, uint64_t first)
{
    kith_vectors *v = made_vectors(words, rows, 2);
    uint64_t *count = calloc(rows, sizeof *count);
    for (uint64_t i = 0; i < rows; i++) {
        made_row(v, i)[0] = (float)(first + i);
        count[i] = 10 * (first + i);
    }
    v->own_count = count;
    v->count = count;
    return v;
}

static void merging_takes_the_first_the_last_or_the_mean(void **state)
{
    (void)state;
    static const char *const left[] = {"a", "b", "c"}, *const right[] = {"c", "d", "a"};
    static const float expected[][4] = {{1, 2, 3, 8}, {9, 2, 7, 8}, {5, 2, 5, 8}};
    static const uint64_t counts[][4] = {{10, 20, 30, 80}, {90, 20, 70, 80}, {100, 20, 100, 80}};
    kith_vectors *x = counted(left, 3, 1), *y = counted(right, 3, 7);
    for (size_t clash = 0; clash < 3; clash++) {
        char text[64];
        kith_vectors *out = edited(x, y, (kith_edit){.clash = (kith_clash)clash}, NULL);
        assert_string_equal(words_of(out, text), "a b c d");
        for (uint64_t i = 0; i < 4; i++) {
            check_near(kith_vectors_row(out, i)[0], expected[clash][i], 0);
            assert_int_equal(kith_vectors_count(out, i), counts[clash][i]);
        }
        kith_vectors_free(out);
    }
    free(y->own_count);
    y->own_count = NULL;
    y->count = NULL;
    kith_vectors *out = edited(x, y, (kith_edit){0}, NULL);
    assert_false(kith_vectors_has_counts(out));
    kith_vectors_free(out);
    kith_vectors_free(x);
    kith_vectors_free(y);
}

static const char *const words[] = {"one", "two", "three", "four", "five"};

static void filters_hold_together_and_top_counts_what_they_leave(void **state)
{
    (void)state;
    char text[64];
    kith_edit_report report;
    kith_vectors *v = counted(words, 5, 1);
    check_write_text("only", "five\t1\none\n\ntwo\nsix\nseven\nfour");
    check_write_text("without", "two\nnone\n");
    kith_vectors *out = edited(v, NULL, (kith_edit){.only = "only", .without = "without"}, &report);
    assert_string_equal(words_of(out, text), "one four five");
    assert_int_equal(report.only_unknown, 2);
    assert_int_equal(report.without_unknown, 1);
    assert_int_equal(report.words, 5);
    assert_int_equal(report.rows, 3);
    kith_vectors_free(out);
    out = edited(v, NULL, (kith_edit){.match = "*[eo]*", .min_count = 20, .top = 2}, &report);
    assert_string_equal(words_of(out, text), "two three");
    kith_vectors_free(out);
    out = edited(v, NULL, (kith_edit){.regex = "^.(o|h)", .without = "without"}, &report);
    assert_string_equal(words_of(out, text), "three four");
    kith_vectors_free(out);
    kith_vectors_free(v);
}

static void edits_that_cannot_be_are_refused(void **state)
{
    (void)state;
    static const struct {
        kith_edit how;
        kith_status status;
        const char *why;
    } bad[] = {
        {{.match = "x*"}, KITH_NOT_FOUND, "no row is left of 5"},
        {{.match = "[x"}, KITH_ERR_USAGE, "has no end"},
        {{.regex = "x)"}, KITH_ERR_USAGE, "without its '('"},
        {{.only = "absent"}, KITH_ERR_INPUT, "absent"},
        {{.min_count = 1}, KITH_ERR_USAGE, "these have none"},
        {{.remove = 3}, KITH_ERR_USAGE, "expected fewer than the 3"},
        {{.remove = 1, .pca = 3}, KITH_ERR_USAGE, "at most the 2 that are left"},
        {{.rename = "alone"}, KITH_ERR_DATA, "alone:2: expected two words"},
        {{.rename = "clash"}, KITH_ERR_DATA, "clash:1: \"two\" would be there twice"},
        {{.rename = "both"}, KITH_ERR_DATA, "both:2: \"x\" would be there twice"},
        {{.rename = "again"}, KITH_ERR_DATA, "again:2: \"one\" has a new name already"},
    };
    check_write_text("alone", "one\tx\ntwo\n");
    check_write_text("clash", "one\ttwo\n");
    check_write_text("both", "one\tx\ntwo\tx\n");
    check_write_text("again", "one\tx\none\ty\n");
    kith_vectors *v = made_vectors(words, 5, 3), *out = NULL;
    kith_error err = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const kith_vectors *in = v;
        check_fails_with(kith_vectors_edit(&in, 1, &bad[i].how, &out, NULL, &err), bad[i].status,
                         bad[i].why);
        assert_null(out);
    }
    kith_vectors *other = made_vectors(words, 5, 4);
    const kith_vectors *two[] = {v, other};
    check_fails_with(kith_vectors_edit(two, 2, &(kith_edit){0}, &out, NULL, &err), KITH_ERR_DATA,
                     "rows of 4 numbers");
    kith_vectors_free(other);
    kith_vectors_free(v);
}

static void renames_happen_at_once_so_words_may_swap(void **state)
{
    (void)state;
    char text[64];
    kith_edit_report report;
    kith_vectors *v = made_vectors(words, 5, 3);
    check_write_text("swap", "one\ttwo\ntwo\tone\nsix\tseven\nfive five_times\nthree\tdrei \n");
    kith_vectors *out = edited(v, NULL, (kith_edit){.rename = "swap"}, &report);
    assert_string_equal(words_of(out, text), "two one drei  four five_times");
    assert_int_equal(report.renamed, 4);
    assert_int_equal(report.rename_unknown, 1);
    kith_vectors_free(out);
    kith_vectors_free(v);
}

/* --- what stands beside --- */

/* With n-grams, output vectors that are the words' own numbers plus one, and a configuration. */
static kith_vectors *with_all(bool sparse)
{
    kith_vectors *v = sample_named(words, 5, 3, 4);
    sample_add_grams(v, 30, sparse, 5);
    float *output = calloc(5 * v->input.stride, sizeof *output);
    for (uint64_t i = 0; i < 5; i++)
        for (uint64_t j = 0; j < 3; j++)
            output[i * v->input.stride + j] = (float)(10 * i + j);
    v->own_output = output;
    v->output = (kith_matrix){output, 5, 3, v->input.stride};
    v->config = strdup("window 3\n");
    return v;
}

static void check_asked(const kith_vectors *got, const kith_vectors *v, const char *word)
{
    const uint64_t a = kith_vectors_ask(got, word, strlen(word));
    const uint64_t b = kith_vectors_ask(v, word, strlen(word));
    assert_true(a != UINT64_MAX && b != UINT64_MAX);
    assert_memory_equal(kith_vectors_row(got, a), kith_vectors_row(v, b), 3 * sizeof(float));
}

static void filtered_words_keep_what_stands_beside_them(void **state)
{
    (void)state;
    for (int sparse = 0; sparse < 2; sparse++) {
        char text[64];
        kith_vectors *v = with_all(sparse);
        kith_vectors *out = edited(v, NULL, (kith_edit){.match = "t*"}, NULL);
        assert_string_equal(words_of(out, text), "two three");
        check_asked(out, v, "two");
        check_asked(out, v, "three");
        check_asked(out, v, "threefold");
        assert_true(kith_vectors_ask(out, "one", 3) >= 2); /* no word any more, but its n-grams */
        assert_int_equal(out->output.rows, 2);
        check_near(out->output.at[out->output.stride + 2], 22, 0);
        assert_string_equal(kith_vectors_config(out), "window 3\n");
        for (uint64_t i = 0; i < 3; i++)
            check_near(
                kith_vectors_row(out, 1)[i],
                sample_gram_mean(out, out->grams.own.at + out->grams.own.stride, "three", 5, i), 0);
        kith_vectors_free(out);
        kith_vectors_free(v);
    }
}

static void other_edits_leave_it_out(void **state)
{
    (void)state;
    static const kith_edit edits[] = {
        {.normalize = true}, {.normalize_first = true}, {.center = true}, {.remove = 1},
        {.pca = 1},          {.rename = "names"},       {.alone = true}};
    kith_vectors *v = with_all(false);
    check_write_text("names", "one\teins\n");
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        kith_vectors *out = edited(v, NULL, edits[i], NULL);
        assert_int_equal(kith_vectors_grams(out).most, 0);
        assert_null(out->output.at);
        assert_int_equal(kith_vectors_ask(out, "onetwo", 6), UINT64_MAX);
        kith_vectors_free(out);
    }
    kith_vectors *two = edited(v, v, (kith_edit){0}, NULL);
    assert_int_equal(kith_vectors_grams(two).most, 0);
    kith_vectors_free(two);
    kith_vectors_free(v);
}

/* --- numbers --- */

enum { ROWS = 300, DIM = 12 };

/* Rows whose spread along each axis is its number, turned by one rotation of each two axes. */
static kith_vectors *spread(void)
{
    kith_vectors *v = made_vectors(NULL, ROWS, DIM);
    for (uint64_t r = 0; r < ROWS; r++) {
        float *row = made_row(v, r);
        for (uint64_t i = 0; i < DIM; i++)
            row[i] = (float)(i + 1) * made_number(9, r * DIM + i) + 3;
        for (uint64_t i = 0; i + 1 < DIM; i++) {
            const float x = row[i], y = row[i + 1];
            row[i] = 0.6F * x - 0.8F * y;
            row[i + 1] = 0.8F * x + 0.6F * y;
        }
    }
    return v;
}

static double covariance(const kith_vectors *v, uint64_t i, uint64_t j)
{
    double x = 0, y = 0, xy = 0;
    for (uint64_t r = 0; r < ROWS; r++) {
        x += kith_vectors_row(v, r)[i];
        y += kith_vectors_row(v, r)[j];
    }
    for (uint64_t r = 0; r < ROWS; r++)
        xy += (kith_vectors_row(v, r)[i] - x / ROWS) * (kith_vectors_row(v, r)[j] - y / ROWS);
    return xy / (ROWS - 1);
}

static double trace(const kith_vectors *v)
{
    double sum = 0;
    for (uint64_t i = 0; i < kith_vectors_dim(v); i++)
        sum += covariance(v, i, i);
    return sum;
}

static void check_centered(const kith_vectors *v)
{
    for (uint64_t i = 0; i < kith_vectors_dim(v); i++) {
        double sum = 0;
        for (uint64_t r = 0; r < ROWS; r++)
            sum += kith_vectors_row(v, r)[i];
        check_near(sum / ROWS, 0, 1e-5);
    }
}

/* Their coordinates do not vary together, the first varies most, and all keep the distances. */
static void components_are_uncorrelated_and_keep_the_distances(void **state)
{
    (void)state;
    kith_edit_report report;
    kith_vectors *v = spread(), *out = edited(v, NULL, (kith_edit){.pca = DIM}, &report);
    check_centered(out);
    check_near(report.kept, 1, 1e-12);
    for (uint64_t i = 0; i < DIM; i++)
        for (uint64_t j = 0; j < i; j++) {
            check_near(covariance(out, i, j), 0, 1e-3);
            assert_true(covariance(out, i, i) <= covariance(out, j, j));
        }
    for (uint64_t r = 1; r < ROWS; r++) {
        double before = 0, after = 0;
        for (uint64_t i = 0; i < DIM; i++) {
            before += pow(kith_vectors_row(v, r)[i] - kith_vectors_row(v, 0)[i], 2);
            after += pow(kith_vectors_row(out, r)[i] - kith_vectors_row(out, 0)[i], 2);
        }
        check_near(after, before, 1e-3 * before);
    }
    kith_vectors_free(out);
    kith_vectors_free(v);
}

/* What is removed and what is kept add up, whichever way the rest is written down. */
static void removing_and_keeping_share_the_variance(void **state)
{
    (void)state;
    kith_edit_report removed, both;
    kith_vectors *v = spread();
    kith_vectors *rest = edited(v, NULL, (kith_edit){.remove = 3}, &removed);
    kith_vectors *short_rest = edited(v, NULL, (kith_edit){.remove = 3, .pca = DIM - 3}, &both);
    kith_vectors *top = edited(v, NULL, (kith_edit){.pca = 3}, NULL);
    check_centered(rest);
    assert_int_equal(kith_vectors_dim(rest), DIM);
    assert_int_equal(kith_vectors_dim(short_rest), DIM - 3);
    check_near(trace(top) + trace(rest), trace(v), 1e-3 * trace(v));
    check_near(trace(rest), trace(short_rest), 1e-3 * trace(v));
    check_near(removed.removed, trace(top) / trace(v), 1e-5);
    check_near(removed.removed + removed.kept, 1, 1e-12);
    check_near(both.kept, removed.kept, 1e-12);
    kith_vectors_free(v);
    kith_vectors_free(rest);
    kith_vectors_free(short_rest);
    kith_vectors_free(top);
}

static void lengths_are_one_at_the_end_and_zero_rows_stay(void **state)
{
    (void)state;
    kith_vectors *v = made_random(50, 7, 1);
    kith_vectors *out = edited(v, NULL, (kith_edit){.normalize = true}, NULL);
    for (uint64_t r = 0; r < 50; r++) {
        double square = 0;
        for (uint64_t i = 0; i < 7; i++)
            square += pow(kith_vectors_row(out, r)[i], 2);
        check_near(square, r % 11 == 10 ? 0 : 1, 1e-6);
        double row[7];
        for (uint64_t i = 0; i < 7; i++)
            row[i] = kith_vectors_row(out, r)[i];
        check_near(made_cosine(kith_vectors_row(v, r), row, 7), r % 11 != 10, 1e-6);
    }
    kith_vectors_free(out);
    kith_vectors *centered =
        edited(v, NULL, (kith_edit){.normalize_first = true, .center = true}, NULL);
    for (uint64_t i = 0; i < 7; i++) {
        double sum = 0;
        for (uint64_t r = 0; r < 50; r++)
            sum += kith_vectors_row(centered, r)[i];
        check_near(sum, 0, 1e-5);
    }
    kith_vectors_free(centered);
    kith_vectors_free(v);
}

static void any_number_of_threads_gives_the_same_bits(void **state)
{
    (void)state;
    kith_vectors *v = made_random(3000, 40, 8);
    kith_edit how = {.remove = 2, .pca = 20, .normalize = true, .threads = 1};
    kith_vectors *one = edited(v, NULL, how, NULL);
    how.threads = 5;
    kith_vectors *five = edited(v, NULL, how, NULL);
    assert_memory_equal(one->input.at, five->input.at, 3000 * one->input.stride * sizeof(float));
    kith_vectors_free(one);
    kith_vectors_free(five);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merging_takes_the_first_the_last_or_the_mean),
        cmocka_unit_test(filters_hold_together_and_top_counts_what_they_leave),
        cmocka_unit_test(edits_that_cannot_be_are_refused),
        cmocka_unit_test(renames_happen_at_once_so_words_may_swap),
        cmocka_unit_test(filtered_words_keep_what_stands_beside_them),
        cmocka_unit_test(other_edits_leave_it_out),
        cmocka_unit_test(components_are_uncorrelated_and_keep_the_distances),
        cmocka_unit_test(removing_and_keeping_share_the_variance),
        cmocka_unit_test(lengths_are_one_at_the_end_and_zero_rows_stay),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bits),
    };
    return cmocka_run_group_tests_name("vec/edit", tests, NULL, NULL);
}
