#include "file/endings.h"

#include <string.h>

const char *kith_ending_of_input(const char *path, size_t *bytes)
{
    const size_t size = strlen(path);
    const size_t name = size > 3 && strcmp(path + size - 3, ".gz") == 0 ? size - 3 : size;
    size_t dot = name;
    while (dot > 0 && path[dot - 1] != '.' && path[dot - 1] != '/')
        dot--;
    if (dot == 0 || path[dot - 1] == '/')
        return NULL;
    *bytes = name - dot + 1;
    return path + dot - 1;
}

bool kith_ending_listed(const char *endings, const char *ending, size_t bytes)
{
    for (const char *at = endings; *at != 0;) {
        const size_t length = strcspn(at, " ");
        if (length == bytes && memcmp(at, ending, bytes) == 0)
            return true;
        at += length + (at[length] == ' ' ? 1 : 0);
    }
    return false;
}
