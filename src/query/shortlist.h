/*
 * The nearest rows to a group of unit queries by a coarse scan: shortlists of rows that can be
 * among the best, which are then measured.
 */
#ifndef KITH_QUERY_SHORTLIST_H
#define KITH_QUERY_SHORTLIST_H

#include "query/coarse.h"
#include "query/topk.h"

enum { KITH_SHORTLIST_MOST_K = 256 };

/*
 * best [queries]: empty heaps, which say what is skipped; filled with the best rows by the cosines
 * that kith_search_cosines gives, as if all rows had been offered. unit [queries][stride].
 * *enough is false where shortlists overflowed or there was no memory for them: then the heaps are
 * empty still and all rows are to be measured.
 */
void kith_shortlist_nearest(const kith_search *s, const kith_coarse *c, const float *unit,
                            size_t stride, kith_topk *best, size_t queries, bool *enough);

#endif
