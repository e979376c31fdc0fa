/*
 * Every format cut at every byte, and bent at every byte: refused with a place, or read as what the
 * documentation says: text without an end mark may be shorter. What is read can be asked.
 */
#include "sample.h"

#include <sys/stat.h>
#include <unistd.h>

enum { ROWS = 3, DIM = 3, FILES_MAX = 1 + KITH_BESIDE_MAX };

/* Those whose rows are lines that nothing follows. */
static bool may_be_shorter(const kith_format *f)
{
    static const char *const names[] = {"w2v-text", "tsv", "glove", "csv", "jsonl", "pgvector"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(f->name, names[i]) == 0)
            return true;
    return false;
}

static kith_vectors *counted(void)
{
    static const char *const words[] = {"the", "of", "\xC3\xA9t\xC3\xA9"};
    static const uint64_t counts[] = {12, 3, 1};
    kith_vectors *v = sample_named(words, ROWS, DIM, 1);
    for (size_t i = 0; i < ROWS * DIM; i++) /* so that a cut number is another number */
        ((float *)v->own_input)[i / DIM * v->input.stride + i % DIM] = (float)i * 1.25f - 4.5f;
    v->count = counts;
    return v;
}

/* The files of a save under "x": how many. */
static size_t files_of(const kith_format *f, char path[FILES_MAX][64])
{
    size_t count = 1;
    snprintf(path[0], 64, "x%s", f->main != NULL ? f->main : "");
    for (; count < FILES_MAX && f->beside[count - 1] != NULL; count++)
        snprintf(path[count], 64, "x%s", f->beside[count - 1]);
    return count;
}

static void remove_files(const kith_format *f)
{
    char path[FILES_MAX][64];
    const size_t count = files_of(f, path);
    for (size_t i = 0; i < count; i++)
        (void)remove(path[i]);
    if (f->main != NULL)
        (void)rmdir("x");
}

/* All rows but the last are those saved; the last may have lost the end of its word or number. */
static void check_is_shorter(const kith_vectors *got, const kith_vectors *v)
{
    const uint64_t rows = kith_vectors_rows(got);
    assert_true(rows <= kith_vectors_rows(v));
    assert_true(kith_vectors_dim(got) <= kith_vectors_dim(v));
    for (uint64_t row = 0; row + 1 < rows; row++) {
        size_t a = 0;
        size_t b = 0;
        const char *word = kith_vectors_word(got, row, &a);
        const char *other = kith_vectors_word(v, row, &b);
        assert_int_equal(a, b);
        assert_memory_equal(word, other, a);
        assert_memory_equal(kith_vectors_row(got, row), kith_vectors_row(v, row),
                            (size_t)(4 * kith_vectors_dim(got)));
    }
}

/* A failure says where: a file, and most often what stands behind a colon. */
static void check_refused(kith_status status, const kith_error *err)
{
    assert_true(status == KITH_ERR_DATA);
    assert_non_null(strchr(err->text, ':'));
    assert_null(strchr(err->text, '\n'));
}

/* Only what says nothing may be missing, such as w2v-bin's last newline. */
static void check_cut(const kith_format *f, const kith_vectors *v, bool words)
{
    kith_error err = {0};
    kith_vectors *got = NULL;
    const kith_status status = kith_vectors_open("x", &(kith_open){.format = f->name}, &got, &err);
    if (status != KITH_OK) {
        assert_null(got);
        check_refused(status, &err);
        return;
    }
    if (words || may_be_shorter(f) || f->main != NULL)
        check_is_shorter(got, v);
    else
        check_same_vectors(got, v);
    sample_query(got);
    kith_vectors_free(got);
}

/* The file `path` of the save, cut everywhere, the others whole. Ends with the whole file. */
static void check_cuts(const kith_format *f, const kith_vectors *v, const char *path, bool words)
{
    size_t size = 0;
    char *whole = check_read_file(path, &size);
    for (size_t cut = 0; cut < size; cut++) {
        check_write_file(path, whole, cut);
        check_cut(f, v, words);
    }
    check_write_file(path, whole, size);
    free(whole);
}

static void every_file_of_every_format_cut_at_every_byte_is_refused_or_shorter(void **state)
{
    (void)state;
    kith_vectors *v = counted();
    for (size_t i = 0; kith_format_at(i) != NULL; i++) {
        const kith_format *f = kith_format_at(i);
        char path[FILES_MAX][64];
        kith_error err = {0};
        check_ok(kith_vectors_save(v, "x", f->name, KITH_BAD_WORD_ERROR, &err));
        const size_t count = files_of(f, path);
        for (size_t file = 0; file < count; file++)
            check_cuts(f, v, path[file], file > 0);
        remove_files(f);
    }
    v->count = NULL;
    kith_vectors_free(v);
}

static void files_with_any_byte_changed_are_refused_or_can_be_asked(void **state)
{
    (void)state;
    static const unsigned char flips[] = {0x01, 0x80, 0xFF};
    kith_vectors *v = counted();
    for (size_t i = 0; kith_format_at(i) != NULL; i++) {
        const kith_format *f = kith_format_at(i);
        char path[FILES_MAX][64];
        size_t size = 0;
        kith_error err = {0};
        check_ok(kith_vectors_save(v, "x", f->name, KITH_BAD_WORD_ERROR, &err));
        files_of(f, path);
        char *whole = check_read_file(path[0], &size);
        for (size_t at = 0; at < size * sizeof flips; at++) {
            kith_vectors *got = NULL;
            whole[at / 3] = (char)(whole[at / 3] ^ (char)flips[at % 3]);
            check_write_file(path[0], whole, size);
            if (kith_vectors_open("x", NULL, &got, &err) == KITH_OK)
                sample_query(got);
            kith_vectors_free(got);
            whole[at / 3] = (char)(whole[at / 3] ^ (char)flips[at % 3]);
        }
        free(whole);
        remove_files(f);
    }
    v->count = NULL;
    kith_vectors_free(v);
}

static void files_beside_that_are_missing_are_named(void **state)
{
    (void)state;
    kith_vectors *v = counted();
    for (size_t i = 0; kith_format_at(i) != NULL; i++) {
        const kith_format *f = kith_format_at(i);
        char path[FILES_MAX][64];
        kith_error err = {0};
        kith_vectors *got = NULL;
        if (f->beside[0] == NULL)
            continue;
        check_ok(kith_vectors_save(v, "x", f->name, KITH_BAD_WORD_ERROR, &err));
        files_of(f, path);
        assert_int_equal(remove(path[1]), 0);
        check_fails_with(kith_vectors_open("x", NULL, &got, &err), KITH_ERR_INPUT, path[1]);
        remove_files(f);
    }
    v->count = NULL;
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_of_every_format_cut_at_every_byte_is_refused_or_shorter),
        cmocka_unit_test(files_with_any_byte_changed_are_refused_or_can_be_asked),
        cmocka_unit_test(files_beside_that_are_missing_are_named),
    };
    return cmocka_run_group_tests_name("file/formats cut", tests, NULL, NULL);
}
