/*
 * What share of the machine's peak the kernels of word vectors and nets reach: for each ISA that
 * this machine has, nanoseconds a call on rows in the first cache, GFLOP/s, and the peak that a
 * loop of nothing but multiply-adds reaches on the same core. Prints TSV; the best of many turns.
 *
 *     kernels                                   the table
 *     kernels count [ISA PART]                  some work of one kernel, for callgrind; the parts
 *     kernels peak ISA THREADS                  GFLOP/s
 *     kernels rows VOCAB SAMPLE WIDTH THREADS   millions a second, see limits.h
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "kern/kern.h"
#include "limits.h"

enum { TURNS = 40, CALLS = 2000, POOL = 24 };

static void print_line(const char *isa, const char *kernel, double seconds, double operations,
                       double peak)
{
    const double speed = operations / seconds;
    printf("%s\t%s\t%.0f\t%.4g\t%.4g\n", isa, kernel, seconds * 1e9, speed / 1e9, peak / 1e9);
}

typedef struct window {
    kith_logistic rows;
    kith_real *data, *x[16], *t[32];
    kith_real label[32], weight[32];
} window;

static void *must(void *p)
{
    if (p == NULL)
        exit(1);
    return p;
}

static void make_window(window *w, size_t m, size_t n, size_t width)
{
    memset(w, 0, sizeof *w);
    w->data = must(aligned_alloc(64, POOL * width * sizeof *w->data));
    for (size_t i = 0; i < POOL * width; i++)
        w->data[i] = (kith_real)((double)(i % 97) * 1e-4 - 5e-3);
    for (size_t j = 0; j < n; j++)
        w->weight[j] = 1;
    w->label[0] = 1;
    w->rows = (kith_logistic){.m = m,
                              .n = n,
                              .width = width,
                              .x = w->x,
                              .t = w->t,
                              .label = w->label,
                              .weight = w->weight};
    w->rows.g =
        must(aligned_alloc(64, (kith_logistic_scratch(m, n) * sizeof *w->data + 63) / 64 * 64));
}

/* Windows move along the rows, as in a text. */
static double run_windows(const kith_kern *k, window *w)
{
    const double from = kith_clock();
    for (size_t q = 0; q < CALLS; q++) {
        for (size_t i = 0; i < w->rows.m; i++)
            w->x[i] = w->data + (q + i) % (POOL / 2) * w->rows.width;
        for (size_t j = 0; j < w->rows.n; j++)
            w->t[j] = w->data + (POOL / 2 + (3 * q + j) % (POOL / 2)) * w->rows.width;
        k->rows_dot(&w->rows);
        k->rows_residual(&w->rows, (kith_real)1e-6);
        k->rows_update(&w->rows);
    }
    return (kith_clock() - from) / CALLS;
}

static void time_windows(const kith_kern *k, size_t m, size_t n, size_t dim, double peak)
{
    window w;
    char name[64];
    double best = 1;
    const size_t width = (dim + 15) / 16 * 16;
    make_window(&w, m, n, width);
    for (int turn = 0; turn < TURNS; turn++) {
        const double now = run_windows(k, &w);
        best = now < best ? now : best;
    }
    snprintf(name, sizeof name, "rows %zu x %zu, dim %zu", m, n, dim);
    print_line(k->isa, name, best, 6.0 * (double)(m * n * width), peak);
    free(w.data);
    free(w.rows.g);
}

/* C = A B', the product of a layer's way forward; returns the seconds of the fastest turn. */
static double run_product(const kith_kern *k, size_t m, size_t n, size_t depth, int turns)
{
    kith_real *a = must(calloc(m * depth, sizeof *a)), *b = must(calloc(n * depth, sizeof *b));
    kith_real *c = must(calloc(m * n, sizeof *c));
    double best = 1;
    for (int turn = 0; turn < turns; turn++) {
        const double from = kith_clock();
        k->gemm(false, true, m, n, depth, a, depth, b, depth, 0, c, n);
        const double now = kith_clock() - from;
        best = now < best ? now : best;
    }
    free(a);
    free(b);
    free(c);
    return best;
}

static void time_product(const kith_kern *k, size_t m, size_t n, size_t depth, double peak)
{
    char name[64];
    snprintf(name, sizeof name, "product %zu x %zu, %zu", m, n, depth);
    print_line(k->isa, name, run_product(k, m, n, depth, TURNS), 2.0 * (double)(m * n * depth),
               peak);
}

/* --- the same work once, for counting instructions --- */

