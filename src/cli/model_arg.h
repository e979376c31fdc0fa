/* The MODEL operand: opened as the options say, its remarks shown, its words looked up. */
#ifndef KITH_CLI_MODEL_ARG_H
#define KITH_CLI_MODEL_ARG_H

#include "args.h"

/* The caller frees *out with kith_vectors_free. */
kith_status model_open(const args *a, const char *path, kith_vectors **out, kith_error *err);
/* The same with its output vectors, of any format that has them. */
kith_status model_open_whole(const args *a, const char *path, kith_vectors **out, kith_error *err);
/* Remarks of the reader as messages, unless --quiet. */
void model_remarks(const args *a, const char *path, const kith_vectors *v);
/* Says, unless --quiet, that what was made of the model at `path` is without its n-grams. */
void model_without_grams(const args *a, const char *path, const kith_vectors *from,
                         const kith_vectors *made);
/*
 * Walks over the lines of a text such as kith_vectors_notes: sets *line and *bytes to the one at
 * *cursor and moves it on; false at the end.
 */
bool model_next_line(const char **cursor, const char **line, size_t *bytes);
/* A search with --threads and --isa over the first `limit` rows (0: all). */
kith_status model_search(const args *a, const kith_vectors *v, uint64_t limit, kith_search **out,
                         kith_error *err);
/* The same over the rows that --top, --min-count, --max-count, --only and --match let answer;
 * KITH_NOT_FOUND where they leave none. */
kith_status model_search_among(const args *a, const kith_vectors *v, kith_search **out,
                               kith_error *err);
/* Is the method of a sum --method mul? */
bool model_by_product(const args *a);
/* KITH_NOT_FOUND names the words nearest in spelling. */
kith_status model_find(const kith_vectors *v, const char *word, size_t bytes, uint64_t *row,
                       kith_error *err);
/* Says how many words of sentences are not in the vocabulary; KITH_NOT_FOUND where all are. */
kith_status model_unknown_words(const args *a, uint64_t known, uint64_t unknown);

#endif
