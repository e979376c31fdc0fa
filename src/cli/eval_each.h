/* Each question of an evaluation on a line of its own, as `kith eval --per-question` prints it. */
#ifndef KITH_CLI_EVAL_EACH_H
#define KITH_CLI_EVAL_EACH_H

#include "eval_report.h"

/* What a line says of where its question comes from. */
typedef struct each_question {
    const subject *subject;
    const char *path;
    bool json, many; /* many: several models, whose path is the first column */
} each_question;

void each_header_analogies(const each_question *e);
void each_header_pairs(const each_question *e);
/* For kith_analogy_options.each and kith_pairs_options.each; `self` is an each_question. */
kith_status each_analogy(void *self, const kith_analogy_outcome *o, kith_error *err);
kith_status each_pair(void *self, const kith_pair_outcome *o, kith_error *err);

#endif
