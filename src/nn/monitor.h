/*
 * How a net is doing: what the last step's batch and directions tell, and a verdict with advice.
 * Looked at between steps, with all workers at rest.
 */
#ifndef KITH_NN_MONITOR_H
#define KITH_NN_MONITOR_H

#include "nn/net.h"

typedef struct kith_layer_health {
    double length;      /* of its weights' direction; 0 where it has none */
    size_t units, dead; /* dead: no row that was asked made it fire */
} kith_layer_health;

typedef enum kith_verdict {
    KITH_HEALTHY,
    KITH_DIVERGED,  /* a loss or a direction is no number */
    KITH_DEAD,      /* more than half of a layer's units are dead */
    KITH_VANISHING, /* the first layer hears less than 1e-4 of what the last one hears */
    KITH_EXPLODING  /* it hears more than 1e4 times as much */
} kith_verdict;

/* Units of all dense layers together. */
size_t kith_net_units(const kith_net *net);
/* Marks in `fired` [kith_net_units] those whose output is not 0 for some row of the batch in hand,
 * so that many batches can be asked before a unit is called dead. */
void kith_net_mark_fired(const kith_net *net, size_t rows, bool *fired);
/* Layer by layer, after the phases of a step; health is [kith_net_layers]. A layer that is frozen
 * has no length and no units: it learns nothing, so nothing is amiss with it. */
void kith_net_health(const kith_net *net, const bool *fired, kith_layer_health *health);
/* Writes one line for people, "" for a healthy net: what is wrong and what helps. */
kith_verdict kith_net_verdict(const kith_layer_health *health, size_t layers, double loss,
                              char *text, size_t room);

#endif
