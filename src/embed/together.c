/*
 * Neighbouring windows of skip-gram in one call of logistic rows.
 *
 * Their words overlap and they share their noise, so two windows of 6 words by 6 targets become one
 * of 7 by 7: a word's row is read and written once, and so is a noise word's. Each pair counts as
 * often as it would have, by a weight of its own; all are learnt from the same old values. (Ji et
 * al., arXiv 1604.04661, combine windows too, and there all words meet all centres.)
 */
#include <string.h>

#include "embed/worker.h"

/* In how many windows a row is, by the bits that say in which. */
static const unsigned char windows_of[1 << KITH_TOGETHER] = {0, 1, 1, 2, 1, 2, 2, 3};

/* to = times * row, in whole blocks, which the compiler turns into vectors. */
static void scale_row(kith_real *restrict to, kith_real times, const kith_real *restrict row,
                      size_t ld)
{
    for (size_t j = 0; j < ld; j += KITH_LOGISTIC_BLOCK)
        for (size_t k = 0; k < KITH_LOGISTIC_BLOCK; k++)
            to[j + k] = times * row[j + k];
}

/*
 * What the targets weigh for a row that is in some of the windows: [2^windows][ld], the bits of the
 * first index saying in which.
 */
static void weigh(kith_embed_worker *w, size_t windows, size_t ld)
{
    for (size_t in = 0; in < (size_t)1 << windows; in++) {
        kith_real *weight = w->weights + in * ld;
        scale_row(weight, windows_of[in], w->weight, ld);
        for (size_t j = 0; j < windows; j++)
            weight[j] = (kith_real)(in >> j & 1);
    }
}

/* The windows that have the word at a place beside their centre. */
static size_t windows_with(const kith_span *window, size_t windows, size_t centre, size_t place)
{
    size_t in = 0;
    for (size_t k = 0; k < windows; k++) {
        const bool within = place - window[k].from < window[k].to - window[k].from;
        in |= (size_t)(within & (place != centre + k)) << k;
    }
    return in;
}

static kith_span all_of(const kith_span *window, size_t windows)
{
    kith_span all = {SIZE_MAX, 0};
    for (size_t k = 0; k < windows; k++) {
        all.from = window[k].from < all.from ? window[k].from : all.from;
        all.to = window[k].to > all.to ? window[k].to : all.to;
    }
    return all;
}

static bool any_repeats(const kith_embed_worker *w, kith_span all)
{
    uint32_t repeat = UINT32_MAX;
    for (size_t i = all.from; i < all.to; i++)
        repeat = w->next[i] < repeat ? w->next[i] : repeat;
    return repeat < all.to;
}

/* Adds to a row's weights; returns how many were nothing before. */
static size_t add_weights(kith_real *of_row, const kith_real *weight, size_t ld)
{
    size_t more = 0;
    for (size_t j = 0; j < ld; j++) {
        more += weight[j] > 0 && !(of_row[j] > 0);
        of_row[j] += weight[j];
    }
    return more;
}

/* The words of all windows, each row once, weighed for each target. */
static void gather(kith_embed_worker *w, const kith_span *window, size_t windows, size_t centre)
{
    const size_t ld = kith_logistic_ld(w->rows.n);
    const kith_span all = all_of(window, windows);
    const bool repeats = any_repeats(w, all);
    kith_real *of_row = w->weights + (ld << KITH_TOGETHER);
    size_t m = 0;
    weigh(w, windows, ld);
    for (size_t i = all.from; i < all.to; i++) {
        const size_t in = windows_with(window, windows, centre, i);
        const kith_real *weight = w->weights + in * ld;
        kith_real *row = kith_window_row(w, i);
        size_t at = repeats ? 0 : m;
        while (at < m && w->x[at] != row)
            at++;
        if (at == m) {
            w->x[m++] = row;
            scale_row(of_row + at * ld, 1, weight, ld);
            w->pairs += w->rows.n - windows + windows_of[in];
        } else {
            w->pairs += add_weights(of_row + at * ld, weight, ld);
        }
    }
    memset(of_row + m * ld, 0, ld * sizeof *of_row); /* the row that makes them even */
    w->rows.m = m;
    w->rows.weight = of_row;
}

size_t kith_together_count(const kith_embed_worker *w, size_t position, size_t end)
{
    const uint32_t *centre = w->kept + position;
    const size_t left = end - position, most = w->e->config.together;
    size_t n = 1;
    for (; n < most && n < left; n++)
        for (size_t k = 0; k < n; k++)
            if (centre[k] == centre[n])
                return n;
    return n;
}

void kith_together_learn(kith_embed_worker *w, size_t position, size_t windows, size_t start,
                         size_t end)
{
    const size_t until_measured = (KITH_LOSS_EVERY - position % KITH_LOSS_EVERY) % KITH_LOSS_EVERY;
    kith_span window[KITH_TOGETHER] = {{0}};
    for (size_t k = 0; k < windows; k++)
        window[k] = kith_window_at(w, position + k, start, end);
    kith_window_fetch(w, position, windows, end);
    w->rows.x = w->x;
    w->rows.x_weight = NULL;
    w->rows.weight_rows = true;
    kith_targets_of(w, w->kept + position, windows, kith_targets_noise(w, position));
    gather(w, window, windows, position);
    kith_window_spare(w);
    kith_learn_rows(w, !w->learning || until_measured < windows);
    w->rows.weight = w->weight;
    w->rows.weight_rows = false;
}
