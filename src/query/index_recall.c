/*
 * What an index misses, beside exact search of the same rows: one question after the other, as
 * somebody asks them.
 */
#include "base/clock.h"
#include "base/rng.h"
#include "vec/index.h"
#include "vec/vectors.h"

enum { NEAREST = 10 };

/* Hits at least as good as the worst of the exact ones count: equal scores have no order. */
static void count_hits(kith_index_recall *r, const kith_hit *exact, size_t exacts,
                       const kith_hit *nearly, size_t nearlies)
{
    r->wanted += exacts;
    for (size_t i = 0; i < nearlies; i++)
        r->found += exacts > 0 && nearly[i].score >= exact[exacts - 1].score;
}

static kith_status ask(const kith_index *x, kith_search *s, uint64_t row, uint64_t effort,
                       kith_index_recall *r, kith_error *err)
{
    const kith_term term = {row, 1};
    const kith_query q = {.term = &term, .terms = 1};
    kith_hit exact[NEAREST], nearly[NEAREST];
    size_t exacts, nearlies;
    const double began = kith_clock();
    KITH_TRY(kith_search_nearest(s, &q, 1, NEAREST, exact, &exacts, err));
    const double between = kith_clock();
    KITH_TRY(kith_index_nearest(x, &q, 1, NEAREST, effort, nearly, &nearlies, err));
    r->seconds += kith_clock() - between;
    r->exact_seconds += between - began;
    r->asked++;
    count_hits(r, exact, exacts, nearly, nearlies);
    return KITH_OK;
}

kith_status kith_index_measure(const kith_index *x, kith_search *s, uint64_t count, uint64_t seed,
                               uint64_t effort, kith_index_recall *out, kith_error *err)
{
    *out = (kith_index_recall){0};
    for (uint64_t i = 0; i < count; i++)
        KITH_TRY(ask(x, s, kith_rng_at(seed, i) % x->graph.rows, effort, out, err));
    return KITH_OK;
}
