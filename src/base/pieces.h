/* A range cut into pieces, which a team's workers take as they come free. */
#ifndef KITH_BASE_PIECES_H
#define KITH_BASE_PIECES_H

#include "base/team.h"

typedef void kith_pieces_work(void *self, unsigned worker, uint64_t first, size_t n);

/*
 * Calls work(self, worker, first, n) for pieces of `piece` that together are 0..total, the last one
 * shorter, in any order: what is the same at any number of threads must not depend on the worker.
 * team NULL: on the calling thread alone, as worker 0.
 */
void kith_pieces_run(kith_team *team, uint64_t total, size_t piece, kith_pieces_work *work,
                     void *self);

#endif
