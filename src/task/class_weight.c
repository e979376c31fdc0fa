#include "task/class_weight.h"

#include <string.h>

static void balance(size_t classes, const uint64_t *rows, double *weight)
{
    double all = 0;
    for (size_t c = 0; c < classes; c++)
        all += (double)rows[c];
    for (size_t c = 0; c < classes; c++)
        weight[c] = rows[c] > 0 ? all / ((double)classes * (double)rows[c]) : 1;
}

/* One NAME=W; a name may hold '=' itself, so the last one parts them. */
static kith_status read_item(const char *item, size_t bytes, const kith_words *names,
                             double *weight, kith_error *err)
{
    const int shown = (int)(bytes < 60 ? bytes : 60);
    size_t name = bytes;
    double w = 0;
    while (name > 0 && item[name - 1] != '=')
        name--;
    if (name < 2 || !kith_parse_real(item + name, bytes - name, &w) || !(w > 0 && w <= 1e9))
        return kith_fail(err, KITH_ERR_USAGE,
                         "--class-weight '%.*s': expected none, balanced, or NAME=W,NAME=W with W "
                         "above 0",
                         shown, item);
    const uint64_t class = kith_words_find(names, item, name - 1);
    if (class == KITH_NO_WORD)
        return kith_fail(err, KITH_ERR_USAGE, "--class-weight '%.*s': no row has this label", shown,
                         item);
    weight[class] = w;
    return KITH_OK;
}

kith_status kith_class_weights(const char *text, const kith_words *names, const uint64_t *rows,
                               double *weight, kith_error *err)
{
    for (size_t c = 0; c < names->size; c++)
        weight[c] = 1;
    if (strcmp(text, "balanced") == 0)
        balance((size_t)names->size, rows, weight);
    if (strcmp(text, "balanced") == 0 || strcmp(text, "none") == 0)
        return KITH_OK;
    for (const char *at = text;;) {
        const size_t bytes = strcspn(at, ",");
        KITH_TRY(read_item(at, bytes, names, weight, err));
        if (at[bytes] == '\0')
            return KITH_OK;
        at += bytes + 1;
    }
}
