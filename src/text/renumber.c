/*
 * Each worker rewrites a stretch of the text where it stands, dropping what has no rank; then the
 * stretches slide together. Only a stretch's first sentence end needs to know what came before it.
 */
#include "text/renumber.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/team.h"

typedef struct stretch {
    uint64_t first, end; /* ranges */
    uint64_t from, to;   /* ids, to be written and then kept */
    uint64_t tokens;
} stretch;

typedef struct renumbering {
    const kith_scan *scan;
    const uint32_t *rank;
    uint32_t *born; /* how many prunings each word came after, by provisional id; NULL: none were */
    uint32_t *ids;
    uint32_t unknown; /* what a word without a rank becomes; KITH_NO_RANK: it goes */
    unsigned workers;
    stretch stretch[KITH_SCAN_MOST_WORKERS];
} renumbering;

static kith_status find_births(renumbering *r, kith_error *err)
{
    const kith_tally *t = &r->scan->tally;
    if (t->prunes == 0)
        return KITH_OK;
    r->born = kith_mem_grow(NULL, t->ids + 1, sizeof *r->born);
    if (r->born == NULL)
        return kith_fail_memory(err, "the ages of the words", t->ids * sizeof *r->born);
    for (const kith_tally_entry *e = NULL; (e = kith_tally_each(t, e)) != NULL;)
        r->born[e->id] = e->born;
    return KITH_OK;
}

/* The stretches have about as many ids each; where words were pruned, their places are counted. */
static void divide(renumbering *r)
{
    const kith_scan *s = r->scan;
    uint64_t range = 0, from = 0;
    r->workers = r->born == NULL ? s->workers : 1;
    for (unsigned w = 0; w < r->workers; w++) {
        stretch *z = &r->stretch[w];
        const uint64_t enough = s->spool->length / r->workers * (w + 1);
        *z = (stretch){.first = range, .from = from};
        while (range < s->ranges && (w + 1 == r->workers || s->range[range].end <= enough))
            from = s->range[range++].end;
        z->end = range;
    }
}

/* The ids of a range become ranks at `to`; returns where they end. */
static uint64_t rewrite(const renumbering *r, stretch *z, const uint32_t *rank, uint64_t from,
                        uint64_t end, uint64_t to)
{
    uint32_t *ids = r->ids;
    uint64_t tokens = 0;
    for (; from < end; from++) {
        const uint32_t id = ids[from];
        if (id == KITH_SENTENCE_END) {
            if (to == z->from || ids[to - 1] != KITH_SENTENCE_END)
                ids[to++] = id;
            continue;
        }
        const uint32_t ranked = rank != NULL ? rank[id] : id;
        const uint32_t new = ranked != KITH_NO_RANK ? ranked : r->unknown;
        ids[to] = new; /* without a branch: rare words are hard to foresee */
        to += new != KITH_NO_RANK;
        tokens += new != KITH_NO_RANK;
    }
    z->tokens += tokens;
    return to;
}

/*
 * The same for provisional ids of the whole where words were pruned: an id written before its
 * present owner was added meant a word that has been pruned since, and goes.
 */
static uint64_t rewrite_pruned(const renumbering *r, stretch *z, uint64_t from, uint64_t end,
                               uint64_t to, uint64_t *token)
{
    const kith_tally *t = &r->scan->tally;
    uint32_t *ids = r->ids;
    uint64_t prunes = 0;
    for (; from < end; from++) {
        const uint32_t id = ids[from];
        if (id == KITH_SENTENCE_END) {
            if (to == z->from || ids[to - 1] != KITH_SENTENCE_END)
                ids[to++] = id;
            continue;
        }
        while (prunes < t->prunes && t->prune[prunes].tokens <= *token)
            prunes++;
        ++*token;
        const bool stays = r->rank[id] != KITH_NO_RANK && r->born[id] <= prunes;
        const uint32_t new = stays ? r->rank[id] : r->unknown;
        ids[to] = new;
        to += new != KITH_NO_RANK;
        z->tokens += new != KITH_NO_RANK;
    }
    return to;
}

static void work(void *self, unsigned worker)
{
    renumbering *r = self;
    stretch *z = &r->stretch[worker];
    const kith_scan *s = r->scan;
    uint64_t from = z->from, to = z->from, token = 0;
    for (uint64_t i = z->first; i < z->end; i++) {
        const kith_scan_range *range = &s->range[i];
        if (range->worker != KITH_SCAN_WHOLE)
            to = rewrite(r, z, s->map[range->worker], from, range->end, to);
        else if (r->born == NULL)
            to = rewrite(r, z, r->rank, from, range->end, to);
        else
            to = rewrite_pruned(r, z, from, range->end, to, &token);
        from = range->end;
    }
    z->to = to;
}

/* Moves the stretches together; returns their length. */
static uint64_t slide(const renumbering *r, uint64_t *tokens)
{
    uint64_t length = 0;
    *tokens = 0;
    for (unsigned w = 0; w < r->workers; w++) {
        const stretch *z = &r->stretch[w];
        uint64_t from = z->from;
        const bool ended = length == 0 || r->ids[length - 1] == KITH_SENTENCE_END;
        if (from < z->to && r->ids[from] == KITH_SENTENCE_END && ended)
            from++;
        if (from != length)
            memmove(r->ids + length, r->ids + from, (z->to - from) * sizeof *r->ids);
        length += z->to - from;
        *tokens += z->tokens;
    }
    return length;
}

/* The workers' ids lead to provisional ones of the whole, and these to ranks. */
static void rank_maps(kith_scan *s, const uint32_t *rank)
{
    for (unsigned w = 0; w < s->workers && rank != NULL; w++)
        for (uint64_t id = 0; id < s->mapped[w]; id++)
            s->map[w][id] = rank[s->map[w][id]];
}

kith_status kith_renumber(kith_scan *s, const uint32_t *rank, bool keep_unknown, uint64_t *tokens,
                          kith_error *err)
{
    kith_team *team;
    renumbering r = {.scan = s, .rank = rank, .ids = s->spool->ids};
    r.unknown = keep_unknown ? KITH_UNKNOWN_WORD : KITH_NO_RANK;
    KITH_TRY(find_births(&r, err));
    rank_maps(s, rank);
    divide(&r);
    const kith_status status = kith_team_new(r.workers, &team, err);
    if (status == KITH_OK) {
        kith_team_run(team, work, &r);
        kith_team_free(team);
        kith_spool_shrink(s->spool, slide(&r, tokens));
    }
    free(r.born);
    return status;
}
