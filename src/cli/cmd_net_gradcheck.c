/* kith net gradcheck: what a step computes, against central differences. */
#include "args.h"
#include "json.h"
#include "print.h"

#include <inttypes.h>

static void print_error(double value)
{
    char text[KITH_REAL_CHARS];
    kith_format_float((float)value, text);
    fputs(text, stdout);
}

static void print_plain(const kith_gradcheck *g)
{
    for (size_t i = 0; i < g->layers; i++) {
        const kith_layer_check *l = &g->layer[i];
        if (l->parameters == 0)
            continue;
        printf("layer\t%zu\t%s\t%" PRIu64 "\t%" PRIu64 "\t", i + 1, l->text, l->parameters,
               l->kinks);
        print_error(l->error);
        putchar('\n');
    }
    fputs("worst\t", stdout);
    print_error(g->worst);
    fputs("\nlimit\t", stdout);
    print_error(g->limit);
    putchar('\n');
}

static void print_json(const kith_gradcheck *g)
{
    json j = json_begin_line(stdout);
    json_double(&j, "worst", g->worst);
    json_double(&j, "limit", g->limit);
    json_begin_array(&j, "layers");
    for (size_t i = 0; i < g->layers; i++) {
        const kith_layer_check *l = &g->layer[i];
        json_begin_object(&j, NULL);
        json_text(&j, "layer", l->text);
        json_count(&j, "parameters", l->parameters);
        json_count(&j, "kinks", l->kinks);
        json_double(&j, "error", l->error);
        json_end_object(&j);
    }
    json_end_array(&j);
    json_end_line(&j);
}

static kith_status run(const args *a, kith_error *err)
{
    kith_gradcheck g;
    const kith_gradcheck_options o = {.loss = args_text(a, "loss"),
                                      .batch = args_count(a, "batch"),
                                      .seed = args_count(a, "seed"),
                                      .isa = args_text(a, "isa")};
    const kith_status status = kith_net_gradcheck(a->operand[0], &o, &g, err);
    if (status != KITH_OK)
        return status;
    if (args_flag(a, "json"))
        print_json(&g);
    else
        print_plain(&g);
    const bool good = g.worst <= g.limit;
    kith_gradcheck_clear(&g);
    return good ? KITH_OK
                : kith_fail(err, KITH_NOT_FOUND, "directions and differences do not agree");
}

static const kith_option rows[] = {
    {.name = "loss",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "LOSS",
     .group = "Net",
     .help = "as `kith net list` has them; without one what goes with the output's activation"},
    {.name = "batch",
     .type = KITH_OPTION_INT,
     .standard = "8",
     .least = 1,
     .most = 4096,
     .value = "N",
     .group = "Net",
     .help = "random rows to compute the loss of"},
    {.name = "seed",
     .type = KITH_OPTION_INT,
     .standard = "1",
     .most = 9007199254740992.0,
     .value = "N",
     .group = "Net",
     .help = "of the rows, the weights and what is drawn in a step"},
    {.name = "isa",
     .type = KITH_OPTION_TEXT,
     .standard = "auto",
     .value = "NAME",
     .group = "Net",
     .help = "kernels to check; base, avx2, avx512, avx512vnni, neon; auto takes the best this "
             "machine has"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, &options_json, NULL};

const command cmd_net_gradcheck = {
    .name = "net gradcheck",
    .group = "Neural tasks",
    .operands = "SPEC",
    .summary = "Compare a net's gradients with central differences",
    .details =
        "Every weight is moved a little to both sides and the change of the loss is compared\n"
        "with the direction a training step would take. Prints a line for each layer with\n"
        "weights: its number, text, weights, those next to a kink (passed over), and the\n"
        "largest error relative to the layer's largest derivative. Exits 1 where one is over\n"
        "the limit, which is 2e-3 for floats.\n",
    .examples = "  kith net gradcheck 5-8tanh-bn-3softmax\n"
                "  kith net gradcheck '4-res(6gelu-4)-2' --loss huber:0.5 --batch 16\n",
    .least = 1,
    .most = 1,
    .tables = tables,
    .run = run,
};
