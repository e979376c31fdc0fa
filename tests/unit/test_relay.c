/* Pieces are given in the order of taking, and the first failure is the one that is told. */
#include "check.h"

#include "base/relay.h"

enum { PIECES = 500, WORKERS = 5 };

typedef struct line {
    unsigned next, given;
    unsigned piece[WORKERS];
    unsigned fails_at;  /* in work; PIECES: none */
    unsigned breaks_at; /* in take */
} line;

static kith_status take(void *self, unsigned worker, bool *more, kith_error *err)
{
    line *l = self;
    *more = l->next < PIECES;
    if (l->next == l->breaks_at)
        return kith_fail(err, KITH_ERR_IO, "take %u", l->next);
    l->piece[worker] = l->next++;
    return KITH_OK;
}

/* Pieces take different times, so that workers overtake each other. */
static kith_status work(void *self, unsigned worker, kith_error *err)
{
    const line *l = self;
    const unsigned piece = l->piece[worker];
    for (volatile unsigned i = 0; i < piece * 7919 % 5000; i++)
        ;
    if (piece >= l->fails_at)
        return kith_fail(err, KITH_ERR_DATA, "piece %u", piece);
    return KITH_OK;
}

static kith_status give(void *self, unsigned worker, kith_error *err)
{
    line *l = self;
    (void)err;
    assert_int_equal(l->piece[worker], l->given);
    l->given++;
    return KITH_OK;
}

static kith_status run(line *l, unsigned threads, kith_error *err)
{
    return kith_relay_run(&(kith_relay){.self = l, .take = take, .work = work, .give = give},
                          threads, err);
}

static void pieces_are_given_in_the_order_of_taking(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= WORKERS; threads++) {
        kith_error err = {0};
        line l = {.fails_at = PIECES, .breaks_at = PIECES + 1};
        check_ok(run(&l, threads, &err));
        assert_int_equal(l.given, PIECES);
    }
}

static void the_first_failure_is_told_and_nothing_is_given_behind_it(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= WORKERS; threads++) {
        kith_error err = {0};
        line l = {.fails_at = 37, .breaks_at = PIECES + 1};
        check_fails_with(run(&l, threads, &err), KITH_ERR_DATA, "piece 37");
        assert_int_equal(l.given, 37);
        l = (line){.fails_at = PIECES, .breaks_at = 11};
        check_fails_with(run(&l, threads, &err), KITH_ERR_IO, "take 11");
        assert_int_equal(l.given, 11);
        assert_int_equal(run(&(line){.fails_at = 0}, threads, NULL), KITH_ERR_IO);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_given_in_the_order_of_taking),
        cmocka_unit_test(the_first_failure_is_told_and_nothing_is_given_behind_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
