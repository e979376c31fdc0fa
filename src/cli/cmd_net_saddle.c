/* kith net saddle: the paths of optimisers over a saddle. */
#include "args.h"
#include "output.h"

static kith_status run(const args *a, kith_error *err)
{
    const char *output;
    kith_status status = output_picture(a, 0, &output, err);
    if (status == KITH_OK)
        status =
            kith_plot_saddle(a->operand, a->operands, (size_t)args_count(a, "steps"), output, err);
    return output_status(status, output);
}

static const kith_option rows[] = {
    {.name = "steps",
     .type = KITH_OPTION_INT,
     .standard = "200",
     .least = 1,
     .most = 100000,
     .value = "N",
     .group = "Output",
     .help = "how far each goes, unless it leaves the picture"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&options_picture, &own, NULL};

const command cmd_net_saddle = {
    .name = "net saddle",
    .group = "Neural tasks",
    .operands = "OPTIMISER... -o F.svg",
    .summary = "The paths of optimisers over a saddle",
    .details =
        "The surface is x^2 - y^2; all start at (-1, 0.01). OPTIMISER is what --optim takes,\n"
        "with its learning rate where the rule has none of its own.\n",
    .examples = "  kith net saddle sgd:lr=0.02 momentum:lr=0.02 adam:lr=0.02 -o saddle.svg\n",
    .least = 1,
    .tables = tables,
    .run = run,
};
