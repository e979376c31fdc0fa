/* Wall-clock time that never jumps. */
#ifndef KITH_BASE_CLOCK_H
#define KITH_BASE_CLOCK_H

/* Seconds since an arbitrary start (CLOCK_MONOTONIC). */
double kith_clock(void);

#endif
