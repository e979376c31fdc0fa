/*
 * The findings themselves: what is odd in a row, and how it is said.
 */
#include "file/findings.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "file/names.h"
#include "text/token.h"

static const char *const names[KITH_FINDINGS] = {
    "header", "duplicate", "nonfinite", "zero", "encoding", "blank", "empty", "cut", "damaged"};

const char *kith_finding_name(kith_finding_kind kind)
{
    return names[kind];
}

uint64_t kith_findings_count(const kith_findings *f)
{
    uint64_t count = 0;
    for (size_t i = 0; i < KITH_FINDINGS; i++)
        count += f->count[i];
    return count;
}

void kith_findings_tell(kith_findings *f, kith_finding_kind kind, const kith_finding_row *at,
                        const char *format, ...)
{
    char text[sizeof((kith_error *)0)->text], shown[KITH_SHOWN_WORD];
    size_t used = 0;
    if (f == NULL)
        return;
    f->count[kind]++;
    if (f->call == NULL)
        return;
    if (at->word != NULL)
        used =
            (size_t)snprintf(text, sizeof text, "%s ", kith_show_word(at->word, at->bytes, shown));
    va_list list;
    va_start(list, format);
    vsnprintf(text + used, sizeof text - used, format, list);
    va_end(list);
    f->call(f->self, &(kith_finding){.kind = kind,
                                     .place = at->place,
                                     .by_line = f->by_line,
                                     .word = at->word,
                                     .bytes = at->bytes,
                                     .text = text});
}

static bool has_blank(const kith_finding_row *at)
{
    bool blank = false;
    for (size_t i = 0; i < at->bytes; i++)
        blank = blank || at->word[i] == '\0' || kith_is_space((unsigned char)at->word[i]);
    return blank;
}

/* Bytes of the word that are UTF-8. */
static size_t valid_bytes(const kith_finding_row *at)
{
    size_t used = 0;
    while (used < at->bytes) {
        const size_t length = kith_utf8_length(at->word + used, at->bytes - used);
        if (length == 0)
            return used;
        used += length;
    }
    return used;
}

void kith_findings_look(kith_findings *f, const kith_finding_row *at, const float *row,
                        uint64_t dim)
{
    uint64_t odd = 0, zeros = 0;
    for (uint64_t i = 0; i < dim; i++) {
        odd += isfinite(row[i]) ? 0 : 1;
        zeros += row[i] == 0;
    }
    if (odd > 0)
        kith_findings_tell(f, KITH_FINDING_NONFINITE, at,
                           "has NaN or Inf in %" PRIu64 " of %" PRIu64 " numbers", odd, dim);
    if (zeros == dim)
        kith_findings_tell(f, KITH_FINDING_ZERO, at, "has no number but 0");
    if (has_blank(at))
        kith_findings_tell(f, KITH_FINDING_BLANK, at,
                           "holds white space or NUL, where most readers end a word");
    const size_t valid = valid_bytes(at);
    if (valid < at->bytes)
        kith_findings_tell(f, KITH_FINDING_ENCODING, at, "is not UTF-8 at its byte %zu (0x%02x)",
                           valid, (unsigned)(unsigned char)at->word[valid]);
}
