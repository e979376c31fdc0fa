/* Patterns of words, held against the C library's fnmatch where ASCII and its rules allow. */
#include <fnmatch.h>

#include "base/rng.h"
#include "check.h"
#include "text/glob.h"

static bool matches(const char *pattern, const char *word)
{
    return kith_glob_match(pattern, word, strlen(word));
}

static void stars_and_marks_match_as_in_the_shell(void **state)
{
    (void)state;
    assert_true(matches("*", ""));
    assert_true(matches("*ing", "walking"));
    assert_false(matches("*ing", "walkings"));
    assert_true(matches("a*b*c", "aXbYbZc"));
    assert_true(matches("[!0-9]*", "word"));
    assert_false(matches("[!0-9]*", "7up"));
    assert_true(matches("[]x]", "]"));
    assert_true(matches("\\*", "*"));
    assert_false(matches("\\*", "x"));
    assert_false(matches("", "x"));
}

static void a_character_may_have_several_bytes(void **state)
{
    (void)state;
    assert_true(matches("?rger", "\xc3\x84rger"));
    assert_false(matches("?", "\xc3\x84\xc3\x84"));
    assert_true(matches("[\xc3\xa0-\xc3\xbf]", "\xc3\xa9"));
    assert_false(matches("[\xc3\xa0-\xc3\xbf]", "e"));
    assert_true(matches("?", "\xff"));
    assert_true(matches("*\xa9", "\xc3\xa9") == false); /* half of a character is none */
}

static void a_pattern_without_its_end_is_refused(void **state)
{
    (void)state;
    kith_error err = {0};
    static const char *const bad[] = {"a[b", "[", "[]", "[!", "[!]", "[a\\]", "\\", "x\\", "[a-"};
    static const char *const good[] = {"", "*", "[]]", "[!]]", "[\\]]", "\\[", "[a-]", "]"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_fails_with(kith_glob_check(bad[i], &err), KITH_ERR_USAGE, "has no end");
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        check_ok(kith_glob_check(good[i], &err));
}

/* Random patterns over a small alphabet, so that matches are frequent. */
static void random_patterns_match_as_in_the_c_library(void **state)
{
    (void)state;
    static const char *const element[] = {"a", "b", "*", "?", "[ab]", "[!a]", "\\a"};
    const uint64_t key = kith_rng_key(5, 0, 0, KITH_RNG_TEST);
    uint64_t draw = 0, matched = 0;
    for (int i = 0; i < 20000; i++) {
        char pattern[64] = "", word[16] = "";
        const uint32_t elements = kith_rng_below(kith_rng_at(key, draw++), 7);
        const uint32_t letters = kith_rng_below(kith_rng_at(key, draw++), 8);
        for (uint32_t j = 0; j < elements; j++)
            strcat(pattern, element[kith_rng_below(kith_rng_at(key, draw++), 7)]);
        for (uint32_t j = 0; j < letters; j++)
            word[j] = "abc"[kith_rng_below(kith_rng_at(key, draw++), 3)];
        const bool expected = fnmatch(pattern, word, 0) == 0;
        if (matches(pattern, word) != expected)
            fail_msg("'%s' and '%s': expected %d", pattern, word, expected);
        matched += expected;
    }
    assert_in_range(matched, 1000, 19000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stars_and_marks_match_as_in_the_shell),
        cmocka_unit_test(a_character_may_have_several_bytes),
        cmocka_unit_test(a_pattern_without_its_end_is_refused),
        cmocka_unit_test(random_patterns_match_as_in_the_c_library),
    };
    return cmocka_run_group_tests_name("text/glob", tests, NULL, NULL);
}
