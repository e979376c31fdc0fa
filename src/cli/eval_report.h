/*
 * What `kith eval` found, as it is printed: a table of one model, several models side by side, or a
 * JSON object for each model and file. Shares and correlations are printed times 100 but in JSON.
 */
#ifndef KITH_CLI_EVAL_REPORT_H
#define KITH_CLI_EVAL_REPORT_H

#include "args.h"

/* A model under test. */
typedef struct subject {
    const char *path;
    kith_vectors *vectors;
    kith_search *search;
} subject;

/* Tables of one model; the header of pairs is for the first file alone. */
void report_analogies(const kith_analogy_report *r);
void report_pairs(const char *path, const kith_pairs_report *r, bool header);

/* The header, and the rows of one file: a column for each of `count` models. */
void report_header(const subject *s, size_t count);
void report_analogies_beside(const char *path, const kith_analogy_report *r, size_t count);
void report_pairs_beside(const char *path, const kith_pairs_report *r, size_t count);

/* One object on a line. */
void report_analogies_json(const args *a, const char *model, const char *path,
                           const kith_analogy_report *r);
void report_pairs_json(const char *model, const char *path, const kith_pairs_report *r);

#endif
