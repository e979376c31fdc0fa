/*
 * The index file: the graph of kith_index as sections of a container, made to be mapped.
 *
 *     kind        bytes "index"
 *     near.how    u64 [6]: rows, dim, links, effort, left out, checksum of vectors
 *     near.code   bytes [rows * kith_code_bytes(dim)]
 *     near.link   u32 [rows * links]
 *
 * Which vectors it is of is told by a checksum of their rows, the very one that the table of a
 * .kith model has, so that binding the two reads neither. Links are checked where they are
 * followed.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/stride.h"
#include "file/net_file.h"
#include "vec/graph_build.h"
#include "vec/index.h"

enum { HOW = 6, LEAST_LINKS = 4, MOST_LINKS = 512, LINKS = 32, EFFORT = 100 };
static const char kind[] = "index";

/* Of the rows as a model file lays them out. */
static uint32_t sum_of(const kith_vectors *v)
{
    static const float zeros[64];
    const kith_matrix *m = &v->input;
    const size_t padding = (size_t)(kith_row_stride(m->dim, sizeof(float)) - m->dim);
    uint32_t sum = 0;
    if (v->summed)
        return v->sum;
    for (uint64_t row = 0; row < m->rows; row++) {
        sum = kith_crc32c(sum, m->at + row * m->stride, (size_t)m->dim * sizeof(float));
        sum = kith_crc32c(sum, zeros, padding * sizeof(float));
    }
    return sum;
}

/* --- building --- */

/* What is written, with the numbers that are known at its end alone. */
typedef struct writing {
    kith_net_file *file;
    uint64_t how[HOW];
} writing;

static void note_facts(writing *o, const kith_index_facts *f)
{
    memcpy(o->how, (uint64_t[HOW]){f->rows, f->dim, f->links, f->effort, f->left_out, f->vectors},
           sizeof o->how);
}

static kith_status begin(writing *o, const kith_index *x, const char *path, kith_error *err)
{
    const kith_index_facts *f = &x->facts;
    KITH_TRY(kith_net_file_new(kind, &o->file, err));
    kith_net_file_array(o->file, "near.how", "u64", HOW, o->how);
    kith_net_file_array(o->file, "near.code", "bytes", f->rows * kith_code_bytes((size_t)f->dim),
                        x->own_code);
    kith_net_file_array(o->file, "near.link", "u32", f->rows * f->links, x->own_link);
    return kith_net_file_begin(o->file, path, err);
}

static kith_status fill(kith_index *x, const kith_watch *watch, kith_error *err)
{
    kith_index_facts *f = &x->facts;
    const kith_graph_options how = {.links = f->links, .effort = f->effort};
    f->vectors = sum_of(x->v);
    KITH_TRY(kith_graph_build(&x->tools, &x->v->input, &how, watch, x->own_code, x->own_link,
                              &f->left_out, err));
    x->graph = (kith_graph){f->rows, f->dim, f->links, x->own_code, x->own_link};
    return KITH_OK;
}

static kith_status make_room(kith_index *x, kith_error *err)
{
    const kith_index_facts *f = &x->facts;
    x->own_code = kith_mem_new(f->rows, kith_code_bytes((size_t)f->dim));
    x->own_link = kith_mem_new(f->rows, f->links * sizeof *x->own_link);
    if (x->own_code != NULL && x->own_link != NULL)
        return KITH_OK;
    return kith_fail_memory(err, "an index",
                            f->rows * (kith_code_bytes((size_t)f->dim) + 4 * f->links));
}

static kith_status build(kith_index *x, const char *path, const kith_watch *watch, kith_error *err)
{
    writing o = {0};
    KITH_TRY(make_room(x, err));
    kith_status status = path != NULL ? begin(&o, x, path, err) : KITH_OK;
    if (status == KITH_OK)
        status = fill(x, watch, err);
    note_facts(&o, &x->facts);
    if (status == KITH_OK && path != NULL)
        return kith_net_file_finish(&o.file, err);
    kith_net_file_discard(&o.file);
    return status;
}

static kith_status check(const kith_vectors *v, const kith_index_options *how, kith_error *err)
{
    if (how->links != 0 && (how->links < LEAST_LINKS || how->links > MOST_LINKS))
        return kith_fail(err, KITH_ERR_USAGE, "%" PRIu64 " links a row: expected %d to %d",
                         how->links, LEAST_LINKS, MOST_LINKS);
    if (v->input.rows == 0)
        return kith_fail(err, KITH_ERR_DATA, "no rows to make an index of");
    if (v->input.rows >= KITH_NO_LINK)
        return kith_fail(err, KITH_ERR_USAGE,
                         "%" PRIu64 " rows: an index holds fewer than 2^32 - 1", v->input.rows);
    return KITH_OK;
}

