#include "base/pieces.h"

#include <stdatomic.h>

typedef struct pass {
    uint64_t total;
    size_t piece;
    kith_pieces_work *work;
    void *self;
    _Atomic uint64_t next;
} pass;

static void take_pieces(void *self, unsigned worker)
{
    pass *p = self;
    for (;;) {
        const uint64_t first = atomic_fetch_add_explicit(&p->next, p->piece, memory_order_relaxed);
        if (first >= p->total)
            return;
        const uint64_t left = p->total - first;
        p->work(p->self, worker, first, left < p->piece ? (size_t)left : p->piece);
    }
}

void kith_pieces_run(kith_team *team, uint64_t total, size_t piece, kith_pieces_work *work,
                     void *self)
{
    pass p = {.total = total, .piece = piece, .work = work, .self = self};
    if (team != NULL && total > piece)
        kith_team_run(team, take_pieces, &p);
    else
        take_pieces(&p, 0);
}
