/* Word pairs: correlations worked by hand, every way a line may be written, what is refused. */
#include "made_vectors.h"

/* Angles from "zero" in the plane: the cosine with it falls from word to word. */
static const char *const words[] = {"zero", "One", "two", "three", "four", "one"};

static const kith_pairs_options standard = {0};

static kith_vectors *fan(void)
{
    kith_vectors *v = made_vectors(words, 6, 2);
    for (uint64_t i = 0; i < 6; i++) {
        made_row(v, i)[0] = cosf(0.3F * (float)i);
        made_row(v, i)[1] = sinf(0.3F * (float)i);
    }
    return v;
}

static void eval(const char *text, bool case_sensitive, kith_pairs_report *out)
{
    kith_error err = {0};
    kith_vectors *v = fan();
    const kith_pairs_options options = {.case_sensitive = case_sensitive};
    check_write_text("pairs.txt", text);
    check_ok(kith_eval_pairs(v, "pairs.txt", &options, out, &err));
    kith_vectors_free(v);
}

/*
 * Cosines fall: zero-one, zero-two, zero-three, zero-four have ranks 4 3 2 1; the people's scores
 * 9 5 5 7 have ranks 4 1.5 1.5 3. Deviations 1.5 .5 -.5 -1.5 and 1.5 -1 -1 .5: products 2.25 - .5
 * + .5 - .75 = 1.5, squares 5 and 4.5.
 */
static void spearman_with_ties_is_exact_by_hand(void **state)
{
    (void)state;
    kith_pairs_report r;
    eval("zero one 9\nzero two 5\nzero three 5\nzero four 7\n", false, &r);
    assert_int_equal(r.pairs, 4);
    assert_int_equal(r.missing, 0);
    check_near(r.spearman, 1.5 / sqrt(5 * 4.5), 1e-12);
}

static void pearson_compares_scores_with_cosines(void **state)
{
    (void)state;
    kith_pairs_report r;
    eval("zero one 2\nzero two 1\nzero three 4\n", false, &r);
    const double x[3] = {2, 1, 4}, y[3] = {cos(0.3), cos(0.6), cos(0.9)};
    const double mx = 7.0 / 3, my = (y[0] + y[1] + y[2]) / 3;
    double xx = 0, yy = 0, xy = 0;
    for (int i = 0; i < 3; i++) {
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
    }
    check_near(r.pearson, xy / sqrt(xx * yy), 1e-6);
}

static void lines_may_be_cut_by_tabs_commas_or_spaces(void **state)
{
    (void)state;
    kith_pairs_report r;
    eval("# a comment, with commas\n"
         "Word 1,Word 2,Human (mean)\n"
         "zero\tone\t9\textra\n"
         "zero,two,7.5,extra\r\n"
         "\n"
         "  zero   three   1e0\n"
         "#zero four 9\n"
         "zero , four , -3",
         false, &r);
    assert_int_equal(r.pairs, 4);
    assert_int_equal(r.missing, 0);
    check_near(r.spearman, 1, 1e-12);
}

static void unknown_words_are_counted_and_left_out(void **state)
{
    (void)state;
    kith_pairs_report r;
    eval("zero one 1\nzero ghost 5\nghost zero 5\nghost ghost 7\nzero two 2\n", false, &r);
    assert_int_equal(r.pairs, 2);
    assert_int_equal(r.missing, 3);
    check_near(r.spearman, -1, 1e-12);
}

/* "One" in row 1 stands for "one" in row 5 unless case counts; the two lie far apart. */
static void case_is_folded_unless_it_counts(void **state)
{
    (void)state;
    const char *text = "zero one 9\nzero two 5\nZERO two 5\n";
    kith_pairs_report r;
    eval(text, false, &r);
    assert_int_equal(r.pairs, 3);
    check_near(r.spearman, 1, 1e-12);
    eval(text, true, &r);
    assert_int_equal(r.pairs, 2);
    assert_int_equal(r.missing, 1);
    check_near(r.spearman, -1, 1e-12);
}

