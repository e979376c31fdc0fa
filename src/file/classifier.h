/*
 * A classifier as a file holds it and as questions use it.
 */
#ifndef KITH_FILE_CLASSIFIER_H
#define KITH_FILE_CLASSIFIER_H

#include "file/dense_file.h"
#include "task/text_classifier.h"

#define KITH_KIND_TEXT "text-classifier"

struct kith_classifier {
    bool table;                 /* rows of numbers: `net`; otherwise lines: `text` */
    kith_text_classifier *text; /* [texts] more than one: an ensemble, answers are the mean */
    size_t texts;
    kith_dense_model net;
    char *options;     /* "name value" lines of its training; of text */
    char **class_name; /* [classes] */
    size_t classes;
};

/* Reads a model into an all-zero classifier, or adds it to the models that *c has; KITH_ERR_DATA
 * where it has other classes than they, or is no classifier. To be freed also on failure. */
kith_status kith_classifier_add(kith_classifier *c, const kith_container *file, const char *kind,
                                const char *isa, kith_error *err);

/* The sections of a text classifier; model, options and buckets are borrowed until the end. */
kith_status kith_text_file_new(const kith_text_classifier *c, const char *options,
                               const uint32_t *bucket, kith_net_file **out, kith_error *err);

#endif
