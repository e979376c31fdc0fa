/*
 * The one grammar of everything that is chosen by name: NAME[:ARGUMENT[,ARGUMENT...]], an argument
 * being KEY=NUMBER, or a bare NUMBER for the first key ("leaky:0.2"), or, right behind the name,
 * the VARIANT that is part of it ("adam:notes3").
 */
#ifndef KITH_NN_SETTING_H
#define KITH_NN_SETTING_H

#include "base/status.h"

/* A value that can be set, and where it goes. */
typedef struct kith_setting {
    const char *key;
    double least, most; /* inclusive */
    double *value;
} kith_setting;

/* A text in the grammar, cut behind its name. */
typedef struct kith_named {
    const char *kind;      /* "optimiser", for messages */
    size_t index;          /* of the name found */
    const char *arguments; /* not terminated */
    size_t bytes;
} kith_named;

/* Finds NAME or NAME:VARIANT among name_at(0), ... as kith_named_find does. */
kith_status kith_named_split(const char *kind, const char *(*name_at)(size_t i), const char *text,
                             size_t bytes, kith_named *out, kith_error *err);

/* Sets what the arguments say. KITH_ERR_USAGE names the wrong one and the keys there are. */
kith_status kith_named_settings(const kith_named *named, const char *name,
                                const kith_setting *setting, size_t count, kith_error *err);

#endif
