/*
 * The head of NumPy's array file, read with care and written in its plainest form.
 */
#include "file/npy_header.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define MAGIC "\x93NUMPY"

enum {
    MAGIC_BYTES = 6,
    HEADER_MAX = 10000, /* as numpy's own reader */
    ALIGN = 64
};

bool kith_npy_detect(const unsigned char *head, size_t bytes)
{
    return bytes >= MAGIC_BYTES && memcmp(head, MAGIC, MAGIC_BYTES) == 0;
}

static const char *skip_blanks(const char *at)
{
    while (*at == ' ' || *at == '\n' || *at == '\t')
        at++;
    return at;
}

/* What stands behind 'key': in the dictionary, or NULL. */
static const char *value_of(const char *header, const char *key)
{
    const size_t bytes = strlen(key);
    for (const char *at = strstr(header, key); at != NULL; at = strstr(at + 1, key)) {
        if (at == header || (at[-1] != '\'' && at[-1] != '"') || at[bytes] != at[-1])
            continue;
        const char *colon = skip_blanks(at + bytes + 1);
        if (*colon == ':')
            return skip_blanks(colon + 1);
    }
    return NULL;
}

static bool parse_text(const char *at, char *to, size_t room)
{
    if (at == NULL || (*at != '\'' && *at != '"'))
        return false;
    const char *end = strchr(at + 1, *at);
    if (end == NULL || (size_t)(end - at - 1) >= room)
        return false;
    memcpy(to, at + 1, (size_t)(end - at - 1));
    to[end - at - 1] = 0;
    return true;
}

/* "(rows, dim)", with a comma behind it or not. */
static bool parse_shape(const char *at, uint64_t shape[2])
{
    if (at == NULL || *at != '(')
        return false;
    for (int i = 0; i < 2; i++) {
        at = skip_blanks(at + 1);
        const size_t digits = strspn(at, "0123456789");
        if (!kith_parse_u64(at, digits, &shape[i]))
            return false;
        at = skip_blanks(at + digits);
        if (i == 0 && *at != ',')
            return false;
    }
    if (*at == ',')
        at = skip_blanks(at + 1);
    return *at == ')';
}

static const char *parse_header(const char *text, kith_npy_header *h)
{
    const char *order = value_of(text, "fortran_order");
    uint64_t shape[2];
    if (text[0] != '{')
        return "its header is no dictionary";
    if (!parse_text(value_of(text, "descr"), h->descr, sizeof h->descr))
        return "its 'descr' is no simple type";
    if (order == NULL || (strncmp(order, "False", 5) != 0 && strncmp(order, "True", 4) != 0))
        return "its 'fortran_order' is neither True nor False";
    if (!parse_shape(value_of(text, "shape"), shape))
        return "its 'shape' is not (rows, dimension)";
    h->rows = shape[0];
    h->dim = shape[1];
    return order[0] == 'T' ? "its order is Fortran's, expected C's" : NULL;
}

kith_status kith_npy_header_read(kith_input *in, kith_npy_header *h, kith_error *err)
{
    unsigned char start[MAGIC_BYTES + 2];
    unsigned char length[4] = {0};
    char text[HEADER_MAX + 1];
    const char *file = kith_stream_name(in->stream);
    KITH_TRY(kith_input_take(in, start, sizeof start, "the header", err));
    if (!kith_npy_detect(start, sizeof start) || start[MAGIC_BYTES] < 1 || start[MAGIC_BYTES] > 3)
        return kith_fail(err, KITH_ERR_DATA, "%s:0: no npy file of version 1 to 3", file);
    KITH_TRY(kith_input_take(in, length, start[MAGIC_BYTES] == 1 ? 2 : 4, "the header", err));
    const uint32_t bytes = length[0] | (uint32_t)length[1] << 8 | (uint32_t)length[2] << 16 |
                           (uint32_t)length[3] << 24;
    if (bytes > HEADER_MAX)
        return kith_fail(err, KITH_ERR_DATA, "%s:8: a header of %" PRIu32 " bytes, expected <= %d",
                         file, bytes, HEADER_MAX);
    KITH_TRY(kith_input_take(in, text, bytes, "the header", err));
    text[bytes] = 0;
    const char *wrong = parse_header(text, h);
    return wrong == NULL ? KITH_OK : kith_fail(err, KITH_ERR_DATA, "%s:10: %s", file, wrong);
}

kith_status kith_npy_header_write(const kith_names *names, kith_writer *w, kith_error *err)
{
    static const char *const descr[] = {
        [KITH_DTYPE_F32] = "<f4", [KITH_DTYPE_F16] = "<f2", [KITH_DTYPE_I8] = "|i1"};
    const size_t start = MAGIC_BYTES + 4;
    char to[KITH_NPY_HEADER_ROOM];
    const int text =
        snprintf(to + start, sizeof to - start,
                 "{'descr': '%s', 'fortran_order': False, 'shape': (%" PRIu64 ", %" PRIu64 "), }",
                 descr[names->dtype], names->rows, kith_vectors_dim(names->v));
    const size_t used = start + (size_t)text;
    const size_t total = (used + 1 + ALIGN - 1) / ALIGN * ALIGN;
    memcpy(to, MAGIC "\x01\x00", MAGIC_BYTES + 2);
    to[MAGIC_BYTES + 2] = (char)((total - start) & 255);
    to[MAGIC_BYTES + 3] = (char)((total - start) >> 8);
    memset(to + used, ' ', total - used);
    to[total - 1] = '\n';
    return kith_writer_write(w, to, total, err);
}
