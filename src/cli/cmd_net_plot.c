/* kith net plot: the logs of runs as one picture. */
#include "args.h"
#include "output.h"

static kith_status run(const args *a, kith_error *err)
{
    const char *output = args_text(a, "output");
    if (output == NULL)
        return kith_fail(err, KITH_ERR_USAGE, "net plot needs -o F.svg, the picture to write");
    const kith_status status = output_check(output, a->operand, a->operands, err);
    if (status != KITH_OK)
        return status;
    return output_status(kith_plot_logs(a->operand, a->operands, output, err), output);
}

static const kith_option rows[] = {
    {.name = "output",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "F.svg",
     .group = "Output",
     .help = "the picture to write; - is standard output"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, NULL};

const command cmd_net_plot = {
    .name = "net plot",
    .group = "Neural tasks",
    .operands = "LOG... -o F.svg",
    .summary = "Loss and accuracy of one or more runs against the epochs",
    .details =
        "LOG is what --log wrote: a JSON object an epoch. One log shows training and held-out\n"
        "values together; several have a panel for each on one scale, named by their files.\n"
        "Where losses span a factor of 100 their axis is logarithmic.\n",
    .examples = "  kith train text.txt -o a.kith --valid 0.05 --log a.ndjson\n"
                "  kith net plot a.ndjson b.ndjson -o runs.svg\n",
    .least = 1,
    .tables = tables,
    .run = run,
};
