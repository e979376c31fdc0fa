/*
 * Work in pieces whose order counts: pieces are taken one after the other, worked on side by side,
 * and handed over in the order in which they were taken. A file is parsed and printed so.
 */
#ifndef KITH_BASE_RELAY_H
#define KITH_BASE_RELAY_H

#include <stdatomic.h>

#include "base/status.h"

/* Each worker has one piece at a time, so its number names the piece. */
typedef struct kith_relay {
    void *self;
    /* The next piece; *more false at the end. Never two at once, nor beside `give`. */
    kith_status (*take)(void *self, unsigned worker, bool *more, kith_error *err);
    kith_status (*work)(void *self, unsigned worker, kith_error *err);
    /* In the order of taking: what must be so, and short. */
    kith_status (*give)(void *self, unsigned worker, kith_error *err);
    /* The rest of what was given, such as copying it to its place; beside everything else. May be
     * NULL. */
    void (*place)(void *self, unsigned worker);
    atomic_uint placing; /* pieces that are given and not in their place; 0 to begin with */
} kith_relay;

/*
 * Runs until there are no more pieces, or one fails: then the failure of the first piece that has
 * one is told, and no later piece is given.
 */
kith_status kith_relay_run(kith_relay *relay, unsigned threads, kith_error *err);

/* For `give`, before it moves the places: waits until all that was given before is in its own. */
void kith_relay_await_places(kith_relay *relay);

#endif