kith_status kith_index_build(const kith_vectors *v, const kith_index_options *how,
                             const char *output, const kith_watch *watch, kith_index **out,
                             kith_error *err)
{
    const kith_index_options none = {0}, *o = how != NULL ? how : &none;
    kith_index *x = NULL;
    if (out != NULL)
        *out = NULL;
    KITH_TRY(check(v, o, err));
    KITH_TRY(kith_index_new(v, o->threads, o->isa, &x, err));
    x->facts = (kith_index_facts){.rows = v->input.rows,
                                  .dim = v->input.dim,
                                  .links = o->links > 0 ? o->links : LINKS,
                                  .effort = o->effort > 0 ? o->effort : EFFORT};
    const kith_status status = build(x, output, watch, err);
    if (status == KITH_OK && out != NULL)
        *out = x;
    else
        kith_index_free(x);
    return status;
}

/* --- reading --- */

static bool is_index(const kith_container *c)
{
    const kith_section *s = NULL;
    const void *at = NULL;
    return kith_container_need(c, "kind", "bytes", 1, &s, &at, NULL) == KITH_OK &&
           s->bytes == sizeof kind - 1 && memcmp(at, kind, sizeof kind - 1) == 0;
}

static kith_status read_facts(const kith_container *c, kith_index_facts *f, kith_graph *g,
                              kith_error *err)
{
    const kith_section *how = NULL, *code = NULL, *link = NULL;
    const void *how_at = NULL, *code_at = NULL, *link_at = NULL;
    KITH_TRY(kith_container_need(c, "near.how", "u64", 1, &how, &how_at, err));
    KITH_TRY(kith_container_need(c, "near.code", "bytes", 1, &code, &code_at, err));
    KITH_TRY(kith_container_need(c, "near.link", "u32", 1, &link, &link_at, err));
    const uint64_t *n = how_at;
    uint64_t codes, links;
    if (how->shape[0] != HOW || n[0] == 0 || n[0] >= KITH_NO_LINK || n[1] == 0 ||
        n[1] > KITH_DIM_MAX || n[2] == 0 || n[5] > UINT32_MAX ||
        !kith_mul(n[0], kith_code_bytes((size_t)n[1]), &codes) || codes != code->shape[0] ||
        !kith_mul(n[0], n[2], &links) || links != link->shape[0])
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:%" PRIu64 ": the sections are not as long as near.how says",
                         kith_container_name(c), how->offset);
    *f = (kith_index_facts){n[0], n[1], n[2], n[3], n[4], (uint32_t)n[5]};
    *g = (kith_graph){f->rows, f->dim, f->links, code_at, link_at};
    return KITH_OK;
}

static kith_status open_file(const char *path, bool copy, bool check, kith_container **out,
                             kith_error *err)
{
    kith_status status = kith_container_open(path, copy, out, err);
    if (status == KITH_OK && !is_index(*out))
        status = kith_fail(err, KITH_NOT_FOUND, "%s: a .kith file, but no index", path);
    if (status == KITH_OK && check)
        status = kith_container_check(*out, err);
    if (status == KITH_OK)
        return KITH_OK;
    kith_container_close(*out);
    *out = NULL;
    return status;
}

static kith_status fits(const char *path, const kith_index_facts *f, const kith_vectors *v,
                        kith_error *err)
{
    if (f->rows != v->input.rows || f->dim != v->input.dim)
        return kith_fail(err, KITH_ERR_DATA,
                         "%s: an index of other vectors: %" PRIu64 " x %" PRIu64
                         ", the model has %" PRIu64 " x %" PRIu64,
                         path, f->rows, f->dim, v->input.rows, v->input.dim);
    if (f->vectors != sum_of(v))
        return kith_fail(err, KITH_ERR_DATA,
                         "%s: an index of other vectors: build it anew with kith index", path);
    return KITH_OK;
}

kith_status kith_index_open(const char *path, const kith_vectors *v, const kith_index_opening *how,
                            kith_index **out, kith_error *err)
{
    const kith_index_opening none = {0}, *o = how != NULL ? how : &none;
    kith_container *c = NULL;
    kith_index *x = NULL;
    *out = NULL;
    KITH_TRY(kith_index_new(v, o->threads, o->isa, &x, err));
    kith_status status = open_file(path, o->copy, o->check, &c, err);
    if (status == KITH_NOT_FOUND)
        status = KITH_ERR_DATA;
    if (status == KITH_OK)
        status = read_facts(c, &x->facts, &x->graph, err);
    if (status == KITH_OK)
        status = fits(path, &x->facts, v, err);
    if (status == KITH_OK)
        x->map = kith_container_release(c, &x->map_bytes);
    kith_container_close(c);
    if (status == KITH_OK)
        *out = x;
    else
        kith_index_free(x);
    return status;
}

kith_status kith_index_read_facts(const char *path, bool check, kith_index_facts *out,
                                  kith_error *err)
{
    kith_container *c = NULL;
    kith_graph unused;
    KITH_TRY(open_file(path, false, check, &c, err));
    const kith_status status = read_facts(c, out, &unused, err);
    kith_container_close(c);
    return status;
}
