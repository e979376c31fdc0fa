#define KERN_BYTES 64
#define KERN_ISA "avx512"
#define KERN_TABLE kith_kern_avx512
#include "kern/instance.h"
