/*
 * How the numbers of vectors are stored in a file: as floats, as halves, or as bytes with one scale
 * for all of them.
 */
#ifndef KITH_FILE_DTYPE_H
#define KITH_FILE_DTYPE_H

#include "base/status.h"

typedef enum kith_dtype {
    KITH_DTYPE_F32,
    KITH_DTYPE_F16, /* IEEE: to the nearest, off by 2^-11 of a number at most; up to 65504 */
    KITH_DTYPE_I8   /* -127 .. 127 times a scale: off by half of it at most */
} kith_dtype;

/* KITH_ERR_USAGE with the names there are; NULL is f32. */
kith_status kith_dtype_named(const char *name, kith_dtype *out, kith_error *err);
const char *kith_dtype_name(kith_dtype d);
uint64_t kith_dtype_bytes(kith_dtype d); /* of a number */
/*
 * `n` numbers as they are stored, little endian. `scale` is of KITH_DTYPE_I8. false where one is
 * too large for a half.
 */
bool kith_dtype_store(kith_dtype d, const float *from, uint64_t n, double scale, void *to);
/* How far the number may be off when it is read back. */
double kith_dtype_bound(kith_dtype d, float value, double scale);

#endif
