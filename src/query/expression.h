/*
 * A word of a question as a term: the one place that says what is missing and what is near.
 */
#ifndef KITH_QUERY_EXPRESSION_H
#define KITH_QUERY_EXPRESSION_H

#include "base/status.h"
#include "query/slice.h"

/* KITH_NOT_FOUND names the words nearest in spelling. */
kith_status kith_query_term(const kith_vectors *v, kith_slice word, float weight, kith_term *term,
                            kith_error *err);

#endif
