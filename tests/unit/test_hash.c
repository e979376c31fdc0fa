/* The hash spreads, the sum is CRC32C. */
#include "check.h"

#include "base/hash.h"
#include "base/rng.h"

static void crc32c_is_that_of_the_iscsi_standard(void **state)
{
    (void)state;
    /* RFC 3720, B.4 */
    unsigned char zeros[32] = {0}, ones[32], up[32], down[32];
    for (int i = 0; i < 32; i++) {
        ones[i] = 0xFF;
        up[i] = (unsigned char)i;
        down[i] = (unsigned char)(31 - i);
    }
    const unsigned char read10[48] = {0x01, 0xc0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,    0, 0, 0, 0,
                                      0x14, 0,    0, 0, 0, 0, 4, 0, 0, 0, 0, 0x14, 0, 0, 0, 0x18,
                                      0x28, 0,    0, 0, 0, 0, 0, 0, 2, 0, 0, 0,    0, 0, 0, 0};
    assert_int_equal(kith_crc32c(0, zeros, 32), 0x8A9136AAu);
    assert_int_equal(kith_crc32c(0, ones, 32), 0x62A8AB43u);
    assert_int_equal(kith_crc32c(0, up, 32), 0x46DD794Eu);
    assert_int_equal(kith_crc32c(0, down, 32), 0x113FDB5Cu);
    assert_int_equal(kith_crc32c(0, read10, 48), 0xD9963A56u);
    assert_int_equal(kith_crc32c(0, "123456789", 9), 0xE3069283u);
    assert_int_equal(kith_crc32c(0, "", 0), 0);
}

static uint32_t crc_bit_by_bit(const unsigned char *p, size_t size)
{
    uint32_t crc = 0xFFFFFFFFu;
    for (size_t i = 0; i < size; i++) {
        crc ^= p[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0x82F63B78u : crc >> 1;
    }
    return ~crc;
}

static void every_way_to_the_sum_agrees_for_each_length_and_offset(void **state)
{
    (void)state;
    unsigned char bytes[128];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)kith_mix64(i);
    for (size_t offset = 0; offset < 16; offset++)
        for (size_t size = 0; size <= 80; size++) {
            const uint32_t expected = crc_bit_by_bit(bytes + offset, size);
            assert_int_equal(kith_crc32c(0, bytes + offset, size), expected);
            assert_int_equal(kith_crc32c_portable(0, bytes + offset, size), expected);
        }
}

static void a_sum_can_be_continued_anywhere(void **state)
{
    (void)state;
    unsigned char bytes[100];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)kith_mix64(i + 7);
    const uint32_t whole = kith_crc32c(0, bytes, sizeof bytes);
    for (size_t cut = 0; cut <= sizeof bytes; cut++) {
        assert_int_equal(kith_crc32c(kith_crc32c(0, bytes, cut), bytes + cut, sizeof bytes - cut),
                         whole);
        assert_int_equal(kith_crc32c_portable(kith_crc32c_portable(0, bytes, cut), bytes + cut,
                                              sizeof bytes - cut),
                         whole);
    }
}

static void hashes_never_change_since_files_hold_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t seed, hash;
    } golden[] = {{"", 0, 0x8359FFF62713A185u},
                  {"a", 0, 0x19D0D6FB99447CCBu},
                  {"the", 0, 0x4DB26FD5AD570381u},
                  {"kith", 1, 0x344774C8BAD644C8u},
                  {"analogy", 0, 0xA171FBB5EA2FCE6Bu},
                  {"northern", 7, 0x027D1BD1FB8CAAC1u},
                  {"you shall know a word by the company it keeps", 0, 0x6ECE04C31036100Cu}};
    for (size_t i = 0; i < sizeof golden / sizeof *golden; i++)
        assert_true(kith_hash(golden[i].text, strlen(golden[i].text), golden[i].seed) ==
                    golden[i].hash);
}

static void a_hash_depends_on_the_bytes_alone_and_reads_none_beyond(void **state)
{
    (void)state;
    for (size_t size = 0; size <= 40; size++) {
        unsigned char *exact = malloc(size + 1), room[64];
        assert_non_null(exact);
        memset(exact, 'k', size);
        const uint64_t hash = kith_hash(exact, size, 3);
        for (size_t offset = 0; offset < 9; offset++) {
            memset(room, (int)offset, sizeof room);
            memset(room + offset, 'k', size);
            assert_true(kith_hash(room + offset, size, 3) == hash);
        }
        free(exact);
    }
}

