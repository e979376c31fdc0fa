#include "nn/monitor.h"

#include <math.h>
#include <stdio.h>

/* Dense layers alone have units; norms and blocks pass on what those give. */
static size_t count_dead(const kith_layer *l, size_t rows)
{
    size_t dead = 0;
    for (size_t c = 0; c < l->out.n; c++) {
        size_t r = 0;
        while (r < rows && l->out.y[r * l->out.ld + c] == 0)
            r++;
        dead += r == rows;
    }
    return dead;
}

static double length_of(const kith_layer *l)
{
    double sum = 0;
    for (size_t i = 0; i < l->params; i++)
        for (size_t r = 0; l->direction[i] != NULL && r < l->param[i].rows; r++)
            for (size_t c = 0; c < l->param[i].cols; c++) {
                const double d = (double)l->direction[i][r * l->param[i].stride + c];
                sum += d * d;
            }
    return sqrt(sum);
}

void kith_net_health(const kith_net *net, size_t rows, kith_layer_health *health)
{
    for (size_t i = 0; i < kith_net_layers(net); i++) {
        const kith_layer *l = kith_net_layer(net, i);
        const bool units = l->node->kind == KITH_NODE_DENSE;
        health[i] = (kith_layer_health){.length = length_of(l)};
        health[i].units = units ? l->out.n : 0;
        health[i].dead = units ? count_dead(l, rows) : 0;
    }
}

static size_t first_dying(const kith_layer_health *h, size_t layers)
{
    size_t i = 0;
    while (i < layers && 2 * h[i].dead <= h[i].units)
        i++;
    return i;
}

/* The lengths of the first and of the last layer that has units. */
static void ends(const kith_layer_health *h, size_t layers, double *first, double *last)
{
    *first = *last = 0;
    for (size_t i = layers; i > 0; i--)
        if (h[i - 1].units > 0)
            *first = h[i - 1].length;
    for (size_t i = 0; i < layers; i++)
        if (h[i].units > 0)
            *last = h[i].length;
}

kith_verdict kith_net_verdict(const kith_layer_health *h, size_t layers, double loss, char *text,
                              size_t room)
{
    double first, last, sum = 0;
    const size_t dying = first_dying(h, layers);
    ends(h, layers, &first, &last);
    for (size_t i = 0; i < layers; i++)
        sum += h[i].length;
    text[0] = '\0';
    if (!isfinite(loss) || !isfinite(sum)) {
        snprintf(text, room, "the loss is no number any more: lower --lr, or clip gradients");
        return KITH_DIVERGED;
    }
    if (dying < layers) {
        snprintf(text, room,
                 "%zu of the %zu units of layer %zu are 0 for every row: lower --lr, begin with "
                 "biases above 0, or take leaky",
                 h[dying].dead, h[dying].units, dying + 1);
        return KITH_DEAD;
    }
    if (first < 1e-4 * last) {
        snprintf(text, room,
                 "gradients vanish before the first layer: take relu and he, norms or "
                 "res(...)");
        return KITH_VANISHING;
    }
    if (first > 1e4 * last) {
        snprintf(text, room,
                 "gradients explode towards the first layer: smaller first weights, "
                 "norms, or clip gradients");
        return KITH_EXPLODING;
    }
    return KITH_HEALTHY;
}
