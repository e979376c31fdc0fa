/*
 * The kernel table: every loop over weights, rows or activations, chosen once at run time.
 *
 * A body is written once in plain C with vector types (body_*.h) and instanced per ISA (kern_*.c);
 * dispatch.c chooses a table by the machine's feature bits. Nothing here allocates or fails. The
 * same inputs give the same bits per ISA, not across them.
 */
#ifndef KITH_KERN_KERN_H
#define KITH_KERN_KERN_H

#include <string.h>

#include "base/decimal.h"
#include "base/status.h"
#include "kern/real.h"

enum { KITH_LOGISTIC_BLOCK = 8 }; /* columns that stay in registers together */

/* The distance between rows of G, so that a vector holds two short rows or part of one long row. */
static inline size_t kith_logistic_ld(size_t n)
{
    return n <= KITH_LOGISTIC_BLOCK ? KITH_LOGISTIC_BLOCK : (n + 15) & ~(size_t)15;
}

/* The scratch that a call with m x n needs, in elements: G, an even number of rows, then [m][16].
 */
static inline size_t kith_logistic_scratch(size_t m, size_t n)
{
    return ((m + 1) & ~(size_t)1) * kith_logistic_ld(n) + m * 16;
}

/*
 * Logistic rows (DESIGN: the one operation under negative sampling and hierarchical softmax).
 *
 * M input rows X, N output rows T, labels Y and weights W per column, times a weight per input row:
 *     G = w_m W_n (Y - sigmoid(X T')),   dX = G T,   dT = G' X,   all from old values.
 * Rows are `width` long, a multiple of 16, padding zero, and 64-byte aligned. The rows of X must be
 * distinct from each other, and so must the rows of T (equal ones are merged by their weight).
 */
typedef struct kith_logistic {
    size_t m, n, width;
    kith_real *const *x;       /* [m] */
    kith_real *const *t;       /* [n] */
    const kith_real *label;    /* [ld]: 0 or 1 (or between); finite in the padding */
    bool label_rows;           /* labels of their own for each input row: [m, made even][ld] */
    const kith_real *weight;   /* [ld]: 0 in the padding */
    bool weight_rows;          /* weights of their own for each input row, as label_rows */
    const kith_real *x_weight; /* [m], or NULL for all ones */
    kith_real *g; /* [m][ld] with ld = kith_logistic_ld(n): scratch, see kith_logistic_scratch */
    const void *const *fetch; /* [fetches] rows to prefetch for later calls; may be NULL */
    size_t fetches;
} kith_logistic;

/*
 * Rows as signed bytes for coarse scans: x = step times byte, in blocks of 16 rows; four bytes of
 * each of the 16, then their next four, and so on (body_bytes.h). Behind the last row: zeros.
 */
typedef struct kith_bytes {
    size_t quads;   /* of columns: (dim + 3) / 4, at most 2^16 */
    int8_t *at;     /* [blocks][quads][16][4], 64-byte aligned */
    int32_t *shift; /* [blocks * 16] 64 times the sum of a row's bytes */
    float *step;    /* [blocks * 16] */
} kith_bytes;

/*
 * A row as signed bytes in a record of its own (body_code.h), 64-byte aligned: what a byte stands
 * for at length 1 (a float; 0: the row takes no part), 64 times the sum of the bytes (an int32),
 * the bytes, zeros.
 */
enum { KITH_CODE_HEAD = 8 };
static inline size_t kith_code_bytes(size_t dim)
{
    return (dim + KITH_CODE_HEAD + 63) & ~(size_t)63;
}
static inline bool kith_code_takes_part(const unsigned char *code)
{
    float step;
    memcpy(&step, code, sizeof step);
    return step > 0;
}

/* What an optimiser's run needs beside the weights: those that its rule names. */
typedef struct kith_hyper {
    kith_real lr;   /* > 0 */
    kith_real a, b; /* decays of the state: momentum, rho, beta1; beta2 */
    kith_real eps;
    kith_real c1, c2; /* bias corrections of this step, 1 - a^t and 1 - b^t */
    /* Around the run of any rule: */
    kith_real cut;   /* directions times this, where all are too long together; 0: as they are */
    kith_real clip;  /* then to -clip..clip; 0: as they are */
    kith_real l2;    /* coupled: the direction loses l2 w */
    kith_real decay; /* decoupled: the weights lose lr decay w before the step */
    kith_real l1;    /* proximal: they lose up to lr l1 after it, and stop at 0 */
    kith_real noise; /* standard deviation of what is added to the direction */
    uint64_t key;    /* of the noise */
} kith_hyper;

