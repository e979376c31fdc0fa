/*
 * Configurations as text, "name value" lines: how a file remembers what it was made with.
 */
#ifndef KITH_BASE_OPTION_TEXT_H
#define KITH_BASE_OPTION_TEXT_H

#include "kith.h"

/* The values of the options that `keep` says, empty ones left out. The caller frees with free. */
kith_status kith_config_format(const kith_config *c, bool (*keep)(const kith_option *o),
                               char **text, kith_error *err);
/* Sets what the lines say, with the checks of kith_config_set; KITH_ERR_DATA names the line. */
kith_status kith_config_read(kith_config *c, const char *text, kith_error *err);

#endif
