/* The reader of flat JSON objects; see flat_json.h. */
#include "base/flat_json.h"

#include <string.h>

static bool read_value(kith_json *j, kith_json_member *m)
{
    kith_json_blanks(j);
    m->text = j->at;
    m->bytes = 0;
    if (j->at < j->end && *j->at == '"') {
        m->type = KITH_JSON_STRING;
        return kith_json_string(j, &m->text, &m->bytes);
    }
    m->type = KITH_JSON_WORD;
    if (kith_json_word(j, &m->text, &m->bytes))
        return true;
    j->expected = NULL;
    m->type = KITH_JSON_NUMBER;
    if (kith_json_number(j, &m->number)) {
        m->bytes = (size_t)(j->at - m->text);
        return true;
    }
    return j->at > m->text ? false : kith_json_wrong(j, "a number, a string, null, true or false");
}

static bool close_object(kith_flat_json *j)
{
    j->over = true;
    kith_json_blanks(&j->text);
    return j->text.at < j->text.end ? kith_json_wrong(&j->text, "the end of the line") : false;
}

bool kith_flat_json_next(kith_flat_json *j, kith_json_member *m)
{
    kith_json *text = &j->text;
    if (j->over || text->expected != NULL)
        return false;
    const bool first = !j->inside;
    if (first && !kith_json_need(text, '{', "an object"))
        return false;
    j->inside = true;
    if (kith_json_take(text, '}'))
        return close_object(j);
    if (!first && !kith_json_need(text, ',', "a comma or a closing brace"))
        return false;
    return kith_json_key(text, &m->key, &m->key_bytes) && read_value(text, m);
}

bool kith_json_is(const kith_json_member *m, const char *key)
{
    return strlen(key) == m->key_bytes && memcmp(m->key, key, m->key_bytes) == 0;
}
