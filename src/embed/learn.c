/*
 * One call of logistic rows, from dots to changed weights.
 *
 * With SGD the kernel adds lr dX and lr dT in place (fused). Any other rule takes the composed way:
 * the directions are written out and each distinct row is handed to the rule once. A bag takes the
 * direction of its sum and scatters it.
 */
#include "embed/worker.h"

/* Of rows with weights of their own: the weights of the targets that are right. */
static double weighed_examples(const kith_logistic *r)
{
    const size_t ld = kith_logistic_ld(r->n);
    double n = 0;
    for (size_t j = 0; j < r->n; j++)
        for (size_t i = 0; i < r->m && r->label[j] > 0; i++)
            n += (double)(r->weight[i * ld + j] * r->label[j]);
    return n;
}

/* The examples in the rows at hand: pairs for skip-gram, windows for CBOW. */
static double examples(const kith_logistic *r)
{
    double n = (double)r->m;
    if (r->weight_rows)
        return weighed_examples(r);
    if (r->x_weight != NULL)
        for (size_t i = 0; i < r->m; i++)
            n += (double)r->x_weight[i] - 1;
    return n;
}

/* Dots, then G scaled by `scale`; returns false when there is nothing to learn (scoring). */
static bool residual(kith_embed_worker *w, kith_real scale, bool measure)
{
    const kith_embed_config *c = &w->e->config;
    const kith_logistic *r = &w->rows;
    c->kern->rows_dot(r);
    w->pairs += r->weight_rows ? 0 : r->m * r->n; /* those of windows together are counted there */
    if (measure)
        w->tally->examples += examples(r);
    if (c->softmax) {
        const double loss = c->kern->rows_softmax(r, scale);
        w->tally->loss += measure ? loss : 0;
        return w->learning;
    }
    if (measure)
        w->tally->loss += c->kern->rows_loss(r);
    if (w->learning)
        c->kern->rows_residual(r, scale);
    return w->learning;
}

void kith_learn_step(const kith_embed_worker *w, const kith_param *p, size_t row,
                     const kith_real *d)
{
    kith_hyper h = w->e->config.optim.hyper;
    kith_param param = *p;
    h.lr = (kith_real)w->lr;
    kith_param_step_row(w->e->config.kern, &param, row, d, &h);
}

/* The same for a row that lies in one of the matrices. */
static void step_row(const kith_embed_worker *w, const kith_param *p, const kith_real *row,
                     const kith_real *d)
{
    kith_learn_step(w, p, (size_t)(row - p->w) / p->stride, d);
}

/* The steps of the output rows; those of the tree lie behind those of the words. */
static void step_targets(const kith_embed_worker *w)
{
    const kith_embed *e = w->e;
    for (size_t j = 0; j < w->rows.n; j++) {
        const kith_real *row = w->t[j];
        const bool inner = e->config.hierarchical && row >= e->inner.w &&
                           row < e->inner.w + e->inner.rows * e->inner.stride;
        step_row(w, inner ? &e->inner : &e->output, row, w->dt[j]);
    }
}

void kith_learn_rows(kith_embed_worker *w, bool measure)
{
    const kith_kern *k = w->e->config.kern;
    if (!residual(w, w->fused ? (kith_real)w->lr : 1, measure))
        return;
    if (w->fused) {
        k->rows_update(&w->rows);
        return;
    }
    k->rows_direction(&w->rows, w->dx, w->dt);
    for (size_t i = 0; i < w->rows.m; i++)
        if (w->held.vector != NULL)
            kith_held_add(w, w->x[i], 1, w->dx[i]);
        else if (!kith_is_still(w, w->x[i]))
            step_row(w, &w->e->input, w->x[i], w->dx[i]);
    step_targets(w);
}

/* A bag's rows each receive its direction, once for each time they are in it. */
static void step_bag(kith_embed_worker *w, kith_real scale)
{
    for (size_t i = 0; i < w->bag_size; i++) {
        kith_real times = 0;
        for (size_t j = 0; j < w->bag_size; j++) {
            if (w->bag_rows[j] == w->bag_rows[i] && j < i)
                times = -(kith_real)w->bag_size;
            times += w->bag_rows[j] == w->bag_rows[i];
        }
        if (times <= 0)
            continue; /* had its step where it stood first */
        const kith_real *d = w->bag_step;
        w->e->config.kern->bag_sum(&d, 1, w->e->input.stride, scale * times, w->dx[0]);
        step_row(w, &w->e->input, w->bag_rows[i], w->dx[0]);
    }
}

/* The same for words that are held, whose rows take their steps later. */
static void add_to_bag(const kith_embed_worker *w, kith_real scale)
{
    for (size_t i = 0; i < w->bag_size; i++)
        kith_held_add(w, w->bag_rows[i], scale, w->bag_step);
}

void kith_learn_bag(kith_embed_worker *w, bool measure)
{
    const kith_embed_config *c = &w->e->config;
    const kith_real scale = c->bag_mean_gradient && !c->bag_sum ? 1 / (kith_real)w->bag_parts : 1;
    w->rows.m = 1;
    w->rows.x = &w->bag;
    w->rows.x_weight = NULL;
    w->added += w->bag_size;
    if (!residual(w, w->fused ? (kith_real)w->lr : 1, measure))
        return;
    if (w->fused) {
        c->kern->rows_update_t(&w->rows, &w->bag_step);
        c->kern->bag_add(w->bag_rows, w->bag_size, w->e->input.stride, scale, w->bag_step);
        return;
    }
    c->kern->rows_direction(&w->rows, &w->bag_step, w->dt);
    if (w->held.vector != NULL)
        add_to_bag(w, scale);
    else
        step_bag(w, scale);
    step_targets(w);
}
