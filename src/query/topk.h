/*
 * The k best of many scores, without sorting them: a heap of k hits whose root is the worst kept.
 *
 * Higher scores come first, equal scores by lower row: a total order, so the outcome depends
 * neither on the order of the offers nor on how they were split among heaps that are merged later.
 * NaN never enters, which also makes it the mark of a row that takes no part.
 */
#ifndef KITH_QUERY_TOPK_H
#define KITH_QUERY_TOPK_H

#include "kith.h"

typedef struct kith_topk {
    kith_hit *hit;         /* [room], borrowed */
    size_t room, count;    /* k, and how many of them are filled */
    const kith_term *skip; /* [skips] rows that never enter; borrowed */
    size_t skips;
} kith_topk;

/* True where x comes before y. */
bool kith_hit_before(kith_hit x, kith_hit y);

/* O(log k) where the hit enters, O(1) where it does not. */
void kith_topk_offer(kith_topk *t, kith_hit hit);

/*
 * Offers rows first .. first + n with score [n]. Blocks of scores that are all below the worst kept
 * are passed over at a compare each.
 */
void kith_topk_offer_scores(kith_topk *t, uint64_t first, const float *score, size_t n);

/* Is one of KITH_TOPK_BLOCK scores at or above the limit? No early way out, and a length known to
 * the compiler: it becomes a few vector compares. */
enum { KITH_TOPK_BLOCK = 16 };
static inline bool kith_any_reaches(const float *score, float limit)
{
    int any = 0;
    for (int i = 0; i < KITH_TOPK_BLOCK; i++)
        any |= score[i] >= limit;
    return any != 0;
}

/* Offers all that `from` keeps. */
void kith_topk_merge(kith_topk *t, const kith_topk *from);

/*
 * The outcome of a team: heaps [workers][count], each `count` on one question, are merged into
 * hits [count][room], best first, and found [count]. No heap may keep more than `room`.
 */
void kith_topk_gather(kith_topk *heap, size_t workers, size_t count, size_t room, kith_hit *hits,
                      size_t *found);

/* Puts the hits in order, best first; afterwards they are no heap any more. O(k log k). */
void kith_topk_sort(kith_topk *t);

#endif
