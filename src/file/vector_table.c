#include "file/vector_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/stream.h"
#include "file/container.h"

kith_status kith_vector_table_is(const char *path, bool *yes, kith_error *err)
{
    const size_t magic = sizeof KITH_CONTAINER_MAGIC - 1;
    const unsigned char *head = NULL;
    size_t bytes = 0;
    kith_stream *stream = NULL;
    *yes = false;
    if (strcmp(path, "-") == 0)
        return KITH_OK; /* cannot be opened twice */
    KITH_TRY(kith_stream_open(path, &stream, err));
    const kith_status status = kith_stream_peek(stream, magic, &head, &bytes, err);
    *yes = status == KITH_OK && bytes >= magic && memcmp(head, KITH_CONTAINER_MAGIC, magic) == 0;
    kith_stream_close(stream);
    return status;
}

kith_status kith_vector_table_copy(const kith_vectors *v, kith_dataset **out, kith_error *err)
{
    const size_t rows = (size_t)kith_vectors_rows(v), dim = (size_t)kith_vectors_dim(v);
    kith_dataset *d = calloc(1, sizeof *d);
    *out = NULL;
    if (d != NULL)
        d->x = kith_mem_grow(NULL, rows, dim * sizeof *d->x);
    if (d == NULL || d->x == NULL) {
        kith_dataset_free(d);
        return kith_fail_memory(err, "the vectors", (uint64_t)rows * dim * sizeof *d->x);
    }
    d->rows = rows;
    d->features = dim;
    d->format = kith_vectors_format(v);
    for (size_t r = 0; r < rows; r++)
        for (size_t i = 0; i < dim; i++)
            d->x[r * dim + i] = (kith_real)kith_vectors_row(v, r)[i];
    *out = d;
    return KITH_OK;
}

kith_status kith_vector_table_open(const char *path, kith_dataset **out, kith_error *err)
{
    kith_vectors *v = NULL;
    *out = NULL;
    KITH_TRY(kith_vectors_open(path, NULL, &v, err));
    const kith_status status = kith_vector_table_copy(v, out, err);
    kith_vectors_free(v);
    return status;
}
