#include "file/dtype.h"

#include <math.h>
#include <string.h>

#include "base/named.h"
#include "file/elements.h"

static const struct {
    const char *name;
    uint64_t bytes;
} dtypes[] = {
    [KITH_DTYPE_F32] = {"f32", 4},
    [KITH_DTYPE_F16] = {"f16", 2},
    [KITH_DTYPE_I8] = {"i8", 1},
};

static const char *name_at(size_t i)
{
    return i < sizeof dtypes / sizeof *dtypes ? dtypes[i].name : NULL;
}

kith_status kith_dtype_named(const char *name, kith_dtype *out, kith_error *err)
{
    size_t i = KITH_DTYPE_F32;
    if (name != NULL)
        KITH_TRY(kith_named_find("dtype", name_at, name, strlen(name), &i, err));
    *out = (kith_dtype)i;
    return KITH_OK;
}

const char *kith_dtype_name(kith_dtype d)
{
    return dtypes[d].name;
}

uint64_t kith_dtype_bytes(kith_dtype d)
{
    return dtypes[d].bytes;
}

static bool store_halves(const float *from, uint64_t n, char *to)
{
    for (uint64_t i = 0; i < n; i++) {
        const uint16_t half = kith_half_narrow(from[i]);
        if (isfinite(from[i]) && !isfinite(kith_half_widen(half)))
            return false;
        memcpy(to + 2 * i, &half, sizeof half);
    }
    return true;
}

bool kith_dtype_store(kith_dtype d, const float *from, uint64_t n, double scale, void *to)
{
    if (d == KITH_DTYPE_F16)
        return store_halves(from, n, to);
    if (d == KITH_DTYPE_F32) {
        memcpy(to, from, (size_t)(4 * n));
        return true;
    }
    int8_t *byte = to;
    for (uint64_t i = 0; i < n; i++)
        byte[i] = scale > 0 ? (int8_t)lrint((double)from[i] / scale) : 0;
    return true;
}

double kith_dtype_bound(kith_dtype d, float value, double scale)
{
    if (d == KITH_DTYPE_F32)
        return 0;
    /* What is read back is a float again, off by 2^-24 of itself. */
    const double size = fabs((double)value);
    return d == KITH_DTYPE_F16 ? size * 0x1p-11 + 0x1p-25 : scale / 2 + size * 0x1p-23;
}
