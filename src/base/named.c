#include "base/named.h"

#include <stdio.h>
#include <string.h>

/* "a b c" into a fixed room; a list that is too long is cut. */
static void join(char *list, size_t room, const char *const *names, size_t count)
{
    size_t used = 0;
    list[0] = '\0';
    for (size_t i = 0; i < count && used < room; i++) {
        const int n = snprintf(list + used, room - used, "%s%s", i > 0 ? " " : "", names[i]);
        used += n > 0 ? (size_t)n : 0;
    }
}

kith_status kith_named_find(const char *kind, const char *(*name_at)(size_t i), const char *text,
                            size_t bytes, size_t *index, kith_error *err)
{
    const char *names[KITH_NAMES_MAX], *name;
    char list[320], wrong[64];
    size_t count = 0;
    for (; count < KITH_NAMES_MAX && (name = name_at(count)) != NULL; count++) {
        names[count] = name;
        if (strlen(name) == bytes && memcmp(name, text, bytes) == 0) {
            *index = count;
            return KITH_OK;
        }
    }
    join(list, sizeof list, names, count);
    snprintf(wrong, sizeof wrong, "%.*s", (int)(bytes < sizeof wrong ? bytes : sizeof wrong - 1),
             text);
    const char *near = kith_nearest_name(wrong, names, count);
    return kith_fail(err, KITH_ERR_USAGE, "unknown %s '%s'%s%s%s: expected one of %s", kind, wrong,
                     near != NULL ? ", did you mean '" : "", near != NULL ? near : "",
                     near != NULL ? "'" : "", list);
}
