/*
 * A piece has a number, drawn when it is taken; giving waits for the turn of that number. One lock
 * covers taking and giving: both are short beside the work. Placing, which often meets memory that
 * the system has to clear first, is not under it.
 */
#include "base/relay.h"

#include <pthread.h>
#include <sched.h>

#include "base/team.h"

typedef struct race {
    kith_relay *relay;
    pthread_mutex_t lock;
    pthread_cond_t turned;
    uint64_t taken, given; /* pieces */
    bool ended;            /* nothing more is to be taken */
    kith_status status;
    kith_error *err; /* of the caller, may be NULL */
} race;

typedef struct piece {
    uint64_t number;
    bool some; /* false: the end */
    kith_status status;
    kith_error err;
} piece;

/* False where nothing is to be taken any more. */
static bool take(race *r, unsigned worker, piece *p)
{
    pthread_mutex_lock(&r->lock);
    const bool open = !r->ended;
    if (open) {
        *p = (piece){.number = r->taken++};
        p->status = r->relay->take(r->relay->self, worker, &p->some, &p->err);
        r->ended = p->status != KITH_OK || !p->some;
    }
    pthread_mutex_unlock(&r->lock);
    return open;
}

/* Returns whether there is something to be placed. */
static bool give(race *r, unsigned worker, piece *p)
{
    bool given = false;
    pthread_mutex_lock(&r->lock);
    while (r->given != p->number)
        pthread_cond_wait(&r->turned, &r->lock);
    if (r->status == KITH_OK && p->status == KITH_OK && p->some) {
        p->status = r->relay->give(r->relay->self, worker, &p->err);
        given = p->status == KITH_OK && r->relay->place != NULL;
    }
    if (given)
        atomic_fetch_add_explicit(&r->relay->placing, 1, memory_order_relaxed);
    if (r->status == KITH_OK && p->status != KITH_OK) {
        r->status = p->status;
        r->ended = true;
        if (r->err != NULL)
            *r->err = p->err;
    }
    r->given++;
    pthread_cond_broadcast(&r->turned);
    pthread_mutex_unlock(&r->lock);
    return given;
}

static void place(race *r, unsigned worker)
{
    r->relay->place(r->relay->self, worker);
    atomic_fetch_sub_explicit(&r->relay->placing, 1, memory_order_release);
}

/* Short, and rare: places move when there is no more room for the next. */
void kith_relay_await_places(kith_relay *relay)
{
    while (atomic_load_explicit(&relay->placing, memory_order_acquire) > 0)
        sched_yield();
}

static void run_worker(void *self, unsigned worker)
{
    race *r = self;
    piece p;
    while (take(r, worker, &p)) {
        if (p.status == KITH_OK && p.some)
            p.status = r->relay->work(r->relay->self, worker, &p.err);
        if (give(r, worker, &p))
            place(r, worker);
    }
}

kith_status kith_relay_run(kith_relay *relay, unsigned threads, kith_error *err)
{
    race r = {.relay = relay, .status = KITH_OK, .err = err};
    kith_team *team = NULL;
    KITH_TRY(kith_team_new(threads, &team, err));
    pthread_mutex_init(&r.lock, NULL);
    pthread_cond_init(&r.turned, NULL);
    kith_team_run(team, run_worker, &r);
    pthread_cond_destroy(&r.turned);
    pthread_mutex_destroy(&r.lock);
    kith_team_free(team);
    return r.status;
}
