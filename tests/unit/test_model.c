#include "sample.h"

#include "base/mem.h"
#include "base/rng.h"
#include "file/container.h"

/* Everything a model can have. */
static kith_vectors *full_model(size_t rows, uint64_t dim, uint64_t seed)
{
    kith_vectors *v = sample_random(rows, dim, seed, "", false);
    uint64_t *count = kith_mem_new(rows, sizeof *count);
    float *output = kith_mem_new(rows * v->input.stride, sizeof *output);
    float *inner = kith_mem_new((rows - 1) * v->input.stride, sizeof *inner);
    for (size_t row = 0; row < rows; row++) {
        count[row] = 1000 - row;
        output[row * v->input.stride] = (float)row;
        if (row > 0)
            inner[(row - 1) * v->input.stride] = -(float)row;
    }
    v->own_count = count;
    v->count = count;
    v->own_output = output;
    v->output = (kith_matrix){output, rows, dim, v->input.stride};
    v->own_inner = inner;
    v->inner = (kith_matrix){inner, rows - 1, dim, v->input.stride};
    v->config = kith_mem_copy("dim 3\nloss ns\n", 14);
    return v;
}

static void gives_back_all_that_was_saved(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = full_model(200, 19, 3);
    check_ok(kith_vectors_save(v, "m.kith", NULL, KITH_BAD_WORD_ERROR, &err));
    for (int copy = 0; copy < 2; copy++) {
        kith_vectors *got = NULL;
        check_ok(kith_vectors_open("m.kith", &(kith_open){.copy = copy == 1}, &got, &err));
        check_same_vectors(got, v);
        assert_string_equal(kith_vectors_format(got), "kith");
        assert_string_equal(kith_vectors_config(got), "dim 3\nloss ns\n");
        assert_memory_equal(got->count, v->count, 200 * 8);
        assert_int_equal(got->inner.rows, 199);
        assert_memory_equal(got->inner.at, v->inner.at, 199 * v->inner.stride * 4);
        assert_memory_equal(got->output.at, v->output.at, 200 * v->output.stride * 4);
        kith_vectors_free(got);
    }
    kith_vectors_free(v);
}

static void the_same_vectors_give_the_same_bytes(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = full_model(100, 8, 4);
    size_t a = 0;
    size_t b = 0;
    char *first = sample_bytes(v, &kith_format_model, &a);
    kith_vectors *again = NULL;
    check_ok(kith_vectors_open("sample", NULL, &again, &err));
    char *second = sample_bytes(again, &kith_format_model, &b);
    assert_int_equal(a, b);
    assert_memory_equal(first, second, a);
    kith_vectors_free(again);
    kith_vectors_free(v);
    free(first);
    free(second);
}

static void a_limit_leaves_the_first_rows(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = full_model(50, 4, 5);
    kith_vectors *got = NULL;
    check_ok(kith_vectors_save(v, "m.kith", NULL, KITH_BAD_WORD_ERROR, &err));
    check_ok(kith_vectors_open("m.kith", &(kith_open){.limit = 7}, &got, &err));
    assert_int_equal(kith_vectors_rows(got), 7);
    for (uint64_t row = 0; row < 50; row++) {
        size_t bytes = 0;
        const char *word = kith_vectors_word(v, row, &bytes);
        assert_int_equal(kith_vectors_find(got, word, bytes), row < 7 ? row : UINT64_MAX);
    }
    kith_vectors_free(got);
    kith_vectors_free(v);
}

static void an_empty_model_is_a_model(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = sample_named(NULL, 0, 3, 1);
    kith_vectors *got = NULL;
    check_ok(kith_vectors_save(v, "m.kith", NULL, KITH_BAD_WORD_ERROR, &err));
    check_ok(kith_vectors_open("m.kith", NULL, &got, &err));
    assert_int_equal(kith_vectors_rows(got), 0);
    assert_int_equal(kith_vectors_find(got, "x", 1), UINT64_MAX);
    kith_vectors_free(got);
    kith_vectors_free(v);
}

static void a_packed_model_is_read_like_a_plain_one(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = full_model(3000, 40, 6);
    kith_vectors *got = NULL;
    check_ok(kith_vectors_save(v, "m.kith", NULL, KITH_BAD_WORD_ERROR, &err));
    assert_int_equal(system("gzip -f m.kith"), 0);
    check_ok(kith_vectors_open("m.kith.gz", NULL, &got, &err));
    check_same_vectors(got, v);
    kith_vectors_free(got);
    kith_vectors_free(v);
}

static void every_truncation_is_refused(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = full_model(5, 3, 7);
    kith_vectors *got = NULL;
    size_t size = 0;
    char *file = sample_bytes(v, &kith_format_model, &size);
    for (size_t cut = 0; cut < size; cut++)
        check_fails(sample_read(&kith_format_model, "-", file, cut, NULL, &got, &err),
                    KITH_ERR_DATA);
    kith_vectors_free(v);
    free(file);
}

