#include "task/space.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"

/* --- reading "NAME=A,B,C" and "NAME=LOW..HIGH:log" --- */

static bool is_number(const kith_option *o)
{
    return o->type == KITH_OPTION_INT || o->type == KITH_OPTION_REAL;
}

/* LOW..HIGH, LOW..HIGH:log; false where the text is no range. */
static bool read_range(const char *text, kith_axis *a)
{
    const char *dots = strstr(text, "..");
    if (dots == NULL)
        return false;
    const char *end = strchr(dots, ':');
    a->log = end != NULL && strcmp(end, ":log") == 0;
    if (end != NULL && !a->log)
        return false;
    const size_t high = end != NULL ? (size_t)(end - dots - 2) : strlen(dots + 2);
    return kith_parse_real(text, (size_t)(dots - text), &a->low) &&
           kith_parse_real(dots + 2, high, &a->high);
}

static kith_status check_range(const kith_axis *a, const char *text, kith_error *err)
{
    if (!(a->low < a->high) || (a->log && !(a->low > 0)))
        return kith_fail(err, KITH_ERR_USAGE,
                         "--set %s=%s: expected LOW..HIGH with LOW below HIGH%s", a->option->name,
                         text, a->log ? ", and above 0 for a logarithm" : "");
    if (a->low >= a->option->least && a->high <= a->option->most)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE, "--set %s=%s: --%s goes from %g to %g", a->option->name,
                     text, a->option->name, a->option->least, a->option->most);
}

/* Commas part values, or bars where values have commas of their own. */
static kith_status read_list(const char *text, kith_axis *a, kith_error *err)
{
    const char part = strchr(text, '|') != NULL ? '|' : ',';
    size_t values = 1;
    for (const char *c = text; *c != '\0'; c++)
        values += *c == part;
    a->text = kith_mem_copy(text, strlen(text));
    a->value = kith_mem_new(values, sizeof *a->value);
    if (a->text == NULL || a->value == NULL)
        return kith_fail_memory(err, "the values", strlen(text));
    char *next = a->text;
    for (a->values = 0; a->values < values; a->values++) {
        a->value[a->values] = next;
        next += strcspn(next, part == '|' ? "|" : ",");
        *next++ = '\0';
    }
    return KITH_OK;
}

static kith_status read_axis(const kith_config *config, const char *set, kith_axis *a,
                             kith_error *err)
{
    char name[64];
    const size_t bytes = strcspn(set, "=");
    if (set[bytes] == '\0' || set[bytes + 1] == '\0' || bytes >= sizeof name)
        return kith_fail(err, KITH_ERR_USAGE,
                         "--set '%s': expected NAME=VALUE,VALUE or NAME=LOW..HIGH", set);
    snprintf(name, sizeof name, "%.*s", (int)bytes, set);
    a->option = kith_config_option(config, name);
    if (a->option == NULL)
        return kith_fail(err, KITH_ERR_USAGE, "--set %s: the training has no option --%s", set,
                         name);
    if (is_number(a->option) && read_range(set + bytes + 1, a))
        return check_range(a, set + bytes + 1, err);
    return read_list(set + bytes + 1, a, err);
}

/* Each value as the option itself takes it, before anything is trained. */
static kith_status check_values(kith_config *config, const kith_axis *a, kith_error *err)
{
    for (size_t i = 0; i < a->values; i++)
        KITH_TRY(kith_config_set(config, a->option->name, a->value[i], err));
    return KITH_OK;
}

kith_status kith_space_new(kith_config *config, const char *const *sets, size_t count,
                           kith_space **out, kith_error *err)
{
    kith_space *s = kith_mem_new(1, sizeof *s);
    *out = NULL;
    if (s != NULL)
        s->axis = kith_mem_new(count + 1, sizeof *s->axis);
    kith_status status = s != NULL && s->axis != NULL
                             ? KITH_OK
                             : kith_fail_memory(err, "a search", count * sizeof(kith_axis));
    for (size_t i = 0; i < count && status == KITH_OK; i++) {
        status = read_axis(config, sets[i], &s->axis[s->axes++], err);
        if (status == KITH_OK)
            status = check_values(config, &s->axis[i], err);
    }
    if (status == KITH_OK)
        *out = s;
    else
        kith_space_free(s);
    return status;
}

void kith_space_free(kith_space *s)
{
    if (s == NULL)
        return;
    for (size_t i = 0; s->axis != NULL && i < s->axes; i++) {
        free(s->axis[i].text);
        kith_mem_free((void *)s->axis[i].value);
    }
    kith_mem_free(s->axis);
    kith_mem_free(s);
}

/* --- choosing --- */

static size_t steps(const kith_axis *a)
{
    return a->values > 0 ? a->values : KITH_SPACE_STEPS;
}

uint64_t kith_space_grid(const kith_space *s)
{
    uint64_t points = 1;
    for (size_t i = 0; i < s->axes; i++)
        if (!kith_mul(points, steps(&s->axis[i]), &points))
            return UINT64_MAX;
    return points;
}

/* The value at `place` in 0..1 of a range; whole numbers come out evenly too. */
static void at_place(const kith_axis *a, double place, char text[KITH_REAL_CHARS])
{
    const bool whole = a->option->type == KITH_OPTION_INT;
    const double low = whole && !a->log ? a->low - 0.5 : a->low;
    const double high = whole && !a->log ? a->high + 0.5 : a->high;
    double x = a->log ? low * pow(high / low, place) : low + (high - low) * place;
    if (whole)
        x = round(x);
    x = x < a->low ? a->low : x > a->high ? a->high : x;
    if (whole)
        snprintf(text, KITH_REAL_CHARS, "%lld", (long long)x);
    else
        kith_format_float((float)x, text);
}

kith_status kith_space_choose(const kith_space *s, bool grid, uint64_t seed, uint64_t trial,
                              kith_config *config, kith_error *err)
{
    for (size_t i = 0; i < s->axes; i++) {
        const kith_axis *a = &s->axis[i];
        const size_t n = steps(a), at = (size_t)(trial % n);
        const double unit =
            kith_rng_unit(kith_rng_at(kith_rng_key(seed, trial, i, KITH_RNG_TUNE), 0));
        const double place = grid ? (double)at / (double)(n - 1) : unit;
        char text[KITH_REAL_CHARS];
        const char *value = text;
        if (a->values > 0)
            value = a->value[grid ? at : (size_t)(unit * (double)n)];
        else
            at_place(a, place, text);
        KITH_TRY(kith_config_set(config, a->option->name, value, err));
        trial = grid ? trial / n : trial;
    }
    return KITH_OK;
}
