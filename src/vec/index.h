/*
 * The inside of kith_index: a graph of near neighbours (vec/graph.h) and the vectors it is of. It
 * is made or read in file/, and asked in query/.
 */
#ifndef KITH_VEC_INDEX_H
#define KITH_VEC_INDEX_H

#include <pthread.h>

#include "vec/graph.h"
#include "vec/tools.h"

struct kith_index {
    const kith_vectors *v; /* borrowed */
    kith_graph graph;
    kith_index_facts facts;
    kith_tools tools;
    pthread_mutex_t *busy;   /* the team: who finds it taken works alone */
    unsigned char *own_code; /* kith_mem_new blocks of an index that was built */
    uint32_t *own_link;
    void *map; /* of one that was read */
    uint64_t map_bytes;
};

/* An index without a graph yet. On failure there is nothing to free. */
kith_status kith_index_new(const kith_vectors *v, unsigned threads, const char *isa,
                           kith_index **out, kith_error *err);

#endif
