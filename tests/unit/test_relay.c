/* Pieces are given in the order of taking, and the first failure is the one that is told. */
#include "check.h"

#include "base/relay.h"

enum { PIECES = 500, WORKERS = 5 };

typedef struct line {
    kith_relay relay;
    unsigned next, given;
    unsigned moves_at;      /* so many given, `give` waits for their places; 0: never */
    unsigned place[PIECES]; /* times that each piece was placed */
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
    if (l->moves_at != 0 && l->given % l->moves_at == 0) {
        kith_relay_await_places(&l->relay);
        for (unsigned i = 0; i < l->given; i++)
            assert_int_equal(l->place[i], 1);
    }
    l->given++;
    return KITH_OK;
}

static void place(void *self, unsigned worker)
{
    line *l = self;
    for (volatile unsigned i = 0; i < l->piece[worker] * 104729 % 3000; i++)
        ;
    l->place[l->piece[worker]]++;
}

static kith_status run(line *l, unsigned threads, kith_error *err)
{
    l->relay = (kith_relay){.self = l, .take = take, .work = work, .give = give, .place = place};
    return kith_relay_run(&l->relay, threads, err);
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

/* Each piece that was given is placed once, whoever fails behind it. */
static void what_is_given_is_placed(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads <= WORKERS; threads++)
        for (unsigned moves = 0; moves < 8; moves += 7) {
            kith_error err = {0};
            line l = {.fails_at = PIECES, .breaks_at = PIECES + 1, .moves_at = moves};
            check_ok(run(&l, threads, &err));
            for (unsigned i = 0; i < PIECES; i++)
                assert_int_equal(l.place[i], 1);
            l = (line){.fails_at = 222, .breaks_at = PIECES + 1, .moves_at = moves};
            check_fails_with(run(&l, threads, &err), KITH_ERR_DATA, "piece 222");
            for (unsigned i = 0; i < PIECES; i++)
                assert_int_equal(l.place[i], i < 222);
        }
}

static void without_a_place_giving_is_all(void **state)
{
    (void)state;
    kith_error err = {0};
    line l = {.fails_at = PIECES, .breaks_at = PIECES + 1};
    l.relay = (kith_relay){.self = &l, .take = take, .work = work, .give = give};
    check_ok(kith_relay_run(&l.relay, WORKERS, &err));
    assert_int_equal(l.given, PIECES);
    assert_int_equal(l.place[0], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_given_in_the_order_of_taking),
        cmocka_unit_test(the_first_failure_is_told_and_nothing_is_given_behind_it),
        cmocka_unit_test(what_is_given_is_placed),
        cmocka_unit_test(without_a_place_giving_is_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
