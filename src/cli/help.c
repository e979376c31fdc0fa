/* Help texts; see help.h. */
#include "help.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 80, NAME_COLUMN = 26, TEXT_CHARS = 1024 };

/* A growing line of text, cut at its end rather than overrun. */
typedef struct text {
    char chars[TEXT_CHARS];
    size_t used;
} text;

static void add(text *t, const char *format, ...) KITH_PRINTF(2, 3);
static void add(text *t, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const int wrote = vsnprintf(t->chars + t->used, sizeof t->chars - t->used, format, list);
    va_end(list);
    if (wrote > 0)
        t->used += (size_t)wrote;
    if (t->used >= sizeof t->chars)
        t->used = sizeof t->chars - 1;
}

/* Words from `column` on, broken before WIDTH; more lines begin at `indent`. */
static void print_wrapped(FILE *out, const char *words, size_t column, size_t indent)
{
    bool first = true;
    while (*(words += strspn(words, " ")) != '\0') {
        const size_t bytes = strcspn(words, " ");
        if (!first && column + 1 + bytes >= WIDTH) {
            fprintf(out, "\n%*s", (int)indent, "");
            column = indent;
            first = true;
        }
        fprintf(out, "%s%.*s", first ? "" : " ", (int)bytes, words);
        column += bytes + !first;
        first = false;
        words += bytes;
    }
    putc('\n', out);
}

static bool is_off(const kith_option *o)
{
    return strcmp(o->standard, "true") != 0;
}

static void add_name(text *t, const kith_option *o, bool single)
{
    const char letter = args_letter(o->name);
    if (o->name[1] == '\0' || (single && o->type != KITH_OPTION_FLAG))
        add(t, "  -%s", o->name);
    else if (letter != 0)
        add(t, "  -%c, --%s", letter, o->name);
    else
        add(t, "  --%s%s", o->type == KITH_OPTION_FLAG && !is_off(o) ? "no-" : "", o->name);
    if (o->type != KITH_OPTION_FLAG)
        add(t, " %s", o->value != NULL ? o->value : "VALUE");
}

static void add_limit(text *t, double limit)
{
    char number[KITH_REAL_CHARS];
    const size_t bytes = kith_format_double(limit, number);
    add(t, "%.*s", (int)bytes, number);
}

/* Ranges that reach where no one gets are told by their lower end alone. */
static void add_range(text *t, const kith_option *o)
{
    const double far = 1e9;
    const bool bounded = o->least < o->most && (o->least > -far || o->most < far);
    if (!bounded || o->type < KITH_OPTION_INT || o->type > KITH_OPTION_SECONDS)
        return;
    add(t, "; ");
    if (o->least > -far)
        add_limit(t, o->least);
    if (o->least > -far && o->most < far)
        add(t, " to ");
    else
        add(t, o->least > -far ? " or more" : "at most ");
    if (o->most < far)
        add_limit(t, o->most);
}

/* "[default ns (word2vec.c); one of ns hs]": the default, where it is from, what else is valid. */
static void add_facts(text *t, const kith_option *o)
{
    text facts = {.used = 0};
    const bool defaulted = o->type != KITH_OPTION_FLAG && o->standard[0] != '\0';
    const bool sourced = o->source != NULL && o->source[0] != '\0';
    if (defaulted)
        add(&facts, "; default %s", o->standard);
    if (sourced)
        add(&facts, defaulted ? " (%s)" : "; %s", o->source);
    add_range(&facts, o);
    if (o->choices != NULL && o->choices[0] != '\0')
        add(&facts, "; one of %s", o->choices);
    if (facts.used > 0)
        add(t, " [%s]", facts.chars + 2);
}

static void print_option(FILE *out, const kith_option *o, bool single)
{
    text name = {.used = 0}, help = {.used = 0};
    add_name(&name, o, single);
    add(&help, "%s", o->help);
    add_facts(&help, o);
    fputs(name.chars, out);
    if (name.used + 2 > NAME_COLUMN)
        fprintf(out, "\n%*s", NAME_COLUMN, "");
    else
        fprintf(out, "%*s", (int)(NAME_COLUMN - name.used), "");
    print_wrapped(out, help.chars, NAME_COLUMN, NAME_COLUMN);
}

static bool same_group(const kith_option *a, const kith_option *b)
{
    return strcmp(a->group, b->group) == 0;
}

