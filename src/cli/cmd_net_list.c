/* kith net list: every mechanism of the neural core by name. */
#include "args.h"
#include "json.h"
#include "print.h"

#include <stdio.h>
#include <string.h>

static void print_plain(const kith_mechanism *m)
{
    printf("%s\t%s\t%s\t%s\t%s\t%s\n", m->kind, m->name, m->standard, m->formula, m->source,
           m->note);
}

static void print_json(const kith_mechanism *m)
{
    json j = json_begin_line(stdout);
    json_text(&j, "kind", m->kind);
    json_text(&j, "name", m->name);
    json_text(&j, "default", m->standard);
    json_text(&j, "formula", m->formula);
    json_text(&j, "source", m->source);
    json_text(&j, "note", m->note);
    json_bool(&j, "erratum", !m->shown);
    json_end_line(&j);
}

/* KITH_ERR_USAGE where no mechanism is of the kind. */
static kith_status check_kind(const char *kind, kith_error *err)
{
    const char *names[16], *near;
    char all[160] = "";
    size_t kinds = 0;
    kith_mechanism m;
    for (size_t i = 0; kith_mechanism_at(i, &m); i++) {
        if (strcmp(m.kind, kind) == 0)
            return KITH_OK;
        if (kinds > 0 && strcmp(names[kinds - 1], m.kind) == 0)
            continue;
        if (kinds == sizeof names / sizeof *names)
            break;
        names[kinds++] = m.kind;
        const size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, " %s", m.kind);
    }
    near = kith_nearest_name(kind, names, kinds);
    return kith_fail(err, KITH_ERR_USAGE, "unknown kind '%s'%s%s%s: expected one of%s", kind,
                     near != NULL ? ", did you mean '" : "", near != NULL ? near : "",
                     near != NULL ? "'" : "", all);
}

static kith_status run(const args *a, kith_error *err)
{
    const char *kind = a->operands > 0 ? a->operand[0] : NULL;
    const bool all = args_flag(a, "all"), as_json = args_flag(a, "json");
    kith_mechanism m;
    if (kind != NULL) {
        const kith_status status = check_kind(kind, err);
        if (status != KITH_OK)
            return status;
    }
    for (size_t i = 0; kith_mechanism_at(i, &m); i++)
        if ((m.shown || all) && (kind == NULL || strcmp(m.kind, kind) == 0))
            (as_json ? print_json : print_plain)(&m);
    return KITH_OK;
}

static const kith_option rows[] = {
    {.name = "all",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Output",
     .help = "also the errata: forms that lecture notes print and that do not do what they say"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, &options_json, NULL};

const command cmd_net_list = {
    .name = "net list",
    .group = "Neural tasks",
    .operands = "[KIND]",
    .summary = "Activations, layers, losses, optimisers, all else that has a name",
    .details =
        "Prints KIND<TAB>NAME<TAB>DEFAULTS<TAB>FORMULA<TAB>SOURCE<TAB>NOTE lines. KIND is\n"
        "activation, layer (with how it is written), loss, initialiser, optimiser, setting (of\n"
        "any optimiser or schedule), schedule or option (of the commands that train nets). In\n"
        "the formulas d is minus the gradient. A name takes its values after a colon:\n"
        "adam:lr=0.01,b2=0.99 or leaky:0.2; NAME:notesN is the form that lecture notes gave\n"
        "where it differs.\n",
    .examples = "  kith net list\n"
                "  kith net list optimiser --all\n",
    .least = 0,
    .most = 1,
    .tables = tables,
    .run = run,
};
