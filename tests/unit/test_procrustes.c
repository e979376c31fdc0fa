/* The rotation of one space to another: planted, by its closed form, and where it is not unique. */
#include "made_vectors.h"
#include "vec/procrustes.h"

enum { DIM = 9 };

static void procrustes(const kith_vectors *x, const kith_vectors *y, double *rotation)
{
    kith_error err = {0};
    kith_tools t;
    check_ok(kith_tools_init(&t, 2, NULL, &err));
    check_ok(kith_procrustes(&t, &x->input, &y->input, rotation, &err));
    kith_tools_clear(&t);
}

static kith_vectors *random_rows(uint64_t rows, uint64_t dim, uint64_t seed)
{
    kith_vectors *v = made_vectors(NULL, rows, dim);
    for (uint64_t i = 0; i < rows * dim; i++)
        made_row(v, i / dim)[i % dim] = made_number(seed, i);
    return v;
}

/* An orthogonal matrix: a product of reflections (Householder), an odd number of them. */
static void make_orthogonal(double *q)
{
    for (size_t i = 0; i < DIM * DIM; i++)
        q[i] = i % (DIM + 1) == 0;
    for (size_t k = 0; k < 3; k++) {
        double u[DIM], uu = 0;
        for (size_t i = 0; i < DIM; i++) {
            u[i] = made_number(40 + k, i);
            uu += u[i] * u[i];
        }
        for (size_t r = 0; r < DIM; r++) {
            double along = 0;
            for (size_t i = 0; i < DIM; i++)
                along += q[r * DIM + i] * u[i];
            for (size_t i = 0; i < DIM; i++)
                q[r * DIM + i] -= 2 * along / uu * u[i];
        }
    }
}

static double rotated(const float *x, const double *rotation, size_t dim, size_t column)
{
    double sum = 0;
    for (size_t i = 0; i < dim; i++)
        sum += x[i] * rotation[i * dim + column];
    return sum;
}

static void check_orthogonal(const double *q, size_t dim)
{
    for (size_t i = 0; i < dim; i++)
        for (size_t j = 0; j < dim; j++) {
            double sum = 0;
            for (size_t k = 0; k < dim; k++)
                sum += q[i * dim + k] * q[j * dim + k];
            check_near(sum, i == j, 1e-12);
        }
}

static void a_planted_rotation_is_found(void **state)
{
    (void)state;
    double planted[DIM * DIM], found[DIM * DIM];
    make_orthogonal(planted);
    kith_vectors *x = random_rows(500, DIM, 1), *y = made_vectors(NULL, 500, DIM);
    for (uint64_t r = 0; r < 500; r++)
        for (size_t i = 0; i < DIM; i++)
            made_row(y, r)[i] = (float)rotated(kith_vectors_row(x, r), planted, DIM, i);
    procrustes(x, y, found);
    check_orthogonal(found, DIM);
    for (size_t i = 0; i < DIM * DIM; i++)
        check_near(found[i], planted[i], 1e-6);
    kith_vectors_free(x);
    kith_vectors_free(y);
}

/* Of all turns of the plane, the one whose angle is that of the summed products. */
static void in_the_plane_it_is_the_mean_angle(void **state)
{
    (void)state;
    double found[4], cosine = 0, sine = 0;
    kith_vectors *x = random_rows(50, 2, 2), *y = made_vectors(NULL, 50, 2);
    for (uint64_t r = 0; r < 50; r++) {
        const float *a = kith_vectors_row(x, r);
        const double angle = 0.7 + 0.5 * made_number(3, r);
        float *b = made_row(y, r);
        b[0] = (float)(cos(angle) * a[0] - sin(angle) * a[1]);
        b[1] = (float)(sin(angle) * a[0] + cos(angle) * a[1]);
        cosine += a[0] * b[0] + a[1] * b[1];
        sine += a[0] * b[1] - a[1] * b[0];
    }
    procrustes(x, y, found);
    const double length = hypot(cosine, sine);
    const double expected[] = {cosine / length, sine / length, -sine / length, cosine / length};
    for (size_t i = 0; i < 4; i++)
        check_near(found[i], expected[i], 1e-6);
    kith_vectors_free(x);
    kith_vectors_free(y);
}

/* Four pairs leave five directions open: those given meet, and the whole is a rotation. */
static void few_pairs_still_give_a_rotation(void **state)
{
    (void)state;
    double planted[DIM * DIM], found[DIM * DIM];
    make_orthogonal(planted);
    kith_vectors *x = random_rows(4, DIM, 5), *y = made_vectors(NULL, 4, DIM);
    for (uint64_t r = 0; r < 4; r++)
        for (size_t i = 0; i < DIM; i++)
            made_row(y, r)[i] = (float)rotated(kith_vectors_row(x, r), planted, DIM, i);
    procrustes(x, y, found);
    check_orthogonal(found, DIM);
    for (uint64_t r = 0; r < 4; r++)
        for (size_t i = 0; i < DIM; i++)
            check_near(rotated(kith_vectors_row(x, r), found, DIM, i), kith_vectors_row(y, r)[i],
                       1e-5);
    for (size_t i = 0; i < 4; i++) /* and nothing at all as well */
        memset(made_row(x, i), 0, DIM * sizeof(float));
    procrustes(x, y, found);
    check_orthogonal(found, DIM);
    kith_vectors_free(x);
    kith_vectors_free(y);
}

static void rows_turn_as_the_rotation_says(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_tools t;
    double planted[DIM * DIM];
    float to[30 * DIM];
    make_orthogonal(planted);
    kith_vectors *x = random_rows(30, DIM, 6);
    check_ok(kith_tools_init(&t, 1, NULL, &err));
    check_ok(kith_rows_rotate(&t, &x->input, planted, to, DIM, &err));
    for (uint64_t r = 0; r < 30; r++)
        for (size_t i = 0; i < DIM; i++)
            check_near(to[r * DIM + i], rotated(kith_vectors_row(x, r), planted, DIM, i), 1e-6);
    kith_tools_clear(&t);
    kith_vectors_free(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_planted_rotation_is_found),
        cmocka_unit_test(in_the_plane_it_is_the_mean_angle),
        cmocka_unit_test(few_pairs_still_give_a_rotation),
        cmocka_unit_test(rows_turn_as_the_rotation_says),
    };
    return cmocka_run_group_tests_name("vec/procrustes", tests, NULL, NULL);
}
