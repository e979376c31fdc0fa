/* kith net run: a net by weights given as text answers rows of numbers. */
#include "args.h"
#include "json.h"
#include "print.h"

static bool print_answer(void *self, const double *y, size_t n)
{
    const args *a = self;
    char text[KITH_REAL_CHARS];
    if (args_flag(a, "json")) {
        json j = json_begin_line(stdout);
        json_begin_array(&j, "outputs");
        for (size_t i = 0; i < n; i++)
            json_float(&j, NULL, (float)y[i]);
        json_end_array(&j);
        json_end_line(&j);
        return !print_reader_gone();
    }
    for (size_t i = 0; i < n; i++) {
        kith_format_float((float)y[i], text);
        printf("%s%s", i > 0 ? "\t" : "", text);
    }
    putchar('\n');
    return !print_reader_gone();
}

static kith_status run(const args *a, kith_error *err)
{
    args copy = *a;
    const kith_net_answer to = {.call = print_answer, .self = &copy};
    if (args_text(a, "weights") == NULL)
        return kith_fail(err, KITH_ERR_USAGE, "--weights FILE is needed: the net's numbers");
    return kith_net_run(a->operand[0], args_text(a, "weights"), a->operand[1], args_text(a, "isa"),
                        &to, err);
}

static const kith_option rows[] = {
    {.name = "weights",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "FILE",
     .group = "Net",
     .help = "the numbers of each layer, blocks of rows parted by blank lines"},
    {.name = "isa",
     .type = KITH_OPTION_TEXT,
     .standard = "auto",
     .value = "NAME",
     .group = "Net",
     .help = "kernels to use; base, avx2, avx512, avx512vnni, neon; auto takes the best this "
             "machine has"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, &options_json, NULL};

const command cmd_net_run = {
    .name = "net run",
    .group = "Neural tasks",
    .operands = "SPEC DATA",
    .summary = "Run a net by weights that are given as text",
    .details =
        "The weights have a block of rows for each layer that has any: a dense layer's are the\n"
        "weights of each unit, a row each, then a row of biases (0 where it is missing). DATA\n"
        "has a row of inputs a line; numbers are parted by spaces, tabs or commas, # begins a\n"
        "comment. Prints the outputs of each row, parted by tabs.\n",
    .examples =
        "  printf '1 1\\n1 1\\n0 -1\\n\\n1 -2\\n' > xor.txt\n"
        "  printf '0 0\\n0 1\\n1 0\\n1 1\\n' | kith net run 2-2relu-1 --weights xor.txt -\n",
    .least = 2,
    .most = 2,
    .tables = tables,
    .run = run,
};
