/*
 * A binary heap, worst hit at the root. Once it is full, nearly every score of a scan is below the
 * root, so scores are looked at a block at a time and the heap is touched only where one is not.
 */
#include "query/topk.h"

#include <math.h>
#include <string.h>

bool kith_hit_before(kith_hit x, kith_hit y)
{
    return x.score > y.score || (x.score == y.score && x.row < y.row);
}

static void swap(kith_hit *x, kith_hit *y)
{
    const kith_hit keep = *x;
    *x = *y;
    *y = keep;
}

static void sift_up(kith_hit *hit, size_t i)
{
    while (i > 0 && kith_hit_before(hit[(i - 1) / 2], hit[i])) {
        swap(&hit[i], &hit[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
}

static void sift_down(kith_hit *hit, size_t count)
{
    size_t i = 0;
    for (;;) {
        size_t worst = i;
        for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < count; child++)
            if (kith_hit_before(hit[worst], hit[child]))
                worst = child;
        if (worst == i)
            return;
        swap(&hit[i], &hit[worst]);
        i = worst;
    }
}

static bool skipped(const kith_topk *t, uint64_t row)
{
    for (size_t i = 0; i < t->skips; i++)
        if (t->skip[i].row == row)
            return true;
    return false;
}

void kith_topk_offer(kith_topk *t, kith_hit hit)
{
    const bool full = t->count == t->room;
    if (t->room == 0 || isnan(hit.score) || (full && !kith_hit_before(hit, t->hit[0])) ||
        skipped(t, hit.row))
        return;
    if (full) {
        t->hit[0] = hit;
        sift_down(t->hit, t->count);
    } else {
        t->hit[t->count] = hit;
        sift_up(t->hit, t->count++);
    }
}

/* The score below which nothing enters. */
static float least(const kith_topk *t)
{
    return t->count < t->room ? -INFINITY : t->hit[0].score;
}

static void offer_each(kith_topk *t, uint64_t first, const float *score, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (score[i] >= least(t))
            kith_topk_offer(t, (kith_hit){first + i, score[i]});
}

void kith_topk_offer_scores(kith_topk *t, uint64_t first, const float *score, size_t n)
{
    if (t->room == 0)
        return;
    size_t i = 0;
    for (; i + KITH_TOPK_BLOCK <= n; i += KITH_TOPK_BLOCK)
        if (kith_any_reaches(score + i, least(t)))
            offer_each(t, first + i, score + i, KITH_TOPK_BLOCK);
    offer_each(t, first + i, score + i, n - i);
}

void kith_topk_merge(kith_topk *t, const kith_topk *from)
{
    for (size_t i = 0; i < from->count; i++)
        kith_topk_offer(t, from->hit[i]);
}

void kith_topk_sort(kith_topk *t)
{
    for (size_t left = t->count; left > 1; left--) {
        swap(&t->hit[0], &t->hit[left - 1]);
        sift_down(t->hit, left - 1);
    }
}

void kith_topk_gather(kith_topk *heap, size_t workers, size_t count, size_t room, kith_hit *hits,
                      size_t *found)
{
    for (size_t i = 0; i < count; i++) {
        kith_topk *best = &heap[i];
        for (size_t worker = 1; worker < workers; worker++)
            kith_topk_merge(best, &heap[worker * count + i]);
        kith_topk_sort(best);
        memcpy(hits + i * room, best->hit, best->count * sizeof *hits);
        found[i] = best->count;
    }
}
