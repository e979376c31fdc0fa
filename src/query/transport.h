/* Masses moved from sources to sinks at the least cost. */
#ifndef KITH_QUERY_TRANSPORT_H
#define KITH_QUERY_TRANSPORT_H

#include "base/status.h"

typedef struct kith_transport {
    size_t sources, sinks;  /* > 0 */
    const uint64_t *supply; /* [sources] > 0 */
    const uint64_t *demand; /* [sinks] > 0; both have the same sum, below 2^64 */
    const double *cost;     /* [sources][sinks] of a unit; finite, >= 0 */
} kith_transport;

/*
 * flow [sinks][sources], zeros before: the units that each source sends to each sink. No other
 * flow costs less, but for rounding of the costs. O(sources * sinks) a path, of which there are
 * little more than sources and sinks.
 */
kith_status kith_transport_solve(const kith_transport *t, uint64_t *flow, kith_error *err);

#endif
