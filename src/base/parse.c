/*
 * Whole numbers, sizes and durations from counted text. Strict: no blanks, no sign where none can
 * be, nothing behind the number but the suffix, and what does not fit is refused, not wrapped.
 */
#include "kith.h"

#include "base/mem.h"

#include <math.h>
#include <string.h>

typedef struct unit {
    const char *suffix;
    uint64_t scale;
} unit;

static const unit sizes[] = {{"KiB", 1ull << 10}, {"MiB", 1ull << 20}, {"GiB", 1ull << 30},
                             {"TiB", 1ull << 40}, {"K", 1000},         {"M", 1000000},
                             {"G", 1000000000},   {"T", 1000000000000}};

static const unit durations[] = {{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}};

bool kith_parse_u64(const char *text, size_t bytes, uint64_t *value)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < bytes; i++) {
        const unsigned digit = (unsigned char)text[i] - (unsigned)'0';
        if (digit > 9 || !kith_mul(sum, 10, &sum) || !kith_add(sum, digit, &sum))
            return false;
    }
    *value = sum;
    return bytes > 0;
}

/* The factor of the suffix that ends the text, 1 without one; *bytes shrinks to what precedes. */
static uint64_t take_suffix(const unit *units, size_t count, const char *text, size_t *bytes)
{
    for (size_t i = 0; i < count; i++) {
        const size_t length = strlen(units[i].suffix);
        if (*bytes > length && memcmp(text + *bytes - length, units[i].suffix, length) == 0) {
            *bytes -= length;
            return units[i].scale;
        }
    }
    return 1;
}

bool kith_parse_size(const char *text, size_t bytes, uint64_t *value)
{
    const uint64_t scale = take_suffix(sizes, sizeof sizes / sizeof *sizes, text, &bytes);
    uint64_t number;
    return kith_parse_u64(text, bytes, &number) && kith_mul(number, scale, value);
}

bool kith_parse_seconds(const char *text, size_t bytes, double *value)
{
    const uint64_t scale =
        take_suffix(durations, sizeof durations / sizeof *durations, text, &bytes);
    double number;
    if (!kith_parse_real(text, bytes, &number) || !isfinite(number) || number < 0)
        return false;
    *value = number * (double)scale;
    return isfinite(*value);
}
