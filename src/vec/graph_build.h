/*
 * Building a graph of near neighbours: the same bytes at any number of threads.
 *
 * Rows join in their order, a batch at a time. Each row of a batch walks the graph as it was before
 * the batch, side by side with the others, and measures those of the batch that stand before it
 * one by one; so it sees what it would have seen alone. Links back are then made list by list,
 * each by one worker, in the order of the rows.
 */
#ifndef KITH_VEC_GRAPH_BUILD_H
#define KITH_VEC_GRAPH_BUILD_H

#include "vec/graph.h"
#include "vec/tools.h"

typedef struct kith_graph_options {
    uint64_t links;  /* of a row, at least 2 */
    uint64_t effort; /* rows kept by a walk while building */
} kith_graph_options;

/*
 * Fills code [rows][kith_code_bytes(dim)] and link [rows][links], which are the caller's and start
 * as zeros. *left_out: rows that take no part (kern.h). KITH_CANCELLED by the watch, told of phase
 * "index". Memory besides: half of the links again and a walk a worker.
 */
kith_status kith_graph_build(const kith_tools *t, const kith_matrix *m,
                             const kith_graph_options *how, const kith_watch *watch,
                             unsigned char *code, uint32_t *link, uint64_t *left_out,
                             kith_error *err);

#endif
