/*
 * Word pairs scored by people against the cosines of their vectors.
 *
 * A line is "word word score" and may go on; it is cut at tabs where it has one, else at commas,
 * else at white space. '#' begins a comment line, and the first line may be a header.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "query/lookup.h"
#include "query/rank.h"

typedef struct pairs {
    const kith_pairs_options *options;
    double *human, *model; /* [room] */
    size_t count, room;
    uint64_t asked, missing, lines; /* lines: neither blank nor comment */
} pairs;

static void pairs_clear(pairs *p)
{
    free(p->human);
    free(p->model);
}

static kith_status pairs_add(pairs *p, double human, double model, kith_error *err)
{
    if (p->count == p->room) {
        const size_t more = p->room == 0 ? 1024 : 2 * p->room;
        double *h = kith_mem_grow(p->human, more, sizeof *h);
        p->human = h == NULL ? p->human : h;
        double *m = kith_mem_grow(p->model, more, sizeof *m);
        p->model = m == NULL ? p->model : m;
        if (h == NULL || m == NULL)
            return kith_fail_memory(err, "the pairs", more * sizeof *h);
        p->room = more;
    }
    p->human[p->count] = human;
    p->model[p->count++] = model;
    return KITH_OK;
}

static void split(kith_slice line, kith_slice field[3])
{
    const char separator = memchr(line.at, '\t', line.bytes) != NULL  ? '\t'
                           : memchr(line.at, ',', line.bytes) != NULL ? ','
                                                                      : ' ';
    for (int i = 0; i < 3; i++)
        field[i] = separator == ' ' ? kith_slice_token(&line) : kith_slice_field(&line, separator);
}

/* A pair whose words were read: its cosine, or nothing where a word is unknown. */
static kith_status take_pair(pairs *p, kith_lookup *lookup, const kith_slice word[2], double human,
                             uint64_t line, kith_error *err)
{
    const kith_pairs_options *o = p->options;
    const uint64_t a = kith_lookup_ask(lookup, word[0]), b = kith_lookup_ask(lookup, word[1]);
    const bool known = a != KITH_NO_WORD && b != KITH_NO_WORD;
    const double model = known ? kith_vectors_similarity(lookup->v, a, b) : 0;
    const kith_pair_outcome outcome = {.line = line,
                                       .a = word[0].at,
                                       .a_bytes = word[0].bytes,
                                       .b = word[1].at,
                                       .b_bytes = word[1].bytes,
                                       .known = known,
                                       .human = human,
                                       .cosine = known ? model : NAN};
    p->asked++;
    p->missing += known ? 0 : 1;
    if (o->each != NULL)
        KITH_TRY(o->each(o->self, &outcome, err));
    return known || o->count_missing ? pairs_add(p, human, model, err) : KITH_OK;
}

static kith_status take_line(pairs *p, kith_lookup *lookup, kith_slice line,
                             const kith_lines *lines, kith_error *err)
{
    line = kith_slice_trim(line);
    if (line.bytes == 0 || line.at[0] == '#')
        return KITH_OK;
    kith_slice field[3];
    double human;
    split(line, field);
    p->lines++;
    if (field[0].bytes == 0 || field[1].bytes == 0 ||
        !kith_parse_real(field[2].at, field[2].bytes, &human) || !isfinite(human))
        return p->lines == 1 ? KITH_OK /* a header */
                             : kith_fail(err, KITH_ERR_DATA,
                                         "%s:%" PRIu64 ": expected two words and a number",
                                         kith_lines_name(lines), kith_lines_number(lines));
    return take_pair(p, lookup, field, human, kith_lines_number(lines), err);
}

static kith_status read_lines(pairs *p, kith_lookup *lookup, kith_lines *lines, kith_error *err)
{
    for (;;) {
        kith_slice line;
        KITH_TRY(kith_lines_next(lines, &line.at, &line.bytes, err));
        if (line.at == NULL)
            break;
        KITH_TRY(take_line(p, lookup, line, lines, err));
    }
    if (p->asked == 0)
        return kith_fail(err, KITH_ERR_DATA, "%s: no pair (two words and a number a line)",
                         kith_lines_name(lines));
    return KITH_OK;
}

static kith_status read_pairs(pairs *p, kith_lookup *lookup, const char *path, kith_error *err)
{
    kith_lines *lines = NULL;
    KITH_TRY(kith_lines_open(path, &lines, err));
    const kith_status status = read_lines(p, lookup, lines, err);
    kith_lines_close(lines);
    return status;
}

static kith_status correlate(const pairs *p, kith_pairs_report *out, kith_error *err)
{
    double *rank = kith_mem_grow(NULL, 2 * p->count + 1, sizeof *rank);
    if (rank == NULL)
        return kith_fail_memory(err, "ranks", 2 * p->count * sizeof *rank);
    kith_status status = kith_rank(p->human, p->count, rank, err);
    if (status == KITH_OK)
        status = kith_rank(p->model, p->count, rank + p->count, err);
    if (status == KITH_OK)
        *out = (kith_pairs_report){.spearman = kith_correlation(rank, rank + p->count, p->count),
                                   .pearson = kith_correlation(p->human, p->model, p->count),
                                   .pairs = p->count,
                                   .missing = p->missing,
                                   .asked = p->asked};
    free(rank);
    return status;
}

kith_status kith_eval_pairs(const kith_vectors *v, const char *path,
                            const kith_pairs_options *options, kith_pairs_report *out,
                            kith_error *err)
{
    *out = (kith_pairs_report){.spearman = NAN, .pearson = NAN};
    kith_lookup lookup;
    pairs p = {.options = options};
    KITH_TRY(kith_lookup_init(&lookup, v, 0, !options->case_sensitive, err));
    lookup.use_grams = options->use_grams;
    kith_status status = read_pairs(&p, &lookup, path, err);
    if (status == KITH_OK)
        status = correlate(&p, out, err);
    pairs_clear(&p);
    kith_lookup_clear(&lookup);
    return status;
}
