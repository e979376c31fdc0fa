/* The order of blocks: a shuffle of its own each epoch, those held out behind, and the units
 * before each. */
#include "check.h"

#include "train/order.h"

enum { BLOCKS = 103 };

static uint64_t uneven(const void *self, uint64_t index)
{
    (void)self;
    return 5 + index * index % 17;
}

static const kith_source source = {BLOCKS, "units", uneven, NULL, 0};

static bool held(uint64_t index, uint64_t every)
{
    return every > 0 && (index + 1) % every == 0;
}

static void check_order(const kith_order *o, uint64_t every)
{
    bool seen[BLOCKS] = {false};
    uint64_t units = 0, held_out = 0;
    assert_int_equal(o->count, BLOCKS);
    for (uint64_t i = 0; i < BLOCKS; i++) {
        const uint64_t b = o->block[i];
        assert_true(b < BLOCKS && !seen[b]);
        seen[b] = true;
        assert_int_equal(o->before[i], units);
        assert_int_equal(i >= o->trained, held(b, every));
        held_out += held(b, every);
        units += uneven(NULL, b);
        if (i + 1 == o->trained)
            assert_int_equal(kith_order_units(o), units);
    }
    assert_int_equal(o->before[BLOCKS], units);
    assert_int_equal(o->trained + held_out, BLOCKS);
}

static void every_epoch_visits_each_block_once_and_keeps_what_is_held_out(void **state)
{
    (void)state;
    kith_error err;
    static const uint64_t every[] = {0, 2, 7, 103};
    for (size_t i = 0; i < 4; i++) {
        kith_order o;
        check_ok(kith_order_init(&o, &source, every[i], &err));
        check_order(&o, every[i]);
        for (uint64_t epoch = 0; epoch < 5; epoch++) {
            kith_order_shuffle(&o, &source, 9, epoch);
            check_order(&o, every[i]);
        }
        kith_order_clear(&o);
    }
}

static void a_source_may_hold_out_its_last_blocks(void **state)
{
    (void)state;
    kith_error err;
    const kith_source some = {BLOCKS, "units", uneven, NULL, 5};
    kith_order o;
    check_ok(kith_order_init(&o, &some, 0, &err));
    for (uint64_t epoch = 0; epoch < 3; epoch++) {
        kith_order_shuffle(&o, &some, 9, epoch);
        assert_int_equal(o.trained, BLOCKS - 5);
        for (uint64_t i = 0; i < BLOCKS; i++)
            assert_int_equal(o.block[i] >= BLOCKS - 5, i >= o.trained);
    }
    kith_order_clear(&o);
}

/* Shuffled from (seed, epoch) alone: whatever was shuffled before, the order is the same. */
static void an_order_is_a_function_of_seed_and_epoch(void **state)
{
    (void)state;
    kith_error err;
    kith_order a, b;
    check_ok(kith_order_init(&a, &source, 5, &err));
    check_ok(kith_order_init(&b, &source, 5, &err));
    kith_order_shuffle(&b, &source, 1, 3);
    kith_order_shuffle(&b, &source, 1, 4);
    kith_order_shuffle(&a, &source, 1, 4);
    assert_memory_equal(a.block, b.block, BLOCKS * sizeof *a.block);
    kith_order_shuffle(&b, &source, 1, 5);
    assert_memory_not_equal(a.block, b.block, BLOCKS * sizeof *a.block);
    kith_order_shuffle(&b, &source, 2, 4);
    assert_memory_not_equal(a.block, b.block, BLOCKS * sizeof *a.block);
    kith_order_clear(&a);
    kith_order_clear(&b);
}

static void every_block_stands_everywhere_as_often(void **state)
{
    (void)state;
    enum { N = 6, EPOCHS = 12000 };
    kith_error err;
    kith_order o;
    const kith_source few = {N, "units", uneven, NULL, 0};
    uint64_t seen[N * N] = {0};
    double expected[N * N];
    check_ok(kith_order_init(&o, &few, 0, &err));
    for (uint64_t epoch = 0; epoch < EPOCHS; epoch++) {
        kith_order_shuffle(&o, &few, 4, epoch);
        for (uint64_t i = 0; i < N; i++)
            seen[i * N + o.block[i]]++;
    }
    for (int i = 0; i < N * N; i++)
        expected[i] = (double)EPOCHS / N;
    assert_true(check_counts_p(seen, expected, N * N) > 0.001);
    kith_order_clear(&o);
}

static void holding_out_all_or_nothing_is_refused(void **state)
{
    (void)state;
    kith_error err;
    kith_order o;
    const kith_source none = {0, "units", uneven, NULL, 0};
    check_fails_with(kith_order_init(&o, &source, 1, &err), KITH_ERR_USAGE, "hold out less");
    check_fails_with(kith_order_init(&o, &source, 104, &err), KITH_ERR_USAGE,
                     "nothing to hold out");
    check_fails(kith_order_init(&o, &none, 0, &err), KITH_ERR_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_epoch_visits_each_block_once_and_keeps_what_is_held_out),
        cmocka_unit_test(a_source_may_hold_out_its_last_blocks),
        cmocka_unit_test(an_order_is_a_function_of_seed_and_epoch),
        cmocka_unit_test(every_block_stands_everywhere_as_often),
        cmocka_unit_test(holding_out_all_or_nothing_is_refused),
    };
    return cmocka_run_group_tests_name("train/order", tests, NULL, NULL);
}
