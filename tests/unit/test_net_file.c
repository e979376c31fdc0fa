/*
 * Model files of the neural tasks: what is written comes back, and files that were cut, bent or
 * meant for something else are refused before anything of them is used.
 */
#include "check.h"
#include "file/net_file.h"

#define PATH "m.kith"

enum { ROWS = 3, COLS = 5 };

static const uint32_t numbers[] = {7, 0, UINT32_MAX};

/* What a file is made of; `param` row r, column c holds r - c / 4. */
typedef struct model {
    kith_words words;
    kith_param param;
} model;

static model make_model(void)
{
    kith_error err;
    model m = {0};
    static const char *const names[] = {"yes", "n\0o", ""};
    static const size_t bytes[] = {3, 3, 0};
    for (size_t i = 0; i < 3; i++) {
        uint64_t id;
        bool added;
        check_ok(kith_words_add(&m.words, names[i], bytes[i], &id, &added, &err));
    }
    check_ok(kith_param_init(&m.param, "w", ROWS, COLS, &kith_rule_sgd, &err));
    for (size_t r = 0; r < ROWS; r++)
        for (size_t c = 0; c < COLS; c++)
            kith_param_row(&m.param, r)[c] = (kith_real)((double)r - (double)c / 4);
    return m;
}

static void clear_model(model *m)
{
    kith_words_clear(&m->words);
    kith_param_clear(&m->param);
}

static kith_status save(const model *m, const char *path, kith_error *err)
{
    kith_net_file *f = NULL;
    KITH_TRY(kith_net_file_new("toy", &f, err));
    kith_net_file_text(f, "options", "lr 0.1\nnet a b\n");
    kith_net_file_array(f, "numbers", "u32", 3, numbers);
    kith_net_file_words(f, "classes", &m->words);
    kith_net_file_param(f, "w", &m->param);
    const kith_status status = kith_net_file_begin(f, path, err);
    if (status != KITH_OK) {
        kith_net_file_discard(&f);
        return status;
    }
    KITH_TRY(kith_net_file_finish(&f, err));
    assert_null(f);
    return KITH_OK;
}

static kith_container *open_file(const char *path)
{
    kith_error err;
    kith_container *c = NULL;
    char *kind = NULL;
    check_ok(kith_net_file_open(path, &c, &kind, &err));
    assert_string_equal(kind, "toy");
    free(kind);
    return c;
}

static void what_is_written_comes_back(void **state)
{
    (void)state;
    kith_error err;
    model m = make_model(), n = {0};
    char *text = NULL;
    uint64_t rows, cols;
    check_ok(save(&m, PATH, &err));
    kith_container *c = open_file(PATH);
    check_ok(kith_net_file_read_text(c, "options", &text, &err));
    assert_string_equal(text, "lr 0.1\nnet a b\n");
    check_ok(kith_net_file_read_words(c, "classes", &n.words, &err));
    assert_int_equal(n.words.size, 3);
    assert_int_equal(kith_words_find(&n.words, "n\0o", 3), 1);
    assert_int_equal(kith_words_find(&n.words, "", 0), 2);
    check_ok(kith_net_file_shape(c, "w", &rows, &cols, &err));
    assert_int_equal(rows, ROWS);
    assert_int_equal(cols, COLS);
    check_ok(kith_param_init(&n.param, "w", ROWS, COLS, &kith_rule_sgd, &err));
    check_ok(kith_net_file_read_param(c, "w", &n.param, &err));
    assert_memory_equal(n.param.w, m.param.w, ROWS * m.param.stride * sizeof(kith_real));
    free(text);
    kith_container_close(c);
    clear_model(&m);
    clear_model(&n);
}

static void the_same_model_gives_the_same_bytes(void **state)
{
    (void)state;
    kith_error err;
    model m = make_model();
    size_t one, two;
    check_ok(save(&m, "a.kith", &err));
    check_ok(save(&m, "b.kith", &err));
    char *a = check_read_file("a.kith", &one), *b = check_read_file("b.kith", &two);
    assert_int_equal(one, two);
    assert_memory_equal(a, b, one);
    free(a);
    free(b);
    clear_model(&m);
}

