/*
 * Transport: against all ways of pairing single units, and, where those are too many, by what is
 * true of the least cost alone: nothing can be sent around a circle and cost less.
 */
#include "base/rng.h"
#include "check.h"
#include "query/transport.h"

enum { MOST = 40 };

typedef struct problem {
    size_t sources, sinks;
    uint64_t supply[MOST], demand[MOST], flow[MOST * MOST];
    double cost[MOST * MOST];
} problem;

static uint64_t draw(uint64_t seed, uint64_t i, uint64_t below)
{
    return kith_rng_at(kith_rng_key(seed, 0, 0, KITH_RNG_TEST), i) % below;
}

/* Spreads `units` over n places, at least one each. */
static void spread(uint64_t *place, size_t n, uint64_t units, uint64_t seed)
{
    for (size_t i = 0; i < n; i++)
        place[i] = 1;
    for (uint64_t u = n; u < units; u++)
        place[draw(seed, u, n)]++;
}

/* `steps` different costs: the fewer, the more ties. */
static problem make(size_t sources, size_t sinks, uint64_t units, uint64_t steps, uint64_t seed)
{
    problem p = {.sources = sources, .sinks = sinks};
    spread(p.supply, sources, units, 2 * seed);
    spread(p.demand, sinks, units, 2 * seed + 1);
    for (size_t i = 0; i < sources * sinks; i++)
        p.cost[i] = (double)draw(seed, 1000 + i, steps) / 7;
    return p;
}

/* Solves it; the cost, once the flow is seen to be one. */
static double solved(problem *p)
{
    kith_error err = {0};
    const kith_transport t = {p->sources, p->sinks, p->supply, p->demand, p->cost};
    uint64_t sent[MOST] = {0}, come[MOST] = {0};
    double cost = 0;
    check_ok(kith_transport_solve(&t, p->flow, &err));
    for (size_t i = 0; i < p->sources; i++)
        for (size_t k = 0; k < p->sinks; k++) {
            const uint64_t units = p->flow[k * p->sources + i];
            sent[i] += units;
            come[k] += units;
            cost += (double)units * p->cost[i * p->sinks + k];
        }
    assert_memory_equal(sent, p->supply, p->sources * sizeof *sent);
    assert_memory_equal(come, p->demand, p->sinks * sizeof *come);
    return cost;
}

/* The least cost of pairing the units from `unit` on, each source's with any that are left. */
static double pair_units(const problem *p, size_t source, uint64_t left, uint64_t *wanted)
{
    double best = INFINITY;
    if (left == 0 && ++source == p->sources)
        return 0;
    left = left == 0 ? p->supply[source] : left;
    for (size_t k = 0; k < p->sinks; k++) {
        if (wanted[k] == 0)
            continue;
        wanted[k]--;
        const double cost =
            p->cost[source * p->sinks + k] + pair_units(p, source, left - 1, wanted);
        best = cost < best ? cost : best;
        wanted[k]++;
    }
    return best;
}

static void the_cost_is_the_least_of_all_pairings(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        problem p =
            make(1 + seed % 5, 1 + seed / 5 % 4, 5 + seed % 4, seed % 3 == 0 ? 3 : 50, seed);
        uint64_t wanted[MOST];
        memcpy(wanted, p.demand, sizeof wanted);
        check_near(solved(&p), pair_units(&p, 0, p.supply[0], wanted), 1e-12);
    }
}

/* Steps forward cost what they cost, steps back along a flow give it back (Bellman & Ford). */
static bool some_circle_is_cheaper(const problem *p)
{
    const size_t nodes = p->sources + p->sinks;
    double near[2 * MOST] = {0};
    for (size_t turn = 0; turn <= nodes; turn++) {
        bool nearer = false;
        for (size_t i = 0; i < p->sources; i++)
            for (size_t k = 0; k < p->sinks; k++) {
                const double cost = p->cost[i * p->sinks + k];
                double *from = &near[i], *to = &near[p->sources + k];
                if (*from + cost < *to - 1e-9) {
                    *to = *from + cost;
                    nearer = true;
                }
                if (p->flow[k * p->sources + i] > 0 && *to - cost < *from - 1e-9) {
                    *from = *to - cost;
                    nearer = true;
                }
            }
        if (!nearer)
            return false;
    }
    return true;
}

static void no_circle_makes_it_cheaper(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        problem p = make(1 + draw(seed, 0, MOST), 1 + draw(seed, 1, MOST), 200 + 100 * seed,
                         seed % 2 == 0 ? 4 : 100000, seed);
        solved(&p);
        assert_false(some_circle_is_cheaper(&p));
    }
}

/* Else the test above would say nothing. */
static void a_worse_flow_has_a_cheaper_circle(void **state)
{
    (void)state;
    problem p = make(MOST, MOST, 1000, 100000, 5);
    solved(&p);
    for (size_t k = 0; k < p.sinks; k++) { /* the first two change places */
        const uint64_t first = p.flow[k * p.sources];
        p.flow[k * p.sources] = p.flow[k * p.sources + 1];
        p.flow[k * p.sources + 1] = first;
    }
    assert_true(some_circle_is_cheaper(&p));
}

static void equal_places_cost_nothing(void **state)
{
    (void)state;
    problem p = make(MOST, MOST, 1000, 50, 9);
    memcpy(p.demand, p.supply, sizeof p.demand);
    for (size_t i = 0; i < MOST; i++)
        p.cost[i * MOST + i] = 0;
    assert_true(solved(&p) == 0);
}

static void masses_may_be_large(void **state)
{
    (void)state;
    problem p = {.sources = 2, .sinks = 2, .cost = {0, 3, 1, 5}};
    p.supply[0] = p.demand[1] = UINT64_MAX - 3;
    p.supply[1] = p.demand[0] = 2;
    solved(&p);
    assert_true(p.flow[0] == 0 && p.flow[1] == 2 && p.flow[2] == UINT64_MAX - 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cost_is_the_least_of_all_pairings),
        cmocka_unit_test(no_circle_makes_it_cheaper),
        cmocka_unit_test(a_worse_flow_has_a_cheaper_circle),
        cmocka_unit_test(equal_places_cost_nothing),
        cmocka_unit_test(masses_may_be_large),
    };
    return cmocka_run_group_tests_name("query/transport", tests, NULL, NULL);
}
