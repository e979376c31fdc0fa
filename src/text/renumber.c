/*
 * An id may have had several owners, one after the other, where the tally was pruned: it means its
 * present one exactly where it was written after that owner's `born`-th pruning (text/tally.h).
 */
#include "text/renumber.h"
#include "base/mem.h"
#include "text/vocab.h"

#include <stdlib.h>

/* How many prunings each word of the tally came after, by provisional id; NULL without prunings. */
static kith_status births(const kith_tally *tally, uint32_t **out, kith_error *err)
{
    *out = NULL;
    if (tally->prunes == 0)
        return KITH_OK;
    uint32_t *born = kith_mem_grow(NULL, tally->ids + 1, sizeof *born);
    if (born == NULL)
        return kith_fail_memory(err, "the ages of the words", tally->ids * sizeof *born);
    for (const kith_tally_entry *e = NULL; (e = kith_tally_each(tally, e)) != NULL;)
        born[e->id] = e->born;
    *out = born;
    return KITH_OK;
}

static uint64_t renumber(uint32_t *ids, uint64_t length, const kith_tally *tally,
                         const uint32_t *rank, const uint32_t *born, bool keep_unknown)
{
    uint64_t to = 0, token = 0, prunes = 0;
    for (uint64_t from = 0; from < length; from++) {
        const uint32_t id = ids[from];
        if (id == KITH_SENTENCE_END) {
            if (to > 0 && ids[to - 1] != KITH_SENTENCE_END)
                ids[to++] = id;
            continue;
        }
        while (prunes < tally->prunes && tally->prune[prunes].tokens <= token)
            prunes++;
        token++;
        if (rank[id] != KITH_NO_RANK && (born == NULL || born[id] <= prunes))
            ids[to++] = rank[id];
        else if (keep_unknown)
            ids[to++] = KITH_UNKNOWN_WORD;
    }
    return to;
}

kith_status kith_spool_renumber(kith_spool *spool, const kith_tally *tally, const uint32_t *rank,
                                bool keep_unknown, kith_error *err)
{
    uint32_t *born;
    KITH_TRY(births(tally, &born, err));
    kith_spool_shrink(spool, renumber(spool->ids, spool->length, tally, rank, born, keep_unknown));
    free(born);
    return KITH_OK;
}
