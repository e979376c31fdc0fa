/*
 * A machine with a stack and a memo, as pickle.py has it, whose objects are nodes (pickle_tree.c).
 * A node is made by an opcode of at least one byte; an item of a node is taken off the stack, where
 * an opcode put it.
 */
#include "file/pickle.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const kith_node MARK = UINT32_MAX; /* on the stack */

typedef struct machine {
    kith_pickle *p;
    const char *file, *start, *at, *end;
    kith_node *stack;
    uint64_t depth, stack_room;
    kith_node *memo;
    uint64_t memos, memo_room; /* memo[i] is MARK where nothing was put */
    bool stopped;
} machine;

static kith_status bad(const machine *m, const char *what, kith_error *err)
{
    return kith_fail(err, KITH_ERR_DATA, "%s:%zu: a pickle that %s", m->file,
                     (size_t)(m->at - m->start), what);
}

static kith_status make(machine *m, kith_pickle_kind kind, kith_node *out, kith_error *err)
{
    if (m->p->nodes == MARK)
        return bad(m, "has 2^32 values", err);
    return kith_pickle_make(m->p, kind, out, err);
}

static kith_status push(machine *m, kith_node n, kith_error *err)
{
    kith_node *stack = kith_mem_room(m->stack, m->depth, &m->stack_room, sizeof *stack);
    if (stack == NULL)
        return kith_fail_memory(err, "a pickle's stack", m->depth * sizeof *stack);
    m->stack = stack;
    m->stack[m->depth++] = n;
    return KITH_OK;
}

static kith_status pop(machine *m, kith_node *out, kith_error *err)
{
    if (m->depth == 0 || m->stack[m->depth - 1] == MARK)
        return bad(m, "takes more than it has", err);
    *out = m->stack[--m->depth];
    return KITH_OK;
}

/* The items above the last mark: where they begin; the mark goes. */
static kith_status find_mark(machine *m, uint64_t *first, kith_error *err)
{
    uint64_t at = m->depth;
    while (at > 0 && m->stack[at - 1] != MARK)
        at--;
    if (at == 0)
        return bad(m, "has no mark", err);
    *first = at;
    return KITH_OK;
}

/* A new node of the items from stack[first] on, with `below` places under them dropped too. */
static kith_status gather(machine *m, kith_pickle_kind kind, uint64_t first, uint64_t below,
                          kith_error *err)
{
    kith_node n;
    KITH_TRY(make(m, kind, &n, err));
    for (uint64_t i = first; i < m->depth; i++) {
        if (m->stack[i] == MARK)
            return bad(m, "takes more than it has", err);
        KITH_TRY(kith_pickle_add(m->p, n, m->stack[i], err));
    }
    m->depth = first - below;
    return push(m, n, err);
}

static kith_status gather_last(machine *m, kith_pickle_kind kind, uint64_t count, kith_error *err)
{
    return m->depth < count ? bad(m, "takes more than it has", err)
                            : gather(m, kind, m->depth - count, 0, err);
}

/* Appends the items from stack[first] on to the node under them (and under `below` places). */
static kith_status extend(machine *m, kith_pickle_kind kind, uint64_t first, uint64_t below,
                          kith_error *err)
{
    if (first < below + 1 || m->stack[first - below - 1] == MARK)
        return bad(m, "takes more than it has", err);
    const kith_node to = m->stack[first - below - 1];
    if (m->p->node[to].kind != kind || (kind == KITH_PICKLE_DICT && (m->depth - first) % 2 != 0))
        return bad(m, "appends to what is no list or dict", err);
    for (uint64_t i = first; i < m->depth; i++) {
        if (m->stack[i] == MARK)
            return bad(m, "takes more than it has", err);
        KITH_TRY(kith_pickle_add(m->p, to, m->stack[i], err));
    }
    m->depth = first - below;
    return KITH_OK;
}

static kith_status take(machine *m, size_t bytes, const char **out, kith_error *err)
{
    if ((size_t)(m->end - m->at) < bytes)
        return bad(m, "ends early", err);
    *out = m->at;
    m->at += bytes;
    return KITH_OK;
}

/* A whole number of 1 to 8 bytes, low ones first; negative where `sign` and the highest bit say so.
 */
static kith_status take_whole(machine *m, size_t bytes, bool sign, uint64_t *out, kith_error *err)
{
    const char *at = NULL;
    KITH_TRY(take(m, bytes, &at, err));
    uint64_t value = sign && bytes > 0 && (at[bytes - 1] & 0x80) != 0 ? UINT64_MAX : 0;
    for (size_t i = bytes; i-- > 0;)
        value = value << 8 | (unsigned char)at[i];
    *out = value;
    return KITH_OK;
}

