/* The nearest rows of a search to rows from anywhere. */
#ifndef KITH_QUERY_NEAREST_H
#define KITH_QUERY_NEAREST_H

#include "query/search.h"
#include "vec/vectors.h"

/*
 * As kith_search_nearest, with the rows of a matrix of the same dim as queries. Scores are cosines,
 * minus the handicap [rows of the search] of each answer where it is not NULL.
 */
kith_status kith_search_rows(const kith_search *s, const kith_matrix *rows, const float *handicap,
                             size_t k, kith_hit *hits, size_t *found, kith_error *err);

#endif
