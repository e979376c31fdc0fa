/*
 * What one worker needs to learn from a block: scratch, sized once, nothing allocated in a step.
 */
#ifndef KITH_EMBED_WORKER_H
#define KITH_EMBED_WORKER_H

#include "embed/crown.h"
#include "embed/embed.h"
#include "embed/held.h"

enum {
    KITH_SLICE = 1024, /* positions whose noise is drawn and whose learning rate is set at once */
    KITH_TOGETHER = 3, /* windows in one call, at most */
    KITH_AHEAD = 2,    /* positions by which rows are prefetched, or the call's if it has more */
    KITH_POOL_LIFE = 256, /* positions that share one pool of noise words */
    KITH_LOSS_EVERY = 32  /* one window in so many is measured for the running loss */
};

struct kith_embed_worker {
    const kith_embed *e;
    const kith_block *block;
    kith_loss_sum *tally;
    bool learning; /* false: score only */
    bool fused;    /* plain SGD: the kernel takes the steps */

    /* What the block has taken so far. */
    uint64_t words; /* kept */
    uint64_t pairs; /* of an input row and an output row, those that weigh nothing left out */
    uint64_t added; /* rows added to a bag or to a word's mean, and its step to them */

    /* The block after thinning, sentence ends kept. */
    uint32_t *kept; /* [block] */
    size_t length;

    uint32_t *next; /* [block] where the id of a place stands again, within a call's reach */
    uint64_t *bits; /* [KITH_SLICE + KITH_TOGETHER] random bits */
    uint32_t *half; /* [KITH_SLICE] words on each side of a centre */

    /* Noise of the slice that begins at slice_start: [KITH_SLICE + KITH_TOGETHER][negative]. */
    uint32_t *noise;
    size_t slice_start;
    uint32_t *pool; /* [noise_pool] */
    uint64_t window_key, noise_key, pool_key;
    double lr;

    /* One call of logistic rows. */
    kith_logistic rows;
    kith_real **x;        /* [2 window] */
    kith_real *x_weight;  /* [2 window] */
    kith_real **t;        /* [targets] */
    kith_real *label;     /* [targets padded] */
    kith_real *weight;    /* [targets padded] */
    kith_real *weights;   /* of windows together: [2^KITH_TOGETHER + 1 + rows][targets padded] */
    const void **fetch;   /* [1 + targets] */
    kith_real **dx, **dt; /* [2 window], [targets]: directions of the composed path */
    kith_real *d_rows;    /* what they point into */
    kith_real *bag, *bag_step; /* [stride] CBOW: the bag and its direction */
    kith_real **bag_rows;      /* [2 window] its rows */
    size_t bag_size;
    size_t bag_parts; /* rows in the bag, n-grams too */
    kith_real *still; /* [2 window][stride] copies of rows that are to stay, for steps to change */
    kith_held held;   /* words with n-grams */
    kith_crown crown; /* rows of the tree near its root */
};

kith_status kith_embed_worker_new(const kith_embed *e, kith_embed_worker **out, kith_error *err);
void kith_embed_worker_free(kith_embed_worker *w);

/* Input rows of the longest call. */
static inline size_t kith_window_rows(const kith_embed_config *c)
{
    return (size_t)2 * c->window + KITH_TOGETHER;
}

/* Is it one of the copies, whose steps are lost? */
static inline bool kith_is_still(const kith_embed_worker *w, const kith_real *row)
{
    return w->still != NULL && row >= w->still &&
           row < w->still + kith_window_rows(&w->e->config) * w->e->input.stride;
}

/* The row of an inner node: the worker's copy where it has one. */
static inline kith_real *kith_inner_row(const kith_embed_worker *w, uint32_t node)
{
    const kith_crown *c = &w->crown;
    const bool shared = node < c->from;
    kith_real *const rows = shared ? w->e->inner.w : c->own;
    return rows + (size_t)(shared ? node : node - c->from) * w->e->inner.stride;
}

/* --- window.c: input rows --- */

/* Thins the worker's block into w->kept. */
void kith_window_keep(kith_embed_worker *w);
/* Learns from (or scores) every window of w->kept. */
void kith_window_each(kith_embed_worker *w);

/* Places of a window, the centre among them. */
typedef struct kith_span {
    size_t from, to;
} kith_span;

/* The window around a position of the sentence [start, end). */
kith_span kith_window_at(const kith_embed_worker *w, size_t position, size_t start, size_t end);
/* What stands for the word at a place: its row, or the mean of its rows. */
static inline kith_real *kith_window_row(const kith_embed_worker *w, size_t place)
{
    return w->held.vector != NULL ? kith_held_at(w, place)
                                  : kith_param_row(&w->e->input, w->kept[place]);
}
/* Asks for rows that the windows after these will want. */
void kith_window_fetch(kith_embed_worker *w, size_t position, size_t windows, size_t end);
/* Puts copies in the place of rows that are to stay: the kernel steps on all that it is given. */
void kith_window_spare(kith_embed_worker *w);

/* --- together.c: neighbouring windows in one call --- */

/* How many windows from a position on, before `end`, are taken together: their centres differ. */
size_t kith_together_count(const kith_embed_worker *w, size_t position, size_t end);
/* Learns from (or scores) so many windows of the sentence [start, end). */
void kith_together_learn(kith_embed_worker *w, size_t position, size_t windows, size_t start,
                         size_t end);

/* --- targets.c: output rows --- */

/* Draws the noise of the slice from `start`. */
void kith_targets_slice(kith_embed_worker *w, size_t start);
/* Puts the output rows, labels and weights of a centre into w->rows; `noise` are its noise words.
 * Of several different centres only with negative sampling alone, which share the noise. */
void kith_targets_of(kith_embed_worker *w, const uint32_t *centre, size_t centres,
                     const uint32_t *noise);
/* The noise words of the position, drawn before (shared by its window). */
const uint32_t *kith_targets_noise(const kith_embed_worker *w, size_t position);
/*
 * Output rows that a position will want and that are likely to be out of cache, to be prefetched:
 * at most as many as it has targets; returns how many. `expect` asks for what names them.
 */
size_t kith_targets_fetch(const kith_embed_worker *w, size_t position, const void **out);
void kith_targets_expect(const kith_embed_worker *w, size_t position, size_t end);
/* Draws noise words for one pair of the window at a position into w->noise. */
const uint32_t *kith_targets_pair_noise(kith_embed_worker *w, size_t position, size_t pair);

/* --- learn.c --- */

/* One row's step by the rule. */
void kith_learn_step(const kith_embed_worker *w, const kith_param *p, size_t row,
                     const kith_real *d);

/* Runs logistic rows on w->rows; the input rows are parameters (skip-gram). */
void kith_learn_rows(kith_embed_worker *w, bool measure);
/* The same with the bag as the only input row (CBOW). */
void kith_learn_bag(kith_embed_worker *w, bool measure);

#endif
