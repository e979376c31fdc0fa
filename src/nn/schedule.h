/*
 * Schedules: the learning rate as a function of how much of the run is done. It never depends on a
 * shared counter, so it is the same for any number of threads.
 *
 * `plateau` alone has a state, the share of the rate that is left; it moves at the end of rounds,
 * where all workers are at rest, and is saved with the position.
 */
#ifndef KITH_NN_SCHEDULE_H
#define KITH_NN_SCHEDULE_H

#include "base/status.h"

enum { KITH_PACE_VALUES = 2 };

typedef struct kith_pace kith_pace;

typedef struct kith_schedule {
    const char *name;
    const char *key[KITH_PACE_VALUES]; /* parameters, NULL where there are fewer */
    double standard[KITH_PACE_VALUES]; /* their defaults */
    double least[KITH_PACE_VALUES], most[KITH_PACE_VALUES]; /* their ranges, inclusive */
    double (*factor)(const double *value, double done); /* of the initial rate; done in [0, 1] */
    bool plateau;                                       /* also multiplied by kith_plateau_left */
    const char *formula, *source;
} kith_schedule;

/* A schedule, its parameters, and the rate that it begins with. */
struct kith_pace {
    const kith_schedule *schedule;
    double lr;
    double value[KITH_PACE_VALUES];
    double warm; /* the rate rises from 0 linearly: share of the run, or from 1 up steps */
};

/* What a plateau has seen; all zero at first. Saved with a run's position. */
typedef struct kith_plateau {
    double best;
    uint64_t seen, bad, falls; /* scores, those since the best, times that the rate fell */
} kith_plateau;

/* The rate where the share `done` of the run is done. */
double kith_pace_at(const kith_pace *p, double done);

/* KITH_ERR_USAGE where the warm-up is counted in steps: for runs that number none. */
kith_status kith_pace_check_share(const kith_pace *p, kith_error *err);

/* Turns a warm-up counted in steps into a share of a run of `steps` steps. */
void kith_pace_set_steps(kith_pace *p, uint64_t steps);

/* The names, for the choices of an option. */
#define KITH_SCHEDULE_CHOICES "linear constant step exp poly cosine inverse-t plateau"
const kith_schedule *kith_schedule_at(size_t i); /* NULL behind the end */

/*
 * Reads NAME[:KEY=NUMBER,...], as "cosine", "step:every=0.3,factor=0.1", "linear:warm=0.05", into
 * *out; its lr stays as it is. KITH_ERR_USAGE lists the names, or what a schedule takes.
 */
kith_status kith_schedule_parse(const char *text, size_t bytes, kith_pace *out, kith_error *err);

/*
 * A score (lower is better): when `patience` of them were no better than the best, the rate falls
 * by `factor`. Schedules other than plateau ignore it.
 */
void kith_plateau_score(kith_plateau *state, const kith_pace *p, double score);

/* The share of the rate that is left; 1 for other schedules. */
double kith_plateau_left(const kith_plateau *state, const kith_pace *p);

#endif