/*
 * Normalisation of a batch, each column over the rows (batch norm) or each row over its columns
 * (layer norm):
 *     y = gain xhat + shift,   xhat = (x - mean) rate,   rate = 1 / sqrt(var + eps),
 * or 1 / (sqrt(var) + eps) where eps_outside. var is the mean of squared deviations. Calls take a
 * range of columns or rows and touch nothing else, so workers may share a batch; what is computed
 * for one does not depend on the range it came in.
 */
typedef struct kith_norm {
    size_t rows, n;                /* the whole batch, whatever range a call takes */
    size_t ldx, ldy;               /* between rows of x and dx, of y and d */
    const kith_real *x;            /* [rows][ldx] */
    kith_real *y;                  /* [rows][ldy]; may be x */
    const kith_real *d;            /* [rows][ldy] direction of y */
    kith_real *dx;                 /* [rows][ldx] direction of x; may be d */
    const kith_real *gain, *shift; /* [n] */
    kith_real *mean, *var, *rate;  /* [n] for columns, [rows] for rows */
    kith_real *d_gain, *d_shift;   /* [n] directions of gain and shift: overwritten */
    kith_real eps;
    bool eps_outside;
} kith_norm;

/*
 * The maps that are many: their names, for the fields of the table, its instances and the rows of
 * nn/. Activations have act_NAME, bias_NAME and back_NAME.
 */
/* clang-format off */
#define KITH_ACT_MAPS(X)                                                                           \
    X(step) X(clip01) X(sigmoid) X(tanh) X(relu) X(leaky) X(prelu) X(elu) X(swish) X(softplus)     \
    X(gelu) X(selu) X(hard_sigmoid) X(hard_tanh) X(softsign) X(gaussian) X(softmax)
#define KITH_LOSS_MAPS(X)                                                                          \
    X(squared) X(absolute) X(huber) X(bce) X(ce) X(kl) X(hinge) X(perceptron)
#define KITH_RULE_MAPS(X)                                                                          \
    X(sgd) X(momentum) X(momentum_inside) X(nag) X(nesterov) X(adagrad) X(adagrad_lagged)          \
    X(adadelta) X(rmsprop) X(rmsprop_inside) X(adam) X(adam_inside)
/* clang-format on */

