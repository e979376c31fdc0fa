#include "train/loop.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "train/order.h"

/* A run in hand. What workers share stands behind the lock. */
typedef struct run {
    const kith_loop *loop;
    const kith_source *source;
    const kith_trainee *trainee;
    kith_order order;
    kith_loss_sum *part; /* [team] of a synchronous block */
    double started, watched;
    uint64_t done_before;   /* units done when the run began */
    kith_loss_sum reported; /* the running tally when the watch was last called */
    pthread_mutex_t lock;
    kith_position *at;
    uint64_t next, end; /* blocks to hand out, in the order's count */
    bool scoring;       /* handing out held-out blocks */
    kith_loss_sum scored;
    bool stop, cancelled;
    kith_status status;
    kith_error error;
} run;

static void add(kith_loss_sum *sum, const kith_loss_sum *t)
{
    sum->loss += t->loss;
    sum->examples += t->examples;
    sum->answered += t->answered;
    sum->right += t->right;
    sum->kept += t->kept;
    sum->operations += t->operations;
}

static kith_block block_at(const run *r, uint64_t i)
{
    const kith_order *o = &r->order;
    const uint64_t units = kith_order_units(o);
    return (kith_block){.index = o->block[i],
                        .epoch = r->scoring ? 0 : r->at->epoch,
                        .size = o->before[i + 1] - o->before[i],
                        .before = r->scoring ? 0 : r->at->epoch * units + o->before[i],
                        .total = r->loop->epochs * units,
                        .step = r->at->epoch * o->trained + i + 1,
                        .lost = 1 - kith_plateau_left(&r->at->plateau, &r->loop->pace)};
}

/* The mean loss of the examples since the last report, or of the epoch where there are none. */
static double recent_loss(run *r, const kith_loss_sum *now)
{
    const kith_loss_sum late = {.loss = now->loss - r->reported.loss,
                                .examples = now->examples - r->reported.examples};
    r->reported = *now;
    return kith_loss_mean(late.examples > 0 ? &late : now);
}

/* Tells the watch where the run stands; at most every watch_seconds unless `always`. */
static void watch(run *r, bool always)
{
    const kith_loop *loop = r->loop;
    const double now = kith_clock();
    if (loop->watch == NULL || (!always && now - r->watched < loop->watch_seconds))
        return;
    r->watched = now;
    pthread_mutex_lock(&r->lock);
    const kith_position at = *r->at;
    pthread_mutex_unlock(&r->lock);
    const uint64_t total = loop->epochs * kith_order_units(&r->order);
    const double done = total > 0 ? (double)at.done / (double)total : 1;
    const kith_progress p = {.phase = "train",
                             .done = (double)at.done,
                             .total = (double)total,
                             .unit = r->source->unit,
                             .seconds = now - r->started,
                             .rate = (double)(at.done - r->done_before) / (now - r->started + 1e-9),
                             .lr = kith_pace_at(&loop->pace, done < 1 ? done : 1) *
                                   kith_plateau_left(&at.plateau, &loop->pace),
                             .loss = recent_loss(r, &at.running),
                             .valid_loss = kith_loss_mean(&at.valid),
                             .epoch = at.epoch + 1};
    if (!loop->watch->call(loop->watch->self, &p)) {
        pthread_mutex_lock(&r->lock);
        r->stop = r->cancelled = true;
        pthread_mutex_unlock(&r->lock);
    }
}

/* The next block in the order's count, or false when the round is over. */
static bool take(run *r, uint64_t *i)
{
    pthread_mutex_lock(&r->lock);
    const bool more = !r->stop && r->next < r->end;
    if (more)
        *i = r->next++;
    pthread_mutex_unlock(&r->lock);
    return more;
}

static void fail_run(run *r, kith_status status, const kith_error *error)
{
    if (r->status == KITH_OK) {
        r->status = status;
        r->error = *error;
    }
    r->stop = true;
}

/* Under the lock. */
static void account(run *r, const kith_block *block, const kith_loss_sum *tally)
{
    kith_error error;
    add(r->scoring ? &r->scored : &r->at->running, tally);
    r->at->done += r->scoring ? 0 : block->size;
    if (r->scoring || isfinite(tally->loss))
        return;
    const kith_status status =
        kith_fail(&error, KITH_NOT_FOUND,
                  "the loss is no longer a number (epoch %llu): the learning rate is too high, "
                  "lower --lr",
                  (unsigned long long)block->epoch + 1);
    fail_run(r, status, &error);
}

/* One worker of a hogwild round, or of scoring: blocks of its own until none is left. */
static void work_alone(void *self, unsigned worker)
{
    run *r = self;
    uint64_t i;
    while (take(r, &i)) {
        const kith_block block = block_at(r, i);
        kith_loss_sum tally = {0};
        r->trainee->visit(r->trainee->self, &block, worker, !r->scoring, &tally);
        pthread_mutex_lock(&r->lock);
        account(r, &block, &tally);
        pthread_mutex_unlock(&r->lock);
        if (worker == 0)
            watch(r, false);
    }
}

