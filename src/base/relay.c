/*
 * A piece has a number, drawn when it is taken; giving waits for the turn of that number. One lock
 * covers taking and giving: both are short beside the work.
 */
#include "base/relay.h"

#include <pthread.h>

#include "base/team.h"

typedef struct race {
    const kith_relay *relay;
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

static void give(race *r, unsigned worker, piece *p)
{
    pthread_mutex_lock(&r->lock);
    while (r->given != p->number)
        pthread_cond_wait(&r->turned, &r->lock);
    if (r->status == KITH_OK && p->status == KITH_OK && p->some)
        p->status = r->relay->give(r->relay->self, worker, &p->err);
    if (r->status == KITH_OK && p->status != KITH_OK) {
        r->status = p->status;
        r->ended = true;
        if (r->err != NULL)
            *r->err = p->err;
    }
    r->given++;
    pthread_cond_broadcast(&r->turned);
    pthread_mutex_unlock(&r->lock);
}

static void run_worker(void *self, unsigned worker)
{
    race *r = self;
    piece p;
    while (take(r, worker, &p)) {
        if (p.status == KITH_OK && p.some)
            p.status = r->relay->work(r->relay->self, worker, &p.err);
        give(r, worker, &p);
    }
}

kith_status kith_relay_run(const kith_relay *relay, unsigned threads, kith_error *err)
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
