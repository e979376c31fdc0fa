/*
 * The nodes of a pickle: how they are made, and how they are asked.
 */
#include "file/pickle.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

kith_status kith_pickle_make(kith_pickle *p, kith_pickle_kind kind, kith_node *out, kith_error *err)
{
    kith_pickle_node *node = kith_mem_room(p->node, p->nodes, &p->room, sizeof *node);
    if (node == NULL)
        return kith_fail_memory(err, "a pickle's nodes", p->nodes * sizeof *node);
    p->node = node;
    *out = (kith_node)p->nodes;
    p->node[p->nodes++] = (kith_pickle_node){.kind = kind};
    return KITH_OK;
}

kith_status kith_pickle_add(kith_pickle *p, kith_node to, kith_node item, kith_error *err)
{
    kith_pickle_node *n = &p->node[to];
    if (n->items == n->room) {
        const uint32_t room = n->room == 0 ? 4 : 2 * n->room;
        kith_node *more =
            n->room < UINT32_MAX / 2 ? kith_mem_grow(n->item, room, sizeof *more) : NULL;
        if (more == NULL)
            return kith_fail_memory(err, "a pickle's items", room * sizeof *more);
        n->item = more;
        n->room = room;
    }
    n->item[n->items++] = item;
    return KITH_OK;
}

void kith_pickle_clear(kith_pickle *p)
{
    for (uint64_t i = 0; i < p->nodes; i++)
        free(p->node[i].item);
    free(p->node);
    *p = (kith_pickle){0};
}

bool kith_pickle_says(const kith_pickle *p, kith_node n, const char *text)
{
    const kith_pickle_node *node = &p->node[n];
    return node->kind == KITH_PICKLE_TEXT && node->bytes == strlen(text) &&
           memcmp(node->text, text, (size_t)node->bytes) == 0;
}

bool kith_pickle_calls(const kith_pickle *p, kith_node n, const char *module, const char *name)
{
    const kith_pickle_node *node = &p->node[n];
    if (node->kind == KITH_PICKLE_OBJECT)
        node = &p->node[node->item[0]];
    return node->kind == KITH_PICKLE_GLOBAL && kith_pickle_says(p, node->item[1], name) &&
           (module == NULL || kith_pickle_says(p, node->item[0], module));
}

bool kith_pickle_get(const kith_pickle *p, kith_node dict, const char *key, kith_node *value)
{
    const kith_pickle_node *node = &p->node[dict];
    if (node->kind != KITH_PICKLE_DICT)
        return false;
    for (uint32_t i = 0; i + 1 < node->items; i += 2)
        if (kith_pickle_says(p, node->item[i], key)) {
            *value = node->item[i + 1];
            return true;
        }
    return false;
}

bool kith_pickle_item(const kith_pickle *p, kith_node n, uint32_t i, kith_pickle_kind kind,
                      kith_node *item)
{
    const kith_pickle_node *node = &p->node[n];
    if (i >= node->items || p->node[node->item[i]].kind != kind)
        return false;
    *item = node->item[i];
    return true;
}