/* After a synchronous block, by worker 0 alone between two barriers. */
static void close_block(run *r, const kith_block *block)
{
    pthread_mutex_lock(&r->lock);
    for (unsigned w = 0; w < kith_team_size(r->loop->team); w++)
        add(&r->at->running, &r->part[w]);
    r->at->done += block->size;
    r->next++;
    pthread_mutex_unlock(&r->lock);
    watch(r, false);
}

/* One worker of a synchronous round: all share each block, phase by phase. */
static void work_together(void *self, unsigned worker)
{
    run *r = self;
    const kith_trainee *t = r->trainee;
    while (!r->stop && r->next < r->end) {
        const kith_block block = block_at(r, r->next);
        r->part[worker] = (kith_loss_sum){0};
        for (unsigned phase = 0; phase < t->phases; phase++) {
            t->grad(t->self, &block, phase, worker, &r->part[worker]);
            kith_team_barrier(r->loop->team);
        }
        t->apply(t->self, &block, worker);
        kith_team_barrier(r->loop->team);
        if (worker == 0)
            close_block(r, &block);
        kith_team_barrier(r->loop->team);
    }
}

static uint64_t round_end(const run *r)
{
    const uint64_t size = r->loop->round_blocks > 0 ? r->loop->round_blocks : KITH_ROUND_BLOCKS;
    const uint64_t end = (r->at->next / size + 1) * size;
    return end < r->order.trained ? end : r->order.trained;
}

static void run_round(run *r)
{
    r->next = r->at->next;
    r->end = round_end(r);
    kith_team_run(r->loop->team, r->trainee->visit != NULL ? work_alone : work_together, r);
    r->at->next = r->next;
    watch(r, false); /* also where other workers took every block */
}

/* Scores the blocks held out. */
static void run_scoring(run *r)
{
    r->scored = (kith_loss_sum){0};
    r->scoring = true;
    r->next = r->order.trained;
    r->end = r->order.count;
    kith_team_run(r->loop->team, work_alone, r);
    r->scoring = false;
    r->at->valid = r->scored;
}

/* The loss of what is held out, by the loop or by whoever runs it. */
static void score_held_out(run *r)
{
    const kith_loop *loop = r->loop;
    kith_error error = {.status = KITH_OK};
    if (r->order.trained < r->order.count && r->trainee->visit != NULL)
        run_scoring(r);
    else if (loop->held_out != NULL && loop->held_out(loop->self, &r->at->valid, &error) != KITH_OK)
        fail_run(r, error.status, &error);
}

static void close_epoch(run *r)
{
    kith_position *at = r->at;
    at->last = at->running;
    at->running = r->reported = (kith_loss_sum){0};
    score_held_out(r);
    kith_plateau_score(&at->plateau, &r->loop->pace,
                       kith_loss_mean(at->valid.examples > 0 ? &at->valid : &at->last));
    at->epoch++;
    at->next = 0;
}

static kith_status run_epochs(run *r, kith_error *err)
{
    const kith_loop *loop = r->loop;
    while (r->status == KITH_OK && !r->cancelled && r->at->epoch < loop->epochs) {
        kith_order_shuffle(&r->order, r->source, loop->seed, r->at->epoch);
        while (r->status == KITH_OK && !r->cancelled && r->at->next < r->order.trained) {
            run_round(r);
            const bool over = r->status == KITH_OK && r->at->next == r->order.trained;
            if (over)
                close_epoch(r);
            if (r->status == KITH_OK && loop->rounded != NULL)
                KITH_TRY(loop->rounded(loop->self, r->at, r->cancelled, err));
            if (over)
                break;
        }
    }
    watch(r, true);
    if (r->status != KITH_OK && err != NULL)
        *err = r->error;
    return r->status;
}

kith_status kith_loop_run(const kith_loop *loop, const kith_source *source,
                          const kith_trainee *trainee, kith_position *at, kith_error *err)
{
    run r = {.loop = loop, .source = source, .trainee = trainee, .at = at};
    r.part = kith_mem_new(kith_team_size(loop->team), sizeof *r.part);
    if (r.part == NULL)
        return kith_fail_memory(err, "the workers", 0);
    kith_status status = kith_order_init(&r.order, source, loop->hold_out, err);
    if (status == KITH_OK) {
        pthread_mutex_init(&r.lock, NULL);
        r.started = kith_clock();
        r.watched = r.started - loop->watch_seconds; /* the first call comes with the first block */
        r.done_before = at->done;
        r.reported = at->running;
        status = run_epochs(&r, err);
        pthread_mutex_destroy(&r.lock);
    }
    kith_order_clear(&r.order);
    kith_mem_free(r.part);
    if (status == KITH_OK && r.cancelled && at->epoch < loop->epochs)
        return kith_fail(err, KITH_CANCELLED, "cancelled in epoch %llu of %llu",
                         (unsigned long long)at->epoch + 1, (unsigned long long)loop->epochs);
    return status;
}
