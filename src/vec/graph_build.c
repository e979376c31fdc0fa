#include "vec/graph_build.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "vec/graph_links.h"

enum { BATCH = 512, PIECE = 8 };

/* `to` gets a link to `from`. */
typedef struct arc {
    uint32_t to, from;
} arc;

typedef struct worker {
    kith_walk walk;
    kith_near *near; /* [room + BATCH] a list that is chosen anew */
} worker;

typedef struct building {
    const kith_tools *t;
    const kith_matrix *m;
    kith_graph graph;    /* its lists have more room than in the end: `room` */
    unsigned char *code; /* [rows][bytes] */
    uint32_t *link;      /* [rows][room] */
    size_t bytes, room, links;
    worker *worker;  /* [workers] */
    int8_t *scratch; /* [workers][dim + 64] */
    uint64_t first;  /* of the batch */
    arc *arc;        /* [BATCH * forward] of the batch, by `to` and then `from` */
    size_t arcs;
    uint32_t *start; /* [arcs + 1] of each run of arcs with the same `to` */
    size_t runs;
} building;

/* --- codes --- */

static void encode(void *self, unsigned number, uint64_t first, size_t n)
{
    const building *b = self;
    int8_t *scratch = b->scratch + number * ((size_t)b->m->dim + 64);
    for (uint64_t i = first; i < first + n; i++)
        b->t->k->code_row(b->m->at + i * b->m->stride, (size_t)b->m->dim, scratch,
                          b->code + i * b->bytes);
}

static bool takes_part(const building *b, uint64_t row)
{
    return kith_code_takes_part(b->code + row * b->bytes);
}

/* --- a batch: each row's own links --- */

static void join(void *self, unsigned number, uint64_t first, size_t n)
{
    building *b = self;
    worker *w = &b->worker[number];
    uint64_t bad;
    for (uint64_t row = b->first + first; row < b->first + first + n; row++) {
        uint32_t *link = b->link + row * b->room;
        if (!takes_part(b, row))
            continue;
        kith_walk_run(&w->walk, b->code + row * b->bytes, b->first, &bad);
        kith_walk_offer(&w->walk, b->first, row - b->first);
        kith_links_choose(b->t->k, &b->graph, w->walk.best, w->walk.count, b->links / 2,
                          w->walk.question, link);
    }
}

/* --- links back --- */

static int by_target(const void *x, const void *y)
{
    const arc *a = x, *b = y;
    return a->to != b->to ? (a->to > b->to ? 1 : -1) : (a->from > b->from) - (a->from < b->from);
}

static void collect_arcs(building *b, uint64_t rows)
{
    b->arcs = b->runs = 0;
    for (uint64_t row = b->first; row < b->first + rows; row++)
        for (size_t i = 0; i < b->links / 2 && b->link[row * b->room + i] != KITH_NO_LINK; i++)
            b->arc[b->arcs++] = (arc){b->link[row * b->room + i], (uint32_t)row};
    qsort(b->arc, b->arcs, sizeof *b->arc, by_target);
    for (size_t i = 0; i < b->arcs; i++)
        if (i == 0 || b->arc[i].to != b->arc[i - 1].to)
            b->start[b->runs++] = (uint32_t)i;
    b->start[b->runs] = (uint32_t)b->arcs;
}

static int best_first(const void *x, const void *y)
{
    return kith_near_before(x, y) ? -1 : kith_near_before(y, x);
}

/* Chooses the links of a row anew among near [n], whose rows are set. */
static void choose(const building *b, worker *w, uint64_t row, size_t n)
{
    const kith_kern *k = b->t->k;
    const size_t dim = (size_t)b->m->dim;
    const float scale = k->code_question(b->code + row * b->bytes, dim, w->walk.question);
    for (size_t i = 0; i < n; i++)
        k->code_scores(b->code, dim, &w->near[i].row, 1, w->walk.question, scale,
                       &w->near[i].score);
    qsort(w->near, n, sizeof *w->near, best_first);
    uint32_t *link = b->link + row * b->room;
    kith_links_choose(k, &b->graph, w->near, n, b->links, w->walk.question, link);
    for (size_t i = b->links; i < b->room; i++)
        link[i] = KITH_NO_LINK;
}

static size_t links_of(const building *b, uint64_t row)
{
    const uint32_t *link = b->link + row * b->room;
    size_t n = 0;
    while (n < b->room && link[n] != KITH_NO_LINK)
        n++;
    return n;
}

static void link_back(void *self, unsigned number, uint64_t first, size_t n)
{
    building *b = self;
    worker *w = &b->worker[number];
    for (uint64_t run = first; run < first + n; run++) {
        const arc *a = b->arc + b->start[run];
        const size_t more = b->start[run + 1] - b->start[run], had = links_of(b, a->to);
        uint32_t *link = b->link + a->to * b->room;
        if (had + more <= b->room) {
            for (size_t i = 0; i < more; i++)
                link[had + i] = a[i].from;
            continue;
        }
        for (size_t i = 0; i < had + more; i++)
            w->near[i].row = i < had ? link[i] : a[i - had].from;
        choose(b, w, a->to, had + more);
    }
}

