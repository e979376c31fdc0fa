/* A table as a source: blocks that cover it, and the order of rows, a permutation of its own each
 * epoch. */
#include "check.h"

#include "train/data.h"

enum { MOST = 300 };

static void blocks_cover_the_rows_once(void **state)
{
    (void)state;
    for (size_t rows = 1; rows <= 40; rows++)
        for (size_t batch = 1; batch <= 45; batch++) {
            const kith_table t = {.rows = rows, .batch = batch};
            const kith_source s = kith_table_source(&t);
            uint64_t all = 0;
            for (uint64_t b = 0; b < s.blocks; b++) {
                const uint64_t size = s.size(s.self, b);
                assert_true(size > 0 && (size == batch || b + 1 == s.blocks));
                all += size;
            }
            assert_int_equal(all, rows);
        }
}

static void the_order_is_a_permutation_for_every_number_of_rows(void **state)
{
    (void)state;
    for (size_t rows = 1; rows <= MOST; rows++) {
        const kith_table t = {.rows = rows};
        for (uint64_t epoch = 0; epoch < 3; epoch++) {
            bool seen[MOST] = {false};
            for (size_t place = 0; place < rows; place++) {
                const size_t row = kith_table_row(&t, 5, epoch, place);
                assert_true(row < rows && !seen[row]);
                seen[row] = true;
            }
        }
    }
}

static void epochs_and_seeds_have_orders_of_their_own(void **state)
{
    (void)state;
    const kith_table t = {.rows = MOST};
    size_t same_epoch = 0, same_seed = 0, in_place = 0;
    for (size_t place = 0; place < MOST; place++) {
        const size_t row = kith_table_row(&t, 1, 0, place);
        assert_int_equal(row, kith_table_row(&t, 1, 0, place));
        same_epoch += row == kith_table_row(&t, 1, 1, place);
        same_seed += row == kith_table_row(&t, 2, 0, place);
        in_place += row == place;
    }
    assert_true(same_epoch < 10 && same_seed < 10 && in_place < 10); /* 1 is expected of each */
}

/* Over many epochs each row comes first about as often as any other. */
static void every_row_comes_first_as_often(void **state)
{
    (void)state;
    enum { ROWS = 50, EPOCHS = 20000 };
    const kith_table t = {.rows = ROWS};
    uint64_t seen[ROWS] = {0};
    double expected[ROWS];
    for (uint64_t epoch = 0; epoch < EPOCHS; epoch++)
        seen[kith_table_row(&t, 3, epoch, 0)]++;
    for (int i = 0; i < ROWS; i++)
        expected[i] = (double)EPOCHS / ROWS;
    assert_true(check_counts_p(seen, expected, ROWS) > 0.001);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_cover_the_rows_once),
        cmocka_unit_test(the_order_is_a_permutation_for_every_number_of_rows),
        cmocka_unit_test(epochs_and_seeds_have_orders_of_their_own),
        cmocka_unit_test(every_row_comes_first_as_often),
    };
    return cmocka_run_group_tests_name("train/data", tests, NULL, NULL);
}
