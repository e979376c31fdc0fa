/*
 * Configurations: values for the options of borrowed tables. A value is kept as the text that was
 * given, checked once when it is set, so reading it later cannot fail and a saved configuration
 * says what the user said.
 */
#include "base/mem.h"
#include "base/option_check.h"
#include "base/status.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct setting {
    const kith_option *option;
    char *given; /* owned; NULL: the default holds */
} setting;

struct kith_config {
    size_t count;
    setting settings[]; /* in the order of the tables */
};

/* The place of the option in the settings; c->count where it is in none of the tables. */
static size_t index_of(const kith_config *c, const char *name)
{
    size_t i = 0;
    while (i < c->count && strcmp(c->settings[i].option->name, name) != 0)
        i++;
    return i;
}

/* The tables are ours: a name given twice or a default that fails its own check is our mistake. */
static kith_status add_option(kith_config *c, const kith_option *o, kith_error *err)
{
    kith_error why;
    if (index_of(c, o->name) < c->count)
        return kith_fail(err, KITH_ERR_INTERNAL, "option --%s is defined twice", o->name);
    if (o->standard[0] != '\0' && kith_option_check(o, o->standard, &why) != KITH_OK)
        return kith_fail(err, KITH_ERR_INTERNAL, "default of %s", why.text);
    c->settings[c->count++] = (setting){o, NULL};
    return KITH_OK;
}

static kith_status add_tables(kith_config *c, const kith_option_table *tables, size_t count,
                              kith_error *err)
{
    for (size_t t = 0; t < count; t++)
        for (size_t i = 0; i < tables[t].count; i++)
            KITH_TRY(add_option(c, &tables[t].option[i], err));
    return KITH_OK;
}

kith_status kith_config_new(const kith_option_table *tables, size_t count, kith_config **out,
                            kith_error *err)
{
    *out = NULL;
    size_t options = 0;
    for (size_t t = 0; t < count; t++)
        options += tables[t].count;
    const size_t bytes = sizeof(kith_config) + options * sizeof(setting);
    kith_config *c = malloc(bytes);
    if (c == NULL)
        return kith_fail_memory(err, "a configuration", bytes);
    c->count = 0;
    const kith_status status = add_tables(c, tables, count, err);
    if (status != KITH_OK)
        kith_config_free(c);
    else
        *out = c;
    return status;
}

/* The nearest name where one is near, else all of them, as many as the line holds. */
static kith_status refuse_option(const kith_config *c, const char *name, kith_error *err)
{
    const char **names = kith_mem_grow(NULL, c->count, sizeof *names);
    if (names == NULL)
        return kith_fail_memory(err, "a list of options", c->count * sizeof *names);
    for (size_t i = 0; i < c->count; i++)
        names[i] = c->settings[i].option->name;
    const char *near = kith_nearest_name(name, names, c->count);
    free(names);
    if (near != NULL)
        return kith_fail(err, KITH_ERR_USAGE, "unknown option --%s; did you mean --%s?", name,
                         near);
    char all[sizeof err->text];
    size_t used = 0;
    all[0] = '\0';
    for (size_t i = 0; i < c->count && used < sizeof all; i++)
        used +=
            (size_t)snprintf(all + used, sizeof all - used, " --%s", c->settings[i].option->name);
    return kith_fail(err, KITH_ERR_USAGE, "unknown option --%s; valid are%s", name, all);
}

kith_status kith_config_set(kith_config *c, const char *name, const char *value, kith_error *err)
{
    const size_t i = index_of(c, name);
    if (i == c->count)
        return refuse_option(c, name, err);
    setting *s = &c->settings[i];
    KITH_TRY(kith_option_check(s->option, value, err));
    char *copy = kith_mem_copy(value, strlen(value));
    if (copy == NULL)
        return kith_fail_memory(err, "an option's value", strlen(value) + 1);
    free(s->given);
    s->given = copy;
    return KITH_OK;
}

const kith_option *kith_config_option(const kith_config *c, const char *name)
{
    const size_t i = index_of(c, name);
    return i < c->count ? c->settings[i].option : NULL;
}

size_t kith_config_count(const kith_config *c)
{
    return c->count;
}

const kith_option *kith_config_at(const kith_config *c, size_t i)
{
    assert(i < c->count);
    return c->settings[i].option;
}

static const setting *expect(const kith_config *c, const char *name)
{
    const size_t i = index_of(c, name);
    assert(i < c->count && "the tables of this configuration have no such option");
    return &c->settings[i];
}

static const char *text_of(const setting *s)
{
    return s->given != NULL ? s->given : s->option->standard;
}

bool kith_config_given(const kith_config *c, const char *name)
{
    return expect(c, name)->given != NULL;
}

const char *kith_config_text(const kith_config *c, const char *name)
{
    return text_of(expect(c, name));
}

int64_t kith_config_int(const kith_config *c, const char *name)
{
    const setting *s = expect(c, name);
    const char *text = text_of(s);
    assert(s->option->type == KITH_OPTION_INT || s->option->type == KITH_OPTION_SIZE);
    int64_t number = 0;
    uint64_t bytes = 0;
    if (s->option->type == KITH_OPTION_INT)
        (void)kith_option_int(text, &number);
    else if (kith_parse_size(text, strlen(text), &bytes))
        number = (int64_t)bytes;
    return number;
}

double kith_config_real(const kith_config *c, const char *name)
{
    const setting *s = expect(c, name);
    const char *text = text_of(s);
    assert(s->option->type == KITH_OPTION_REAL || s->option->type == KITH_OPTION_SECONDS);
    double number = (double)NAN;
    if (s->option->type == KITH_OPTION_REAL)
        (void)kith_parse_real(text, strlen(text), &number);
    else
        (void)kith_parse_seconds(text, strlen(text), &number);
    return number;
}

bool kith_config_flag(const kith_config *c, const char *name)
{
    const setting *s = expect(c, name);
    assert(s->option->type == KITH_OPTION_FLAG);
    return strcmp(text_of(s), "true") == 0;
}

void kith_config_free(kith_config *c)
{
    if (c == NULL)
        return;
    for (size_t i = 0; i < c->count; i++)
        free(c->settings[i].given);
    free(c);
}
