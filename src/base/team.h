/*
 * A team of threads that stay: one function on every worker, and a barrier between its phases.
 *
 * Worker 0 is the calling thread, so a team of one starts no thread at all.
 */
#ifndef KITH_BASE_TEAM_H
#define KITH_BASE_TEAM_H

#include "base/status.h"

typedef struct kith_team kith_team;

/* threads >= 1. KITH_ERR_MEMORY where the system gives no thread. */
kith_status kith_team_new(unsigned threads, kith_team **out, kith_error *err);
unsigned kith_team_size(const kith_team *team);
/* Runs work(self, worker) on every worker and returns when all have returned. */
void kith_team_run(kith_team *team, void (*work)(void *self, unsigned worker), void *self);
/* Inside work: returns once every worker of the team has called it. */
void kith_team_barrier(kith_team *team);
void kith_team_free(kith_team *team);

/* Online processors, at least 1. */
unsigned kith_team_processors(void);

#endif