/* Payload checksums are not looked at on opening, so here anything may come to the questions. */
static void bent_bytes_are_refused_or_safe_to_ask(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = full_model(20, 3, 8);
    size_t size = 0;
    char *file = sample_bytes(v, &kith_format_model, &size);
    char *bent = malloc(size);
    const uint64_t key = kith_rng_key(2, 0, 0, KITH_RNG_TEST);
    size_t opened = 0;
    for (uint64_t i = 0; i < 10000; i++) {
        kith_vectors *got = NULL;
        memcpy(bent, file, size);
        for (uint64_t k = 0; k <= i % 2; k++) {
            const uint64_t draw = kith_rng_at(key, 2 * i + k);
            bent[(draw >> 8) % size] = (char)(bent[(draw >> 8) % size] ^ 1 << draw % 8);
        }
        if (i % 4 == 0)
            sample_seal(bent, size);
        if (sample_read(&kith_format_model, "-", bent, size, NULL, &got, &err) == KITH_OK) {
            sample_query(got);
            opened++;
        } else {
            assert_int_equal(err.status, KITH_ERR_DATA);
        }
        kith_vectors_free(got);
    }
    assert_true(opened > 1000 && opened < 9900);
    kith_vectors_free(v);
    free(bent);
    free(file);
}

/* Overwrites a whole table with one value in the mapped file. */
static void tables_of_any_content_are_safe_to_ask(void **state)
{
    (void)state;
    static const unsigned char fills[] = {0x00, 0x01, 0x05, 0x7F, 0xFF};
    static const char *const tables[] = {"words.slot", "words.bytes", "words.offset", "count"};
    kith_error err = {0};
    kith_vectors *v = full_model(20, 3, 9);
    size_t size = 0;
    char *file = sample_bytes(v, &kith_format_model, &size);
    kith_section *s = NULL;
    size_t count = 0;
    check_ok(kith_file_sections("sample", true, &s, &count, &err));
    for (size_t i = 0; i < count; i++)
        for (size_t t = 0; t < 4; t++)
            for (size_t f = 0; f < sizeof fills && strcmp(tables[t], s[i].name) == 0; f++) {
                kith_vectors *got = NULL;
                char *bent = malloc(size);
                /* the first and the last offset are checked when the file is opened */
                const size_t edge = t == 2 ? 8 : 0;
                memcpy(bent, file, size);
                memset(bent + s[i].offset + edge, fills[f], s[i].bytes - 2 * edge);
                check_write_file("bent.kith", bent, size);
                check_ok(kith_vectors_open("bent.kith", NULL, &got, &err));
                sample_query(got);
                kith_vectors_free(got);
                check_fails_with(kith_file_sections("bent.kith", true, &(kith_section *){NULL},
                                                    &(size_t){0}, &err),
                                 KITH_ERR_DATA, tables[t]);
                free(bent);
            }
    kith_vectors_free(v);
    free(s);
    free(file);
}

static kith_part part_of(const char *name, const char *type, uint32_t rank, uint64_t a, uint64_t b)
{
    static const uint64_t zeros[64];
    kith_part part = {.section = {.rank = rank, .shape = {a, b}}, .at = zeros};
    strcpy(part.section.name, name);
    strcpy(part.section.type, type);
    if (rank == 2)
        part.section.stride = 64;
    return part;
}

/* Two fields that state one fact must agree. */
static void sections_that_do_not_fit_each_other_are_refused(void **state)
{
    (void)state;
    kith_error err = {0};
    const kith_part good[] = {
        part_of("words.offset", "u64", 1, 3, 0), part_of("words.bytes", "bytes", 1, 0, 0),
        part_of("words.slot", "u32", 1, 4, 0),   part_of("input", "f32", 2, 2, 3),
        part_of("count", "u64", 1, 2, 0),        part_of("output", "f32", 2, 2, 3),
    };
    const kith_part bad[] = {
        part_of("words.offset", "u64", 1, 2, 0), part_of("words.bytes", "bytes", 1, 1, 0),
        part_of("words.slot", "u32", 1, 3, 0),   part_of("input", "f32", 2, 2, 0),
        part_of("count", "u64", 1, 1, 0),        part_of("output", "f32", 2, 2, 4),
    };
    for (size_t i = 0; i <= 6; i++) {
        kith_part part[6];
        kith_writer *w = NULL;
        kith_vectors *got = NULL;
        memcpy(part, good, sizeof part);
        if (i < 6)
            part[i] = bad[i];
        check_ok(kith_writer_open("p.kith", &w, &err));
        check_ok(kith_container_write(w, part, 6, &err));
        check_ok(kith_writer_commit(&w, &err));
        if (i < 6)
            check_fails_with(kith_vectors_open("p.kith", NULL, &got, &err), KITH_ERR_DATA,
                             good[i].section.name);
        else
            check_ok(kith_vectors_open("p.kith", NULL, &got, &err));
        kith_vectors_free(got);
    }
}

