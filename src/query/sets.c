/*
 * Words taken together: the cosine of two sums, and how central each word is to its group.
 */
#include "base/mem.h"
#include "base/status.h"
#include "query/similarity.h"

kith_status kith_query_similarity(const kith_vectors *v, const kith_term *x, size_t xs,
                                  const kith_term *y, size_t ys, double *similarity,
                                  kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(v);
    float *sum = kith_mem_new(2 * dim, sizeof *sum);
    if (sum == NULL)
        return kith_fail_memory(err, "two vectors", 2 * dim * sizeof *sum);
    kith_query_vector(v, x, xs, sum);
    kith_query_vector(v, y, ys, sum + dim);
    *similarity = kith_cosine(sum, sum + dim, dim);
    kith_mem_free(sum);
    return KITH_OK;
}

kith_status kith_query_centrality(const kith_vectors *v, const kith_term *terms, size_t count,
                                  double *centrality, kith_error *err)
{
    const uint64_t dim = kith_vectors_dim(v);
    float *sum = kith_mem_new(2 * dim, sizeof *sum);
    if (sum == NULL)
        return kith_fail_memory(err, "two vectors", 2 * dim * sizeof *sum);
    kith_query_vector(v, terms, count, sum);
    for (size_t i = 0; i < count; i++) {
        kith_query_vector(v, &terms[i], 1, sum + dim);
        centrality[i] = kith_cosine(sum, sum + dim, dim);
    }
    kith_mem_free(sum);
    return KITH_OK;
}
