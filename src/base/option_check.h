/*
 * What an option's value may be: the checks behind kith_config_set, apart from where values are
 * kept.
 */
#ifndef KITH_BASE_OPTION_CHECK_H
#define KITH_BASE_OPTION_CHECK_H

#include "kith.h"

/* KITH_ERR_USAGE naming the option, what is valid and what was given. */
kith_status kith_option_check(const kith_option *o, const char *value, kith_error *err);

/* A whole number with an optional minus. */
bool kith_option_int(const char *value, int64_t *number);

#endif
