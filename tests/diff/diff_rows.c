/*
 * Logistic rows of every ISA against the formula in double: each width, every number of input and
 * output rows around the block sizes, with and without weights.
 */
#include "check.h"

#include "base/mem.h"
#include "base/rng.h"
#include "kern/kern.h"

enum { M = 13, N = 20, WIDTH = 48, LD = 64 };
#ifdef KITH_DOUBLE
static const double tolerance = 1e-12;
#else
static const double tolerance = 2e-6;
#endif

typedef struct fixture {
    kith_real *x[M], *t[N], *dx[M], *dt[N], *g;
    kith_real *label, *weight, x_weight[M];
    double xd[M][WIDTH], td[N][WIDTH], gd[M][N], dxd[M][WIDTH], dtd[N][WIDTH];
} fixture;

static kith_real *reals(size_t n)
{
    kith_real *p = kith_mem_new(n, sizeof *p);
    assert_non_null(p);
    return p;
}

static void setup(fixture *f)
{
    for (size_t i = 0; i < M; i++)
        f->x[i] = reals(WIDTH), f->dx[i] = reals(WIDTH);
    for (size_t j = 0; j < N; j++)
        f->t[j] = reals(WIDTH), f->dt[j] = reals(WIDTH);
    f->g = reals(kith_logistic_scratch(M, N) + LD);
    f->label = reals(LD), f->weight = reals(LD);
}

static void teardown(fixture *f)
{
    for (size_t i = 0; i < M; i++)
        kith_mem_free(f->x[i]), kith_mem_free(f->dx[i]);
    for (size_t j = 0; j < N; j++)
        kith_mem_free(f->t[j]), kith_mem_free(f->dt[j]);
    kith_mem_free(f->g), kith_mem_free(f->label), kith_mem_free(f->weight);
}

static double draw(uint64_t *at)
{
    return kith_rng_unit(kith_rng_at(7, (*at)++)) * 2 - 1;
}

static void fill(fixture *f, size_t m, size_t n, size_t width, uint64_t seed)
{
    uint64_t at = seed * 1000000;
    for (size_t i = 0; i < M; i++)
        memset(f->dx[i], 0, WIDTH * sizeof **f->dx);
    for (size_t j = 0; j < N; j++)
        memset(f->dt[j], 0, WIDTH * sizeof **f->dt);
    for (size_t i = 0; i < m; i++) {
        for (size_t c = 0; c < WIDTH; c++) {
            f->x[i][c] = c < width ? (kith_real)draw(&at) : 0;
            f->xd[i][c] = (double)f->x[i][c];
        }
        f->x_weight[i] = (kith_real)(1 + i % 3);
    }
    for (size_t j = 0; j < n; j++)
        for (size_t c = 0; c < WIDTH; c++) {
            f->t[j][c] = c < width ? (kith_real)draw(&at) : 0;
            f->td[j][c] = (double)f->t[j][c];
        }
    for (size_t j = 0; j < LD; j++) {
        f->label[j] = j % 5 == 0;
        f->weight[j] = j < n ? (kith_real)(1 + j % 2) : 0;
    }
}

static double dot_d(const double *a, const double *b)
{
    double s = 0;
    for (size_t c = 0; c < WIDTH; c++)
        s += a[c] * b[c];
    return s;
}

/* G, dX and dT by the definition. Returns the loss. */
static double reference(fixture *f, size_t m, size_t n, double scale, bool weighted, bool softmax)
{
    double loss = 0;
    for (size_t i = 0; i < m; i++) {
        double total = 0;
        for (size_t j = 0; j < n; j++)
            total += exp(dot_d(f->xd[i], f->td[j]));
        for (size_t j = 0; j < n; j++) {
            const double z = dot_d(f->xd[i], f->td[j]), y = (double)f->label[j];
            const double p = softmax ? exp(z) / total : 1 / (1 + exp(-z));
            const double wm = weighted ? (double)f->x_weight[i] : 1, wn = (double)f->weight[j];
            f->gd[i][j] = scale * wm * wn * (y - p);
            loss += softmax ? -wm * y * log(p) : -wm * wn * log(y > 0 ? p : 1 - p);
        }
    }
    memset(f->dxd, 0, sizeof f->dxd);
    memset(f->dtd, 0, sizeof f->dtd);
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < n; j++)
            for (size_t c = 0; c < WIDTH; c++) {
                f->dxd[i][c] += f->gd[i][j] * f->td[j][c];
                f->dtd[j][c] += f->gd[i][j] * f->xd[i][c];
            }
    return loss;
}

