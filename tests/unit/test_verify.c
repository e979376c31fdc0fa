#include "sample.h"

static const char *const words[] = {"the", "of", "a b"};

static kith_status verify(const kith_vectors *v, const char *path, const char *dtype,
                          kith_bad_word policy, kith_verify_report *report, kith_error *err)
{
    const kith_save_options how = {.dtype = dtype, .bad_word = policy};
    return kith_vectors_verify(v, path, &how, report, err);
}

static void what_was_saved_is_found_as_it_was_in_every_format(void **state)
{
    (void)state;
    kith_vectors *v = sample_random(50, 9, 4, " \t\n\v\f\r", true);
    for (size_t i = 0; kith_format_at(i) != NULL; i++) {
        const kith_format *f = kith_format_at(i);
        const kith_save_options how = {.format = f->name, .bad_word = sample_policy(f)};
        char path[64];
        kith_error err = {0};
        kith_verify_report report;
        snprintf(path, sizeof path, "x.%s", f->name);
        check_ok(kith_vectors_save_as(v, path, &how, &err));
        check_ok(kith_vectors_verify(v, path, &how, &report, &err));
        assert_int_equal(report.rows, 50);
        assert_int_equal(report.outside, 0);
        assert_true(f->loss > 0 || report.largest == 0);
    }
    kith_vectors_free(v);
}

static void halves_are_near_and_what_is_farther_is_found(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_verify_report report;
    kith_vectors *v = sample_named(words, 3, 2, 1);
    float *at = v->own_input;
    for (size_t row = 0; row < 3; row++)
        for (size_t i = 0; i < 2; i++)
            at[row * v->input.stride + i] = (float)(row + 1) * 0.3337f + (float)i;
    check_ok(kith_vectors_save_as(v, "h.npy", &(kith_save_options){.dtype = "f16"}, &err));
    check_ok(verify(v, "h.npy", "f16", KITH_BAD_WORD_ERROR, &report, &err));
    assert_true(report.largest > 0 && report.largest < 0.001 && report.allowed >= report.largest);
    check_fails_with(verify(v, "h.npy", NULL, KITH_BAD_WORD_ERROR, &report, &err), KITH_NOT_FOUND,
                     "farther off");
    at[1] += 0.01f;
    check_fails_with(verify(v, "h.npy", "f16", KITH_BAD_WORD_ERROR, &report, &err), KITH_NOT_FOUND,
                     "1 numbers");
    check_near(report.largest, 0.01, 0.001);
    kith_vectors_free(v);
}

static void words_left_out_or_escaped_are_expected_so(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_verify_report report;
    kith_vectors *v = sample_named(words, 3, 2, 1);
    check_ok(kith_vectors_save(v, "s.vec", NULL, KITH_BAD_WORD_SKIP, &err));
    check_ok(verify(v, "s.vec", NULL, KITH_BAD_WORD_SKIP, &report, &err));
    assert_int_equal(report.rows, 2);
    check_fails_with(verify(v, "s.vec", NULL, KITH_BAD_WORD_ESCAPE, &report, &err), KITH_NOT_FOUND,
                     "expected 3 rows of 2 numbers, read back 2 of 2");
    check_ok(kith_vectors_save(v, "e.vec", NULL, KITH_BAD_WORD_ESCAPE, &err));
    check_ok(verify(v, "e.vec", NULL, KITH_BAD_WORD_ESCAPE, &report, &err));
    check_write_text("e.vec", "3 2\nthe 1 2\nOF 1 2\na 1 2\n");
    check_fails_with(verify(v, "e.vec", NULL, KITH_BAD_WORD_ESCAPE, &report, &err), KITH_NOT_FOUND,
                     "row 1 is not word 'of'");
    check_fails(verify(v, "absent.vec", NULL, KITH_BAD_WORD_SKIP, &report, &err), KITH_ERR_INPUT);
    kith_vectors_free(v);
}

static void types_that_a_format_does_not_hold_are_refused_with_those_that_do(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 3, 2, 1);
    check_fails_with(kith_vectors_save_as(v, "x.tsv", &(kith_save_options){.dtype = "f16"}, &err),
                     KITH_ERR_USAGE, "tsv holds no numbers of type f16: expected one of npy");
    check_fails_with(kith_vectors_save_as(v, "x.npy", &(kith_save_options){.dtype = "f8"}, &err),
                     KITH_ERR_USAGE, "f16");
    ((float *)v->own_input)[0] = 1e6f;
    check_fails_with(kith_vectors_save_as(v, "x.npy", &(kith_save_options){.dtype = "f16"}, &err),
                     KITH_ERR_DATA, "row 0 has a number beyond 65504");
    assert_int_equal(check_count_entries("."), 0);
    kith_vectors_free(v);
}

/* gzip's own program is asked. */
static void text_is_packed_by_the_ending_of_its_name(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = sample_random(3000, 30, 4, " \t\n\v\f\r", true);
    check_ok(kith_vectors_save(v, "p.vec", NULL, KITH_BAD_WORD_ERROR, &err));
    check_ok(kith_vectors_save(v, "q.vec.gz", NULL, KITH_BAD_WORD_ERROR, &err));
    check_ok(kith_vectors_save(v, "r.vec.gz", NULL, KITH_BAD_WORD_ERROR, &err));
    assert_int_equal(system("gzip -t q.vec.gz && gzip -dc q.vec.gz | cmp - p.vec && "
                            "cmp q.vec.gz r.vec.gz && test $(wc -c <q.vec.gz) -lt $(wc -c <p.vec)"),
                     0);
    check_fails_with(kith_vectors_save(v, "p.npy.gz", NULL, KITH_BAD_WORD_ERROR, &err),
                     KITH_ERR_USAGE, "npy is not written as gzip");
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_that_a_format_does_not_hold_are_refused_with_those_that_do),
        cmocka_unit_test(what_was_saved_is_found_as_it_was_in_every_format),
        cmocka_unit_test(halves_are_near_and_what_is_farther_is_found),
        cmocka_unit_test(words_left_out_or_escaped_are_expected_so),
        cmocka_unit_test(text_is_packed_by_the_ending_of_its_name),
    };
    return cmocka_run_group_tests_name("file/verify", tests, NULL, NULL);
}
