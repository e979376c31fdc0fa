/*
 * What every format must stand: words of any bytes, headers that claim more than there is, archives
 * under its name. Every row of the table is asked; a format that is added and not listed here
 * fails.
 */
#include "sample.h"

#include <sys/resource.h>

enum { ROWS = 3, DIM = 3 };

static const char *const three[] = {"the", "of", "and"};

static void any_word_is_kept_or_refused_with_nothing_left(void **state)
{
    (void)state;
    static const char *const odd[] = {"a\tb",  "a b", "a\nb", "a\r",  "a\\b", "\\N",
                                      "\"q\"", "a,b", "\xFF", "\x01", " ",    "\xEF\xBB\xBFx"};
    const size_t before = check_count_entries(".");
    for (size_t i = 0; kith_format_at(i) != NULL; i++)
        for (size_t j = 0; j < sizeof odd / sizeof *odd; j++) {
            const char *const words[] = {"the", odd[j]};
            const kith_format *f = kith_format_at(i);
            const kith_open how = {.format = f->name};
            kith_error err = {0};
            kith_vectors *v = sample_named(words, 2, DIM, 1), *got = NULL;
            if (kith_vectors_save(v, "x", how.format, KITH_BAD_WORD_ERROR, &err) == KITH_OK) {
                check_ok(kith_vectors_open("x", &how, &got, &err));
                check_same_vectors(got, v);
                sample_remove(f);
            } else {
                assert_int_equal(err.status, KITH_ERR_DATA);
                check_contains(err.text, "of row 1");
            }
            assert_int_equal(check_count_entries("."), before);
            kith_vectors_free(got);
            kith_vectors_free(v);
        }
}

static void words_of_random_bytes_come_back_escaped_from_every_format(void **state)
{
    (void)state;
    for (size_t i = 0; kith_format_at(i) != NULL; i++)
        for (uint64_t seed = 1; seed <= 3; seed++) {
            const kith_format *f = kith_format_at(i);
            kith_error err = {0};
            kith_vectors *v = sample_random(60, 2 + 3 * seed, seed, "", false), *got = NULL;
            check_ok(kith_vectors_save(v, "x", f->name, KITH_BAD_WORD_ESCAPE, &err));
            check_ok(kith_vectors_open("x", &(kith_open){.format = f->name}, &got, &err));
            check_saved_vectors(got, v, f, KITH_BAD_WORD_ESCAPE);
            kith_vectors_free(got);
            kith_vectors_free(v);
            sample_remove(f);
        }
}

/* A file that is bent. */
typedef struct bytes {
    char *at;
    size_t size;
} bytes;

static char *find(const bytes *b, const char *text)
{
    for (size_t i = 0; i + strlen(text) <= b->size; i++)
        if (memcmp(b->at + i, text, strlen(text)) == 0)
            return b->at + i;
    fail_msg("there is no '%s'", text);
    return NULL;
}

static void replace(bytes *b, const char *old, const char *with)
{
    const size_t place = (size_t)(find(b, old) - b->at), behind = place + strlen(old);
    char *made = malloc(b->size + strlen(with));
    memcpy(made, b->at, place);
    memcpy(made + place, with, strlen(with));
    memcpy(made + place + strlen(with), b->at + behind, b->size - behind);
    free(b->at);
    b->at = made;
    b->size = b->size - strlen(old) + strlen(with);
}

static void claim_in_text(bytes *b)
{
    replace(b, "3 3\n", "4611686018427387904 3\n");
}

/* The header is padded, and keeps its length. */
static void claim_in_npy(bytes *b)
{
    static const char lie[] = "(4611686018427387904, 3), }";
    memcpy(find(b, "(3, 3), }"), lie, sizeof lie - 1);
}

/* 2^58 rows, whose bytes can still be counted. */
static void claim_in_safetensors(bytes *b)
{
    static const char lie[] = "{\"embeddings\":{\"dtype\":\"F32\",\"shape\":[288230376151711744,3],"
                              "\"data_offsets\":[0,3458764513820540928]}}";
    const uint64_t length = sizeof lie - 1;
    free(b->at);
    b->size = 8 + sizeof lie - 1 + 36;
    b->at = calloc(1, b->size);
    memcpy(b->at, &length, sizeof length);
    memcpy(b->at + 8, lie, sizeof lie - 1);
}

static void claim_words_of_fasttext(bytes *b)
{
    static const int32_t most[2] = {INT32_MAX, INT32_MAX};
    memcpy(b->at + 64, most, sizeof most);
}

static void put_rows(bytes *b, size_t at)
{
    static const uint64_t rows = UINT64_C(1) << 62;
    assert_true(at + sizeof rows <= b->size);
    memcpy(b->at + at, &rows, sizeof rows);
}

static void claim_words_of_finalfusion(bytes *b)
{
    put_rows(b, 36);
}

static void claim_dimension_of_fvecs(bytes *b)
{
    static const uint32_t dim = UINT32_C(1) << 24;
    memcpy(b->at, &dim, sizeof dim);
}

