#include "vec/graph_links.h"

enum { AT_ONCE = 4 }; /* of those taken: most candidates are turned away by one of the first */
static const float slack = 1.2F;

/* Is one of the rows taken much nearer to the candidate than the row that chooses? */
static bool is_hidden(const kith_kern *k, const kith_graph *g, const kith_near *near,
                      const uint32_t *taken, size_t count, unsigned char *question)
{
    float score[AT_ONCE];
    const size_t dim = (size_t)g->dim;
    const float scale = k->code_question(g->code + near->row * kith_code_bytes(dim), dim, question);
    for (size_t i = 0; i < count; i += AT_ONCE) {
        const size_t n = count - i < AT_ONCE ? count - i : AT_ONCE;
        k->code_scores(g->code, dim, taken + i, n, question, scale, score);
        for (size_t j = 0; j < n; j++)
            if ((1 - score[j]) * slack < 1 - near->score)
                return true;
    }
    return false;
}

void kith_links_choose(const kith_kern *k, const kith_graph *g, kith_near *near, size_t n,
                       size_t most, unsigned char *question, uint32_t *link)
{
    size_t count = 0;
    for (size_t i = 0; i < n && count < most; i++) {
        near[i].used = !is_hidden(k, g, &near[i], link, count, question);
        if (near[i].used)
            link[count++] = near[i].row;
    }
    for (size_t i = 0; i < n && count < most; i++)
        if (!near[i].used)
            link[count++] = near[i].row;
    while (count < most)
        link[count++] = KITH_NO_LINK;
}
