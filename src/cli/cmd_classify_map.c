/* kith classify map: the plane of two features in the colours of the classes found there. */
#include "args.h"
#include "output.h"
#include "task_args.h"

static kith_status run(const args *a, kith_error *err)
{
    kith_classifier *c = NULL;
    kith_table_options o;
    const kith_table_options *how = task_table(a, &o) ? &o : NULL;
    const char *output;
    kith_status status = output_picture(a, a->operands, &output, err);
    if (status == KITH_OK)
        status = kith_classifier_open(a->operand[0], args_text(a, "isa"), &c, err);
    if (status == KITH_OK)
        status = kith_classifier_map(c, a->operand[1], how, output, err);
    kith_classifier_free(c);
    return output_status(status, output);
}

static const kith_option_table *const tables[] = {&options_picture, &options_labels, &options_isa,
                                                  NULL};

const command cmd_classify_map = {
    .name = "classify map",
    .group = "Neural tasks",
    .operands = "MODEL TABLE -o F.svg",
    .summary = "Draw how a classifier of two features divides the plane",
    .details =
        "The examples of the table stand on the map, in the colours of their own labels; their\n"
        "range is what it shows. A label that is not the model's is a cross.\n",
    .examples = "  kith classify map moons.kith moons.csv -o moons.svg\n",
    .least = 2,
    .most = 2,
    .tables = tables,
    .run = run,
};
