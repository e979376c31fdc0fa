/*
 * Looking through a file for what is odd: read as anyone reads it, with the findings told. A file
 * that is a known format and breaks off is a finding; one of no known format is an error.
 */
#include "file/findings.h"
#include "file/formats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A model is mapped, not read row by row, so its rows are walked here. */
static kith_status look_at_model(const char *path, const kith_vectors *v, kith_findings *f,
                                 kith_error *err)
{
    kith_section *section = NULL;
    size_t sections = 0;
    uint64_t offset = 0, stride = 0;
    const kith_status status = kith_file_sections(path, true, &section, &sections, err);
    for (size_t i = 0; i < sections; i++)
        if (strcmp(section[i].name, "input") == 0) {
            offset = section[i].offset;
            stride = section[i].stride;
        }
    free(section);
    f->rows = kith_vectors_rows(v);
    for (uint64_t row = 0; row < f->rows; row++) {
        kith_finding_row at = {.place = offset + row * stride};
        at.word = kith_vectors_word(v, row, &at.bytes);
        kith_findings_look(f, &at, kith_vectors_row(v, row), kith_vectors_dim(v));
        const uint64_t first = kith_vectors_find(v, at.word, at.bytes);
        if (first != row)
            kith_findings_tell(f, KITH_FINDING_DUPLICATE, &at,
                               "is not found under its row, %" PRIu64, row);
    }
    return status;
}

/* Tells the failure that reading ended with: "NAME:PLACE: what", or without them. */
static void tell_damage(const char *path, const char *message, kith_findings *f)
{
    const size_t name = strlen(path);
    kith_finding_row at = {.place = 0};
    if (strncmp(message, path, name) == 0 && message[name] == ':') {
        message += name + 1;
        const size_t digits = strspn(message, "0123456789");
        if (kith_parse_u64(message, digits, &at.place) && strncmp(message + digits, ": ", 2) == 0)
            message += digits + 2;
    }
    kith_findings_tell(f, KITH_FINDING_DAMAGED, &at, "%s", message);
}

/* An index of vectors: its checksums. KITH_NOT_FOUND where the file is none. */
static kith_status look_at_index(const char *path, kith_findings *f, kith_error *err)
{
    kith_index_facts facts;
    if (kith_index_read_facts(path, false, &facts, NULL) != KITH_OK)
        return KITH_NOT_FOUND;
    f->format = "index";
    f->rows = facts.rows;
    f->dim = facts.dim;
    return kith_index_read_facts(path, true, &facts, err);
}

kith_status kith_vectors_lint(const char *path, const kith_open *how, kith_findings *f,
                              kith_error *err)
{
    kith_open own = how != NULL ? *how : (kith_open){0};
    kith_vectors *v = NULL;
    kith_error why = {0};
    own.findings = f;
    own.allow_nonfinite = true;
    kith_status status = kith_vectors_open(path, &own, &v, &why);
    if (status == KITH_OK && v->format == kith_format_model.name) {
        f->format = v->format;
        f->dim = kith_vectors_dim(v);
        status = look_at_model(path, v, f, &why);
    }
    if (v != NULL)
        f->dtype = kith_vectors_dtype(v);
    kith_vectors_free(v);
    if (status == KITH_ERR_DATA && f->format == NULL) {
        kith_error other = {0};
        const kith_status index = look_at_index(path, f, &other);
        if (index != KITH_NOT_FOUND) {
            status = index;
            why = other;
        }
    }
    if (status == KITH_ERR_DATA && f->format != NULL) {
        tell_damage(path, why.text, f);
        return KITH_OK;
    }
    return status == KITH_OK ? KITH_OK : kith_fail(err, status, "%s", why.text);
}
