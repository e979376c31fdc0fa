/* The shortest decimal that reads back; the C library's printf and strtod are the oracle. */
#include "check.h"

#include "base/rng.h"

/* Significant digits of a printed number, without leading and trailing zeros. */
static int count_digits(const char *text)
{
    int digits = 0, zeros = 0;
    for (; *text != '\0' && *text != 'e'; text++) {
        if (*text < '0' || *text > '9' || (*text == '0' && digits == 0))
            continue;
        zeros = *text == '0' ? zeros + 1 : 0;
        digits++;
    }
    return digits - zeros;
}

static void assert_shortest_float(float x)
{
    char text[KITH_REAL_CHARS], other[64];
    const size_t length = kith_format_float(x, text);
    assert_int_equal(length, strlen(text));
    if (memcmp(&x, &(float){strtof(text, NULL)}, sizeof x) != 0)
        fail_msg("%s does not read back as %.9g", text, (double)x);
    const int digits = count_digits(text);
    /* Nothing shorter reads back, and at this length nothing is nearer. */
    if (digits > 1) {
        snprintf(other, sizeof other, "%.*e", digits - 2, (double)x);
        if (strtof(other, NULL) == x)
            fail_msg("%s: %s is shorter", text, other);
        snprintf(other, sizeof other, "%.*e", digits - 1, (double)x);
        const double error = fabs(strtod(text, NULL) - (double)x);
        if (strtof(other, NULL) == x && fabs(strtod(other, NULL) - (double)x) < error)
            fail_msg("%s: %s is nearer", text, other);
    }
}

static void assert_shortest_double(double x)
{
    char text[KITH_REAL_CHARS], other[64];
    const size_t length = kith_format_double(x, text);
    assert_int_equal(length, strlen(text));
    if (memcmp(&x, &(double){strtod(text, NULL)}, sizeof x) != 0)
        fail_msg("%s does not read back as %.17g", text, x);
    const int digits = count_digits(text);
    if (digits > 1) {
        snprintf(other, sizeof other, "%.*e", digits - 2, x);
        if (strtod(other, NULL) == x)
            fail_msg("%s: %s is shorter", text, other);
    }
}

static float float_of(uint32_t pattern)
{
    float x;
    memcpy(&x, &pattern, sizeof x);
    return x;
}

static double double_of(uint64_t pattern)
{
    double x;
    memcpy(&x, &pattern, sizeof x);
    return x;
}

static void floats_of_any_pattern_are_shortest_and_read_back(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 100000; i++) {
        const float x = float_of((uint32_t)kith_mix64(i));
        if (isfinite(x))
            assert_shortest_float(x);
    }
}

static void floats_of_ordinary_size_are_shortest_and_read_back(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 50000; i++)
        assert_shortest_float((float)(kith_rng_unit(kith_mix64(i)) * 2 - 1));
    for (int i = 0; i < 20000; i++)
        assert_shortest_float((float)i / 100);
}

/* Around powers of two the gap below is half the gap above; subnormals have few digits. */
static void floats_at_the_edges_of_their_ranges_are_shortest(void **state)
{
    (void)state;
    for (uint32_t exponent = 0; exponent < 255; exponent++)
        for (uint32_t step = 0; step < 5; step++) {
            const uint32_t pattern = (exponent << 23) + step - 2;
            if (pattern < 0x7F800000u)
                assert_shortest_float(float_of(pattern));
        }
}

static void doubles_of_any_pattern_are_shortest_and_read_back(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 30000; i++) {
        const double x = double_of(kith_mix64(i));
        if (isfinite(x))
            assert_shortest_double(x);
    }
    for (uint64_t exponent = 0; exponent < 2047; exponent++)
        for (uint64_t step = 0; step < 3; step++) {
            const double x = double_of((exponent << 52) + step);
            assert_shortest_double(x);
        }
}

static void our_own_reader_reads_floats_back_too(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 100000; i++) {
        const float x = float_of((uint32_t)kith_mix64(i + 77));
        char text[KITH_REAL_CHARS];
        double back = 0;
        const size_t length = kith_format_float(x, text);
        assert_true(kith_parse_real(text, length, &back));
        const float narrow = (float)back;
        assert_true(isnan(x) ? isnan(narrow) : memcmp(&x, &narrow, sizeof x) == 0);
    }
}

static void assert_double(double x, const char *expected)
{
    char text[KITH_REAL_CHARS];
    kith_format_double(x, text);
    assert_string_equal(text, expected);
}

static void numbers_look_as_people_write_them(void **state)
{
    (void)state;
    assert_double(0, "0");
    assert_double(-0.0, "-0");
    assert_double(1, "1");
    assert_double(-1.5, "-1.5");
    assert_double(0.1, "0.1");
    assert_double(0.001, "0.001");
    assert_double(0.0001, "0.0001");
    assert_double(0.00001, "1e-5");
    assert_double(1.25e-7, "1.25e-7");
    assert_double(100, "100");
    assert_double(123456.75, "123456.75");
    assert_double(1e15, "1000000000000000");
    assert_double(1e16, "1e16");
    assert_double(9007199254740992, "9007199254740992");
    assert_double(1e23, "1e23");
    assert_double(5e-324, "5e-324");
    assert_double(-1.7976931348623157e308, "-1.7976931348623157e308");
}

static void what_is_no_number_has_a_name(void **state)
{
    (void)state;
    assert_double((double)INFINITY, "inf");
    assert_double(-(double)INFINITY, "-inf");
    assert_double((double)NAN, "nan");
    assert_double(-(double)NAN, "nan");
    char text[KITH_REAL_CHARS];
    assert_int_equal(kith_format_float(-INFINITY, text), 4);
    assert_string_equal(text, "-inf");
}

static void a_float_is_shorter_than_its_double(void **state)
{
    (void)state;
    char text[KITH_REAL_CHARS];
    kith_format_float(0.1f, text);
    assert_string_equal(text, "0.1");
    kith_format_double((double)0.1f, text);
    assert_string_equal(text, "0.10000000149011612");
    kith_format_float(16777216.0f, text);
    assert_string_equal(text, "16777216");
    kith_format_float(3.4028235e38f, text);
    assert_string_equal(text, "3.4028235e38");
    kith_format_float(1e-45f, text);
    assert_string_equal(text, "1e-45");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(floats_of_any_pattern_are_shortest_and_read_back),
        cmocka_unit_test(floats_of_ordinary_size_are_shortest_and_read_back),
        cmocka_unit_test(floats_at_the_edges_of_their_ranges_are_shortest),
        cmocka_unit_test(doubles_of_any_pattern_are_shortest_and_read_back),
        cmocka_unit_test(our_own_reader_reads_floats_back_too),
        cmocka_unit_test(numbers_look_as_people_write_them),
        cmocka_unit_test(what_is_no_number_has_a_name),
        cmocka_unit_test(a_float_is_shorter_than_its_double),
    };
    return cmocka_run_group_tests_name("base/format", tests, NULL, NULL);
}
