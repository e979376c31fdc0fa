/*
 * A sweep turns every pair of columns once, in rounds of pairs that share no column (the circle of
 * a tournament), so the workers of a team never meet and the outcome does not depend on them.
 */
#include "vec/svd.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"

enum {
    SWEEPS = 60, /* convergence is quadratic in the end: about ten do */
    SHARED = 400 /* columns from which a round takes longer than the meeting at its end */
};

typedef struct jacobi {
    const kith_kern *k;
    kith_team *team; /* NULL: the calling thread alone */
    double *w, *v;
    size_t m, n;
    double right_angle; /* pairs whose cosine is at most this are done */
    double zero;        /* columns whose square is at most this are rounding errors */
    bool *turned;       /* [workers] any pair in this sweep */
    bool done;
} jacobi;

/* The pair's rotation, by the smaller of the two angles that make them orthogonal. */
static bool turn_pair(const jacobi *j, size_t p, size_t q)
{
    double product[3];
    double *x = j->w + p * j->m, *y = j->w + q * j->m;
    j->k->pair_products(x, y, j->m, product);
    const double xx = product[0], yy = product[1], xy = product[2];
    if (xx <= j->zero || yy <= j->zero || fabs(xy) <= j->right_angle * sqrt(xx) * sqrt(yy))
        return false;
    const double zeta = (yy - xx) / (2 * xy);
    const double tangent = copysign(1, zeta) / (fabs(zeta) + hypot(1, zeta));
    const double c = 1 / hypot(1, tangent), s = c * tangent;
    j->k->pair_rotate(x, y, j->m, c, s);
    j->k->pair_rotate(j->v + p * j->n, j->v + q * j->n, j->n, c, s);
    return true;
}

/* Pair i of a round among `seats` players, an even number: the last stays, the others go round. */
static void pair_of(size_t seats, size_t round, size_t i, size_t *p, size_t *q)
{
    const size_t circle = seats - 1;
    *p = i == 0 ? circle : (round + i) % circle;
    *q = (round + circle - i) % circle;
}

static unsigned workers_of(const jacobi *j)
{
    return j->team != NULL ? kith_team_size(j->team) : 1;
}

static void meet(const jacobi *j)
{
    if (j->team != NULL)
        kith_team_barrier(j->team);
}

static bool sweep_share(const jacobi *j, unsigned worker)
{
    const size_t seats = j->n + j->n % 2, workers = workers_of(j);
    bool turned = false;
    for (size_t round = 0; round + 1 < seats; round++) {
        for (size_t i = worker; i < seats / 2; i += workers) {
            size_t p, q;
            pair_of(seats, round, i, &p, &q);
            if (p < j->n && q < j->n)
                turned |= turn_pair(j, p, q);
        }
        meet(j);
    }
    return turned;
}

static void sweeps(void *self, unsigned worker)
{
    jacobi *j = self;
    for (int i = 0; i < SWEEPS; i++) {
        j->turned[worker] = sweep_share(j, worker);
        meet(j);
        bool any = false;
        for (unsigned w = 0; w < workers_of(j); w++)
            any |= j->turned[w];
        meet(j);
        if (!any) {
            if (worker == 0)
                j->done = true;
            return;
        }
    }
}

static void swap_rows(double *a, double *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const double keep = a[i];
        a[i] = b[i];
        b[i] = keep;
    }
}

/* The longest first. */
static void sort_columns(const jacobi *j, double *s)
{
    for (size_t i = 0; i < j->n; i++) {
        size_t longest = i;
        for (size_t k = i + 1; k < j->n; k++)
            if (s[k] > s[longest])
                longest = k;
        if (longest == i)
            continue;
        swap_rows(s + i, s + longest, 1);
        swap_rows(j->w + i * j->m, j->w + longest * j->m, j->m);
        swap_rows(j->v + i * j->n, j->v + longest * j->n, j->n);
    }
}

static double column_square(const jacobi *j, size_t i)
{
    double product[3];
    j->k->pair_products(j->w + i * j->m, j->w + i * j->m, j->m, product);
    return product[0];
}

kith_status kith_svd_check(uint64_t columns, kith_error *err)
{
    if (columns <= KITH_SVD_MOST)
        return KITH_OK;
    return kith_fail(err, KITH_ERR_USAGE,
                     "rows of %" PRIu64 " numbers: expected at most %d for such a computation",
                     columns, KITH_SVD_MOST);
}

kith_status kith_svd(const kith_tools *t, double *w, size_t m, size_t n, double *v, double *s,
                     kith_error *err)
{
    KITH_TRY(kith_svd_check(n, err));
    jacobi j = {.k = t->k,
                .team = n < SHARED ? NULL : t->team,
                .w = w,
                .v = v,
                .m = m,
                .n = n,
                .right_angle = (double)m * DBL_EPSILON};
    j.turned = kith_mem_new(workers_of(&j), sizeof *j.turned);
    if (j.turned == NULL)
        return kith_fail_memory(err, "a matrix", workers_of(&j));
    memset(v, 0, n * n * sizeof *v);
    for (size_t i = 0; i < n; i++) {
        v[i * n + i] = 1;
        j.zero += column_square(&j, i) * DBL_EPSILON * DBL_EPSILON;
    }
    if (j.team != NULL)
        kith_team_run(j.team, sweeps, &j);
    else
        sweeps(&j, 0);
    kith_mem_free(j.turned);
    if (!j.done)
        return kith_fail(err, KITH_ERR_INTERNAL, "%d sweeps left columns at no right angles",
                         SWEEPS);
    for (size_t i = 0; i < n; i++)
        s[i] = sqrt(column_square(&j, i));
    sort_columns(&j, s);
    return KITH_OK;
}
