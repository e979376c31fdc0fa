/* kith net summary: what a net's text amounts to. */
#include "args.h"
#include "json.h"
#include "print.h"

#include <inttypes.h>

static void print_plain(const kith_net_facts *f)
{
    printf("net\t%s\n", f->spec);
    for (size_t i = 0; i < f->layers; i++) {
        const kith_layer_facts *l = &f->layer[i];
        printf("layer\t%zu\t%s\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\n", i + 1, l->text, l->inputs,
               l->outputs, l->parameters + l->statistics);
    }
    printf("inputs\t%" PRIu64 "\noutputs\t%" PRIu64 "\nparameters\t%" PRIu64
           "\nstatistics\t%" PRIu64 "\nbytes\t%" PRIu64 "\nflops\t%" PRIu64 "\n",
           f->inputs, f->outputs, f->parameters, f->statistics, f->bytes, f->flops);
}

static void json_counts(json *j, uint64_t inputs, uint64_t outputs, uint64_t parameters,
                        uint64_t statistics, uint64_t bytes, uint64_t flops)
{
    json_count(j, "inputs", inputs);
    json_count(j, "outputs", outputs);
    json_count(j, "parameters", parameters);
    json_count(j, "statistics", statistics);
    json_count(j, "bytes", bytes);
    json_count(j, "flops", flops);
}

static void print_json(const kith_net_facts *f)
{
    json j = json_begin_line(stdout);
    json_text(&j, "net", f->spec);
    json_counts(&j, f->inputs, f->outputs, f->parameters, f->statistics, f->bytes, f->flops);
    json_begin_array(&j, "layers");
    for (size_t i = 0; i < f->layers; i++) {
        const kith_layer_facts *l = &f->layer[i];
        json_begin_object(&j, NULL);
        json_text(&j, "layer", l->text);
        json_counts(&j, l->inputs, l->outputs, l->parameters, l->statistics, l->bytes, l->flops);
        json_end_object(&j);
    }
    json_end_array(&j);
    json_end_line(&j);
}

static kith_status run(const args *a, kith_error *err)
{
    kith_net_facts f;
    const kith_status status = kith_net_facts_of(a->operand[0], args_count(a, "inputs"),
                                                 args_count(a, "outputs"), &f, err);
    if (status != KITH_OK)
        return status;
    if (args_flag(a, "json"))
        print_json(&f);
    else
        print_plain(&f);
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
