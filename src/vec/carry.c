/*
 * Rows of what stays are copied by where they were picked to; n-grams are copied whole.
 */
#include "vec/carry.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static kith_status copy_block(const void *from, uint64_t count, size_t size, void **to,
                              kith_error *err)
{
    *to = kith_mem_new(count, size);
    if (*to == NULL)
        return kith_fail_memory(err, "what stands beside the vectors", count * size);
    memcpy(*to, from, (size_t)(count * size));
    return KITH_OK;
}

/* The rows of the words that stay. */
static kith_status carry_rows(const kith_matrix *from, const kith_pick *pick, uint64_t stride,
                              kith_matrix *to, void **own, kith_error *err)
{
    float *made = kith_mem_new(pick->rows, stride * sizeof *made);
    if (made == NULL)
        return kith_fail_memory(err, "what stands beside the vectors",
                                pick->rows * stride * sizeof *made);
    for (uint64_t row = 0; row < from->rows; row++)
        if (pick->place[row] != KITH_NO_WORD)
            memcpy(made + pick->place[row] * stride, from->at + row * from->stride,
                   (size_t)from->dim * sizeof *made);
    *own = made;
    *to = (kith_matrix){made, pick->rows, from->dim, stride};
    return KITH_OK;
}

/* All n-grams stay: words that nobody has asked for yet are made of them. */
static kith_status carry_grams(const kith_grams *from, const kith_pick *pick, uint64_t stride,
                               kith_grams *to, kith_error *err)
{
    KITH_TRY(carry_rows(&from->own, pick, stride, &to->own, &to->own_own, err));
    KITH_TRY(copy_block(from->row.at, from->row.rows, (size_t)from->row.stride * sizeof(float),
                        &to->own_row, err));
    to->row = from->row;
    to->row.at = to->own_row;
    if (from->place != NULL) {
        KITH_TRY(
            copy_block(from->place, from->how.buckets, sizeof *from->place, &to->own_place, err));
        to->place = to->own_place;
    }
    to->how = from->how;
    return KITH_OK;
}

kith_status kith_carry(const kith_vectors *from, const kith_pick *pick, kith_vectors *out,
                       kith_error *err)
{
    const uint64_t stride = out->input.stride;
    if (from->grams.how.most > 0) {
        KITH_TRY(carry_grams(&from->grams, pick, stride, &out->grams, err));
        KITH_TRY(kith_guests_new(&out->guests, err));
    }
    if (from->output.at != NULL && from->output.rows == kith_vectors_rows(from))
        KITH_TRY(carry_rows(&from->output, pick, stride, &out->output, &out->own_output, err));
    if (from->config != NULL && (out->config = strdup(from->config)) == NULL)
        return kith_fail_memory(err, "a configuration", strlen(from->config) + 1);
    return KITH_OK;
}
