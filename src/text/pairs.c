/*
 * Growing and pruning of the table of pairs.
 *
 * A pruning drops the pairs counted at most k times since they were entered, with the least k that
 * drops a quarter. A pair can lose no more than k there, so no count is too low by more than the
 * sum of all k.
 */
#include "text/pairs.h"
#include "base/mem.h"

enum { FIRST_ROOM = 1 << 12 };

kith_status kith_pairs_init(kith_pairs *p, uint64_t limit, kith_error *err)
{
    *p = (kith_pairs){.room = FIRST_ROOM, .limit = limit};
    p->entry = kith_mem_new(p->room, sizeof *p->entry);
    return p->entry != NULL
               ? KITH_OK
               : kith_fail_memory(err, "the table of pairs", p->room * sizeof *p->entry);
}

void kith_pairs_clear(kith_pairs *p)
{
    kith_mem_free(p->entry);
    *p = (kith_pairs){0};
}

static uint64_t home_of(const kith_pairs *p, const kith_pair *e)
{
    return kith_pairs_home(p, e->left, kith_pair_run(e), e->right);
}

static kith_status grow(kith_pairs *p, kith_error *err)
{
    kith_pairs larger = *p;
    larger.room = 2 * p->room;
    larger.entry = kith_mem_new(larger.room, sizeof *larger.entry);
    if (larger.entry == NULL)
        return kith_fail_memory(err, "the table of pairs", larger.room * sizeof *larger.entry);
    for (uint64_t i = 0; i < p->room; i++) {
        uint64_t at = home_of(&larger, &p->entry[i]);
        while (p->entry[i].rest != 0 && larger.entry[at].rest != 0)
            at = (at + 1) & (larger.room - 1);
        if (p->entry[i].rest != 0)
            larger.entry[at] = p->entry[i];
    }
    kith_mem_free(p->entry);
    *p = larger;
    return KITH_OK;
}

static bool is_rare(const kith_pair *e, uint64_t most)
{
    return e->rest != 0 && kith_pair_number(e) <= most;
}

static uint64_t count_rare(const kith_pairs *p, uint64_t most)
{
    uint64_t rare = 0;
    for (uint64_t i = 0; i < p->room; i++)
        rare += is_rare(&p->entry[i], most);
    return rare;
}

/* Empties an entry and moves back those behind it that it kept from their homes. */
static void drop(kith_pairs *p, uint64_t hole)
{
    const uint64_t mask = p->room - 1;
    for (uint64_t at = (hole + 1) & mask; p->entry[at].rest != 0; at = (at + 1) & mask) {
        const uint64_t home = home_of(p, &p->entry[at]);
        if (((at - home) & mask) < ((at - hole) & mask))
            continue;
        p->entry[hole] = p->entry[at];
        hole = at;
    }
    p->entry[hole] = (kith_pair){0};
    p->size--;
}

static void prune(kith_pairs *p)
{
    uint64_t most = 1;
    while (count_rare(p, most) < p->size / 4)
        most *= 2;
    const uint64_t before = p->size;
    for (uint64_t i = 0; i < p->room; i++)
        while (is_rare(&p->entry[i], most))
            drop(p, i);
    p->bound += most;
    p->pruned += before - p->size;
}

kith_status kith_pairs_make_room(kith_pairs *p, kith_error *err)
{
    const uint64_t both = 3 * p->room * sizeof *p->entry; /* the old table and the new one */
    if (p->limit == 0 || both <= p->limit)
        return grow(p, err);
    prune(p);
    return KITH_OK;
}