static kith_status push_whole(machine *m, kith_pickle_kind kind, uint64_t value, kith_error *err)
{
    kith_node n;
    KITH_TRY(make(m, kind, &n, err));
    memcpy(&m->p->node[n].whole, &value, sizeof value);
    return push(m, n, err);
}

/* LONG1: a number of as many bytes as the byte before says. */
static kith_status push_long(machine *m, kith_error *err)
{
    uint64_t bytes = 0, value = 0;
    KITH_TRY(take_whole(m, 1, false, &bytes, err));
    if (bytes > 9)
        return bad(m, "has a number of more than 64 bits", err);
    KITH_TRY(take_whole(m, bytes < 8 ? (size_t)bytes : 8, true, &value, err));
    if (bytes == 9) /* the ninth is for the sign of a number of 64 bits */
        KITH_TRY(take_whole(m, 1, false, &bytes, err));
    return push_whole(m, KITH_PICKLE_INT, value, err);
}

/* Text or bytes whose length is a number of `width` bytes. */
static kith_status push_text(machine *m, kith_pickle_kind kind, size_t width, kith_error *err)
{
    uint64_t bytes = 0;
    kith_node n;
    const char *text = NULL;
    KITH_TRY(take_whole(m, width, false, &bytes, err));
    if (bytes > (uint64_t)(m->end - m->at))
        return bad(m, "ends early", err);
    KITH_TRY(take(m, (size_t)bytes, &text, err));
    KITH_TRY(make(m, kind, &n, err));
    m->p->node[n].text = text;
    m->p->node[n].bytes = bytes;
    m->p->node[n].whole = text - m->start;
    return push(m, n, err);
}

/* GLOBAL: two lines. */
static kith_status push_global(machine *m, kith_error *err)
{
    for (int i = 0; i < 2; i++) {
        const char *newline = memchr(m->at, '\n', (size_t)(m->end - m->at));
        kith_node n;
        if (newline == NULL)
            return bad(m, "ends early", err);
        KITH_TRY(make(m, KITH_PICKLE_TEXT, &n, err));
        m->p->node[n].text = m->at;
        m->p->node[n].bytes = (uint64_t)(newline - m->at);
        m->at = newline + 1;
        KITH_TRY(push(m, n, err));
    }
    return gather_last(m, KITH_PICKLE_GLOBAL, 2, err);
}

static kith_status put_memo(machine *m, uint64_t place, kith_error *err)
{
    if (m->depth == 0 || m->stack[m->depth - 1] == MARK)
        return bad(m, "takes more than it has", err);
    if (place > (uint64_t)(m->at - m->start))
        return bad(m, "leaves holes in its memo", err);
    while (m->memos <= place) {
        kith_node *memo = kith_mem_room(m->memo, m->memos, &m->memo_room, sizeof *memo);
        if (memo == NULL)
            return kith_fail_memory(err, "a pickle's memo", m->memos * sizeof *memo);
        m->memo = memo;
        m->memo[m->memos++] = MARK;
    }
    m->memo[place] = m->stack[m->depth - 1];
    return KITH_OK;
}

static kith_status get_memo(machine *m, uint64_t place, kith_error *err)
{
    if (place >= m->memos || m->memo[place] == MARK)
        return bad(m, "asks its memo for what was not put there", err);
    return push(m, m->memo[place], err);
}

/* The state goes to the object, as its last item. */
static kith_status build(machine *m, kith_error *err)
{
    kith_node state = 0, object = 0;
    KITH_TRY(pop(m, &state, err));
    KITH_TRY(pop(m, &object, err));
    if (m->p->node[object].kind != KITH_PICKLE_OBJECT || m->p->node[object].items != 2)
        return bad(m, "gives a state to what is no new object", err);
    KITH_TRY(kith_pickle_add(m->p, object, state, err));
    return push(m, object, err);
}

static kith_status extend_marked(machine *m, kith_pickle_kind kind, kith_error *err)
{
    uint64_t first = 0;
    KITH_TRY(find_mark(m, &first, err));
    return extend(m, kind, first, 1, err);
}

