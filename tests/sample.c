/*
 * Vectors for tests.
 */
#include "sample.h"

#include <math.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/rng.h"

static float number(uint64_t bits)
{
    static const float odd[] = {0.0f, -0.0f, 1e-45f, 3.4028235e38f, -1.17549435e-38f, 16777216.0f};
    if (bits % 16 == 0)
        return odd[bits / 16 % (sizeof odd / sizeof *odd)];
    return (float)(kith_rng_unit(bits) * 2 - 1);
}

static kith_vectors *empty(size_t rows, uint64_t dim, uint64_t seed)
{
    kith_error err = {0};
    struct kith_vectors *v = NULL;
    check_ok(kith_vectors_new(rows, dim, &v, &err));
    for (uint64_t row = 0; row < rows; row++)
        for (uint64_t i = 0; i < dim; i++)
            ((float *)v->own_input)[row * v->input.stride + i] =
                number(kith_rng_at(seed, row * dim + i));
    return v;
}

kith_vectors *sample_named(const char *const *words, size_t rows, uint64_t dim, uint64_t seed)
{
    kith_error err = {0};
    kith_vectors *v = empty(rows, dim, seed);
    for (size_t row = 0; row < rows; row++) {
        uint64_t id = 0;
        bool added = false;
        check_ok(kith_words_add(&v->words, words[row], strlen(words[row]), &id, &added, &err));
        assert_true(added);
    }
    return v;
}

static size_t random_word(uint64_t key, uint64_t *draw, const char *forbidden, bool nul, char *word)
{
    const size_t bytes = 1 + kith_rng_at(key, (*draw)++) % 12;
    for (size_t i = 0; i < bytes;) {
        const char c = (char)kith_rng_at(key, (*draw)++);
        if (c == 0 ? !nul : strchr(forbidden, c) == NULL)
            word[i++] = c;
    }
    return bytes;
}

kith_vectors *sample_random(size_t rows, uint64_t dim, uint64_t seed, const char *forbidden,
                            bool nul)
{
    kith_error err = {0};
    kith_vectors *v = empty(rows, dim, seed);
    uint64_t draw = 0;
    while (v->words.size < rows) {
        char word[16];
        uint64_t id = 0;
        bool added = false;
        const size_t bytes = random_word(seed + 1, &draw, forbidden, nul, word);
        check_ok(kith_words_add(&v->words, word, bytes, &id, &added, &err));
    }
    return v;
}

/* The number at column c of the mean that a word is to have. */
typedef struct column {
    const kith_grams *g;
    uint64_t at;
    float sum;
    unsigned parts;
} column;

static void add_gram(void *self, uint32_t bucket)
{
    column *c = self;
    const uint64_t row = c->g->place != NULL ? c->g->place[bucket] : bucket;
    if (row != KITH_NO_GRAM)
        c->sum += c->g->row.at[row * c->g->row.stride + c->at];
    c->parts++;
}

float sample_gram_mean(const kith_vectors *v, const float *own, const char *word, size_t bytes,
                       uint64_t at)
{
    column c = {.g = &v->grams, .at = at};
    if (own != NULL) {
        c.sum = own[at];
        c.parts = 1;
    }
    kith_subwords_visit(&v->grams.how, word, bytes, add_gram, &c);
    return c.sum * (1.0F / (float)c.parts);
}

static void make_grams(kith_vectors *v, uint32_t buckets, bool sparse, uint64_t seed)
{
    kith_grams *g = &v->grams;
    const uint64_t dim = v->input.dim;
    float *row = kith_mem_new(buckets, dim * sizeof *row);
    uint32_t *place = kith_mem_new(buckets, sizeof *place);
    for (uint64_t i = 0; i < buckets * dim; i++)
        row[i] = (float)(kith_rng_unit(kith_rng_at(seed, i)) * 2 - 1);
    g->how = (kith_subwords){2, 4, buckets};
    g->row = (kith_matrix){row, 0, dim, dim};
    for (uint32_t i = 0; i < buckets; i++)
        place[i] = sparse && i % 3 == 2 ? KITH_NO_GRAM : (uint32_t)g->row.rows++;
    g->own_row = row;
    if (sparse)
        g->place = g->own_place = place;
    else
        kith_mem_free(place);
}

void sample_add_grams(kith_vectors *v, uint32_t buckets, bool sparse, uint64_t seed)
{
    kith_error err = {0};
    const uint64_t stride = v->input.stride;
    float *made = kith_mem_new(v->input.rows, stride * sizeof *made);
    make_grams(v, buckets, sparse, seed);
    v->grams.own = v->input;
    v->grams.own_own = v->own_input;
    for (uint64_t i = 0; i < v->input.rows; i++) {
        size_t bytes = 0;
        const char *word = kith_vectors_word(v, i, &bytes);
        for (uint64_t at = 0; at < v->input.dim; at++)
            made[i * stride + at] = sample_gram_mean(v, v->input.at + i * stride, word, bytes, at);
    }
    v->own_input = made;
    v->input.at = made;
    check_ok(kith_guests_new(&v->guests, &err));
}

kith_bad_word sample_policy(const kith_format *format)
{
    return format->limits.utf8 ? KITH_BAD_WORD_ESCAPE : KITH_BAD_WORD_ERROR;
}

char *sample_bytes(const kith_vectors *v, const kith_format *format, size_t *size)
{
    kith_error err = {0};
    char path[64];
    snprintf(path, sizeof path, "sample%s%s", format->main != NULL ? ".folder" : "",
             format->main != NULL ? format->main : "");
    check_ok(kith_vectors_save(v, format->main != NULL ? "sample.folder" : "sample", format->name,
                               sample_policy(format), &err));
    return check_read_file(path, size);
}

