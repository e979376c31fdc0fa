#include "draw_help.h"

void check_well_formed(const char *path)
{
    char command[512];
    if (system("python3 -c 'import xml.dom.minidom' 2>/dev/null") != 0)
        check_skip("python3 is missing");
    snprintf(command, sizeof command,
             "python3 -c 'import sys, xml.dom.minidom as m; "
             "sys.exit(m.parse(sys.argv[1]).documentElement.tagName != \"svg\")' '%s'",
             path);
    if (system(command) != 0)
        fail_msg("%s is no well-formed SVG", path);
}

static size_t times_in(const char *path, const char *text)
{
    char *all = check_read_file(path, NULL);
    size_t times = 0;
    for (const char *at = all; (at = strstr(at, text)) != NULL; at++)
        times++;
    free(all);
    return times;
}

void check_file_has(const char *path, const char *text)
{
    if (times_in(path, text) == 0)
        fail_msg("%s does not contain %s", path, text);
}

void check_file_has_times(const char *path, const char *text, size_t times)
{
    const size_t got = times_in(path, text);
    if (got != times)
        fail_msg("%s contains %s %zu times, expected %zu", path, text, got, times);
}

void check_same_bytes(const char *a, const char *b)
{
    size_t an = 0, bn = 0;
    char *at = check_read_file(a, &an), *bt = check_read_file(b, &bn);
    assert_int_equal(an, bn);
    assert_memory_equal(at, bt, an);
    free(at);
    free(bt);
}
