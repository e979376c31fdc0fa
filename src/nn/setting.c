#include "nn/setting.h"

#include <stdio.h>
#include <string.h>

#include "base/named.h"

static size_t length_to(const char *text, size_t bytes, char end)
{
    const char *at = memchr(text, end, bytes);
    return at != NULL ? (size_t)(at - text) : bytes;
}

static bool is_name(const char *(*name_at)(size_t i), const char *text, size_t bytes)
{
    const char *name;
    for (size_t i = 0; (name = name_at(i)) != NULL; i++)
        if (strlen(name) == bytes && memcmp(name, text, bytes) == 0)
            return true;
    return false;
}

/* A first argument that is neither a setting nor a number must be a variant. */
static bool is_variant(const char *text, size_t bytes)
{
    double number;
    return bytes > 0 && memchr(text, '=', bytes) == NULL && !kith_parse_real(text, bytes, &number);
}

kith_status kith_named_split(const char *kind, const char *(*name_at)(size_t i), const char *text,
                             size_t bytes, kith_named *out, kith_error *err)
{
    size_t name = length_to(text, bytes, ':');
    if (name < bytes) {
        const size_t first = length_to(text + name + 1, bytes - name - 1, ',');
        if (is_variant(text + name + 1, first) && is_name(name_at, text, name))
            name += 1 + first;
    }
    *out = (kith_named){.kind = kind, .arguments = text + name, .bytes = bytes - name};
    return kith_named_find(kind, name_at, text, name, &out->index, err);
}

static void list_keys(char *list, size_t room, const kith_setting *setting, size_t count)
{
    size_t used = 0;
    list[0] = '\0';
    for (size_t i = 0; i < count && used < room; i++)
        used +=
            (size_t)snprintf(list + used, room - used, "%s%s", i > 0 ? " " : "", setting[i].key);
}

static kith_status refuse(const kith_named *named, const char *name, const char *text, size_t bytes,
                          const kith_setting *setting, size_t count, kith_error *err)
{
    char list[160];
    list_keys(list, sizeof list, setting, count);
    return kith_fail(err, KITH_ERR_USAGE, "%s %s: '%.*s' is no setting of it; %s%s", named->kind,
                     name, (int)(bytes < 64 ? bytes : 64), text,
                     count > 0 ? "it takes =number for " : "it takes none", list);
}

static kith_status set(const kith_named *named, const char *name, const kith_setting *s,
                       const char *text, size_t bytes, kith_error *err)
{
    char least[KITH_REAL_CHARS], most[KITH_REAL_CHARS];
    double value;
    if (kith_parse_real(text, bytes, &value) && value >= s->least && value <= s->most) {
        *s->value = value;
        return KITH_OK;
    }
    kith_format_double(s->least, least);
    kith_format_double(s->most, most);
    return kith_fail(err, KITH_ERR_USAGE, "%s %s: %s is '%.*s', expected a number in %s..%s",
                     named->kind, name, s->key, (int)(bytes < 64 ? bytes : 64), text, least, most);
}

static kith_status set_argument(const kith_named *named, const char *name, const char *text,
                                size_t bytes, bool first, const kith_setting *setting, size_t count,
                                kith_error *err)
{
    const size_t key = length_to(text, bytes, '=');
    if (key == bytes && first && count > 0 && bytes > 0)
        return set(named, name, &setting[0], text, bytes, err);
    for (size_t i = 0; key < bytes && i < count; i++)
        if (strlen(setting[i].key) == key && memcmp(setting[i].key, text, key) == 0)
            return set(named, name, &setting[i], text + key + 1, bytes - key - 1, err);
    return refuse(named, name, text, bytes, setting, count, err);
}

kith_status kith_named_settings(const kith_named *named, const char *name,
                                const kith_setting *setting, size_t count, kith_error *err)
{
    const char *at = named->arguments, *end = at + named->bytes;
    for (bool first = true; at < end; first = false) {
        at++; /* ':' before the first, ',' before the others */
        const size_t bytes = length_to(at, (size_t)(end - at), ',');
        KITH_TRY(set_argument(named, name, at, bytes, first, setting, count, err));
        at += bytes;
    }
    return KITH_OK;
}
