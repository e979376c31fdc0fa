/* Findings: what was planted is told at its place, nothing is told of sound files, cuts are seen.
 */
#include "sample.h"

enum { ROWS = 30, DIM = 7, MOST = 64 };

static const char *const written[] = {"kith", "w2v-text", "w2v-bin", "glove",
                                      "tsv",  "csv",      "jsonl",   "fasttext-bin"};
enum { FORMATS = sizeof written / sizeof *written };

/* What was told, in short: "kind place". */
typedef struct log_of_findings {
    char line[MOST][64];
    int lines;
} log_of_findings;

static void keep(void *self, const kith_finding *f)
{
    log_of_findings *l = self;
    if (l->lines < MOST)
        snprintf(l->line[l->lines], sizeof l->line[0], "%s %s %llu", kith_finding_name(f->kind),
                 f->by_line ? "line" : "offset", (unsigned long long)f->place);
    l->lines++;
    assert_true(f->text[0] != '\0' && strchr(f->text, '\n') == NULL);
}

static kith_status lint(const char *path, log_of_findings *l, kith_findings *f, kith_error *err)
{
    *l = (log_of_findings){.lines = 0};
    *f = (kith_findings){.call = keep, .self = l, .declared = UINT64_MAX};
    const kith_status status = kith_vectors_lint(path, NULL, f, err);
    if (status == KITH_OK)
        assert_int_equal(kith_findings_count(f), l->lines);
    return status;
}

static void expect_log(const char *path, const char *const *expected)
{
    kith_error err;
    log_of_findings l;
    kith_findings f;
    check_ok(lint(path, &l, &f, &err));
    int n = 0;
    for (; expected[n] != NULL; n++) {
        if (n >= l.lines)
            fail_msg("%s: nothing told, expected %s", path, expected[n]);
        assert_string_equal(l.line[n], expected[n]);
    }
    if (l.lines > n)
        fail_msg("%s: %s was told too", path, l.line[n]);
}

static kith_vectors *make_vectors(void)
{
    static char name[ROWS][16];
    const char *words[ROWS];
    for (int i = 0; i < ROWS; i++) {
        snprintf(name[i], sizeof name[i], "w%d\xC3\xA9", i);
        words[i] = name[i];
    }
    return sample_named(words, ROWS, DIM, 3);
}

static void sound_files_have_no_findings(void **state)
{
    (void)state;
    kith_vectors *v = make_vectors();
    for (int i = 0; i < FORMATS; i++) {
        kith_error err;
        log_of_findings l;
        kith_findings f;
        check_ok(kith_vectors_save(v, "sound", written[i], KITH_BAD_WORD_ERROR, &err));
        check_ok(lint("sound", &l, &f, &err));
        if (l.lines > 0)
            fail_msg("%s: %s", written[i], l.line[0]);
        assert_string_equal(f.format, written[i]);
        assert_int_equal(f.rows, ROWS);
        assert_int_equal(f.dim, DIM);
    }
    kith_vectors_free(v);
}

/* A file that ends too early tells of it, or is no known format any more. */
static void check_cuts(const char *format, const char *file, size_t size)
{
    for (size_t cut = 0; cut + 1 < size; cut++) {
        kith_error err = {0};
        log_of_findings l;
        kith_findings f;
        check_write_file("cut", file, cut);
        const kith_status status = lint("cut", &l, &f, &err);
        const bool whole_lines = f.by_line && cut > 0 && file[cut - 1] == '\n';
        if (status == KITH_OK && l.lines == 0 && !(whole_lines && f.declared == UINT64_MAX))
            fail_msg("%s: a cut to %zu of %zu bytes is not told", format, cut, size);
        assert_true(status == KITH_OK || status == KITH_ERR_DATA);
    }
}