static void fewer_than_two_pairs_have_no_correlation(void **state)
{
    (void)state;
    kith_pairs_report r;
    eval("zero one 9\nzero ghost 2\n", false, &r);
    assert_int_equal(r.pairs, 1);
    assert_true(isnan(r.spearman) && isnan(r.pearson));
}

static void what_is_no_pair_file_is_refused(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_pairs_report r;
    kith_vectors *v = fan();
    const char *bad[] = {"zero one 1\nzero two x\n", "zero one 1\nzero two\n",
                         "zero one 1\nzero two nan\n", "zero one 1\nzero,,3\n"};
    for (size_t i = 0; i < 4; i++) {
        check_write_text("bad.txt", bad[i]);
        check_fails_with(kith_eval_pairs(v, "bad.txt", &standard, &r, &err), KITH_ERR_DATA,
                         "bad.txt:2: expected two words and a number");
    }
    check_write_text("bad.txt", "# nothing\n\n");
    check_fails_with(kith_eval_pairs(v, "bad.txt", &standard, &r, &err), KITH_ERR_DATA, "no pair");
    check_fails(kith_eval_pairs(v, "absent.txt", &standard, &r, &err), KITH_ERR_INPUT);
    kith_vectors_free(v);
}

static void the_usual_files_are_read_whole(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        uint64_t lines;
    } file[] = {{"../shared/data/eval/ws353.tsv", 353},
                {"../shared/data/eval/simlex999.tsv", 999},
                {"../shared/data/eval/men.tsv", 3000},
                {"../shared/data/eval/rg65.tsv", 65}};
    kith_error err = {0};
    kith_vectors *v = fan();
    for (size_t i = 0; i < sizeof file / sizeof *file; i++) {
        char *path = check_top_path(file[i].path);
        if (path == NULL) {
            kith_vectors_free(v);
            check_skip(file[i].path);
        }
        kith_pairs_report r;
        check_ok(kith_eval_pairs(v, path, &standard, &r, &err));
        assert_int_equal(r.pairs + r.missing, file[i].lines);
        free(path);
    }
    kith_vectors_free(v);
}

static kith_status tell(void *self, const kith_pair_outcome *o, kith_error *err)
{
    char *text = self;
    (void)err;
    snprintf(text + strlen(text), 500 - strlen(text), "%d %.*s %.*s %d %.3f\n", (int)o->line,
             (int)o->a_bytes, o->a, (int)o->b_bytes, o->b, (int)o->human, o->cosine);
    return KITH_OK;
}

/* An unknown word counts as a cosine of 0, which is below all others here. */
static void missing_pairs_may_count_as_far_apart(void **state)
{
    (void)state;
    kith_error err = {0};
    char text[500] = "";
    kith_vectors *v = fan();
    kith_pairs_report r;
    const kith_pairs_options options = {.count_missing = true, .each = tell, .self = text};
    check_write_text("pairs.txt", "zero one 9\nzero two 5\n# no\nzero nobody 7\n");
    check_ok(kith_eval_pairs(v, "pairs.txt", &options, &r, &err));
    assert_int_equal(r.pairs, 3);
    assert_int_equal(r.missing, 1);
    assert_int_equal(r.asked, 3);
    check_near(r.spearman, 0.5, 1e-12); /* ranks 3 1 2 against 3 2 1 */
    assert_string_equal(text, "1 zero one 9 0.955\n2 zero two 5 0.825\n4 zero nobody 7 nan\n");
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_pairs_may_count_as_far_apart),
        cmocka_unit_test(spearman_with_ties_is_exact_by_hand),
        cmocka_unit_test(pearson_compares_scores_with_cosines),
        cmocka_unit_test(lines_may_be_cut_by_tabs_commas_or_spaces),
        cmocka_unit_test(unknown_words_are_counted_and_left_out),
        cmocka_unit_test(case_is_folded_unless_it_counts),
        cmocka_unit_test(fewer_than_two_pairs_have_no_correlation),
        cmocka_unit_test(the_usual_files_are_read_whole),
        cmocka_unit_test(what_is_no_pair_file_is_refused),
    };
    return cmocka_run_group_tests_name("query/evaluate_pairs", tests, NULL, NULL);
}
