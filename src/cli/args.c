/*
 * Arguments against the option tables. Values are checked by kith_config_set, so ranges and choices
 * are written once, in the tables; here is only the spelling on the command line.
 */
#include "args.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    char letter;
    const char *name;
} shorts[] = {{'o', "output"}, {'k', "k"}, {'q', "quiet"}, {'h', "help"}};

static const struct {
    const char *variable, *option;
} environment[] = {{"KITH_ISA", "isa"}, {"TMPDIR", "spool-dir"}};

/* One option as it is written: --name, --name=value, --no-name, -k. */
typedef struct spelling {
    const char *written; /* the whole argument */
    const kith_option *option;
    const char *value; /* NULL: in the next argument, or none */
    bool negated;
} spelling;

char args_letter(const char *name)
{
    for (size_t i = 0; i < sizeof shorts / sizeof *shorts; i++)
        if (strcmp(shorts[i].name, name) == 0)
            return shorts[i].letter;
    return 0;
}

static bool is_number(const char *text)
{
    double value;
    return kith_parse_real(text, strlen(text), &value);
}

static bool is_option(const char *text)
{
    return text[0] == '-' && text[1] != '\0' && !is_number(text);
}

static const kith_option *option_named(const args *a, const char *name, size_t bytes)
{
    for (size_t i = 0; i < kith_config_count(a->config); i++) {
        const kith_option *option = kith_config_at(a->config, i);
        if (strlen(option->name) == bytes && memcmp(option->name, name, bytes) == 0)
            return option;
    }
    return NULL;
}

/* The nearest of a command whose options have one dash. */
static kith_status unknown_single(const args *a, const char *written, kith_error *err)
{
    const size_t count = kith_config_count(a->config);
    const char **names = malloc(count * sizeof *names);
    if (names == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++)
        names[i] = kith_config_at(a->config, i)->name;
    const char *near = kith_nearest_name(written + strspn(written, "-"), names, count);
    free(names);
    if (near == NULL)
        return kith_fail(err, KITH_ERR_USAGE, "unknown option %s", written);
    return kith_fail(err, KITH_ERR_USAGE, "unknown option %s; did you mean -%s?", written, near);
}

/* -dim for --dim is named here; for the rest the configuration knows the nearest name. */
static kith_status unknown_option(const args *a, const char *written, kith_error *err)
{
    char name[64];
    if (a->command->single)
        return unknown_single(a, written, err);
    snprintf(name, sizeof name, "%s", written + strspn(written, "-"));
    name[strcspn(name, "=")] = '\0';
    if (kith_config_option(a->config, name) == NULL)
        return kith_config_set(a->config, name, "", err);
    return kith_fail(err, KITH_ERR_USAGE, "unknown option %s; did you mean --%s?", written, name);
}

static spelling spell_long(const args *a, const char *written)
{
    const char *name = written + 2;
    const size_t bytes = strcspn(name, "=");
    spelling s = {.written = written, .value = name[bytes] == '=' ? name + bytes + 1 : NULL};
    s.option = option_named(a, name, bytes);
    if (s.option == NULL && strncmp(name, "no-", 3) == 0 && s.value == NULL) {
        s.option = option_named(a, name + 3, bytes - 3);
        s.negated = true;
        if (s.option != NULL && s.option->type != KITH_OPTION_FLAG)
            s.option = NULL;
    }
    return s;
}

/* -k 5, and -k5 for numbers alone: -output must not read as -o utput. */
static spelling spell_short(const args *a, const char *written)
{
    spelling s = {.written = written};
    for (size_t i = 0; i < sizeof shorts / sizeof *shorts; i++)
        if (written[1] == shorts[i].letter)
            s.option = option_named(a, shorts[i].name, strlen(shorts[i].name));
    if (written[2] == '\0' || s.option == NULL)
        return s;
    if (s.option->type == KITH_OPTION_INT && is_number(written + 2))
        s.value = written + 2;
    else
        s.option = NULL;
    return s;
}

/* -size 100, and what else is written as everywhere: -q, --quiet. */
static spelling spell_single(const args *a, const char *written)
{
    const size_t bytes = strlen(written + 1);
    const spelling s = {.written = written, .option = option_named(a, written + 1, bytes)};
    if (s.option != NULL)
        return s;
    return written[1] == '-' ? spell_long(a, written) : spell_short(a, written);
}

static spelling spell(const args *a, const char *written)
{
    if (a->command->single)
        return spell_single(a, written);
    return written[1] == '-' ? spell_long(a, written) : spell_short(a, written);
}

/* The value of the option at argv[*i]; moves *i on where the value is an argument of its own. */
static kith_status find_value(spelling *s, int argc, char **argv, int *i, kith_error *err)
{
    if (s->value != NULL)
        return KITH_OK;
    if (s->option->type == KITH_OPTION_FLAG) {
        s->value = s->negated ? "false" : "true";
        return KITH_OK;
    }
    if (*i + 1 >= argc || is_option(argv[*i + 1]))
        return kith_fail(err, KITH_ERR_USAGE, "%s needs a value: %s %s", s->written, s->written,
                         s->option->value != NULL ? s->option->value : "VALUE");
    s->value = argv[++*i];
    return KITH_OK;
}

