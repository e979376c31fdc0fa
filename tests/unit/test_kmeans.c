/* K-means against its own definition, computed row by row in double, and against planted classes.
 */
#include "made_vectors.h"

static kith_clusters clustered(const kith_vectors *v, kith_cluster_options how)
{
    kith_error err = {0};
    kith_clusters c;
    check_ok(kith_vectors_cluster(v, &how, &c, &err));
    return c;
}

/* [classes][dim] the means of the classes' rows, or of their directions, at length 1. */
static double *means_of(const kith_vectors *v, const kith_clusters *c, bool spherical)
{
    const uint64_t dim = v->input.dim;
    double *mean = calloc(c->classes * dim, sizeof *mean);
    for (uint64_t r = 0; r < c->rows; r++) {
        const float *x = kith_vectors_row(v, r);
        double square = 0;
        for (uint64_t i = 0; i < dim; i++)
            square += (double)x[i] * x[i];
        const double by =
            spherical ? (square > 0 ? 1 / sqrt(square) : 0) : 1 / (double)c->size[c->of[r]];
        for (uint64_t i = 0; i < dim; i++)
            mean[c->of[r] * dim + i] += x[i] * by;
    }
    return mean;
}

static double distance(const float *x, const double *mean, uint64_t dim, bool spherical)
{
    double square = 0;
    if (spherical)
        return 1 - made_cosine(x, mean, dim);
    for (uint64_t i = 0; i < dim; i++)
        square += (x[i] - mean[i]) * (x[i] - mean[i]);
    return square;
}

/* Settled: no row is nearer to another mean than to its own, and all numbers are what they say. */
static void check_settled(const kith_vectors *v, const kith_clusters *c, bool spherical)
{
    const uint64_t dim = v->input.dim;
    double *mean = means_of(v, c, spherical), inertia = 0;
    uint64_t *size = calloc(c->classes, sizeof *size);
    assert_true(c->settled);
    for (uint64_t r = 0; r < c->rows; r++) {
        const float *x = kith_vectors_row(v, r);
        const double own = distance(x, mean + c->of[r] * dim, dim, spherical);
        check_near(c->distance[r], own, 1e-5);
        for (uint64_t i = 0; i < c->classes; i++)
            if (c->size[i] > 0)
                assert_true(own <= distance(x, mean + i * dim, dim, spherical) + 1e-5);
        inertia += own;
        size[c->of[r]]++;
    }
    check_near(c->inertia, inertia, 1e-5 * (1 + inertia));
    for (uint64_t i = 0; i < c->classes; i++) {
        assert_int_equal(c->size[i], size[i]);
        assert_true(i == 0 || size[i] <= size[i - 1]);
    }
    free(size);
    free(mean);
}

static void every_row_is_in_the_class_of_the_nearest_mean(void **state)
{
    (void)state;
    const uint64_t classes[] = {1, 2, 9, 300};
    for (size_t i = 0; i < 8; i++) {
        const bool spherical = i >= 4;
        kith_vectors *v = made_random(900, 7, i);
        kith_clusters c = clustered(v, (kith_cluster_options){.classes = classes[i % 4],
                                                              .spherical = spherical,
                                                              .iterations = 1000,
                                                              .seed = i});
        check_settled(v, &c, spherical);
        kith_clusters_clear(&c);
        kith_vectors_free(v);
    }
}

/* Clouds far from each other: row r belongs to cloud r % CLOUDS. */
static void clouds_far_from_each_other_are_the_classes(void **state)
{
    (void)state;
    enum { CLOUDS = 12, ROWS = 600, DIM = 20 };
    kith_vectors *v = made_vectors(NULL, ROWS, DIM);
    for (uint64_t r = 0; r < ROWS; r++)
        for (uint64_t i = 0; i < DIM; i++)
            made_row(v, r)[i] =
                10 * made_number(1, r % CLOUDS * DIM + i) + made_number(2, r * DIM + i);
    for (uint64_t seed = 0; seed < 20; seed++) {
        kith_clusters c = clustered(v, (kith_cluster_options){.classes = CLOUDS, .seed = seed});
        for (uint64_t r = 0; r < ROWS; r++)
            assert_int_equal(c.of[r], r % CLOUDS); /* of equal sizes the first row's comes first */
        kith_clusters_clear(&c);
    }
    kith_vectors_free(v);
}