static void close_to(double got, double want, double size)
{
    if (!(fabs(got - want) <= tolerance * (size + fabs(want))))
        fail_msg("got %.9g, want %.9g", got, want);
}

static void rows_close(kith_real *const *got, double (*base)[WIDTH], double (*change)[WIDTH],
                       size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < WIDTH; c++)
            close_to((double)got[i][c], (base != NULL ? base[i][c] : 0) + change[i][c], 20);
}

static void one_shape(const kith_kern *k, fixture *f, size_t m, size_t n, size_t width,
                      bool weighted)
{
    kith_logistic r = {.m = m, .n = n, .width = width, .x = f->x, .t = f->t, .label = f->label};
    r.weight = f->weight, r.g = f->g, r.x_weight = weighted ? f->x_weight : NULL;
    const size_t ld = kith_logistic_ld(n);
    fill(f, m, n, width, m * 100 + n);
    const double loss = reference(f, m, n, 0.5, weighted, false);
    k->rows_dot(&r);
    close_to(k->rows_loss(&r), loss, 1);
    k->rows_residual(&r, (kith_real)0.5);
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < n; j++)
            close_to((double)f->g[i * ld + j], f->gd[i][j], 1);
    k->rows_direction(&r, f->dx, f->dt);
    rows_close(f->dx, NULL, f->dxd, m);
    rows_close(f->dt, NULL, f->dtd, n);
    k->rows_update_t(&r, f->dx);
    rows_close(f->dx, NULL, f->dxd, m);
    rows_close(f->t, f->td, f->dtd, n);
    fill(f, m, n, width, m * 100 + n);
    k->rows_update(&r);
    rows_close(f->x, f->xd, f->dxd, m);
    rows_close(f->t, f->td, f->dtd, n);
}

static void softmax_shape(const kith_kern *k, fixture *f, size_t m, size_t n)
{
    kith_logistic r = {.m = m, .n = n, .width = WIDTH, .x = f->x, .t = f->t, .label = f->label};
    r.weight = f->weight, r.g = f->g, r.x_weight = f->x_weight;
    fill(f, m, n, WIDTH, n);
    for (size_t j = 0; j < LD; j++)
        f->label[j] = j == n / 2, f->weight[j] = j < n;
    const double loss = reference(f, m, n, 0.25, true, true);
    k->rows_dot(&r);
    close_to(k->rows_softmax(&r, (kith_real)0.25), loss, 1);
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < n; j++)
            close_to((double)f->g[i * kith_logistic_ld(n) + j], f->gd[i][j], 1);
}

static void every_isa_follows_the_formula(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    fixture f;
    setup(&f);
    for (size_t t = 0; t < isas; t++)
        for (size_t m = 1; m <= M; m++)
            for (size_t n = 1; n <= N; n++) {
                one_shape(tables[t], &f, m, n, n % 2 ? 16 : WIDTH, m % 2);
                softmax_shape(tables[t], &f, m, n);
            }
    teardown(&f);
}

static void bags_add_up(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    const size_t isas = kith_kern_all(tables);
    fixture f;
    setup(&f);
    for (size_t t = 0; t < isas; t++)
        for (size_t n = 1; n <= M; n++) {
            fill(&f, n, 1, WIDTH, n);
            double want[WIDTH] = {0};
            for (size_t i = 0; i < n; i++)
                for (size_t c = 0; c < WIDTH; c++)
                    want[c] += f.xd[i][c] / (double)n;
            tables[t]->bag_sum((const kith_real *const *)f.x, n, WIDTH,
                               (kith_real)(1.0 / (double)n), f.t[0]);
            for (size_t c = 0; c < WIDTH; c++)
                close_to((double)f.t[0][c], want[c], 1);
            tables[t]->bag_add(f.x, n, WIDTH, 2, f.t[0]);
            for (size_t i = 0; i < n; i++)
                for (size_t c = 0; c < WIDTH; c++)
                    close_to((double)f.x[i][c], f.xd[i][c] + 2 * want[c], 3);
        }
    teardown(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_isa_follows_the_formula),
        cmocka_unit_test(bags_add_up),
    };
    return cmocka_run_group_tests_name("kern/rows", tests, NULL, NULL);
}
