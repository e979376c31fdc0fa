/*
 * Vectors for tests: a few named rows of seeded numbers, and reading them back from bytes that a
 * test has bent.
 */
#ifndef SAMPLE_H
#define SAMPLE_H

#include "check.h"
#include "file/formats.h"

/* rows x dim of seeded numbers of many sizes, denormals and the largest float among them. */
kith_vectors *sample_named(const char *const *words, size_t rows, uint64_t dim, uint64_t seed);
/* Words of 1 to 12 random bytes, none of `forbidden` (a string; NUL is forbidden when `nul`). */
kith_vectors *sample_random(size_t rows, uint64_t dim, uint64_t seed, const char *forbidden,
                            bool nul);

/*
 * Gives the vectors n-grams of 2 to 4 characters in `buckets` buckets, with seeded numbers: a row a
 * bucket, or (sparse) rows for two buckets of three. The vectors become the words' own rows; the
 * answers are made by fastText's formula, one number after the other.
 */
void sample_add_grams(kith_vectors *v, uint32_t buckets, bool sparse, uint64_t seed);
/* Number `at` of the mean of a word's n-grams and its own row (NULL: of the n-grams alone). */
float sample_gram_mean(const kith_vectors *v, const float *own, const char *word, size_t bytes,
                       uint64_t at);

/* Escape where the format holds UTF-8 alone, as random words are none; error otherwise. */
kith_bad_word sample_policy(const kith_format *format);
/* Saves under the format, by that policy, and returns the file's bytes, freed by the caller. Of a
 * folder the bytes of its main file. */
char *sample_bytes(const kith_vectors *v, const kith_format *format, size_t *size);
enum { SAMPLE_FILES = 1 + KITH_BESIDE_MAX };
/* The files of a save under "x": how many. */
size_t sample_files(const kith_format *format, char path[SAMPLE_FILES][64]);
/* Removes them, those that are there. */
void sample_remove(const kith_format *format);
/*
 * Reads bytes that need not be a file. `path` tells where words beside it are; "-" otherwise.
 * Fails the test when a failure comes without a message.
 */
kith_status sample_read(const kith_format *format, const char *path, const void *bytes, size_t size,
                        const kith_open *how, kith_vectors **out, kith_error *err);

/* Bytes of a container, whose checksum of header and table is made to hold again. */
void sample_seal(char *file, size_t size);
/* CRC32C bit by bit. */
uint32_t sample_crc32c(uint32_t crc, const void *bytes, size_t size);

/* The same words in the same order with the same bits, or as near as the format promises. */
void check_same_vectors(const kith_vectors *got, const kith_vectors *expected);
/* The same where the words of `expected` were written by this policy. */
void check_saved_vectors(const kith_vectors *got, const kith_vectors *expected,
                         const kith_format *format, kith_bad_word policy);
/* Looks at everything there is, as a query might; the sum keeps it from being optimised away. */
double sample_query(const kith_vectors *v);

#endif