static void refuse(const char *bytes, size_t size)
{
    kith_error err = {0};
    kith_container *c = NULL;
    char *kind = NULL;
    check_write_file("bent.kith", bytes, size);
    check_fails(kith_net_file_open("bent.kith", &c, &kind, &err), KITH_ERR_DATA);
    assert_null(c);
    assert_null(kind);
    check_contains(err.text, "bent.kith");
}

static void a_file_cut_at_any_byte_is_refused(void **state)
{
    (void)state;
    kith_error err;
    model m = make_model();
    size_t size;
    check_ok(save(&m, PATH, &err));
    char *file = check_read_file(PATH, &size);
    for (size_t cut = 0; cut < size; cut++)
        refuse(file, cut);
    free(file);
    clear_model(&m);
}

/* Padding between sections is not covered by a checksum, and must be zero. */
static void a_file_with_any_byte_changed_is_refused(void **state)
{
    (void)state;
    kith_error err;
    model m = make_model();
    size_t size;
    check_ok(save(&m, PATH, &err));
    char *file = check_read_file(PATH, &size);
    for (size_t at = 0; at < size; at++) {
        file[at] = (char)(file[at] ^ 0x20);
        refuse(file, size);
        file[at] = (char)(file[at] ^ 0x20);
    }
    free(file);
    clear_model(&m);
}

static void sections_of_another_kind_or_shape_are_named(void **state)
{
    (void)state;
    kith_error err;
    model m = make_model();
    kith_param other = {0};
    kith_words words = {0};
    char *text = NULL;
    uint64_t rows, cols;
    check_ok(save(&m, PATH, &err));
    kith_container *c = open_file(PATH);
    check_fails_with(kith_net_file_read_text(c, "numbers", &text, &err), KITH_ERR_DATA, "numbers");
    check_fails_with(kith_net_file_read_text(c, "nothing", &text, &err), KITH_ERR_DATA, "nothing");
    assert_null(text);
    check_fails_with(kith_net_file_shape(c, "options", &rows, &cols, &err), KITH_ERR_DATA,
                     "options");
    check_fails(kith_net_file_read_words(c, "w", &words, &err), KITH_ERR_DATA);
    check_ok(kith_param_init(&other, "w", COLS, ROWS, &kith_rule_sgd, &err));
    check_fails_with(kith_net_file_read_param(c, "w", &other, &err), KITH_ERR_DATA,
                     "expected 5 x 3, got 3 x 5");
    kith_container_close(c);
    kith_param_clear(&other);
    clear_model(&m);
}

/* A file whose sections are sound but lie: written by the same calls, from what a model never has.
 */
static kith_status write_lies(const char *text, size_t bytes, const uint64_t *offset,
                              size_t offsets, kith_real number)
{
    kith_error err;
    kith_net_file *f = NULL;
    kith_param p = {0};
    check_ok(kith_param_init(&p, "w", 1, 1, &kith_rule_sgd, &err));
    p.w[0] = number;
    check_ok(kith_net_file_new("toy", &f, &err));
    kith_net_file_array(f, "c.offset", "u64", offsets, offset);
    kith_net_file_array(f, "c.bytes", "bytes", bytes, text);
    kith_net_file_param(f, "w", &p);
    check_ok(kith_net_file_begin(f, "lies.kith", &err));
    const kith_status status = kith_net_file_finish(&f, &err);
    kith_param_clear(&p);
    return status;
}

static void words_whose_offsets_lie_are_refused(void **state)
{
    (void)state;
    static const struct {
        uint64_t offset[4];
        size_t count;
        const char *says;
    } lies[] = {
        {{0, 2, 1, 4}, 4, "ascend"},         {{0, 9, 9, 4}, 4, "ascend"},
        {{1, 2, 3, 4}, 4, "from 0"},         {{0, 2, 3, 5}, 4, "from 0"},
        {{0, 1, 2, 4}, 4, "each word once"}, /* a, a, b_ */
    };
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        kith_error err;
        kith_words words = {0};
        assert_int_equal(write_lies("aabc", 4, lies[i].offset, lies[i].count, 1), KITH_OK);
        kith_container *c = open_file("lies.kith");
        check_fails_with(kith_net_file_read_words(c, "c", &words, &err), KITH_ERR_DATA,
                         lies[i].says);
        kith_container_close(c);
        kith_words_clear(&words);
    }
}

