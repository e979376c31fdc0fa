#include "file/table_classes.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

kith_status kith_table_classes_init(kith_table_classes *c, char *const *name, size_t count,
                                    kith_error *err)
{
    *c = (kith_table_classes){.known = count > 0};
    for (size_t i = 0; i < count; i++) {
        uint64_t id = 0;
        bool added = false;
        KITH_TRY(kith_words_add(&c->names, name[i], strlen(name[i]), &id, &added, err));
        if (!added)
            return kith_fail(err, KITH_ERR_DATA, "the class '%s' is there twice", name[i]);
    }
    return KITH_OK;
}

void kith_table_classes_clear(kith_table_classes *c)
{
    kith_words_clear(&c->names);
}

kith_status kith_table_classes_number(kith_table_classes *c, const char *name, size_t bytes,
                                      uint32_t *number, kith_error *err)
{
    uint64_t id = 0;
    bool added = false;
    if (c->known)
        id = kith_words_find(&c->names, name, bytes);
    else
        KITH_TRY(kith_words_add(&c->names, name, bytes, &id, &added, err));
    *number = id == KITH_NO_WORD ? KITH_CLASS_UNKNOWN : (uint32_t)id;
    return KITH_OK;
}

typedef struct sorted_class {
    const char *name;
    size_t bytes;
    double number;
    uint32_t from; /* its number so far */
} sorted_class;

static int compare_bytes(const void *a, const void *b)
{
    const sorted_class *left = a, *right = b;
    const size_t least = left->bytes < right->bytes ? left->bytes : right->bytes;
    const int order = memcmp(left->name, right->name, least);
    return order != 0 ? order : (left->bytes > right->bytes) - (left->bytes < right->bytes);
}

/* Equal numbers that are written differently ("1", "1.0") by bytes, so that the order is one. */
static int compare_numbers(const void *a, const void *b)
{
    const sorted_class *left = a, *right = b;
    if (left->number != right->number)
        return left->number < right->number ? -1 : 1;
    return compare_bytes(a, b);
}

static void sort(const kith_words *names, sorted_class *list)
{
    bool numbers = true;
    for (uint32_t i = 0; i < names->size; i++) {
        list[i].name = kith_words_at(names, i, &list[i].bytes);
        list[i].from = i;
        numbers = kith_parse_real(list[i].name, list[i].bytes, &list[i].number) &&
                  list[i].number == list[i].number && numbers;
    }
    qsort(list, names->size, sizeof *list, numbers ? compare_numbers : compare_bytes);
}

/* `to` [classes]: the new number of each. */
static void renumber(kith_dataset *d, const sorted_class *list, uint32_t *to)
{
    for (uint32_t i = 0; i < d->classes; i++)
        to[list[i].from] = i;
    for (size_t r = 0; r < d->rows; r++)
        d->label[r] = to[d->label[r]];
}

static kith_status copy_names(kith_dataset *d, const sorted_class *list, size_t count,
                              kith_error *err)
{
    d->class_name = calloc(count, sizeof *d->class_name);
    if (d->class_name == NULL)
        return kith_fail_memory(err, "class names", count * sizeof *d->class_name);
    d->classes = count;
    for (size_t i = 0; i < count; i++) {
        d->class_name[i] = kith_mem_copy(list[i].name, list[i].bytes);
        if (d->class_name[i] == NULL)
            return kith_fail_memory(err, "a class name", list[i].bytes);
    }
    return KITH_OK;
}

static void list_known(const kith_words *names, sorted_class *list)
{
    for (uint32_t i = 0; i < names->size; i++)
        list[i].name = kith_words_at(names, i, &list[i].bytes);
}

kith_status kith_table_classes_finish(kith_table_classes *c, kith_dataset *d, kith_error *err)
{
    const uint64_t count = c->names.size;
    if (count == 0)
        return KITH_OK;
    sorted_class *list = kith_mem_new(count, sizeof *list);
    uint32_t *to = kith_mem_new(count, sizeof *to);
    kith_status status = KITH_OK;
    if (list == NULL || to == NULL)
        status = kith_fail_memory(err, "the order of classes", count * sizeof *list);
    if (status == KITH_OK && c->known)
        list_known(&c->names, list);
    else if (status == KITH_OK)
        sort(&c->names, list);
    if (status == KITH_OK)
        status = copy_names(d, list, count, err);
    if (status == KITH_OK && !c->known)
        renumber(d, list, to);
    kith_mem_free(to);
    kith_mem_free(list);
    return status;
}
