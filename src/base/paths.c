/*
 * Folders to files, without recursion: a stack of paths still to look at, the entries of a folder
 * pushed in reverse, so that files come out in the order of a sorted walk. A set of (device, inode)
 * keeps a folder below one argument from being entered twice, by a loop of links or by two ways.
 */
#include "base/hash.h"
#include "base/mem.h"
#include "base/status.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A growing list of owned paths. */
typedef struct list {
    char **path;
    size_t count, room;
} list;

typedef struct place {
    uint64_t device, inode;
} place;

/* Open addressing, half full at most; `used` marks the taken slots. */
typedef struct place_set {
    place *slot;
    bool *used;
    size_t count, size; /* size is 0 or a power of two */
} place_set;

typedef struct walk {
    list pending; /* the next one last */
    list found;
    place_set entered;
} walk;

/* Takes `path` over, NULL (out of memory) too. */
static kith_status append(list *l, char *path, kith_error *err)
{
    if (path != NULL && l->count == l->room) {
        const size_t room = l->room > 0 ? 2 * l->room : 16;
        char **grown = kith_mem_grow(l->path, room, sizeof *grown);
        if (grown == NULL) {
            free(path);
            path = NULL;
        } else {
            l->path = grown;
            l->room = room;
        }
    }
    if (path == NULL)
        return kith_fail_memory(err, "a list of files", (l->count + 1) * sizeof *l->path);
    l->path[l->count++] = path;
    return KITH_OK;
}

static void clear_list(list *l)
{
    for (size_t i = 0; i < l->count; i++)
        free(l->path[i]);
    free(l->path);
    *l = (list){0};
}

static void clear_set(place_set *set)
{
    free(set->slot);
    free(set->used);
    *set = (place_set){0};
}

/* The slot that holds the place, or the free one where it belongs. */
static size_t slot_of(const place_set *set, place p)
{
    size_t i = kith_hash(&p, sizeof p, 0) & (set->size - 1);
    while (set->used[i] && (set->slot[i].device != p.device || set->slot[i].inode != p.inode))
        i = (i + 1) & (set->size - 1);
    return i;
}

static kith_status grow_set(place_set *set, kith_error *err)
{
    const size_t size = set->size > 0 ? 2 * set->size : 64;
    place_set grown = {calloc(size, sizeof(place)), calloc(size, sizeof(bool)), set->count, size};
    if (grown.slot == NULL || grown.used == NULL) {
        free(grown.slot);
        free(grown.used);
        return kith_fail_memory(err, "a set of folders", size * (sizeof(place) + sizeof(bool)));
    }
    for (size_t i = 0; i < set->size; i++) {
        if (!set->used[i])
            continue;
        const size_t slot = slot_of(&grown, set->slot[i]);
        grown.slot[slot] = set->slot[i];
        grown.used[slot] = true;
    }
    clear_set(set);
    *set = grown;
    return KITH_OK;
}

/* *fresh: it was not there before. */
static kith_status enter(place_set *set, place p, bool *fresh, kith_error *err)
{
    if (2 * (set->count + 1) > set->size)
        KITH_TRY(grow_set(set, err));
    const size_t i = slot_of(set, p);
    *fresh = !set->used[i];
    set->count += *fresh;
    set->used[i] = true;
    set->slot[i] = p;
    return KITH_OK;
}

static char *join(const char *folder, const char *name)
{
    const size_t length = strlen(folder), more = strlen(name);
    const bool slash = length > 0 && folder[length - 1] != '/';
    char *path = malloc(length + slash + more + 1);
    if (path == NULL)
        return NULL;
    memcpy(path, folder, length);
    if (slash)
        path[length] = '/';
    memcpy(path + length + slash, name, more + 1);
    return path;
}

static int by_name_descending(const void *a, const void *b)
{
    return strcmp(*(char *const *)b, *(char *const *)a);
}

static kith_status read_entries(DIR *dir, const char *folder, list *entries, kith_error *err)
{
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(dir);
        if (entry == NULL && errno != 0)
            return kith_fail_errno(err, KITH_ERR_INPUT, "reading the folder failed", folder);
        if (entry == NULL)
            return KITH_OK;
        if (entry->d_name[0] != '.')
            KITH_TRY(append(entries, join(folder, entry->d_name), err));
    }
}

/* Pushes what the folder holds, the first name on top. */
static kith_status push_folder(walk *w, const char *folder, kith_error *err)
{
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return kith_fail_errno(err, KITH_ERR_INPUT, "cannot be read", folder);
    const size_t before = w->pending.count;
    const kith_status status = read_entries(dir, folder, &w->pending, err);
    closedir(dir);
    if (status == KITH_OK && w->pending.count > before)
        qsort(w->pending.path + before, w->pending.count - before, sizeof *w->pending.path,
              by_name_descending);
    return status;
}

static kith_status visit_folder(walk *w, const char *folder, const struct stat *info,
                                kith_error *err)
{
    bool fresh;
    const place p = {(uint64_t)info->st_dev, (uint64_t)info->st_ino};
    KITH_TRY(enter(&w->entered, p, &fresh, err));
    return fresh ? push_folder(w, folder, err) : KITH_OK;
}

/* One path from inside a folder: sockets and links that lead nowhere are no files of a corpus. */
static kith_status visit(walk *w, char *path, kith_error *err)
{
    struct stat info;
    kith_status status = KITH_OK;
    if (stat(path, &info) != 0) {
        if (errno != ENOENT && errno != ELOOP)
            status = kith_fail_errno(err, KITH_ERR_INPUT, "cannot be read", path);
    } else if (S_ISREG(info.st_mode)) {
        return append(&w->found, path, err);
    } else if (S_ISDIR(info.st_mode)) {
        status = visit_folder(w, path, &info, err);
    }
    free(path);
    return status;
}

static kith_status walk_folder(walk *w, const char *folder, const struct stat *info,
                               kith_error *err)
{
    const size_t before = w->found.count;
    clear_set(&w->entered);
    KITH_TRY(visit_folder(w, folder, info, err));
    while (w->pending.count > 0)
        KITH_TRY(visit(w, w->pending.path[--w->pending.count], err));
    if (w->found.count == before)
        return kith_fail(err, KITH_ERR_INPUT, "%s: there is no file in this folder", folder);
    return KITH_OK;
}

static kith_status expand(walk *w, const char *path, kith_error *err)
{
    struct stat info;
    if (strcmp(path, "-") != 0) {
        if (stat(path, &info) != 0)
            return kith_fail_errno(err, KITH_ERR_INPUT, "cannot be read", path);
        if (S_ISDIR(info.st_mode))
            return walk_folder(w, path, &info, err);
    }
    return append(&w->found, kith_mem_copy(path, strlen(path)), err);
}

kith_status kith_paths_expand(const char *const *paths, size_t count, kith_paths *out,
                              kith_error *err)
{
    walk w = {0};
    kith_status status = KITH_OK;
    *out = (kith_paths){0};
    for (size_t i = 0; i < count && status == KITH_OK; i++)
        status = expand(&w, paths[i], err);
    clear_list(&w.pending);
    clear_set(&w.entered);
    if (status == KITH_OK)
        *out = (kith_paths){w.found.path, w.found.count};
    else
        clear_list(&w.found);
    return status;
}

void kith_paths_clear(kith_paths *p)
{
    list l = {p->path, p->count, 0};
    clear_list(&l);
    *p = (kith_paths){0};
}
