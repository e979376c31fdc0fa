#include "nn/monitor.h"

#include <math.h>
#include <stdio.h>

/* Dense layers alone have units; norms and blocks pass on what those give. */
static size_t units_of(const kith_layer *l)
{
    return l->node->kind == KITH_NODE_DENSE ? l->out.n : 0;
}

size_t kith_net_units(const kith_net *net)
{
    size_t units = 0;
    for (size_t i = 0; i < kith_net_layers(net); i++)
        units += units_of(kith_net_layer(net, i));
    return units;
}

void kith_net_mark_fired(const kith_net *net, size_t rows, bool *fired)
{
    for (size_t i = 0; i < kith_net_layers(net); i++) {
        const kith_layer *l = kith_net_layer(net, i);
        const size_t units = units_of(l);
        for (size_t r = 0; r < rows; r++)
            for (size_t c = 0; c < units; c++)
                fired[c] |= l->out.y[r * l->out.ld + c] != 0;
        fired += units;
    }
}

static double length_of(const kith_layer *l)
{
    double sum = 0;
    for (size_t i = 0; i < l->params; i++)
        for (size_t r = 0; l->param[i].role == KITH_TRAINABLE && r < l->param[i].rows; r++)
            for (size_t c = 0; c < l->param[i].cols; c++) {
                const double d = (double)l->direction[i][r * l->param[i].stride + c];
                sum += d * d;
            }
    return sqrt(sum);
}

static bool is_frozen(const kith_layer *l)
{
    return l->params > 0 && l->param[0].role == KITH_FROZEN;
}

void kith_net_health(const kith_net *net, const bool *fired, kith_layer_health *health)
{
    for (size_t i = 0; i < kith_net_layers(net); i++) {
        const kith_layer *l = kith_net_layer(net, i);
        const size_t units = units_of(l);
        health[i] = (kith_layer_health){.length = length_of(l)};
        health[i].units = is_frozen(l) ? 0 : units;
        for (size_t c = 0; c < health[i].units; c++)
            health[i].dead += !fired[c];
        fired += units;
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
