/* Numbers from text, to the last bit; the C library's strtod is the oracle. */
#include "check.h"

#include "base/rng.h"

#include <locale.h>

static uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static void assert_as_strtod(const char *text)
{
    double got = -1;
    assert_true(kith_parse_real(text, strlen(text), &got));
    const double expected = strtod(text, NULL);
    if (bits_of(got) != bits_of(expected))
        fail_msg("%s: %a, expected %a", text, got, expected);
}

static bool parses(const char *text)
{
    double value;
    return kith_parse_real(text, strlen(text), &value);
}

static void doubles_of_any_pattern_and_precision_are_read_to_the_last_bit(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 100000; i++) {
        const uint64_t pattern = kith_mix64(i + 1);
        double x;
        memcpy(&x, &pattern, sizeof x);
        if (!isfinite(x))
            continue;
        char text[64];
        snprintf(text, sizeof text, "%.*g", 1 + (int)(i % 30), x);
        assert_as_strtod(text);
    }
}

static void decimals_of_ordinary_size_are_read_to_the_last_bit(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 50000; i++) {
        char text[64];
        const double x = kith_rng_unit(kith_mix64(i)) * 20 - 10;
        snprintf(text, sizeof text, i % 2 ? "%.*f" : "%.*e", (int)(i % 23), x);
        assert_as_strtod(text);
    }
}

/*
 * The midpoint between a double and the next has up to 767 digits; a ...1 or ...9 behind it decides
 * the other way than the tie. printf writes all of its digits exactly.
 */
static void halfway_cases_are_decided_by_the_last_digit(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 300; i++) {
        const uint64_t pattern = kith_mix64(i) >> 2; /* of size below 2 */
        double low, high;
        memcpy(&low, &pattern, sizeof low);
        const uint64_t next = pattern + 1;
        memcpy(&high, &next, sizeof high);
        /* A long double holds the midpoint of two doubles, except for the smallest ones. */
        const long double middle = ((long double)low + (long double)high) / 2;
        char text[1300];
        const int length = snprintf(text, sizeof text, "%.1100Lf", middle);
        assert_as_strtod(text);
        text[length] = '1';
        text[length + 1] = '\0';
        assert_as_strtod(text);
    }
}

static void known_hard_numbers_are_read_right(void **state)
{
    (void)state;
    static const char *const hard[] = {
        "9007199254740993",
        "9007199254740993.0000000000000000000000000000001",
        "2.2250738585072011e-308",
        "2.2250738585072014e-308",
        "4.9406564584124654e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "2.47032822920623272088284396434110686182e-324",
        "1.7976931348623157e308",
        "1.7976931348623158e308",
        "1.7976931348623159e308",
        "179769313486231580793e289",
        "6.92949564600921e15",
        "8.5e-310",
        "1e23",
        "8.442911973260991817129021e-309",
        "0.000000000000000000000000000000000000000000000000000000001",
        "10000000000000000000000000000000000000000000000000000000000",
        "1e-400",
        "1e400",
        "1e-99999999999999999999",
        "1e99999999999999999999",
        "0e99999999999999999999",
        "0.00e-99999999999999999999",
        "-0",
        "-0.0e5",
        "+1.5",
        ".5",
        "5.",
        "00012.50",
        "1E+2",
        "1e-0",
        "123456789012345678901234567890"};
    for (size_t i = 0; i < sizeof hard / sizeof *hard; i++)
        assert_as_strtod(hard[i]);
}

static void long_runs_of_digits_do_not_run_out_of_room(void **state)
{
    (void)state;
    enum { DIGITS = 3000 };
    char text[DIGITS + 16];
    static const int exponents[] = {-4000, -3324, -3300, -3000, -2900, -2700, -1000, 0, 300};
    for (size_t i = 0; i < sizeof exponents / sizeof *exponents; i++)
        for (char digit = '1'; digit <= '9'; digit += 4) {
            memset(text, digit, DIGITS);
            snprintf(text + DIGITS, sizeof text - DIGITS, "e%d", exponents[i]);
            assert_as_strtod(text);
            memset(text, '0', DIGITS);
            text[0] = '.';
            text[DIGITS - 1] = digit;
            snprintf(text + DIGITS, sizeof text - DIGITS, "e%d", -exponents[i]);
            assert_as_strtod(text);
        }
}

static void what_is_not_a_number_alone_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",      " ",      "-",     "+",   ".",    "-.",  "e5",
                                      ".e5",   "1e",     "1e+",   "1e-", "1e3x", "1 ",  " 1",
                                      "1.2.3", "1,5",    "0x10",  "1_0", "--1",  "+-1", "infin",
                                      "nanx",  "nan(1)", "1e1.5", "1f",  "1\n",  "i",   "\xD9\xA3"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (parses(bad[i]))
            fail_msg("'%s' was taken for a number", bad[i]);
    double value;
    assert_false(kith_parse_real("1\0", 2, &value));
}

