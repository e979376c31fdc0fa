/*
 * The training loop, written once for every model.
 *
 * A source is a number of blocks; a trainee learns from one block at a time. Blocks are visited in
 * an order shuffled anew each epoch and taken in that order, so that what is done is always a
 * prefix of the plan. A round is a fixed number of blocks: at its end all workers have stopped, and
 * there (and nowhere else) the caller may look at the weights, save them, or stop. Cancelling ends
 * a round early, after the blocks in hand; a run continued from there equals the uninterrupted one.
 */
#ifndef KITH_TRAIN_LOOP_H
#define KITH_TRAIN_LOOP_H

#include "base/status.h"
#include "base/team.h"
#include "nn/schedule.h"

typedef struct kith_block {
    uint64_t index;  /* in the source, whatever the order */
    uint64_t epoch;  /* from 0 */
    uint64_t size;   /* progress units */
    uint64_t before; /* units that the plan puts before this block, all epochs */
    uint64_t total;  /* units of the whole run */
    uint64_t step;   /* number of this block in the plan, from 1 */
    double lost;     /* share of the learning rate that a plateau schedule has taken away */
} kith_block;

/* A loss summed over examples (pairs, rows), in double; and what was done for it. */
typedef struct kith_loss_sum {
    double loss, examples;
    double answered, right; /* examples that were told apart, and those told right; 0: none are */
    double kept;            /* units left after thinning; 0: nobody counts them */
    double operations;      /* in floating point, that the model's formulas need; 0: not counted */
} kith_loss_sum;

static inline double kith_loss_mean(const kith_loss_sum *t)
{
    return t->examples > 0 ? t->loss / t->examples : 0.0 / 0.0;
}

static inline double kith_loss_accuracy(const kith_loss_sum *t)
{
    return t->answered > 0 ? t->right / t->answered : 0.0 / 0.0;
}

typedef struct kith_source {
    uint64_t blocks;
    const char *unit;                                   /* "words", "rows" */
    uint64_t (*size)(const void *self, uint64_t index); /* units in a block */
    void *self;
    uint64_t held; /* so many of the last blocks are held out */
} kith_source;

/*
 * What learns. Either `visit` is set: many workers each take a block of their own and update shared
 * weights in place, without locks (hogwild, Niu et al. 2011). Or `grad` and `apply` are: all
 * workers share one block, phase by phase with a barrier after each, and the result is the same for
 * any number of workers.
 */
typedef struct kith_trainee {
    void *self;
    /* A block, learnt from or only measured. A loss that is no number ends the run. */
    void (*visit)(void *self, const kith_block *block, unsigned worker, bool learning,
                  kith_loss_sum *tally);
    unsigned phases;
    void (*grad)(void *self, const kith_block *block, unsigned phase, unsigned worker,
                 kith_loss_sum *tally);
    void (*apply)(void *self, const kith_block *block, unsigned worker);
} kith_trainee;

/* Where a run stands; all that must be saved beside the weights. */
typedef struct kith_position {
    uint64_t epoch;        /* from 0; == epochs when all is done */
    uint64_t next;         /* blocks of this epoch done, in its order */
    uint64_t done;         /* units done in all */
    kith_loss_sum running; /* of this epoch */
    kith_loss_sum last;    /* of the last whole epoch */
    kith_loss_sum valid;   /* of the last scoring */
    kith_plateau plateau;  /* scored after each epoch: by the held-out loss, else the running one */
} kith_position;

typedef struct kith_loop {
    uint64_t epochs, seed;
    uint64_t hold_out;     /* every k-th block is held out and scored after each epoch; 0: none */
    uint64_t round_blocks; /* blocks in a round */
    kith_pace pace;
    kith_team *team;
    const kith_watch *watch; /* may be NULL */
    double watch_seconds;    /* at least so long between two calls of it */
    /* Sets *valid, after each epoch with all workers at rest, to the loss of what is held out
     * otherwise than by blocks; an error ends the run. May be NULL. */
    kith_status (*held_out)(void *self, kith_loss_sum *valid, kith_error *err);
    /* Called after each round with all workers at rest; an error ends the run. May be NULL. */
    kith_status (*rounded)(void *self, const kith_position *at, bool cancelled, kith_error *err);
    void *self;
} kith_loop;

enum { KITH_ROUND_BLOCKS = 64 };

/*
 * Trains from *at (all-zero: the beginning) to the end. KITH_CANCELLED when the watch said so, with
 * *at where it stopped. A worker's error stops the others and is returned.
 */
kith_status kith_loop_run(const kith_loop *loop, const kith_source *source,
                          const kith_trainee *trainee, kith_position *at, kith_error *err);

#endif
