/*
 * Nets for tests, a step at a time and by one worker: a net in one line, its weights by name, a
 * batch of random rows, and plain training on rows that a test holds.
 */
#ifndef NET_HELP_H
#define NET_HELP_H

#include "check.h"
#include "nn/net.h"

enum { NET_BATCH = 11, NET_MOST = 64 };

/* A net with a batch of random rows in it: inputs in -1..1, targets that add up to 1. */
typedef struct net_fixture {
    kith_net *net;
    kith_optim optim;
    size_t inputs, outputs; /* at most NET_MOST */
    kith_real x[NET_BATCH * NET_MOST], y[NET_BATCH * NET_MOST];
} net_fixture;

double net_random(uint64_t key, uint64_t i); /* in -1..1 */

/* Batches of NET_BATCH; loss, optim and kern may be NULL, as in kith_net_options. */
kith_net *net_made(const char *text, const char *loss, const kith_optim *optim,
                   const kith_kern *kern, double clip);
/* A net made to learn, with its biases, gains and shifts away from where they begin. */
void net_start(net_fixture *f, const char *text, const char *loss, const char *optim,
               const kith_kern *kern, double clip);
void net_put(net_fixture *f); /* f->x and f->y as the batch; row r weighs 1 + r / 10 */
/* All phases of one step, by `workers` in turn. */
void net_run(net_fixture *f, const kith_pass *pass, unsigned workers);
/* The summed loss of the batch after all phases; directions are then those of its mean. */
double net_loss(net_fixture *f);

/* A parameter by its name, as "1.weight"; the test fails where there is none. */
kith_param *net_param(const kith_net *net, const char *name);
/* Puts [rows][cols] numbers into it. */
void net_set(const kith_net *net, const char *name, const kith_real *values);
/* The length of the direction of a layer's weights. */
double net_length(const kith_layer *l);

/* A net that learns by batches of `batch` rows; init as in kith_net_options. */
kith_net *net_learner(const char *text, const char *loss, const char *optim, const char *init,
                      size_t batch);
/* The phases of a step on these rows, x [rows][inputs], y [rows][outputs]: its summed loss. */
double net_look(kith_net *net, const kith_real *x, const kith_real *y, size_t rows);
/* The same, and the optimiser's step number `step` from 1. */
double net_learn(kith_net *net, const kith_real *x, const kith_real *y, size_t rows, double lr,
                 uint64_t step);

#endif
