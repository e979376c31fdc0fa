/*
 * Which of the rows near a row become its links.
 */
#ifndef KITH_VEC_GRAPH_LINKS_H
#define KITH_VEC_GRAPH_LINKS_H

#include "vec/graph.h"

/*
 * Of near [n], best first, those to link to: one after the other, unless one taken already is much
 * nearer to it than the row itself is, until there are `most`; so links go in different directions
 * and the walk leaves every group of near rows (Malkov & Yashunin 2016, algorithm 4, with the slack
 * of Subramanya et al. 2019). Then, where there is room, the nearest of those turned away: on word
 * vectors they halved what was missed. link [most], unused places KITH_NO_LINK. `question` is
 * scratch [kith_code_bytes(dim)]; near is used up.
 */
void kith_links_choose(const kith_kern *k, const kith_graph *g, kith_near *near, size_t n,
                       size_t most, unsigned char *question, uint32_t *link);

#endif