static void threads_do_not_change_a_bit_and_seeds_do(void **state)
{
    (void)state;
    kith_vectors *v = made_random(2000, 16, 3);
    kith_cluster_options how = {.classes = 300, .seed = 5, .threads = 1, .iterations = 2};
    kith_clusters one = clustered(v, how);
    how.threads = 4;
    kith_clusters four = clustered(v, how);
    how.seed = 6;
    kith_clusters other = clustered(v, how);
    assert_memory_equal(one.of, four.of, 2000 * sizeof *one.of);
    assert_memory_equal(one.distance, four.distance, 2000 * sizeof *one.distance);
    assert_true(one.inertia == four.inertia && one.inertia != other.inertia);
    assert_int_equal(one.iterations, 2);
    assert_false(one.settled);
    kith_clusters_clear(&one);
    kith_clusters_clear(&four);
    kith_clusters_clear(&other);
    kith_vectors_free(v);
}

static void of_several_starts_the_best_counts(void **state)
{
    (void)state;
    kith_vectors *v = made_random(500, 5, 4);
    double least = INFINITY, before = INFINITY;
    for (uint64_t repeats = 1; repeats < 7; repeats++) {
        kith_clusters c = clustered(v, (kith_cluster_options){.classes = 20, .repeats = repeats});
        assert_true(c.inertia <= before);
        check_settled(v, &c, false);
        before = c.inertia;
        least = fmin(least, c.inertia);
        kith_clusters_clear(&c);
    }
    assert_true(before == least);
    kith_vectors_free(v);
}

static void fewer_different_rows_than_classes_leave_classes_empty(void **state)
{
    (void)state;
    kith_vectors *v = made_vectors(NULL, 30, 2);
    for (uint64_t r = 0; r < 30; r++)
        made_row(v, r)[r % 3 == 0] = (float)(r % 3 + 1);
    kith_clusters c = clustered(v, (kith_cluster_options){.classes = 8});
    check_settled(v, &c, false);
    check_near(c.inertia, 0, 1e-9);
    assert_true(c.size[2] > 0 && c.size[3] == 0);
    kith_clusters_clear(&c);
    kith_vectors_free(v);
}

static void classes_that_cannot_be_are_refused(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_clusters c;
    kith_vectors *v = made_random(10, 3, 1);
    check_fails_with(kith_vectors_cluster(v, &(kith_cluster_options){.classes = 11}, &c, &err),
                     KITH_ERR_USAGE, "11 classes of 10 rows");
    check_fails_with(
        kith_vectors_cluster(v, &(kith_cluster_options){.classes = 5, .top = 4}, &c, &err),
        KITH_ERR_USAGE, "of 4 rows");
    check_fails(kith_vectors_cluster(v, &(kith_cluster_options){0}, &c, &err), KITH_ERR_USAGE);
    kith_clusters all = clustered(v, (kith_cluster_options){.classes = 8, .top = 8});
    assert_int_equal(all.rows, 8);
    kith_clusters_clear(&all);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_in_the_class_of_the_nearest_mean),
        cmocka_unit_test(clouds_far_from_each_other_are_the_classes),
        cmocka_unit_test(threads_do_not_change_a_bit_and_seeds_do),
        cmocka_unit_test(of_several_starts_the_best_counts),
        cmocka_unit_test(fewer_different_rows_than_classes_leave_classes_empty),
        cmocka_unit_test(classes_that_cannot_be_are_refused),
    };
    return cmocka_run_group_tests_name("vec/kmeans", tests, NULL, NULL);
}
