/*
 * What a Python pickle says, without doing what it says: opcodes build nodes, and a call that a
 * pickle asks for is a node with its callable's name and its arguments, never made.
 *
 * The opcodes are those that gensim 4 and NumPy write by protocols 2 to 4 (PEP 307, 3154); any
 * other is refused. Nodes take memory in proportion to the bytes of the pickle.
 */
#ifndef KITH_FILE_PICKLE_H
#define KITH_FILE_PICKLE_H

#include "base/status.h"

typedef enum kith_pickle_kind {
    KITH_PICKLE_NONE,
    KITH_PICKLE_BOOL,
    KITH_PICKLE_INT,
    KITH_PICKLE_FLOAT,
    KITH_PICKLE_TEXT,
    KITH_PICKLE_BYTES,
    KITH_PICKLE_TUPLE,  /* items */
    KITH_PICKLE_LIST,   /* items */
    KITH_PICKLE_DICT,   /* items: key, value, key, value .. */
    KITH_PICKLE_GLOBAL, /* items: module and name, both text */
    KITH_PICKLE_OBJECT  /* items: callable, tuple of arguments, and a state where there is one */
} kith_pickle_kind;

typedef uint32_t kith_node; /* a number of a node */

typedef struct kith_pickle_node {
    kith_pickle_kind kind;
    uint32_t items, room;
    kith_node *item;
    int64_t whole;    /* of BOOL and INT; also where text and bytes begin */
    const char *text; /* of TEXT and BYTES, borrowed from the pickle */
    uint64_t bytes;
} kith_pickle_node;

typedef struct kith_pickle {
    kith_pickle_node *node;
    uint64_t nodes, room;
    kith_node root;
} kith_pickle;

/* Reads a pickle of `bytes` bytes, which must stay; cleared on failure. `file` is for messages. */
kith_status kith_pickle_read(kith_pickle *p, const char *file, const char *text, size_t bytes,
                             kith_error *err);
void kith_pickle_clear(kith_pickle *p);

/* A new node, fewer than 2^32 - 1 so far; on failure there is none. */
kith_status kith_pickle_make(kith_pickle *p, kith_pickle_kind kind, kith_node *out,
                             kith_error *err);
/* Appends an item to a node. */
kith_status kith_pickle_add(kith_pickle *p, kith_node to, kith_node item, kith_error *err);

/* Is it text that says this? */
bool kith_pickle_says(const kith_pickle *p, kith_node n, const char *text);
/* Is it the global `module`.`name`, or an object that calls it? NULL: any module. */
bool kith_pickle_calls(const kith_pickle *p, kith_node n, const char *module, const char *name);
/* The value of a key of a dict, or the item of a sequence; false where there is none. */
bool kith_pickle_get(const kith_pickle *p, kith_node dict, const char *key, kith_node *value);
bool kith_pickle_item(const kith_pickle *p, kith_node n, uint32_t i, kith_pickle_kind kind,
                      kith_node *item);

#endif
