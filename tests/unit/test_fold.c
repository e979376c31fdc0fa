/* Small letters against the C library's own tables for UTF-8. */
#include "check.h"
#include "text/fold.h"

#include <locale.h>
#include <wctype.h>

static size_t encode(unsigned c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 63));
        return 2;
    }
    out[0] = (char)(0xE0 | c >> 12);
    out[1] = (char)(0x80 | (c >> 6 & 63));
    out[2] = (char)(0x80 | (c & 63));
    return 3;
}

static bool is_covered(unsigned c)
{
    return c <= 0x7F || (c >= 0xC0 && c <= 0x17F) || (c >= 0x370 && c <= 0x52F);
}

static void every_covered_letter_becomes_what_the_c_library_says(void **state)
{
    (void)state;
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
        check_skip("no locale C.UTF-8");
    kith_fold fold;
    kith_fold_init(&fold);
    unsigned changed = 0;
    for (unsigned c = 1; c < 0x2000; c++) {
        char got[4], expected[4];
        const unsigned small = is_covered(c) ? (unsigned)towlower((wint_t)c) : c;
        const size_t bytes = encode(small, expected);
        const size_t length = kith_fold_word(&fold, got, encode(c, got));
        if (length != bytes || memcmp(got, expected, bytes) != 0)
            fail_msg("U+%04X: expected U+%04X", c, small);
        changed += small != c;
    }
    setlocale(LC_CTYPE, "C");
    assert_true(changed > 300);
}

static void a_word_of_many_scripts_is_folded_whole(void **state)
{
    (void)state;
    kith_fold fold;
    kith_fold_init(&fold);
    char word[] = "ÄPFEL-ŁÓDŹ-ΑΘΉΝΑ-МОСКВА-ẞ-日本-X";
    const char expected[] = "äpfel-łódź-αθήνα-москва-ẞ-日本-x";
    assert_int_equal(kith_fold_word(&fold, word, strlen(word)), strlen(expected));
    assert_string_equal(word, expected);
}

static void bytes_that_are_no_utf8_stay(void **state)
{
    (void)state;
    kith_fold fold;
    kith_fold_init(&fold);
    char word[] = "\xC3"
                  "A\x80\xC3\xC3\x84\xFF\xC1\x81\xE2\x84\xAA\xC3";
    const char expected[] = "\xC3"
                            "a\x80\xC3\xC3\xA4\xFF\xC1\x81\xE2\x84\xAA\xC3";
    assert_int_equal(kith_fold_word(&fold, word, sizeof word - 1), sizeof expected - 1);
    assert_memory_equal(word, expected, sizeof expected);
}

static void the_dotted_capital_i_gets_shorter(void **state)
{
    (void)state;
    kith_fold fold;
    kith_fold_init(&fold);
    char word[] = "DİYAR";
    assert_int_equal(kith_fold_word(&fold, word, strlen(word)), 5);
    assert_memory_equal(word, "diyar", 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_covered_letter_becomes_what_the_c_library_says),
        cmocka_unit_test(a_word_of_many_scripts_is_folded_whole),
        cmocka_unit_test(bytes_that_are_no_utf8_stay),
        cmocka_unit_test(the_dotted_capital_i_gets_shorter),
    };
    return cmocka_run_group_tests_name("text/fold", tests, NULL, NULL);
}
