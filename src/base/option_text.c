#include "base/option_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/status.h"

kith_status kith_config_format(const kith_config *c, bool (*keep)(const kith_option *o),
                               char **text, kith_error *err)
{
    size_t room = 1, used = 0;
    *text = NULL;
    for (size_t i = 0; i < kith_config_count(c); i++) {
        const kith_option *o = kith_config_at(c, i);
        room += strlen(o->name) + strlen(kith_config_text(c, o->name)) + 2;
    }
    char *at = kith_mem_grow(NULL, room, 1);
    if (at == NULL)
        return kith_fail_memory(err, "the configuration", room);
    for (size_t i = 0; i < kith_config_count(c); i++) {
        const kith_option *o = kith_config_at(c, i);
        const char *value = kith_config_text(c, o->name);
        if (!keep(o) || *value == '\0')
            continue;
        const size_t name = strlen(o->name), length = strlen(value);
        memcpy(at + used, o->name, name);
        at[used + name] = ' ';
        memcpy(at + used + name + 1, value, length);
        at[used + name + 1 + length] = '\n';
        used += name + length + 2;
    }
    at[used] = '\0';
    *text = at;
    return KITH_OK;
}

/* Splits "name value" in place. */
static kith_status read_line(kith_config *c, char *line, kith_error *err)
{
    kith_error why = {0};
    char *space = strchr(line, ' ');
    if (space == NULL)
        return kith_fail(err, KITH_ERR_DATA, "options: expected 'name value', got '%s'", line);
    *space = '\0';
    if (kith_config_set(c, line, space + 1, &why) != KITH_OK)
        return kith_fail(err, KITH_ERR_DATA, "options: %s", why.text);
    return KITH_OK;
}

kith_status kith_config_read(kith_config *c, const char *text, kith_error *err)
{
    char *copy = kith_mem_copy(text, strlen(text)), *next = NULL;
    kith_status status = copy != NULL ? KITH_OK : kith_fail_memory(err, "options", strlen(text));
    for (char *line = copy; status == KITH_OK && *line != '\0'; line = next) {
        const size_t bytes = strcspn(line, "\n");
        next = line[bytes] == '\n' ? line + bytes + 1 : line + bytes;
        line[bytes] = '\0';
        status = read_line(c, line, err);
    }
    free(copy);
    return status;
}
