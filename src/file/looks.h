/*
 * What a file that is no known format looks like, so that a refusal says more than "no".
 */
#ifndef KITH_FILE_LOOKS_H
#define KITH_FILE_LOOKS_H

#include <stdbool.h>
#include <stddef.h>

/* A phrase for "expected ..., got ...", static. */
const char *kith_looks_like(const unsigned char *head, size_t bytes);

/* The same where the bytes bear a mark, NULL where they bear none. */
const char *kith_looks_marked(const unsigned char *head, size_t bytes);
/* The same for archives and packed data alone, which no format of vectors begins like. */
const char *kith_looks_packed(const unsigned char *head, size_t bytes);
/* No control characters but white space. */
bool kith_looks_text(const unsigned char *head, size_t bytes);

#endif