static void only_the_counted_bytes_are_read(void **state)
{
    (void)state;
    double value = 0;
    assert_true(kith_parse_real("12345", 2, &value));
    check_near(value, 12, 0);
    assert_true(kith_parse_real("1e55", 3, &value));
    check_near(value, 1e5, 0);
    assert_false(kith_parse_real("1e5", 2, &value));
}

static void infinities_and_nan_are_read_in_any_case(void **state)
{
    (void)state;
    double value = 0;
    assert_true(kith_parse_real("-INF", 4, &value) && isinf(value) && value < 0);
    assert_true(kith_parse_real("Infinity", 8, &value) && isinf(value) && value > 0);
    assert_true(kith_parse_real("NaN", 3, &value) && isnan(value));
    assert_true(kith_parse_real("-nan", 4, &value) && isnan(value));
}

static void whole_numbers_fit_64_bits_or_are_refused(void **state)
{
    (void)state;
    uint64_t value = 0;
    assert_true(kith_parse_u64("18446744073709551615", 20, &value) && value == UINT64_MAX);
    assert_true(kith_parse_u64("00000000000000000000000007", 26, &value) && value == 7);
    assert_true(kith_parse_u64("0", 1, &value) && value == 0);
    static const char *const bad[] = {"",
                                      "18446744073709551616",
                                      "99999999999999999999",
                                      "-1",
                                      "+1",
                                      "1 ",
                                      " 1",
                                      "1.0",
                                      "1e3",
                                      "0x1",
                                      "a"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(kith_parse_u64(bad[i], strlen(bad[i]), &value));
}

static void assert_size(const char *text, uint64_t expected)
{
    uint64_t value = 0;
    assert_true(kith_parse_size(text, strlen(text), &value));
    assert_true(value == expected);
}

static void sizes_have_suffixes_of_a_thousand_and_of_1024(void **state)
{
    (void)state;
    assert_size("7", 7);
    assert_size("3K", 3000);
    assert_size("256M", 256000000);
    assert_size("1GiB", UINT64_C(1) << 30);
    assert_size("2TiB", UINT64_C(1) << 41);
    assert_size("5T", UINT64_C(5000000000000));
    uint64_t value;
    static const char *const bad[] = {"",
                                      "K",
                                      "KiB",
                                      "1k",
                                      "1 M",
                                      "-1M",
                                      "1.5G",
                                      "1MM",
                                      "1B",
                                      "1iB",
                                      "18446744073709551615K",
                                      "99999999TiB"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(kith_parse_size(bad[i], strlen(bad[i]), &value));
}

static void durations_have_suffixes_too(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double seconds;
    } good[] = {{"30", 30}, {"1.5s", 1.5}, {"5m", 300}, {"2h", 7200}, {"1d", 86400}, {"0", 0}};
    double value = -1;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(kith_parse_seconds(good[i].text, strlen(good[i].text), &value));
        check_near(value, good[i].seconds, 0);
    }
    static const char *const bad[] = {"",    "m",     "-1s", "5 m",   "nan",
                                      "inf", "1e400", "5ms", "1e308d"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(kith_parse_seconds(bad[i], strlen(bad[i]), &value));
}

static void a_decimal_comma_of_the_locale_changes_nothing(void **state)
{
    (void)state;
    if (setlocale(LC_ALL, "de_DE.UTF-8") == NULL && setlocale(LC_ALL, "de_DE") == NULL)
        check_skip("there is no German locale on this machine");
    double value = 0;
    const bool read = kith_parse_real("1.5", 3, &value), comma = parses("1,5");
    char text[KITH_REAL_CHARS];
    kith_format_double(0.25, text);
    setlocale(LC_ALL, "C");
    assert_true(read);
    assert_false(comma);
    check_near(value, 1.5, 0);
    assert_string_equal(text, "0.25");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doubles_of_any_pattern_and_precision_are_read_to_the_last_bit),
        cmocka_unit_test(decimals_of_ordinary_size_are_read_to_the_last_bit),
        cmocka_unit_test(halfway_cases_are_decided_by_the_last_digit),
        cmocka_unit_test(known_hard_numbers_are_read_right),
        cmocka_unit_test(long_runs_of_digits_do_not_run_out_of_room),
        cmocka_unit_test(what_is_not_a_number_alone_is_refused),
        cmocka_unit_test(only_the_counted_bytes_are_read),
        cmocka_unit_test(infinities_and_nan_are_read_in_any_case),
        cmocka_unit_test(whole_numbers_fit_64_bits_or_are_refused),
        cmocka_unit_test(sizes_have_suffixes_of_a_thousand_and_of_1024),
        cmocka_unit_test(durations_have_suffixes_too),
        cmocka_unit_test(a_decimal_comma_of_the_locale_changes_nothing),
    };
    return cmocka_run_group_tests_name("base/parse", tests, NULL, NULL);
}
