#include "check.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Read by the address sanitizer, where there is one: tests ask for more memory than there is, to
 * see the refusal. Exported, or its runtime would not find it.
 */
KITH_API const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

void check_status_at(kith_status got, kith_status expected, const kith_error *err, const char *call,
                     const char *file, int line)
{
    if (got == expected)
        return;
    print_error("%s: status %d, expected %d (%s)\n", call, (int)got, (int)expected,
                got != KITH_OK ? err->text : "no failure");
    _fail(file, line);
}

void check_contains_at(const char *text, const char *part, const char *file, int line)
{
    if (strstr(text, part) != NULL)
        return;
    print_error("\"%s\" does not contain \"%s\"\n", text, part);
    _fail(file, line);
}

void check_near_at(double got, double expected, double tolerance, const char *what,
                   const char *file, int line)
{
    if (fabs(got - expected) <= tolerance)
        return;
    print_error("%s: %.17g, expected %.17g within %g\n", what, got, expected, tolerance);
    _fail(file, line);
}

void check_near_floats_at(const float *got, const float *expected, size_t n, double tolerance,
                          const char *file, int line)
{
    for (size_t i = 0; i < n; i++) {
        const double want = (double)expected[i];
        if (fabs((double)got[i] - want) <= tolerance * (1 + fabs(want)))
            continue;
        print_error("element %zu of %zu: %.9g, expected %.9g\n", i, n, (double)got[i], want);
        _fail(file, line);
    }
}

void check_write_file(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

void check_write_text(const char *path, const char *text)
{
    check_write_file(path, text, strlen(text));
}

char *check_read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    const long length = ftell(file);
    assert_true(length >= 0);
    rewind(file);
    char *bytes = malloc((size_t)length + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, (size_t)length, file), length);
    fclose(file);
    bytes[length] = '\0';
    if (size != NULL)
        *size = (size_t)length;
    return bytes;
}

bool check_file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

size_t check_count_entries(const char *folder)
{
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    size_t count = 0;
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(dir);
    return count;
}

char *check_top_path(const char *path)
{
    const char *top = getenv("KITH_TOP");
    if (top == NULL)
        return NULL;
    const size_t bytes = strlen(top) + strlen(path) + 2;
    char *whole = malloc(bytes);
    assert_non_null(whole);
    snprintf(whole, bytes, "%s/%s", top, path);
    if (check_file_exists(whole))
        return whole;
    free(whole);
    return NULL;
}

void check_drop_rights(void)
{
    assert_int_equal(chmod(".", 0777), 0);
    if (getuid() == 0)
        assert_int_equal(seteuid(65534), 0);
}

void check_regain_rights(void)
{
    if (getuid() == 0)
        assert_int_equal(seteuid(0), 0);
}

/* The lower part of the incomplete gamma function by its series, for x < a + 1. */
static double gamma_series(double a, double x)
{
    double term = 1 / a, sum = term;
    for (double n = a + 1; term > sum * 1e-15; n++) {
        term *= x / n;
        sum += term;
    }
    return sum * exp(-x + a * log(x) - lgamma(a));
}

/* The upper part by its continued fraction, from the far end, for x >= a + 1. */
static double gamma_fraction(double a, double x)
{
    double tail = 0;
    for (int n = 1000; n > 0; n--)
        tail = n * (n - a) / (x + 2 * n + 1 - a - tail);
    return exp(-x + a * log(x) - lgamma(a)) / (x + 1 - a - tail);
}

double check_chi_square_p(double statistic, double freedom)
{
    const double a = freedom / 2, x = statistic / 2;
    if (x <= 0)
        return 1;
    return x < a + 1 ? 1 - gamma_series(a, x) : gamma_fraction(a, x);
}

double check_counts_p(const uint64_t *seen, const double *expected, size_t n)
{
    double statistic = 0;
    for (size_t i = 0; i < n; i++) {
        const double difference = (double)seen[i] - expected[i];
        statistic += difference * difference / expected[i];
    }
    return check_chi_square_p(statistic, (double)(n - 1));
}
