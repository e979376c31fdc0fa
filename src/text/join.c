/*
 * The two walks. A text has more pairs than a cache holds, so counting gathers some and asks for
 * their entries before it touches the first.
 */
#include "text/join.h"

enum { WAITING = 32 };
#define NO_START UINT64_MAX

typedef struct waiting {
    uint32_t left, run, right;
} waiting;

kith_status kith_join_init(kith_join *j, uint32_t connectors, uint64_t limit, kith_error *err)
{
    *j = (kith_join){.connectors = connectors};
    uint32_t none;
    kith_status status = kith_pairs_init(&j->pairs, limit, err);
    if (status == KITH_OK)
        status = kith_join_run(j, NULL, 0, &none, err);
    if (status != KITH_OK)
        kith_join_clear(j);
    return status;
}

void kith_join_clear(kith_join *j)
{
    kith_words_clear(&j->run);
    kith_pairs_clear(&j->pairs);
}

kith_status kith_join_run(kith_join *j, const uint32_t *ids, uint64_t length, uint32_t *run,
                          kith_error *err)
{
    uint64_t id;
    bool added;
    KITH_TRY(kith_words_add(&j->run, length > 0 ? (const char *)ids : "", length * sizeof *ids, &id,
                            &added, err));
    *run = (uint32_t)id;
    if (id < KITH_PAIR_RUNS)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_DATA,
                     "more than %d different runs of connector words; name fewer of them",
                     KITH_PAIR_RUNS);
}

static kith_status count_waiting(kith_join *j, const waiting *w, size_t n, kith_error *err)
{
    for (size_t i = 0; i < n; i++)
        KITH_TRY(kith_pairs_add(&j->pairs, w[i].left, w[i].run, w[i].right, 1, err));
    return KITH_OK;
}

kith_status kith_join_count(kith_join *j, const uint32_t *ids, uint64_t from, uint64_t length,
                            const uint64_t *count, uint64_t least, uint64_t *start, kith_error *err)
{
    waiting w[WAITING];
    size_t n = 0;
    for (uint64_t at = from; at < length; at++) {
        const uint32_t id = ids[at];
        if (id < j->connectors)
            continue;
        if (id >= KITH_UNKNOWN_WORD || count[id] < least) {
            *start = NO_START;
            continue;
        }
        const uint64_t left = *start;
        *start = at;
        if (left == NO_START)
            continue;
        w[n] = (waiting){.left = ids[left], .right = id};
        if (left + 1 < at)
            KITH_TRY(kith_join_run(j, ids + left + 1, at - left - 1, &w[n].run, err));
        const kith_pairs *p = &j->pairs;
        __builtin_prefetch(p->entry + kith_pairs_home(p, w[n].left, w[n].run, id));
        if (++n < WAITING)
            continue;
        KITH_TRY(count_waiting(j, w, n, err));
        n = 0;
    }
    return count_waiting(j, w, n, err);
}

/* The number of a run that phrases have; KITH_PAIR_RUNS where none has it. */
static uint32_t run_of(const kith_join *j, const uint32_t *ids, uint64_t length)
{
    if (length == 0)
        return 0;
    const uint64_t run = kith_words_find(&j->run, (const char *)ids, length * sizeof *ids);
    return run == KITH_NO_WORD ? KITH_PAIR_RUNS : (uint32_t)run;
}

/* The id of ids[left..right] as one token, KITH_UNKNOWN_WORD where they are no phrase. */
static uint32_t joined(const kith_join *j, const uint32_t *ids, uint64_t left, uint64_t right)
{
    const uint32_t run = run_of(j, ids + left + 1, right - left - 1);
    if (run == KITH_PAIR_RUNS)
        return KITH_UNKNOWN_WORD;
    const kith_pair *e = kith_pairs_find(&j->pairs, ids[left], run, ids[right]);
    return e->rest == 0 ? KITH_UNKNOWN_WORD : (uint32_t)(kith_pair_number(e) - 1);
}

static void add_spans(uint32_t *span, uint64_t first, uint64_t last)
{
    for (uint64_t i = first + 1; span != NULL && i <= last; i++)
        span[first] += span[i];
}

uint64_t kith_join_apply(const kith_join *j, uint32_t *ids, uint32_t *span, uint64_t length)
{
    uint64_t to = 0, start = NO_START;
    for (uint64_t from = 0; from < length; from++, to++) {
        const uint32_t id = ids[from];
        ids[to] = id;
        if (span != NULL)
            span[to] = span[from];
        if (id < j->connectors)
            continue;
        const uint64_t left = start;
        start = id >= KITH_UNKNOWN_WORD ? NO_START : to;
        if (left == NO_START || start == NO_START)
            continue;
        const uint32_t one = joined(j, ids, left, to);
        if (one == KITH_UNKNOWN_WORD)
            continue;
        add_spans(span, left, to);
        ids[left] = one;
        to = left;
        start = NO_START;
    }
    return to;
}