static void count_window(const kith_kern *k, size_t m, size_t n)
{
    window w;
    make_window(&w, m, n, 112);
    run_windows(k, &w);
    free(w.data);
    free(w.rows.g);
}

/* A bag of 6 rows: their sum, and a step back to each. */
static void count_bag(const kith_kern *k)
{
    window w;
    make_window(&w, 6, 6, 112);
    for (size_t i = 0; i < 6; i++)
        w.x[i] = w.data + i * w.rows.width;
    kith_real *bag = w.data + 6 * w.rows.width;
    for (size_t q = 0; q < CALLS; q++) {
        k->bag_sum((const kith_real *const *)w.x, 6, w.rows.width, (kith_real)0.16, bag);
        k->bag_add(w.x, 6, w.rows.width, (kith_real)1e-6, bag);
    }
    free(w.data);
    free(w.rows.g);
}

static void count_scan(const kith_kern *k)
{
    enum { ROWS = 64, WIDTH = 112 };
    float *rows = must(calloc((size_t)(ROWS + 1) * WIDTH, sizeof *rows)), score[ROWS];
    for (size_t q = 0; q < CALLS / 2; q++)
        k->scan(rows, ROWS, WIDTH, 100, rows + (size_t)ROWS * WIDTH, score);
    free(rows);
}

static void count_draws(const kith_kern *k)
{
    uint64_t bits[1024];
    for (size_t q = 0; q < CALLS / 10; q++)
        k->draw(1, q, sizeof bits / sizeof *bits, bits);
}

static const char *const parts[] = {"rows-6x6", "rows-6x13", "rows-1x6", "rows-1x13",
                                    "product",  "bag",       "scan",     "draw"};
enum { PARTS = sizeof parts / sizeof *parts };

static void run_part(const kith_kern *k, size_t part)
{
    static const size_t shape[][2] = {{6, 6}, {6, 13}, {1, 6}, {1, 13}};
    if (part < sizeof shape / sizeof *shape)
        count_window(k, shape[part][0], shape[part][1]);
    else if (strcmp(parts[part], "product") == 0)
        run_product(k, 128, 64, 784, 1);
    else if (strcmp(parts[part], "bag") == 0)
        count_bag(k);
    else if (strcmp(parts[part], "scan") == 0)
        count_scan(k);
    else
        count_draws(k);
}

/* Runs the part named; without one prints the names. */
static int count(const char *isa, const char *part)
{
    const kith_kern *k = NULL;
    kith_error err;
    if (part == NULL)
        for (size_t i = 0; i < PARTS; i++)
            puts(parts[i]);
    if (part == NULL)
        return 0;
    if (kith_kern_choose(isa, &k, &err) != KITH_OK)
        return fprintf(stderr, "kernels: %s\n", err.text), 1;
    for (size_t i = 0; i < PARTS; i++)
        if (strcmp(part, parts[i]) == 0)
            return run_part(k, i), 0;
    return fprintf(stderr, "kernels: no part %s\n", part), 2;
}

static int print_table(void)
{
    static const char *const isas[] = {"base", "avx2", "avx512", "neon"};
    puts("isa\tkernel\tns\tGFLOP/s\tpeak");
    for (size_t i = 0; i < sizeof isas / sizeof *isas; i++) {
        const kith_kern *k = NULL;
        kith_error err;
        if (kith_kern_choose(isas[i], &k, &err) != KITH_OK)
            continue; /* not of this machine */
        const double peak = limits_peak(isas[i], 1);
        for (size_t dim = 100; dim <= 300; dim += 200) {
            time_windows(k, 6, 6, dim, peak);
            time_windows(k, 6, 13, dim, peak);
            time_windows(k, 1, 6, dim, peak);
        }
        time_product(k, 128, 256, 784, peak);
    }
    return 0;
}

static int print_limit(double speed, double unit)
{
    printf("%.6g\n", speed / unit);
    return speed > 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "count") == 0)
        return count(argc > 2 ? argv[2] : NULL, argc > 3 ? argv[3] : NULL);
    if (argc == 4 && strcmp(what, "peak") == 0)
        return print_limit(limits_peak(argv[2], (unsigned)atoi(argv[3])), 1e9);
    if (argc == 6 && strcmp(what, "rows") == 0)
        return print_limit(
            limits_rows(argv[2], atof(argv[3]), (size_t)atoi(argv[4]), (unsigned)atoi(argv[5])),
            1e6);
    return print_table();
}
