/* Decimals against the C library's strtof, which rounds once. */
#include "check.h"

#include <inttypes.h>

#include "base/rng.h"
#include "file/text_float.h"

static void check_text(const char *text)
{
    const char *at = text;
    float value;
    const size_t bytes = strlen(text);
    assert_true(kith_text_float(&at, text + bytes, &value));
    assert_ptr_equal(at, text + bytes);
    const float expected = strtof(text, NULL);
    if (memcmp(&value, &expected, sizeof value) != 0)
        fail_msg("%s: expected %.9g, got %.9g", text, (double)expected, (double)value);
}

static void decimals_of_ordinary_size_are_the_nearest_floats(void **state)
{
    (void)state;
    char text[64];
    for (uint64_t i = 0; i < 200000; i++) {
        const uint64_t bits = kith_rng_at(1, i);
        snprintf(text, sizeof text, "%.*g", 1 + (int)(bits >> 37) % 15,
                 ldexp((double)(int32_t)bits, (int)(bits >> 32 & 31) - 40));
        check_text(text);
    }
}

/* Halfway between two floats, and one digit to either side of it, within 2^53. */
static void ties_between_floats_go_to_the_even_one_and_no_others_do(void **state)
{
    (void)state;
    char text[64];
    for (uint64_t i = 0; i < 20000; i++) {
        const uint64_t odd = (kith_rng_at(2, i) & 0xFFFFFF) | 0x1000001;
        for (int off = -1; off <= 1; off++) {
            const uint64_t near = odd * 100000000 / 8 + (uint64_t)(int64_t)off;
            snprintf(text, sizeof text, "%" PRIu64 ".%08" PRIu64, near / 100000000,
                     near % 100000000);
            check_text(text);
        }
    }
    check_text("16777217");
    check_text("16777217.00000001");
    check_text("-16777219.0");
}

static void all_ways_of_writing_a_number_are_read(void **state)
{
    (void)state;
    static const char *const texts[] = {"0",
                                        "-0",
                                        "+1.5",
                                        ".5",
                                        "5.",
                                        "1e-45",
                                        "3.4028235e38",
                                        "1e39",
                                        "inf",
                                        "-Infinity",
                                        "0.0000000000000000000000000000000000000000000001",
                                        "123456789012345678901234567890",
                                        "00000000000000000001.5"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_text(texts[i]);
}

static void a_number_ends_at_a_blank_and_nowhere_else(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",          "-",          ".",          "1x",  "1.5.2", "0x10", "1,5",
        "12345678:", "0.1234567/", "0.1234567:", "--1", "e5",    "1e"};
    float value;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *at = bad[i];
        if (kith_text_float(&at, at + strlen(at), &value))
            fail_msg("'%s' was read as %.9g", bad[i], (double)value);
    }
    const char *text = "0.25\t7 ";
    const char *at = text;
    assert_true(kith_text_float(&at, text + 7, &value));
    assert_ptr_equal(at, text + 4);
    assert_true(value == 0.25f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals_of_ordinary_size_are_the_nearest_floats),
        cmocka_unit_test(ties_between_floats_go_to_the_even_one_and_no_others_do),
        cmocka_unit_test(all_ways_of_writing_a_number_are_read),
        cmocka_unit_test(a_number_ends_at_a_blank_and_nowhere_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