/* --- the end: lists as long as they may be --- */

static void shorten(void *self, unsigned number, uint64_t first, size_t n)
{
    building *b = self;
    worker *w = &b->worker[number];
    for (uint64_t row = first; row < first + n; row++) {
        const size_t count = links_of(b, row);
        for (size_t i = 0; i < count; i++)
            w->near[i].row = b->link[row * b->room + i];
        if (count > b->links)
            choose(b, w, row, count);
    }
}

/* --- the whole --- */

static bool goes_on(const building *b, const kith_watch *watch, double began, uint64_t done)
{
    const double seconds = kith_clock() - began;
    const kith_progress p = {.phase = "index",
                             .done = (double)done,
                             .total = (double)b->m->rows,
                             .unit = "words",
                             .seconds = seconds,
                             .rate = seconds > 0 ? (double)done / seconds : 0,
                             .loss = NAN,
                             .valid_loss = NAN};
    return watch == NULL || watch->call(watch->self, &p);
}

static kith_status join_all(building *b, const kith_watch *watch, kith_error *err)
{
    const double began = kith_clock();
    const uint64_t rows = b->m->rows;
    for (b->first = 0; b->first < rows; b->first += BATCH) {
        const uint64_t left = rows - b->first, n = left < BATCH ? left : BATCH;
        kith_pieces_run(b->t->team, n, PIECE, join, b);
        collect_arcs(b, n);
        kith_pieces_run(b->t->team, b->runs, PIECE, link_back, b);
        if (!goes_on(b, watch, began, b->first + n))
            return kith_fail(err, KITH_CANCELLED, "stopped while building the index");
    }
    kith_pieces_run(b->t->team, rows, BATCH, shorten, b);
    return KITH_OK;
}

static kith_status make_room(building *b, uint64_t effort, kith_error *err)
{
    const unsigned workers = kith_team_size(b->t->team);
    b->worker = kith_mem_new(workers, sizeof *b->worker);
    b->scratch = kith_mem_new(workers, b->m->dim + 64);
    b->arc = kith_mem_new(BATCH * b->links, sizeof *b->arc);
    b->start = kith_mem_new(BATCH * b->links + 1, sizeof *b->start);
    b->link = kith_mem_new(b->m->rows, b->room * sizeof *b->link);
    if (b->worker == NULL || b->scratch == NULL || b->arc == NULL || b->start == NULL ||
        b->link == NULL)
        return kith_fail_memory(err, "the links", b->m->rows * b->room * sizeof *b->link);
    memset(b->link, 0xFF, b->m->rows * b->room * sizeof *b->link);
    b->graph.link = b->link;
    for (unsigned i = 0; i < workers; i++) {
        KITH_TRY(kith_walk_init(&b->worker[i].walk, b->t->k, &b->graph, effort, err));
        b->worker[i].near = kith_mem_new(b->room + BATCH, sizeof *b->worker[i].near);
        if (b->worker[i].near == NULL)
            return kith_fail_memory(err, "a list of links", b->room + BATCH);
    }
    return KITH_OK;
}

static void clear(building *b)
{
    for (unsigned i = 0; b->worker != NULL && i < kith_team_size(b->t->team); i++) {
        kith_walk_clear(&b->worker[i].walk);
        kith_mem_free(b->worker[i].near);
    }
    kith_mem_free(b->worker);
    kith_mem_free(b->scratch);
    kith_mem_free(b->arc);
    kith_mem_free(b->start);
    kith_mem_free(b->link);
}

kith_status kith_graph_build(const kith_tools *t, const kith_matrix *m,
                             const kith_graph_options *how, const kith_watch *watch,
                             unsigned char *code, uint32_t *link, uint64_t *left_out,
                             kith_error *err)
{
    const size_t links = (size_t)how->links, room = links + links / 2;
    building b = {.t = t, .m = m, .code = code, .links = links, .room = room};
    b.bytes = kith_code_bytes((size_t)m->dim);
    b.graph = (kith_graph){.rows = m->rows, .dim = m->dim, .links = room, .code = code};
    kith_status status = make_room(&b, how->effort, err);
    if (status == KITH_OK) {
        kith_pieces_run(t->team, m->rows, KITH_CHUNK_ROWS, encode, &b);
        status = join_all(&b, watch, err);
    }
    *left_out = 0;
    for (uint64_t row = 0; status == KITH_OK && row < m->rows; row++) {
        memcpy(link + row * links, b.link + row * room, links * sizeof *link);
        *left_out += !takes_part(&b, row);
    }
    clear(&b);
    return status;
}