static void a_container_without_words_is_no_model(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_part part = part_of("input", "f32", 2, 2, 3);
    kith_writer *w = NULL;
    kith_vectors *got = NULL;
    check_ok(kith_writer_open("p.kith", &w, &err));
    check_ok(kith_container_write(w, &part, 1, &err));
    check_ok(kith_writer_commit(&w, &err));
    check_fails_with(kith_vectors_open("p.kith", NULL, &got, &err), KITH_ERR_DATA,
                     "no section words.offset");
}

static void n_grams_come_back_and_make_the_same_words(void **state)
{
    (void)state;
    for (int sparse = 0; sparse < 2; sparse++) {
        kith_error err = {0};
        kith_vectors *v = sample_random(60, 7, 9, "", false), *got = NULL;
        sample_add_grams(v, 90, sparse == 1, 4);
        check_ok(kith_vectors_save(v, "m.kith", NULL, KITH_BAD_WORD_ERROR, &err));
        check_ok(kith_vectors_open("m.kith", NULL, &got, &err));
        check_same_vectors(got, v);
        assert_int_equal(got->grams.row.rows, sparse ? 60 : 90);
        const uint64_t guest = kith_vectors_ask(got, "unheard", 7);
        assert_int_equal(guest, 60);
        for (uint64_t i = 0; i < 7; i++) {
            assert_true(kith_vectors_row(got, guest)[i] ==
                        sample_gram_mean(v, NULL, "unheard", 7, i));
            assert_true(kith_grams_row(&got->grams, 0)[i] == v->grams.row.at[i]);
            assert_true(got->grams.own.at[got->grams.own.stride * 59 + i] ==
                        v->grams.own.at[v->grams.own.stride * 59 + i]);
        }
        kith_vectors_free(got);
        kith_vectors_free(v);
    }
}

/* A number of gram.how, and a place that leads nowhere. */
static void n_grams_that_lie_are_refused_or_have_no_row(void **state)
{
    (void)state;
    static const struct {
        size_t at;
        uint64_t value;
    } lies[] = {{0, 5}, {1, 0}, {1, UINT64_MAX}, {2, 0}, {2, 91}, {2, (uint64_t)1 << 33}};
    kith_error err = {0};
    kith_vectors *v = sample_random(20, 3, 2, "", false), *got = NULL;
    kith_section *section = NULL;
    size_t size = 0, sections = 0, how = 0, place = 0;
    sample_add_grams(v, 90, true, 4);
    char *file = sample_bytes(v, &kith_format_model, &size);
    check_ok(kith_file_sections("sample", true, &section, &sections, &err));
    for (size_t i = 0; i < sections; i++) {
        how = strcmp(section[i].name, "gram.how") == 0 ? section[i].offset : how;
        place = strcmp(section[i].name, "gram.place") == 0 ? section[i].offset : place;
    }
    assert_true(how > 0 && place > 0);
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        char *bent = malloc(size);
        memcpy(bent, file, size);
        memcpy(bent + how + 8 * lies[i].at, &lies[i].value, 8);
        check_fails_with(sample_read(&kith_format_model, "-", bent, size, NULL, &got, &err),
                         KITH_ERR_DATA, "gram.");
        free(bent);
    }
    memset(file + place, 0x77, 90 * 4);
    check_ok(sample_read(&kith_format_model, "-", file, size, NULL, &got, &err));
    assert_int_equal(kith_vectors_ask(got, "unheard", 7), UINT64_MAX);
    kith_vectors_free(got);
    kith_vectors_free(v);
    free(section);
    free(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_back_all_that_was_saved),
        cmocka_unit_test(the_same_vectors_give_the_same_bytes),
        cmocka_unit_test(a_limit_leaves_the_first_rows),
        cmocka_unit_test(an_empty_model_is_a_model),
        cmocka_unit_test(a_packed_model_is_read_like_a_plain_one),
        cmocka_unit_test(every_truncation_is_refused),
        cmocka_unit_test(bent_bytes_are_refused_or_safe_to_ask),
        cmocka_unit_test(tables_of_any_content_are_safe_to_ask),
        cmocka_unit_test(sections_that_do_not_fit_each_other_are_refused),
        cmocka_unit_test(a_container_without_words_is_no_model),
        cmocka_unit_test(n_grams_come_back_and_make_the_same_words),
        cmocka_unit_test(n_grams_that_lie_are_refused_or_have_no_row),
    };
    return cmocka_run_group_tests_name("file/model", tests, NULL, NULL);
}