typedef struct kith_kern {
    const char *isa; /* "base", "avx2", "avx512", "neon" */
    size_t lanes;    /* kith_reals in a vector */

    /* --- logistic rows (body_rows.h) --- */
    /* G = X T', zero in the padding. */
    void (*rows_dot)(const kith_logistic *r);
    /* The loss of the dots in G: sum of w W log(1 + exp(-+ x.t)). */
    double (*rows_loss)(const kith_logistic *r);
    /* G = scale w W (Y - sigmoid(G)), in place. */
    void (*rows_residual)(const kith_logistic *r, kith_real scale);
    /* One softmax over the N columns: G = scale w (Y - softmax(G)), in place; returns the loss. */
    double (*rows_softmax)(const kith_logistic *r, kith_real scale);
    /* X += G T and T += G' X, in place and from old values. */
    void (*rows_update)(const kith_logistic *r);
    /* dx[m] = G T; T += G' X in place. For a bag, which scatters dx itself. */
    void (*rows_update_t)(const kith_logistic *r, kith_real *const *dx);
    /* dx[m] = G T and dt[n] = G' X, X and T unchanged. */
    void (*rows_direction)(const kith_logistic *r, kith_real *const *dx, kith_real *const *dt);

    /* --- bags (body_rows.h): out = scale * sum of rows; rows[i] += scale * d --- */
    void (*bag_sum)(const kith_real *const *rows, size_t n, size_t width, kith_real scale,
                    kith_real *out);
    void (*bag_add)(kith_real *const *rows, size_t n, size_t width, kith_real scale,
                    const kith_real *d);

    /* --- ids (body_ids.h) --- */
    /* out[i] = kith_rng_at(key, first + i), see base/rng.h */
    void (*draw)(uint64_t key, uint64_t first, size_t n, uint64_t *out);
    /* next[i] = the smallest j in i + 1 .. i + reach with ids[j] == ids[i], or UINT32_MAX; j < n.
     */
    void (*repeats)(const uint32_t *ids, size_t n, size_t reach, uint32_t *next);

    /* --- optimiser runs (body_optim.h): n weights, their direction (minus the gradient), slots ---
     */
#define X(name)                                                                                    \
    void (*name)(kith_real * w, const kith_real *d, kith_real *const *slot, size_t n,              \
                 const kith_hyper *h);
    KITH_RULE_MAPS(X)
#undef X
    /* out = the direction cut and clipped, less l2 w */
    void (*constrain)(kith_real *out, const kith_real *d, const kith_real *w, size_t n,
                      const kith_hyper *h);
    /* w moves by `by` towards 0 and stops there */
    void (*shrink)(kith_real *w, kith_real by, size_t n);
    void (*scale_by)(kith_real *w, kith_real by, size_t n); /* w *= by */

    /* --- activations (body_act.h): y = f(z), y may be z; y = f(z) of z + bias, which stays in z,
     * in one pass; d *= f'(z), from z or y --- */
#define X(name)                                                                                    \
    void (*act_##name)(kith_real * y, const kith_real *z, size_t n, kith_real a);                  \
    void (*bias_##name)(kith_real * y, kith_real * z, const kith_real *bias, size_t n,             \
                        kith_real a);                                                              \
    void (*back_##name)(kith_real * d, const kith_real *z, const kith_real *y, size_t n,           \
                        kith_real a);
    KITH_ACT_MAPS(X)
#undef X
    /* the sum of d z over z < 0 */
    kith_real (*slope)(const kith_real *d, const kith_real *z, size_t n);

    /* --- losses (body_loss.h) of one row: d = -scale dL/dy, returns L; d may be y or NULL --- */
#define X(name)                                                                                    \
    double (*loss_##name)(kith_real * d, const kith_real *y, const kith_real *t, size_t n,         \
                          kith_real scale, kith_real a);
    KITH_LOSS_MAPS(X)
#undef X

    /* --- maps (body_map.h) over n values --- */
    void (*axpy)(kith_real *y, kith_real a, const kith_real *x, size_t n); /* y += a x */
    /* y = (x - shift) factor; y may be x */
    void (*standardise)(const kith_real *x, const kith_real *shift, const kith_real *factor,
                        size_t n, kith_real *y);
    kith_real (*dot)(const kith_real *x, const kith_real *y, size_t n);
    /* z becomes e^z / sum e^z */
    void (*softmax)(kith_real *z, size_t n);

    /* --- doubles in every build (body_double.h), any alignment --- */
    /* product = x.x, y.y, x.y over n */
    void (*pair_products)(const double *x, const double *y, size_t n, double product[3]);
    /* x becomes c x - s y, y becomes s x + c y; apart from each other */
    void (*pair_rotate)(double *x, double *y, size_t n, double c, double s);

    /* --- matrix product (body_gemm.h): C [m][n] (ldc) = beta C + op(A) op(B), row-major --- */
    /* ta: A is [k][m]; tb: B is [n][k]. beta is 0 (C may hold anything) or 1. Rows at any address;
     * C apart from A and B. A row of C has the same bits whichever rows share its call, so workers
     * may split C by rows. Takes 72 KiB of stack. */
    void (*gemm)(bool ta, bool tb, size_t m, size_t n, size_t k, const kith_real *a, size_t lda,
                 const kith_real *b, size_t ldb, kith_real beta, kith_real *c, size_t ldc);

    /* --- normalisation (body_norm.h) of columns or rows [from, to) --- */
    /* Batch norm in training. Reads x, gain, shift; writes mean, var, rate and y. */
    void (*norm_columns)(const kith_norm *b, size_t from, size_t to);
    /* Its way back through the statistics. Reads x, d, gain, mean, var, rate; writes d_gain,
     * d_shift and dx. */
    void (*norm_columns_back)(const kith_norm *b, size_t from, size_t to);
    /* The running statistics [n] of columns move by `pace` (0..1) towards mean and the unbiased
     * var (rows / (rows - 1); needs two rows). */
    void (*norm_running)(const kith_norm *b, kith_real pace, kith_real *mean, kith_real *var,
                         size_t from, size_t to);
    /* rate of columns from var, for statistics that are given. */
    void (*norm_rates)(const kith_norm *b, size_t from, size_t to);
    /* y of ROWS [from, to) by mean and rate of the columns: batch norm outside training. */
    void (*norm_scale)(const kith_norm *b, size_t from, size_t to);
    /* Layer norm of rows. Reads x, gain, shift; writes mean, var, rate and y. */
    void (*norm_rows)(const kith_norm *b, size_t from, size_t to);
    /* Its way back, by rows: reads x, d, gain, mean, var, rate; writes dx. */
    void (*norm_rows_back)(const kith_norm *b, size_t from, size_t to);
    /* d_gain and d_shift of COLUMNS [from, to) of a layer norm; reads x, d, mean, rate. */
    void (*norm_rows_sums)(const kith_norm *b, size_t from, size_t to);

    /* --- dropout (body_norm.h) --- */
    /* y[i] = scale x[i], or 0 with probability drop / 2^32, by half of a draw of `key`: element i
     * stands at place first + i, first even. The same call on a direction is the way back. */
    void (*dropout)(kith_real *y, const kith_real *x, size_t n, uint64_t key, uint64_t first,
                    uint32_t drop, kith_real scale);

    /* --- sparse activations (body_sparse.h) --- */
    /* y[i] = x[i] where z[i] is one of the k largest of z, of equal ones the first; else 0. NaN is
     * the largest. 0 < k <= n; y may be x. */
    void (*keep_largest)(kith_real *y, const kith_real *x, const kith_real *z, size_t n, size_t k);
    /* Columns [from, to) of x [rows][ld]: their means, and what the direction of each value gains
     * from strength KL(share || mean): strength / rows (share / mean - (1-share) / (1-mean)). */
    void (*mean_pull)(const kith_real *x, size_t rows, size_t ld, kith_real share,
                      kith_real strength, kith_real *mean, kith_real *pull, size_t from, size_t to);
    /* d -= by sign(y), and nothing where y is 0 */
    void (*pull_to_zero)(kith_real *d, const kith_real *y, size_t n, kith_real by);

    /* --- scans for queries (body_scan.h), float in every build --- */
    /* score[i] = rows[i] . q over `dim` floats, rows `stride` floats apart. Any alignment. */
    void (*scan)(const float *rows, size_t n, size_t stride, size_t dim, const float *q,
                 float *score);
    /* The same for `queries` queries, q [queries][qstride], score [queries][n]. */
    void (*scan_many)(const float *rows, size_t n, size_t stride, size_t dim, const float *q,
                      size_t queries, size_t qstride, float *score);
    /* norm[i] = the Euclidean length of row i. */
    void (*norms)(const float *rows, size_t n, size_t stride, size_t dim, float *norm);

    /* --- coarse scans (body_bytes.h), of the same bytes the same numbers on every ISA --- */
    /* Packs n rows into the blocks from `block` on; scratch [4 * quads + 64]. Returns the greatest
     * |row - packed| / |row|; infinity for a row with NaN, or with numbers too small or too large.
     */
    float (*pack_bytes)(const kith_bytes *to, size_t block, const float *rows, size_t n,
                        size_t stride, size_t dim, int8_t *scratch);
    /* score[j][i] = scale[i] times row i of the n blocks from `first` on, times query j, over the
     * queries' step; q [queries][qstride] bytes that are 64 more than what they stand for, at most
     * 127; scale [16 n], score [queries][16 n]. */
    void (*scan_bytes)(const kith_bytes *rows, size_t first, size_t n, const uint8_t *q,
                       size_t queries, size_t qstride, const float *scale, float *score);

    /* --- text (body_decimal.h), the same on every ISA --- */
    /* The shortest decimals of the magnitudes of a block of floats, by their patterns. */
    void (*decimals)(const uint32_t bits[KITH_DECIMALS], kith_decimals *d);

    /* --- codes (body_code.h), of the same bytes the same numbers on every ISA --- */
    /* code [kith_code_bytes(dim)] of a row of any length; scratch [dim + 64]. A row of zeros, with
     * NaN or with numbers too small or too large takes no part. */
    void (*code_row)(const float *row, size_t dim, int8_t *scratch, unsigned char *code);
    /* A code as a question, q of the same size; returns what scores are to be scaled by. */
    float (*code_question)(const unsigned char *code, size_t dim, uint8_t *q);
    /* score[i] = scale times record row[i] times the question: cosines, nearly. */
    void (*code_scores)(const unsigned char *codes, size_t dim, const uint32_t *row, size_t n,
                        const uint8_t *q, float scale, float *score);
} kith_kern;

/* The table named, or the best of this machine for NULL. KITH_ERR_USAGE lists the names it has. */
kith_status kith_kern_choose(const char *isa, const kith_kern **out, kith_error *err);
/* The tables that this machine can run, base first; returns how many. For tests. */
size_t kith_kern_all(const kith_kern *tables[8]);

#endif
