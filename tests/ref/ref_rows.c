/*
 * One example and what it does to rows: errors of its targets, directions that are summed until the
 * call is over, steps; and words with n-grams, which are held while windows can reach them.
 */
#include "ref/ref_parts.h"

#include <math.h>
#include <stdlib.h>

static double score(const ref_visit *v, const double *x, const ref_target *t)
{
    const double *w = v->r->weight[t->matrix] + t->row * v->r->dim;
    double z = 0;
    for (size_t c = 0; c < v->r->dim; c++)
        z += x[c] * w[c];
    return z;
}

/* log(1 + e^z). */
static double softplus(double z)
{
    return z > 30 ? z + exp(-z) : log1p(exp(z));
}

/* The error of each target for the input x, and the loss. */
static double errors(const ref_visit *v, const double *x, double *error)
{
    double loss = 0, total = 0;
    for (size_t j = 0; j < v->targets; j++) {
        const ref_target *t = &v->target[j];
        const double z = score(v, x, t);
        error[j] = v->r->softmax ? exp(z) : t->label - 1 / (1 + exp(-z));
        total += error[j];
        loss += softplus(t->label > 0 ? -z : z);
    }
    if (!v->r->softmax)
        return loss;
    for (size_t j = 0; j < v->targets; j++) {
        const double p = error[j] / total;
        loss = v->target[j].label > 0 ? -log(p) : loss;
        error[j] = v->target[j].label - p;
    }
    return loss;
}

double *ref_rows_change(ref_embed *r, int m, uint64_t row)
{
    if (!r->is_touched[m][row]) {
        r->is_touched[m][row] = true;
        r->touched[m][r->touches[m]++] = row;
    }
    return r->change[m] + row * r->dim;
}

/* A pair of rows counts once in a call. */
static void count_pair(ref_embed *r, uint64_t input, const ref_target *t)
{
    const uint64_t row = 2 * t->row + (t->matrix == INNER);
    for (uint64_t i = 0; i < r->pairs; i++)
        if (r->pair[i].input == input && r->pair[i].row == row)
            return;
    r->pair[r->pairs].input = input;
    r->pair[r->pairs++].row = row;
}

void ref_rows_example(ref_visit *v, uint64_t input, const double *x, double *dx)
{
    ref_embed *r = v->r;
    double *error = ref_zeros(v->targets, sizeof *error);
    const double loss = errors(v, x, error);
    for (size_t j = 0; j < v->targets; j++) {
        const ref_target *t = &v->target[j];
        const double *w = r->weight[t->matrix] + t->row * r->dim;
        double *dw = ref_rows_change(r, t->matrix, t->row);
        for (size_t c = 0; c < r->dim; c++) {
            dx[c] += error[j] * w[c];
            dw[c] += error[j] * x[c];
        }
        if (r->pair != NULL)
            count_pair(r, input, t);
    }
    r->loss += v->measured ? loss : 0;
    r->examples += v->measured;
    free(error);
}

/* Moves a row by what was summed, at this rate, and forgets it. */
static void move_row(const ref_visit *v, int m, uint64_t row, double lr)
{
    const ref_embed *r = v->r;
    for (uint64_t i = row * r->dim; i < (row + 1) * r->dim; i++) {
        const double d = r->change[m][i];
        r->change[m][i] = 0;
        if (d == 0 || !v->learning)
            continue;
        if (m == HELD) {
            r->weight[m][i] += r->adagrad ? 0 : lr * d;
            r->squares[m][i] += r->adagrad ? d : lr * d;
            continue;
        }
        r->squares[m][i] += d * d;
        r->weight[m][i] += r->adagrad ? lr * d / (sqrt(r->squares[m][i]) + r->eps) : lr * d;
    }
}

static void move(ref_visit *v, int m, double lr)
{
    ref_embed *r = v->r;
    for (uint64_t i = 0; i < r->touches[m]; i++) {
        r->is_touched[m][r->touched[m][i]] = false;
        move_row(v, m, r->touched[m][i], lr);
    }
    r->touches[m] = 0;
}

void ref_rows_step(ref_visit *v)
{
    for (int m = 0; m < REF_MATRICES; m++)
        move(v, m, v->lr);
    v->r->operations += v->learning ? 6 * (double)(v->r->pairs * v->r->dim) : 0;
    v->r->pairs = 0;
}

void ref_rows_added(ref_visit *v, double rows)
{
    v->r->operations += v->learning ? 2 * rows * (double)v->r->dim : 0;
}

/* with [dim + 1]: the sum of rows, and how many. */
static void sum_gram(ref_embed *r, uint32_t bucket, double *with)
{
    for (size_t c = 0; c < r->dim; c++)
        with[c] += r->weight[GRAM][r->gram[bucket] * r->dim + c];
    with[r->dim]++;
}

static void change_gram(ref_embed *r, uint32_t bucket, double *with)
{
    double *change = ref_rows_change(r, GRAM, r->gram[bucket]);
    for (size_t c = 0; c < r->dim; c++)
        change[c] += with[c];
}

double ref_rows_parts(ref_embed *r, uint32_t word)
{
    double *sum = ref_zeros(r->dim + 1, sizeof *sum);
    if (r->maxn > 0)
        ref_each_gram(r, word, sum_gram, sum);
    const double n = sum[r->dim] + 1;
    free(sum);
    return n;
}

static void enter(ref_visit *v, uint32_t word)
{
    ref_embed *r = v->r;
    double *sum = ref_zeros(r->dim + 1, sizeof *sum);
    if (r->within[word]++ == 0) {
        ref_each_gram(r, word, sum_gram, sum);
        ref_rows_added(v, sum[r->dim] + 1);
        for (size_t c = 0; c < r->dim; c++) {
            const size_t at = word * r->dim + c;
            r->weight[HELD][at] = (r->weight[INPUT][at] + sum[c]) / (sum[r->dim] + 1);
            r->squares[HELD][at] = 0;
        }
    }
    free(sum);
}

static void leave(ref_visit *v, uint32_t word)
{
    ref_embed *r = v->r;
    if (--r->within[word] > 0)
        return;
    double *learnt = r->squares[HELD] + word * r->dim, *change = ref_rows_change(r, INPUT, word);
    for (size_t c = 0; c < r->dim; c++)
        change[c] += learnt[c];
    ref_each_gram(r, word, change_gram, learnt);
    move(v, INPUT, r->adagrad ? v->lr : 1);
    move(v, GRAM, r->adagrad ? v->lr : 1);
}

void ref_rows_hold(ref_visit *v, size_t position)
{
    const ref_embed *r = v->r;
    if (v->left == v->reached)
        v->left = v->reached = position;
    for (; v->left + r->window < position; v->left++)
        leave(v, v->kept[v->left]);
    for (; v->reached <= position + r->window && v->reached < v->length &&
           v->kept[v->reached] != UINT32_MAX;
         v->reached++)
        enter(v, v->kept[v->reached]);
}

void ref_rows_let_go(ref_visit *v)
{
    for (; v->left < v->reached; v->left++)
        leave(v, v->kept[v->left]);
}