size_t sample_files(const kith_format *format, char path[SAMPLE_FILES][64])
{
    size_t count = 1;
    snprintf(path[0], 64, "x%s", format->main != NULL ? format->main : "");
    for (; count < SAMPLE_FILES && format->beside[count - 1] != NULL; count++)
        snprintf(path[count], 64, "x%s", format->beside[count - 1]);
    return count;
}

void sample_remove(const kith_format *format)
{
    char path[SAMPLE_FILES][64];
    const size_t count = sample_files(format, path);
    for (size_t i = 0; i < count; i++)
        (void)remove(path[i]);
    if (format->main != NULL)
        (void)rmdir("x");
}

kith_status sample_read(const kith_format *format, const char *path, const void *bytes, size_t size,
                        const kith_open *how, kith_vectors **out, kith_error *err)
{
    static const kith_open standard = {0};
    kith_reading reading = {.path = path, .how = how != NULL ? how : &standard};
    *out = NULL;
    *err = (kith_error){0};
    assert_int_equal(kith_stream_memory(bytes, size, &reading.stream, err), KITH_OK);
    const kith_status status = format->read(&reading, out, err);
    if (status == KITH_OK) {
        assert_non_null(*out);
    } else {
        assert_null(*out);
        assert_true(strlen(err->text) > 0);
        assert_null(strchr(err->text, '\n'));
    }
    return status;
}

uint32_t sample_crc32c(uint32_t crc, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    crc = ~crc;
    for (size_t i = 0; i < size; i++) {
        crc ^= at[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0x82F63B78u : 0);
    }
    return ~crc;
}

void sample_seal(char *file, size_t size)
{
    uint32_t sections = 0;
    memcpy(&sections, file + 12, sizeof sections);
    if (size < 68 || sections > (size - 68) / 96)
        return;
    const size_t bytes = (size_t)sections * 96;
    uint32_t crc = sample_crc32c(0, file, 64);
    crc = sample_crc32c(crc, file + size - 4 - bytes, bytes);
    memcpy(file + size - 4, &crc, sizeof crc);
}

/* The same bits, or as near as the format that they came by promises. */
static void check_same_row(const kith_vectors *got, const kith_vectors *expected, uint64_t row)
{
    const kith_format *format = NULL;
    const uint64_t dim = kith_vectors_dim(expected);
    const float *a = kith_vectors_row(got, row), *b = kith_vectors_row(expected, row);
    double length = 0;
    if (kith_format_named(kith_vectors_format(got), &format, NULL) != KITH_OK ||
        format->loss == 0) {
        assert_memory_equal(a, b, (size_t)(4 * dim));
        return;
    }
    for (uint64_t i = 0; i < dim; i++)
        length += (double)b[i] * (double)b[i];
    for (uint64_t i = 0; i < dim; i++)
        assert_true(fabs((double)a[i] - (double)b[i]) <= format->loss * sqrt(length));
}

void check_same_vectors(const kith_vectors *got, const kith_vectors *expected)
{
    assert_int_equal(kith_vectors_rows(got), kith_vectors_rows(expected));
    assert_int_equal(kith_vectors_dim(got), kith_vectors_dim(expected));
    for (uint64_t row = 0; row < kith_vectors_rows(got); row++) {
        size_t a = 0;
        size_t b = 0;
        const char *left = kith_vectors_word(got, row, &a);
        const char *right = kith_vectors_word(expected, row, &b);
        assert_int_equal(a, b);
        assert_memory_equal(left, right, a);
        check_same_row(got, expected, row);
        assert_int_equal(kith_vectors_find(got, left, a), row);
    }
}

void check_saved_vectors(const kith_vectors *got, const kith_vectors *expected,
                         const kith_format *format, kith_bad_word policy)
{
    kith_error err = {0};
    kith_names names;
    check_ok(kith_names_begin(&names, expected, &format->limits, policy, &err));
    assert_int_equal(kith_vectors_rows(got), kith_vectors_rows(expected));
    for (uint64_t row = 0; row < kith_vectors_rows(got); row++) {
        size_t a = 0;
        size_t b = 0;
        const char *left = kith_vectors_word(got, row, &a);
        const char *right = kith_names_at(&names, row, &b);
        assert_int_equal(a, b);
        assert_memory_equal(left, right, a);
        check_same_row(got, expected, row);
        if (kith_vectors_has_counts(expected))
            assert_int_equal(kith_vectors_count(got, row), kith_vectors_count(expected, row));
    }
    kith_names_clear(&names);
}

double sample_query(const kith_vectors *v)
{
    double sum = 0;
    uint64_t near[4];
    for (uint64_t row = 0; row < kith_vectors_rows(v); row++) {
        size_t bytes = 0;
        const char *word = kith_vectors_word(v, row, &bytes);
        const uint64_t found = kith_vectors_find(v, word, bytes);
        assert_true(found == UINT64_MAX || found < kith_vectors_rows(v));
        for (size_t i = 0; i < bytes; i++)
            sum += word[i];
        for (uint64_t i = 0; i < kith_vectors_dim(v); i++)
            sum += kith_vectors_row(v, row)[i];
        sum += (double)kith_vectors_count(v, row);
    }
    sum += (double)kith_vectors_suggest(v, "word", 4, near, 4);
    return sum + (double)kith_vectors_find(v, "nowhere", 7) +
           (double)strlen(kith_vectors_config(v));
}
