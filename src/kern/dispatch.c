/*
 * Chooses a kernel table once, by the machine's feature bits (the compiler's runtime reads CPUID
 * and checks that the system saves the registers). The double build has the base instance only.
 */
#include "kern/kern.h"

#include <string.h>

#include "base/named.h"

extern const kith_kern kith_kern_base, kith_kern_avx2, kith_kern_avx512, kith_kern_avx512vnni,
    kith_kern_neon;

size_t kith_kern_all(const kith_kern *tables[8])
{
    size_t n = 0;
    tables[n++] = &kith_kern_base;
#ifndef KITH_DOUBLE
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        tables[n++] = &kith_kern_avx2;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")) {
        tables[n++] = &kith_kern_avx512;
        if (__builtin_cpu_supports("avx512vnni"))
            tables[n++] = &kith_kern_avx512vnni;
    }
#elif defined(__aarch64__)
    tables[n++] = &kith_kern_neon;
#endif
#endif
    return n;
}

static const char *name_at(size_t i)
{
    const kith_kern *tables[8];
    return i < kith_kern_all(tables) ? tables[i]->isa : NULL;
}

kith_status kith_kern_choose(const char *isa, const kith_kern **out, kith_error *err)
{
    const kith_kern *tables[8];
    size_t i = kith_kern_all(tables) - 1;
    *out = NULL;
    if (isa != NULL && *isa != '\0' && strcmp(isa, "auto") != 0)
        KITH_TRY(kith_named_find("ISA (of this machine)", name_at, isa, strlen(isa), &i, err));
    *out = tables[i];
    return KITH_OK;
}

kith_status kith_isa_name(const char *isa, const char **name, kith_error *err)
{
    const kith_kern *k = NULL;
    KITH_TRY(kith_kern_choose(isa, &k, err));
    *name = k->isa;
    return KITH_OK;
}
