/* The vectors that words have as neighbours of others, which training learns beside their own. */
#include "vec/vectors.h"

static void fill(const kith_vectors *v, kith_side side, kith_vectors *out)
{
    for (uint64_t row = 0; row < out->input.rows; row++) {
        const float *from = v->output.at + row * v->output.stride;
        float *to = (float *)out->own_input + row * out->input.stride;
        for (uint64_t i = 0; i < out->input.dim; i++)
            to[i] = from[i] + (side == KITH_SIDE_SUM ? to[i] : 0);
    }
}

kith_status kith_vectors_side(const kith_vectors *v, kith_side side, kith_vectors **out,
                              kith_error *err)
{
    const kith_edit copy = {.threads = 1, .alone = true};
    *out = NULL;
    if (side != KITH_SIDE_INPUT && v->output.rows < kith_vectors_rows(v))
        return kith_fail(err, KITH_ERR_USAGE,
                         "no context vectors: the file (%s) has none; kith train keeps them in a "
                         ".kith file, but for --loss hs",
                         kith_vectors_format(v));
    KITH_TRY(kith_vectors_edit(&v, 1, &copy, out, NULL, err));
    if (side != KITH_SIDE_INPUT)
        fill(v, side, *out);
    return KITH_OK;
}
