/* kith net plot: the logs of runs as one picture. */
#include "args.h"
#include "output.h"

static kith_status run(const args *a, kith_error *err)
{
    const char *output;
    kith_status status = output_picture(a, a->operands, &output, err);
    if (status == KITH_OK)
        status = kith_plot_logs(a->operand, a->operands, output, err);
    return output_status(status, output);
}

static const kith_option_table *const tables[] = {&options_picture, NULL};

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