/* The configuration names an option by two dashes; here it is named as it is written. */
static kith_status set_value(args *a, const spelling *s, kith_error *err)
{
    kith_error why = {0};
    const kith_status status = kith_config_set(a->config, s->option->name, s->value, &why);
    if (status == KITH_OK) {
        a->given[a->givens++] = (args_given){.option = s->option, .value = s->value};
        return KITH_OK;
    }
    const bool one_dash = a->command->single && strncmp(why.text, "--", 2) == 0;
    return kith_fail(err, status, "%s", why.text + one_dash);
}

static kith_status take_option(args *a, int argc, char **argv, int *i, kith_error *err)
{
    const char *written = argv[*i];
    spelling s = spell(a, written);
    if (s.option == NULL)
        return unknown_option(a, written, err);
    const kith_status status = find_value(&s, argc, argv, i, err);
    return status == KITH_OK ? set_value(a, &s, err) : status;
}

static kith_status take_environment(args *a, kith_error *err)
{
    for (size_t i = 0; i < sizeof environment / sizeof *environment; i++) {
        const char *value = getenv(environment[i].variable);
        if (value == NULL || *value == '\0' ||
            kith_config_option(a->config, environment[i].option) == NULL)
            continue;
        kith_error inner = {0};
        const kith_status status = kith_config_set(a->config, environment[i].option, value, &inner);
        if (status != KITH_OK)
            return kith_fail(err, status, "%s: %s", environment[i].variable, inner.text);
    }
    return KITH_OK;
}

static kith_status take_arguments(args *a, int argc, char **argv, kith_error *err)
{
    kith_status status = KITH_OK;
    bool options = true;
    for (int i = 0; i < argc && status == KITH_OK && !a->help; i++) {
        if (!options || !is_option(argv[i]))
            a->operand[a->operands++] = argv[i];
        else if (strcmp(argv[i], "--") == 0)
            options = false;
        else
            status = take_option(a, argc, argv, &i, err);
        a->help = kith_config_flag(a->config, "help");
    }
    return status;
}

static kith_status check_operands(const args *a, kith_error *err)
{
    const command *c = a->command;
    if (a->operands < c->least)
        return kith_fail(err, KITH_ERR_USAGE, "%s expects %s", c->name, c->operands);
    if (c->most != 0 && a->operands > c->most)
        return kith_fail(err, KITH_ERR_USAGE, "%s expects %s, got '%s' too", c->name, c->operands,
                         a->operand[c->most]);
    return KITH_OK;
}

static size_t gather_tables(const command *c, kith_option_table table[COMMAND_TABLES])
{
    size_t count = 0;
    for (size_t i = 0; c->tables[i] != NULL; i++)
        table[count++] = *c->tables[i];
    if (c->library != NULL)
        count += c->library(table + count);
    table[count++] = options_common;
    return count;
}

const kith_option *args_option(const command *c, const char *name)
{
    kith_option_table table[COMMAND_TABLES];
    const size_t tables = gather_tables(c, table);
    for (size_t t = 0; t < tables; t++)
        for (size_t i = 0; i < table[t].count; i++)
            if (strcmp(table[t].option[i].name, name) == 0)
                return &table[t].option[i];
    return NULL;
}

kith_status args_parse(const command *c, int argc, char **argv, args *out, kith_error *err)
{
    *out = (args){.command = c};
    const size_t tables = gather_tables(c, out->table);
    const size_t room = (size_t)argc + 1;
    out->operand = malloc(room * sizeof *out->operand);
    out->given = malloc(room * sizeof *out->given);
    kith_status status = KITH_OK;
    if (out->operand == NULL || out->given == NULL)
        status = kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    if (status == KITH_OK)
        status = kith_config_new(out->table, tables, &out->config, err);
    if (status == KITH_OK)
        status = take_environment(out, err);
    if (status == KITH_OK)
        status = take_arguments(out, argc, argv, err);
    if (status == KITH_OK && !out->help)
        status = check_operands(out, err);
    if (status != KITH_OK)
        args_clear(out);
    return status;
}

void args_clear(args *a)
{
    kith_config_free(a->config);
    free(a->operand);
    free(a->given);
    *a = (args){.command = a->command};
}

const char *args_value(const args *a, const char *name, size_t i)
{
    for (size_t g = 0; g < a->givens; g++)
        if (strcmp(a->given[g].option->name, name) == 0 && i-- == 0)
            return a->given[g].value;
    return NULL;
}

const char *args_text(const args *a, const char *name)
{
    const char *text = kith_config_text(a->config, name);
    return *text != '\0' ? text : NULL;
}

bool args_flag(const args *a, const char *name)
{
    return kith_config_flag(a->config, name);
}

uint64_t args_count(const args *a, const char *name)
{
    return (uint64_t)kith_config_int(a->config, name);
}

bool args_fasttext(const args *a)
{
    return kith_config_option(a->config, "style") != NULL &&
           strcmp(kith_config_text(a->config, "style"), "fasttext") == 0;
}
