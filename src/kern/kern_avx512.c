#define KERN_BYTES 64
#define KERN_ISA "avx512"
#define KERN_TABLE kith_kern_avx512
#include "kern/instance.h"

#include "kern/kern_avx512vnni.h"

extern const kith_kern kith_kern_avx512vnni;
const kith_kern kith_kern_avx512vnni = {.isa = "avx512vnni",
                                        .scan_bytes = kith_vnni_scan_bytes,
                                        .code_scores = kith_vnni_code_scores,
                                        KERN_MEMBERS};
