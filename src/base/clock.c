/* Durations are differences of this clock: setting the time of day does not move it. */
#include "base/clock.h"

#include <time.h>

double kith_clock(void)
{
    struct timespec now = {0, 0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}
