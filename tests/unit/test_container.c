#include "sample.h"

#include "base/rng.h"
#include "file/container.h"

static const float weights[3][4] = {{1, 2, 3, 0}, {4, 5, 6, 0}, {7, 8, 9, 0}};
static const uint64_t numbers[2] = {1, UINT64_C(1) << 40};

static const void *weight_row(void *self, uint64_t row)
{
    return (const float(*)[4])self + row;
}

static kith_part part_of(const char *name, const char *type, uint32_t rank, uint64_t a, uint64_t b,
                         const void *at)
{
    kith_part part = {.section = {.rank = rank, .shape = {a, b}}, .at = at};
    strcpy(part.section.name, name);
    strcpy(part.section.type, type);
    return part;
}

/* A text of 5 bytes, a matrix 3 x 3 with a stride of 4 floats by rows, an empty one, two numbers.
 */
static size_t some_parts(kith_part part[4])
{
    static float copy[3][4];
    memcpy(copy, weights, sizeof copy);
    part[0] = part_of("config", "bytes", 1, 5, 0, "a 1\nb");
    part[1] = part_of("w", "f32", 2, 3, 3, NULL);
    part[1].section.stride = 16;
    part[1].row = weight_row;
    part[1].self = copy;
    part[2] = part_of("none", "f64", 2, 0, 7, "");
    part[3] = part_of("n", "u64", 1, 2, 0, numbers);
    return 4;
}

static char *write_parts(kith_part *part, size_t count, size_t *size)
{
    kith_error err = {0};
    kith_writer *w = NULL;
    uint64_t total = 0;
    check_ok(kith_container_layout(part, count, &total, &err));
    check_ok(kith_writer_open("c.kith", &w, &err));
    check_ok(kith_container_write(w, part, count, &err));
    assert_int_equal(kith_writer_tell(w), total);
    check_ok(kith_writer_commit(&w, &err));
    char *file = check_read_file("c.kith", size);
    assert_int_equal(*size, total);
    return file;
}

static char *some_file(size_t *size)
{
    kith_part part[4];
    return write_parts(part, some_parts(part), size);
}

static kith_status open_bytes(const char *file, size_t size, kith_container **c, kith_error *err)
{
    kith_stream *stream = NULL;
    *err = (kith_error){0};
    assert_int_equal(kith_stream_memory(file, size, &stream, err), KITH_OK);
    const kith_status status = kith_container_read(stream, c, err);
    kith_stream_close(stream);
    assert_true((status == KITH_OK) == (*c != NULL));
    return status;
}

static void gives_back_what_was_written(void **state)
{
    (void)state;
    kith_error err = {0};
    size_t size = 0;
    free(some_file(&size));
    for (int copy = 0; copy < 2; copy++) {
        kith_container *c = NULL;
        const kith_section *s = NULL;
        const void *at = NULL;
        check_ok(kith_container_open("c.kith", copy == 1, &c, &err));
        check_ok(kith_container_check(c, &err));
        check_ok(kith_container_need(c, "w", "f32", 2, &s, &at, &err));
        assert_int_equal((uintptr_t)at % 64, 0);
        assert_int_equal(s->shape[0], 3);
        assert_int_equal(s->stride, 16);
        assert_memory_equal(at, weights, sizeof weights);
        check_ok(kith_container_need(c, "n", "u64", 1, &s, &at, &err));
        assert_memory_equal(at, numbers, sizeof numbers);
        check_ok(kith_container_need(c, "config", "bytes", 1, &s, &at, &err));
        assert_int_equal(s->bytes, 5);
        assert_memory_equal(at, "a 1\nb", 5);
        check_fails_with(kith_container_need(c, "w", "f32", 1, &s, &at, &err), KITH_ERR_DATA, "w");
        check_fails_with(kith_container_need(c, "x", "f32", 1, &s, &at, &err), KITH_ERR_DATA, "x");
        assert_null(kith_container_find(c, "x"));
        kith_container_close(c);
    }
}

static void sections_begin_on_boundaries_in_their_order(void **state)
{
    (void)state;
    kith_error err = {0};
    size_t size = 0;
    kith_section *s = NULL;
    size_t count = 0;
    char *file = some_file(&size);
    check_ok(kith_file_sections("c.kith", true, &s, &count, &err));
    assert_int_equal(count, 4);
    static const uint64_t offsets[] = {64, 128, 192, 192};
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(s[i].offset, offsets[i]);
        assert_int_equal(s[i].crc, sample_crc32c(0, file + s[i].offset, s[i].bytes));
    }
    assert_int_equal(size, 256 + 4 * 96 + 4);
    free(s);
    free(file);
}