/* Flipping one bit of the input flips each bit of the hash half the time. */
static void every_input_bit_moves_every_output_bit(void **state)
{
    (void)state;
    enum { KEYS = 400 };
    for (size_t size = 3; size <= 35; size += 4)
        for (size_t bit = 0; bit < 8 * size; bit++) {
            unsigned flips[64] = {0};
            for (uint64_t k = 0; k < KEYS; k++) {
                uint64_t words[5]; /* 35 bytes and some */
                for (uint64_t w = 0; w < 5; w++)
                    words[w] = kith_mix64(k * 5 + w + 1);
                unsigned char *bytes = (unsigned char *)words;
                uint64_t moved = kith_hash(bytes, size, 0);
                bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
                moved ^= kith_hash(bytes, size, 0);
                for (int out = 0; out < 64; out++)
                    flips[out] += (unsigned)(moved >> out & 1);
            }
            /* six standard deviations of 400 throws */
            for (int out = 0; out < 64; out++)
                check_near(flips[out], KEYS / 2.0, 60);
        }
}

static void counted_words_fill_buckets_evenly_by_any_bits(void **state)
{
    (void)state;
    enum { WORDS = 200000, BUCKETS = 1024 };
    static uint64_t seen[64][BUCKETS];
    static double expected[BUCKETS];
    memset(seen, 0, sizeof seen);
    for (int i = 0; i < WORDS; i++) {
        char word[32];
        const int size = snprintf(word, sizeof word, "word%d", i);
        const uint64_t hash = kith_hash(word, (size_t)size, 0);
        for (int shift = 0; shift <= 54; shift += 9)
            seen[shift][hash >> shift & (BUCKETS - 1)]++;
    }
    for (int b = 0; b < BUCKETS; b++)
        expected[b] = (double)WORDS / BUCKETS;
    for (int shift = 0; shift <= 54; shift += 9) {
        const double p = check_counts_p(seen[shift], expected, BUCKETS);
        assert_true(p > 1e-5 && p < 1 - 1e-5);
    }
}

static int by_value(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void no_two_of_many_similar_keys_collide(void **state)
{
    (void)state;
    enum { KEYS = 200000 };
    uint64_t *hashes = malloc(KEYS * sizeof *hashes);
    assert_non_null(hashes);
    static const unsigned char zeros[KEYS / 2] = {0};
    for (size_t i = 0; i < KEYS; i++) {
        char text[64];
        snprintf(text, sizeof text, "http://example.org/%zu/index.html", i);
        hashes[i] = i < 1000 ? kith_hash(zeros, i, 0) : kith_hash(text, strlen(text), 0);
    }
    qsort(hashes, KEYS, sizeof *hashes, by_value);
    for (size_t i = 1; i < KEYS; i++)
        assert_true(hashes[i] != hashes[i - 1]);
    free(hashes);
}

static void another_seed_is_another_hash(void **state)
{
    (void)state;
    uint64_t agree = 0;
    for (uint64_t i = 0; i < 10000; i++)
        agree += (kith_hash(&i, 8, 1) & 1) == (kith_hash(&i, 8, 2) & 1);
    check_near((double)agree, 5000, 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crc32c_is_that_of_the_iscsi_standard),
        cmocka_unit_test(every_way_to_the_sum_agrees_for_each_length_and_offset),
        cmocka_unit_test(a_sum_can_be_continued_anywhere),
        cmocka_unit_test(hashes_never_change_since_files_hold_them),
        cmocka_unit_test(a_hash_depends_on_the_bytes_alone_and_reads_none_beyond),
        cmocka_unit_test(every_input_bit_moves_every_output_bit),
        cmocka_unit_test(counted_words_fill_buckets_evenly_by_any_bits),
        cmocka_unit_test(no_two_of_many_similar_keys_collide),
        cmocka_unit_test(another_seed_is_another_hash),
    };
    return cmocka_run_group_tests_name("base/hash", tests, NULL, NULL);
}
