/*
 * One checker a type. A refusal reads "--dim: expected a whole number in 1..65536, got '0'".
 */
#include "base/option_check.h"

#include "base/status.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { PHRASE = 200, MAX_CHOICES = 64, CHOICES_BYTES = 512 };

bool kith_option_int(const char *value, int64_t *number)
{
    const bool negative = *value == '-';
    uint64_t magnitude;
    if (!kith_parse_u64(value + negative, strlen(value + negative), &magnitude) ||
        magnitude > INT64_MAX)
        return false;
    *number = negative ? -(int64_t)magnitude : (int64_t)magnitude;
    return true;
}

/* " in 1..10", " of 1 or more", "" for a range without ends. */
static void describe_range(const kith_option *o, char phrase[PHRASE])
{
    char least[KITH_REAL_CHARS], most[KITH_REAL_CHARS];
    kith_format_double(o->least, least);
    kith_format_double(o->most, most);
    const bool below = isfinite(o->least), above = isfinite(o->most);
    if (below && above)
        snprintf(phrase, PHRASE, " in %s..%s", least, most);
    else if (below)
        snprintf(phrase, PHRASE, " of %s or more", least);
    else if (above)
        snprintf(phrase, PHRASE, " of %s or less", most);
    else
        phrase[0] = '\0';
}

static kith_status refuse(const kith_option *o, const char *expected, const char *value,
                          kith_error *err)
{
    char range[PHRASE];
    describe_range(o, range);
    return kith_fail(err, KITH_ERR_USAGE, "--%s: expected %s%s, got '%s'", o->name, expected, range,
                     value);
}

/* A NaN is in no range. */
static bool in_range(const kith_option *o, double number)
{
    return isfinite(number) && number >= o->least && number <= o->most;
}

static kith_status check_flag(const kith_option *o, const char *value, kith_error *err)
{
    if (strcmp(value, "true") == 0 || strcmp(value, "false") == 0)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE, "--%s: expected true or false, got '%s'", o->name, value);
}

static kith_status check_int(const kith_option *o, const char *value, kith_error *err)
{
    int64_t number;
    if (kith_option_int(value, &number) && in_range(o, (double)number))
        return KITH_OK;
    return refuse(o, "a whole number", value, err);
}

static kith_status check_real(const kith_option *o, const char *value, kith_error *err)
{
    double number;
    if (kith_parse_real(value, strlen(value), &number) && in_range(o, number))
        return KITH_OK;
    return refuse(o, "a number", value, err);
}

static kith_status check_size(const kith_option *o, const char *value, kith_error *err)
{
    uint64_t number;
    if (kith_parse_size(value, strlen(value), &number) && number <= INT64_MAX &&
        in_range(o, (double)number))
        return KITH_OK;
    return refuse(o, "a size in bytes (such as 256M or 1GiB)", value, err);
}

static kith_status check_seconds(const kith_option *o, const char *value, kith_error *err)
{
    double number;
    if (kith_parse_seconds(value, strlen(value), &number) && in_range(o, number))
        return KITH_OK;
    return refuse(o, "a duration in seconds (such as 30s or 5m)", value, err);
}

/* Cuts the choices at their blanks, in place; returns how many there are. */
static size_t split_choices(char *choices, const char *names[MAX_CHOICES])
{
    size_t count = 0;
    for (char *p = choices; *p != '\0' && count < MAX_CHOICES;) {
        const size_t length = strcspn(p, " ");
        const bool last = p[length] == '\0';
        p[length] = '\0';
        if (length > 0)
            names[count++] = p;
        p += length + !last;
    }
    return count;
}

static kith_status refuse_name(const kith_option *o, const char *value, const char *name,
                               const char *const *names, size_t count, kith_error *err)
{
    const char *near = kith_nearest_name(name, names, count);
    return kith_fail(err, KITH_ERR_USAGE, "--%s: expected one of %s, got '%s'%s%s%s", o->name,
                     o->choices, value, near != NULL ? "; did you mean " : "",
                     near != NULL ? near : "", near != NULL ? "?" : "");
}

/* What follows the colon of NAME:k=v,k=v; the first may be a word or a number alone. */
static bool are_settings(const char *text)
{
    for (bool first = true;; first = false) {
        const size_t length = strcspn(text, ",");
        const char *equals = memchr(text, '=', length);
        if (length == 0 || (equals == NULL && !first) || equals == text ||
            (equals != NULL && equals + 1 == text + length))
            return false;
        if (text[length] == '\0')
            return true;
        text += length + 1;
    }
}

static kith_status check_name(const kith_option *o, const char *value, kith_error *err)
{
    char choices[CHOICES_BYTES], name[CHOICES_BYTES];
    const char *names[MAX_CHOICES];
    const size_t length = strcspn(value, ":");
    const size_t bytes = strlen(o->choices) + 1;
    if (bytes > sizeof choices)
        return kith_fail(err, KITH_ERR_INTERNAL, "--%s: its choices are too long a text", o->name);
    memcpy(choices, o->choices, bytes);
    const size_t count = split_choices(choices, names);
    snprintf(name, sizeof name, "%.*s", (int)(length < sizeof name ? length : sizeof name), value);
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return value[length] == '\0' || are_settings(value + length + 1)
                       ? KITH_OK
                       : kith_fail(err, KITH_ERR_USAGE, "--%s: expected %s:name=value,.., got '%s'",
                                   o->name, name, value);
    return refuse_name(o, value, name, names, count, err);
}

kith_status kith_option_check(const kith_option *o, const char *value, kith_error *err)
{
    switch (o->type) {
    case KITH_OPTION_FLAG:
        return check_flag(o, value, err);
    case KITH_OPTION_INT:
        return check_int(o, value, err);
    case KITH_OPTION_REAL:
        return check_real(o, value, err);
    case KITH_OPTION_SIZE:
        return check_size(o, value, err);
    case KITH_OPTION_SECONDS:
        return check_seconds(o, value, err);
    case KITH_OPTION_NAME:
        return check_name(o, value, err);
    case KITH_OPTION_TEXT:
        return KITH_OK;
    }
    return kith_fail(err, KITH_ERR_INTERNAL, "--%s: an option of no known type", o->name);
}
