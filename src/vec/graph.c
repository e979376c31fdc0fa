/* The walk; see graph.h. */
#include "vec/graph.h"

#include <string.h>

#include "base/mem.h"

enum { LANDMARKS = 512, LINE = 64 /* rows measured at once, at least */ };

kith_status kith_walk_init(kith_walk *w, const kith_kern *k, const kith_graph *g, uint64_t effort,
                           kith_error *err)
{
    const uint64_t line = g->links > LINE ? g->links : LINE;
    *w = (kith_walk){.k = k, .graph = g};
    w->room = (size_t)(effort < g->rows ? effort : g->rows);
    w->best = kith_mem_new(w->room, sizeof *w->best);
    w->question = kith_mem_new(1, kith_code_bytes((size_t)g->dim));
    w->seen = kith_mem_new(g->rows / 64 + 1, sizeof *w->seen);
    w->row = kith_mem_new(line, sizeof *w->row);
    w->score = kith_mem_new(line, sizeof *w->score);
    if (w->best != NULL && w->question != NULL && w->seen != NULL && w->row != NULL &&
        w->score != NULL)
        return KITH_OK;
    kith_walk_clear(w);
    return kith_fail_memory(err, "a walk", w->room * sizeof *w->best + g->rows / 8);
}

void kith_walk_clear(kith_walk *w)
{
    kith_mem_free(w->best);
    kith_mem_free(w->question);
    kith_mem_free(w->seen);
    kith_mem_free(w->row);
    kith_mem_free(w->score);
    w->best = NULL;
    w->question = NULL;
    w->seen = NULL;
    w->row = NULL;
    w->score = NULL;
}

static bool see(kith_walk *w, uint32_t row)
{
    const uint64_t bit = UINT64_C(1) << row % 64;
    const bool before = (w->seen[row / 64] & bit) != 0;
    w->seen[row / 64] |= bit;
    return !before;
}

/* Where it was put among the best; w->count where it was not. */
static size_t keep(kith_walk *w, kith_near near)
{
    if (w->count == w->room && !kith_near_before(&near, &w->best[w->count - 1]))
        return w->count;
    size_t from = 0, to = w->count;
    while (from < to) {
        const size_t middle = (from + to) / 2;
        if (kith_near_before(&near, &w->best[middle]))
            to = middle;
        else
            from = middle + 1;
    }
    if (w->count < w->room)
        w->count++;
    memmove(w->best + from + 1, w->best + from, (w->count - 1 - from) * sizeof near);
    w->best[from] = near;
    return from;
}

/* Measures n rows of w->row; returns the place of the best that was kept. */
static size_t measure(kith_walk *w, size_t n)
{
    size_t first = w->room;
    w->k->code_scores(w->graph->code, (size_t)w->graph->dim, w->row, n, w->question, w->scale,
                      w->score);
    for (size_t i = 0; i < n; i++) {
        const size_t place = keep(w, (kith_near){w->score[i], w->row[i], false});
        first = place < first ? place : first;
    }
    return first;
}

/* Of every `step` rows of first..end the first that takes part. */
static void offer(kith_walk *w, uint64_t first, uint64_t end, uint64_t step)
{
    const unsigned char *code = w->graph->code;
    const size_t bytes = kith_code_bytes((size_t)w->graph->dim);
    while (first < end) {
        size_t n = 0;
        for (; n < LINE && first < end; first += step) {
            const uint64_t to = end - first < step ? end : first + step;
            uint64_t row = first;
            while (row < to && !kith_code_takes_part(code + row * bytes))
                row++;
            if (row < to && see(w, (uint32_t)row))
                w->row[n++] = (uint32_t)row;
        }
        measure(w, n);
    }
}

void kith_walk_offer(kith_walk *w, uint64_t first, uint64_t n)
{
    offer(w, first, first + n, 1);
}

/* The neighbours of a row that were not measured; false where there is one that cannot be. */
static bool look(kith_walk *w, uint32_t from, uint64_t rows, size_t *n)
{
    const uint32_t *link = w->graph->link + from * w->graph->links;
    *n = 0;
    for (uint64_t i = 0; i < w->graph->links && link[i] != KITH_NO_LINK; i++) {
        if (link[i] >= rows)
            return false;
        if (see(w, link[i]))
            w->row[(*n)++] = link[i];
    }
    return true;
}

bool kith_walk_run(kith_walk *w, const unsigned char *code, uint64_t rows, uint64_t *bad)
{
    memset(w->seen, 0, (size_t)(w->graph->rows / 64 + 1) * sizeof *w->seen);
    w->scale = w->k->code_question(code, (size_t)w->graph->dim, w->question);
    w->count = 0;
    offer(w, 0, rows, rows / LANDMARKS + 1);
    for (size_t at = 0; at < w->count;) {
        size_t n = 0;
        if (w->best[at].used) {
            at++;
            continue;
        }
        w->best[at].used = true;
        *bad = w->best[at].row;
        if (!look(w, w->best[at].row, rows, &n))
            return false;
        const size_t place = measure(w, n);
        at = place <= at ? place : at + 1;
    }
    return true;
}