/* Opcodes with nothing behind them, except those of extend_marked and gather. */
static kith_status run_plain(machine *m, char op, kith_error *err)
{
    uint64_t first = 0;
    switch (op) {
    case '(':
        return push(m, MARK, err);
    case ')':
        return gather(m, KITH_PICKLE_TUPLE, m->depth, 0, err);
    case '\x8F': /* EMPTY_SET: read as a list */
    case ']':
        return gather(m, KITH_PICKLE_LIST, m->depth, 0, err);
    case '}':
        return gather(m, KITH_PICKLE_DICT, m->depth, 0, err);
    case '\x91': /* FROZENSET: read as a tuple */
    case 't':
        KITH_TRY(find_mark(m, &first, err));
        return gather(m, KITH_PICKLE_TUPLE, first, 1, err);
    case '\x85':
    case '\x86':
    case '\x87':
        return gather_last(m, KITH_PICKLE_TUPLE, (unsigned char)op - 0x84U, err);
    case '\x81': /* NEWOBJ */
    case 'R':
        return gather_last(m, KITH_PICKLE_OBJECT, 2, err);
    case '\x93': /* STACK_GLOBAL */
        return gather_last(m, KITH_PICKLE_GLOBAL, 2, err);
    case 'a':
        return m->depth < 1 ? bad(m, "takes more than it has", err)
                            : extend(m, KITH_PICKLE_LIST, m->depth - 1, 0, err);
    case 's':
        return m->depth < 2 ? bad(m, "takes more than it has", err)
                            : extend(m, KITH_PICKLE_DICT, m->depth - 2, 0, err);
    case '\x90': /* ADDITEMS */
    case 'e':
        return extend_marked(m, KITH_PICKLE_LIST, err);
    case 'u':
        return extend_marked(m, KITH_PICKLE_DICT, err);
    case 'b':
        return build(m, err);
    case '\x94': /* MEMOIZE */
        return put_memo(m, m->memos, err);
    case 'N':
        return push_whole(m, KITH_PICKLE_NONE, 0, err);
    case '\x88':
    case '\x89':
        return push_whole(m, KITH_PICKLE_BOOL, op == '\x88', err);
    default:
        m->at--;
        return kith_fail(err, KITH_ERR_DATA,
                         "%s:%zu: a pickle with opcode 0x%02x, which is not read: expected what "
                         "gensim 4 writes",
                         m->file, (size_t)(m->at - m->start), (unsigned)(unsigned char)op);
    }
}

static kith_status run_memo(machine *m, size_t width, bool put, kith_error *err)
{
    uint64_t place = 0;
    KITH_TRY(take_whole(m, width, false, &place, err));
    return put ? put_memo(m, place, err) : get_memo(m, place, err);
}

static kith_status run_whole(machine *m, size_t width, kith_error *err)
{
    uint64_t value = 0;
    KITH_TRY(take_whole(m, width, width == 4, &value, err));
    return push_whole(m, KITH_PICKLE_INT, value, err);
}

static kith_status run_op(machine *m, char op, kith_error *err)
{
    const char *passed = NULL;
    switch (op) {
    case '\x80': /* PROTO */
        return take(m, 1, &passed, err);
    case '\x95': /* FRAME: how much to read ahead */
        return take(m, 8, &passed, err);
    case 'J':
        return run_whole(m, 4, err);
    case 'K':
        return run_whole(m, 1, err);
    case 'M':
        return run_whole(m, 2, err);
    case '\x8A':
        return push_long(m, err);
    case 'G': /* a double, the highest byte first; nobody asks for its value */
        KITH_TRY(take(m, 8, &passed, err));
        return push_whole(m, KITH_PICKLE_FLOAT, 0, err);
    case '\x8C':
        return push_text(m, KITH_PICKLE_TEXT, 1, err);
    case 'X':
        return push_text(m, KITH_PICKLE_TEXT, 4, err);
    case '\x8D':
        return push_text(m, KITH_PICKLE_TEXT, 8, err);
    case 'C':
        return push_text(m, KITH_PICKLE_BYTES, 1, err);
    case 'B':
        return push_text(m, KITH_PICKLE_BYTES, 4, err);
    case '\x8E':
        return push_text(m, KITH_PICKLE_BYTES, 8, err);
    case 'c':
        return push_global(m, err);
    case 'q':
    case 'h':
        return run_memo(m, 1, op == 'q', err);
    case 'r':
    case 'j':
        return run_memo(m, 4, op == 'r', err);
    case '.':
        m->stopped = true;
        return pop(m, &m->p->root, err);
    default:
        return run_plain(m, op, err);
    }
}

static kith_status run(machine *m, kith_error *err)
{
    while (!m->stopped) {
        if (m->at == m->end)
            return bad(m, "ends early", err);
        KITH_TRY(run_op(m, *m->at++, err));
    }
    return m->at == m->end ? KITH_OK : bad(m, "ends before the file does", err);
}

kith_status kith_pickle_read(kith_pickle *p, const char *file, const char *text, size_t bytes,
                             kith_error *err)
{
    *p = (kith_pickle){0};
    machine m = {.p = p, .file = file, .start = text, .at = text, .end = text + bytes};
    const kith_status status = run(&m, err);
    free(m.stack);
    free(m.memo);
    if (status != KITH_OK)
        kith_pickle_clear(p);
    return status;
}
