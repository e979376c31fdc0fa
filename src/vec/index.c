#include "vec/index.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "base/mem.h"

kith_status kith_index_new(const kith_vectors *v, unsigned threads, const char *isa,
                           kith_index **out, kith_error *err)
{
    kith_index *x = calloc(1, sizeof *x);
    if (x == NULL)
        return kith_fail_memory(err, "an index", sizeof *x);
    x->v = v;
    x->busy = malloc(sizeof *x->busy);
    if (x->busy != NULL)
        pthread_mutex_init(x->busy, NULL);
    const kith_status status = x->busy != NULL ? kith_tools_init(&x->tools, threads, isa, err)
                                               : kith_fail_memory(err, "an index", sizeof *x);
    if (status != KITH_OK) {
        kith_index_free(x);
        return status;
    }
    *out = x;
    return KITH_OK;
}

const kith_index_facts *kith_index_about(const kith_index *x)
{
    return &x->facts;
}

void kith_index_free(kith_index *x)
{
    if (x == NULL)
        return;
    if (x->tools.team != NULL)
        kith_tools_clear(&x->tools);
    if (x->busy != NULL)
        pthread_mutex_destroy(x->busy);
    free(x->busy);
    kith_mem_free(x->own_code);
    kith_mem_free(x->own_link);
    if (x->map != NULL)
        munmap(x->map, (size_t)x->map_bytes);
    free(x);
}