/* A group may be spread over several tables; it is printed where its first row stands. */
static void print_group(FILE *out, const kith_config *c, size_t first, bool single)
{
    const kith_option *head = kith_config_at(c, first);
    for (size_t i = 0; i < first; i++)
        if (same_group(kith_config_at(c, i), head))
            return;
    fprintf(out, "\n%s:\n", head->group);
    for (size_t i = first; i < kith_config_count(c); i++)
        if (same_group(kith_config_at(c, i), head))
            print_option(out, kith_config_at(c, i), single);
}

void help_command(FILE *out, const args *a)
{
    const command *c = a->command;
    fprintf(out, "usage: kith %s %s [options]\n\n%s.\n", c->name, c->operands, c->summary);
    if (c->details[0] != '\0')
        fprintf(out, "\n%s", c->details);
    if (c->formats != NULL)
        fprintf(out, "\nFormats: %s\n", c->formats());
    fprintf(out, "\nExamples:\n%s", c->examples);
    for (size_t i = 0; i < kith_config_count(a->config); i++)
        print_group(out, a->config, i, c->single);
}

const char *command_verb(const command *c, const char *word)
{
    const size_t bytes = strlen(word);
    const bool same = strncmp(c->name, word, bytes) == 0 && c->name[bytes] == ' ';
    return same ? c->name + bytes + 1 : NULL;
}

bool command_leads(const command *const *commands, size_t i)
{
    const char *name = commands[i]->name;
    const size_t bytes = strcspn(name, " ");
    for (size_t j = 0; j < i; j++)
        if (strncmp(commands[j]->name, name, bytes) == 0 && commands[j]->name[bytes] == ' ')
            return false;
    return true;
}

static void print_commands(FILE *out, const command *const *commands, size_t count)
{
    const char *group = "";
    for (size_t i = 0; i < count; i++) {
        if (commands[i]->refused != NULL)
            continue;
        if (strcmp(group, commands[i]->group) != 0)
            fprintf(out, "\n%s:\n", commands[i]->group);
        group = commands[i]->group;
        const size_t column = strchr(commands[i]->name, ' ') == NULL ? 12 : 24;
        const char *gap = strlen(commands[i]->name) < column ? "" : "  ";
        fprintf(out, "  %-*s%s%s\n", (int)column, commands[i]->name, gap, commands[i]->summary);
    }
}

/* A command, or the verbs of all that share its first word. */
static void print_family(FILE *out, const command *const *commands, size_t i, size_t count)
{
    enum { COLUMN = 14 };
    char word[32];
    text t = {.used = 0};
    const char *name = commands[i]->name;
    snprintf(word, sizeof word, "%.*s", (int)strcspn(name, " "), name);
    fprintf(out, "  %-*s", COLUMN - 2, word);
    if (command_verb(commands[i], word) == NULL)
        add(&t, "%s", commands[i]->summary);
    for (; i < count && command_verb(commands[i], word) != NULL; i++)
        if (commands[i]->refused == NULL)
            add(&t, "%s ", command_verb(commands[i], word));
    print_wrapped(out, t.chars, COLUMN, COLUMN);
}

void help_short(FILE *out, const command *const *commands, size_t count)
{
    fputs("usage: kith COMMAND ...\n\n", out);
    for (size_t i = 0; i < count; i++)
        if (command_leads(commands, i))
            print_family(out, commands, i, count);
    fputs("\nExamples:\n"
          "  kith train text.txt.gz -o words.kith\n"
          "  kith nearest words.kith france 'king - man + woman'\n"
          "\n`kith --help` tells more, `kith COMMAND --help` tells all.\n",
          out);
}

void help_program(FILE *out, const command *const *commands, size_t count)
{
    fputs("usage: kith COMMAND [operands] [options]\n\n"
          "kith learns word vectors from text and answers questions about them.\n",
          out);
    print_commands(out, commands, count);
    fputs("\nOf every command:\n"
          "  -h, --help  its options, with defaults and ranges\n"
          "  -q, --quiet only errors on standard error\n"
          "`kith --version` prints the version and the kernels this machine gets.\n"
          "\nFiles may be plain or gzip; - is standard input. A MODEL is a .kith file or any\n"
          "vector file that `kith convert` reads. Options are written --name value or\n"
          "--name=value, flags also --no-name; -- ends the options. Data go to standard\n"
          "output, everything else to standard error.\n"
          "\nExit codes: 0 done, 1 nothing found, 2 usage, 65 bad data, 66 no input,\n"
          "70 internal, 71 out of memory, 73 cannot create, 74 input or output failed,\n"
          "130 and 143 interrupted.\n"
          "\nEnvironment: KITH_ISA names the kernels, TMPDIR the folder for temporary files.\n",
          out);
}