static void payload_by_rows_is_payload_as_it_lies(void **state)
{
    (void)state;
    kith_part part[4];
    size_t a = 0;
    size_t b = 0;
    const size_t count = some_parts(part);
    char *by_rows = write_parts(part, count, &a);
    part[1].row = NULL;
    part[1].at = weights;
    char *whole = write_parts(part, count, &b);
    assert_int_equal(a, b);
    assert_memory_equal(by_rows, whole, a);
    free(by_rows);
    free(whole);
}

static void parts_that_cannot_be_are_refused(void **state)
{
    (void)state;
    kith_error err = {0};
    uint64_t total = 0;
    const kith_part wrong[] = {
        part_of("", "f32", 1, 1, 0, NULL),          part_of("a", "f16", 1, 1, 0, NULL),
        part_of("a", "f32", 0, 0, 0, NULL),         part_of("a", "f32", 5, 1, 1, NULL),
        part_of("a", "f32", 1, 1, 1, NULL),         part_of("a", "u64", 1, UINT64_MAX / 4, 0, NULL),
        part_of("a", "u64", 2, UINT64_MAX, 2, NULL)};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        kith_part part = wrong[i];
        check_fails(kith_container_layout(&part, 1, &total, &err), KITH_ERR_INTERNAL);
    }
    kith_part narrow = part_of("a", "f32", 2, 2, 4, NULL);
    narrow.section.stride = 12;
    check_fails_with(kith_container_layout(&narrow, 1, &total, &err), KITH_ERR_INTERNAL, "stride");
    kith_part twice[] = {part_of("a", "f32", 1, 1, 0, weights),
                         part_of("a", "u32", 1, 1, 0, weights)};
    check_fails_with(kith_container_layout(twice, 2, &total, &err), KITH_ERR_INTERNAL, "taken");
}

static void every_truncation_is_refused(void **state)
{
    (void)state;
    kith_error err = {0};
    size_t size = 0;
    char *file = some_file(&size);
    kith_container *c = NULL;
    for (size_t cut = 0; cut < size; cut++)
        check_fails(open_bytes(file, cut, &c, &err), KITH_ERR_DATA);
    check_ok(open_bytes(file, size, &c, &err));
    kith_container_close(c);
    char *longer = calloc(size + 1, 1);
    memcpy(longer, file, size);
    check_fails(open_bytes(longer, size + 1, &c, &err), KITH_ERR_DATA);
    check_write_file("cut.kith", file, size - 1);
    check_fails_with(kith_container_open("cut.kith", false, &c, &err), KITH_ERR_DATA, "cut.kith:");
    check_write_file("cut.kith", "", 0);
    check_fails(kith_container_open("cut.kith", false, &c, &err), KITH_ERR_DATA);
    free(longer);
    free(file);
}

static void every_flipped_bit_is_found(void **state)
{
    (void)state;
    kith_error err = {0};
    size_t size = 0;
    char *file = some_file(&size);
    for (size_t bit = 0; bit < 8 * size; bit++) {
        kith_container *c = NULL;
        file[bit / 8] = (char)(file[bit / 8] ^ 1 << bit % 8);
        kith_status status = open_bytes(file, size, &c, &err);
        if (status == KITH_OK)
            status = kith_container_check(c, &err);
        check_fails(status, KITH_ERR_DATA);
        kith_container_close(c);
        file[bit / 8] = (char)(file[bit / 8] ^ 1 << bit % 8);
    }
    free(file);
}

/* With checksums that hold, only the layout stands between a table and the reader. */
static void a_sealed_table_that_lies_is_refused_or_harmless(void **state)
{
    (void)state;
    kith_error err = {0};
    size_t size = 0;
    char *file = some_file(&size);
    char *bent = malloc(size);
    const uint64_t key = kith_rng_key(1, 0, 0, KITH_RNG_TEST);
    size_t refused = 0;
    for (uint64_t i = 0; i < 4000; i++) {
        kith_container *c = NULL;
        memcpy(bent, file, size);
        const size_t table = size - 4 - 4 * 96;
        for (uint64_t k = 0; k <= i % 3; k++) {
            const uint64_t draw = kith_rng_at(key, 4 * i + k);
            const size_t at = draw % 2 == 0 ? table + (draw >> 8) % 384 : (draw >> 8) % 64;
            bent[at] = (char)(bent[at] ^ 1 << (draw >> 40) % 8);
        }
        sample_seal(bent, size);
        if (open_bytes(bent, size, &c, &err) != KITH_OK) {
            assert_int_equal(err.status, KITH_ERR_DATA);
            refused++;
            continue;
        }
        size_t count = 0;
        const kith_section *s = kith_container_sections(c, &count);
        for (size_t k = 0; k < count; k++)
            assert_true(s[k].offset <= size && s[k].bytes <= size - s[k].offset);
        (void)kith_container_check(c, &err);
        kith_container_close(c);
    }
    assert_true(refused > 2000);
    free(bent);
    free(file);
}

