/* Command lines of other tools as ours; see peer.h. */
#include "peer.h"

#include "print.h"

#include <stdlib.h>
#include <string.h>

static void add(peer_line *l, const char *dashes, const char *name, const char *value)
{
    const size_t bytes = strlen(dashes) + strlen(name) + strlen(value) + 2;
    char *word = l->words < PEER_WORDS ? malloc(bytes) : NULL;
    if (word == NULL) {
        l->full = true;
        return;
    }
    snprintf(word, bytes, "%s%s%s%s", dashes, name, *value != '\0' ? "=" : "", value);
    l->word[l->words++] = word;
}

void peer_word(peer_line *l, const char *word)
{
    add(l, "", word, "");
}

void peer_option(peer_line *l, const char *name, const char *value)
{
    const kith_option *o = args_option(l->to, name);
    if (o == NULL || strcmp(o->standard, value) != 0)
        add(l, "--", name, value);
}

void peer_aliases(peer_line *l, const args *a, const peer_alias *alias, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *value = args_text(a, alias[i].theirs);
        if (value != NULL)
            peer_option(l, alias[i].ours, value);
    }
}

static void show(const peer_line *l)
{
    fprintf(stderr, "kith: as: kith %s", l->to->name);
    for (int i = 0; i < l->words; i++) {
        putc(' ', stderr);
        print_quoted(stderr, l->word[i]);
    }
    putc('\n', stderr);
}

static kith_status parse_and_run(peer_line *l, kith_error *err)
{
    args ours;
    if (l->full)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory");
    kith_status status = args_parse(l->to, l->words, l->word, &ours, err);
    if (status != KITH_OK)
        return status;
    status = l->to->run(&ours, err);
    args_clear(&ours);
    return status;
}

kith_status peer_run(peer_line *l, const args *a, kith_error *err)
{
    if (args_flag(a, "quiet"))
        add(l, "--", "quiet", "");
    else
        show(l);
    const kith_status status = parse_and_run(l, err);
    for (int i = 0; i < l->words; i++)
        free(l->word[i]);
    *l = (peer_line){.to = l->to};
    return status;
}

kith_status peer_refuse(const args *a, const char *flag, const char *why, kith_error *err)
{
    const char *value = kith_config_text(a->config, flag);
    if (strcmp(value, kith_config_option(a->config, flag)->standard) == 0)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE, "-%s %s: %s", flag, value, why);
}

kith_status peer_need(const args *a, const char *flag, kith_error *err)
{
    if (a->operands > 0)
        return kith_fail(err, KITH_ERR_USAGE, "expected flags alone, got '%s'", a->operand[0]);
    if (args_text(a, flag) != NULL)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE, "%s needs -%s FILE", a->command->name, flag);
}
