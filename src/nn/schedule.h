/*
 * Schedules: the learning rate as a function of how much of the run is done. It never depends on a
 * shared counter, so it is the same for any number of threads.
 */
#ifndef KITH_NN_SCHEDULE_H
#define KITH_NN_SCHEDULE_H

#include "base/status.h"

typedef struct kith_schedule {
    const char *name;
    double (*factor)(double done); /* of the initial rate; done in [0, 1] */
    const char *formula, *source;
} kith_schedule;

/* A schedule and the rate that it begins with. */
typedef struct kith_pace {
    const kith_schedule *schedule;
    double lr;
} kith_pace;

static inline double kith_pace_at(const kith_pace *p, double done)
{
    return p->lr * p->schedule->factor(done);
}

/* "linear" or "constant". KITH_ERR_USAGE lists the names. */
kith_status kith_schedule_find(const char *name, const kith_schedule **out, kith_error *err);

#endif
