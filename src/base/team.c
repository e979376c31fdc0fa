/*
 * The team: threads that wait for work, and one rendezvous used for everything.
 *
 * A run is two meetings of all workers: one to start (the work has been set), one to end; a barrier
 * inside the work is one more. The phases of a small network last microseconds, so a worker that
 * comes early watches the counter for a while before it sleeps; it sleeps at once where there are
 * more workers than processors, since watching would keep the late ones from running.
 */
#include "base/team.h"

#include "base/mem.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { STACK_BYTES = 1 << 20, GLANCES = 4000 };

typedef struct member {
    kith_team *team;
    unsigned worker;
    pthread_t thread;
} member;

struct kith_team {
    unsigned size;
    unsigned glances; /* at the counter before sleeping */
    member *members;  /* [size], member 0 is the caller and has no thread */
    void (*work)(void *self, unsigned worker);
    void *self;
    bool closing;

    atomic_uint meetings; /* held so far; changes when the last worker has come */
    atomic_uint present;  /* workers at the meeting to come */
    pthread_mutex_t lock;
    pthread_cond_t held;
};

static void pause_briefly(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

/* The last to come lets all go; under the lock, so that nobody falls asleep past the news. */
static void adjourn(kith_team *team)
{
    atomic_store_explicit(&team->present, 0, memory_order_relaxed);
    pthread_mutex_lock(&team->lock);
    atomic_fetch_add_explicit(&team->meetings, 1, memory_order_release);
    pthread_cond_broadcast(&team->held);
    pthread_mutex_unlock(&team->lock);
}

static void await(kith_team *team, unsigned meeting)
{
    for (unsigned i = 0; i < team->glances; i++) {
        if (atomic_load_explicit(&team->meetings, memory_order_acquire) != meeting)
            return;
        pause_briefly();
    }
    pthread_mutex_lock(&team->lock);
    while (atomic_load_explicit(&team->meetings, memory_order_acquire) == meeting)
        pthread_cond_wait(&team->held, &team->lock);
    pthread_mutex_unlock(&team->lock);
}

void kith_team_barrier(kith_team *team)
{
    if (team->size == 1)
        return;
    const unsigned meeting = atomic_load_explicit(&team->meetings, memory_order_acquire);
    if (atomic_fetch_add_explicit(&team->present, 1, memory_order_acq_rel) + 1 == team->size)
        adjourn(team);
    else
        await(team, meeting);
}

static void *serve(void *arg)
{
    const member *me = arg;
    kith_team *team = me->team;
    for (;;) {
        kith_team_barrier(team);
        if (team->closing)
            return NULL;
        team->work(team->self, me->worker);
        kith_team_barrier(team);
    }
}

void kith_team_run(kith_team *team, void (*work)(void *self, unsigned worker), void *self)
{
    team->work = work;
    team->self = self;
    kith_team_barrier(team);
    work(self, 0);
    kith_team_barrier(team);
}

/* Signals stay with the program's own threads: a handler of the caller never runs in a worker. */
static int start_quietly(member *m, const pthread_attr_t *attributes)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const int code = pthread_create(&m->thread, attributes, serve, m);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code;
}

/* Returns how many workers there are, the caller among them. */
static unsigned start_members(kith_team *team)
{
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0)
        return 1;
    (void)pthread_attr_setstacksize(&attributes, STACK_BYTES);
    unsigned started = 1;
    for (; started < team->size; started++) {
        member *m = &team->members[started];
        *m = (member){.team = team, .worker = started};
        if (start_quietly(m, &attributes) != 0)
            break;
    }
    pthread_attr_destroy(&attributes);
    return started;
}

/*
 * Sends `started` workers home. Those of a team that was not completed wait at a first meeting
 * which needs `size` to come: the call comes as often as there are workers missing.
 */
static void dismiss(kith_team *team, unsigned started)
{
    team->closing = true;
    for (unsigned missing = started; missing < team->size; missing++)
        atomic_fetch_add_explicit(&team->present, 1, memory_order_acq_rel);
    kith_team_barrier(team);
    for (unsigned i = 1; i < started; i++)
        pthread_join(team->members[i].thread, NULL);
}

static void clear(kith_team *team)
{
    pthread_cond_destroy(&team->held);
    pthread_mutex_destroy(&team->lock);
    free(team->members);
    free(team);
}

static kith_team *make(unsigned threads)
{
    kith_team *team = kith_mem_grow(NULL, 1, sizeof *team);
    if (team == NULL)
        return NULL;
    *team = (kith_team){.size = threads,
                        .glances = threads <= kith_team_processors() ? GLANCES : 0,
                        .members = kith_mem_grow(NULL, threads, sizeof *team->members)};
    pthread_mutex_init(&team->lock, NULL);
    pthread_cond_init(&team->held, NULL);
    if (team->members != NULL)
        return team;
    clear(team);
    return NULL;
}

kith_status kith_team_new(unsigned threads, kith_team **out, kith_error *err)
{
    *out = NULL;
    if (threads == 0)
        return kith_fail(err, KITH_ERR_USAGE, "a team of 0 threads, expected 1 or more");
    kith_team *team = make(threads);
    if (team == NULL)
        return kith_fail_memory(err, "a team of threads", sizeof(member) * (uint64_t)threads);
    const unsigned started = start_members(team);
    if (started < threads) {
        dismiss(team, started);
        clear(team);
        return kith_fail(err, KITH_ERR_MEMORY, "the system gave %u of %u threads", started,
                         threads);
    }
    *out = team;
    return KITH_OK;
}

unsigned kith_team_size(const kith_team *team)
{
    return team->size;
}

void kith_team_free(kith_team *team)
{
    if (team == NULL)
        return;
    dismiss(team, team->size);
    clear(team);
}

unsigned kith_team_processors(void)
{
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (unsigned)online : 1;
}
