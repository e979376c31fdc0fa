/* Regular expressions of words, held against the C library's regexec where both may be asked. */
#include <regex.h>

#include "base/rng.h"
#include "check.h"
#include "text/regex.h"

static bool finds_in(const char *pattern, const char *word, size_t bytes)
{
    kith_error err = {0};
    kith_regex *r = NULL;
    check_ok(kith_regex_new(pattern, &r, &err));
    const bool found = kith_regex_match(r, word, bytes);
    kith_regex_free(r);
    return found;
}

static bool finds(const char *pattern, const char *word)
{
    return finds_in(pattern, word, strlen(word));
}

static void words_are_searched_as_by_grep(void **state)
{
    (void)state;
    assert_true(finds("", "") && finds("", "a") && finds("ing", "singer"));
    assert_true(finds("^un.*(ed|ing)$", "unheard") == false && finds("^un.*(ed|ing)$", "unending"));
    assert_true(finds("^[[:alpha:]]+$", "word") && !finds("^[[:alpha:]]+$", "word1"));
    assert_true(finds("^[]a]$", "]") && finds("^[^]a]$", "b") && !finds("^[^]a]$", "]"));
    assert_true(finds("^[a-]$", "-") && finds("a\\.b", "a.b") && !finds("a\\.b", "axb"));
    assert_true(finds("^\\\\.$", "\\x") && !finds("^\\\\.$", "x\\"));
    assert_true(finds("^(ab){2,3}$", "abab") && !finds("^(ab){2,3}$", "abababab"));
    assert_true(finds("^a{0}b$", "b") && finds("^(a|b|)c$", "c"));
    assert_true(finds("^(a*)*$", "aaa") && finds("^(a*)+b$", "b"));
}

static void a_character_may_have_several_bytes(void **state)
{
    (void)state;
    assert_true(finds("^.rger$", "\xC3\x84rger"));
    assert_true(finds("^[\xC3\xA0-\xC3\xBF]{2}$", "\xC3\xA9\xC3\xA8"));
    assert_false(finds("\xA9", "\xC3\xA9"));
    assert_true(finds("^.$", "\xFF"));
    assert_true(finds_in("^a.b$", "a\0b", 3));
}

static void what_is_wrong_with_a_pattern_is_told(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"(a", "a '(' without its ')' at its byte 2"},
        {"a)", "a ')' without its '(' at its byte 1"},
        {"a[b", "a set without its ']'"},
        {"[[:letter:]]", "no class of that name at its byte 1"},
        {"[z-a]", "a range that ends early"},
        {"*a", "nothing to repeat at its byte 0"},
        {"a|*", "nothing to repeat"},
        {"a{2,1}", "expected {LEAST,MOST} up to 255"},
        {"a{256}", "expected {LEAST,MOST} up to 255"},
        {"a{,3}", "expected {LEAST,MOST} up to 255"},
        {"a\\", "nothing behind the backslash"},
        {"((((a{255}){255}){255}){255})", "more steps than are allowed"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        kith_error err = {0};
        kith_regex *r = NULL;
        check_fails_with(kith_regex_new(bad[i][0], &r, &err), KITH_ERR_USAGE, bad[i][1]);
        assert_null(r);
    }
}

/* A pattern of up to 12 elements over a, b, with groups, alternatives and repeats. */
static void make_pattern(uint64_t seed, char *to)
{
    static const char *const parts[] = {"a", "b",  ".",  "[ab]", "[^a]",   "(", "(", ")",
                                        "|", "a*", "b+", "a?",   "b{1,2}", "^", "$", "*"};
    unsigned open = 0;
    size_t used = 0;
    for (uint64_t i = 0; i < 12; i++) {
        const char *part = parts[kith_rng_below(kith_rng_at(seed, i), 16)];
        const bool repeatable = used > 0 && strchr("ab])", to[used - 1]) != NULL;
        if ((*part == ')' && (open == 0 || to[used - 1] == '(' || to[used - 1] == '|')) ||
            (*part == '*' && !repeatable) ||
            (*part == '|' && (used == 0 || to[used - 1] == '(' || to[used - 1] == '|')))
            continue;
        open += *part == '(';
        open -= *part == ')';
        used += (size_t)sprintf(to + used, "%s", part);
    }
    if (used > 0 && (to[used - 1] == '|' || to[used - 1] == '('))
        to[used++] = 'a';
    for (; open > 0; open--)
        to[used++] = ')';
    to[used] = '\0';
}

static void any_pattern_finds_what_the_c_library_finds(void **state)
{
    (void)state;
    unsigned compared = 0, found = 0;
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        char pattern[64];
        regex_t theirs;
        kith_regex *ours = NULL;
        kith_error err = {0};
        make_pattern(seed, pattern);
        if (regcomp(&theirs, pattern, REG_EXTENDED | REG_NOSUB) != 0)
            continue;
        check_ok(kith_regex_new(pattern, &ours, &err));
        for (unsigned w = 0; w < 31; w++) { /* all words over a, b of up to 4 letters */
            char word[8] = "";
            for (unsigned bits = w + 1, n = 0; bits > 1; bits >>= 1)
                word[n++] = (char)('a' + (bits & 1));
            const bool expected = regexec(&theirs, word, 0, NULL, 0) == 0;
            if (kith_regex_match(ours, word, strlen(word)) != expected)
                fail_msg("'%s' in '%s': expected %d", pattern, word, expected);
            compared++;
            found += expected;
        }
        kith_regex_free(ours);
        regfree(&theirs);
    }
    assert_true(compared > 50000 && found > compared / 10 && found < compared * 9 / 10);
}

/* Where one that goes back would try 2^30 ways. */
static void no_pattern_takes_long(void **state)
{
    (void)state;
    assert_false(finds("^(a|a)*(a*)*b$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
    assert_true(
        finds("(a?){60}a{60}$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_searched_as_by_grep),
        cmocka_unit_test(a_character_may_have_several_bytes),
        cmocka_unit_test(what_is_wrong_with_a_pattern_is_told),
        cmocka_unit_test(any_pattern_finds_what_the_c_library_finds),
        cmocka_unit_test(no_pattern_takes_long),
    };
    return cmocka_run_group_tests_name("text/regex", tests, NULL, NULL);
}
