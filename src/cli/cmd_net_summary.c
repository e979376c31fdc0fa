/* kith net summary: what a net's text amounts to. */
#include "args.h"
#include "net_facts.h"

static kith_status run(const args *a, kith_error *err)
{
    kith_net_facts f;
    const kith_status status = kith_net_facts_of(a->operand[0], args_count(a, "inputs"),
                                                 args_count(a, "outputs"), &f, err);
    if (status != KITH_OK)
        return status;
    if (args_flag(a, "json"))
        net_facts_json(&f);
    else
        net_facts_print(&f);
    kith_net_facts_clear(&f);
    return KITH_OK;
}

static const kith_option rows[] = {
    {.name = "inputs",
     .type = KITH_OPTION_INT,
     .standard = "0",
     .most = 16777216,
     .value = "N",
     .group = "Net",
     .help = "what a first size of ? stands for; 0: not given"},
    {.name = "outputs",
     .type = KITH_OPTION_INT,
     .standard = "0",
     .most = 16777216,
     .value = "N",
     .group = "Net",
     .help = "what a last size of ? stands for; 0: not given"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, &options_json, NULL};

const command cmd_net_summary = {
    .name = "net summary",
    .group = "Neural tasks",
    .operands = "SPEC",
    .summary = "Layers, shapes, parameters, bytes and operations of a net",
    .details =
        "SPEC is sizes and layers joined by -: INPUTS-SIZEact-...-OUTPUTSact, with dropoutR,\n"
        "noiseS, bn, ln, res(...) and head:NAME(...) between; docs/networks.md has the grammar.\n"
        "Prints the text in canonical form, a line for each layer (number, text, inputs,\n"
        "outputs, numbers it holds), and the sums; flops are of one row's answer.\n",
    .examples = "  kith net summary 784-512relu-dropout0.2-512relu-10softmax\n"
                "  kith net summary '?-64relu-res(64relu-64)-?softmax' --inputs 30 --outputs 3\n",
    .least = 1,
    .most = 1,
    .tables = tables,
    .run = run,
};
