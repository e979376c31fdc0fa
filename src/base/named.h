/*
 * Finding a row of a table by its name: the one lookup under rules, schedules, activations, formats
 * and kernels, so that an unknown name is told the same way everywhere.
 */
#ifndef KITH_BASE_NAMED_H
#define KITH_BASE_NAMED_H

#include "base/status.h"

enum { KITH_NAMES_MAX = 64 };

/*
 * The index of the name text[0..bytes) among name_at(0), name_at(1), ... up to the first NULL (at
 * most KITH_NAMES_MAX). KITH_ERR_USAGE says what kind of thing is unknown, lists the names there
 * are, and names the nearest.
 */
kith_status kith_named_find(const char *kind, const char *(*name_at)(size_t i), const char *text,
                            size_t bytes, size_t *index, kith_error *err);

#endif
