/* Two models compared: overlaps against a count by hand, and words that were moved on purpose. */
#include "made_vectors.h"

enum { ROWS = 300, DIM = 6, K = 7, MOVED = 5 };

static kith_diff compared(const kith_vectors *a, const kith_vectors *b, kith_diff_options how)
{
    kith_error err = {0};
    kith_diff d;
    check_ok(kith_vectors_diff(a, b, &how, &d, &err));
    return d;
}

static kith_vectors *random_rows(uint64_t rows, uint64_t dim, uint64_t seed)
{
    kith_vectors *v = made_vectors(NULL, rows, dim);
    for (uint64_t i = 0; i < rows * dim; i++)
        made_row(v, i / dim)[i % dim] = made_number(seed, i);
    return v;
}

/* Is y one of the k nearest of x among the first `rows`? */
static bool is_near(const kith_vectors *v, uint64_t x, uint64_t y, uint64_t rows)
{
    uint64_t nearer = 0;
    for (uint64_t z = 0; z < rows; z++)
        nearer += z != x && z != y && made_cosine_rows(v, x, z) > made_cosine_rows(v, x, y);
    return x != y && nearer < K;
}

static void overlap_is_the_share_of_common_neighbours(void **state)
{
    (void)state;
    enum { TOP = 40 };
    kith_vectors *a = random_rows(ROWS, DIM, 1), *b = random_rows(ROWS, DIM + 3, 2);
    for (uint64_t r = 0; r < ROWS; r++)
        memcpy(made_row(b, r), kith_vectors_row(a, r), DIM * sizeof(float));
    kith_diff d = compared(a, b, (kith_diff_options){.k = K, .top = TOP});
    double mean = 0;
    assert_int_equal(d.compared, TOP);
    assert_int_equal(d.shared, ROWS);
    for (uint64_t i = 0; i < TOP; i++) {
        const uint64_t x = d.shift[i].a;
        double both = 0, either = 0;
        for (uint64_t y = 0; y < TOP; y++) {
            const bool in_a = is_near(a, x, y, TOP), in_b = is_near(b, x, y, TOP);
            both += in_a && in_b;
            either += in_a || in_b;
        }
        check_near(d.shift[i].overlap, both / either, 1e-12);
        assert_true(isnan(d.shift[i].moved)); /* dims differ */
        assert_true(i == 0 || d.shift[i].overlap >= d.shift[i - 1].overlap);
        mean += both / either / TOP;
    }
    check_near(d.overlap, mean, 1e-12);
    assert_true(mean > 0.2 && mean < 0.9);
    kith_diff_clear(&d);
    kith_vectors_free(a);
    kith_vectors_free(b);
}

/* B has the axes of A in another order, and five words in other places. */
static void words_that_were_moved_come_first(void **state)
{
    (void)state;
    kith_vectors *a = random_rows(ROWS, DIM, 3), *b = made_vectors(NULL, ROWS, DIM);
    for (uint64_t r = 0; r < ROWS; r++)
        for (uint64_t i = 0; i < DIM; i++)
            made_row(b, r)[(i + 1) % DIM] = (r < MOVED ? -3 : 1) * kith_vectors_row(a, r)[i];
    kith_diff one = compared(a, b, (kith_diff_options){.threads = 1});
    kith_diff three = compared(a, b, (kith_diff_options){.threads = 3});
    for (uint64_t i = 0; i < ROWS; i++) {
        check_near(one.shift[i].moved, i < MOVED ? 2 : 0, 1e-3);
        assert_true((one.shift[i].a < MOVED) == (i < MOVED));
        assert_int_equal(one.shift[i].a, one.shift[i].b);
    }
    check_near(one.moved, 2.0 * MOVED / ROWS, 1e-3);
    assert_memory_equal(one.shift, three.shift, ROWS * sizeof *one.shift);
    kith_diff_clear(&one);
    kith_diff_clear(&three);
    kith_vectors_free(a);
    kith_vectors_free(b);
}

static void words_of_one_model_alone_are_counted(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_diff d;
    kith_vectors *a = made_vectors((const char *const[]){"x", "y", "z"}, 3, 2);
    kith_vectors *b = made_vectors((const char *const[]){"v", "y"}, 2, 2);
    kith_vectors *c = made_vectors((const char *const[]){"w"}, 1, 2);
    d = compared(a, b, (kith_diff_options){0});
    assert_int_equal(d.shared, 1);
    assert_int_equal(d.only_a, 2);
    assert_int_equal(d.only_b, 1);
    check_near(d.overlap, 1, 0); /* a word alone has no neighbours to differ by */
    kith_diff_clear(&d);
    check_fails(kith_vectors_diff(a, c, &(kith_diff_options){0}, &d, &err), KITH_NOT_FOUND);
    kith_vectors_free(a);
    kith_vectors_free(b);
    kith_vectors_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overlap_is_the_share_of_common_neighbours),
        cmocka_unit_test(words_that_were_moved_come_first),
        cmocka_unit_test(words_of_one_model_alone_are_counted),
    };
    return cmocka_run_group_tests_name("query/diff", tests, NULL, NULL);
}
