/* Vectors of sentences for `kith vector --sentence`. */
#ifndef KITH_CLI_SENTENCES_H
#define KITH_CLI_SENTENCES_H

#include "args.h"

/* Operands, or lines of standard input; KITH_NOT_FOUND where no word of them is known. */
kith_status sentences_ask(const args *a, kith_vectors *v, kith_error *err);

#endif
