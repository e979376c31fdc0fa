/* Nets on tables for tests: a configuration in one line, rings to tell apart, and the loop. */
#ifndef DENSE_HELP_H
#define DENSE_HELP_H

#include "check.h"
#include "task/dense.h"

/* Z-scored features, batches of 8, 200 epochs, one thread, a linear schedule from lr. */
kith_dense_config dense_config(kith_goal goal, const char *net, const char *optim, double lr);
/* A net for the table, of as many outputs as the goal asks for. */
kith_dense dense_made(const kith_dense_config *c, const kith_dataset *d);
/* Points on rings around the origin; that number r is of class r % classes. Freed with
 * kith_dataset_free. */
kith_dataset *dense_rings(size_t rows, size_t classes);
/*
 * Trains c->epochs and returns the mean loss of the last. `right_at` (may be NULL) is the first
 * epoch, from 1, after which all rows were answered right; 0: none.
 */
double dense_train(kith_dense *m, const kith_dataset *d, const kith_dense_config *c,
                   uint64_t *right_at);

#endif
