/*
 * A classifier as a file holds it and as questions use it.
 */
#ifndef KITH_FILE_CLASSIFIER_H
#define KITH_FILE_CLASSIFIER_H

#include "file/dense_file.h"
#include "task/text_classifier.h"

#define KITH_KIND_TEXT "text-classifier"

struct kith_classifier {
    bool table; /* rows of numbers: `net`; otherwise lines: `text` */
    kith_text_classifier text;
    kith_dense_model net;
    char *options;     /* "name value" lines of its training; of text */
    char **class_name; /* [classes] */
    size_t classes;
};

/* The sections of a text classifier; model, options and buckets are borrowed until the end. */
kith_status kith_text_file_new(const kith_text_classifier *c, const char *options,
                               const uint32_t *bucket, kith_net_file **out, kith_error *err);

#endif
