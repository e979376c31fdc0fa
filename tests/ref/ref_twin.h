/*
 * The twin of a model, asked for the same: options, text and the map from bits to noise words.
 */
#ifndef REF_TWIN_H
#define REF_TWIN_H

#include "embed/embed.h"
#include "ref/ref_embed.h"

/* As before the model has learnt; the caller ends it, before the model and its text. */
ref_embed ref_twin_of(const kith_embed *e, bool counted);

#endif
