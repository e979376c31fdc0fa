/*
 * Names of classes to numbers. While a table is read, classes are numbered as they come; at its end
 * they are sorted, so that the order of the rows says nothing: as numbers where every name is one,
 * else by bytes. The classes of a model are taken as they are, and nothing is added to them.
 */
#ifndef KITH_FILE_TABLE_CLASSES_H
#define KITH_FILE_TABLE_CLASSES_H

#include "text/words.h"
#include "train/dataset.h"

typedef struct kith_table_classes {
    kith_words names;
    bool known; /* from a model */
} kith_table_classes;

/* `count` 0: to be found in the table. */
kith_status kith_table_classes_init(kith_table_classes *c, char *const *name, size_t count,
                                    kith_error *err);
/* KITH_CLASS_UNKNOWN where the classes are known and this is none of them. */
kith_status kith_table_classes_number(kith_table_classes *c, const char *name, size_t bytes,
                                      uint32_t *number, kith_error *err);
/* Sorts (unless known), renumbers the labels of `d` and gives it the names. */
kith_status kith_table_classes_finish(kith_table_classes *c, kith_dataset *d, kith_error *err);
void kith_table_classes_clear(kith_table_classes *c);

#endif
