#include "vec/unit.h"

#include <math.h>

static void normalize_piece(void *self, unsigned worker, uint64_t first, size_t n)
{
    kith_vectors *v = self;
    (void)worker;
    for (size_t r = 0; r < n; r++) {
        float *row = (float *)v->own_input + (first + r) * v->input.stride;
        double square = 0;
        for (uint64_t i = 0; i < v->input.dim; i++)
            square += (double)row[i] * (double)row[i];
        const double length = sqrt(square);
        for (uint64_t i = 0; length > 0 && i < v->input.dim; i++)
            row[i] = (float)((double)row[i] / length);
    }
}

void kith_rows_normalize(const kith_tools *t, kith_vectors *v)
{
    kith_pieces_run(t->team, v->input.rows, KITH_CHUNK_ROWS, normalize_piece, v);
}