static void cuts_anywhere_are_told(void **state)
{
    (void)state;
    kith_error err;
    const char *const words[] = {"one", "two", "three"};
    kith_vectors *v = sample_named(words, 3, 3, 5);
    for (int i = 0; i < FORMATS; i++) {
        size_t size;
        check_ok(kith_vectors_save(v, "whole", written[i], KITH_BAD_WORD_ERROR, &err));
        char *file = check_read_file("whole", &size);
        check_cuts(written[i], file, size);
        free(file);
    }
    kith_vectors_free(v);
}

static void each_kind_is_told_with_its_line(void **state)
{
    (void)state;
    check_write_text("odd", "7 2\nthe 1 2\nnew york 1 2\n\nthe 4 5\nzero 0 -0\nbad\xFF 1 nan\n"
                            "\xE2\x82\xAC 1 -inf\n");
    expect_log("odd", (const char *const[]){"blank line 3", "duplicate line 5", "zero line 6",
                                            "nonfinite line 7", "encoding line 7",
                                            "nonfinite line 8", "header line 1", NULL});
    check_write_text("odd", "a\t1\t2\n\t3\t4\nb\t5\t6");
    expect_log("odd", (const char *const[]){"empty line 2", "cut line 3", NULL});
    check_write_text("odd", "2 3\na 1 2 3\nb 1 2\n");
    expect_log("odd", (const char *const[]){"damaged line 3", NULL});
}

static void offsets_are_told_of_binary_files(void **state)
{
    (void)state;
    const float row[] = {0, 0};
    char file[64] = "3 2\n";
    const char *const words[] = {"a ", "\xC3 ", "a "};
    size_t used = 4;
    for (int i = 0; i < 3; i++) {
        const float numbers[] = {1, 2};
        memcpy(file + used, words[i], 2);
        memcpy(file + used + 2, i == 1 ? row : numbers, sizeof row);
        used += 2 + sizeof row;
    }
    check_write_file("odd", file, used);
    expect_log("odd", (const char *const[]){"zero offset 14", "encoding offset 14",
                                            "duplicate offset 24", NULL});
    check_write_file("odd", file, used - 3);
    expect_log("odd", (const char *const[]){"zero offset 14", "encoding offset 14",
                                            "damaged offset 31", NULL});
}

/* Rows of a model are found by the section's table, which the test reads too. */
static void models_are_looked_at_row_by_row(void **state)
{
    (void)state;
    kith_error err;
    kith_vectors *v = make_vectors();
    kith_section *s;
    size_t n;
    ((float *)v->own_input)[5 * v->input.stride + 2] = NAN;
    check_ok(kith_vectors_save(v, "m.kith", NULL, KITH_BAD_WORD_ERROR, &err));
    check_ok(kith_file_sections("m.kith", false, &s, &n, &err));
    char expected[64] = "";
    for (size_t i = 0; i < n; i++)
        if (strcmp(s[i].name, "input") == 0)
            snprintf(expected, sizeof expected, "nonfinite offset %llu",
                     (unsigned long long)(s[i].offset + 5 * s[i].stride));
    expect_log("m.kith", (const char *const[]){expected, NULL});
    free(s);
    kith_vectors_free(v);
}

static void what_is_no_known_format_is_an_error(void **state)
{
    (void)state;
    kith_error err;
    log_of_findings l;
    kith_findings f;
    check_write_text("prose.txt", "Nothing but prose, and no numbers.\n");
    check_fails(lint("prose.txt", &l, &f, &err), KITH_ERR_DATA);
    check_fails(lint("missing", &l, &f, &err), KITH_ERR_INPUT);
    assert_int_equal(l.lines, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_files_have_no_findings),
        cmocka_unit_test(cuts_anywhere_are_told),
        cmocka_unit_test(each_kind_is_told_with_its_line),
        cmocka_unit_test(offsets_are_told_of_binary_files),
        cmocka_unit_test(models_are_looked_at_row_by_row),
        cmocka_unit_test(what_is_no_known_format_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
