/*
 * docs/coverage.md against what there is: every mechanism that can be chosen by name stands in it,
 * and every test that it names is a test of the file it names.
 */
#include "check.h"

#include <ctype.h>

static char *document(void)
{
    char *path = check_top_path("docs/coverage.md");
    if (path == NULL)
        check_skip("docs/coverage.md is not there");
    char *text = check_read_file(path, NULL);
    free(path);
    return text;
}

static bool of_name(char c)
{
    return isalnum((unsigned char)c) || strchr("_:-", c) != NULL;
}

/* The name as a word of its own: "ada" is not in "adam", nor "adam" in "adam:notes3". */
static bool has_name(const char *text, const char *name)
{
    const size_t bytes = strlen(name);
    for (const char *at = text; (at = strstr(at, name)) != NULL; at++) {
        const char end = at[bytes];
        const bool more = end == ':' ? of_name(at[bytes + 1]) && at[bytes + 1] != ':'
                                     : end != '\0' && of_name(end);
        if ((at == text || !of_name(at[-1])) && !more)
            return true;
    }
    return false;
}

static void every_mechanism_stands_in_the_table(void **state)
{
    (void)state;
    char *text = document();
    kith_mechanism m;
    size_t absent = 0;
    for (size_t i = 0; kith_mechanism_at(i, &m); i++)
        if (!has_name(text, m.name)) {
            print_error("docs/coverage.md: no %s %s\n", m.kind, m.name);
            absent++;
        }
    assert_int_equal(absent, 0);
    assert_false(has_name(text, "none-such"));
    assert_true(has_name("as adam:notes3, adam", "adam"));
    assert_false(has_name("as adam:notes3", "adam"));
    free(text);
}

/* A name of a test as the table writes it: between backquotes, words joined by underscores. */
static bool next_test(const char **at, char *name, size_t room)
{
    for (const char *from; (from = strchr(*at, '`')) != NULL;) {
        const char *end = strchr(from + 1, '`');
        if (end == NULL)
            return false;
        const size_t bytes = (size_t)(end - from - 1);
        *at = end + 1;
        if (bytes >= room || memchr(from + 1, '_', bytes) == NULL)
            continue;
        memcpy(name, from + 1, bytes);
        name[bytes] = '\0';
        if (strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_.") == bytes &&
            strstr(name, ".c") == NULL && strstr(name, ".h") == NULL)
            return true;
    }
    return false;
}

/* Every test program's source in one text. */
static char *all_tests(void)
{
    char *top = check_top_path("tests/unit"), command[512];
    char *all = calloc(1, 4 << 20);
    assert_non_null(top);
    assert_non_null(all);
    snprintf(command, sizeof command, "cat '%s'/test_*.c", top);
    FILE *cat = popen(command, "r");
    assert_non_null(cat);
    assert_true(fread(all, 1, (4 << 20) - 1, cat) > 0);
    pclose(cat);
    free(top);
    return all;
}

static void every_test_that_is_named_is_there(void **state)
{
    (void)state;
    char *text = document(), *all = all_tests(), name[128], want[160];
    const char *at = text;
    size_t named = 0, absent = 0;
    while (next_test(&at, name, sizeof name)) {
        const size_t bytes = strlen(name);
        const size_t end = bytes > 3 && strcmp(name + bytes - 3, "...") == 0 ? bytes - 3 : bytes;
        const char *from = strncmp(name, "...", 3) == 0 ? name + 3 : name;
        snprintf(want, sizeof want, "%s%.*s%s", from == name ? "cmocka_unit_test(" : "",
                 (int)(end - (size_t)(from - name)), from, end == bytes ? ")" : "");
        named++;
        if (strstr(all, want) == NULL) {
            print_error("docs/coverage.md: no test %s\n", name);
            absent++;
        }
    }
    assert_int_equal(absent, 0);
    assert_true(named > 100);
    free(all);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mechanism_stands_in_the_table),
        cmocka_unit_test(every_test_that_is_named_is_there),
    };
    return cmocka_run_group_tests_name("docs/coverage", tests, NULL, NULL);
}
