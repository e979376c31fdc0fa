/* kith net average: several models as one. */
#include "args.h"
#include "output.h"
#include "task_args.h"

static kith_status run(const args *a, kith_error *err)
{
    const char *output = args_text(a, "output");
    if (output == NULL)
        return kith_fail(err, KITH_ERR_USAGE, "net average needs -o MODEL, the file to write");
    const kith_status status = output_check(output, a->operand, a->operands, err);
    if (status != KITH_OK)
        return status;
    return kith_net_average(a->operand, a->operands, output, err);
}

static const kith_option_table *const tables[] = {&options_task_output, NULL};

const command cmd_net_average = {
    .name = "net average",
    .group = "Neural tasks",
    .operands = "MODEL... -o MODEL",
    .summary = "Several classifiers or regressors as one, by the mean of their answers",
    .details =
        "The models are of one kind and have the same features and classes; nets and options may\n"
        "differ. The result holds them all and is tested and asked like any other. Members differ\n"
        "by --seed of their training, and more so with --bag, which draws each its own sample.\n",
    .examples =
        "  for i in 1 2 3; do kith classify train iris.csv --bag --seed $i -o $i.kith; done\n"
        "  kith net average 1.kith 2.kith 3.kith -o all.kith\n"
        "  kith classify test all.kith iris.csv\n",
    .least = 1,
    .tables = tables,
    .run = run,
};
