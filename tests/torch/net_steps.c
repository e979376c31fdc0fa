/*
 * Trains a net for some steps and prints all that another program needs to do the same: the first
 * weights, the batches, and the weights afterwards. check_torch.py replays it.
 *
 *     net_steps SPEC LOSS OPTIM LR STEPS CLIP_NORM
 *
 * Prints "first NAME ROWS COLS numbers...", "batch x|y ROWS COLS numbers..." and "last NAME ...".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "nn/net.h"

enum { ROWS = 16, BATCHES = 4, STREAM_X = 1, STREAM_Y = 2 };

static kith_error err;

static void must(kith_status status)
{
    if (status == KITH_OK)
        return;
    fprintf(stderr, "net_steps: %s\n", err.text);
    exit(1);
}

static double draw(uint64_t stream, uint64_t i)
{
    return kith_rng_unit(kith_rng_at(kith_rng_key(1, 0, stream, KITH_RNG_TEST), i));
}

static void print_rows(const char *what, const char *name, size_t rows, size_t cols, size_t stride,
                       const kith_real *w)
{
    printf("%s %s %zu %zu", what, name, rows, cols);
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < cols; c++)
            printf(" %.9g", (double)w[r * stride + c]);
    putchar('\n');
}

static void print_params(const char *what, const kith_net *net)
{
    size_t count;
    kith_param *const *param = kith_net_params(net, &count);
    for (size_t i = 0; i < count; i++)
        print_rows(what, param[i]->name, param[i]->rows, param[i]->cols, param[i]->stride,
                   param[i]->w);
}

/* Targets of a row are positive and add up to 1, which suits every loss. */
static void fill(kith_real *x, size_t in, kith_real *y, size_t out)
{
    for (size_t i = 0; i < BATCHES * ROWS * in; i++)
        x[i] = (kith_real)(2 * draw(STREAM_X, i) - 1);
    for (size_t r = 0; r < (size_t)BATCHES * ROWS; r++) {
        double sum = 0;
        for (size_t c = 0; c < out; c++)
            sum += 0.1 + draw(STREAM_Y, r * out + c);
        for (size_t c = 0; c < out; c++)
            y[r * out + c] = (kith_real)((0.1 + draw(STREAM_Y, r * out + c)) / sum);
    }
}

static void step(kith_net *net, const kith_real *x, const kith_real *y, double lr, uint64_t number)
{
    const kith_spec *spec = kith_net_spec(net);
    const kith_pass pass = kith_net_pass(net, ROWS, 0, number);
    for (size_t r = 0; r < ROWS; r++) {
        memcpy(kith_net_input(net, r), x + r * spec->inputs, spec->inputs * sizeof *x);
        kith_net_target(net, r, y + r * spec->outputs, 1);
    }
    for (unsigned phase = 0; phase < kith_net_phases(net); phase++)
        kith_net_phase(net, &pass, phase, 0, 1);
    kith_net_apply(net, lr, number, 0, 1);
}

static kith_net *make(char **argument)
{
    kith_spec spec;
    kith_optim optim;
    kith_net *net = NULL;
    const kith_kern *kern = NULL;
    must(kith_kern_choose("auto", &kern, &err));
    must(kith_spec_parse(argument[0], &spec, &err));
    must(kith_optim_parse(argument[2], strlen(argument[2]), &optim, &err));
    const kith_net_options options = {.kern = kern,
                                      .optim = &optim,
                                      .loss = argument[1],
                                      .clip_norm = atof(argument[5]),
                                      .batch = ROWS,
                                      .seed = 1};
    must(kith_net_new(&spec, &options, &net, &err));
    kith_spec_clear(&spec);
    return net;
}

int main(int argc, char **argv)
{
    if (argc != 7)
        return 2;
    kith_net *net = make(argv + 1);
    const size_t in = kith_net_spec(net)->inputs, out = kith_net_spec(net)->outputs;
    const uint64_t steps = (uint64_t)atoi(argv[5]);
    kith_real *x = calloc(BATCHES * ROWS * in, sizeof *x);
    kith_real *y = calloc(BATCHES * ROWS * out, sizeof *y);
    if (x == NULL || y == NULL)
        return 1;
    fill(x, in, y, out);
    print_params("first", net);
    print_rows("batch", "x", (size_t)BATCHES * ROWS, in, in, x);
    print_rows("batch", "y", (size_t)BATCHES * ROWS, out, out, y);
    for (uint64_t i = 0; i < steps; i++)
        step(net, x + i % BATCHES * ROWS * in, y + i % BATCHES * ROWS * out, atof(argv[4]), i + 1);
    kith_net_finish(net);
    print_params("last", net);
    kith_net_free(net);
    free(x);
    free(y);
    return 0;
}
