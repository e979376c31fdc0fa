/*
 * Chooses a kernel table once, by the machine's feature bits (the compiler's runtime reads CPUID
 * and checks that the system saves the registers). The double build has the base instance only.
 */
#include "kern/kern.h"

#include <stdio.h>
#include <string.h>

extern const kith_kern kith_kern_base, kith_kern_avx2, kith_kern_avx512, kith_kern_neon;

size_t kith_kern_all(const kith_kern *tables[8])
{
    size_t n = 0;
    tables[n++] = &kith_kern_base;
#ifndef KITH_DOUBLE
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        tables[n++] = &kith_kern_avx2;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        tables[n++] = &kith_kern_avx512;
#elif defined(__aarch64__)
    tables[n++] = &kith_kern_neon;
#endif
#endif
    return n;
}

kith_status kith_kern_choose(const char *isa, const kith_kern **out, kith_error *err)
{
    const kith_kern *tables[8];
    const size_t n = kith_kern_all(tables);
    if (isa == NULL || *isa == '\0' || strcmp(isa, "auto") == 0) {
        *out = tables[n - 1];
        return KITH_OK;
    }
    char names[96] = "";
    for (size_t i = 0; i < n; i++) {
        if (strcmp(isa, tables[i]->isa) == 0) {
            *out = tables[i];
            return KITH_OK;
        }
        const size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%s", i > 0 ? ", " : "", tables[i]->isa);
    }
    *out = NULL;
    return kith_fail(err, KITH_ERR_USAGE, "--isa %s: this machine has %s", isa, names);
}

kith_status kith_isa_name(const char *isa, const char **name, kith_error *err)
{
    const kith_kern *k = NULL;
    KITH_TRY(kith_kern_choose(isa, &k, err));
    *name = k->isa;
    return KITH_OK;
}
