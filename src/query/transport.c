/*
 * The least cost by successive shortest paths (Edmonds & Karp 1972), as the Hungarian method goes
 * with masses in the place of ones.
 *
 * A path leads from a source that has units left to a sink that wants some; it may take back what
 * was sent before. Prices of both sides keep cost - price - price at zero or above, and at zero
 * where something flows, so Dijkstra's algorithm finds the path. Units are whole numbers: each path
 * moves at least one, and nothing is left over.
 */
#include "query/transport.h"

#include <math.h>

#include "base/mem.h"

#define NOWHERE SIZE_MAX

typedef struct source {
    uint64_t left;          /* not yet sent */
    double price, distance; /* the length of the path that reaches it */
    size_t via;             /* the sink before it on that path; NOWHERE at its start */
    bool reached;
} source;

typedef struct sink {
    uint64_t left;          /* still wanted */
    double price, distance; /* of the best path so far; final once settled */
    size_t via;             /* the source before it */
    bool settled;
} sink;

typedef struct solver {
    const kith_transport *t;
    source *source;
    sink *sink;
    uint64_t *flow;
} solver;

static uint64_t *flow_of(const solver *s, size_t from, size_t to)
{
    return s->flow + to * s->t->sources + from;
}

/* Comes to a source, from which all sinks are one step away. */
static void reach(solver *s, size_t i, size_t via, double distance)
{
    source *from = &s->source[i];
    const double *cost = s->t->cost + i * s->t->sinks;
    from->reached = true;
    from->via = via;
    from->distance = distance;
    for (size_t k = 0; k < s->t->sinks; k++) {
        sink *to = &s->sink[k];
        const double way = distance + (cost[k] - from->price - to->price);
        if (!to->settled && way < to->distance) {
            to->distance = way;
            to->via = i;
        }
    }
}

static size_t nearest_sink(const solver *s)
{
    size_t best = NOWHERE;
    for (size_t k = 0; k < s->t->sinks; k++)
        if (!s->sink[k].settled &&
            (best == NOWHERE || s->sink[k].distance < s->sink[best].distance))
            best = k;
    return best;
}

/* The nearest sink that wants something; the paths to it and all nearer places are kept. */
static size_t find_path(solver *s, size_t start)
{
    for (size_t i = 0; i < s->t->sources; i++)
        s->source[i].reached = false;
    for (size_t k = 0; k < s->t->sinks; k++) {
        s->sink[k].settled = false;
        s->sink[k].distance = INFINITY;
    }
    reach(s, start, NOWHERE, 0);
    for (;;) {
        const size_t k = nearest_sink(s);
        s->sink[k].settled = true;
        if (s->sink[k].left > 0)
            return k;
        for (size_t i = 0; i < s->t->sources; i++)
            if (*flow_of(s, i, k) > 0 && !s->source[i].reached)
                reach(s, i, k, s->sink[k].distance);
    }
}

/* Makes the path cost nothing more, and no step less than nothing. */
static void raise_prices(solver *s, double distance)
{
    for (size_t i = 0; i < s->t->sources; i++)
        if (s->source[i].reached)
            s->source[i].price += distance - s->source[i].distance;
    for (size_t k = 0; k < s->t->sinks; k++)
        if (s->sink[k].settled)
            s->sink[k].price -= distance - s->sink[k].distance;
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* Sends as much along the path to `end` as all its steps allow. */
static void send(solver *s, size_t start, size_t end)
{
    uint64_t units = smaller(s->source[start].left, s->sink[end].left);
    for (size_t i = s->sink[end].via; i != start; i = s->sink[s->source[i].via].via)
        units = smaller(units, *flow_of(s, i, s->source[i].via));
    s->source[start].left -= units;
    s->sink[end].left -= units;
    for (size_t k = end; k != NOWHERE;) {
        const size_t i = s->sink[k].via;
        *flow_of(s, i, k) += units;
        k = s->source[i].via;
        if (k != NOWHERE)
            *flow_of(s, i, k) -= units;
    }
}

static void solve(solver *s)
{
    for (size_t i = 0; i < s->t->sources; i++)
        s->source[i].left = s->t->supply[i];
    for (size_t k = 0; k < s->t->sinks; k++)
        s->sink[k].left = s->t->demand[k];
    for (size_t i = 0; i < s->t->sources; i++)
        while (s->source[i].left > 0) {
            const size_t end = find_path(s, i);
            raise_prices(s, s->sink[end].distance);
            send(s, i, end);
        }
}

kith_status kith_transport_solve(const kith_transport *t, uint64_t *flow, kith_error *err)
{
    solver s = {.t = t,
                .flow = flow,
                .source = kith_mem_new(t->sources, sizeof *s.source),
                .sink = kith_mem_new(t->sinks, sizeof *s.sink)};
    kith_status status = KITH_OK;
    if (s.source != NULL && s.sink != NULL)
        solve(&s);
    else
        status = kith_fail_memory(err, "sources and sinks",
                                  t->sources * sizeof *s.source + t->sinks * sizeof *s.sink);
    kith_mem_free(s.source);
    kith_mem_free(s.sink);
    return status;
}
