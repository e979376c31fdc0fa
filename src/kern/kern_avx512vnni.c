#define KERN_BYTES 64
#define KERN_ISA "avx512vnni"
#define KERN_TABLE kith_kern_avx512vnni
#include "kern/instance.h"