typedef struct change {
    size_t section, field; /* byte offset of a u64 in the entry */
    uint64_t value;
} change;

static void gaps_overlaps_and_foreign_places_are_refused(void **state)
{
    (void)state;
    enum { SHAPE = 40, STRIDE = 72, OFFSET = 80, BYTES = 88 };
    static const change changes[] = {
        {1, OFFSET, 64},
        {1, OFFSET, 132},
        {1, OFFSET, UINT64_MAX - 63},
        {0, OFFSET, 0},
        {3, OFFSET, 256},
        {0, BYTES, 6},
        {0, BYTES, UINT64_MAX},
        {0, SHAPE, 6},
        {0, SHAPE, 4},
        {1, SHAPE, 2},
        {1, SHAPE, UINT64_MAX},
        {1, SHAPE + 8, 5},
        {1, STRIDE, 12},
        {1, STRIDE, 8},
        {1, STRIDE, 1},
        {2, SHAPE, UINT64_MAX},
        {3, SHAPE, UINT64_MAX / 8 + 2},
    };
    kith_error err = {0};
    size_t size = 0;
    char *file = some_file(&size);
    char *bent = malloc(size);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        kith_container *c = NULL;
        memcpy(bent, file, size);
        memcpy(bent + size - 4 - (4 - changes[i].section) * 96 + changes[i].field,
               &changes[i].value, 8);
        sample_seal(bent, size);
        check_fails(open_bytes(bent, size, &c, &err), KITH_ERR_DATA);
    }
    kith_container *c = NULL;
    memcpy(bent, file, size);
    memset(bent + size - 4 - 96, 0, 24);
    strcpy(bent + size - 4 - 96, "w");
    sample_seal(bent, size);
    check_fails_with(open_bytes(bent, size, &c, &err), KITH_ERR_DATA, "twice");
    free(bent);
    free(file);
}

static void bytes_between_sections_and_rows_are_zero(void **state)
{
    (void)state;
    kith_error err = {0};
    size_t size = 0;
    char *file = some_file(&size);
    kith_container *c = NULL;
    file[64 + 5] = 1;
    check_fails_with(open_bytes(file, size, &c, &err), KITH_ERR_DATA, "not zero");
    file[64 + 5] = 0;
    file[128 + 12] = 1; /* behind the first row of w, and its checksum made to hold */
    const uint32_t crc = sample_crc32c(0, file + 128, 48);
    memcpy(file + size - 4 - 3 * 96 + 36, &crc, sizeof crc);
    sample_seal(file, size);
    check_ok(open_bytes(file, size, &c, &err));
    check_fails_with(kith_container_check(c, &err), KITH_ERR_DATA, "between its rows");
    kith_container_close(c);
    free(file);
}

static void a_later_version_is_named(void **state)
{
    (void)state;
    kith_error err = {0};
    size_t size = 0;
    char *file = some_file(&size);
    kith_container *c = NULL;
    file[8] = 2;
    sample_seal(file, size);
    check_fails_with(open_bytes(file, size, &c, &err), KITH_ERR_DATA, "version 2, expected 1");
    free(file);
}

static void what_is_not_a_file_is_no_input(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_container *c = NULL;
    check_fails(kith_container_open("not there", false, &c, &err), KITH_ERR_INPUT);
    check_fails(kith_container_open(".", false, &c, &err), KITH_ERR_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_back_what_was_written),
        cmocka_unit_test(sections_begin_on_boundaries_in_their_order),
        cmocka_unit_test(payload_by_rows_is_payload_as_it_lies),
        cmocka_unit_test(parts_that_cannot_be_are_refused),
        cmocka_unit_test(every_truncation_is_refused),
        cmocka_unit_test(every_flipped_bit_is_found),
        cmocka_unit_test(a_sealed_table_that_lies_is_refused_or_harmless),
        cmocka_unit_test(gaps_overlaps_and_foreign_places_are_refused),
        cmocka_unit_test(bytes_between_sections_and_rows_are_zero),
        cmocka_unit_test(a_later_version_is_named),
        cmocka_unit_test(what_is_not_a_file_is_no_input),
    };
    return cmocka_run_group_tests_name("file/container", tests, NULL, NULL);
}
