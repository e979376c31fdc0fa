/* Every worker works, none passes a barrier early; run under the thread sanitizer too. */
#include "check.h"

#include "base/clock.h"
#include "base/team.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>

enum { MOST = 7, ROUNDS = 300 };

static const unsigned sizes[] = {1, 2, 7};

static kith_team *new_team(unsigned threads)
{
    kith_error err;
    kith_team *team;
    check_ok(kith_team_new(threads, &team, &err));
    assert_int_equal(kith_team_size(team), threads);
    return team;
}

static void count_visit(void *self, unsigned worker)
{
    unsigned *visits = self; /* one cell a worker: the end of the run publishes it */
    visits[worker]++;
}

static void a_run_calls_every_worker_once_and_waits_for_all(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        unsigned visits[MOST] = {0};
        kith_team *team = new_team(sizes[i]);
        for (unsigned round = 1; round <= ROUNDS; round++) {
            kith_team_run(team, count_visit, visits);
            for (unsigned w = 0; w < MOST; w++)
                assert_int_equal(visits[w], w < sizes[i] ? round : 0);
        }
        kith_team_free(team);
    }
}

typedef struct relay {
    kith_team *team;
    unsigned cell[MOST]; /* plain memory: only the barriers order it */
    atomic_uint wrong;
} relay;

/* Each phase every worker writes its cell, then reads all cells: without a barrier one is stale. */
static void pass_on(void *self, unsigned worker)
{
    relay *r = self;
    const unsigned size = kith_team_size(r->team);
    for (unsigned phase = 1; phase <= ROUNDS; phase++) {
        r->cell[worker] = phase;
        kith_team_barrier(r->team);
        for (unsigned w = 0; w < size; w++)
            if (r->cell[w] != phase)
                atomic_fetch_add(&r->wrong, 1);
        kith_team_barrier(r->team);
    }
}

static void a_barrier_holds_until_all_have_come(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        kith_team *team = new_team(sizes[i]);
        relay r = {.team = team};
        kith_team_run(team, pass_on, &r);
        assert_int_equal(atomic_load(&r.wrong), 0);
        kith_team_free(team);
    }
}

typedef struct identity {
    pthread_t thread[MOST];
    bool signals_blocked[MOST];
} identity;

static void tell_identity(void *self, unsigned worker)
{
    identity *id = self;
    sigset_t blocked;
    id->thread[worker] = pthread_self();
    pthread_sigmask(SIG_SETMASK, NULL, &blocked);
    id->signals_blocked[worker] = sigismember(&blocked, SIGINT) == 1;
}

static void worker_0_is_the_caller_and_threads_stay(void **state)
{
    (void)state;
    identity first, second;
    kith_team *team = new_team(3);
    kith_team_run(team, tell_identity, &first);
    kith_team_run(team, tell_identity, &second);
    assert_true(pthread_equal(first.thread[0], pthread_self()));
    for (int w = 0; w < 3; w++)
        assert_true(pthread_equal(first.thread[w], second.thread[w]));
    assert_false(pthread_equal(first.thread[1], first.thread[2]));
    kith_team_free(team);
}

static void signals_go_to_the_caller_s_threads(void **state)
{
    (void)state;
    identity id;
    kith_team *team = new_team(2);
    kith_team_run(team, tell_identity, &id);
    assert_false(id.signals_blocked[0]);
    assert_true(id.signals_blocked[1]);
    kith_team_free(team);
}

static void a_team_of_none_is_refused(void **state)
{
    (void)state;
    kith_error err;
    kith_team *team;
    check_fails(kith_team_new(0, &team, &err), KITH_ERR_USAGE);
    assert_null(team);
    kith_team_free(NULL);
}

/* No room for so many stacks: those that did start are sent home, and the caller is told. */
static void a_team_the_system_cannot_give_is_out_of_memory(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    check_skip("sanitizers do not live within a memory limit");
#endif
    kith_error err;
    kith_team *team;
    struct rlimit old, small;
    assert_int_equal(getrlimit(RLIMIT_AS, &old), 0);
    small = (struct rlimit){UINT64_C(200) << 20, old.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_AS, &small), 0);
    const kith_status status = kith_team_new(5000, &team, &err);
    assert_int_equal(setrlimit(RLIMIT_AS, &old), 0);
    assert_int_equal(status, KITH_ERR_MEMORY);
    assert_null(team);
    check_contains(err.text, "5000 threads");
}

static void there_is_at_least_one_processor_and_time_goes_on(void **state)
{
    (void)state;
    assert_true(kith_team_processors() >= 1);
    const double start = kith_clock();
    while (kith_clock() <= start)
        ;
    assert_true(kith_clock() - start < 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_calls_every_worker_once_and_waits_for_all),
        cmocka_unit_test(a_barrier_holds_until_all_have_come),
        cmocka_unit_test(worker_0_is_the_caller_and_threads_stay),
        cmocka_unit_test(signals_go_to_the_caller_s_threads),
        cmocka_unit_test(a_team_of_none_is_refused),
        cmocka_unit_test(a_team_the_system_cannot_give_is_out_of_memory),
        cmocka_unit_test(there_is_at_least_one_processor_and_time_goes_on),
    };
    return cmocka_run_group_tests_name("base/team", tests, NULL, NULL);
}