static void weights_that_are_no_numbers_are_refused(void **state)
{
    (void)state;
    const kith_real bad[] = {(kith_real)NAN, (kith_real)INFINITY, -(kith_real)INFINITY};
    const uint64_t offset[] = {0, 1};
    for (size_t i = 0; i < 3; i++) {
        kith_error err;
        kith_param p = {0};
        assert_int_equal(write_lies("a", 1, offset, 2, bad[i]), KITH_OK);
        kith_container *c = open_file("lies.kith");
        check_ok(kith_param_init(&p, "w", 1, 1, &kith_rule_sgd, &err));
        check_fails_with(kith_net_file_read_param(c, "w", &p, &err), KITH_ERR_DATA, "finite");
        kith_container_close(c);
        kith_param_clear(&p);
    }
}

static void text_with_a_nul_is_none(void **state)
{
    (void)state;
    kith_error err;
    char *text = NULL;
    const uint64_t offset[] = {0, 4};
    assert_int_equal(write_lies("a\0bc", 4, offset, 2, 1), KITH_OK);
    kith_container *c = open_file("lies.kith");
    check_fails_with(kith_net_file_read_text(c, "c.bytes", &text, &err), KITH_ERR_DATA, "text");
    assert_null(text);
    kith_container_close(c);
}

static void a_container_without_a_kind_is_no_model_of_a_task(void **state)
{
    (void)state;
    kith_error err;
    kith_container *c = NULL;
    kith_writer *w = NULL;
    char *kind = NULL;
    uint64_t total;
    kith_part part = {.section = {.name = "w", .type = "u32", .rank = 1, .shape = {3}},
                      .at = numbers};
    check_ok(kith_container_layout(&part, 1, &total, &err));
    check_ok(kith_writer_open("other.kith", &w, &err));
    check_ok(kith_container_write(w, &part, 1, &err));
    check_ok(kith_writer_commit(&w, &err));
    check_fails_with(kith_net_file_open("other.kith", &c, &kind, &err), KITH_ERR_DATA,
                     "expected a model of classify, regress or autoencode");
    assert_null(c);
}

static void what_is_discarded_leaves_no_file(void **state)
{
    (void)state;
    kith_error err;
    kith_net_file *f = NULL;
    const size_t before = check_count_entries(".");
    check_ok(kith_net_file_new("toy", &f, &err));
    check_ok(kith_net_file_begin(f, "gone.kith", &err));
    kith_net_file_discard(&f);
    kith_net_file_discard(&f);
    assert_int_equal(check_count_entries("."), before);
    model m = make_model();
    check_fails(save(&m, "no/such/folder/m.kith", &err), KITH_ERR_CREATE);
    clear_model(&m);
}

static void more_parameters_than_fit_are_refused_before_the_work(void **state)
{
    (void)state;
    kith_error err;
    kith_net_file *f = NULL;
    model m = make_model();
    check_ok(kith_net_file_new("toy", &f, &err));
    for (int i = 0; i < 1100; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d", i);
        kith_net_file_param(f, name, &m.param);
    }
    check_fails_with(kith_net_file_begin(f, "many.kith", &err), KITH_ERR_USAGE, "do not fit");
    kith_net_file_discard(&f);
    clear_model(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_comes_back),
        cmocka_unit_test(the_same_model_gives_the_same_bytes),
        cmocka_unit_test(a_file_cut_at_any_byte_is_refused),
        cmocka_unit_test(a_file_with_any_byte_changed_is_refused),
        cmocka_unit_test(sections_of_another_kind_or_shape_are_named),
        cmocka_unit_test(words_whose_offsets_lie_are_refused),
        cmocka_unit_test(weights_that_are_no_numbers_are_refused),
        cmocka_unit_test(text_with_a_nul_is_none),
        cmocka_unit_test(a_container_without_a_kind_is_no_model_of_a_task),
        cmocka_unit_test(what_is_discarded_leaves_no_file),
        cmocka_unit_test(more_parameters_than_fit_are_refused_before_the_work),
    };
    return cmocka_run_group_tests_name("file/net_file", tests, NULL, NULL);
}
