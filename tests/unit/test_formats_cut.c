/*
 * Every format cut at every byte, and bent at every byte: refused with a place, or read as what the
 * documentation says: text without an end mark may be shorter. What is read can be asked.
 */
#include "sample.h"

#include <fcntl.h>
#include <unistd.h>

enum { ROWS = 3, DIM = 3, MANY = 140, WIDE = 15 };

/* Formats whose rows are lines that nothing follows, and what stands between their numbers; 0 where
 * a line's own end tells that it is whole. */
static const struct {
    const char *name;
    char separator;
} open_ended[] = {{"w2v-text", ' '}, {"tsv", '\t'}, {"glove", ' '},
                  {"csv", ','},      {"jsonl", 0},  {"pgvector", 0}};

static bool may_be_shorter(const kith_format *f, char *separator)
{
    for (size_t i = 0; i < sizeof open_ended / sizeof *open_ended; i++)
        if (strcmp(f->name, open_ended[i].name) == 0) {
            *separator = open_ended[i].separator;
            return true;
        }
    return false;
}

/* Does the text end in a line that has fewer numbers than the first, or a number without digits? */
static bool ends_in_part_of_a_row(const char *text, size_t size, char separator, uint64_t dim)
{
    size_t line = size;
    uint64_t numbers = 0;
    while (line > 0 && text[line - 1] != '\n')
        numbers += text[--line] == separator;
    return line > 0 && line < size && (numbers < dim || text[size - 1] == separator);
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

/* Files of up to 64 KiB. */
static kith_vectors *many(void)
{
    static char words[MANY][8];
    static const char *at[MANY];
    static uint64_t counts[MANY];
    for (size_t i = 0; i < MANY; i++) {
        snprintf(words[i], sizeof words[i], "w%zu", i);
        at[i] = words[i];
        counts[i] = MANY - i;
    }
    kith_vectors *v = sample_named(at, MANY, 2 * WIDE, 2);
    v->count = counts;
    return v;
}

/* All rows (`whole` false: but the last, which may have lost the end of its word or number) are
 * those saved. */
static void check_is_shorter(const kith_vectors *got, const kith_vectors *v, bool whole)
{
    const uint64_t rows = kith_vectors_rows(got);
    assert_true(rows <= kith_vectors_rows(v));
    assert_true(kith_vectors_dim(got) <= kith_vectors_dim(v));
    for (uint64_t row = 0; row + !whole < rows; row++) {
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

/* A failure says where: "x:12: ..", a line or an offset. */
static void check_refused(kith_status status, const kith_error *err)
{
    bool place = false;
    assert_int_equal(status, KITH_ERR_DATA);
    for (const char *at = strchr(err->text, ':'); at != NULL; at = strchr(at + 1, ':')) {
        const size_t digits = strspn(at + 1, "0123456789");
        place = place || (digits > 0 && at[1 + digits] == ':');
    }
    if (!place)
        fail_msg("no place in '%s'", err->text);
    assert_null(strchr(err->text, '\n'));
}

/* What was read of the first `cut` bytes of the main file. */
static void check_cut_main(const kith_format *f, const kith_vectors *v, const kith_vectors *got,
                           const char *text, size_t cut)
{
    char separator = 0;
    if (!may_be_shorter(f, &separator) && f->main == NULL) {
        check_same_vectors(got, v); /* only w2v-bin's last newline and the like may be missing */
        return;
    }
    check_is_shorter(got, v, separator == 0 && f->main == NULL);
    if (separator != 0 && cut > 0 && text[cut - 1] != '\n')
        check_contains(kith_vectors_notes(got), "may be cut within its last number");
    assert_false(separator != 0 &&
                 ends_in_part_of_a_row(text, cut, separator, kith_vectors_dim(v)));
    if (strcmp(f->name, "w2v-text") == 0) /* its header counts them */
        assert_int_equal(kith_vectors_rows(got), kith_vectors_rows(v));
}

/* What was read with the first `cut` bytes of a file of words beside it: all of them, of which the
 * last may be shorter. Other files beside do not count. */
static void check_cut_words(const kith_vectors *got, const kith_vectors *v, size_t cut,
                            const char *text)
{
    check_is_shorter(got, v, false);
    if (strcmp(kith_vectors_format(got), "npy") == 0 && text[cut - 1] != '\n')
        check_contains(kith_vectors_notes(got), "words beside has no newline");
}

/* Shorter by truncation and not by writing anew: it costs no disk. */
static void cut_file(const char *path, size_t size)
{
    assert_int_equal(truncate(path, (off_t)size), 0);
}

/* The file `path` of the save, cut at every step, the others whole. Ends with the whole file. */
static void check_cuts(const kith_format *f, const kith_vectors *v, const char *path, bool main,
                       size_t step)
{
    size_t size = 0;
    char *whole = check_read_file(path, &size);
    assert_true(size <= 1 << 16);
    for (size_t i = (size + step - 1) / step; i-- > 0;) {
        const size_t cut = i * step;
        kith_error err = {0};
        kith_vectors *got = NULL;
        cut_file(path, cut);
        const kith_status status =
            kith_vectors_open("x", &(kith_open){.format = f->name}, &got, &err);
        if (status != KITH_OK)
            check_refused(status, &err);
        else if (main)
            check_cut_main(f, v, got, whole, cut);
        else
            check_cut_words(got, v, cut, whole);
        if (status == KITH_OK)
            sample_query(got);
        kith_vectors_free(got);
    }
    check_write_file(path, whole, size);
    free(whole);
}

static void check_formats_cut(kith_vectors *v, size_t step)
{
    for (size_t i = 0; kith_format_at(i) != NULL; i++) {
        const kith_format *f = kith_format_at(i);
        char path[SAMPLE_FILES][64];
        kith_error err = {0};
        check_ok(kith_vectors_save(v, "x", f->name, KITH_BAD_WORD_ERROR, &err));
        const size_t count = sample_files(f, path);
        for (size_t file = 0; file < count; file++)
            check_cuts(f, v, path[file], file == 0, step);
        sample_remove(f);
    }
    v->count = NULL;
    kith_vectors_free(v);
}

static void every_file_of_every_format_cut_at_every_byte_is_refused_or_shorter(void **state)
{
    (void)state;
    check_formats_cut(counted(), 1);
}

static void so_are_files_of_64_kilobytes_cut_at_many_bytes(void **state)
{
    (void)state;
    check_formats_cut(many(), 97);
}

static void put_byte(int file, size_t at, int byte)
{
    const char c = (char)byte;
    assert_int_equal(pwrite(file, &c, 1, (off_t)at), 1);
}

static void files_with_any_byte_changed_are_refused_or_can_be_asked(void **state)
{
    (void)state;
    static const unsigned char flips[] = {0x01, 0x80, 0xFF};
    kith_vectors *v = counted();
    for (size_t i = 0; kith_format_at(i) != NULL; i++) {
        const kith_format *f = kith_format_at(i);
        char path[SAMPLE_FILES][64];
        size_t size = 0;
        kith_error err = {0};
        check_ok(kith_vectors_save(v, "x", f->name, KITH_BAD_WORD_ERROR, &err));
        sample_files(f, path);
        char *whole = check_read_file(path[0], &size);
        const int file = open(path[0], O_WRONLY);
        for (size_t at = 0; at < size * sizeof flips; at++) {
            kith_vectors *got = NULL;
            put_byte(file, at / 3, whole[at / 3] ^ (char)flips[at % 3]);
            if (kith_vectors_open("x", NULL, &got, &err) == KITH_OK)
                sample_query(got);
            kith_vectors_free(got);
            put_byte(file, at / 3, whole[at / 3]);
        }
        close(file);
        free(whole);
        sample_remove(f);
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
        char path[SAMPLE_FILES][64];
        kith_error err = {0};
        kith_vectors *got = NULL;
        if (f->beside[0] == NULL)
            continue;
        check_ok(kith_vectors_save(v, "x", f->name, KITH_BAD_WORD_ERROR, &err));
        sample_files(f, path);
        assert_int_equal(remove(path[1]), 0);
        check_fails_with(kith_vectors_open("x", NULL, &got, &err), KITH_ERR_INPUT, path[1]);
        sample_remove(f);
    }
    v->count = NULL;
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_of_every_format_cut_at_every_byte_is_refused_or_shorter),
        cmocka_unit_test(so_are_files_of_64_kilobytes_cut_at_many_bytes),
        cmocka_unit_test(files_with_any_byte_changed_are_refused_or_can_be_asked),
        cmocka_unit_test(files_beside_that_are_missing_are_named),
    };
    return cmocka_run_group_tests_name("file/formats cut", tests, NULL, NULL);
}