/* The shapes in the table of sections, its checksum made to hold. */
static void claim_in_container(bytes *b)
{
    const size_t entry = b->size - 4 - (size_t)96 * (unsigned char)b->at[12];
    for (size_t at = entry; at + 8 <= b->size - 4; at += 8) {
        uint64_t value = 0;
        memcpy(&value, b->at + at, sizeof value);
        if (value == ROWS)
            put_rows(b, at);
    }
    sample_seal(b->at, b->size);
}

/* What the formats say of their size. `file` stands behind "x"; bend NULL: nothing but the rows. */
static const struct {
    const char *format, *file;
    void (*bend)(bytes *b);
} claims[] = {
    {"kith", "", claim_in_container},
    {"w2v-text", "", claim_in_text},
    {"w2v-bin", "", claim_in_text},
    {"npy", "", claim_in_npy},
    {"gensim-kv", ".vectors.npy", claim_in_npy},
    {"safetensors", "", claim_in_safetensors},
    {"fasttext-bin", "", claim_words_of_fasttext},
    {"finalfusion", "", claim_words_of_finalfusion},
    {"fvecs", "", claim_dimension_of_fvecs},
    {"model2vec", "/model.safetensors", claim_in_safetensors},
    {"sqlite", "", NULL},
    {"jsonl", "", NULL},
    {"pgvector", "", NULL},
    {"tsv", "", NULL},
    {"glove", "", NULL},
    {"csv", "", NULL},
    {"projector", "", NULL},
};
enum { CLAIMS = sizeof claims / sizeof *claims };

static size_t claim_of(const char *format)
{
    for (size_t i = 0; i < CLAIMS; i++)
        if (strcmp(claims[i].format, format) == 0)
            return i;
    fail_msg("%s is not listed: what does it say of its size?", format);
    return 0;
}

/* Bends the file, which is refused as data. */
static void check_claim(size_t c, const kith_format *f, const kith_vectors *v)
{
    const kith_open how = {.format = f->name};
    kith_error err = {0};
    kith_vectors *got = NULL;
    bytes b;
    char path[64];
    check_ok(kith_vectors_save(v, "x", how.format, KITH_BAD_WORD_ERROR, &err));
    snprintf(path, sizeof path, "x%s", claims[c].file);
    b.at = check_read_file(path, &b.size);
    claims[c].bend(&b);
    check_write_file(path, b.at, b.size);
    free(b.at);
    check_fails(kith_vectors_open("x", &how, &got, &err), KITH_ERR_DATA);
    sample_remove(f);
}

static void headers_that_claim_more_than_there_is_take_no_memory(void **state)
{
    (void)state;
    struct rlimit before;
    kith_vectors *v = sample_named(three, ROWS, DIM, 1);
    assert_int_equal(getrlimit(RLIMIT_AS, &before), 0);
#ifndef __SANITIZE_ADDRESS__
    const struct rlimit tight = {UINT64_C(512) << 20, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_AS, &tight), 0);
#endif
    for (size_t i = 0; kith_format_at(i) != NULL; i++) {
        const size_t c = claim_of(kith_format_at(i)->name);
        if (claims[c].bend != NULL)
            check_claim(c, kith_format_at(i), v);
    }
    assert_int_equal(setrlimit(RLIMIT_AS, &before), 0);
    kith_vectors_free(v);
}

/* Every format's usual ending is put behind the file's name. */
static void check_told(const char *file, const char *says)
{
    for (size_t i = 0; kith_format_at(i) != NULL; i++) {
        const char *endings = kith_format_at(i)->endings;
        char path[64];
        kith_error err = {0};
        kith_vectors *v = NULL;
        snprintf(path, sizeof path, "given%.*s", (int)strcspn(endings, " "), endings);
        assert_int_equal(rename(file, path), 0);
        check_fails_with(kith_vectors_open(path, NULL, &v, &err), KITH_ERR_DATA, says);
        check_contains(err.text, path);
        assert_int_equal(rename(path, file), 0);
    }
}

static void archives_under_any_ending_are_told(void **state)
{
    (void)state;
    static const char *const made[][2] = {{"tar cf packed t", "tar archive"},
                                          {"tar czf packed t", "tar archive"},
                                          {"printf 'PK\\003\\004zip' >packed", "zip archive"},
                                          {"printf 'BZh91AY' >packed", "bzip2"},
                                          {"printf '\\375' >packed; printf '7zXZ' >>packed", "xz"},
                                          {"printf '\\050\\265\\057\\375' >packed", "zstd"},
                                          {"gzip -c t | gzip -c >packed", "gzip within gzip"}};
    check_write_text("t", "1 2\na 1 2\n");
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        assert_int_equal(system(made[i][0]), 0);
        check_told("packed", made[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_word_is_kept_or_refused_with_nothing_left),
        cmocka_unit_test(words_of_random_bytes_come_back_escaped_from_every_format),
        cmocka_unit_test(headers_that_claim_more_than_there_is_take_no_memory),
        cmocka_unit_test(archives_under_any_ending_are_told),
    };
    return cmocka_run_group_tests_name("file/formats bad", tests, NULL, NULL);
}
